//! The parts of every report, in the order of the page.

use super::tree::{
    Alarm, Block, Cell, CellKind, Figure, Line, Pairs, PairsKind, Run, Section, Table,
};
use super::{say, say_with};
use crate::facts::{
    FigureFacts, MethodFacts, Outcome, ReportFacts, SetFacts, TrailFacts, TrailState,
};
use crate::figure::Role;
use crate::number::{count, with_interval_beside};

/// Says before all else that the project's records were changed.
pub(super) fn alarm(trail: Option<&TrailFacts>) -> Option<Alarm> {
    let Some(TrailState::Broken { at, n_answers, n_studies }) = trail.map(|trail| trail.state)
    else {
        return None;
    };
    let mut lines: Vec<String> =
        at.iter().map(|at| say_with("alarm_at", &[("at", &at.to_string())])).collect();
    for (key, n) in [("alarm_answers", n_answers), ("alarm_studies", n_studies)] {
        if 0 < n {
            lines.push(say_with(key, &[("count", &n.to_string())]));
        }
    }
    Some(Alarm { lead: say("alarm"), lines })
}

/// Returns project, date and program.
pub(super) fn line(facts: &ReportFacts) -> String {
    let project = say_with("project", &[("name", &facts.project)]);
    let made = say_with("made", &[("at", &facts.made_at)]);
    [project, made, facts.program.clone()].join(" · ")
}

/// Returns what was found.
pub(super) fn findings(sentences: &[String]) -> Section {
    let block = if sentences.is_empty() {
        Block::Paragraph(say("no_findings"))
    } else {
        Block::Findings(sentences.to_vec())
    };
    Section::new("findings", vec![block])
}

/// Returns what was audited.
pub(super) fn sets(sets: &[SetFacts]) -> Section {
    let columns = [
        ("set", false),
        ("modality", false),
        ("n", true),
        ("subjects", true),
        ("made_by", false),
        ("notes", false),
    ];
    let mut table = Table::new("sets", &columns);
    for set in sets {
        let made_by = match (set.role, &set.generator) {
            (Role::Real, _) => say("recorded"),
            (_, Some(generator)) => generator.clone(),
            (_, None) => say("not_known"),
        };
        let notes = set.notes.iter().map(|note| vec![Run::Plain(note.clone())]).collect();
        table.rows.push(vec![
            Cell::of(CellKind::Head, Run::Marked(set.role, set.name.clone())),
            Cell::words(&set.modality),
            Cell::number(count(set.n)),
            Cell::number(set.n_subjects.map_or_else(|| say("not_known"), count)),
            Cell::words(made_by),
            Cell { kind: CellKind::Words, lines: notes },
        ]);
    }
    Section::new("sets", vec![Block::Table(table)])
}

/// Returns the figures, numbered from 1.
pub(super) fn figures(figures: &[FigureFacts]) -> Option<Section> {
    let numbered = figures.iter().enumerate().map(|(at, figure)| {
        let number = say_with("figure", &[("number", &(at + 1).to_string())]);
        let mut caption = vec![Run::Strong(number)];
        if !figure.note.is_empty() {
            caption.push(Run::Plain(format!(" {}", figure.note)));
        }
        Block::Figure(Figure { svg: figure.svg.clone(), caption })
    });
    let blocks: Vec<Block> = numbered.collect();
    (!blocks.is_empty()).then(|| Section::new("figures", blocks))
}

/// Returns how the numbers were made.
pub(super) fn methods(methods: &[MethodFacts]) -> Option<Section> {
    let row = |method: &MethodFacts| {
        let source = if method.text.is_empty() {
            method.source.clone()
        } else {
            format!(" — {}", method.source)
        };
        let mut line = vec![Run::Plain(method.text.clone()), Run::Source(source)];
        line.retain(|run| !matches!(run, Run::Plain(text) if text.is_empty()));
        (method.name.clone(), vec![line])
    };
    let pairs = Pairs { kind: PairsKind::Methods, rows: methods.iter().map(row).collect() };
    (!methods.is_empty()).then(|| Section::new("methods", vec![Block::Pairs(pairs)]))
}

/// Returns what was left out of the whole report.
pub(super) fn left_out(sentences: &[String]) -> Section {
    let block = if sentences.is_empty() {
        Block::Paragraph(say("nothing_left_out"))
    } else {
        Block::List(sentences.to_vec())
    };
    Section::new("left_out", vec![block])
}

/// Returns what the title stands on: the fingerprints of design, plan, key file and audit trail, and the
/// checkpoint. Nothing where neither a study nor a trail is told of.
pub(super) fn identity(facts: &ReportFacts) -> Option<Pairs> {
    let mut rows: Vec<(String, Vec<Line>)> = Vec::new();
    if let Some(study) = &facts.study {
        let design = Some(&study.design_hash).filter(|hash| !hash.is_empty()).cloned();
        let optional = [
            ("design_hash", &design, "not_locked"),
            ("plan_hash", &study.plan_hash, "not_yet"),
            ("key_commitment", &study.key_commitment, "no_pack"),
        ];
        for (key, hash, none) in optional {
            let none = || vec![vec![Run::Plain(say(none))]];
            rows.push((say(key), hash.as_ref().map_or_else(none, code)));
        }
    }
    if let Some(TrailFacts { head, n_records, state, checkpoint, .. }) = &facts.trail {
        let records = say_with("n_records", &[("count", &n_records.to_string())]);
        let state = match state {
            TrailState::Holds => Run::Plain(say("trail_holds")),
            TrailState::Broken { .. } => Run::Broken(say("trail_broken")),
            TrailState::NotChecked => Run::Plain(say("trail_unchecked")),
        };
        let checked = vec![Run::Plain(format!("{records}; ")), state];
        rows.push((say("trail_head"), vec![vec![Run::Code(head.clone())], checked]));
        let lines = checkpoint.lines().filter(|line| !line.is_empty());
        let lines: Vec<Line> = lines.map(|line| vec![Run::Code(line.to_owned())]).collect();
        if !lines.is_empty() {
            rows.push((say("checkpoint"), lines));
        }
    }
    (!rows.is_empty()).then_some(Pairs { kind: PairsKind::Hashes, rows })
}

/// Returns the way back: what the numbers were made from, and how that is checked.
pub(super) fn provenance(facts: &ReportFacts) -> Section {
    let mut rows: Vec<(String, Vec<Line>)> = facts
        .sets
        .iter()
        .map(|set| (say_with("manifest", &[("set", &set.name)]), code(&set.manifest)))
        .collect();
    let trail = facts.trail.as_ref().filter(|trail| !trail.checkpoint.is_empty());
    if let Some(TrailFacts { key, .. }) = trail {
        let why = vec![Run::Plain(say("checkpoint_is"))];
        rows.push((say("checkpoint_key"), [code(key), vec![why]].concat()));
    }
    let mut blocks = vec![Block::Paragraph(say("provenance_is"))];
    if !rows.is_empty() {
        blocks.push(Block::Pairs(Pairs { kind: PairsKind::Hashes, rows }));
    }
    Section::new("provenance", blocks)
}

fn code(hash: impl AsRef<str>) -> Vec<Line> {
    vec![vec![Run::Code(hash.as_ref().to_owned())]]
}

/// Returns the cell of an outcome: a number with its interval, or why there is none. The interval is written
/// so that its ends stand on their own side of what the number is tested against.
pub(super) fn outcome(outcome: &Outcome, beside: Option<f64>) -> Cell {
    match outcome {
        Outcome::Value { value, interval } => {
            Cell::number(with_interval_beside(*value, *interval, beside.as_slice()))
        }
        Outcome::None { reason } => Cell::of(CellKind::Why, Run::Plain(reason.clone())),
    }
}

/// Returns the cell of an id.
pub(super) fn id(text: &str) -> Cell {
    Cell::of(CellKind::Words, Run::Code(text.to_owned()))
}

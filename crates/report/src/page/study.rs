//! The study: who read what, and what came of it.

use super::analysis;
use super::tree::{Block, Cell, CellKind, Figure, Pairs, PairsKind, Run, Section, Table};
use super::{say, say_with};
use crate::facts::{ReaderFacts, StudyFacts};
use crate::figure::{Caption, calls_by_reader};
use crate::number::count;

/// Returns the section of the study.
pub(super) fn section(study: &StudyFacts) -> Section {
    let about = vec![Run::Strong(study.title.clone()), Run::Plain(format!(" · {}", study.state))];
    let mut blocks = vec![Block::About(about), Block::Pairs(facts(study))];
    blocks.extend(readers(&study.readers));
    blocks.extend(analysis::blocks(study));
    blocks.extend(calls(study));
    if !study.excluded.is_empty() {
        blocks.push(Block::Heading(say("excluded")));
        blocks.push(Block::List(study.excluded.clone()));
    }
    blocks.extend(analysis::appendix(&study.appendix));
    Section::new("study", blocks)
}

fn facts(study: &StudyFacts) -> Pairs {
    let sealed: u64 = study.readers.iter().map(|reader| reader.n_sealed).sum();
    let sessions: u64 = study.readers.iter().map(|reader| reader.n_sessions).sum();
    let rows = [
        ("design_version", study.design_version.clone()),
        ("n_readers", study.readers.len().to_string()),
        ("n_cases", count(study.n_cases)),
        ("n_read", of(study.n_read, study.n_due)),
        ("n_answers", count(study.n_answers)),
        ("n_sealed", of(sealed, sessions)),
    ];
    let rows = rows.map(|(key, text)| (say(key), vec![vec![Run::Plain(text)]]));
    Pairs { kind: PairsKind::Facts, rows: rows.to_vec() }
}

fn of(part: u64, whole: u64) -> String {
    words::say("common:of", &[("part", &count(part)), ("whole", &count(whole))])
}

fn readers(readers: &[ReaderFacts]) -> Vec<Block> {
    if readers.is_empty() {
        return Vec::new();
    }
    let unblinded = readers.iter().any(|reader| reader.right.is_some());
    let mut columns = vec![
        ("reader", false),
        ("read", true),
        ("due", true),
        ("sessions", true),
        ("sealed", true),
    ];
    if unblinded {
        columns.push(("right", true));
    }
    let mut table = Table::new("readers", &columns);
    for reader in readers {
        let mut row = vec![Cell::of(CellKind::Head, Run::Plain(reader.reader.clone()))];
        let counts = [reader.n_read, reader.n_due, reader.n_sessions, reader.n_sealed];
        row.extend(counts.map(|n| Cell::number(count(n))));
        if unblinded {
            let right = reader.right.map(|(right, all)| of(right, all));
            row.push(Cell::number(right.unwrap_or_else(|| say("not_known"))));
        }
        table.rows.push(row);
    }
    vec![Block::Heading(say("readers")), Block::Table(table)]
}

fn calls(study: &StudyFacts) -> Option<Block> {
    let n: u64 = study.calls.iter().flat_map(|row| row.counts).sum();
    let answers = words::say("common:n_answers", &[("count", &n.to_string())]);
    let caption = Caption { title: say("calls_title"), description: answers.clone() };
    let svg = calls_by_reader(&caption, &study.calls, 680).ok()?;
    let note = say_with("calls_note", &[("n", &answers)]);
    Some(Block::Figure(Figure { svg, caption: vec![Run::Plain(note)] }))
}

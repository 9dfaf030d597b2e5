//! The analysis of a study in figures.

use std::collections::BTreeMap;

use analysis::Quantity;
use report::facts::FigureFacts;
use report::figure::{
    Axis, Band, Caption, FlowStep, Line, Role, StripRow, curve, flow, forest, square,
};

use super::analysis::say;
use crate::wire::{AnalysisView, CurveView, FindingView, FlowView};

/// How wide figures are.
const WIDTH: u32 = 680;
/// What chance gives.
const CHANCE: f64 = 0.5;

/// Draws the way from cases to answers, each question's readers with their mean, and its curves.
pub(super) fn figures(view: &AnalysisView) -> Vec<FigureFacts> {
    let mut questions: Vec<&String> = view.curves.iter().map(|curve| &curve.question).collect();
    questions.dedup();
    let mut figures: Vec<FigureFacts> = flow_of(&view.flow).into_iter().collect();
    for question in questions {
        // A figure that cannot be drawn is left out; its numbers stand in the tables.
        let drawn =
            [readers_of(view, question), margin_of(view, question), curves_of(view, question)];
        figures.extend(drawn.into_iter().flatten());
    }
    figures
}

/// Each reader's area with its interval, and all readers'.
fn readers_of(view: &AnalysisView, question: &String) -> Option<FigureFacts> {
    let findings = || view.sections.iter().flat_map(|section| &section.findings);
    let own = || {
        let is = |finding: &&FindingView| {
            finding.question.as_ref() == Some(question) && finding.quantity == "auc"
        };
        findings().filter(is).filter(|finding| finding.generator.is_none())
    };
    let row = |finding: &FindingView, label: String, role: Role| {
        Some(StripRow {
            label,
            value: finding.value?,
            interval: finding.interval.as_ref().map(|ends| (ends.low, ends.high)),
            n: Some(finding.n_answers.into()),
            role,
        })
    };
    let readers = own().filter(|finding| finding.method == "delong").enumerate();
    let mut rows: Vec<StripRow> = readers
        .filter_map(|(at, finding)| row(finding, finding.of.clone(), Role::Reader(at)))
        .collect();
    let mean = own()
        .find(|finding| matches!(finding.method.as_str(), "obuchowski_rockette" | "u_statistic"))?;
    rows.extend(row(mean, say("allReaders", &[]), Role::Readers));
    let ends = rows.iter().filter_map(|row| row.interval);
    let low = ends.clone().map(|(low, _)| low).fold(0.4, f64::min);
    let high = ends.map(|(_, high)| high).fold(0.6, f64::max);
    let axis = Axis { low: low.max(0.0), high: high.min(1.0), label: say("forest.axis", &[]) };
    // What lies outside of 0 to 1 in a tiny study is cut where it is drawn only.
    for row in &mut rows {
        row.interval = row.interval.map(|(low, high)| (low.max(axis.low), high.min(axis.high)));
    }
    let caption = Caption {
        title: say("forest.title", &[("shown", &mean.shown)]),
        description: mean.question_text.clone(),
    };
    let chance = Band { low: CHANCE, high: CHANCE, label: say("curve.chance", &[]) };
    let svg = forest(&caption, &rows, Some(&chance), &axis, WIDTH).ok()?;
    Some(FigureFacts { svg, note: say("forest.note", &[("question", &mean.question_text)]) })
}

/// Balanced accuracy against the margin of the claim: the intervals that have to lie within it.
fn margin_of(view: &AnalysisView, question: &String) -> Option<FigureFacts> {
    let findings = view.sections.iter().filter(|section| section.section == "calls");
    let own: Vec<&FindingView> = findings
        .flat_map(|section| &section.findings)
        .filter(|finding| finding.question.as_ref() == Some(question))
        .filter(|finding| finding.quantity == "balanced_accuracy" && finding.equivalence.is_some())
        .collect();
    let first = own.iter().find(|finding| finding.rank == "primary")?;
    let within = first.equivalence.as_ref()?;
    let row = |finding: &&FindingView| {
        let ends = &finding.equivalence.as_ref()?.interval;
        Some(StripRow {
            label: finding.method_title.clone(),
            value: finding.value?,
            interval: Some(Quantity::BalancedAccuracy.within([ends.low, ends.high]).into()),
            n: Some(finding.n_answers.into()),
            role: Role::Readers,
        })
    };
    let rows: Vec<StripRow> = own.iter().filter_map(row).collect();
    let ends = rows.iter().filter_map(|row| row.interval);
    let low = ends.clone().map(|(low, _)| low).fold(within.low - 0.05, f64::min);
    let high = ends.map(|(_, high)| high).fold(within.high + 0.05, f64::max);
    let axis = Axis { low, high, label: say("margin.axis", &[]) };
    let holds = if within.holds { "margin.holds" } else { "margin.holdsNot" };
    let caption = Caption { title: say(holds, &[]), description: first.question_text.clone() };
    let band = Band { low: within.low, high: within.high, label: say("margin.band", &[]) };
    let svg = forest(&caption, &rows, Some(&band), &axis, WIDTH).ok()?;
    Some(FigureFacts { svg, note: say("margin.note", &[("question", &first.question_text)]) })
}

/// The curve of each reader, and the mean curve.
fn curves_of(view: &AnalysisView, question: &String) -> Option<FigureFacts> {
    let own: Vec<&CurveView> =
        view.curves.iter().filter(|curve| curve.question == *question).collect();
    let chance = Line {
        label: say("curve.chance", &[]),
        points: vec![[0.0, 0.0], [1.0, 1.0]],
        role: Role::Chance,
    };
    let mut lines: Vec<Line> = own
        .iter()
        .enumerate()
        .map(|(at, curve)| Line {
            label: curve.reader.clone().unwrap_or_else(|| say("allReaders", &[])),
            points: curve.points.clone(),
            role: if curve.reader.is_some() { Role::Reader(at) } else { Role::Readers },
        })
        .collect();
    lines.push(chance);
    let caption = Caption { title: say("curve.title", &[]), ..Caption::default() };
    let size = square(&caption, lines.len(), 380);
    let (along, up) = (say("curve.along", &[]), say("curve.up", &[]));
    let svg = curve(&caption, &lines, [&along, &up], size).ok()?;
    Some(FigureFacts { svg, note: say("curve.note", &[]) })
}

/// The way from the cases to the answers that count, as CONSORT and STARD draw it.
fn flow_of(of: &FlowView) -> Option<FigureFacts> {
    let sum = |count: fn(&crate::wire::ReaderFlowView) -> u32| -> u32 {
        of.readers.iter().map(count).sum()
    };
    let (due, read) = (sum(|one| one.n_due), sum(|one| one.n_read));
    let (given, left_out) = (sum(|one| one.n_answers), sum(|one| one.n_excluded));
    let line = |key: &str, n: u32| say(&format!("flow.{key}"), &[("count", &n.to_string())]);
    let some = |key: &str, n: u32| (0 < n).then(|| line(key, n));
    let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
    for one in &of.excluded {
        *reasons.entry(&one.why).or_default() += one.n;
    }
    let step = |title: &str, lines: Vec<String>, left_out: Vec<String>| FlowStep {
        title: say(&format!("flow.{title}"), &[]),
        lines,
        left_out,
    };
    let cases = [line("real", of.n_real), line("synthetic", of.n_synthetic)];
    let cases = cases.into_iter().chain(some("obvious", of.n_catches)).collect();
    let n_readers = u32::try_from(of.readers.len()).unwrap_or(u32::MAX);
    let reason =
        |(why, n): (&str, u32)| say("flow.reason", &[("count", &n.to_string()), ("why", why)]);
    let steps = [
        step("cases", cases, Vec::new()),
        step(
            "due",
            vec![line("readers", n_readers), line("readings", due)],
            some("unread", due.saturating_sub(read)).into_iter().collect(),
        ),
        step("read", vec![line("readings", read)], Vec::new()),
        step("answers", vec![line("given", given)], reasons.into_iter().map(reason).collect()),
        step("counted", vec![line("given", given.saturating_sub(left_out))], Vec::new()),
    ];
    let caption = Caption { title: say("flow.title", &[]), ..Caption::default() };
    let svg = flow(&caption, &steps, WIDTH).ok()?;
    Some(FigureFacts { svg, note: say("flow.note", &[]) })
}

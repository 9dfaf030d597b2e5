//! The measures: a sentence first, then its numbers.

use super::parts::{id, outcome};
use super::tree::{Block, Cell, CellKind, Line, Measure, Run, Section, Table};
use super::{say, say_with};
use crate::facts::{MeasureFacts, Outcome, ValueFacts};
use crate::figure::{Axis, Caption, Size, StripRow, Svg, interval_strip};
use crate::number::{count, with_interval};

/// Returns the section of measures, by group in the order given.
pub(super) fn section(measures: &[MeasureFacts]) -> Section {
    let mut blocks = Vec::new();
    if measures.is_empty() {
        blocks.push(Block::Paragraph(say("no_measures")));
    }
    let mut group = None;
    for measure in measures {
        if group != Some(&measure.group) {
            blocks.push(Block::Heading(measure.group.clone()));
            group = Some(&measure.group);
        }
        blocks.push(Block::Measure(article(measure)));
    }
    Section::new("measures", blocks)
}

fn article(measure: &MeasureFacts) -> Measure {
    let columns = [("set", false), ("value", true), ("n", true), ("left_out", true), ("id", false)];
    let mut table = Table::new("values", &columns);
    table.rows = measure.values.iter().map(row).collect();
    // Without a sentence the name stands in its place, and not twice.
    let name = if measure.sentence.is_empty() { None } else { Some(&measure.title) };
    let heading = if measure.sentence.is_empty() { &measure.title } else { &measure.sentence };
    Measure { heading: heading.clone(), about: about(measure, name), strip: strip(measure), table }
}

/// What was measured: name, unit, direction, yardstick.
fn about(measure: &MeasureFacts, name: Option<&String>) -> Line {
    let mut parts = Vec::new();
    if let Some(unit) = &measure.unit {
        parts.push(say_with("in_unit", &[("unit", unit)]));
    }
    parts.extend(measure.direction.clone());
    parts.push(match measure.yardstick {
        Some((low, high)) => {
            // Both ends at one precision, as an interval has them.
            let ends = with_interval(low, Some((low, high)));
            let ends = ends.split_once(' ').map_or(ends.as_str(), |(_, ends)| ends);
            say_with("yardstick", &[("ends", ends)])
        }
        None => say("no_yardstick"),
    });
    if let Some(interval_is) = &measure.interval_is {
        parts.push(say_with("intervals", &[("are", interval_is)]));
    }
    let parts = parts.join(" · ");
    match name {
        Some(name) => vec![Run::Strong(name.clone()), Run::Plain(format!(" · {parts}"))],
        None => vec![Run::Plain(parts)],
    }
}

fn row(value: &ValueFacts) -> Vec<Cell> {
    vec![
        Cell::of(CellKind::Head, Run::Marked(value.role, value.set.clone())),
        outcome(&value.outcome, None),
        Cell::number(count(value.n)),
        Cell::number(count(value.left_out)),
        id(&value.id),
    ]
}

/// Draws the values that have a place on an axis; `None` without one.
fn strip(measure: &MeasureFacts) -> Option<Svg> {
    let rows: Vec<StripRow> = measure.values.iter().filter_map(drawable).collect();
    let finite_band = measure.yardstick.filter(|(low, high)| low.is_finite() && high.is_finite());
    let (low, high) = measure.axis.unwrap_or_else(|| ends(&rows, finite_band));
    let axis = Axis { low, high, label: measure.title.clone() };
    let numbers: Vec<String> = rows
        .iter()
        .map(|row| format!("{}: {}", row.label, with_interval(row.value, row.interval)))
        .collect();
    let title = if measure.sentence.is_empty() { &measure.title } else { &measure.sentence };
    let caption = Caption { title: title.clone(), description: numbers.join("; ") };
    let height = u32::try_from(rows.len()).ok()?.saturating_mul(14).saturating_add(22);
    interval_strip(&caption, &rows, finite_band, &axis, Size { width: 280, height }).ok()
}

fn drawable(value: &ValueFacts) -> Option<StripRow> {
    let Outcome::Value { value: number, interval } = value.outcome else { return None };
    let interval = interval.filter(|(low, high)| low.is_finite() && high.is_finite());
    number.is_finite().then(|| StripRow {
        label: value.set.clone(),
        value: number,
        interval,
        n: Some(value.n),
        role: value.role,
    })
}

/// Returns an axis that holds all of it, with some room at both ends.
fn ends(rows: &[StripRow], yardstick: Option<(f64, f64)>) -> (f64, f64) {
    let of_rows = rows.iter().flat_map(|row| {
        let (low, high) = row.interval.unwrap_or((row.value, row.value));
        [low, row.value, high]
    });
    let all = of_rows.chain(yardstick.into_iter().flat_map(|(low, high)| [low, high]));
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let room = if low < high { high - low } else { low.abs().max(1.0) };
    // Names stand to the right of their marks.
    (low - room * 0.06, high + room * 0.5)
}

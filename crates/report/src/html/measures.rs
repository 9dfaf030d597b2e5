//! The measures: a sentence first, then its numbers.

use super::facts::{MeasureFacts, Outcome, ValueFacts};
use super::page::{Page, code, marked, outcome, say, say_with};
use crate::escape::escape;
use crate::figure::{Axis, Caption, Size, StripRow, Svg, interval_strip};
use crate::number::{count, with_interval};

/// Adds the section of measures, by group in the order given.
pub(super) fn section(page: &mut Page, measures: &[MeasureFacts]) {
    page.heading("measures");
    if measures.is_empty() {
        page.raw(&format!("<p>{}</p>\n", say("no_measures")));
    }
    let mut group = None;
    for measure in measures {
        if group != Some(&measure.group) {
            page.element("h3", "", &measure.group);
            group = Some(&measure.group);
        }
        article(page, measure);
    }
    page.raw("</section>\n");
}

fn article(page: &mut Page, measure: &MeasureFacts) {
    page.raw("<article>\n<div class=\"beside\">\n<div>\n");
    page.element("h4", "", &measure.sentence);
    page.raw(&format!("<p class=\"what\">{}</p>\n", what(measure)));
    page.raw("</div>\n");
    if let Some(svg) = strip(measure) {
        page.raw(svg.as_str());
    }
    page.raw("</div>\n");

    page.table(
        "values",
        &[("set", false), ("value", true), ("n", true), ("left_out", true), ("id", false)],
    );
    for value in &measure.values {
        page.raw(&row(value));
    }
    page.end_table();
    page.raw("</article>\n");
}

/// What was measured: name, unit, direction, yardstick.
fn what(measure: &MeasureFacts) -> String {
    let mut parts = vec![format!("<b>{}</b>", escape(&measure.title))];
    if let Some(unit) = &measure.unit {
        parts.push(say_with("in_unit", &[("unit", unit)]));
    }
    if let Some(direction) = &measure.direction {
        parts.push(escape(direction));
    }
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
    parts.join(" · ")
}

fn row(value: &ValueFacts) -> String {
    format!(
        "<tr><th scope=\"row\">{}</th>{}<td class=\"number\">{}</td><td class=\"number\">{}</td><td>{}</td></tr>\n",
        marked(value.role, &value.set),
        outcome(&value.outcome),
        escape(&count(value.n)),
        escape(&count(value.left_out)),
        code(&value.id),
    )
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
    let caption = Caption { title: measure.sentence.clone(), description: numbers.join("; ") };
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

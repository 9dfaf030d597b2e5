//! The same rows at the size of a page: names, intervals, numbers, n.

use super::canvas::{BAND, Canvas, INK, QUIET, RULE, Side, draw, fitted, lines, width_of};
use super::scale::Scale;
use super::strip::{beneath, check, dot_and_interval};
use super::{Axis, Caption, Size, StripRow, Svg};
use crate::number::{count, fixed, whole, with_interval_beside};
use crate::{Error, Result};

pub(super) const TITLE: f64 = 14.0;
pub(super) const TITLE_LINE: f64 = 19.0;
pub(super) const BODY: f64 = 12.0;
pub(super) const SMALL: f64 = 11.0;
const ROW: f64 = 26.0;
/// How much lower a row is for each further line of its name, and how many lines it has at most.
const NAME_LINE: f64 = 15.0;
const MOST_LINES: usize = 3;

/// What values are held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Its lower end; finite.
    pub low: f64,
    /// Its upper end; the same for a single value, which is drawn as a line.
    pub high: f64,
    /// What is written above it: "chance".
    pub label: String,
}

/// Draws `rows` with their names on the left and their numbers on the right, before a grey band.
///
/// The height follows from the rows, whose names take up to three lines; the title is drawn.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::NotFinite`], [`Error::Axis`], and
/// [`Error::TooSmall`] below 420 pixels.
pub fn forest(
    caption: &Caption,
    rows: &[StripRow],
    band: Option<&Band>,
    axis: &Axis,
    width: u32,
) -> Result<Svg> {
    check(caption, rows, band.map(|band| (band.low, band.high)), axis)?;
    let across = f64::from(width);
    let title = lines(&caption.title, TITLE, across * 0.95);
    let top = title.len() as f64 * TITLE_LINE + 26.0;
    let left = left_of(rows, across);
    let names: Vec<Vec<String>> =
        rows.iter().map(|row| name_lines(&row.label, left - NAME_ROOM)).collect();
    let below = |lines: &Vec<String>| ROW + NAME_LINE * (lines.len().max(1) as f64 - 1.0);
    let base = top + names.iter().map(below).sum::<f64>() + 4.0;
    let height = base + if axis.label.is_empty() { 26.0 } else { 44.0 };
    let size = Size { width, height: whole(height.ceil()) };
    if width < 420 {
        return Err(Error::TooSmall { width, height: size.height, rows: rows.len() });
    }

    let held: Vec<f64> = band.iter().flat_map(|band| [band.low, band.high]).collect();
    let numbers: Vec<String> =
        rows.iter().map(|row| with_interval_beside(row.value, row.interval, &held)).collect();
    let counts: Vec<String> = rows.iter().map(|row| row.n.map(count).unwrap_or_default()).collect();
    let widest =
        |texts: &[String]| texts.iter().map(|text| width_of(text, BODY)).fold(0.0, f64::max);
    let right_of_counts = across - 2.0;
    let right_of_numbers = right_of_counts - widest(&counts).max(24.0) - 18.0;
    let right = right_of_numbers - widest(&numbers) - 22.0;
    let x = Scale { low: axis.low, high: axis.high, from: left + 8.0, to: right };

    Ok(draw(size, caption, |canvas| {
        heading(canvas, &title);
        if let Some(Band { low, high, label }) = band {
            let (from, to) = (x.place(*low), x.place(*high));
            if low < high {
                canvas.fill((from - 1.0, top - 4.0), (to + 1.0, base), BAND);
            } else {
                canvas.dashed(&[(from, top - 4.0), (from, base)], QUIET, 1.0, &[3.0, 3.0]);
            }
            let middle = f64::midpoint(from, to);
            beneath(canvas, label, (middle, top - 13.0), (left, right_of_numbers));
        }
        if counts.iter().any(|count| !count.is_empty()) {
            canvas.text("n", (right_of_counts, top - 13.0), Side::Before, SMALL, QUIET);
        }
        bottom(canvas, &x, axis, base);
        let mut from = top;
        for (at, (row, name)) in rows.iter().zip(&names).enumerate() {
            let y = from + below(name) / 2.0;
            from += below(name);
            row.role.mark(canvas, (6.0, y), 4.0);
            let first = y - NAME_LINE * (name.len() as f64 - 1.0) / 2.0;
            for (place, line) in name.iter().enumerate() {
                let point = (18.0, first + NAME_LINE * place as f64);
                canvas.text(line, point, Side::After, BODY, INK);
            }
            dot_and_interval(canvas, row, &x, y, 4.5);
            canvas.text(&numbers[at], (right_of_numbers, y), Side::Before, BODY, INK);
            canvas.text(&counts[at], (right_of_counts, y), Side::Before, BODY, QUIET);
        }
    }))
}

/// How much of the room on the left names do not get: their mark, and the gap to the plot.
const NAME_ROOM: f64 = 22.0;

/// Returns how far the names reach to the right.
fn left_of(rows: &[StripRow], across: f64) -> f64 {
    let widest = rows.iter().map(|row| width_of(&row.label, BODY)).fold(0.0, f64::max);
    (widest + 30.0).min(across * 0.34)
}

/// Returns a name in lines that fit, the last one cut where there would be too many.
fn name_lines(name: &str, room: f64) -> Vec<String> {
    let mut wrapped = lines(name, BODY, room);
    if MOST_LINES < wrapped.len() {
        let rest = wrapped.split_off(MOST_LINES - 1).join(" ");
        wrapped.push(rest);
    }
    wrapped.iter().map(|line| fitted(line, BODY, room)).collect()
}

/// Writes the title's lines at the top.
pub(super) fn heading(canvas: &mut Canvas<'_>, title: &[String]) {
    for (at, line) in title.iter().enumerate() {
        canvas.bold(line, (0.0, TITLE_LINE * (at as f64 + 0.5)), Side::After, TITLE, INK);
    }
}

/// Draws the axis at the bottom: a rule, ticks with numbers, the label below.
pub(super) fn bottom(canvas: &mut Canvas<'_>, x: &Scale, axis: &Axis, base: f64) {
    canvas.path(&[(x.from, base), (x.to, base)], RULE, 1.0);
    let (ticks, decimals) = x.ticks((x.to - x.from) / 80.0);
    for tick in ticks {
        let place = x.place(tick);
        canvas.path(&[(place, base), (place, base + 4.0)], RULE, 1.0);
        canvas.text(&on_axis(tick, decimals), (place, base + 13.0), Side::Around, SMALL, QUIET);
    }
    let label = fitted(&axis.label, SMALL, x.to - x.from + 60.0);
    canvas.text(&label, (f64::midpoint(x.from, x.to), base + 32.0), Side::Around, SMALL, QUIET);
}

/// Returns a tick's number; from 10,000 on in groups.
pub(super) fn on_axis(tick: f64, decimals: usize) -> String {
    if decimals == 0 && (10_000.0..4e9).contains(&tick) {
        count(u64::from(whole(tick)))
    } else {
        fixed(tick, decimals)
    }
}

//! The small strip beside a sentence: one dot and interval for each generator.

use super::canvas::{BAND, Canvas, INK, PAPER, QUIET, RULE, Side, draw, fitted, width_of};
use super::scale::Scale;
use super::{Axis, Caption, Size, StripRow, Svg};
use crate::number::shown;
use crate::{Error, Result};

const FONT: f64 = 11.0;
const SMALL: f64 = 10.5;

/// Draws `rows` below each other over one axis, with the yardstick as a grey band.
///
/// The title is not drawn: the sentence stands beside the strip. About 270 × 64
/// pixels for three rows; a value beyond the axis stands at its end with an
/// arrow and its number.
///
/// # Input
///
/// * `yardstick`: where real data fall when they are compared with real data.
/// * `axis`: its ends are written below; its label is part of the description only.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::NotFinite`], [`Error::Axis`], and
/// [`Error::TooSmall`] when a row gets less than 9 pixels.
pub fn interval_strip(
    caption: &Caption,
    rows: &[StripRow],
    yardstick: Option<(f64, f64)>,
    axis: &Axis,
    size: Size,
) -> Result<Svg> {
    check(caption, rows, yardstick, axis)?;
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let base = height - 16.0;
    let pitch = (base - 3.0) / rows.len() as f64;
    if pitch < 9.0 || width < 80.0 {
        return Err(Error::TooSmall { width: size.width, height: size.height, rows: rows.len() });
    }

    let x = Scale { low: axis.low, high: axis.high, from: 4.0, to: width - 4.0 };
    Ok(draw(size, caption, |canvas| {
        if let Some((low, high)) = yardstick {
            canvas.fill((x.place(low) - 1.0, 2.0), (x.place(high) + 1.0, base), BAND);
        }
        canvas.path(&[(0.0, base), (width, base)], RULE, 1.0);
        below(canvas, &x, yardstick, base + 9.0, width);
        for (at, row) in rows.iter().enumerate() {
            let y = 3.0 + pitch * (at as f64 + 0.5);
            let (left, right) = dot_and_interval(canvas, row, &x, y, (pitch * 0.3).min(4.0));
            label(canvas, row, &x, (left, right, y), width);
        }
    }))
}

/// Draws the mark of `row` with its interval and returns where both end.
pub(super) fn dot_and_interval(
    canvas: &mut Canvas<'_>,
    row: &StripRow,
    x: &Scale,
    y: f64,
    radius: f64,
) -> (f64, f64) {
    let color = row.role.color();
    let center = x.place(row.value);
    let (low, high) = row.interval.unwrap_or((row.value, row.value));
    let (low, high) = (x.place(low), x.place(high));
    if low < high {
        canvas.path(&[(low, y), (high, y)], color, 2.0);
    }
    if x.holds(row.value) {
        row.role.mark(canvas, (center, y), radius);
    } else {
        // An arrow points to where the value would be.
        let tip = if row.value < x.low { -radius } else { radius };
        canvas.path(
            &[(center - tip, y - radius), (center + tip * 0.2, y), (center - tip, y + radius)],
            color,
            1.8,
        );
    }
    (low.min(center - radius * 1.3), high.max(center + radius * 1.3))
}

/// Refuses what has no place on a strip or a forest.
pub(super) fn check(
    caption: &Caption,
    rows: &[StripRow],
    yardstick: Option<(f64, f64)>,
    axis: &Axis,
) -> Result<()> {
    axis.check()?;
    if rows.is_empty() {
        return Err(Error::Empty { figure: caption.title.clone() });
    }
    rows.iter().try_for_each(StripRow::check)?;
    let ends = yardstick.map_or([0.0; 2], |(low, high)| [low, high]);
    match ends.into_iter().find(|end| !end.is_finite()) {
        Some(value) => {
            Err(Error::NotFinite { label: words::say("common:real_against_real", &[]), value })
        }
        None => Ok(()),
    }
}

/// Writes below the axis: its ends, and what the band is, if both have room.
fn below(canvas: &mut Canvas<'_>, x: &Scale, yardstick: Option<(f64, f64)>, y: f64, width: f64) {
    let (low, high) = (shown(x.low), shown(x.high));
    let mut free = (width, 0.0);
    if let Some((from, to)) = yardstick {
        let words = words::say("common:real_against_real", &[]);
        let middle = f64::midpoint(x.place(from), x.place(to));
        let (left, right) = beneath(canvas, &words, (middle, y), (0.0, width));
        free = (left - 8.0, right + 8.0);
    }
    // One end alone would leave the reader guessing at the other.
    if width_of(&low, SMALL) <= free.0 && free.1 <= width - width_of(&high, SMALL) {
        canvas.text(&low, (0.0, y), Side::After, SMALL, QUIET);
        canvas.text(&high, (width, y), Side::Before, SMALL, QUIET);
    }
}

/// Writes what the yardstick is around `middle`, or from the end that is too near; returns where it ends.
///
/// How wide words are is a guess until a viewer has chosen a font: at an end they
/// are held by that end, so that no font can push them over it.
pub(super) fn beneath(
    canvas: &mut Canvas<'_>,
    words: &str,
    (middle, y): (f64, f64),
    (from, to): (f64, f64),
) -> (f64, f64) {
    let wide = width_of(words, SMALL);
    // The guess may be short by a tenth.
    let half = wide * 0.55;
    if to < middle + half {
        canvas.text(words, (to, y), Side::Before, SMALL, QUIET);
        (to - wide, to)
    } else if middle - half < from {
        canvas.text(words, (from, y), Side::After, SMALL, QUIET);
        (from, from + wide)
    } else {
        canvas.text(words, (middle, y), Side::Around, SMALL, QUIET);
        (middle - wide / 2.0, middle + wide / 2.0)
    }
}

/// Writes the label to the right of the mark, or to the left where the strip ends.
fn label(
    canvas: &mut Canvas<'_>,
    row: &StripRow,
    x: &Scale,
    (left, right, y): (f64, f64, f64),
    width: f64,
) {
    let words = if x.holds(row.value) {
        row.label.clone()
    } else {
        format!("{} {}", row.label, shown(row.value))
    };
    let gap = 6.0;
    let needed = width_of(&words, FONT);
    if right + gap + needed <= width {
        canvas.text(&words, (right + gap, y), Side::After, FONT, INK);
    } else if gap + needed <= left {
        canvas.text(&words, (left - gap, y), Side::Before, FONT, INK);
    } else {
        // The interval leaves no room beside it: the name covers one of its ends, away from the mark.
        let middle = x.place(row.value);
        let room = (width - middle).max(middle) - 12.0;
        let words = fitted(&words, FONT, room);
        let taken = width_of(&words, FONT) + 4.0;
        let (from, to) = if middle < width / 2.0 { (width - taken, width) } else { (0.0, taken) };
        canvas.fill((from, y - FONT * 0.6), (to, y + FONT * 0.6), PAPER);
        canvas.text(&words, (f64::midpoint(from, to), y), Side::Around, FONT, INK);
    }
}

//! Six-point answers of each reader, by what the cases really were.

use plotters::style::RGBColor;

use super::canvas::{Canvas, INK, QUIET, Side, draw, fitted, lines, width_of};
use super::forest::{BODY, SMALL, TITLE, TITLE_LINE, heading};
use super::{Caption, Role, Size, Svg};
use crate::number::{count, whole};
use crate::{Error, Result};

/// How many answers the scale has: 1 certainly real to 6 certainly synthetic.
pub const CALLS: usize = 6;

const BAR: f64 = 17.0;
const GAP: f64 = 4.0;
const BETWEEN: f64 = 10.0;

/// From certainly real to certainly synthetic; the digit on each says the same.
const SHADES: [RGBColor; CALLS] = [
    RGBColor(0x00, 0x72, 0xB2),
    RGBColor(0x6F, 0xB1, 0xD8),
    RGBColor(0xC9, 0xE2, 0xF1),
    RGBColor(0xFB, 0xE7, 0xC0),
    RGBColor(0xF3, 0xC6, 0x5F),
    RGBColor(0xE6, 0x9F, 0x00),
];

/// One reader's answers on cases of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallsRow {
    /// The reader's code.
    pub reader: String,
    /// What the cases were: "real", or the generator.
    pub source: String,
    /// The same as a mark.
    pub role: Role,
    /// How often each answer was given, from 1 to 6.
    pub counts: [u64; CALLS],
}

/// Draws one bar of six parts for each row, rows of one reader together.
///
/// Only for unblinded studies: a row says what the cases were. The height
/// follows from the rows; the title is drawn. A row without answers says so.
///
/// # Errors
///
/// [`Error::Empty`], and [`Error::TooSmall`] below 420 pixels.
pub fn calls_by_reader(caption: &Caption, rows: &[CallsRow], width: u32) -> Result<Svg> {
    if rows.is_empty() {
        return Err(Error::Empty { figure: caption.title.clone() });
    }
    let across = f64::from(width);
    let title = lines(&caption.title, TITLE, across * 0.95);
    let top = title.len() as f64 * TITLE_LINE + 30.0;
    let places = places(rows, top);
    let height = whole((places.last().copied().unwrap_or(top) + BAR / 2.0 + 8.0).ceil());
    if width < 420 {
        return Err(Error::TooSmall { width, height, rows: rows.len() });
    }

    let reader_from = 0.0;
    let readers = rows.iter().map(|row| width_of(&row.reader, BODY)).fold(0.0, f64::max);
    let source_from = readers.min(across * 0.16) + 14.0;
    let sources = rows.iter().map(|row| width_of(&row.source, BODY)).fold(0.0, f64::max);
    let from = source_from + sources.min(across * 0.22) + 28.0;
    let to = across - 44.0;

    Ok(draw(Size { width, height }, caption, |canvas| {
        heading(canvas, &title);
        scale(canvas, from, to, top - 14.0);
        canvas.text("n", (across - 2.0, top - 14.0), Side::Before, SMALL, QUIET);
        let mut last = None;
        for (row, y) in rows.iter().zip(places) {
            if last != Some(&row.reader) {
                let name = fitted(&row.reader, BODY, source_from - 8.0);
                canvas.text(&name, (reader_from, y), Side::After, BODY, INK);
            }
            last = Some(&row.reader);
            row.role.mark(canvas, (source_from + 5.0, y), 4.0);
            let source = fitted(&row.source, BODY, from - source_from - 22.0);
            canvas.text(&source, (source_from + 16.0, y), Side::After, BODY, INK);
            bar(canvas, &row.counts, (from, to), y);
            let n = count(row.counts.iter().sum());
            canvas.text(&n, (across - 2.0, y), Side::Before, BODY, QUIET);
        }
    }))
}

/// Returns the middle of each row; a new reader begins with a gap.
fn places(rows: &[CallsRow], top: f64) -> Vec<f64> {
    let mut y = top - GAP - BAR / 2.0;
    rows.iter()
        .enumerate()
        .map(|(at, row)| {
            let same = at == 0 || rows[at - 1].reader == row.reader;
            y += BAR + GAP + if same { 0.0 } else { BETWEEN };
            y
        })
        .collect()
}

/// Writes what the ends of the scale mean.
fn scale(canvas: &mut Canvas<'_>, from: f64, to: f64, y: f64) {
    let (low, high) =
        (words::say("report:figure.call_low", &[]), words::say("report:figure.call_high", &[]));
    canvas.text(&low, (from, y), Side::After, SMALL, QUIET);
    canvas.text(&high, (to, y), Side::Before, SMALL, QUIET);
}

/// Draws one bar; the digit of the answer stands in each part that has room.
fn bar(canvas: &mut Canvas<'_>, counts: &[u64; CALLS], (from, to): (f64, f64), y: f64) {
    let total: u64 = counts.iter().sum();
    if total == 0 {
        let words = words::say("report:figure.no_answers", &[]);
        return canvas.text(&words, (from, y), Side::After, SMALL, QUIET);
    }
    let (above, below) = (y - BAR / 2.0, y + BAR / 2.0);
    let mut left = from;
    let mut border = from;
    for (at, (&n, shade)) in counts.iter().zip(SHADES).enumerate() {
        let right = left + (to - from) * n as f64 / total as f64;
        if 0 < n {
            canvas.fill((left, above), (right - 0.8, below), shade);
            if 12.0 <= right - left {
                let ink = if at == 0 { RGBColor(0xFF, 0xFF, 0xFF) } else { INK };
                let middle = (f64::midpoint(left, right) - 0.4, y);
                canvas.text(&(at + 1).to_string(), middle, Side::Around, SMALL, ink);
            }
        }
        if at + 1 == CALLS / 2 {
            border = right;
        }
        left = right;
    }
    // Where calls of "real" end and calls of "synthetic" begin.
    canvas.path(&[(border - 0.4, above - 2.0), (border - 0.4, below + 2.0)], INK, 1.6);
}

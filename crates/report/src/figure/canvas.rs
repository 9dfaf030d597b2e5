//! A sheet to draw on in CSS pixels.

use std::fmt::{Debug, Write as _};

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::prelude::{FontStyle, IntoFont};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBAColor, RGBColor, ShapeStyle, TextStyle};

use super::{Caption, Size, Svg};
use crate::escape::{escape, visible};
use crate::number::whole;

/// Steps of the sheet in one CSS pixel: plotters draws at whole steps only.
const STEPS: f64 = 10.0;

/// Plotters asks for a font's height and writes its size, smaller by this.
const HEIGHT_OF_FONT: f64 = 1.24;

pub(crate) const FONTS: &str = "Inter, 'DejaVu Sans', sans-serif";

pub(crate) const INK: RGBColor = RGBColor(0x1A, 0x1D, 0x21);
pub(crate) const QUIET: RGBColor = RGBColor(0x57, 0x60, 0x6A);
pub(crate) const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
pub(crate) const RULE: RGBColor = RGBColor(0xC4, 0xC9, 0xCF);
pub(crate) const BAND: RGBColor = RGBColor(0xE3, 0xE6, 0xEA);

/// Where a text stands next to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The text begins at the point.
    After,
    /// The text ends at the point.
    Before,
    /// The text's middle is at the point.
    Around,
}

/// Draws a figure: `body` says what is on it.
pub(crate) fn draw(size: Size, caption: &Caption, body: impl FnOnce(&mut Canvas<'_>)) -> Svg {
    let mut drawn = String::new();
    let (across, down) = (stroke(f64::from(size.width)), stroke(f64::from(size.height)));
    let backend = SVGBackend::with_string(&mut drawn, (across, down));
    let mut canvas = Canvas { backend };
    body(&mut canvas);
    kept(canvas.backend.present());
    drop(canvas);

    // The opening tag is ours: it carries the words, and the size in CSS pixels.
    let shapes = drawn.split_once('\n').map_or("", |(_, shapes)| shapes);
    let Size { width, height } = size;
    let mut text = String::new();
    kept(write!(
        text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {across} {down}\">\n<title>{}</title>\n<desc>{}</desc>\n{shapes}",
        escape(&caption.title),
        escape(&caption.description),
    ));
    Svg { text, caption: caption.clone(), size }
}

/// A sheet whose points are CSS pixels from the upper left.
pub(crate) struct Canvas<'a> {
    backend: SVGBackend<'a>,
}

impl Canvas<'_> {
    /// Draws a line through `points`.
    pub(crate) fn path(&mut self, points: &[(f64, f64)], color: RGBColor, width: f64) {
        let style =
            ShapeStyle { color: color.to_rgba(), filled: false, stroke_width: stroke(width) };
        kept(self.backend.draw_path(points.iter().map(|&point| at(point)), &style));
    }

    /// Draws a line through `points`: as long as `dashes` says, on and off in turn.
    pub(crate) fn dashed(
        &mut self,
        points: &[(f64, f64)],
        color: RGBColor,
        width: f64,
        dashes: &[f64],
    ) {
        if dashes.is_empty() {
            return self.path(points, color, width);
        }
        for piece in pieces(points, dashes) {
            self.path(&piece, color, width);
        }
    }

    /// Fills the rectangle between two corners.
    pub(crate) fn fill(&mut self, from: (f64, f64), to: (f64, f64), color: RGBColor) {
        let style = ShapeStyle { color: color.to_rgba(), filled: true, stroke_width: 0 };
        kept(self.backend.draw_rect(at(from), at(to), &style, true));
    }

    /// Fills the polygon with these corners.
    pub(crate) fn polygon(&mut self, corners: &[(f64, f64)], color: RGBAColor) {
        let style = ShapeStyle { color, filled: true, stroke_width: 0 };
        kept(self.backend.fill_polygon(corners.iter().map(|&corner| at(corner)), &style));
    }

    /// Fills a circle.
    pub(crate) fn disc(&mut self, center: (f64, f64), radius: f64, color: RGBColor) {
        let style = ShapeStyle { color: color.to_rgba(), filled: true, stroke_width: 0 };
        kept(self.backend.draw_circle(at(center), stroke(radius), &style, true));
    }

    /// Writes `text` of `font` pixels, its small letters' middle at `point`.
    pub(crate) fn text(
        &mut self,
        text: &str,
        point: (f64, f64),
        side: Side,
        font: f64,
        color: RGBColor,
    ) {
        self.write(text, point, side, font, color, FontStyle::Normal);
    }

    /// Writes `text` in bold.
    pub(crate) fn bold(
        &mut self,
        text: &str,
        point: (f64, f64),
        side: Side,
        font: f64,
        color: RGBColor,
    ) {
        self.write(text, point, side, font, color, FontStyle::Bold);
    }

    fn write(
        &mut self,
        text: &str,
        (x, y): (f64, f64),
        side: Side,
        font: f64,
        color: RGBColor,
        weight: FontStyle,
    ) {
        let across = match side {
            Side::After => HPos::Left,
            Side::Before => HPos::Right,
            Side::Around => HPos::Center,
        };
        let face = (FONTS, font * STEPS * HEIGHT_OF_FONT).into_font().style(weight);
        let style = TextStyle::from(face).color(&color).pos(Pos::new(across, VPos::Center));
        // Half an ex below the point is the middle of small letters; capitals and digits,
        // of which labels are full, are taller by a tenth of the size.
        kept(self.backend.draw_text(&visible(text), &style, at((x, y + font * 0.09))));
    }
}

/// Returns about how wide `text` is, for a layout without a font at hand.
pub(crate) fn width_of(text: &str, size: f64) -> f64 {
    let em: f64 = text
        .chars()
        .map(|character| match character {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '|' | '!' | '\'' | '·' | ' ' => 0.29,
            'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '-' | '\u{2009}' => 0.38,
            'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.92,
            'A'..='Z' | '0'..='9' | '−' | '+' | '=' | '<' | '>' => 0.66,
            '\u{0}'..='\u{2FFF}' => 0.59,
            _ => 1.0,
        })
        .sum();
    em * size
}

/// Returns as much of `text` as fits into `width`, with an ellipsis where it was cut.
pub(crate) fn fitted(text: &str, size: f64, width: f64) -> String {
    let text = visible(text);
    if width_of(&text, size) <= width {
        return text;
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if width < width_of(&kept, size) + size {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// Returns `text` in lines that fit into `width`; a longer word is cut.
pub(crate) fn lines(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in visible(text).split_whitespace() {
        match lines.last_mut() {
            Some(line) if width_of(line, size) + width_of(word, size) + size * 0.3 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(fitted(word, size, width)),
        }
    }
    lines
}

/// Returns the parts of a line that a dash pattern leaves.
fn pieces(points: &[(f64, f64)], dashes: &[f64]) -> Vec<Vec<(f64, f64)>> {
    let mut pieces = Vec::new();
    let mut piece = points.first().map(|&first| vec![first]).unwrap_or_default();
    let (mut turn, mut left) = (0, dashes[0]);
    for pair in points.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let mut gone = 0.0;
        while left < length - gone {
            gone += left;
            let share = gone / length;
            let point = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            if turn % 2 == 0 {
                piece.push(point);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![point];
            }
            turn += 1;
            left = dashes[turn % dashes.len()];
        }
        left -= length - gone;
        if turn % 2 == 0 {
            piece.push(to);
        }
    }
    if 1 < piece.len() {
        pieces.push(piece);
    }
    pieces
}

fn at((x, y): (f64, f64)) -> (i32, i32) {
    (steps(x), steps(y))
}

fn stroke(width: f64) -> u32 {
    whole(width * STEPS)
}

#[allow(clippy::cast_possible_truncation)] // It saturates far outside of any sheet.
fn steps(pixels: f64) -> i32 {
    (pixels * STEPS).round() as i32
}

fn kept<E: Debug>(drawn: Result<(), E>) {
    drawn.expect("a figure is drawn into a string, which always takes more");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_go_around_corners_and_add_up() {
        let pieces = pieces(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)], &[4.0, 4.0]);
        let wanted = vec![
            vec![(0.0, 0.0), (4.0, 0.0)],
            vec![(8.0, 0.0), (10.0, 0.0), (10.0, 2.0)],
            vec![(10.0, 6.0), (10.0, 10.0)],
        ];
        assert_eq!(pieces, wanted);
    }

    #[test]
    fn a_long_name_is_cut_where_the_room_ends() {
        let cut = fitted("a very long name of a generator", 12.0, 100.0);
        assert!(cut.ends_with('…') && width_of(&cut, 12.0) <= 112.0, "{cut}");
        assert_eq!(fitted("short", 12.0, 100.0), "short");
    }

    #[test]
    fn a_sentence_breaks_between_words() {
        let lines = lines("one two three four five six seven", 12.0, 90.0);
        assert!(1 < lines.len());
        assert_eq!(lines.join(" "), "one two three four five six seven");
        assert!(lines.iter().all(|line| width_of(line, 12.0) <= 90.0));
    }
}

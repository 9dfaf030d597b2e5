//! A flow diagram: from what there was to what counts, with what was left out on the way.

use super::canvas::{Canvas, INK, PAPER, QUIET, Side, draw, lines};
use super::forest::{BODY, TITLE, TITLE_LINE, heading};
use super::{Caption, Size, Svg};
use crate::{Error, Result};

/// How far lines of a box lie apart.
const LINE: f64 = 17.0;
/// How far text stands from the edge of its box.
const INSET: f64 = 10.0;
/// How far a box lies from the next.
const GAP: f64 = 30.0;
/// How wide the boxes of the main way are, of the whole.
const MAIN: f64 = 0.48;
/// Where boxes at the side begin, of the whole.
const ASIDE: f64 = 0.54;

/// A box of the main way, and what is left out behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlowStep {
    /// What it counts, in bold.
    pub title: String,
    /// The counts, a line each.
    pub lines: Vec<String>,
    /// What does not go on from here: a line each; nothing when all does.
    pub left_out: Vec<String>,
}

/// A box that is laid out.
struct Laid {
    /// The first of them bold.
    lines: Vec<String>,
    top: f64,
    height: f64,
}

/// Draws boxes from top to bottom, as CONSORT and STARD do.
///
/// # Errors
///
/// [`Error::Empty`] without a step, [`Error::TooSmall`] below 320 pixels.
pub fn flow(caption: &Caption, steps: &[FlowStep], width: u32) -> Result<Svg> {
    if steps.is_empty() {
        return Err(Error::Empty { figure: caption.title.clone() });
    }
    if width < 320 {
        return Err(Error::TooSmall { width, height: 0, rows: steps.len() });
    }
    let wide = f64::from(width);
    let title = lines(&caption.title, TITLE, wide * 0.95);
    let mut y = title.len() as f64 * TITLE_LINE + 14.0;
    let mut laid: Vec<(Laid, Option<Laid>)> = Vec::new();
    for step in steps {
        let main = boxed(std::iter::once(&step.title).chain(&step.lines), wide * MAIN, y);
        y += main.height;
        let aside = (!step.left_out.is_empty()).then(|| {
            let aside = boxed(step.left_out.iter(), wide * (1.0 - ASIDE), y + GAP / 2.0);
            // Its middle lies on the way down.
            y += aside.height;
            aside
        });
        y += GAP;
        laid.push((main, aside));
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Some hundred pixels.
    let height = (y - GAP + 4.0).ceil() as u32;
    Ok(draw(Size { width, height }, caption, |canvas| {
        heading(canvas, &title);
        let middle = wide * MAIN / 2.0;
        for (at, (main, aside)) in laid.iter().enumerate() {
            outline(canvas, main, 0.0, wide * MAIN, true);
            let Some((next, _)) = laid.get(at + 1) else { continue };
            arrow(canvas, &[(middle, main.top + main.height), (middle, next.top)]);
            if let Some(aside) = aside {
                let y = aside.top + aside.height / 2.0;
                arrow(canvas, &[(middle, y), (wide * ASIDE, y)]);
                outline(canvas, aside, wide * ASIDE, wide - 1.0, false);
            }
        }
    }))
}

/// Lays lines out in a box of a width.
fn boxed<'a>(texts: impl Iterator<Item = &'a String>, width: f64, top: f64) -> Laid {
    let broken = texts.flat_map(|text| lines(text, BODY, width - 2.0 * INSET));
    let lines: Vec<String> = broken.collect();
    let height = lines.len() as f64 * LINE + 2.0 * INSET - 4.0;
    Laid { lines, top, height }
}

/// Draws a box with its lines.
fn outline(canvas: &mut Canvas<'_>, of: &Laid, left: f64, right: f64, bold: bool) {
    let (top, base) = (of.top, of.top + of.height);
    let left = left.max(0.5);
    canvas.fill((left, top), (right, base), PAPER);
    let corners = [(left, top), (right, top), (right, base), (left, base), (left, top)];
    canvas.path(&corners, QUIET, 1.0);
    for (at, line) in of.lines.iter().enumerate() {
        let point = (left + INSET, top + INSET + LINE * (at as f64 + 0.5) - 2.0);
        if bold && at == 0 {
            canvas.bold(line, point, Side::After, BODY, INK);
        } else {
            canvas.text(line, point, Side::After, BODY, INK);
        }
    }
}

/// Draws a line with a head at its end.
fn arrow(canvas: &mut Canvas<'_>, points: &[(f64, f64); 2]) {
    const HEAD: f64 = 5.0;
    let [from, to] = *points;
    canvas.path(points, QUIET, 1.0);
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1.0);
    let (dx, dy) = (dx / length * HEAD, dy / length * HEAD);
    let back = (to.0 - dx * 1.4, to.1 - dy * 1.4);
    let corners =
        [to, (back.0 - dy * 0.6, back.1 + dx * 0.6), (back.0 + dy * 0.6, back.1 - dx * 0.6)];
    canvas.polygon(&corners, plotters::style::Color::to_rgba(&QUIET));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(title: &str, left_out: &[&str]) -> FlowStep {
        FlowStep {
            title: title.to_owned(),
            lines: vec!["40 <real>".to_owned(), "40 synthetic".to_owned()],
            left_out: left_out.iter().map(|line| (*line).to_owned()).collect(),
        }
    }

    #[test]
    fn every_box_is_drawn_and_nothing_runs_out_of_the_sheet() {
        let caption = Caption { title: "From cases to answers".into(), ..Caption::default() };
        let steps =
            [step("Cases", &[]), step("Due", &["3 not read", "1 training"]), step("In", &[])];
        let svg = flow(&caption, &steps, 680).unwrap();
        let text = svg.as_str();
        for part in ["Cases", "40 &lt;real&gt;", "3 not read", "1 training", "In"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        // Three boxes and the one aside, each with an outline; three arrows with their heads.
        assert_eq!(text.matches("<polyline").count(), 4 + 3, "{text}");
        assert_eq!(text.matches("<polygon").count(), 3);
        let size = svg.size();
        let down = text
            .split(" y=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
        assert!(down.fold(0.0, f64::max) < f64::from(size.height) * 10.0);
    }

    #[test]
    fn nothing_and_too_little_room_are_reasons() {
        let caption = Caption::default();
        assert!(matches!(flow(&caption, &[], 680), Err(Error::Empty { .. })));
        assert!(matches!(flow(&caption, &[step("a", &[])], 200), Err(Error::TooSmall { .. })));
    }
}

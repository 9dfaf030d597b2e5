//! Curves: one line for each set, from point to point.

use super::canvas::{Canvas, INK, QUIET, RULE, Side, draw, fitted, lines};
use super::forest::{BODY, SMALL, TITLE, TITLE_LINE, bottom, heading, on_axis};
use super::scale::Scale;
use super::{Axis, Caption, Role, Size, Svg};
use crate::number::whole;
use crate::{Error, Result};

const KEY: f64 = 19.0;
/// What stands around the plot: the names of the axes and their numbers.
const ABOVE: f64 = 30.0;
const BELOW: f64 = 44.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 14.0;

/// The curve of one set.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The set's name.
    pub label: String,
    /// Along and up, in order; those that are not finite are left out.
    pub points: Vec<[f64; 2]>,
    /// Whose curve it is.
    pub role: Role,
}

/// Draws curves over each other; shares keep the axes 0 to 1, so that two figures compare.
///
/// # Input
///
/// * `along`, `up`: what stands on the axes.
///
/// # Errors
///
/// [`Error::Empty`] without a finite point, [`Error::TooSmall`] below 320 × 200 pixels of picture.
pub fn curve(
    caption: &Caption,
    curves: &[Line],
    [along, up]: [&str; 2],
    size: Size,
) -> Result<Svg> {
    let finite = |line: &Line| -> Vec<[f64; 2]> {
        line.points.iter().copied().filter(|point| point.iter().all(|v| v.is_finite())).collect()
    };
    let drawn: Vec<(&Line, Vec<[f64; 2]>)> = curves
        .iter()
        .map(|line| (line, finite(line)))
        .filter(|(_, points)| !points.is_empty())
        .collect();
    if drawn.is_empty() {
        return Err(Error::Empty { figure: caption.title.clone() });
    }
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let title = lines(&caption.title, TITLE, width * 0.95);
    let keys_from = title.len() as f64 * TITLE_LINE + 6.0;
    let top = keys_from + curves.len() as f64 * KEY + ABOVE;
    let base = height - BELOW;
    if width < 320.0 || base - top < 60.0 {
        return Err(Error::TooSmall { width: size.width, height: size.height, rows: curves.len() });
    }
    let ends = |axis: usize| {
        let all = || drawn.iter().flat_map(|(_, points)| points.iter().map(|point| point[axis]));
        let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max));
        if 0.0 <= low && high <= 1.0 { (0.0, 1.0) } else { (low.min(0.0), high * 1.04) }
    };
    let ((left, right), (low, high)) = (ends(0), ends(1));
    let x = Scale { low: left, high: right, from: LEFT, to: width - RIGHT };
    let y = Scale { low, high, from: base, to: top };
    let axis = Axis { low: left, high: right, label: along.to_owned() };
    Ok(draw(size, caption, |canvas| {
        heading(canvas, &title);
        for (at, line) in curves.iter().enumerate() {
            let middle = keys_from + KEY * (at as f64 + 0.5);
            let role = line.role;
            canvas.dashed(
                &[(0.0, middle), (30.0, middle)],
                role.color(),
                role.width(),
                role.dashes(),
            );
            let name = fitted(&line.label, BODY, width - 44.0);
            canvas.text(&name, (38.0, middle), Side::After, BODY, INK);
        }
        rungs(canvas, (&x, &y), top, up);
        bottom(canvas, &x, &axis, base);
        for (line, points) in &drawn {
            let places: Vec<(f64, f64)> =
                points.iter().map(|point| (x.place(point[0]), y.place(point[1]))).collect();
            canvas.dashed(&places, line.role.color(), line.role.width(), line.role.dashes());
        }
    }))
}

/// Returns the size of a figure of so many curves whose plot is as high as it is wide, as the axes of shares
/// are to be.
pub fn square(caption: &Caption, n_curves: usize, width: u32) -> Size {
    let across = f64::from(width);
    let title = lines(&caption.title, TITLE, across * 0.95).len() as f64 * TITLE_LINE + 6.0;
    let around = title + n_curves as f64 * KEY + ABOVE + BELOW;
    Size { width, height: whole(around + across - LEFT - RIGHT) }
}

/// Draws quiet lines across with their numbers, and what stands upwards.
fn rungs(canvas: &mut Canvas<'_>, (x, y): (&Scale, &Scale), top: f64, up: &str) {
    let (ticks, decimals) = y.ticks(5.0);
    for tick in ticks {
        let place = y.place(tick);
        canvas.dashed(&[(x.from, place), (x.to, place)], RULE, 0.6, &[1.5, 3.0]);
        canvas.text(&on_axis(tick, decimals), (x.from - 8.0, place), Side::Before, SMALL, QUIET);
    }
    canvas.text(up, (0.0, top - 14.0), Side::After, SMALL, QUIET);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 480, height: 300 };

    fn drawn(points: &[[f64; 2]]) -> Result<Svg> {
        let caption = Caption { title: "What they share".into(), ..Caption::default() };
        let line =
            Line { label: "GAN <b>".into(), points: points.to_vec(), role: Role::Generator(0) };
        curve(&caption, &[line], ["Recall", "Precision"], SIZE)
    }

    #[test]
    fn shares_have_axes_from_0_to_1_and_names_are_escaped() {
        let svg = drawn(&[[0.1, 0.9], [0.4, 0.5], [0.9, 0.1]]).unwrap();
        let text = svg.as_str();
        for part in ["Recall", "Precision", "1.0", "0.2", "GAN &lt;b&gt;"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn no_finite_point_is_a_reason() {
        assert!(matches!(drawn(&[[f64::NAN, 1.0]]), Err(Error::Empty { .. })));
        assert!(drawn(&[[2.0, 5.0], [f64::INFINITY, 1.0], [3.0, 40.0]]).is_ok());
    }
}

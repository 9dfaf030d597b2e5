//! How values are spread: real and synthetic over each other.

use plotters::style::Color;

use super::canvas::{Canvas, INK, QUIET, RULE, Side, draw, fitted, lines, width_of};
use super::forest::{BODY, SMALL, TITLE, TITLE_LINE, bottom, heading, on_axis};
use super::scale::Scale;
use super::{Axis, Caption, Role, Size, Svg};
use crate::number::{count, shown, whole};
use crate::{Error, Result};

const KEY: f64 = 19.0;

/// The values of one set.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The set's name.
    pub label: String,
    /// Its values; those that are not finite are left out, and it is said how many.
    pub values: Vec<f64>,
    /// Whose values they are.
    pub role: Role,
}

/// What is drawn of a series.
struct Drawn<'a> {
    series: &'a Series,
    sorted: Vec<f64>,
    shares: Vec<f64>,
}

/// Draws the share of each set in equal bins as a stepped outline from zero, medians marked.
///
/// # Input
///
/// * `quantity`: what the values are, with their unit: "age, years".
///
/// # Errors
///
/// [`Error::Empty`] without a finite value, [`Error::TooSmall`] below 320 × 200 pixels
/// of picture.
///
/// # Source
///
/// D. Freedman and P. Diaconis, "On the histogram as a density estimator: L2 theory",
/// Zeitschrift für Wahrscheinlichkeitstheorie und verwandte Gebiete 57, 1981, 453–476:
/// bins of `2 · IQR / n^(1/3)`, of the set that asks for the widest, 8 to 40 of them.
/// Whole numbers get bins of whole width.
pub fn histogram(caption: &Caption, series: &[Series], quantity: &str, size: Size) -> Result<Svg> {
    let mut drawn: Vec<Drawn<'_>> =
        series.iter().map(sort).filter(|d| !d.sorted.is_empty()).collect();
    if drawn.is_empty() {
        return Err(Error::Empty { figure: caption.title.clone() });
    }
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let title = lines(&caption.title, TITLE, width * 0.95);
    let keys_from = title.len() as f64 * TITLE_LINE + 6.0;
    let top = keys_from + series.len() as f64 * KEY + 30.0;
    let base = height - 44.0;
    if width < 320.0 || base - top < 60.0 {
        return Err(Error::TooSmall { width: size.width, height: size.height, rows: series.len() });
    }

    let edges = bins(&drawn);
    for one in &mut drawn {
        one.shares = shares(&one.sorted, &edges);
    }
    let highest = drawn.iter().flat_map(|d| d.shares.iter().copied()).fold(0.0, f64::max);
    let (low, high) = (edges[0], edges[edges.len() - 1]);
    let x = Scale { low, high, from: 40.0, to: width - 12.0 };
    let y = Scale { low: 0.0, high: highest * 1.06, from: base, to: top };
    let axis = Axis { low, high, label: quantity.to_owned() };

    Ok(draw(size, caption, |canvas| {
        heading(canvas, &title);
        for (at, one) in series.iter().enumerate() {
            key(canvas, one, keys_from + KEY * (at as f64 + 0.5), width);
        }
        rungs(canvas, &x, &y, top);
        for one in &drawn {
            fill(canvas, one, &edges, (&x, &y));
        }
        bottom(canvas, &x, &axis, base);
        for one in &drawn {
            outline(canvas, one, &edges, (&x, &y));
        }
        for one in &drawn {
            let role = one.series.role;
            let place = x.place(median(&one.sorted));
            canvas.dashed(&[(place, top), (place, base)], role.color(), 1.0, role.dashes());
            role.mark(canvas, (place, top), 4.0);
        }
    }))
}

fn sort(series: &Series) -> Drawn<'_> {
    let mut sorted: Vec<f64> =
        series.values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    Drawn { series, sorted, shares: Vec::new() }
}

/// Writes a line of the key: how it is drawn, whose it is, n, median.
fn key(canvas: &mut Canvas<'_>, series: &Series, y: f64, width: f64) {
    let role = series.role;
    canvas.dashed(&[(0.0, y), (30.0, y)], role.color(), 2.0, role.dashes());
    role.mark(canvas, (15.0, y), 4.0);
    let sorted = sort(series).sorted;
    let mut facts = format!(", n {}", count(sorted.len() as u64));
    if !sorted.is_empty() {
        let text = shown(median(&sorted));
        facts.push_str(&words::say("report:figure.median", &[("value", &text)]));
    }
    let left_out = series.values.len() - sorted.len();
    if 0 < left_out {
        let text = count(left_out as u64);
        facts.push_str(&words::say("report:figure.left_out", &[("n", &text)]));
    }
    let room = width - 44.0 - width_of(&facts, BODY);
    let name = fitted(&series.label, BODY, room);
    canvas.text(&format!("{name}{facts}"), (38.0, y), Side::After, BODY, INK);
}

/// Draws the share axis: quiet lines across, numbers at the left.
fn rungs(canvas: &mut Canvas<'_>, x: &Scale, y: &Scale, top: f64) {
    let percent = Scale { high: y.high * 100.0, ..*y };
    let (ticks, decimals) = percent.ticks(4.0);
    for tick in ticks {
        let place = percent.place(tick);
        if 0.0 < tick {
            canvas.dashed(&[(x.from, place), (x.to, place)], RULE, 0.6, &[1.5, 3.0]);
        }
        canvas.text(&on_axis(tick, decimals), (x.from - 8.0, place), Side::Before, SMALL, QUIET);
    }
    canvas.text(
        &words::say("report:figure.share", &[]),
        (0.0, top - 12.0),
        Side::After,
        SMALL,
        QUIET,
    );
}

/// Tints the real data: the ground on which the others are seen.
fn fill(canvas: &mut Canvas<'_>, drawn: &Drawn<'_>, edges: &[f64], scales: (&Scale, &Scale)) {
    if drawn.series.role == Role::Real {
        canvas.polygon(&steps(drawn, edges, scales), drawn.series.role.color().mix(0.16));
    }
}

fn outline(canvas: &mut Canvas<'_>, drawn: &Drawn<'_>, edges: &[f64], scales: (&Scale, &Scale)) {
    let role = drawn.series.role;
    canvas.dashed(&steps(drawn, edges, scales), role.color(), 2.0, role.dashes());
}

/// Returns the corners of the stepped outline, from the base and back to it.
fn steps(drawn: &Drawn<'_>, edges: &[f64], (x, y): (&Scale, &Scale)) -> Vec<(f64, f64)> {
    let mut corners = vec![(x.place(edges[0]), y.place(0.0))];
    for (pair, &share) in edges.windows(2).zip(&drawn.shares) {
        corners.push((x.place(pair[0]), y.place(share)));
        corners.push((x.place(pair[1]), y.place(share)));
    }
    corners.push((x.place(edges[edges.len() - 1]), y.place(0.0)));
    corners
}

/// Returns the edges of bins that all sets share.
fn bins(drawn: &[Drawn<'_>]) -> Vec<f64> {
    let low = drawn.iter().map(|d| d.sorted[0]).fold(f64::INFINITY, f64::min);
    let high = drawn.iter().map(|d| d.sorted[d.sorted.len() - 1]).fold(f64::NEG_INFINITY, f64::max);
    if low >= high {
        // One value in all sets: a bin around it.
        let half = (low.abs() * 0.05).max(0.5);
        return vec![low - half, low + half];
    }
    let counts = drawn.iter().all(|d| d.sorted.iter().all(|value| value.fract() == 0.0));
    if counts && high - low < 30.0 {
        // A bin for each whole number, centered on it.
        let n = whole(high - low) + 1;
        return (0..=n).map(|k| low - 0.5 + f64::from(k)).collect();
    }
    let widest = drawn.iter().map(|d| freedman_diaconis(&d.sorted)).fold(0.0, f64::max);
    let span = high - low;
    let wanted = if 0.0 < widest { (span / widest).ceil() } else { 20.0 };
    let mut step = span / wanted.clamp(8.0, 40.0);
    if counts {
        step = step.ceil();
    }
    let n = whole((span / step).ceil()).max(1);
    (0..=n).map(|k| low + step * f64::from(k)).collect()
}

fn freedman_diaconis(sorted: &[f64]) -> f64 {
    let quartiles = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    2.0 * quartiles / (sorted.len() as f64).cbrt()
}

/// Returns the share of values in each bin; the last bin holds its upper edge.
fn shares(sorted: &[f64], edges: &[f64]) -> Vec<f64> {
    let n_bins = edges.len() - 1;
    let mut shares = vec![0.0; n_bins];
    for value in sorted {
        let bin = edges[1..n_bins].partition_point(|edge| edge <= value);
        shares[bin] += 1.0 / sorted.len() as f64;
    }
    shares
}

fn median(sorted: &[f64]) -> f64 {
    quantile(sorted, 0.5)
}

/// Returns the quantile between the two nearest order statistics.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (low, rest) = (whole(place.floor()) as usize, place.fract());
    let next = (low + 1).min(sorted.len() - 1);
    sorted[low] + rest * (sorted[next] - sorted[low])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[f64]) -> Series {
        Series { label: "Real".into(), values: values.to_vec(), role: Role::Real }
    }

    #[test]
    fn shares_add_up_to_one_and_the_largest_value_counts() {
        let values = [0.0, 1.0, 2.0, 2.0, 7.5, 40.0];
        let series = series(&values);
        let drawn = [sort(&series)];
        let edges = bins(&drawn);
        let shares = shares(&drawn[0].sorted, &edges);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(0.0 < shares[shares.len() - 1], "40 is in the last bin");
        assert!((8..=41).contains(&edges.len()));
    }

    #[test]
    fn small_whole_numbers_get_a_bin_each() {
        let series = series(&[0.0, 1.0, 1.0, 3.0]);
        assert_eq!(bins(&[sort(&series)]), [-0.5, 0.5, 1.5, 2.5, 3.5]);
    }

    #[test]
    fn one_value_only_is_still_a_figure() {
        let caption = Caption { title: "All are 5".into(), ..Caption::default() };
        let svg =
            histogram(&caption, &[series(&[5.0, 5.0])], "x", Size { width: 480, height: 260 });
        assert!(svg.unwrap().as_str().contains("n 2"));
    }

    #[test]
    fn what_is_not_finite_is_left_out_and_said() {
        let caption = Caption { title: "T".into(), ..Caption::default() };
        let size = Size { width: 480, height: 260 };
        let svg = histogram(&caption, &[series(&[1.0, f64::NAN, 2.0])], "x", size).unwrap();
        assert!(svg.as_str().contains("1 left out"));
        let none = histogram(&caption, &[series(&[f64::NAN])], "x", size);
        assert_eq!(none, Err(Error::Empty { figure: "T".into() }));
    }

    #[test]
    fn the_median_of_an_even_number_is_between_the_middle_two() {
        assert!((median(&[1.0, 2.0, 4.0, 9.0]) - 3.0).abs() < 1e-12);
    }
}

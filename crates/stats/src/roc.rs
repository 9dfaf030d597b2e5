//! The curve of the receiver's operating characteristic, and the area under it.

use crate::Result;
use crate::check;
use crate::placement::{Placements, check};

/// One point of the curve: what is called positive from a score on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RocPoint {
    /// The score from which on cases are called positive; nothing where none is.
    pub threshold: Option<f64>,
    /// The share of negative cases that are called positive, 0 to 1.
    pub false_positive_rate: f64,
    /// The share of positive cases that are called positive, 0 to 1.
    pub true_positive_rate: f64,
}

/// Returns the points of the empirical curve, from no case called positive to all of them.
///
/// One point for each different score, from the highest down, after the point (0, 0): cases of one
/// score are called alike, so that a tie between the kinds is a slope. The trapezoids under the
/// points are the [`auc`].
///
/// # Input
///
/// * `negative`, `positive`: the scores of either kind, finite; a higher one is more positive. For a
///   call with a confidence, its sign is the call and its size the confidence.
///
/// # Errors
///
/// [`crate::Error::TooFewOfAKind`] without a case of either kind, [`crate::Error::NotFinite`].
///
/// # Source
///
/// T. Fawcett, Pattern Recognition Letters 27, 2006, 861–874.
pub fn roc_curve(negative: &[f64], positive: &[f64]) -> Result<Vec<RocPoint>> {
    check(negative, positive, 1)?;
    let mut scores: Vec<(f64, bool)> = negative.iter().map(|&score| (score, false)).collect();
    scores.extend(positive.iter().map(|&score| (score, true)));
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut n_false, mut n_true) = (0_u32, 0_u32);
    let point = |threshold: Option<f64>, n_false: u32, n_true: u32| RocPoint {
        threshold,
        false_positive_rate: f64::from(n_false) / negative.len() as f64,
        true_positive_rate: f64::from(n_true) / positive.len() as f64,
    };
    let mut points = vec![point(None, 0, 0)];
    // Not `==` between floats: 0 and -0 are one score, as they are for comparisons.
    for alike in scores.chunk_by(|a, b| a.0 <= b.0) {
        for &(_, is_positive) in alike {
            n_true += u32::from(is_positive);
            n_false += u32::from(!is_positive);
        }
        points.push(point(Some(alike[0].0), n_false, n_true));
    }
    Ok(points)
}

/// Returns the mean of several curves: at each share of false positives, the mean of their heights.
///
/// Between two points a curve is a straight line; where one of them rises straight up, the mean has a
/// point at the foot and one at the head of the rise. So the area under the mean is the mean of the
/// areas.
///
/// # Input
///
/// * `curves`: as [`roc_curve`] gives them, of one reader each.
///
/// # Value
///
/// Points from (0, 0) to (1, 1), without thresholds: readers' scores are not on one scale.
///
/// # Errors
///
/// [`crate::Error::Empty`] without a curve or point, [`crate::Error::NotFinite`].
///
/// # Source
///
/// W. Chen and F. W. Samuelson, British Journal of Radiology 87, 2014, 20140016, by averaging along
/// the axis of sensitivity.
pub fn mean_roc_curve(curves: &[Vec<RocPoint>]) -> Result<Vec<RocPoint>> {
    if curves.is_empty() || curves.iter().any(Vec::is_empty) {
        return Err(crate::Error::Empty);
    }
    let mut places: Vec<f64> =
        curves.iter().flatten().map(|point| point.false_positive_rate).collect();
    let mut rates = curves.iter().flatten().map(|point| point.true_positive_rate);
    if rates.any(|rate| !rate.is_finite()) || places.iter().any(|place| !place.is_finite()) {
        return Err(crate::Error::NotFinite);
    }
    places.sort_by(f64::total_cmp);
    // Places of readers who saw as many negative cases are one, rounding aside.
    places.dedup_by(|a, b| *a - *b < 1e-12);
    let mut points = Vec::with_capacity(2 * places.len());
    for place in places {
        let ends = curves.iter().map(|curve| heights(curve, place));
        let sum = ends.fold((0.0, 0.0), |sum, (foot, head)| (sum.0 + foot, sum.1 + head));
        let n = curves.len() as f64;
        let point = |height: f64| RocPoint {
            threshold: None,
            false_positive_rate: place,
            true_positive_rate: height / n,
        };
        points.push(point(sum.0));
        if sum.0 < sum.1 {
            points.push(point(sum.1));
        }
    }
    Ok(points)
}

/// Returns where a curve comes to a share of false positives, and where it leaves from it.
fn heights(curve: &[RocPoint], place: f64) -> (f64, f64) {
    let near = |point: &&RocPoint| (point.false_positive_rate - place).abs() < 1e-12;
    let mut here = curve.iter().filter(near).map(|point| point.true_positive_rate);
    if let Some(foot) = here.next() {
        return (foot, here.next_back().unwrap_or(foot));
    }
    let after = curve.partition_point(|point| point.false_positive_rate < place);
    let (Some(right), Some(left)) = (curve.get(after), after.checked_sub(1)) else {
        let end = if after == 0 { curve.first() } else { curve.last() };
        let height = end.map_or(0.0, |point| point.true_positive_rate);
        return (height, height);
    };
    let left = curve[left];
    let share =
        (place - left.false_positive_rate) / (right.false_positive_rate - left.false_positive_rate);
    let height =
        left.true_positive_rate + share * (right.true_positive_rate - left.true_positive_rate);
    (height, height)
}

/// Returns the area under the empirical curve.
///
/// The share of pairs of a negative and a positive case in which the positive one has the higher
/// score, with half a pair for a tie. With scores of 0 and 1 it is the mean of sensitivity and
/// specificity: balanced accuracy. An area below one half is not turned round: that a reader takes
/// what is made for more real than what is real is a finding.
///
/// # Input
///
/// As [`roc_curve`].
///
/// # Value
///
/// 0 to 1; one half is chance.
///
/// # Errors
///
/// As [`roc_curve`].
///
/// # Source
///
/// D. Bamber, Journal of Mathematical Psychology 12, 1975, 387–415.
pub fn auc(negative: &[f64], positive: &[f64]) -> Result<f64> {
    check(negative, positive, 1)?;
    Ok(Placements::new(negative, positive).area())
}

/// Returns the standard error of an area by Hanley and McNeil, from the area and the numbers alone.
///
/// `√((A(1 - A) + (n₁ - 1)(Q₁ - A²) + (n₀ - 1)(Q₂ - A²)) / n₁n₀)` with `Q₁ = A/(2 - A)` and
/// `Q₂ = 2A²/(1 + A)`, as for exponential scores. Where the ratings are at hand, [`crate::delong`]
/// needs no such assumption.
///
/// # Input
///
/// * `area`: 0 to 1.
///
/// # Value
///
/// 0 or above; 0 for an area of 0 or 1.
///
/// # Errors
///
/// [`crate::Error::Probability`], [`crate::Error::TooFewOfAKind`] without a case of either kind.
///
/// # Source
///
/// J. A. Hanley and B. J. McNeil, Radiology 143, 1982, 29–36.
#[expect(clippy::doc_markdown, reason = "McNeil is a name")]
pub fn hanley_mcneil(area: f64, n_negative: u64, n_positive: u64) -> Result<f64> {
    check::probability("area", area)?;
    if n_negative == 0 || n_positive == 0 {
        let (positive, negative) = (n_positive, n_negative);
        return Err(crate::Error::TooFewOfAKind { positive, negative, least: 1 });
    }
    let (negative, positive) = (n_negative as f64, n_positive as f64);
    let square = area * area;
    let two_positive = area / (2.0 - area) - square;
    let two_negative = 2.0 * square / (1.0 + area) - square;
    let sum = area * (1.0 - area)
        + (positive - 1.0) * two_positive.max(0.0)
        + (negative - 1.0) * two_negative.max(0.0);
    Ok((sum / (negative * positive)).max(0.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn trapezoids(points: &[RocPoint]) -> f64 {
        let strip = |pair: &[RocPoint]| {
            (pair[1].false_positive_rate - pair[0].false_positive_rate)
                * f64::midpoint(pair[0].true_positive_rate, pair[1].true_positive_rate)
        };
        points.windows(2).map(strip).sum()
    }

    #[test]
    fn the_trapezoids_under_the_points_are_the_area() {
        let negative = [1.0, 1.0, 2.0, 3.0, 3.0, 0.5];
        let positive = [3.0, 2.0, 5.0, 5.0, 1.0];
        let points = roc_curve(&negative, &positive).unwrap();
        let area = auc(&negative, &positive).unwrap();
        assert!((trapezoids(&points) - area).abs() < 1e-15);
        // By hand: 5 and 5 win 6 each, 3 wins 4 and ties 2, 2 wins 3 and ties 1, 1 wins 1 and ties 2.
        assert!((area - (12.0 + 5.0 + 3.5 + 2.0) / 30.0).abs() < 1e-15);
        let thresholds: Vec<_> = points.iter().map(|point| point.threshold).collect();
        assert_eq!(thresholds, [None, Some(5.0), Some(3.0), Some(2.0), Some(1.0), Some(0.5)]);
    }

    #[test]
    fn the_area_under_the_mean_is_the_mean_of_the_areas() {
        let readers = [
            (vec![1.0, 1.0, 2.0, 3.0, 3.0, 0.5], vec![3.0, 2.0, 5.0, 5.0, 1.0]),
            (vec![1.0, 4.0, 2.0, 0.0, 1.0], vec![0.0, 2.0, 2.0, 5.0]),
            (vec![1.0, 1.0, 1.0], vec![1.0, 1.0]),
            (vec![9.0, 1.0, 2.0, 2.5, 3.0, 4.0], vec![2.0, 6.0, 7.0]),
        ];
        let curves: Vec<_> = readers.iter().map(|(n, p)| roc_curve(n, p).unwrap()).collect();
        let areas: f64 = readers.iter().map(|(n, p)| auc(n, p).unwrap()).sum();
        let mean = mean_roc_curve(&curves).unwrap();
        assert!((trapezoids(&mean) - areas / 4.0).abs() < 1e-12);
        let rises = |pair: &[RocPoint]| {
            pair[0].false_positive_rate <= pair[1].false_positive_rate
                && pair[0].true_positive_rate <= pair[1].true_positive_rate
        };
        assert!(mean.windows(2).all(rises));
        assert_eq!(mean_roc_curve(&[]), Err(Error::Empty));
    }

    #[test]
    fn ties_everywhere_are_the_diagonal() {
        let points = roc_curve(&[0.0, -0.0], &[0.0]).unwrap();
        assert_eq!(points.len(), 2);
        assert!((auc(&[0.0, -0.0], &[0.0]).unwrap() - 0.5).abs() < 1e-15);
    }

    #[test]
    fn an_area_below_one_half_stays_there() {
        assert!(auc(&[2.0, 3.0], &[1.0, 0.0]).unwrap() <= 0.0);
    }

    #[test]
    fn binary_calls_have_balanced_accuracy() {
        let area = auc(&[0.0, 0.0, 0.0, 1.0], &[1.0, 0.0]).unwrap();
        assert!((area - f64::midpoint(0.75, 0.5)).abs() < 1e-15);
    }

    #[test]
    fn what_has_no_curve_is_a_reason() {
        let none = Error::TooFewOfAKind { positive: 0, negative: 1, least: 1 };
        assert_eq!(roc_curve(&[1.0], &[]), Err(none));
        assert_eq!(auc(&[1.0, f64::NAN], &[1.0]), Err(Error::NotFinite));
        assert!(hanley_mcneil(1.0, 5, 5).unwrap() <= 0.0);
        assert!(hanley_mcneil(0.8, 0, 5).is_err() && hanley_mcneil(1.5, 5, 5).is_err());
    }
}

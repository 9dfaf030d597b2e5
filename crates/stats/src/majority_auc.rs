//! How well a metric of single cases foretells what most readers called them.

use crate::check;
use crate::delong::covariance;
use crate::distribution::normal_reach;
use crate::placement::{Placements, enough};
use crate::{Error, Interval, Result};

/// How well a metric foretells a call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CallAuc {
    /// The probability that a case with the call has the larger value, one half for equal ones.
    /// Below 0.5 the metric points the other way; it is not turned.
    pub auc: f64,
    /// How many cases have the call.
    pub n_yes: usize,
    /// How many do not.
    pub n_no: usize,
    /// Its standard error (`DeLong`); none with a single case of one kind.
    pub se: Result<f64>,
    /// Its interval, on the scale of log odds; none without a standard error, or at 0 and 1.
    pub interval: Result<Interval>,
}

/// Returns what more than half of the readers called a case; none where they are even.
///
/// # Input
///
/// * `share`: the share of readers with the call, 0 to 1.
pub fn majority_call(share: f64) -> Option<bool> {
    if share < 0.5 {
        Some(false)
    } else if 0.5 < share {
        Some(true)
    } else {
        None
    }
}

/// Returns the area under the ROC curve of `metric` for `calls`, with `DeLong`'s standard error.
///
/// The variance is that of [`crate::delong()`]. Unlike there, a single case of one kind has an area,
/// and the interval is one of log odds, `logit A ± z s / (A (1 - A))`, which stays within 0 to 1 in the
/// small sets that metrics are compared with readers in. Cases where readers are even belong to
/// neither side: leave them out, and say how many.
///
/// # Input
///
/// * `metric`: one finite value for each case.
/// * `calls`: whether most readers made the call, e.g. "synthetic"; see [`majority_call`].
///
/// # Errors
///
/// [`Error::Empty`], [`Error::NotFinite`], [`Error::Uneven`], [`Error::Level`],
/// [`Error::AllEqual`] when the metric does not vary, [`Error::TooFewOfAKind`] when all calls are the
/// same. Standard error and interval alone: [`Error::TooFewOfAKind`] with a single case of one kind;
/// [`Error::NoOverlap`] at 0 and 1.
///
/// # Source
///
/// E. R. `DeLong`, D. M. `DeLong` and D. L. Clarke-Pearson, Biometrics 44, 1988, 837–845;
/// the interval: M. S. Pepe, "The Statistical Evaluation of Medical Tests for Classification and
/// Prediction", Oxford, 2003, section 5.2.
pub fn auc_of_calls(metric: &[f64], calls: &[bool], level: f64) -> Result<CallAuc> {
    check::even(metric.len(), calls.len())?;
    check::finite(metric)?;
    let reach = normal_reach(level)?;
    if metric.iter().all(|value| *value <= metric[0] && metric[0] <= *value) {
        return Err(Error::AllEqual);
    }
    let of = |kind: bool| -> Vec<f64> {
        let chosen = metric.iter().zip(calls).filter(|(_, call)| **call == kind);
        chosen.map(|(value, _)| *value).collect()
    };
    let (yes, no) = (of(true), of(false));
    enough(no.len(), yes.len(), 1)?;
    let placements = Placements::new(&no, &yes);
    let auc = placements.area();
    let se = enough(no.len(), yes.len(), 2).map(|()| covariance(&placements, &placements).sqrt());
    let interval = se.and_then(|se| {
        let odds = auc / (1.0 - auc);
        let half = reach * se / (auc * (1.0 - auc));
        if !(0.0 < se && half.is_finite() && odds.is_finite() && 0.0 < odds) {
            return Err(Error::NoOverlap);
        }
        let share = |log_odds: f64| 1.0 / (1.0 + (-log_odds).exp());
        let (low, high) = (share(odds.ln() - half), share(odds.ln() + half));
        Ok(Interval { low, high, level, method: "delong_logit" })
    });
    Ok(CallAuc { auc, n_yes: yes.len(), n_no: no.len(), se, interval })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_cases_are_counted_by_hand() {
        // With the call 2 and 4, without 1, 2 and 3: (1.5 + 3) / 6. Shares .5 and 1; 1, .75 and .5:
        // variances 1/8 and 1/16.
        let calls = [true, true, false, false, false];
        let found = auc_of_calls(&[2.0, 4.0, 1.0, 2.0, 3.0], &calls, 0.95).unwrap();
        assert!((found.auc - 0.75).abs() < 1e-15);
        assert!((found.se.unwrap() - (0.125_f64 / 2.0 + 0.0625 / 3.0).sqrt()).abs() < 1e-15);
        let interval = found.interval.unwrap();
        assert!(0.0 < interval.low && interval.low < 0.5 && interval.high < 1.0);
    }

    #[test]
    fn a_metric_that_points_the_other_way_is_not_turned() {
        let found = auc_of_calls(&[1.0, 2.0, 3.0, 4.0], &[true, true, false, false], 0.95).unwrap();
        assert!(found.auc.abs() < 1e-15);
        assert_eq!(found.interval, Err(Error::NoOverlap));
    }

    #[test]
    fn one_kind_of_call_is_a_reason() {
        let flat = auc_of_calls(&[1.0, 1.0], &[true, false], 0.95);
        assert_eq!(flat, Err(Error::AllEqual));
        let all = auc_of_calls(&[1.0, 2.0], &[true, true], 0.95);
        assert_eq!(all, Err(Error::TooFewOfAKind { positive: 2, negative: 0, least: 1 }));
        let single = auc_of_calls(&[1.0, 2.0, 0.0], &[true, false, false], 0.95).unwrap();
        assert!((single.auc - 0.5).abs() < 1e-15);
        let few = Error::TooFewOfAKind { positive: 1, negative: 2, least: 2 };
        assert_eq!((single.se, single.interval), (Err(few), Err(few)));
    }

    #[test]
    fn even_readers_have_no_majority() {
        assert_eq!(majority_call(0.6), Some(true));
        assert_eq!(majority_call(0.4), Some(false));
        assert_eq!(majority_call(0.5), None);
        assert_eq!(majority_call(f64::NAN), None);
    }
}

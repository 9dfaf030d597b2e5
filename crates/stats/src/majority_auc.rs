//! How well a metric of single cases foretells what most readers called them.

use crate::describe::finite;
use crate::distribution::normal_reach;
use crate::rank::ranks;
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
/// The variance is that of the shares of cases without the call below each case with it, over the
/// number of cases with it, plus the same the other way round. Cases where readers are even belong
/// to neither side: leave them out, and say how many.
///
/// # Input
///
/// * `metric`: one finite value for each case.
/// * `calls`: whether most readers made the call, e.g. "synthetic"; see [`majority_call`].
///
/// # Errors
///
/// [`Error::Empty`], [`Error::NotFinite`], [`Error::PairMismatch`], [`Error::Level`],
/// [`Error::AllEqual`] when the metric does not vary, [`Error::OneKind`] when all calls are the same. Standard error and interval alone:
/// [`Error::OneKind`] with a single case of one kind; [`Error::NoOverlap`] at 0 and 1.
///
/// # Source
///
/// E. R. `DeLong`, D. M. `DeLong` and D. L. Clarke-Pearson, Biometrics 44, 1988, 837–845; by ranks:
/// X. Sun and W. Xu, IEEE Signal Processing Letters 21, 2014, 1389–1393.
pub fn auc_of_calls(metric: &[f64], calls: &[bool], level: f64) -> Result<CallAuc> {
    if metric.len() != calls.len() {
        return Err(Error::PairMismatch { left: metric.len(), right: calls.len() });
    }
    finite(metric)?;
    let reach = normal_reach(level)?;
    if metric.iter().all(|value| *value <= metric[0] && metric[0] <= *value) {
        return Err(Error::AllEqual);
    }
    let of = |kind: bool| -> Vec<f64> {
        let chosen = metric.iter().zip(calls).filter(|(_, call)| **call == kind);
        chosen.map(|(value, _)| *value).collect()
    };
    let (yes, no) = (of(true), of(false));
    if yes.is_empty() || no.is_empty() {
        return Err(Error::OneKind { yes: yes.len(), no: no.len() });
    }

    // The place among all less the place among one's own is the number of the others below.
    let all: Vec<f64> = yes.iter().chain(&no).copied().collect();
    let among_all = ranks(&all).ranks;
    let (of_yes, of_no) = among_all.split_at(yes.len());
    let below = |all: &[f64], own: &[f64], others: usize| -> Vec<f64> {
        let own = ranks(own).ranks;
        all.iter().zip(own).map(|(all, own)| (all - own) / others as f64).collect()
    };
    let (of_yes, of_no) = (below(of_yes, &yes, no.len()), below(of_no, &no, yes.len()));
    let auc = of_yes.iter().sum::<f64>() / yes.len() as f64;

    let se = if yes.len().min(no.len()) < 2 {
        Err(Error::OneKind { yes: yes.len(), no: no.len() })
    } else {
        let part = |shares: &[f64]| -> f64 {
            let n = shares.len() as f64;
            let mean = shares.iter().sum::<f64>() / n;
            shares.iter().map(|share| (share - mean).powi(2)).sum::<f64>() / (n - 1.0) / n
        };
        Ok((part(&of_yes) + part(&of_no)).sqrt())
    };
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
        assert_eq!(all, Err(Error::OneKind { yes: 2, no: 0 }));
        let single = auc_of_calls(&[1.0, 2.0, 0.0], &[true, false, false], 0.95).unwrap();
        assert!((single.auc - 0.5).abs() < 1e-15);
        assert_eq!(single.se, Err(Error::OneKind { yes: 1, no: 2 }));
        assert_eq!(single.interval, Err(Error::OneKind { yes: 1, no: 2 }));
    }

    #[test]
    fn even_readers_have_no_majority() {
        assert_eq!(majority_call(0.6), Some(true));
        assert_eq!(majority_call(0.4), Some(false));
        assert_eq!(majority_call(0.5), None);
        assert_eq!(majority_call(f64::NAN), None);
    }
}

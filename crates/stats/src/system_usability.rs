//! The score of the System Usability Scale.

use crate::describe::mean_sd;
use crate::distribution::t_reach;
use crate::{Error, Interval, Result, check};

/// How many statements the scale has.
pub const N_STATEMENTS: usize = 10;
const POINTS: u8 = 5;
const MIDDLE: u8 = 3;

/// Returns the score of one person, 0 to 100 in steps of 2.5; no percentage. What was not answered counts
/// as the middle, as the scale's author asks.
///
/// # Input
///
/// * `answers`: of the ten statements in their order, 1 (strongly disagree) to 5 (strongly agree), or
///   nothing; the odd ones praise, the even ones blame.
///
/// # Errors
///
/// [`Error::UnknownCategory`] of an answer, [`Error::Empty`] without any.
///
/// # Source
///
/// J. Brooke, "SUS: a quick and dirty usability scale", in: Usability Evaluation in Industry, 1996,
/// 189–194.
pub fn system_usability(answers: [Option<u8>; N_STATEMENTS]) -> Result<f64> {
    if answers.iter().all(Option::is_none) {
        return Err(Error::Empty);
    }
    let mut sum = 0.0;
    for (at, answer) in answers.into_iter().enumerate() {
        let answer = answer.unwrap_or(MIDDLE);
        if !(1..=POINTS).contains(&answer) {
            return Err(Error::UnknownCategory {
                given: answer.into(),
                n_categories: POINTS.into(),
            });
        }
        sum += f64::from(if at % 2 == 0 { answer - 1 } else { POINTS - answer });
    }
    Ok(2.5 * sum)
}

/// Returns the mean score of several people with its t interval, cut at 0 and 100.
///
/// # Errors
///
/// [`Error::TooFewReaders`] below two, [`Error::NoVariance`] when all say the same, [`Error::Level`].
pub fn mean_usability(scores: &[f64], level: f64) -> Result<Interval> {
    check::level(level)?;
    if scores.len() < 2 {
        return Err(Error::TooFewReaders { given: scores.len() as u64, least: 2 });
    }
    let (mean, sd) = mean_sd(scores)?;
    let sd = sd.filter(|sd| 0.0 < *sd).ok_or(Error::NoVariance)?;
    let n = scores.len() as f64;
    let reach = t_reach(level, Some(n - 1.0))? * sd / n.sqrt();
    Ok(Interval {
        low: (mean - reach).max(0.0),
        high: (mean + reach).min(100.0),
        level,
        method: "t",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_has_55() {
        // The worked example of Brooke 1996: contributions of 22 in all.
        let score = |answers: [u8; 10]| system_usability(answers.map(Some));
        assert_eq!(score([5, 4, 2, 1, 2, 3, 2, 4, 5, 2]), Ok(55.0));
        assert_eq!(score([5, 1, 5, 1, 5, 1, 5, 1, 5, 1]), Ok(100.0));
        assert_eq!(score([3; 10]), Ok(50.0));
        assert!(score([0, 1, 1, 1, 1, 1, 1, 1, 1, 1]).is_err());
        assert_eq!(system_usability([None; 10]), Err(Error::Empty));
        let mut gaps = [None; 10];
        gaps[0] = Some(5);
        assert_eq!(system_usability(gaps), Ok(55.0), "the middle, and two points more");
    }

    #[test]
    fn the_mean_has_the_interval_of_student() {
        // 60, 70, 80: mean 70, standard error 10/√3, t(0.975; 2) = 4.302653 by table.
        let interval = mean_usability(&[60.0, 70.0, 80.0], 0.95).unwrap();
        assert!((interval.low - 45.158_6).abs() < 1e-3, "{interval:?}");
        assert!((interval.high - 94.841_4).abs() < 1e-3);
        assert!(mean_usability(&[60.0], 0.95).is_err());
    }
}

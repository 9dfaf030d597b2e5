//! How likely a study of several readers and cases is to find a difference.

use crate::check;
use crate::distribution::{
    chi_squared_critical, f_critical, noncentral_chi_squared_above, noncentral_f_above,
    normal_above, scaled_chi_density, t_critical,
};
use crate::{Error, Margin, Result};

/// A test's distribution that is moved by more than this leaves no doubt.
const LARGEST: f64 = 4000.0;
/// The least part of the error's variance that counts as one, and the least variance of an error.
const LEAST: f64 = 1e-9;
/// From here on an estimated variance is as good as the true one.
const MANY_ENOUGH: f64 = 1e6;
/// How many standard deviations of an estimated standard error are looked at.
const REACH: f64 = 12.0;
/// Steps of Simpson's rule; an even number.
const STEPS: u32 = 1000;

/// What a pilot says of how areas under the curve vary, by Obuchowski and Rockette.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Components {
    /// The variance of one reader's area over sets of cases.
    pub error: f64,
    /// The covariance of one reader's areas under two conditions.
    pub same_reader: f64,
    /// Of two readers' areas under one condition.
    pub same_condition: f64,
    /// Of two readers' areas under two conditions.
    pub neither: f64,
    /// The variance of readers' own preference for a condition; below 0 it counts as 0.
    pub reader_by_condition: f64,
    /// How many cases the pilot had.
    pub cases: u64,
}

/// How likely a difference is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReaderPower {
    /// When readers stand for all readers.
    pub random_readers: Power,
    /// When only these readers matter.
    pub fixed_readers: Power,
}

/// A power, and how it was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Power {
    /// 0 to 1.
    pub power: f64,
    /// How far the test's distribution is moved by the effect.
    pub noncentrality: f64,
    /// The degrees of freedom of the denominator; infinite with fixed readers.
    pub df: f64,
    /// What the statistic has to exceed.
    pub critical: f64,
}

/// Returns the power to find a difference of two conditions that all readers read on all cases.
///
/// # Input
///
/// * `effect`: the difference of the mean areas under the curve.
/// * `level`: of the two-sided test.
///
/// # Errors
///
/// [`Error::TooFewReaders`] below 2, [`Error::Empty`] without a case in the pilot or the study,
/// [`Error::NotFinite`], [`Error::Probability`], also for an effect beyond 1, [`Error::Components`]
/// when they leave next to no variance.
///
/// # Source
///
/// S. L. Hillis, N. A. Obuchowski and K. S. Berbaum, Academic Radiology 18, 2011, 129–142, equation 10.
pub fn power_of_two_conditions(
    pilot: &Components,
    effect: f64,
    readers: u64,
    cases: u64,
    level: f64,
) -> Result<ReaderPower> {
    let scale = checked(pilot, effect, readers, cases, level)?;
    let j = readers as f64;
    let together = (pilot.same_condition - pilot.neither).max(0.0);
    let own = pilot.reader_by_condition.max(0.0);
    let single = scale * (pilot.error - pilot.same_reader - together);
    let of_cases = scale * (pilot.error - pilot.same_reader + (j - 1.0) * together);
    both(
        effect * effect * j / 2.0,
        own + of_cases,
        own + single,
        of_cases,
        j,
        [level, scale * LEAST * pilot.error],
    )
}

/// Returns the power to find that the readers' mean area is another than `chance`.
///
/// # Input
///
/// * `pilot`: of one condition; of its components `same_reader`, `neither` are not looked at, and
///   `reader_by_condition` is the variance of readers.
/// * `effect`: the mean area less chance.
///
/// # Errors
///
/// As [`power_of_two_conditions`].
///
/// # Source
///
/// The same, with the variance of one condition's mean: S. L. Hillis, Statistics in Medicine 26,
/// 2007, 596–619.
pub fn power_of_one_condition(
    pilot: &Components,
    effect: f64,
    readers: u64,
    cases: u64,
    level: f64,
) -> Result<ReaderPower> {
    let OneMean { of_readers, between_cases } = one_mean(pilot, effect, readers, cases, level)?;
    let j = readers as f64;
    let own = pilot.reader_by_condition.max(0.0);
    let variance = of_readers + between_cases;
    let least = LEAST * pilot.error * pilot.cases as f64 / cases as f64;
    both(effect * effect * j, variance, of_readers, variance - own, j, [level, least])
}

/// J times the variance of the mean area of J readers: the part that is estimated from readers, and the
/// part that they share because they read the same cases.
struct OneMean {
    of_readers: f64,
    between_cases: f64,
}

fn one_mean(
    pilot: &Components,
    effect: f64,
    readers: u64,
    cases: u64,
    level: f64,
) -> Result<OneMean> {
    let scale = checked(pilot, effect, readers, cases, level)?;
    let own = pilot.reader_by_condition.max(0.0);
    let single = scale * (pilot.error - pilot.same_condition);
    let between_cases = readers as f64 * scale * pilot.same_condition.max(0.0);
    Ok(OneMean { of_readers: own + single, between_cases })
}

/// Returns the power to find that the readers' mean area is equivalent to the centre of a margin, for all
/// readers and all cases.
///
/// Equivalence is claimed when the interval at level 1 - 2α lies within the margin, with Hillis's degrees
/// of freedom (see [`crate::Inference::equivalence`]). The estimate is taken as normal and its estimated
/// variance as a χ² of those degrees of freedom, as Hillis does; the power is the exact one of two
/// one-sided t tests under that model.
///
/// # Input
///
/// * `pilot`: as [`power_of_one_condition`] takes it.
/// * `truth`: the true mean, within the margin or not.
///
/// # Errors
///
/// As [`power_of_one_condition`]; [`Error::Margin`] and [`Error::Level`] as [`crate::equivalence`].
///
/// # Source
///
/// D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987, 657–680; the power of
/// two one-sided t tests: D. B. Owen, Biometrika 52, 1965, 437–446; degrees of freedom: S. L. Hillis,
/// Statistics in Medicine 26, 2007, 596–619.
pub fn power_of_equivalence(
    pilot: &Components,
    truth: f64,
    margin: Margin,
    readers: u64,
    cases: u64,
) -> Result<f64> {
    let ends = margin.ends()?;
    check::probability("truth", truth)?;
    let effect = truth - margin.centre;
    let OneMean { of_readers, between_cases } =
        one_mean(pilot, effect, readers, cases, margin.level)?;
    let variance = of_readers + between_cases;
    if !(LEAST * LEAST < variance && 0.0 < of_readers) {
        return Err(Error::Components);
    }
    let j = readers as f64;
    let df = variance * variance / (of_readers * of_readers / (j - 1.0));
    Ok(two_one_sided((variance / j).sqrt(), df, ends.map(|end| end - truth), margin.level))
}

/// Returns the probability that two one-sided t tests both reject: of an estimate with this standard
/// error, with margins that lie so far from the truth.
fn two_one_sided(se: f64, df: f64, [low, high]: [f64; 2], level: f64) -> f64 {
    let critical = t_critical(2.0 * level, Some(df));
    // What is estimated of the standard error, over it: both tests can reject up to here.
    let most = (high - low) / (2.0 * se * critical);
    let both = |s: f64| {
        let (above, below) = (low / se + critical * s, high / se - critical * s);
        (normal_above(above) - normal_above(below)).max(0.0)
    };
    if MANY_ENOUGH <= df {
        return if 1.0 < most { both(1.0) } else { 0.0 };
    }
    let spread = REACH / (2.0 * df).sqrt();
    let (from, to) = ((1.0 - spread).max(0.0), most.min(1.0 + spread));
    if to <= from {
        return 0.0;
    }
    let density = |s: f64| scaled_chi_density(s, df);
    let step = (to - from) / f64::from(STEPS);
    let term = |at: u32| {
        let s = from + step * f64::from(at);
        let weight = match at {
            0 | STEPS => 1.0,
            at if at % 2 == 1 => 4.0,
            _ => 2.0,
        };
        weight * density(s) * both(s)
    };
    ((0..=STEPS).map(term).sum::<f64>() * step / 3.0).clamp(0.0, 1.0)
}

/// Returns both powers from J times the squared effect, the variance that it is set against, the
/// part of it that is estimated from readers, the variance that cases alone make, and the level with the
/// least variance that is one.
fn both(
    effect: f64,
    variance: f64,
    of_readers: f64,
    of_cases: f64,
    readers: f64,
    [level, least]: [f64; 2],
) -> Result<ReaderPower> {
    if !(least < variance && 0.0 < of_readers && least < of_cases) {
        return Err(Error::Components);
    }
    let df = variance * variance / (of_readers * of_readers / (readers - 1.0));
    let critical = f_critical(1.0, df, level);
    let noncentrality = effect / variance;
    let certain = |noncentrality: f64| LARGEST < noncentrality;
    let random_readers = Power {
        power: if certain(noncentrality) {
            1.0
        } else {
            noncentral_f_above(critical, 1.0, df, noncentrality)
        },
        noncentrality,
        df,
        critical,
    };
    let critical = chi_squared_critical(level);
    let noncentrality = effect / of_cases;
    let fixed_readers = Power {
        power: if certain(noncentrality) {
            1.0
        } else {
            noncentral_chi_squared_above(critical, noncentrality)
        },
        noncentrality,
        df: f64::INFINITY,
        critical,
    };
    Ok(ReaderPower { random_readers, fixed_readers })
}

/// Checks what was given; returns by how much cases weigh less than in the pilot.
fn checked(pilot: &Components, effect: f64, readers: u64, cases: u64, level: f64) -> Result<f64> {
    check::probability("level", level)?;
    if readers < 2 {
        return Err(Error::TooFewReaders { given: readers, least: 2 });
    }
    if cases == 0 || pilot.cases == 0 {
        return Err(Error::Empty);
    }
    let Components { error, same_reader, same_condition, neither, reader_by_condition, .. } =
        *pilot;
    let given = [error, same_reader, same_condition, neither, reader_by_condition, effect];
    if given.iter().any(|value| !value.is_finite()) {
        return Err(Error::NotFinite);
    }
    if 1.0 < effect.abs() {
        return Err(Error::Probability { name: "effect", given: effect.abs() });
    }
    let least = |of: f64| LEAST * error < of;
    let rest = (error - same_reader).abs().max((error - same_condition).abs());
    if error < LEAST || !least(rest) {
        return Err(Error::Components);
    }
    Ok(pilot.cases as f64 / cases as f64)
}

/// Returns how many times more calls are needed when `size` of them belong together with the
/// correlation `within` them.
///
/// # Source
///
/// L. Kish, "Survey Sampling", Wiley, 1965.
pub fn design_effect(size: f64, within: f64) -> f64 {
    1.0 + (size - 1.0).max(0.0) * within.max(0.0)
}

/// Returns the fewest, from `least` to `most`, from which on the power stays at `target`: that of exact tests
/// goes up and down, so that the next `beyond` numbers have to reach it, too.
///
/// # Errors
///
/// Those of `power`.
pub fn fewest_with_power(
    target: f64,
    [least, most]: [u64; 2],
    beyond: u64,
    power: impl Fn(u64) -> Result<f64>,
) -> Result<Option<u64>> {
    // The last of a window is looked at first: where it fails, all windows that hold it do.
    let (mut start, mut known) = (least, least);
    while start <= most {
        let end = start.saturating_add(beyond);
        let mut failed = None;
        for n in (known.max(start)..=end).rev() {
            if power(n)? < target {
                failed = Some(n);
                break;
            }
        }
        match failed {
            None => return Ok(Some(start)),
            // What lies between there and the end has reached it.
            Some(n) => (start, known) = (n + 1, end + 1),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PILOT: Components = Components {
        error: 0.001,
        same_reader: 0.0003,
        same_condition: 0.0003,
        neither: 0.0002,
        reader_by_condition: 0.0002,
        cases: 100,
    };

    #[test]
    fn without_an_effect_the_power_is_the_level() {
        for power in [power_of_two_conditions, power_of_one_condition] {
            let none = power(&PILOT, 0.0, 8, 80, 0.05).unwrap();
            assert!((none.random_readers.power - 0.05).abs() < 1e-12);
            assert!((none.fixed_readers.power - 0.05).abs() < 1e-12);
        }
    }

    #[test]
    fn more_readers_and_cases_have_more_power() {
        for power in [power_of_two_conditions, power_of_one_condition] {
            let of = |j, k| power(&PILOT, 0.04, j, k, 0.05).unwrap().random_readers.power;
            assert!(of(5, 80) < of(8, 80) && of(8, 80) < of(8, 200));
        }
    }

    #[test]
    fn two_one_sided_tests_have_the_power_of_published_tables() {
        // A crossover of 40 subjects, a coefficient of variation of 0.3, a ratio of 0.95 within 0.8 to
        // 1.25: 0.815845, a worked example of the package PowerTOST for R.
        let deviation = (1.0_f64 + 0.3 * 0.3).ln().sqrt();
        let se = deviation * (2.0_f64 / 40.0).sqrt();
        let ends = [0.8_f64.ln() - 0.95_f64.ln(), 1.25_f64.ln() - 0.95_f64.ln()];
        let power = two_one_sided(se, 38.0, ends, 0.05);
        assert!((power - 0.815_845).abs() < 1e-6, "{power}");
    }

    #[test]
    fn at_the_end_of_the_margin_equivalence_is_found_as_often_as_the_level_allows() {
        let ends = |truth: f64| [0.4 - truth, 0.6 - truth];
        // Small errors: only the nearer test decides.
        for df in [1.0, 2.5, 7.0, 40.0, 1e4, 1e7] {
            let power = two_one_sided(0.001, df, ends(0.6), 0.05);
            assert!((power - 0.05).abs() < 1e-6, "{df}: {power}");
        }
        let margin = Margin { centre: 0.5, margin: 0.1, level: 0.05 };
        let of = |j, k| power_of_equivalence(&PILOT, 0.5, margin, j, k).unwrap();
        assert!(of(4, 80) < of(8, 80) && of(8, 80) < of(8, 200) && 0.99 < of(20, 400));
    }

    #[test]
    fn what_has_no_power_is_a_reason() {
        let of = |pilot: Components, j| power_of_two_conditions(&pilot, 0.04, j, 80, 0.05);
        assert_eq!(of(PILOT, 1), Err(Error::TooFewReaders { given: 1, least: 2 }));
        assert_eq!(of(Components { error: f64::NAN, ..PILOT }, 8), Err(Error::NotFinite));
        let still = Components { error: 0.0003, reader_by_condition: 0.0, ..PILOT };
        assert_eq!(of(still, 8), Err(Error::Components));
        assert_eq!(of(Components { cases: 0, ..PILOT }, 8), Err(Error::Empty));
        // What is left by rounding is no variance, and neither are numbers next to nothing.
        let rounding = Components {
            error: 0.1 + 0.2,
            same_reader: 0.3,
            same_condition: 0.0003,
            neither: 0.0003,
            reader_by_condition: 0.0,
            cases: 100,
        };
        assert_eq!(of(rounding, 8), Err(Error::Components));
        let tiny = Components {
            error: 1e-170,
            same_reader: 0.0,
            same_condition: 0.0,
            neither: 0.0,
            reader_by_condition: 0.0,
            ..PILOT
        };
        assert_eq!(power_of_two_conditions(&tiny, 0.0, 8, 80, 0.05), Err(Error::Components));
        // A large effect is found, and is no reason.
        let sure = power_of_one_condition(&PILOT, 0.45, 60, 2000, 0.05).unwrap();
        assert!(1.0 - sure.random_readers.power < 1e-12 && 1.0 - sure.fixed_readers.power < 1e-12);
        let beyond = power_of_two_conditions(&PILOT, 1e8, 8, 80, 0.05);
        assert_eq!(beyond, Err(Error::Probability { name: "effect", given: 1e8 }));
    }

    #[test]
    fn a_saw_tooth_counts_from_where_it_stays_above() {
        // Even numbers below 10 reach it, and so do all from 10 on.
        let power = |n: u64| Ok(if n.is_multiple_of(2) || 10 <= n { 0.9 } else { 0.1 });
        assert_eq!(fewest_with_power(0.8, [1, 100], 5, power), Ok(Some(10)));
        assert_eq!(fewest_with_power(0.8, [1, 9], 5, power), Ok(None));
        assert_eq!(fewest_with_power(0.95, [1, 50], 5, power), Ok(None));
        // A dip in the last numbers does not hide what lies before it.
        let dips = |n: u64| Ok(if (20..=90).contains(&n) || 100 < n { 0.9 } else { 0.1 });
        assert_eq!(fewest_with_power(0.8, [1, 95], 5, dips), Ok(Some(20)));
        assert_eq!(fewest_with_power(0.8, [88, 95], 5, dips), Ok(None));
        assert_eq!(fewest_with_power(0.8, [88, 120], 5, dips), Ok(Some(101)));
        // One by one is the same, and no number is asked twice.
        for seed in 0..200_u64 {
            let power = |n: u64| Ok(if (n * n + seed * n) % 11 < 8 { 0.9 } else { 0.1 });
            let plain = (1..=300).find(|n| (*n..=n + 3).all(|m| power(m).unwrap() > 0.8));
            let asked = std::cell::RefCell::new(std::collections::BTreeSet::new());
            let watched = |n: u64| {
                assert!(asked.borrow_mut().insert(n), "{n} is asked twice");
                power(n)
            };
            assert_eq!(fewest_with_power(0.8, [1, 300], 3, watched), Ok(plain), "{seed}");
        }
    }

    #[test]
    fn calls_that_all_agree_count_once() {
        assert!((design_effect(10.0, 1.0) - 10.0).abs() < 1e-12);
        assert!((design_effect(10.0, 0.0) - 1.0).abs() < 1e-12);
    }
}

//! What ratings of another program say of a later study.

use std::path::Path;

use analysis::{Pilot, pilot_of_ratings};
use stats::{Error as NoPower, ReaderPower, fewest_with_power};

use super::{imrmc, text_of};
use crate::error::AnalysisError;
use crate::names::name_of;
use crate::project::study::{
    LEVEL, MOST_CASES_SIZED as MOST_CASES, MOST_READERS, WISHED, variance,
};
use crate::wire::VarianceView;
use crate::{Error, Result};

/// What a number of readers and cases can find of a difference between two conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct DifferencePower {
    /// The conditions, the first less the second.
    pub conditions: [String; 2],
    /// The difference of areas in the pilot.
    pub pilot_difference: f64,
    /// How many readers and cases the pilot had.
    pub pilot_readers: usize,
    /// The same, cases.
    pub pilot_cases: u64,
    /// The difference that is to be found.
    pub difference: f64,
    /// How likely it is found when readers stand for others, 0 to 1.
    pub power: f64,
    /// The same for these very readers.
    pub fixed_readers: f64,
    /// The fewest cases with a power of 0.8 with these readers.
    pub fewest_cases: Option<u64>,
    /// The fewest readers with a power of 0.8 with these cases.
    pub fewest_readers: Option<u64>,
    /// As far as cases were looked for.
    pub most_cases: u64,
    /// As far as readers were looked for.
    pub most_readers: u64,
}

/// Returns how readers' areas vary under one condition of an `.imrmc` file, its first one where none is
/// named.
///
/// # Errors
///
/// As [`super::analyse_ratings`]; [`Error::NoSuch`] for a condition that is not in the file, and those of
/// crate `stats` where there are no components.
pub fn pilot_of_file(path: &Path, condition: Option<&str>) -> Result<VarianceView> {
    let ratings = imrmc::read(&name_of(path), &text_of(path)?)?;
    let at = condition.map_or(Ok(0), |name| place(&ratings.conditions, name))?;
    let pilot = found(&pilot_of_ratings(&ratings, [at, at]), path)?;
    Ok(variance(&pilot))
}

/// Returns what so many readers and cases can find of a difference between two conditions, from ratings of
/// both in an `.imrmc` file.
///
/// # Input
///
/// * `difference`: of the areas; that of the pilot where none is given, which is rarely wise.
///
/// # Errors
///
/// As [`pilot_of_file`].
pub fn power_of_difference(
    path: &Path,
    conditions: [&str; 2],
    difference: Option<f64>,
    readers: u32,
    cases: u32,
) -> Result<DifferencePower> {
    let ratings = imrmc::read(&name_of(path), &text_of(path)?)?;
    let [first, second] = conditions;
    let places = [place(&ratings.conditions, first)?, place(&ratings.conditions, second)?];
    if places[0] == places[1] {
        return Err(Error::NoSuch { what: "condition", id: format!("{second} again") });
    }
    let pilot = found(&pilot_of_ratings(&ratings, places), path)?;
    let difference = difference.unwrap_or(pilot.mean);
    let of = |readers: u64, cases: u64| -> std::result::Result<ReaderPower, NoPower> {
        stats::power_of_two_conditions(&pilot.components, difference, readers, cases, LEVEL)
    };
    let (readers, cases) = (u64::from(readers), u64::from(cases));
    let here = of(readers, cases)?;
    let random = |readers: u64, cases: u64| Ok(of(readers, cases)?.random_readers.power);
    let (most_cases, most_readers) =
        (cases.max(MOST_CASES.into()), readers.max(MOST_READERS.into()));
    Ok(DifferencePower {
        conditions: conditions.map(str::to_owned),
        most_cases,
        most_readers,
        pilot_difference: pilot.mean,
        pilot_readers: pilot.readers,
        pilot_cases: pilot.components.cases,
        difference,
        power: here.random_readers.power,
        fixed_readers: here.fixed_readers.power,
        fewest_cases: fewest_with_power(WISHED, [2, most_cases], 0, |n| random(readers, n))?,
        fewest_readers: fewest_with_power(WISHED, [2, most_readers], 0, |n| random(n, cases))?,
    })
}

fn place(names: &[String], name: &str) -> Result<usize> {
    let missing = || Error::NoSuch { what: "condition", id: name.to_owned() };
    names.iter().position(|known| known == name).ok_or_else(missing)
}

fn found(pilot: &std::result::Result<Pilot, analysis::Reason>, path: &Path) -> Result<Pilot> {
    pilot.map_err(|why| match why {
        analysis::Reason::Stats(error) => error.into(),
        _ => AnalysisError::Ratings { name: name_of(path), line: 0, fault: "nothing" }.into(),
    })
}

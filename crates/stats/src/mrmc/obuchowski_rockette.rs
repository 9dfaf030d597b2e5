//! Readers, conditions and cases fully crossed: the analysis of Obuchowski and Rockette with
//! Hillis's degrees of freedom.

use crate::error::level as checked_level;
use crate::mrmc::comparison::{OrComparison, compare};
use crate::mrmc::components::{DbmComponents, MeanSquares, OrComponents, Squares};
use crate::mrmc::covariance::areas;
use crate::mrmc::one_condition::{OneCondition, one_condition};
use crate::mrmc::{Covariances, Ratings};
use crate::{Components, Error, Result};

/// Areas of readers under conditions, how they vary, and what they say.
#[derive(Debug, Clone, PartialEq)]
pub struct ObuchowskiRockette {
    /// How covariances over sets of cases were estimated.
    pub covariances: Covariances,
    /// The area of each reader under each condition: by condition, then reader.
    pub auc: Vec<Vec<f64>>,
    /// How many cases each of them read.
    pub n_cases: usize,
    /// The mean squares of the areas.
    pub mean_squares: MeanSquares,
    /// What the areas' variance is made of.
    pub components: OrComponents,
    /// Each condition alone.
    pub conditions: Vec<OneCondition>,
    /// All conditions against each other; nothing with one.
    pub comparison: Option<OrComparison>,
}

/// Returns the analysis of a study in which every reader rated every case under every condition.
///
/// With areas θ of r readers under t conditions, their mean squares MS and the mean covariances Cov
/// over sets of cases, conditions are compared by
/// `F = MS(T) / (MS(TR) + r max(Cov2 - Cov3, 0))` with t - 1 and
/// `(t - 1)(r - 1) (MS(TR) + r max(Cov2 - Cov3, 0))² / MS(TR)²` degrees of freedom. The mean area
/// under one condition has the variance `(MS(R) + r max(Cov2, 0)) / r`, of that condition alone, and
/// `(r - 1) (MS(R) + r max(Cov2, 0))² / MS(R)²` degrees of freedom. For these readers alone the
/// variance of a mean is `(error + (r - 1) max(Cov2, 0)) / r`, for these cases alone `MS(R) / r`;
/// differences have both of the variances of their means, with Cov1 and Cov3 taken off.
///
/// # Input
///
/// * `ratings`: at least 2 readers and 2 cases of either kind, any number of conditions. Calls of 0
///   and 1 have balanced accuracy in place of the area.
/// * `level`: of the intervals, e.g. 0.95.
///
/// # Errors
///
/// [`Error::NotFactorial`], [`Error::TooFewReaders`], [`Error::TooFewCases`], [`Error::Level`]. What
/// has no variance (all readers place all cases alike) has estimates, and reasons in place of tests.
///
/// # Source
///
/// N. A. Obuchowski and H. E. Rockette, Communications in Statistics - Simulation and Computation
/// 24, 1995, 285–308; S. L. Hillis, Statistics in Medicine 26, 2007, 596–619.
pub fn obuchowski_rockette(
    ratings: &Ratings,
    covariances: Covariances,
    level: f64,
) -> Result<ObuchowskiRockette> {
    checked_level(level)?;
    let n_readers = ratings.readers().len();
    if n_readers < 2 {
        return Err(Error::TooFewReaders { given: n_readers as u64, least: 2 });
    }
    let areas = areas(ratings, covariances)?;
    let squares = Squares::of(&areas.auc);
    let components = squares.components(&areas.means);
    let numbers = ratings.conditions();
    let one = |(at, &condition): (usize, &usize)| {
        one_condition(condition, &areas.auc[at], areas.means[at][at], covariances, level)
    };
    Ok(ObuchowskiRockette {
        covariances,
        n_cases: ratings.n_cases(),
        mean_squares: squares.shown(),
        components,
        conditions: numbers.iter().enumerate().map(one).collect(),
        comparison: squares
            .between
            .map(|between| compare(numbers, &squares, between, &components, covariances, level)),
        auc: areas.auc,
    })
}

impl ObuchowskiRockette {
    /// Returns the components as Dorfman, Berbaum and Metz write them; nothing with one condition.
    pub fn dbm(&self) -> Option<DbmComponents> {
        self.components.dbm(self.n_cases)
    }

    /// Returns what [`crate::power_of_two_conditions`] takes from a pilot; nothing with one condition.
    pub fn pilot(&self) -> Option<Components> {
        Some(Components {
            error: self.components.error,
            same_reader: self.components.same_reader?,
            same_condition: self.components.same_condition,
            neither: self.components.neither?,
            reader_by_condition: self.components.reader_by_condition?,
            cases: self.n_cases as u64,
        })
    }
}

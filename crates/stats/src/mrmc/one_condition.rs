//! The readers' mean area under one condition.

use crate::distribution::MANY;
use crate::inference::{Estimated, Inference, LEAST_VARIANCE};
use crate::mrmc::Covariances;
use crate::mrmc::covariance::Means;
use crate::{Components, Equivalence, Margin, Result};

/// An estimate as three kinds of inference see it, or why one of them cannot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrTests {
    /// For all readers and all cases: t with Hillis's degrees of freedom.
    pub random: Result<Inference>,
    /// For these readers and all cases: normal.
    pub fixed_readers: Result<Inference>,
    /// For all readers and these cases: t.
    pub fixed_cases: Result<Inference>,
}

/// The readers' mean area under one condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OneCondition {
    /// Which one, by the number it was given.
    pub condition: usize,
    /// The mean area, 0 to 1.
    pub auc: f64,
    /// The mean square of readers.
    pub mean_square_reader: f64,
    /// The mean variance of a reader's area over sets of cases.
    pub error: f64,
    /// The mean covariance of two readers' areas; it may come out below 0.
    pub same_condition: f64,
    /// Tests against one half, and intervals.
    pub tests: OrTests,
}

impl OneCondition {
    /// Tests whether the mean area, for all readers and cases, is equivalent to the centre of a
    /// margin: see [`Inference::equivalence`].
    ///
    /// # Errors
    ///
    /// Those of [`Inference::equivalence`], and why there is no such inference.
    pub fn equivalence(&self, margin: Margin) -> Result<Equivalence> {
        self.tests.random?.equivalence(self.auc, margin)
    }

    /// Returns what [`crate::power_of_one_condition`] takes from a pilot of that many cases.
    pub fn pilot(&self, n_cases: usize) -> Components {
        Components {
            error: self.error,
            same_reader: 0.0,
            same_condition: self.same_condition,
            neither: 0.0,
            reader_by_condition: self.mean_square_reader - self.error + self.same_condition,
            cases: n_cases as u64,
        }
    }
}

/// An estimate, its parts of variance by readers and by cases, and how many readers it is a mean of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mean {
    pub(super) estimate: f64,
    pub(super) null: f64,
    /// 1, or 2 for a difference of two means.
    pub(super) times: f64,
    pub(super) n_readers: f64,
    /// The mean square of readers, and its degrees of freedom.
    pub(super) square: f64,
    pub(super) df: f64,
    /// The covariance between readers, cut at 0.
    pub(super) between_readers: f64,
    /// The variance of one reader's estimate over sets of cases.
    pub(super) of_reader: f64,
}

impl Mean {
    /// Returns what the mean square of conditions is divided by for all readers and cases.
    pub(super) fn error(&self) -> f64 {
        self.square + self.n_readers * self.between_readers
    }

    /// Returns its degrees of freedom by Hillis; nothing when readers do not vary, or so little that
    /// no distribution could tell.
    pub(super) fn hillis(&self) -> Option<f64> {
        let share = self.error() / self.square;
        let df = (LEAST_VARIANCE < self.square).then_some(self.df * share * share);
        df.filter(|&df| df < MANY)
    }

    /// Returns r times the variance over sets of cases alone.
    pub(super) fn of_cases(&self) -> f64 {
        self.of_reader + (self.n_readers - 1.0) * self.between_readers
    }

    pub(super) fn tests(&self, covariances: Covariances, level: f64) -> OrTests {
        let of = |variance: f64, df: Option<f64>, method| {
            let variance = self.times * variance / self.n_readers;
            let (estimate, null) = (self.estimate, self.null);
            let of = Estimated { estimate, null, variance, df, df_used: df };
            Inference::of(of, level, method)
        };
        let [random, fixed_readers] = match covariances {
            Covariances::Jackknife => ["or_hillis_jackknife", "or_fixed_readers_jackknife"],
            Covariances::DeLong => ["or_hillis_delong", "or_fixed_readers_delong"],
        };
        OrTests {
            random: of(self.error(), self.hillis(), random),
            fixed_readers: of(self.of_cases(), None, fixed_readers),
            fixed_cases: of(self.square, Some(self.df), "or_fixed_cases"),
        }
    }
}

/// Returns the analysis of one condition alone, from its readers' areas and their covariances.
pub(super) fn one_condition(
    condition: usize,
    auc: &[f64],
    means: Means,
    covariances: Covariances,
    level: f64,
) -> OneCondition {
    let n_readers = auc.len() as f64;
    let estimate = auc.iter().sum::<f64>() / n_readers;
    let square = auc.iter().map(|area| (area - estimate).powi(2)).sum::<f64>() / (n_readers - 1.0);
    let mean = Mean {
        estimate,
        null: 0.5,
        times: 1.0,
        n_readers,
        square,
        df: n_readers - 1.0,
        between_readers: means.other_reader.max(0.0),
        of_reader: means.same_reader,
    };
    OneCondition {
        condition,
        auc: estimate,
        mean_square_reader: square,
        error: means.same_reader,
        same_condition: means.other_reader,
        tests: mean.tests(covariances, level),
    }
}

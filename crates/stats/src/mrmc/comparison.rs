//! Conditions against each other.

use crate::distribution::f_above;
use crate::inference::LEAST_VARIANCE;
use crate::mrmc::Covariances;
use crate::mrmc::components::{Between, OrComponents, Squares};
use crate::mrmc::one_condition::{Mean, OrTests};
use crate::{ChiSquared, Error, Result};

/// All conditions against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct OrComparison {
    /// What the mean square of conditions is divided by for all readers and cases.
    pub mean_square_error: f64,
    /// Whether conditions differ, for all readers and all cases.
    pub random: Result<ConditionTest>,
    /// For these readers and all cases.
    pub fixed_readers: Result<ChiSquared>,
    /// For all readers and these cases.
    pub fixed_cases: Result<ConditionTest>,
    /// Each two conditions, the earlier less the later; p is not corrected for their number.
    pub differences: Vec<OrDifference>,
}

/// An F test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConditionTest {
    /// The statistic.
    pub f: f64,
    /// The degrees of freedom of its numerator.
    pub df1: f64,
    /// Those of its denominator; nothing when they are beyond all bounds.
    pub df2: Option<f64>,
    /// How likely one so large is by chance, 0 to 1.
    pub p: f64,
}

/// The difference of the mean areas under two conditions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrDifference {
    /// The two conditions, by the numbers they were given.
    pub conditions: [usize; 2],
    /// The mean area under the first less that under the second, -1 to 1.
    pub difference: f64,
    /// Tests against 0, and intervals.
    pub tests: OrTests,
}

/// Returns the comparison of two or more conditions.
pub(super) fn compare(
    conditions: &[usize],
    squares: &Squares,
    between: Between,
    components: &OrComponents,
    covariances: Covariances,
    level: f64,
) -> OrComparison {
    let df1 = squares.n_conditions - 1.0;
    let neither = components.neither.unwrap_or(0.0);
    let mean = Mean {
        estimate: 0.0,
        null: 0.0,
        times: 2.0,
        n_readers: squares.n_readers,
        square: between.reader_by_condition,
        df: df1 * (squares.n_readers - 1.0),
        between_readers: (components.same_condition - neither).max(0.0),
        of_reader: components.error - components.same_reader.unwrap_or(0.0),
    };
    let f_test = |of: f64, df2: Option<f64>| {
        varies(of)?;
        let f = between.condition / of;
        Ok(ConditionTest { f, df1, df2, p: f_above(f, df1, df2) })
    };
    let chi_squared = |of: f64| {
        varies(of)?;
        Ok(ChiSquared::new(df1 * between.condition / of, df1))
    };
    let difference = |a: usize, b: usize| {
        let difference = squares.of_condition[a] - squares.of_condition[b];
        let tests = Mean { estimate: difference, ..mean }.tests(covariances, level);
        OrDifference { conditions: [conditions[a], conditions[b]], difference, tests }
    };
    let n = conditions.len();
    OrComparison {
        mean_square_error: mean.error(),
        random: f_test(mean.error(), mean.hillis()),
        fixed_readers: chi_squared(mean.of_cases()),
        fixed_cases: f_test(mean.square, Some(mean.df)),
        differences: (0..n)
            .flat_map(|a| (a + 1..n).map(move |b| (a, b)))
            .map(|(a, b)| difference(a, b))
            .collect(),
    }
}

fn varies(variance: f64) -> Result<()> {
    if variance < -LEAST_VARIANCE {
        Err(Error::NegativeVariance { given: variance })
    } else if variance <= LEAST_VARIANCE {
        Err(Error::NoVariance)
    } else {
        Ok(())
    }
}

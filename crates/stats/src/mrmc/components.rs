//! What the variance of readers' areas is made of.

use crate::mrmc::covariance::Means;

/// Mean squares of areas, by readers and conditions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanSquares {
    /// Of conditions; nothing with one.
    pub condition: Option<f64>,
    /// Of readers.
    pub reader: f64,
    /// Of readers by conditions; nothing with one condition.
    pub reader_by_condition: Option<f64>,
}

/// The variances and covariances of the model of Obuchowski and Rockette.
///
/// Estimates that come out below 0 are kept; tests take them for 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrComponents {
    /// The variance of one reader's area over sets of cases.
    pub error: f64,
    /// Cov1, of one reader's areas under two conditions; nothing with one.
    pub same_reader: Option<f64>,
    /// Cov2, of two readers' areas under one condition.
    pub same_condition: f64,
    /// Cov3, of two readers' areas under two conditions; nothing with one.
    pub neither: Option<f64>,
    /// The variance of readers: with one condition, of their areas under it.
    pub reader: f64,
    /// The variance of readers' own preference for a condition; nothing with one.
    pub reader_by_condition: Option<f64>,
}

/// The same model as Dorfman, Berbaum and Metz write it: what pseudovalues of cases vary by.
///
/// Estimates that come out below 0 are kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DbmComponents {
    /// The variance of readers.
    pub reader: f64,
    /// Of cases.
    pub case: f64,
    /// Of readers by conditions.
    pub reader_by_condition: f64,
    /// Of cases by conditions.
    pub case_by_condition: f64,
    /// Of readers by cases.
    pub reader_by_case: f64,
    /// Of all three, and what is left.
    pub error: f64,
}

impl OrComponents {
    /// Returns the components as Dorfman, Berbaum and Metz write them; nothing with one condition.
    ///
    /// With n cases: `n Cov3` of cases, `n (Cov2 - Cov3)` of cases by conditions, `n (Cov1 - Cov3)`
    /// of readers by cases, `n (error - Cov1 - Cov2 + Cov3)` of the rest.
    ///
    /// # Source
    ///
    /// S. L. Hillis, K. S. Berbaum and C. E. Metz, Academic Radiology 15, 2008, 647–661.
    pub fn dbm(&self, n_cases: usize) -> Option<DbmComponents> {
        let (cov1, cov2, cov3) = (self.same_reader?, self.same_condition, self.neither?);
        let n = n_cases as f64;
        Some(DbmComponents {
            reader: self.reader,
            case: n * cov3,
            reader_by_condition: self.reader_by_condition?,
            case_by_condition: n * (cov2 - cov3),
            reader_by_case: n * (cov1 - cov3),
            error: n * (self.error - cov1 - cov2 + cov3),
        })
    }
}

/// Areas by condition and reader, and their mean squares.
#[derive(Debug, Clone)]
pub(super) struct Squares {
    pub(super) n_readers: f64,
    pub(super) n_conditions: f64,
    /// The mean area under each condition.
    pub(super) of_condition: Vec<f64>,
    pub(super) reader: f64,
    /// Nothing with one condition.
    pub(super) between: Option<Between>,
}

/// What two or more conditions add.
#[derive(Debug, Clone, Copy)]
pub(super) struct Between {
    pub(super) condition: f64,
    pub(super) reader_by_condition: f64,
}

impl Squares {
    /// Returns the mean squares of areas of at least two readers.
    pub(super) fn of(auc: &[Vec<f64>]) -> Squares {
        let (n_conditions, n_readers) = (auc.len() as f64, auc[0].len() as f64);
        let of_condition: Vec<f64> =
            auc.iter().map(|of| of.iter().sum::<f64>() / n_readers).collect();
        let of_reader: Vec<f64> = (0..auc[0].len())
            .map(|reader| auc.iter().map(|of| of[reader]).sum::<f64>() / n_conditions)
            .collect();
        let mean = of_condition.iter().sum::<f64>() / n_conditions;
        let around =
            |values: &[f64]| values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        let reader = n_conditions * around(&of_reader) / (n_readers - 1.0);
        let between = (1 < auc.len()).then(|| {
            let left = |(of, of_condition): (&Vec<f64>, &f64)| -> f64 {
                let one = |(area, of_reader): (&f64, &f64)| {
                    (area - of_condition - of_reader + mean).powi(2)
                };
                of.iter().zip(&of_reader).map(one).sum()
            };
            let left: f64 = auc.iter().zip(&of_condition).map(left).sum();
            Between {
                condition: n_readers * around(&of_condition) / (n_conditions - 1.0),
                reader_by_condition: left / ((n_conditions - 1.0) * (n_readers - 1.0)),
            }
        });
        Squares { n_readers, n_conditions, of_condition, reader, between }
    }

    pub(super) fn shown(&self) -> MeanSquares {
        MeanSquares {
            condition: self.between.map(|between| between.condition),
            reader: self.reader,
            reader_by_condition: self.between.map(|between| between.reader_by_condition),
        }
    }

    /// Returns the components from mean squares and mean covariances.
    pub(super) fn components(&self, means: &[Vec<Means>]) -> OrComponents {
        let over = |same: bool, of: fn(&Means) -> f64| {
            let (mut sum, mut n) = (0.0, 0.0);
            for (a, row) in means.iter().enumerate() {
                for (_, means) in row.iter().enumerate().filter(|&(b, _)| (a == b) == same) {
                    sum += of(means);
                    n += 1.0;
                }
            }
            sum / n
        };
        let error = over(true, |means| means.same_reader);
        let same_condition = over(true, |means| means.other_reader);
        let Some(between) = self.between else {
            let reader = self.reader - error + same_condition;
            let (same_reader, neither, reader_by_condition) = (None, None, None);
            return OrComponents {
                error,
                same_reader,
                same_condition,
                neither,
                reader,
                reader_by_condition,
            };
        };
        let same_reader = over(false, |means| means.same_reader);
        let neither = over(false, |means| means.other_reader);
        let own = between.reader_by_condition;
        OrComponents {
            error,
            same_reader: Some(same_reader),
            same_condition,
            neither: Some(neither),
            reader: (self.reader - own) / self.n_conditions - same_reader + neither,
            reader_by_condition: Some(own - error + same_reader + same_condition - neither),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_squares_of_two_readers_are_done_by_hand() {
        // Means by condition 0.7 and 0.9, by reader 0.75 and 0.85, of all 0.8; left ±0.05.
        let squares = Squares::of(&[vec![0.6, 0.8], vec![0.9, 0.9]]);
        let between = squares.between.unwrap();
        assert!((between.condition - 2.0 * 0.02).abs() < 1e-15);
        assert!((squares.reader - 2.0 * 0.005).abs() < 1e-15);
        assert!((between.reader_by_condition - 4.0 * 0.0025).abs() < 1e-15);
    }
}

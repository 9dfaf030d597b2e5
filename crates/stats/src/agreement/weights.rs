//! How near two categories are to each other.

use super::distance::Distance;
use crate::{Error, Result};

/// The most categories that a table of weights is made for.
pub(super) const MOST_CATEGORIES: usize = 1000;

/// How much two categories agree: 1 when they are the same, down to 0.
#[derive(Debug, Clone, PartialEq)]
pub enum Weights {
    /// Only the same category agrees.
    Identity,
    /// `1 - |v_k - v_l| / (v_max - v_min)`, with the values of the scale.
    Linear,
    /// `1 - (v_k - v_l)² / (v_max - v_min)²`, with the values of the scale.
    Quadratic,
    /// Gwet's for ranks: `1 - C(|k - l| + 1, 2) / C(q, 2)` of q categories, with their places.
    ///
    /// They are not the ordinal metric of Krippendorff ([`super::AlphaMetric::Ordinal`]).
    Ordinal,
    /// Given: a row for each category, shares from 0 to 1, with 1 from corner to corner.
    Given(Vec<Vec<f64>>),
}

/// How far apart Krippendorff's alpha takes two categories to be.
#[derive(Debug, Clone, PartialEq)]
pub enum AlphaMetric {
    /// All different categories are equally far apart.
    Nominal,
    /// By how many ratings lie between them: `(Σ_{g=c..k} n_g - (n_c + n_k) / 2)²`.
    Ordinal,
    /// `(v_c - v_k)²`, with the values of the scale.
    Interval,
    /// `((v_c - v_k) / (v_c + v_k))²`, with values of 0 or more.
    Ratio,
    /// One less the weight, as Gwet computes alpha.
    Weighted(Weights),
}

impl Weights {
    /// Makes weights of disagreements, as Cohen gave them in 1968: `1 - d / d_max`.
    ///
    /// # Input
    ///
    /// * `rows`: a row for each category, 0 where both are the same and above elsewhere.
    ///
    /// # Errors
    ///
    /// [`Error::Weights`] unless it is a square of finite numbers that are not below 0, with 0
    /// from corner to corner and something else somewhere.
    pub fn of_disagreements(rows: &[Vec<f64>]) -> Result<Weights> {
        let q = rows.len();
        let most = rows.iter().flatten().copied().fold(0.0, f64::max);
        let holds = 0.0 < most
            && rows.iter().all(|row| row.len() == q)
            && rows.iter().flatten().all(|d| d.is_finite() && 0.0 <= *d)
            && (0..q).all(|k| rows[k][k] <= 0.0);
        if !holds {
            return Err(Error::Weights { n_categories: q });
        }
        let agreement = |row: &Vec<f64>| row.iter().map(|d| 1.0 - d / most).collect();
        Ok(Weights::Given(rows.iter().map(agreement).collect()))
    }

    /// Returns the table of weights over the categories of a scale, row by row.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyCategories`] above 1000, and [`Error::Weights`].
    pub(crate) fn table(&self, values: &[f64]) -> Result<Vec<f64>> {
        let q = values.len();
        few(q)?;
        let width = values.last().copied().unwrap_or(0.0) - values.first().copied().unwrap_or(0.0);
        let apart =
            |k: usize, l: usize| if k == l { 0.0 } else { (values[k] - values[l]).abs() / width };
        let pairs = q as f64 * (q as f64 - 1.0) / 2.0;
        let weight = |k: usize, l: usize| match self {
            Weights::Identity => f64::from(u8::from(k == l)),
            Weights::Linear => 1.0 - apart(k, l),
            Weights::Quadratic => 1.0 - apart(k, l) * apart(k, l),
            Weights::Ordinal => {
                let steps = k.abs_diff(l) as f64;
                if k == l { 1.0 } else { 1.0 - steps * (steps + 1.0) / 2.0 / pairs }
            }
            Weights::Given(rows) => rows[k][l],
        };
        if let Weights::Given(rows) = self {
            let is_table = rows.len() == q && rows.iter().all(|row| row.len() == q);
            let holds = is_table
                && rows.iter().flatten().all(|share| (0.0..=1.0).contains(share))
                && (0..q).all(|k| 1.0 <= rows[k][k]);
            if !holds {
                return Err(Error::Weights { n_categories: q });
            }
        }
        Ok((0..q * q).map(|at| weight(at / q, at % q)).collect())
    }

    /// Returns one less the weights.
    pub(super) fn distance(&self, values: &[f64]) -> Result<Distance> {
        Ok(match self {
            Weights::Identity => Distance::Nominal { n_categories: values.len() },
            Weights::Quadratic => Distance::squares(values),
            Weights::Linear | Weights::Ordinal | Weights::Given(_) => {
                let q = values.len();
                let mut table = self.table(values)?;
                // Who is first and who second does not matter among several raters.
                if (0..q * q).any(|at| 1e-12 < (table[at] - table[at % q * q + at / q]).abs()) {
                    return Err(Error::Weights { n_categories: q });
                }
                for weight in &mut table {
                    *weight = 1.0 - *weight;
                }
                Distance::Table { n_categories: q, table }
            }
        })
    }
}

impl AlphaMetric {
    /// Returns the metric, scaled so that the farthest categories are 1 apart.
    ///
    /// The ordinal metric depends on how often each category was used: it is made of the ranks of
    /// a sample ([`Distance::squares`]), and not here.
    pub(super) fn distance(&self, values: &[f64]) -> Result<Distance> {
        match self {
            AlphaMetric::Nominal | AlphaMetric::Ordinal => Weights::Identity.distance(values),
            AlphaMetric::Interval => Weights::Quadratic.distance(values),
            AlphaMetric::Weighted(weights) => weights.distance(values),
            AlphaMetric::Ratio => {
                few(values.len())?;
                if let Some(&given) = values.first().filter(|&&lowest| lowest < 0.0) {
                    return Err(Error::NegativeValue { given });
                }
                let ratio = |c: f64, k: f64| {
                    let share = if 0.0 < c + k { (c - k) / (c + k) } else { 0.0 };
                    share * share
                };
                let mut table: Vec<f64> =
                    values.iter().flat_map(|&c| values.iter().map(move |&k| ratio(c, k))).collect();
                let farthest = table.iter().copied().fold(0.0, f64::max);
                if 0.0 < farthest {
                    for apart in &mut table {
                        *apart /= farthest;
                    }
                }
                Ok(Distance::Table { n_categories: values.len(), table })
            }
        }
    }
}

fn few(given: usize) -> Result<()> {
    if given <= MOST_CATEGORIES {
        Ok(())
    } else {
        Err(Error::TooManyCategories { given, most: MOST_CATEGORIES })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: [f64; 3] = [1.0, 2.0, 3.0];

    #[test]
    fn weights_fall_with_the_distance() {
        // By hand, for categories 1 and 2, and 1 and 3, of three.
        for (weights, near, far) in [
            (Weights::Identity, 0.0, 0.0),
            (Weights::Linear, 0.5, 0.0),
            (Weights::Quadratic, 0.75, 0.0),
            (Weights::Ordinal, 1.0 - 1.0 / 3.0, 0.0),
        ] {
            let table = weights.table(&THREE).unwrap();
            assert!((table[1] - near).abs() < 1e-15 && (table[2] - far).abs() < 1e-15);
            assert!((table[0] - 1.0).abs() < 1e-15 && (table[8] - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn disagreements_are_weights_upside_down() {
        let rows = [vec![0.0, 1.0, 3.0], vec![1.0, 0.0, 6.0], vec![3.0, 6.0, 0.0]];
        let table = Weights::of_disagreements(&rows).unwrap().table(&THREE).unwrap();
        assert!((table[2] - 0.5).abs() < 1e-15 && table[5].abs() < 1e-15);
        for wrong in [vec![], vec![vec![0.0]], vec![vec![0.0, -1.0], vec![1.0, 0.0]]] {
            assert!(Weights::of_disagreements(&wrong).is_err(), "{wrong:?}");
        }
        let infinite = [vec![0.0, f64::INFINITY], vec![1.0, 0.0]];
        assert!(Weights::of_disagreements(&infinite).is_err());
        assert!(Weights::of_disagreements(&[vec![1.0, 1.0], vec![1.0, 0.0]]).is_err());
    }

    #[test]
    fn what_is_no_table_of_weights_is_said() {
        let wrong = Err(Error::Weights { n_categories: 2 });
        let two = [1.0, 2.0];
        for rows in [
            vec![vec![1.0, 0.0]],
            vec![vec![1.0, 0.0], vec![0.0]],
            vec![vec![1.0, f64::NAN], vec![0.0, 1.0]],
            vec![vec![1.0, -0.1], vec![0.0, 1.0]],
            vec![vec![0.9, 0.0], vec![0.0, 1.0]],
        ] {
            assert_eq!(Weights::Given(rows).table(&two), wrong);
        }
        // Several raters have no first and second.
        let lopsided = Weights::Given(vec![vec![1.0, 0.3], vec![0.0, 1.0]]);
        assert!(lopsided.table(&two).is_ok());
        assert!(lopsided.distance(&two).is_err());
        let many: Vec<f64> = (0..1001).map(f64::from).collect();
        let too_many = Error::TooManyCategories { given: 1001, most: 1000 };
        assert_eq!(Weights::Linear.table(&many), Err(too_many));
        assert!(AlphaMetric::Interval.distance(&many).is_ok(), "squares need no table");
        assert_eq!(
            AlphaMetric::Ratio.distance(&[-1.0, 1.0]).unwrap_err(),
            Error::NegativeValue { given: -1.0 }
        );
    }
}

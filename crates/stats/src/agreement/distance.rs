//! Sums of distances between categories, without a table where none is needed.

/// How far categories are apart: 0 from itself, up to 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Distance {
    /// 1 between any two.
    Nominal { n_categories: usize },
    /// The square of what lies between their values, which span 0 to 1.
    Squares(Vec<f64>),
    /// Any, symmetric, row by row.
    Table { n_categories: usize, table: Vec<f64> },
}

impl Distance {
    /// Makes squared distances of values on any scale.
    pub(super) fn squares(values: &[f64]) -> Distance {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let width = values.iter().copied().fold(f64::NEG_INFINITY, f64::max) - low;
        let scaled = |value: &f64| if 0.0 < width { (value - low) / width } else { 0.0 };
        Distance::Squares(values.iter().map(scaled).collect())
    }

    /// Returns `Σ_k Σ_l n_k n_l d_kl` over categories that occur `n` times each.
    ///
    /// It is exactly 0 when only one category occurs.
    pub(super) fn among(&self, counts: impl Iterator<Item = (usize, f64)> + Clone) -> f64 {
        match self {
            Distance::Nominal { .. } => {
                // n² - Σ n_k², but without a difference of nearly equal numbers.
                let n: f64 = counts.clone().map(|(_, n)| n).sum();
                counts.map(|(_, n_k)| n_k * (n - n_k)).sum()
            }
            Distance::Squares(values) => {
                let Some((first, _)) = counts.clone().find(|&(_, n)| 0.0 < n) else { return 0.0 };
                let from_first = |k: usize| values[k] - values[first];
                let n: f64 = counts.clone().map(|(_, n)| n).sum();
                let mean = counts.clone().map(|(k, n_k)| n_k * from_first(k)).sum::<f64>() / n;
                2.0 * n * counts.map(|(k, n_k)| n_k * (from_first(k) - mean).powi(2)).sum::<f64>()
            }
            Distance::Table { n_categories, table } => counts
                .clone()
                .map(|(k, n_k)| {
                    let row = &table[k * n_categories..][..*n_categories];
                    n_k * counts.clone().map(|(l, n_l)| n_l * row[l]).sum::<f64>()
                })
                .sum(),
        }
    }

    /// Returns [`Distance::among`] for a list with a count for each category.
    pub(super) fn among_all(&self, counts: &[f64]) -> f64 {
        self.among(counts.iter().copied().enumerate().filter(|&(_, n)| 0.0 < n))
    }

    /// Returns `Σ_l n_l d_kl` for each category k.
    pub(super) fn to_each(&self, counts: &[f64]) -> Vec<f64> {
        let n: f64 = counts.iter().sum();
        match self {
            Distance::Nominal { .. } => counts.iter().map(|n_k| n - n_k).collect(),
            Distance::Squares(values) => {
                let mean = values.iter().zip(counts).map(|(v, n)| v * n).sum::<f64>() / n;
                let around =
                    values.iter().zip(counts).map(|(v, n)| n * (v - mean).powi(2)).sum::<f64>();
                values.iter().map(|v| n * (v - mean).powi(2) + around).collect()
            }
            Distance::Table { n_categories, table } => table
                .chunks_exact(*n_categories)
                .map(|row| row.iter().zip(counts).map(|(d, n)| d * n).sum())
                .collect(),
        }
    }

    /// Returns `d_kl`.
    pub(super) fn between(&self, k: usize, l: usize) -> f64 {
        match self {
            Distance::Nominal { .. } => f64::from(u8::from(k != l)),
            Distance::Squares(values) => (values[k] - values[l]).powi(2),
            Distance::Table { n_categories, table } => table[k * n_categories + l],
        }
    }

    /// Returns `Σ_k Σ_l d_kl` over all categories.
    pub(super) fn total(&self) -> f64 {
        let n_categories = match self {
            Distance::Nominal { n_categories } | Distance::Table { n_categories, .. } => {
                *n_categories
            }
            Distance::Squares(values) => values.len(),
        };
        self.among((0..n_categories).map(|k| (k, 1.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_and_single_steps_are_the_tables_they_stand_for() {
        let values: [f64; 4] = [1.0, 2.0, 4.0, 9.0];
        let counts = [3.0, 0.0, 2.0, 5.0];
        let table = |of: &dyn Fn(usize, usize) -> f64| Distance::Table {
            n_categories: 4,
            table: (0..16).map(|at| of(at / 4, at % 4)).collect(),
        };
        let nominal = table(&|k, l| f64::from(u8::from(k != l)));
        let squares = table(&|k, l| ((values[k] - values[l]) / 8.0).powi(2));
        for (short, long) in [
            (Distance::Nominal { n_categories: 4 }, nominal),
            (Distance::squares(&values), squares),
        ] {
            assert!((short.among_all(&counts) - long.among_all(&counts)).abs() < 1e-12);
            assert!((short.total() - long.total()).abs() < 1e-12);
            for (a, b) in short.to_each(&counts).iter().zip(long.to_each(&counts)) {
                assert!((a - b).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn one_category_is_exactly_at_no_distance_from_itself() {
        let thirds = Distance::squares(&[0.1, 0.7, 0.8]);
        assert!(thirds.among_all(&[0.0, 3.0, 0.0]).abs() < f64::MIN_POSITIVE);
        assert!(Distance::squares(&[5.0]).total().abs() < f64::MIN_POSITIVE);
    }
}

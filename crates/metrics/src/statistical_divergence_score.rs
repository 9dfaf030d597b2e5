//! How far the columns of one table are from those of another, one by one, by their information.

use rayon::prelude::*;
use samples::{Column, ColumnKind, Modality, Table};

use crate::columns::{category_shares, constant, known_numbers, matched, mean_of, not_measured};
use crate::instances::mean;
use crate::kernel_density::on_grid;
use crate::scaled::{ends, safe};
use crate::{
    Better, Compute, Detail, Dimension, IntervalKind, Level, Metric, Parameter, Parameters, Preset,
    Range, Reference, Result, TableOutcome, Unit,
};

/// How many points the densities of numbers are compared at.
const POINTS: usize = 300;
/// Added to the share that is divided by, as pyMDMA does: without it, what is never seen
/// in the synthetic table would be infinitely far.
const FLOOR: f64 = 1e-10;

/// See [`statistical_divergence_score`].
pub const METRIC: Metric = Metric {
    id: "statistical_divergence_score",
    version: 1,
    title: "Divergence of columns",
    modalities: &[Modality::Table],
    reference: Reference::Dataset,
    levels: &[Level::Dataset],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range::FROM_0,
    better: Better::Lower,
    parameters: &[Parameter {
        name: "divergence",
        default: Preset::Number(0.0),
        least: 0.0,
        most: 1.0,
        whole: true,
        odd: false,
        choices: &["kl", "js"],
        meaning: "kl: Kullback and Leibler's, of the real from the synthetic, in nats; js: Jensen and Shannon's, in bits, the same both ways.",
    }],
    interval: IntervalKind::HalfSampling,
    instances: None,
    details: &[
        Detail {
            id: "kl",
            title: "Kullback and Leibler's divergence, in nats",
            unit: Unit::Number,
            range: Range::FROM_0,
            better: Better::Lower,
        },
        Detail {
            id: "js",
            title: "Jensen and Shannon's divergence, in bits",
            unit: Unit::Number,
            range: Range::SHARE,
            better: Better::Lower,
        },
    ],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "S. Kullback and R. A. Leibler, 1951; J. Lin, 1991; D. W. Scott, Multivariate Density Estimation, 1992",
    page: include_str!("../../../docs/metrics/statistical_divergence_score.md"),
    compute: Compute::Tables(compute),
};

fn compute(real: &Table, synthetic: &Table, parameters: &Parameters) -> Result<TableOutcome> {
    let divergence = match parameters.whole("divergence") {
        0 => Divergence::KullbackLeibler,
        _ => Divergence::JensenShannon,
    };
    statistical_divergence_score(real, synthetic, divergence)
}

/// How two distributions are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Divergence {
    /// What is lost, in nats, when the real distribution is taken for the synthetic one.
    KullbackLeibler,
    /// The mean of what is lost, in bits, when either is taken for the mean of both.
    JensenShannon,
}

/// Returns how far each column is from its synthetic counterpart; for the tables, the mean.
///
/// Of numbers, the densities at 300 points from the least to the greatest of both, by
/// normal kernels as wide as the standard deviation times `n^(−1/5)`, brought to a sum
/// of 1; of categories, their shares. Missing cells are left out, column by column.
///
/// # Value
///
/// 0 (the same) and above; [`Divergence::JensenShannon`] at most 1. The details are the
/// means of both divergences over the columns.
///
/// # Errors
///
/// [`crate::Error::TooFewColumns`] when no column can be compared. A column of numbers that
/// is constant in either table has no density and says so in its place, as does one that is
/// text, empty, of two kinds or in one table only.
pub fn statistical_divergence_score(
    real: &Table,
    synthetic: &Table,
    divergence: Divergence,
) -> Result<TableOutcome> {
    let both: Vec<(&str, Result<[f64; 2]>)> = matched(real, synthetic)
        .into_par_iter()
        .map(|(name, pair)| {
            let shares = pair.and_then(|(real, synthetic)| shares(real, synthetic));
            let both = shares.map(|[p, q]| [kullback_leibler(&p, &q), jensen_shannon(&p, &q)]);
            (name, both)
        })
        .collect();
    let details = [0, 1].map(|at| {
        let values = both.iter().filter_map(|(_, both)| Some(both.as_ref().ok()?[at]));
        Ok(mean(&values.collect::<Vec<f64>>()))
    });
    let chosen = match divergence {
        Divergence::KullbackLeibler => 0,
        Divergence::JensenShannon => 1,
    };
    let columns = both.into_iter().map(|(name, both)| (name.to_owned(), both.map(|it| it[chosen])));
    let outcome = mean_of(columns.collect(), "columns that can be compared")?;
    Ok(TableOutcome { details: details.into(), ..outcome })
}

/// Returns the shares of both columns at the same places.
fn shares(real: &Column, synthetic: &Column) -> Result<[Vec<f64>; 2]> {
    match real.kind {
        ColumnKind::Number => densities(real, synthetic),
        ColumnKind::Category => category_shares(real, synthetic),
        ColumnKind::Text => Err(not_measured(real)),
    }
}

/// Returns the densities of two columns of numbers on one grid.
fn densities(real: &Column, synthetic: &Column) -> Result<[Vec<f64>; 2]> {
    let mut values = known_numbers(real)?;
    let n_real = values.len();
    values.append(&mut known_numbers(synthetic)?);
    // Together, so that both are brought to the same size.
    let mut values = safe(values);
    let [low, high] = ends(&values);
    if high <= low {
        return Err(constant(real));
    }
    for value in &mut values {
        *value = (*value - low) / (high - low);
    }
    let (of_real, of_synthetic) = values.split_at(n_real);
    let density = |values: &[f64], column| {
        let [low, high] = ends(values);
        let varies = (low < high).then_some(values);
        varies.and_then(|values| on_grid(values, POINTS)).ok_or_else(|| constant(column))
    };
    Ok([density(of_real, real)?, density(of_synthetic, synthetic)?])
}

/// Returns `Σ p ln(p / (q + floor))`; 0 where that is below by the floor.
fn kullback_leibler(p: &[f64], q: &[f64]) -> f64 {
    let part = |(&p, &q): (&f64, &f64)| if 0.0 < p { p * (p / (q + FLOOR)).ln() } else { 0.0 };
    p.iter().zip(q).map(part).sum::<f64>().max(0.0)
}

/// Returns the mean of both divergences from the mean of `p` and `q`, in bits.
fn jensen_shannon(p: &[f64], q: &[f64]) -> f64 {
    let part = |x: f64, middle: f64| if 0.0 < x { x * (x / (middle + FLOOR)).log2() } else { 0.0 };
    let parts = p.iter().zip(q).map(|(&p, &q)| {
        let middle = f64::midpoint(p, q);
        part(p, middle) + part(q, middle)
    });
    (parts.sum::<f64>() / 2.0).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use samples::Values;

    use super::*;
    use crate::Error;

    fn numbers(name: &str, values: &[f64]) -> Column {
        Column {
            name: name.to_owned(),
            kind: ColumnKind::Number,
            decimals: 0,
            values: Values::Numbers(values.iter().copied().map(Some).collect()),
        }
    }

    #[test]
    fn nothing_in_common_is_one_bit() {
        let (p, q) = ([1.0, 0.0], [0.0, 1.0]);
        assert!((jensen_shannon(&p, &q) - 1.0).abs() < 1e-9, "all but the floor");
        assert!((kullback_leibler(&p, &q) - 1e10_f64.ln()).abs() < 1e-9, "only the floor is there");
        assert!(jensen_shannon(&p, &p).abs() <= 0.0);
    }

    #[test]
    fn a_constant_column_has_no_density_and_size_does_not_matter() {
        let values = [1.0, 2.0, 4.0, 3.0];
        let others = [1.5, 2.0, 2.5, 3.5];
        let times = |values: [f64; 4], size: f64| values.map(|value| value * size);
        let table = |values: [f64; 4]| {
            Table::new(vec![
                numbers("small", &times(values, 1e-200)),
                numbers("plain", &values),
                numbers("large", &times(values, 1e200)),
                numbers("constant", &[7.0; 4]),
            ])
            .unwrap()
        };
        let divergence = Divergence::JensenShannon;
        let outcome =
            statistical_divergence_score(&table(values), &table(others), divergence).unwrap();
        let found: Vec<f64> =
            outcome.columns[..3].iter().map(|(_, it)| it.clone().unwrap()).collect();
        assert!((found[0] / found[1] - 1.0).abs() < 1e-9 && 0.0 < found[1], "{found:?}");
        assert!((found[2] / found[1] - 1.0).abs() < 1e-9, "{found:?}");
        let constant = Error::ConstantColumn { column: "constant".to_owned() };
        assert_eq!(outcome.columns[3].1, Err(constant));
    }
}

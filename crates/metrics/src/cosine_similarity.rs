//! Cosine similarity: whether two paired vectors point the same way.

use samples::Modality;

use crate::{
    Better, Compute, Dimension, Error, Instances, IntervalKind, Level, Metric, Parameters, Range,
    Reference, Result, Unit,
};

/// See [`cosine_similarity`].
pub const METRIC: Metric = Metric {
    id: "cosine_similarity",
    version: 1,
    title: "Cosine similarity",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Instance,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range { low: Some(-1.0), high: Some(1.0) },
    better: Better::Higher,
    parameters: &[],
    interval: IntervalKind::Bootstrap,
    instances: Some(Instances {
        real: "cosine of the angle to its synthetic partner",
        synthetic: "cosine of the angle to its real partner",
    }),
    details: &[],
    curve: None,
    seeded: false,
    symmetric: true,
    source: "G. Salton, M. J. McGill, Introduction to Modern Information Retrieval, 1983",
    page: include_str!("../../../docs/metrics/cosine_similarity.md"),
    compute: Compute::VectorPair(compute),
};

fn compute(real: &[f64], synthetic: &[f64], _: &Parameters) -> Result<f64> {
    cosine_similarity(real, synthetic)
}

/// Returns the cosine of the angle between two vectors.
///
/// # Value
///
/// 1 for the same direction, 0 for a right angle, -1 for opposite directions; the lengths do not
/// matter, however large or small. Symmetric.
///
/// # Errors
///
/// [`Error::DimensionMismatch`], [`Error::NotFinite`], [`Error::ZeroVector`].
///
/// # Source
///
/// G. Salton and M. J. `McGill`, "Introduction to Modern Information Retrieval", McGraw-Hill, 1983.
pub fn cosine_similarity(real: &[f64], synthetic: &[f64]) -> Result<f64> {
    if real.len() != synthetic.len() {
        return Err(Error::DimensionMismatch { left: real.len(), right: synthetic.len() });
    }
    let a = direction(real, "real set")?;
    let b = direction(synthetic, "synthetic set")?;
    let product: f64 = a.iter().zip(&b).map(|(a, b)| a * b).sum();
    // Beyond 1 by rounding only.
    Ok(product.clamp(-1.0, 1.0))
}

/// Returns the vector of length 1 that points the same way.
fn direction(vector: &[f64], input: &'static str) -> Result<Vec<f64>> {
    if !vector.iter().all(|value| value.is_finite()) {
        return Err(Error::NotFinite { input });
    }
    let largest = vector.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    if largest <= 0.0 {
        return Err(Error::ZeroVector { input, row: 0 });
    }
    // Squares of values that are neither huge nor tiny are numbers.
    let scaled: Vec<f64> = vector.iter().map(|value| value / largest).collect();
    let length = scaled.iter().map(|value| value * value).sum::<f64>().sqrt();
    Ok(scaled.iter().map(|value| value / length).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &[f64], b: &[f64], expected: f64) {
        let value = cosine_similarity(a, b).unwrap();
        assert!((value - expected).abs() < 1e-15, "{a:?} {b:?}: {value}");
    }

    #[test]
    fn it_is_the_cosine_of_the_angle_whatever_the_lengths() {
        near(&[3.0, 4.0], &[4.0, 3.0], 24.0 / 25.0);
        near(&[1e200, 0.0], &[1e200, 1e200], 0.5_f64.sqrt());
        near(&[1e-200, 0.0], &[-1e-310, 0.0], -1.0);
        near(&[0.0, 2.0], &[7.0, 0.0], 0.0);
    }

    #[test]
    fn a_vector_without_a_direction_is_a_reason() {
        let zero = Error::ZeroVector { input: "synthetic set", row: 0 };
        assert_eq!(cosine_similarity(&[1.0, 2.0], &[0.0, -0.0]), Err(zero));
        let mismatch = Error::DimensionMismatch { left: 1, right: 2 };
        assert_eq!(cosine_similarity(&[1.0], &[1.0, 2.0]), Err(mismatch));
        let not_finite = Error::NotFinite { input: "real set" };
        assert_eq!(cosine_similarity(&[f64::NAN], &[1.0]), Err(not_finite));
    }
}

//! Fréchet distance between two sets of vectors.

use samples::{Modality, Vectors};

use crate::normal::{Normal, common_deviation};
use crate::pooled::check;
use crate::ratios::{self, DISPERSION, RATIOS, halves, not_asked};
use crate::{
    Better, Compute, Dimension, Error, GoOn, IntervalKind, Level, Metric, Parameters, Range,
    Reference, Result, SetOutcome, Unit,
};

/// See [`frechet_distance`].
pub const METRIC: Metric = Metric {
    id: "frechet_distance",
    version: 2,
    title: "Fréchet distance",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset],
    dimension: Dimension::Fidelity,
    unit: Unit::SquaredDistance,
    range: Range::FROM_0,
    better: Better::Lower,
    parameters: &[RATIOS],
    interval: IntervalKind::HalfSampling,
    instances: None,
    details: &[DISPERSION, ratios::DISTANCE],
    curve: None,
    // The halves of the ratios are drawn; the distance itself is not.
    seeded: true,
    symmetric: true,
    source: "M. Heusel et al., NeurIPS 2017",
    page: include_str!("../../../docs/metrics/frechet_distance.md"),
    compute: Compute::Sets(compute),
};

/// The distance itself, and the four of the ratios.
const STEPS: u64 = 5;

fn compute(
    real: &Vectors,
    synthetic: &Vectors,
    parameters: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    let told = |done| if go_on(done, STEPS) { Ok(()) } else { Err(Error::Stopped) };
    told(0)?;
    let value = frechet_distance(real, synthetic)?;
    told(1)?;
    let details = if parameters.flag("ratios") {
        let [[a, b], [c, d]] = [real, synthetic].map(|set| {
            halves(set, parameters.seed())
                .map(|rows| set.select(&rows).expect("two samples or more"))
        });
        let distance = |a: &Vectors, b: &Vectors| {
            told(1)?;
            frechet_distance(a, b)
        };
        ratios::ratios([&a, &b], [&c, &d], &distance)?
    } else {
        not_asked()
    };
    told(STEPS)?;
    Ok(SetOutcome { details, ..SetOutcome::of(value) })
}

/// Returns the squared Fréchet (2-Wasserstein) distance between the normal
/// distributions with the means and covariances of two sets.
///
/// `|m1 - m2|² + tr(S1 + S2 - 2 (S1 S2)^(1/2))`, covariances with n - 1.
///
/// With centered data A and B, scaled so that `S1 = AᵀA` and `S2 = BᵀB`, the trace of
/// the root is the sum of the singular values of `A Bᵀ`. Where a covariance is nearly
/// singular, as always with more dimensions than samples, none is formed and no root of
/// one is taken, which would lose half of the digits; see `normal.rs`.
///
/// # Value
///
/// 0 and above; 0 for equal sets up to 1e-9 · (tr S1 + tr S2). The same bits on
/// any number of threads.
///
/// # Errors
///
/// [`Error::DimensionMismatch`], [`Error::NotFinite`], [`Error::TooLarge`],
/// [`Error::TooFewSamples`] below 2, [`Error::NoDecomposition`].
///
/// # Source
///
/// D. C. Dowson and B. V. Landau, "The Fréchet distance between multivariate
/// normal distributions", Journal of Multivariate Analysis 12, 1982, 450–455;
/// M. Heusel et al., "GANs trained by a two time-scale update rule converge to a
/// local Nash equilibrium", Advances in Neural Information Processing Systems 30, 2017.
pub fn frechet_distance(real: &Vectors, synthetic: &Vectors) -> Result<f64> {
    check(real, synthetic, 2)?;
    let (real, synthetic) = rayon::join(|| Normal::of(real), || Normal::of(synthetic));
    let (real, synthetic) = (real?, synthetic?);
    let shift: f64 = real.mean.iter().zip(&synthetic.mean).map(|(a, b)| (a - b) * (a - b)).sum();
    let common = common_deviation(&real, &synthetic)?;
    let value = shift + (real.trace + synthetic.trace - 2.0 * common);
    if !value.is_finite() {
        return Err(Error::TooLarge);
    }
    // Below 0 by rounding only.
    Ok(value.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(d: usize, values: &[f64]) -> Vectors {
        Vectors::new(values.len() / d, d, values.to_vec()).unwrap()
    }

    #[test]
    fn on_a_line_it_is_the_textbook_formula() {
        // (m1 - m2)² + (s1 - s2)²: means 1 and 6, standard deviations √2 and 3√2.
        let value = frechet_distance(&vectors(1, &[0.0, 2.0]), &vectors(1, &[3.0, 9.0])).unwrap();
        assert!((value - (25.0 + 8.0)).abs() < 1e-12, "{value}");
    }

    #[test]
    fn equal_sets_are_at_no_distance_even_when_the_covariance_is_singular() {
        // 6 samples in 40 dimensions: 35 eigenvalues of the covariance are 0.
        let values: Vec<f64> = (0..240).map(|i| f64::from(i * i % 101)).collect();
        let set = vectors(40, &values);
        let trace = Normal::of(&set).unwrap().trace;
        let value = frechet_distance(&set, &set).unwrap();
        assert!(0.0 <= value && value <= 1e-9 * 2.0 * trace, "{value} beside {trace}");
    }

    #[test]
    fn points_are_at_the_squared_distance_of_their_places() {
        let value = frechet_distance(
            &vectors(2, &[1.0, 1.0, 1.0, 1.0]),
            &vectors(2, &[4.0, 5.0, 4.0, 5.0]),
        );
        assert_eq!(value, Ok(25.0));
    }

    #[test]
    fn ratios_are_those_that_pymdma_finds_from_its_own_halves() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/pymdma");
        let text = std::fs::read_to_string(folder.join("golden.json")).unwrap();
        let golden: serde_json::Value = serde_json::from_str(&text).unwrap();
        let case = golden["cases"]
            .as_array()
            .unwrap()
            .iter()
            .find(|case| case["id"] == "FrechetDistance/gauss")
            .unwrap();
        let half = |side: &str, rows: &str| {
            let bytes = std::fs::read(folder.join(case["inputs"][side].as_str().unwrap())).unwrap();
            let npy = npyz::NpyFile::new(&bytes[..]).unwrap();
            let d = usize::try_from(npy.shape()[1]).unwrap();
            let values: Vec<f64> =
                npy.into_vec::<f32>().unwrap().into_iter().map(f64::from).collect();
            let rows = case["intermediates"][rows].as_array().unwrap();
            let rows: Vec<usize> =
                rows.iter().map(|row| usize::try_from(row.as_u64().unwrap()).unwrap()).collect();
            vectors(d, &values).select(&rows).unwrap()
        };
        let real = [half("real", "x_split_1"), half("real", "x_split_2")];
        let synthetic = [half("fake", "y_split_1"), half("fake", "y_split_2")];
        let found = ratios::ratios(real.each_ref(), synthetic.each_ref(), &frechet_distance);
        let theirs = &case["output"]["dataset_stats"];
        for (ours, name) in found.unwrap().into_iter().zip(["dispersion_ratio", "distance_ratio"]) {
            let theirs = theirs[name].as_f64().unwrap();
            // Their roots are good to a few parts of a hundred thousand.
            assert!((ours.unwrap() / theirs - 1.0).abs() < 1e-3, "{name}: {theirs}");
        }
    }

    #[test]
    fn a_set_beside_itself_has_ratios_of_1() {
        let values: Vec<f64> = (0..60).map(|i| f64::from(i * i % 101)).collect();
        let set = vectors(3, &values);
        let outcome = compute(&set, &set, &Parameters::preset(&METRIC), &|_, _| true).unwrap();
        for ratio in outcome.details {
            assert!((ratio.clone().unwrap() - 1.0).abs() < 1e-9, "{ratio:?}");
        }
    }

    #[test]
    fn one_sample_has_no_covariance() {
        let value = frechet_distance(&vectors(1, &[0.0, 2.0]), &vectors(1, &[3.0]));
        let few = Error::TooFewSamples { input: "synthetic set", given: 1, least: 2 };
        assert_eq!(value, Err(few));
    }
}

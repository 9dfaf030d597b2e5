//! A distance between two sets beside the distance between halves of them.

use rayon::prelude::*;
use samples::Vectors;

use crate::chance::Chance;
use crate::parameter::flag;
use crate::pooled::order;
use crate::{Better, Detail, Error, Parameter, Preset, Range, Result, Unit};

/// How much synthetic samples differ among themselves, beside real ones.
pub(crate) const DISPERSION: Detail = Detail {
    id: "dispersion_ratio",
    title: "Distance between synthetic halves, over that between real halves",
    unit: Unit::Number,
    range: Range::FROM_0,
    better: Better::Neither,
};

/// How far synthetic samples are from real ones, beside real ones from each other.
pub(crate) const DISTANCE: Detail = Detail {
    id: "distance_ratio",
    title: "Distance between real and synthetic halves, over that between real halves",
    unit: Unit::Number,
    range: Range::FROM_0,
    better: Better::Lower,
};

/// Whether the ratios are computed, which takes four further distances.
pub(crate) const RATIOS: Parameter = Parameter {
    default: Preset::Number(1.0),
    ..flag("ratios", "Also compare random halves of both sets, which takes longer.")
};

/// Draws two halves of a set that share no sample; one is left over when their number is odd.
///
/// A set is drawn from in the order of its values, and every set in the same way: the order of
/// samples changes no half, and a set has the same halves as its copy.
pub(crate) fn halves(set: &Vectors, seed: u64) -> [Vec<usize>; 2] {
    let mut rows = order(set);
    let mut chance = Chance::new(seed, 0);
    let half = rows.len() / 2;
    for at in 0..2 * half {
        let other = at + chance.below(rows.len() - at);
        rows.swap(at, other);
    }
    rows.truncate(2 * half);
    let second = rows.split_off(half);
    [rows, second]
}

/// Returns the ratios of distances between the halves of two sets, in the order of the details.
///
/// # Errors
///
/// [`Error::Stopped`] when `distance` is; its other errors stand in the place of the ratios.
pub(crate) fn ratios(
    real: [&Vectors; 2],
    synthetic: [&Vectors; 2],
    distance: &(dyn Fn(&Vectors, &Vectors) -> Result<f64> + Sync),
) -> Result<Vec<Result<f64>>> {
    let pairs = [
        [real[0], real[1]],
        [synthetic[0], synthetic[1]],
        [real[0], synthetic[1]],
        [real[1], synthetic[0]],
    ];
    let distances: Vec<Result<f64>> = pairs.par_iter().map(|[a, b]| distance(a, b)).collect();
    if distances.contains(&Err(Error::Stopped)) {
        return Err(Error::Stopped);
    }
    let distances: Result<Vec<f64>> = distances.into_iter().collect();
    Ok(match distances {
        Ok(distances) => of_distances([distances[0], distances[1], distances[2], distances[3]]),
        Err(reason) => vec![Err(reason.clone()), Err(reason)],
    })
}

/// Returns the ratios from the distances between the real halves, the synthetic halves, and
/// either way between a real and a synthetic half.
pub(crate) fn of_distances([real, synthetic, one, other]: [f64; 4]) -> Vec<Result<f64>> {
    let over = |distance: f64| {
        let ratio = distance / real;
        if ratio.is_finite() { Ok(ratio) } else { Err(Error::HalvesAlike) }
    };
    vec![over(synthetic), over(f64::midpoint(one, other))]
}

/// The ratios of a metric that was not asked for them.
pub(crate) fn not_asked() -> Vec<Result<f64>> {
    vec![Err(Error::NotAsked), Err(Error::NotAsked)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[f64]) -> Vectors {
        Vectors::new(values.len(), 1, values.to_vec()).unwrap()
    }

    #[test]
    fn halves_share_no_sample_and_follow_the_values() {
        let set = line(&[4.0, 1.0, 3.0, 0.0, 2.0, 6.0, 5.0]);
        let [first, second] = halves(&set, 7);
        let mut all: Vec<usize> = first.iter().chain(&second).copied().collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!((first.len(), second.len(), all.len()), (3, 3, 6));
        let turned = line(&[5.0, 6.0, 2.0, 0.0, 3.0, 1.0, 4.0]);
        let values = |set: &Vectors, rows: &[usize]| -> Vec<f64> {
            rows.iter().map(|&row| set.row(row)[0]).collect()
        };
        assert_eq!(values(&set, &first), values(&turned, &halves(&turned, 7)[0]));
        assert_ne!(first, halves(&set, 8)[0], "another seed draws others");
    }

    #[test]
    fn halves_without_a_distance_have_no_ratio() {
        assert_eq!(of_distances([0.0, 1.0, 1.0, 1.0])[0], Err(Error::HalvesAlike));
        assert_eq!(of_distances([2.0, 1.0, 1.0, 4.0]), [Ok(0.5), Ok(1.25)]);
    }
}

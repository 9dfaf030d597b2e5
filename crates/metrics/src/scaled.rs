//! Numbers brought to a size at which sums and squares are safe.

/// Returns the values times a power of two at which their squares are finite and not lost.
///
/// A power of two rounds nothing, so that equal values stay equal and ties stay ties.
pub(crate) fn safe(mut values: Vec<f64>) -> Vec<f64> {
    /// Above it, squares may be infinite; below its inverse, they may be 0.
    const LARGE: f64 = 1e140;
    let scale = 2.0_f64.powi(600);
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let factor = match largest {
        large if LARGE < large => 1.0 / scale,
        small if small < 1.0 / LARGE => scale,
        _ => return values,
    };
    for value in &mut values {
        *value *= factor;
    }
    values
}

/// Returns the least and the greatest of some values.
pub(crate) fn ends(values: &[f64]) -> [f64; 2] {
    let wider = |[low, high]: [f64; 2], &value: &f64| [low.min(value), high.max(value)];
    values.iter().fold([f64::INFINITY, f64::NEG_INFINITY], wider)
}

/// Returns the values less their mean, divided by their length, so that the product of
/// two such columns is their correlation; `None` when all are equal.
pub(crate) fn standardized(values: Vec<f64>) -> Option<Vec<f64>> {
    let mut values = safe(values);
    let [low, high] = ends(&values);
    if high <= low {
        return None;
    }
    // From the lower end, so that a large common part rounds no difference away.
    for value in &mut values {
        *value -= low;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    for value in &mut values {
        *value -= mean;
    }
    let length = values.iter().map(|value| value * value).sum::<f64>().sqrt();
    for value in &mut values {
        *value /= length;
    }
    Some(values)
}

/// Returns the value below which a share of the sorted values lies, between two of them
/// in proportion: the seventh definition of Hyndman and Fan.
///
/// # Panics
///
/// Without a value.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among the values"
)]
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    let part = place - place.floor();
    let step = sorted[above] - sorted[below];
    // From the nearer end: equal ends then give that value, not one beside it.
    if part < 0.5 { sorted[below] + part * step } else { sorted[above] - (1.0 - part) * step }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_values() {
        assert!((quantile(&[1.0, 2.0, 4.0, 9.0], 0.25) - 1.75).abs() < 1e-15);
        assert!((quantile(&[1.0, 2.0, 4.0, 9.0], 0.75) - 5.25).abs() < 1e-15);
        assert!((quantile(&[3.0], 0.25) - 3.0).abs() < 1e-15);
    }

    #[test]
    fn values_of_any_size_are_standardized() {
        let expected = [-0.5_f64.sqrt(), 0.0, 0.5_f64.sqrt()];
        for size in [1.0, f64::MAX / 4.0, f64::MIN_POSITIVE] {
            let values = standardized(vec![-size, 0.0, size]).expect("they vary");
            for (value, expected) in values.iter().zip(expected) {
                assert!((value - expected).abs() < 1e-15, "{size}: {value}");
            }
        }
        assert_eq!(standardized(vec![0.1; 3]), None);
    }
}

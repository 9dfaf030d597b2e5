//! Counts to the values of single samples.

/// Returns the mean of values that are not none.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Returns 1 for each count above 0, else 0.
pub(crate) fn flags(counts: &[u32]) -> Vec<f64> {
    counts.iter().map(|&count| f64::from(u8::from(0 < count))).collect()
}

/// Returns the counts as values.
pub(crate) fn numbers(counts: &[u32]) -> Vec<f64> {
    counts.iter().copied().map(f64::from).collect()
}

//! Places in order, with the mean place for values that are equal.

/// Returns the places of `values`, by value, ascending.
///
/// Equal values keep their order.
pub(crate) fn order(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    // Adding 0 makes one zero of two.
    order.sort_by(|&a, &b| (values[a] + 0.0).total_cmp(&(values[b] + 0.0)));
    order
}

/// Calls `each` with every run of equal values in `order`.
pub(crate) fn runs(values: &[f64], order: &[usize], mut each: impl FnMut(&[usize])) {
    for run in order.chunk_by(|&a, &b| values[b] <= values[a]) {
        each(run);
    }
}

/// Places 1, 2, ... of values, with the mean place for equal ones.
pub(crate) struct Ranks {
    /// One for each value.
    pub(crate) ranks: Vec<f64>,
    /// How many values each run of equal ones has, where it has more than one.
    pub(crate) ties: Vec<f64>,
}

/// Returns the places of `values`, which are finite.
pub(crate) fn ranks(values: &[f64]) -> Ranks {
    let order = order(values);
    let (mut ranks, mut ties, mut before) = (vec![0.0; values.len()], Vec::new(), 0.0);
    runs(values, &order, |run| {
        let size = run.len() as f64;
        for &at in run {
            ranks[at] = before + f64::midpoint(size, 1.0);
        }
        before += size;
        if 1 < run.len() {
            ties.push(size);
        }
    });
    Ranks { ranks, ties }
}

/// Returns (rank - 1/2) / n of the values that are there, which are finite.
pub(crate) fn scaled_ranks(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let there: Vec<f64> = values.iter().copied().flatten().collect();
    let n = there.len() as f64;
    let mut ranks = ranks(&there).ranks.into_iter().map(|rank| (rank - 0.5) / n);
    values.iter().map(|value| value.and_then(|_| ranks.next())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_mean_place() {
        let found = ranks(&[2.0, -0.0, 5.0, 0.0, 2.0, 2.0]);
        assert_eq!(found.ranks, [4.0, 1.5, 6.0, 1.5, 4.0, 4.0]);
        assert_eq!(found.ties, [2.0, 3.0]);
    }
}

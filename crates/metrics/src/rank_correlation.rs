//! Ranks, and the correlation of orders.

/// Returns the rank of each value, from 1; equal values share the mean of theirs.
pub(crate) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for group in order.chunk_by(|&a, &b| values[b] <= values[a]) {
        let rank = before as f64 + (group.len() + 1) as f64 / 2.0;
        for &at in group {
            ranks[at] = rank;
        }
        before += group.len();
    }
    ranks
}

/// Returns Kendall's tau-b: of all pairs of rows, how many are in the same order in both lists,
/// less those in the opposite order, next to those that are not tied; `None` when one list is
/// constant.
///
/// Opposite pairs are counted as what a merge sort exchanges, as W. R. Knight proposed.
pub(crate) fn kendall(a: &[f64], b: &[f64]) -> Option<f64> {
    let (a, b) = (ranks(a), ranks(b));
    let mut order: Vec<usize> = (0..a.len()).collect();
    order.sort_unstable_by(|&i, &j| a[i].total_cmp(&a[j]).then(b[i].total_cmp(&b[j])));
    let tied_in_a = tied(&order, |i, j| a[i] >= a[j]);
    let tied_in_both = tied(&order, |i, j| a[i] >= a[j] && b[i] >= b[j] && b[j] >= b[i]);
    let mut by_a: Vec<f64> = order.iter().map(|&at| b[at]).collect();
    let opposite = exchanges(&mut by_a);
    order.sort_unstable_by(|&i, &j| b[i].total_cmp(&b[j]));
    let tied_in_b = tied(&order, |i, j| b[i] >= b[j]);

    let pairs = n_pairs(a.len());
    let (untied_in_a, untied_in_b) = (pairs - tied_in_a, pairs - tied_in_b);
    if untied_in_a == 0 || untied_in_b == 0 {
        return None;
    }
    let untied = untied_in_a + tied_in_both - tied_in_b;
    let same_less_opposite = untied as f64 - 2.0 * opposite as f64;
    let tau = same_less_opposite / (untied_in_a as f64).sqrt() / (untied_in_b as f64).sqrt();
    Some(tau.clamp(-1.0, 1.0))
}

fn n_pairs(n: usize) -> u64 {
    let n = n as u64;
    n * n.saturating_sub(1) / 2
}

/// Returns how many pairs are within groups of equal neighbors.
fn tied(order: &[usize], equal: impl Fn(usize, usize) -> bool) -> u64 {
    order.chunk_by(|&i, &j| equal(i, j)).map(|group| n_pairs(group.len())).sum()
}

/// Sorts, and returns how many pairs were in the opposite order.
fn exchanges(values: &mut [f64]) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let (left, right) = values.split_at_mut(values.len() / 2);
    let mut n = exchanges(left) + exchanges(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut l, mut r) = (0, 0);
    while l < left.len() && r < right.len() {
        if left[l] <= right[r] {
            merged.push(left[l]);
            l += 1;
        } else {
            // All that are left of the left half are larger.
            n += (left.len() - l) as u64;
            merged.push(right[r]);
            r += 1;
        }
    }
    merged.extend_from_slice(&left[l..]);
    merged.extend_from_slice(&right[r..]);
    values.copy_from_slice(&merged);
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_ranks() {
        assert_eq!(ranks(&[7.0, 3.0, 7.0, 9.0]), [2.5, 1.0, 2.5, 4.0]);
    }

    #[test]
    fn tau_is_what_counting_all_pairs_gives() {
        let a: Vec<f64> = (0..40).map(|at| f64::from(at * at % 11)).collect();
        let b: Vec<f64> = (0..40).map(|at| f64::from(at * 5 % 7)).collect();
        let (mut sum, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
        let sign = |x: f64| f64::from(i8::from(0.0 < x) - i8::from(x < 0.0));
        for i in 0..40 {
            for j in 0..i {
                let (x, y) = (sign(a[i] - a[j]), sign(b[i] - b[j]));
                sum += x * y;
                of_a += x * x;
                of_b += y * y;
            }
        }
        let expected = sum / f64::sqrt(of_a * of_b);
        let tau = kendall(&a, &b).unwrap();
        assert!((tau - expected).abs() < 1e-15, "{tau} is not {expected}");
        assert_eq!(kendall(&a, &[1.0; 40]), None);
    }
}

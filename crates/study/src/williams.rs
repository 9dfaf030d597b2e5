//! Orders of conditions in which each follows each equally often.

use crate::{Error, Result};

/// Returns the rows of a Williams design: reader i reads the conditions in the order of row i modulo
/// their number.
///
/// # Value
///
/// `conditions` rows when that is even, twice as many when it is odd. Each row holds every condition
/// once, each condition stands in each place equally often, and each one follows each other one
/// equally often: once when their number is even, twice when it is odd.
///
/// # Errors
///
/// [`Error::Limit`] without a condition.
///
/// # Source
///
/// E. J. Williams, Australian Journal of Scientific Research A 2, 1949, 149–168.
pub fn williams_design(conditions: usize) -> Result<Vec<Vec<usize>>> {
    if conditions == 0 {
        return Err(Error::Limit { name: "conditions" });
    }
    // 0, 1, k - 1, 2, k - 2, ...: neighbours differ by every number once.
    let first = (0..conditions).map(|place| {
        let step = place.div_ceil(2);
        if place.is_multiple_of(2) { (conditions - step) % conditions } else { step }
    });
    let first: Vec<usize> = first.collect();
    let mut rows: Vec<Vec<usize>> = (0..conditions)
        .map(|shift| first.iter().map(|condition| (condition + shift) % conditions).collect())
        .collect();
    if !conditions.is_multiple_of(2) && 1 < conditions {
        let mirrored: Vec<Vec<usize>> =
            rows.iter().map(|row| row.iter().rev().copied().collect()).collect();
        rows.extend(mirrored);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_follows_each_equally_often() {
        for k in 1..=12 {
            let rows = williams_design(k).unwrap();
            let times = rows.len() / k;
            assert_eq!(times, if k % 2 == 1 && k > 1 { 2 } else { 1 }, "{k}");
            let mut follows = vec![0; k * k];
            let mut places = vec![0; k * k];
            for row in &rows {
                let mut sorted = row.clone();
                sorted.sort_unstable();
                assert_eq!(sorted, (0..k).collect::<Vec<_>>());
                for pair in row.windows(2) {
                    follows[pair[0] * k + pair[1]] += 1;
                }
                for (place, condition) in row.iter().enumerate() {
                    places[place * k + condition] += 1;
                }
            }
            assert!(places.iter().all(|&n| n == times), "{k}: {places:?}");
            for (at, &n) in follows.iter().enumerate() {
                assert_eq!(n, if at / k == at % k { 0 } else { times }, "{k}");
            }
        }
    }

    #[test]
    fn without_a_condition_there_is_no_order() {
        assert_eq!(williams_design(0), Err(Error::Limit { name: "conditions" }));
    }
}

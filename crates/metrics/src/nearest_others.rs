//! The nearest others of each sample of one set.

use rayon::prelude::*;
use samples::Vectors;

use crate::distance::fastest;
use crate::progress::Progress;
use crate::{Distance, Result};

/// Rows that are looked at together, so that a vector is fetched once for all of them.
const ROWS: usize = 32;

/// Returns, for each sample, the `k` nearest others by Euclidean distance, nearest first; of
/// equally near ones the first. There must be more than `k` samples.
///
/// `progress` counts the samples.
///
/// # Errors
///
/// [`crate::Error::Stopped`].
pub(crate) fn nearest_others(
    vectors: &Vectors,
    k: usize,
    progress: &Progress<'_>,
) -> Result<Vec<u32>> {
    let n = vectors.n();
    let firsts: Vec<usize> = (0..n).step_by(ROWS).collect();
    let of_block = |&first: &usize| -> Result<Vec<u32>> {
        let rows = first..n.min(first + ROWS);
        progress.add(rows.len())?;
        let mut nearest = vec![(f64::INFINITY, u32::MAX); rows.len() * k];
        fastest(|| {
            for other in 0..n {
                let there = vectors.row(other);
                for (row, nearest) in rows.clone().zip(nearest.chunks_exact_mut(k)) {
                    if row != other {
                        let key = Distance::Euclidean.key(vectors.row(row), there);
                        keep(nearest, key, other);
                    }
                }
            }
        });
        Ok(nearest.into_iter().map(|(_, other)| other).collect())
    };
    let blocks: Vec<Vec<u32>> = firsts.par_iter().map(of_block).collect::<Result<_>>()?;
    Ok(blocks.concat())
}

/// Puts `other` among the nearest, which are ascending, when it is nearer than their last.
#[inline(always)]
#[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
fn keep(nearest: &mut [(f64, u32)], key: f64, other: usize) {
    let last = nearest.len() - 1;
    if key < nearest[last].0 {
        let place = nearest.partition_point(|&(kept, _)| kept <= key);
        nearest.copy_within(place..last, place + 1);
        nearest[place] = (key, u32::try_from(other).unwrap_or(u32::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first_and_of_equally_near_ones_the_first() {
        let line = Vectors::new(5, 1, vec![0.0, 1.0, 2.0, 10.0, 10.0]).unwrap();
        let progress = Progress::new(5, &|_, _| true);
        let nearest = nearest_others(&line, 2, &progress).unwrap();
        assert_eq!(nearest, [1, 2, 0, 2, 1, 0, 4, 2, 3, 2]);
    }
}

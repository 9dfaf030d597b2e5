//! For how long a set has how many holes, seen from landmarks that are drawn from it.

use pulp::{Arch, NullaryFnOnce};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use samples::Vectors;

use crate::progress::Progress;
use crate::witness_complex::{WITNESSES, Witnessed};
use crate::{Distance, Result};

/// Draws that are followed at once may take so many bytes together.
const MOST_BYTES: usize = 1 << 27;
/// Landmarks whose vectors stay in the nearer cache meanwhile.
const TILE: usize = 16;

/// Draws the rows of `m` landmarks from a set of `n`, each at most once.
///
/// R. W. Floyd's way, in "Programming pearls", Communications of the ACM 30(9), 1987, 754–757: all
/// choices are equally likely. Each draw has a stream of chance of its own.
pub(crate) fn landmarks(n: usize, m: usize, seed: u64, draw: u64) -> Vec<u32> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    chance.set_stream(draw);
    let mut chosen: Vec<u32> = Vec::with_capacity(m);
    for last in n - m..n {
        let [row, last] = [chance.random_range(0..=last as u64), last as u64]
            .map(|row| u32::try_from(row).unwrap_or(u32::MAX));
        chosen.push(if chosen.contains(&row) { last } else { row });
    }
    chosen
}

/// A set, and how its holes are counted.
pub(crate) struct Landmarks<'a> {
    pub(crate) set: &'a Vectors,
    /// Up to which scale, as a share of the greatest distance of a sample from a landmark.
    pub(crate) gamma: f64,
    /// Numbers of holes from this one on are not counted.
    pub(crate) i_max: usize,
}

impl Landmarks<'_> {
    /// Returns what `progress` will count for a set and these draws.
    pub(crate) fn steps(set: &Vectors, draws: &[Vec<u32>]) -> u64 {
        (draws.chunks(at_once(draws)).len() * set.n()) as u64
    }

    /// Returns the relative living times of 0, 1, 2, ... holes, for each draw of landmarks.
    ///
    /// Distances are computed once for all draws that have a landmark in common, and not kept.
    pub(crate) fn living_times(
        &self,
        draws: &[Vec<u32>],
        progress: &Progress<'_>,
    ) -> Result<Vec<Vec<f64>>> {
        let reach = self.reach();
        let mut times = Vec::with_capacity(draws.len());
        for draws in draws.chunks(at_once(draws)) {
            let mut rows: Vec<u32> = draws.concat();
            rows.sort_unstable();
            rows.dedup();
            let place = |row: &u32| rows.partition_point(|other| other < row);
            let places = |draw: &Vec<u32>| -> Vec<usize> { draw.iter().map(place).collect() };
            let started = |draw: &Vec<u32>| {
                let reach = draw.iter().map(|&row| reach[row as usize]).fold(0.0, f64::max);
                (places(draw), Witnessed::new(draw.len(), self.gamma * reach))
            };
            let mut all: Vec<(Vec<usize>, Witnessed)> = draws.par_iter().map(started).collect();
            let mut distances = vec![[0.0; WITNESSES]; rows.len()];
            for first in (0..self.set.n()).step_by(WITNESSES) {
                progress.add(WITNESSES.min(self.set.n() - first))?;
                self.measure(first, &rows, &mut distances);
                all.par_iter_mut().for_each(|(places, witnessed)| {
                    Arch::new().dispatch(Hear { witnessed, distances: &distances, places });
                });
            }
            times.par_extend(all.par_iter().map(|(_, witnessed)| {
                let most = self.gamma * witnessed.farthest();
                relative(&witnessed.complex(most).holes(), most, self.i_max)
            }));
        }
        Ok(times)
    }

    /// Computes the distances of some witnesses, from `first` on, to the landmarks of these rows.
    ///
    /// After the last sample it is heard again, which changes nothing.
    fn measure(&self, first: usize, rows: &[u32], distances: &mut [[f64; WITNESSES]]) {
        let tiles = distances.par_chunks_mut(TILE).zip(rows.par_chunks(TILE));
        tiles.for_each(|(distances, rows)| {
            Arch::new().dispatch(Measure { set: self.set, first, rows, distances });
        });
    }

    /// Returns for each sample a distance that no other is beyond: by way of the middle.
    fn reach(&self) -> Vec<f64> {
        /// Rounding takes far less than this.
        const MORE: f64 = 1.0 + 1e-9;
        let set = self.set;
        let mut middle = vec![0.0; set.d()];
        for row in 0..set.n() {
            let n = set.n() as f64;
            middle.iter_mut().zip(set.row(row)).for_each(|(sum, value)| *sum += value / n);
        }
        let from_middle = |row| {
            let key = Distance::Euclidean.key(set.row(row), &middle);
            Distance::Euclidean.of_key(key)
        };
        let from_middle: Vec<f64> = (0..set.n()).map(from_middle).collect();
        let farthest = from_middle.iter().copied().fold(0.0, f64::max);
        from_middle.into_iter().map(|distance| MORE * (distance + farthest)).collect()
    }
}

/// Witnesses that are heard; a closure would not be inlined, and not get the wide instructions.
struct Hear<'a> {
    witnessed: &'a mut Witnessed,
    distances: &'a [[f64; WITNESSES]],
    places: &'a [usize],
}

impl NullaryFnOnce for Hear<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn call(self) {
        self.witnessed.hear(self.distances, self.places);
    }
}

/// Landmarks whose distances to witnesses, from `first` on, are computed.
struct Measure<'a> {
    set: &'a Vectors,
    first: usize,
    rows: &'a [u32],
    distances: &'a mut [[f64; WITNESSES]],
}

impl NullaryFnOnce for Measure<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn call(self) {
        let last = self.set.n() - 1;
        for witness in 0..WITNESSES {
            let there = self.set.row(last.min(self.first + witness));
            for (distances, &row) in self.distances.iter_mut().zip(self.rows) {
                let key = Distance::Euclidean.key(self.set.row(row as usize), there);
                distances[witness] = Distance::Euclidean.of_key(key);
            }
        }
    }
}

/// Returns how many draws are followed at once.
fn at_once(draws: &[Vec<u32>]) -> usize {
    let n_landmarks = draws.first().map_or(3, Vec::len);
    (MOST_BYTES / Witnessed::bytes(n_landmarks)).max(1)
}

/// Returns for which share of the scales from 0 to `most` there are 0, 1, 2, ... of these holes.
fn relative(holes: &[[f64; 2]], most: f64, i_max: usize) -> Vec<f64> {
    let mut times = vec![0.0; i_max];
    if most <= 0.0 {
        // All scales are one, at which all landmarks are one.
        times[0] = 1.0;
        return times;
    }
    let mut changes: Vec<(f64, bool)> = holes
        .iter()
        .flat_map(|&[birth, death]| [(birth.min(most), true), (death.min(most), false)])
        .collect();
    changes.push((most, false));
    changes.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut before, mut n_holes) = (0.0, 0_usize);
    for (scale, is_birth) in changes {
        // Between births and deaths at one scale no time passes, whichever comes first.
        if let Some(time) = times.get_mut(n_holes)
            && before < scale
        {
            *time += (scale - before) / most;
        }
        before = scale;
        n_holes = if is_birth { n_holes + 1 } else { n_holes.wrapping_sub(1) };
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shares_of_all_scales() {
        // 0 holes to 1, one to 2, two to 3, one to 8; the last is never filled.
        let times = relative(&[[1.0, 3.0], [2.0, f64::INFINITY]], 8.0, 4);
        assert_eq!(times, [0.125, 0.75, 0.125, 0.0]);
        assert_eq!(relative(&[], 8.0, 2), [1.0, 0.0]);
        assert_eq!(relative(&[[0.0, 4.0], [4.0, 8.0]], 8.0, 2), [0.0, 1.0]);
        // Numbers that are not asked for are left out.
        assert_eq!(relative(&[[0.0, 4.0]], 8.0, 1), [0.5]);
    }

    #[test]
    fn every_row_is_drawn_equally_often_and_never_twice() {
        let mut counts = [0_u32; 10];
        for draw in 0..3000 {
            let mut rows = landmarks(10, 4, 7, draw);
            for &row in &rows {
                counts[row as usize] += 1;
            }
            rows.sort_unstable();
            rows.dedup();
            assert_eq!(rows.len(), 4);
        }
        // 1200 expected, standard deviation 27.
        assert!(counts.iter().all(|count| (1090..1310).contains(count)), "{counts:?}");
        assert_ne!(landmarks(10, 4, 7, 0), landmarks(10, 4, 8, 0), "the seed counts");
    }
}

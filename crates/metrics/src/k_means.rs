//! Clusters of vectors around their means, several times from other beginnings.
//!
//! All runs go on side by side: one product of the vectors with all centers of all runs says how near each is. It is
//! taken in single precision, and says between which two numbers a distance lies (see `rough.rs`); where that does not
//! decide which center is nearest, the distances themselves are computed. So the clusters are those of the distances.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use pulp::NullaryFnOnce;
use rayon::prelude::*;

use crate::chance::Chance;
use crate::distance::fastest;
use crate::pooled::{Pooled, square};
use crate::products::products;
use crate::{Distance, Error, Result};

/// The most rounds of a run.
const ROUNDS: usize = 100;
/// A run ends when its centers moved by less than this part of the mean variance, squared and summed.
const STILL: f64 = 1e-4;
/// Rows of a block, which one thread looks at.
const BLOCK: usize = 256;
/// Half the distance of two `f32` around 1.
const UNIT_32: f64 = 1.0 / (1_u64 << 24) as f64;

/// Returns the cluster of each row, for each of `runs` runs from other random beginnings.
///
/// The first centers are drawn by distance (k-means++); then each row goes to its nearest center, the
/// first of equally near ones, and each center to the mean of its rows, until hardly anything moves.
/// A center that no row is nearest to stays where it is.
///
/// # Source
///
/// S. P. Lloyd, IEEE Transactions on Information Theory 28, 1982, 129–137; D. Arthur and S. Vassilvitskii,
/// "k-means++: the advantages of careful seeding", SODA 2007.
pub(crate) fn k_means(
    rows: &Pooled,
    k: usize,
    runs: usize,
    seed: u64,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Vec<u32>>> {
    let table = Table::new(rows);
    let mut all: Vec<Run> = table
        .first_centers(k, runs, seed)
        .into_iter()
        .map(|centers| Run::new(rows, centers))
        .collect();
    let still = STILL * table.squares.iter().sum::<f64>() / (rows.n * rows.d) as f64;
    for round in 1..=ROUNDS {
        if !go_on() {
            return Err(Error::Stopped);
        }
        let mut active: Vec<&mut Run> = all.iter_mut().filter(|run| !run.done).collect();
        if active.is_empty() {
            break;
        }
        let nearest = table.nearest(&active, k);
        active.par_iter_mut().enumerate().for_each(|(at, run)| {
            let labels = nearest.iter().skip(at).step_by(nearest.len() / rows.n);
            let changed = run.move_rows(rows, labels.copied());
            // The last round only looks once more who is nearest to the centers as they are.
            run.done = !changed || run.settled || round == ROUNDS;
            if !run.done {
                run.settled = run.move_centers() <= still;
            }
        });
    }
    Ok(all.into_iter().map(|run| run.labels).collect())
}

/// One run: its centers, and which row is whose.
struct Run {
    d: usize,
    centers: Vec<f64>,
    labels: Vec<u32>,
    /// The sum of a cluster's rows, and how many there are.
    sums: Vec<f64>,
    counts: Vec<usize>,
    settled: bool,
    done: bool,
}

/// The cluster of a row that has none yet.
const NONE: u32 = u32::MAX;

impl Run {
    fn new(rows: &Pooled, centers: Vec<f64>) -> Self {
        let k = centers.len() / rows.d;
        Run {
            d: rows.d,
            labels: vec![NONE; rows.n],
            sums: vec![0.0; centers.len()],
            counts: vec![0; k],
            centers,
            settled: false,
            done: false,
        }
    }

    /// Puts rows into their clusters; returns whether one was not there before.
    fn move_rows(&mut self, rows: &Pooled, nearest: impl Iterator<Item = u32>) -> bool {
        let mut changed = false;
        let d = self.d;
        for (at, to) in nearest.enumerate() {
            let from = self.labels[at];
            if from == to {
                continue;
            }
            changed = true;
            self.labels[at] = to;
            let row = rows.row(at);
            if from != NONE {
                let from = from as usize;
                self.counts[from] -= 1;
                self.sums[from * d..(from + 1) * d].iter_mut().zip(row).for_each(|(s, v)| *s -= v);
            }
            let to = to as usize;
            self.counts[to] += 1;
            self.sums[to * d..(to + 1) * d].iter_mut().zip(row).for_each(|(s, v)| *s += v);
        }
        changed
    }

    /// Moves centers to the means of their rows; returns how far, squared and summed.
    fn move_centers(&mut self) -> f64 {
        let mut moved = 0.0;
        for (cluster, &count) in self.counts.iter().enumerate() {
            if count == 0 {
                continue;
            }
            let part = cluster * self.d..(cluster + 1) * self.d;
            for (center, sum) in self.centers[part.clone()].iter_mut().zip(&self.sums[part]) {
                let mean = sum / count as f64;
                moved += (mean - *center) * (mean - *center);
                *center = mean;
            }
        }
        moved
    }
}

/// The rows in both precisions.
struct Table<'a> {
    rows: &'a Pooled,
    single: Vec<f32>,
    squares: Vec<f64>,
}

impl<'a> Table<'a> {
    fn new(rows: &'a Pooled) -> Self {
        Table { rows, single: single(&rows.values), squares: rows.squares() }
    }

    /// Draws the first centers of each run, one after the other, for all runs side by side.
    fn first_centers(&self, k: usize, runs: usize, seed: u64) -> Vec<Vec<f64>> {
        let (n, d) = (self.rows.n, self.rows.d);
        let mut chances: Vec<Chance> = (0..runs).map(|run| Chance::new(seed, run as u64)).collect();
        let mut drawn: Vec<usize> = chances.iter_mut().map(|chance| chance.below(n)).collect();
        let mut centers: Vec<Vec<f64>> =
            drawn.iter().map(|&row| self.rows.row(row).to_vec()).collect();
        // How far each row is from the nearest center of a run, squared.
        let mut least = vec![f64::INFINITY; n * runs];
        for _ in 1..k {
            let latest: Vec<f32> = drawn
                .iter()
                .flat_map(|&row| self.single[row * d..(row + 1) * d].to_vec())
                .collect();
            least.par_chunks_mut(BLOCK * runs).enumerate().for_each_init(
                Vec::new,
                |room, (block, least)| {
                    let first = block * BLOCK;
                    let n_rows = least.len() / runs;
                    room.resize(n_rows * runs, 0.0);
                    let rows = &self.single[first * d..(first + n_rows) * d];
                    products(rows, &latest, d, room);
                    for (at, (least, &product)) in least.iter_mut().zip(&*room).enumerate() {
                        let (row, run) = (first + at / runs, at % runs);
                        let squares = self.squares[row] + self.squares[drawn[run]];
                        let distance = (squares - 2.0 * f64::from(product)).max(0.0);
                        *least = if row == drawn[run] { 0.0 } else { least.min(distance) };
                    }
                },
            );
            for (run, (chance, centers)) in chances.iter_mut().zip(&mut centers).enumerate() {
                let weights = || least.iter().skip(run).step_by(runs);
                let mut left = chance.share() * weights().sum::<f64>();
                let row = weights().position(|weight| {
                    left -= weight;
                    left < 0.0
                });
                // All rows are centers already: one more of them changes nothing.
                drawn[run] = row.unwrap_or(0);
                centers.extend_from_slice(self.rows.row(drawn[run]));
            }
        }
        centers
    }

    /// Returns which center is nearest to each row, for each run: row by row, run by run.
    fn nearest(&self, runs: &[&mut Run], k: usize) -> Vec<u32> {
        let (n, d) = (self.rows.n, self.rows.d);
        let all_centers: Vec<f64> =
            runs.iter().flat_map(|run| run.centers.iter().copied()).collect();
        let singles = single(&all_centers);
        let squares: Vec<f64> = all_centers.chunks_exact(d).map(square).collect();
        let most = squares.iter().copied().fold(0.0, f64::max);
        // As `rough.rs` says: the rounding of values, of the product, and of all that is added up.
        let terms = (d + 8) as f64 * UNIT_32;
        let share = if terms < 0.5 { 1.01 * terms / (1.0 - terms) } else { f64::INFINITY };
        let lost = d as f64 * 2_f64.powi(-140);
        let mut nearest = vec![0; n * runs.len()];
        let blocks = nearest.par_chunks_mut(BLOCK * runs.len()).enumerate();
        blocks.for_each_init(Vec::new, |room, (block, nearest)| {
            let first = block * BLOCK;
            let n_rows = nearest.len() / runs.len();
            room.resize(n_rows * squares.len(), 0.0);
            let rows = &self.single[first * d..(first + n_rows) * d];
            products(rows, &singles, d, room);
            // |x|² is the same for all centers; both bounds are off by no more than this.
            let slack = |row: usize| share * (self.squares[row] + most) + lost;
            let margins: Vec<f64> = (first..first + n_rows).map(|row| 2.0 * slack(row)).collect();
            fastest(Scan { products: room, squares: &squares, margins: &margins, k, nearest });
            let unsure = nearest.iter_mut().enumerate().filter(|(_, nearest)| **nearest == NONE);
            fastest(|| {
                for (at, nearest) in unsure {
                    let (row, run) = (at / runs.len(), at % runs.len());
                    let centers = run * k..(run + 1) * k;
                    let products = &room[at * k..(at + 1) * k];
                    let keys = || products.iter().zip(&squares[centers.clone()]).map(rough_key);
                    let limit = keys().fold(f64::INFINITY, f64::min) + margins[row];
                    let mut best = (0, f64::INFINITY);
                    for (center, _) in keys().enumerate().filter(|&(_, key)| key <= limit) {
                        let at = centers.start + center;
                        let place = self.rows.row(first + row);
                        let key =
                            Distance::Euclidean.key(place, &all_centers[at * d..(at + 1) * d]);
                        if key < best.1 {
                            best = (center, key);
                        }
                    }
                    *nearest = u32::try_from(best.0).expect("few centers");
                }
            });
        });
        nearest
    }
}

/// Returns how near a center is, but for what is the same for all centers.
#[inline(always)]
fn rough_key((&product, square): (&f32, &f64)) -> f64 {
    square - 2.0 * f64::from(product)
}

/// Keys that are looked at side by side.
const LANES: usize = 4;

/// The products of some rows with all centers, which mostly tell which one of a run is nearest.
struct Scan<'a> {
    products: &'a [f32],
    squares: &'a [f64],
    /// How far apart two keys must be, for each row.
    margins: &'a [f64],
    k: usize,
    /// For each row and each run; [`NONE`] where products do not tell.
    nearest: &'a mut [u32],
}

impl NullaryFnOnce for Scan<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Scan { products, squares, margins, k, nearest } = self;
        // What fills up the last lanes is never least.
        let mut keys = vec![[f64::INFINITY; LANES]; k.div_ceil(LANES)];
        let of_rows = products.chunks_exact(squares.len()).zip(margins);
        let nearest = nearest.chunks_exact_mut(squares.len() / k);
        for (nearest, (products, margin)) in nearest.zip(of_rows) {
            let of_runs = products.chunks_exact(k).zip(squares.chunks_exact(k));
            for (nearest, (products, squares)) in nearest.iter_mut().zip(of_runs) {
                let pairs = products.iter().zip(squares);
                for (key, pair) in keys.as_flattened_mut().iter_mut().zip(pairs) {
                    *key = rough_key(pair);
                }
                *nearest = only_least(&keys, *margin);
            }
        }
    }
}

/// Returns which key is least when no other is within the margin of it; else [`NONE`].
///
/// Without a branch for each key: which one is less is what processors cannot guess.
#[inline(always)]
fn only_least(keys: &[[f64; LANES]], margin: f64) -> u32 {
    let mut least = [f64::INFINITY; LANES];
    for keys in keys {
        for lane in 0..LANES {
            least[lane] = if keys[lane] < least[lane] { keys[lane] } else { least[lane] };
        }
    }
    let limit = least.into_iter().fold(f64::INFINITY, f64::min) + margin;
    let mut count = [0.0; LANES];
    let mut places = [0.0; LANES];
    let mut at = [0.0, 1.0, 2.0, 3.0];
    for keys in keys {
        for lane in 0..LANES {
            let is_near = keys[lane] <= limit;
            count[lane] += if is_near { 1.0 } else { 0.0 };
            places[lane] += if is_near { at[lane] } else { 0.0 };
            at[lane] += LANES as f64;
        }
    }
    if 1.0 < count.iter().sum::<f64>() {
        return NONE;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small place")]
    let place = places.iter().sum::<f64>() as u32;
    place
}

#[expect(clippy::cast_possible_truncation, reason = "the nearest f32 is meant")]
fn single(values: &[f64]) -> Vec<f32> {
    values.iter().map(|&value| value as f32).collect()
}

#[cfg(test)]
mod tests {
    use samples::Vectors;

    use super::*;

    fn pooled(d: usize, values: &[f64]) -> Pooled {
        let set = Vectors::new(values.len() / d, d, values.to_vec()).unwrap();
        let rows: Vec<usize> = (0..set.n()).collect();
        Pooled::new(&[(&set, &rows)]).unwrap()
    }

    #[test]
    fn groups_that_lie_apart_are_found_in_every_run() {
        let values: Vec<f64> = (0..60)
            .flat_map(|at| {
                let angle = f64::from(at) * 0.7;
                [100.0 * f64::from(at % 3) + angle.sin(), 50.0 * f64::from(at % 2) + angle.cos()]
            })
            .collect();
        for labels in k_means(&pooled(2, &values), 6, 8, 1, &|| true).unwrap() {
            for (at, label) in labels.iter().enumerate() {
                assert_eq!(*label, labels[at % 6], "six groups, by the rest of six");
            }
            let mut first = labels[..6].to_vec();
            first.sort_unstable();
            assert_eq!(first, [0, 1, 2, 3, 4, 5]);
        }
    }

    #[test]
    fn every_row_ends_at_its_nearest_mean() {
        let mut chance = Chance::new(3, 0);
        let (n, d, k) = (600, 24, 5);
        let values: Vec<f64> = (0..n * d).map(|_| chance.share()).collect();
        let rows = pooled(d, &values);
        let labels = &k_means(&rows, k, 1, 9, &|| true).unwrap()[0];
        let mean = |cluster: usize| -> Vec<f64> {
            let own: Vec<usize> = (0..n).filter(|&at| labels[at] as usize == cluster).collect();
            (0..d)
                .map(|j| own.iter().map(|&at| rows.row(at)[j]).sum::<f64>() / own.len() as f64)
                .collect()
        };
        let means: Vec<Vec<f64>> = (0..k).map(mean).collect();
        let away = (0..n).filter(|&at| {
            let far = |cluster: usize| Distance::Euclidean.key(rows.row(at), &means[cluster]);
            (0..k).any(|other| far(other) + 1e-12 < far(labels[at] as usize))
        });
        // The run ends when centers hardly move, so that a few rows may be about to leave.
        assert!(away.count() <= n / 100);
    }

    #[test]
    fn fewer_places_than_centers_leave_clusters_empty() {
        let rows = pooled(1, &[1.0, 1.0, 1.0, 7.0, 7.0]);
        let labels = &k_means(&rows, 4, 1, 0, &|| true).unwrap()[0];
        assert!(labels[0] == labels[1] && labels[1] == labels[2] && labels[3] == labels[4]);
        assert_ne!(labels[0], labels[3]);
        let rows = pooled(1, &[2.0; 5]);
        let labels = &k_means(&rows, 3, 1, 0, &|| true).unwrap()[0];
        assert_eq!(labels, &[0; 5]);
    }
}

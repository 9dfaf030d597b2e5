//! An image of half the size, by cubic interpolation without aliasing.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use pulp::NullaryFnOnce;

use super::normalised::Source;
use crate::distance::fastest;

/// How far the cubic reaches, in pixels of the smaller image.
const REACH: f64 = 2.0;
/// Pixels past an end that the cubic can reach; halves of at least 7 pixels never need more.
const MARGIN: usize = 8;

/// Pixels of a row that are made side by side.
const LANES: usize = 8;
/// Columns that are summed side by side.
const BLOCK: usize = 64;

/// Which pixels make one of the smaller image, and what they weigh.
struct Taps {
    /// The first of them, counted from `MARGIN` before the image.
    first: usize,
    weights: Vec<f64>,
}

/// Returns an image of half the size; odd sides lose a half.
///
/// Each side is scaled by its own factor, to exactly half of its pixels. Past its ends the
/// image is mirrored, with the border pixel twice.
pub(super) fn halved(source: &Source<'_>) -> Source<'static> {
    let [rows, columns] = source.shape();
    let shape = [rows / 2, columns / 2];
    let (down, across) = (taps(rows), taps(columns));
    let n_kept = down.iter().map(|taps| taps.weights.len()).max().unwrap_or(0) + MARGIN;
    let across = Across::new(&across);
    let line = vec![0.0; (columns + MARGIN).max(across.reach) + MARGIN];
    let mut levels = vec![0.0; shape[0] * shape[1]];
    fastest(Rows {
        source,
        down: &down,
        across: &across,
        kept: vec![vec![0.0; columns.next_multiple_of(BLOCK)]; n_kept],
        line,
        levels: &mut levels,
    });
    Source::Half { shape, levels }
}

/// All rows of the smaller image, one after the other.
struct Rows<'a, 'b> {
    source: &'a Source<'b>,
    down: &'a [Taps],
    across: &'a Across,
    /// The last rows of the image: row `r` has the place `r` modulo their number.
    kept: Vec<Vec<f32>>,
    /// A row of the smaller image whose columns are those of the larger one.
    line: Vec<f64>,
    levels: &'a mut [f32],
}

impl NullaryFnOnce for Rows<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn call(mut self) {
        let [rows, columns] = self.source.shape();
        let n_kept = self.kept.len();
        let mut n_seen = 0;
        let (mut places, mut scratch) = (Vec::new(), Vec::new());
        for (taps, out) in self.down.iter().zip(self.levels.chunks_exact_mut(columns / 2)) {
            let past = taps.first + taps.weights.len();
            while n_seen < rows.min((past + 1).saturating_sub(MARGIN).max(MARGIN)) {
                self.source.fill(n_seen, &mut scratch, &mut self.kept[n_seen % n_kept][..columns]);
                n_seen += 1;
            }
            places.clear();
            places.extend((taps.first..past).map(|at| mirrored(at, rows) % n_kept));
            let sums = &mut self.line[MARGIN..MARGIN + columns];
            for (block, out) in sums.chunks_mut(BLOCK).enumerate() {
                let mut sums = [0.0; BLOCK];
                for (&place, &weight) in places.iter().zip(&taps.weights) {
                    let levels = &self.kept[place][block * BLOCK..][..BLOCK];
                    for lane in 0..BLOCK {
                        sums[lane] += weight * f64::from(levels[lane]);
                    }
                }
                out.iter_mut().zip(sums).for_each(|(out, sum)| *out = sum);
            }
            let (before, line) = self.line.split_at_mut(MARGIN);
            for past in 0..MARGIN {
                before[MARGIN - 1 - past] = line[past];
                line[columns + past] = line[columns - 1 - past];
            }
            if columns.is_multiple_of(2) {
                self.across.halve::<true>(&self.line, out);
            } else {
                self.across.halve::<false>(&self.line, out);
            }
        }
    }
}

/// What makes the pixels of a row, for some of them side by side.
struct Across {
    /// Of each pixel, in lanes, the first that makes it; pixels past the last are made of anything.
    firsts: Vec<[usize; LANES]>,
    /// What the pixels from there on weigh, as many for each; 0 where a pixel is made of fewer.
    weights: Vec<[f64; LANES]>,
    n_taps: usize,
    /// How long a row must be.
    reach: usize,
}

impl Across {
    fn new(taps: &[Taps]) -> Self {
        let n_taps = taps.iter().map(|taps| taps.weights.len()).max().unwrap_or(0);
        let mut weights = Vec::with_capacity(taps.len().div_ceil(LANES) * n_taps);
        let mut firsts = Vec::with_capacity(taps.len().div_ceil(LANES));
        for taps in taps.chunks(LANES) {
            firsts.push(std::array::from_fn(|lane| taps.get(lane).map_or(0, |taps| taps.first)));
            for tap in 0..n_taps {
                let weight = |taps: &Taps| taps.weights.get(tap).copied();
                weights.push(std::array::from_fn(|lane| {
                    taps.get(lane).and_then(weight).unwrap_or(0.0)
                }));
            }
        }
        let reach = taps.last().map_or(0, |taps| taps.first) + 2 * LANES + n_taps;
        Across { firsts, weights, n_taps, reach }
    }

    /// Writes the pixels that a row of sums makes.
    ///
    /// Where the row has an `EVEN` number of them, each pixel's begin two after those of the pixel
    /// before, which spares looking that up.
    #[expect(clippy::cast_possible_truncation, reason = "levels of 0 to 255, in single precision")]
    #[inline(always)]
    fn halve<const EVEN: bool>(&self, line: &[f64], out: &mut [f32]) {
        let weights = self.weights.chunks_exact(self.n_taps);
        for ((out, firsts), weights) in out.chunks_mut(LANES).zip(&self.firsts).zip(weights) {
            let mut sums = [0.0; LANES];
            for (tap, weights) in weights.iter().enumerate() {
                let values: [f64; LANES] = if EVEN {
                    let reached = &line[firsts[0] + tap..firsts[0] + tap + 2 * LANES];
                    std::array::from_fn(|lane| reached[2 * lane])
                } else {
                    firsts.map(|first| line[first + tap])
                };
                for lane in 0..LANES {
                    sums[lane] += values[lane] * weights[lane];
                }
            }
            out.iter_mut().zip(sums).for_each(|(out, sum)| *out = sum as f32);
        }
    }
}

/// Returns what makes each of the pixels that `n` are halved to.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place, from 0 on")]
fn taps(n: usize) -> Vec<Taps> {
    let scale = (n / 2) as f64 / n as f64;
    let of = |at: usize| {
        let middle = (at as f64 + 0.5) / scale - 0.5 + MARGIN as f64;
        let first = (middle - REACH / scale).ceil() as usize;
        let last = (middle + REACH / scale).floor() as usize;
        let weights: Vec<f64> =
            (first..=last).map(|at| cubic((at as f64 - middle) * scale)).collect();
        let sum: f64 = weights.iter().sum();
        Taps { first, weights: weights.into_iter().map(|weight| weight / sum).collect() }
    };
    (0..n / 2).map(of).collect()
}

/// Returns which of `n` pixels stands at place `at`, counted from `MARGIN` before the first.
fn mirrored(at: usize, n: usize) -> usize {
    match at.checked_sub(MARGIN) {
        None => MARGIN - 1 - at,
        Some(at) if at < n => at,
        Some(at) => 2 * n - 1 - at,
    }
}

/// Keys' cubic, with a = -1/2.
fn cubic(x: f64) -> f64 {
    let x = x.abs();
    if x <= 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < REACH {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half(shape: [usize; 2], level: impl Fn(usize) -> f32) -> Vec<f32> {
        let levels = (0..shape[0] * shape[1]).map(level).collect();
        match halved(&Source::Half { shape, levels }) {
            Source::Half { shape: [rows, columns], levels } if rows * columns == levels.len() => {
                levels
            }
            _ => panic!("it has half the size"),
        }
    }

    #[test]
    fn a_flat_image_stays_flat_whatever_its_size() {
        for shape in [[14, 14], [15, 17], [33, 40]] {
            assert!(
                half(shape, |_| 77.0).iter().all(|&level| (level - 77.0).abs() < 1e-4),
                "{shape:?}"
            );
        }
    }

    #[test]
    fn a_slope_keeps_its_steepness() {
        // Far from the ends, where it is not mirrored.
        let slope = half([16, 40], |at| f32::from(u8::try_from(at % 40).unwrap()));
        for at in 4..16 {
            let expected = 2.0 * f32::from(u8::try_from(at).unwrap()) + 0.5;
            assert!((slope[20 * 3 + at] - expected).abs() < 1e-4, "{at}: {}", slope[20 * 3 + at]);
        }
    }
}

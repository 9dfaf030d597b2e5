//! An image of half the size, by cubic interpolation without aliasing.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use super::normalised::Source;
use crate::distance::fastest;

/// How far the cubic reaches, in pixels of the smaller image.
const REACH: f64 = 2.0;
/// Pixels past an end that the cubic can reach; halves of at least 7 pixels never need more.
const MARGIN: usize = 8;

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
    let mut kept = vec![vec![0.0_f32; columns]; n_kept];
    let mut n_seen = 0;
    let mut scratch = Vec::new();
    let mut line = vec![0.0; columns + 2 * MARGIN];
    let mut levels = Vec::with_capacity(shape[0] * shape[1]);
    fastest(|| {
        for taps in &down {
            let past = taps.first + taps.weights.len();
            while n_seen < rows.min((past + 1).saturating_sub(MARGIN).max(MARGIN)) {
                source.fill(n_seen, &mut scratch, &mut kept[n_seen % n_kept]);
                n_seen += 1;
            }
            let sums = &mut line[MARGIN..MARGIN + columns];
            sums.fill(0.0);
            for (tap, &weight) in taps.weights.iter().enumerate() {
                let row = &kept[mirrored(taps.first + tap, rows) % n_kept];
                sums.iter_mut()
                    .zip(row)
                    .for_each(|(sum, &level)| *sum += weight * f64::from(level));
            }
            for past in 0..MARGIN {
                line[MARGIN - 1 - past] = line[MARGIN + past];
                line[MARGIN + columns + past] = line[MARGIN + columns - 1 - past];
            }
            halve_row(&line, &across, &mut levels);
        }
    });
    Source::Half { shape, levels }
}

/// Appends the pixels that a row of sums makes.
#[expect(clippy::cast_possible_truncation, reason = "levels of 0 to 255, in single precision")]
#[inline(always)]
fn halve_row(line: &[f64], across: &[Taps], levels: &mut Vec<f32>) {
    levels.extend(across.iter().map(|taps| {
        let reached = &line[taps.first..taps.first + taps.weights.len()];
        let products = reached.iter().zip(&taps.weights).map(|(level, weight)| level * weight);
        products.sum::<f64>() as f32
    }));
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

//! One random kernel, and what it finds in a channel.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Numbers in a kernel.
const TAPS: usize = 9;
/// Steps from the first of them to the last.
const STEPS: usize = TAPS - 1;
/// The fewest values that a kernel can look at.
pub(crate) const SHORTEST: usize = TAPS;
/// Places that are worked on at a time: few enough to stay in the nearest cache.
const BLOCK: usize = 1024;
/// Maxima kept side by side, as processors do it.
const LANES: usize = 8;

/// A kernel whose weights sum to 0 and whose squared weights sum to 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kernel {
    weights: [f64; TAPS],
    bias: f64,
    dilation: usize,
    padded: bool,
}

impl Kernel {
    /// Draws a kernel that fits into `length` values.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a dilation is at least 1 and fits into the length"
    )]
    pub(crate) fn draw(chance: &mut ChaCha8Rng, length: usize) -> Self {
        let mut weights: [f64; TAPS] = std::array::from_fn(|_| StandardNormal.sample(chance));
        let mean = weights.iter().sum::<f64>() / TAPS as f64;
        for weight in &mut weights {
            *weight -= mean;
        }
        let norm = weights.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
        for weight in &mut weights {
            *weight /= norm;
        }
        let bias = chance.random_range(-1.0..1.0) / norm;
        let room = (length - 1) as f64 / STEPS as f64;
        let exponent = chance.random_range(0.0..1.0) * room.log2();
        let dilation = (exponent.exp2() as usize).clamp(1, (length - 1) / STEPS);
        let padded = chance.random_range(0..2) == 1;
        Kernel { weights, bias, dilation, padded }
    }

    /// Returns how many values the kernel spans.
    pub(crate) fn span(&self) -> usize {
        STEPS * self.dilation + 1
    }

    /// Returns the share of places where the response and the bias are above 0, and the largest
    /// response.
    ///
    /// A padded kernel is also put where it hangs over the ends by up to half, as if 0 stood there.
    ///
    /// # Input
    ///
    /// At least [`Kernel::span`] values.
    #[expect(clippy::cast_possible_wrap, reason = "no channel has 2^63 values")]
    pub(crate) fn respond(&self, values: &[f64]) -> [f64; 2] {
        let overhang = if self.padded { STEPS / 2 * self.dilation } else { 0 };
        let places = values.len() + 2 * overhang - (self.span() - 1);
        let mut above = 0;
        let mut largest = [f64::NEG_INFINITY; LANES];
        let mut block = [0.0; BLOCK];
        for start in (0..places).step_by(BLOCK) {
            let sums = &mut block[..BLOCK.min(places - start)];
            sums.fill(0.0);
            for (tap, &weight) in self.weights.iter().enumerate() {
                // Tap by tap and not place by place: neighbours are then added side by side.
                let shift = (start + tap * self.dilation) as isize - overhang as isize;
                let before = shift.min(0).unsigned_abs().min(sums.len());
                let first = shift.max(0).unsigned_abs().min(values.len());
                for (sum, value) in sums[before..].iter_mut().zip(&values[first..]) {
                    *sum += weight * value;
                }
            }
            above += sums.iter().filter(|&&sum| 0.0 < sum + self.bias).count();
            let (chunks, rest) = sums.as_chunks::<LANES>();
            for chunk in chunks {
                for (most, &sum) in largest.iter_mut().zip(chunk) {
                    *most = if *most < sum { sum } else { *most };
                }
            }
            for (most, &sum) in largest.iter_mut().zip(rest) {
                *most = most.max(sum);
            }
        }
        let largest = largest.into_iter().fold(f64::NEG_INFINITY, f64::max);
        [above as f64 / places as f64, largest]
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    /// As [`Kernel::respond`], from the definition.
    fn by_definition(kernel: &Kernel, values: &[f64]) -> [f64; 2] {
        let n = i64::try_from(values.len()).unwrap();
        let dilation = i64::try_from(kernel.dilation).unwrap();
        let places = if kernel.padded { 0..n } else { 4 * dilation..n - 4 * dilation };
        let response = |place: i64| {
            let tap = |(tap, weight): (i64, &f64)| {
                let at = usize::try_from(place + (tap - 4) * dilation).ok();
                weight * at.and_then(|at| values.get(at)).copied().unwrap_or(0.0)
            };
            (0..).zip(&kernel.weights).map(tap).sum::<f64>()
        };
        let responses: Vec<f64> = places.map(response).collect();
        let above = responses.iter().filter(|&&response| 0.0 < response + kernel.bias).count();
        let largest = responses.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        [above as f64 / responses.len() as f64, largest]
    }

    #[test]
    fn responses_are_those_of_the_definition() {
        let mut chance = ChaCha8Rng::seed_from_u64(1);
        for length in [9, 10, 17, 100, 1024, 1031, 3000] {
            let values: Vec<f64> = (0..length).map(|_| chance.random_range(-2.0..2.0)).collect();
            for _ in 0..30 {
                let kernel = Kernel::draw(&mut chance, length);
                assert!(kernel.span() <= length);
                let (found, wanted) = (kernel.respond(&values), by_definition(&kernel, &values));
                for (found, wanted) in found.iter().zip(wanted) {
                    assert!((found - wanted).abs() < 1e-12, "{length}: {kernel:?}");
                }
            }
        }
    }

    #[test]
    fn a_kernel_sees_no_level_and_noise_as_it_is() {
        let mut chance = ChaCha8Rng::seed_from_u64(2);
        for _ in 0..30 {
            let kernel = Kernel::draw(&mut chance, 500);
            let squares: f64 = kernel.weights.iter().map(|weight| weight * weight).sum();
            assert!(kernel.weights.iter().sum::<f64>().abs() < 1e-12);
            assert!((squares - 1.0).abs() < 1e-12);
        }
    }
}

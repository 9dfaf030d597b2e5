//! Cross-correlations of all pairs of signals, from one transform of each signal.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use std::sync::Arc;

use pulp::NullaryFnOnce;
use rayon::prelude::*;
use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};
use samples::Signal;

use crate::distance::{LANES, dot, fastest};
use crate::progress::Progress;
use crate::{GoOn, Result};

/// Which shifts of two signals count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lags {
    /// All at which they overlap.
    Full,
    /// As many as the longer one has values, in the middle.
    Same,
    /// Those at which the shorter one does not hang over.
    Valid,
}

impl Lags {
    /// Returns the first and the last shift, of a signal of `a` values against one of `b`.
    fn ends(self, a: usize, b: usize) -> [isize; 2] {
        let (a, b) = (a.cast_signed(), b.cast_signed());
        match self {
            Lags::Full => [1 - b, a - 1],
            Lags::Valid => [(a - b).min(0), (a - b).max(0)],
            // With as many values on both sides as there can be; one more to the left when odd.
            Lags::Same if b <= a => [-(b / 2), a - 1 - b / 2],
            Lags::Same => [a / 2 + 1 - b, a / 2],
        }
    }
}

/// What counts of the values at all shifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reduction {
    /// The largest.
    Max,
    /// Their mean.
    Mean,
}

/// The means over pairs.
pub(crate) struct Means {
    /// Of each signal of the first set, over the second.
    pub(crate) first: Vec<f64>,
    /// Of each signal of the second set, over the first.
    pub(crate) second: Vec<f64>,
}

/// How many signals of the second set are held transformed at a time, an even number.
const BLOCK: usize = 64;
/// How many numbers of transforms are held at a time, which limits that of signals when they are long.
const MOST_HELD: usize = 1 << 24;
/// Up to so many shifts are added up as they stand, which is faster than a transform.
const FEW: isize = 8;

/// Correlates every signal of the first set with every one of the second, and takes the mean over channels.
pub(crate) fn all_pairs(
    first: &[Signal],
    second: &[Signal],
    lags: Lags,
    reduction: Reduction,
    go_on: &GoOn<'_>,
) -> Result<Means> {
    let n_pairs = (first.len() as u64).saturating_mul(second.len() as u64);
    let progress = Progress::new(n_pairs, go_on);
    let mut means = Means { first: vec![0.0; first.len()], second: Vec::new() };
    let longest = |set: &[Signal]| set.iter().map(Signal::length).max().unwrap_or(1);
    let plan = Plan::of(longest(first) + longest(second) - 1);
    let of_one = plan.length() * first[0].channels().len();
    let size = (2 * MOST_HELD / of_one).clamp(2, BLOCK) / 2 * 2;
    for block in second.chunks(size) {
        let by_sums = |a: &Signal, b: &Signal| {
            let [from, to] = lags.ends(a.length(), b.length());
            reduction == Reduction::Mean || to - from < FEW
        };
        let transform = first.iter().any(|a| block.iter().any(|b| !by_sums(a, b)));
        let twos: Vec<Two> = if transform {
            block.par_chunks(2).map(|two| Two::of(two, &plan)).collect()
        } else {
            Vec::new()
        };
        let of_first = |work: &mut Vec<Complex<f64>>, a: &Signal| {
            let mut values = vec![0.0; block.len()];
            let n_channels = a.channels().len();
            for channel in 0..n_channels {
                let x = a.channel(channel);
                let wave = transform.then(|| Wave::of(x, &plan, work));
                for (at, values) in values.chunks_mut(2).enumerate() {
                    let signals = &block[2 * at..2 * at + values.len()];
                    if let Some(wave) =
                        wave.as_ref().filter(|_| !signals.iter().all(|b| by_sums(a, b)))
                    {
                        plan.correlate(wave, &twos[at].channels[channel], work);
                        let found = &work[..plan.length()];
                        let scales = twos[at].scales[channel];
                        let mut known = None;
                        for (side, ((b, value), scale)) in
                            signals.iter().zip(values).zip(scales).enumerate()
                        {
                            let ends = lags.ends(x.len(), b.length());
                            // Signals of one length have the same shifts.
                            let most = match known {
                                Some((those, most)) if those == ends => most,
                                _ => largest(found, ends),
                            };
                            known = Some((ends, most));
                            *value += scale * wave.scale * most[side];
                        }
                    } else {
                        for (b, value) in signals.iter().zip(values) {
                            let y = b.channel(channel);
                            *value += directly(x, y, lags.ends(x.len(), y.len()), reduction);
                        }
                    }
                }
            }
            progress.add(block.len())?;
            for value in &mut values {
                *value /= n_channels as f64;
            }
            Ok(values)
        };
        let rows = first.par_iter().map_init(Vec::new, of_first).collect::<Result<Vec<_>>>()?;
        for (mean, row) in means.first.iter_mut().zip(&rows) {
            *mean += row.iter().sum::<f64>() / second.len() as f64;
        }
        for at in 0..block.len() {
            let sum: f64 = rows.iter().map(|row| row[at]).sum();
            means.second.push(sum / first.len() as f64);
        }
    }
    Ok(means)
}

/// Transforms of one length, there and back.
struct Plan {
    there: Arc<dyn Fft<f64>>,
    back: Arc<dyn Fft<f64>>,
}

impl Plan {
    /// Plans transforms that hold `n` shifts.
    fn of(n: usize) -> Self {
        // Lengths without other factors than 2 and one 3 are the fastest.
        let length = n.next_power_of_two();
        let length =
            if length.is_multiple_of(4) && n <= length / 4 * 3 { length / 4 * 3 } else { length };
        let mut planner = FftPlanner::new();
        let (there, back) = (planner.plan_fft_forward(length), planner.plan_fft_inverse(length));
        Plan { there, back }
    }

    fn length(&self) -> usize {
        self.there.len()
    }

    fn run(&self, plan: &dyn Fft<f64>, values: &mut [Complex<f64>], work: &mut Vec<Complex<f64>>) {
        debug_assert_eq!(values.len(), self.length());
        work.resize(plan.get_inplace_scratch_len(), Complex::ZERO);
        plan.process_with_scratch(values, work);
    }

    /// Leaves in `work` the correlation with one channel as real, with the other as imaginary parts.
    fn correlate(&self, wave: &Wave, two: &[Complex<f64>], work: &mut Vec<Complex<f64>>) {
        let n = self.length();
        work.resize(n + self.back.get_inplace_scratch_len(), Complex::ZERO);
        let (product, scratch) = work.split_at_mut(n);
        fastest(Product { left: &wave.values, right: two, into: product });
        self.back.process_with_scratch(product, scratch);
    }
}

/// The transform of one channel.
struct Wave {
    values: Vec<Complex<f64>>,
    /// What its values were divided by: squares of large ones would not be numbers.
    scale: f64,
}

impl Wave {
    fn of(channel: &[f64], plan: &Plan, work: &mut Vec<Complex<f64>>) -> Self {
        let scale = scale(channel);
        let mut values = vec![Complex::ZERO; plan.length()];
        // The way back multiplies by the length.
        let factor = scale * plan.length() as f64;
        for (place, value) in values.iter_mut().zip(channel) {
            place.re = value / factor;
        }
        plan.run(plan.there.as_ref(), &mut values, work);
        Wave { values, scale }
    }
}

/// The transforms of two signals at once, one as real and one as imaginary parts, by channel.
struct Two {
    channels: Vec<Vec<Complex<f64>>>,
    scales: Vec<[f64; 2]>,
}

impl Two {
    fn of(signals: &[Signal], plan: &Plan) -> Self {
        let mut two = Two { channels: Vec::new(), scales: Vec::new() };
        let mut work = Vec::new();
        for channel in 0..signals[0].channels().len() {
            let mut values = vec![Complex::ZERO; plan.length()];
            let mut scales = [1.0; 2];
            for (side, (signal, scale_of)) in signals.iter().zip(&mut scales).enumerate() {
                let channel = signal.channel(channel);
                *scale_of = scale(channel);
                for (place, value) in values.iter_mut().zip(channel) {
                    // The conjugate of the whole below makes the second positive again.
                    let place = if side == 0 { &mut place.re } else { &mut place.im };
                    *place = if side == 0 { value / *scale_of } else { -value / *scale_of };
                }
            }
            plan.run(plan.there.as_ref(), &mut values, &mut work);
            for value in &mut values {
                *value = value.conj();
            }
            two.channels.push(values);
            two.scales.push(scales);
        }
        two
    }
}

/// Returns the largest absolute value, or 1 when all are 0.
fn scale(channel: &[f64]) -> f64 {
    let largest = channel.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    // Below the normal numbers a quotient would lose its digits.
    if largest < f64::MIN_POSITIVE { 1.0 } else { largest }
}

/// Returns the largest real and imaginary part at the shifts `from` to `to`; negative ones stand at
/// the end.
fn largest(values: &[Complex<f64>], [from, to]: [isize; 2]) -> [f64; 2] {
    let early = values.len() - from.unsigned_abs();
    let mut most = [f64::NEG_INFINITY; 2];
    for values in [&values[..=to.unsigned_abs()], &values[early..]] {
        fastest(Largest { values, most: &mut most });
    }
    most
}

/// Looks for larger real and imaginary parts than are known.
struct Largest<'a> {
    values: &'a [Complex<f64>],
    most: &'a mut [f64; 2],
}

impl NullaryFnOnce for Largest<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let larger = |most: f64, value: f64| if most < value { value } else { most };
        let mut lanes = [*self.most; LANES];
        let (chunks, rest) = self.values.as_chunks::<LANES>();
        for chunk in chunks {
            for (most, value) in lanes.iter_mut().zip(chunk) {
                *most = [larger(most[0], value.re), larger(most[1], value.im)];
            }
        }
        for (most, value) in lanes.iter_mut().zip(rest) {
            *most = [larger(most[0], value.re), larger(most[1], value.im)];
        }
        *self.most = lanes
            .into_iter()
            .fold(*self.most, |most, lane| [larger(most[0], lane[0]), larger(most[1], lane[1])]);
    }
}

/// Multiplies two spectra.
struct Product<'a> {
    left: &'a [Complex<f64>],
    right: &'a [Complex<f64>],
    into: &'a mut [Complex<f64>],
}

impl NullaryFnOnce for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for ((product, x), y) in self.into.iter_mut().zip(self.left).zip(self.right) {
            *product = x * y;
        }
    }
}

/// Returns the largest of the values at few shifts, or the mean over any number of them.
fn directly(x: &[f64], y: &[f64], [from, to]: [isize; 2], reduction: Reduction) -> f64 {
    let n_shifts = (to - from + 1) as f64;
    match reduction {
        Reduction::Max => {
            (from..=to).map(|at| at_shift(x, y, at)).fold(f64::NEG_INFINITY, f64::max)
        }
        Reduction::Mean if to - from < FEW => {
            (from..=to).map(|at| at_shift(x, y, at)).sum::<f64>() / n_shifts
        }
        // Each value is multiplied by those that come to lie on it, which stand in a row.
        Reduction::Mean => {
            let mut sums = vec![0.0];
            sums.extend(x.iter().scan(0.0, |sum, value| {
                *sum += value;
                Some(*sum)
            }));
            let until = |end: isize| sums[end.clamp(0, x.len().cast_signed()).unsigned_abs()];
            let all = (0_isize..).zip(y).map(|(at, y)| y * (until(at + to + 1) - until(at + from)));
            all.sum::<f64>() / n_shifts
        }
    }
}

/// Returns the sum of the products of values that lie on each other.
fn at_shift(x: &[f64], y: &[f64], shift: isize) -> f64 {
    let ahead = shift.unsigned_abs();
    let (x, y) = if 0 <= shift { (&x[ahead..], y) } else { (x, &y[ahead..]) };
    let mut sum = 0.0;
    fastest(|| sum = dot(x, y));
    sum
}

#[cfg(test)]
mod tests {
    use samples::Channel;

    use super::*;

    fn signal(seed: usize, n_channels: usize, length: usize) -> Signal {
        let value = |at: usize| ((at * 7919 + seed * 104_729 + at * at * 31) % 257) as f64 / 16.0;
        let values = (0..n_channels * length).map(|at| value(at) - 7.0).collect();
        let channels = vec![Channel::default(); n_channels].into();
        Signal::new(channels, None, length, values).unwrap()
    }

    #[test]
    fn the_ends_are_those_of_numpy() {
        // numpy.correlate(a, b, mode): a peak of b at 0 tells which shift comes first; how many
        // there are is documented.
        assert_eq!(Lags::Full.ends(5, 3), [-2, 4]);
        assert_eq!(Lags::Valid.ends(5, 3), [0, 2]);
        assert_eq!(Lags::Valid.ends(3, 5), [-2, 0]);
        assert_eq!(Lags::Same.ends(5, 3), [-1, 3]);
        assert_eq!(Lags::Same.ends(5, 4), [-2, 2]);
        assert_eq!(Lags::Same.ends(4, 4), [-2, 1]);
        assert_eq!(Lags::Same.ends(3, 5), [-3, 1]);
        assert_eq!(Lags::Same.ends(4, 5), [-2, 2]);
        assert_eq!(Lags::Same.ends(1, 1), [0, 0]);
    }

    #[test]
    fn transforms_give_what_sums_give() {
        for n_channels in [1, 3] {
            let lengths = [50, 40, 50, 3, 64, 65, 1];
            let set = |seed: usize, n: usize| -> Vec<Signal> {
                (0..n).map(|at| signal(seed + at, n_channels, lengths[at % 7])).collect()
            };
            let (first, second) = (set(1, 9), set(20, 7));
            for lags in [Lags::Full, Lags::Same, Lags::Valid] {
                for reduction in [Reduction::Max, Reduction::Mean] {
                    let means = all_pairs(&first, &second, lags, reduction, &|_, _| true).unwrap();
                    let of_pair = |a: &Signal, b: &Signal| {
                        let [from, to] = lags.ends(a.length(), b.length());
                        let of_channel = |at| {
                            let sums =
                                (from..=to).map(|k| at_shift(a.channel(at), b.channel(at), k));
                            match reduction {
                                Reduction::Max => sums.fold(f64::NEG_INFINITY, f64::max),
                                Reduction::Mean => sums.sum::<f64>() / (to - from + 1) as f64,
                            }
                        };
                        (0..n_channels).map(of_channel).sum::<f64>() / n_channels as f64
                    };
                    let near = |found: f64, wanted: f64| {
                        let off = (found - wanted).abs();
                        assert!(off < 1e-9, "{lags:?} {reduction:?}: {found} is not {wanted}");
                    };
                    for (a, found) in first.iter().zip(&means.first) {
                        near(*found, second.iter().map(|b| of_pair(a, b)).sum::<f64>() / 7.0);
                    }
                    for (b, found) in second.iter().zip(&means.second) {
                        near(*found, first.iter().map(|a| of_pair(a, b)).sum::<f64>() / 9.0);
                    }
                }
            }
        }
    }
}

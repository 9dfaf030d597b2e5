//! Dynamic time warping of many signals at once.
//!
//! Sixteen alignments, of any channels of any signals of one length, are computed side by side:
//! what follows within one alignment depends on what came before, but alignments do not depend on
//! each other, so that each takes one lane of the processor.

use rayon::prelude::*;
use samples::Signal;

use crate::distance::fastest;
use crate::progress::Progress;
use crate::{Error, Result};

/// How many alignments are computed side by side: enough to hide how long one addition takes.
const LANES: usize = 16;
/// One number of each alignment.
type Lane = [f64; LANES];
/// How many signals are compared with all others before the results are added up: what is held
/// does not grow with the set.
const BLOCK: usize = 64;
/// How many rows are computed between two looks at whether it can still be the nearest.
const ROWS: usize = 32;
/// From so many values on, a single alignment takes so long that somebody may want to stop it.
const LONG: usize = 10_000;
/// A bound that is rounded up by no more than this part is still one.
const SAFE: f64 = 1.0 - 1e-9;

/// How far in time an alignment may go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Band {
    /// As far as it likes.
    Open,
    /// This share of the longer of both signals.
    Share(f64),
    /// This many values.
    Values(f64),
}

impl Band {
    /// Returns how many places two aligned values may lie apart in signals of these lengths.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "neither is negative, and the smaller of it and a length is a length"
    )]
    fn width(self, a: usize, b: usize) -> usize {
        let longer = a.max(b);
        let width = match self {
            Band::Open => longer as f64,
            Band::Share(share) => share * longer as f64,
            Band::Values(values) => values,
        };
        // Narrower than the difference of the lengths it would not reach the end.
        (width.min(longer as f64) as usize).max(a.abs_diff(b))
    }
}

/// Costs of all pairs, put together.
pub(crate) struct Together {
    /// Of each signal of the first set: the mean over the second, and the least.
    pub(crate) first: Vec<Pairs>,
    /// Of each signal of the second set.
    pub(crate) second: Vec<Pairs>,
}

/// The costs of one signal with all of the other set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pairs {
    pub(crate) mean: f64,
    pub(crate) least: f64,
}

/// Computes every pair; a cost is the mean over channels.
pub(crate) fn all_pairs(
    first: &[Signal],
    second: &[Signal],
    band: Band,
    progress: &Progress<'_>,
) -> Result<Together> {
    let n_channels = first[0].channels().len();
    let chunks = chunks(second, n_channels);
    let blank = Pairs { mean: 0.0, least: f64::INFINITY };
    let mut together = Together { first: Vec::new(), second: vec![blank; second.len()] };
    let mut costs = vec![0.0; second.len()];
    for block in first.chunks(BLOCK) {
        let task = |row: &mut Vec<Lane>, task: usize| {
            let (signal, chunk) = (&block[task / chunks.len()], &chunks[task % chunks.len()]);
            let x = |lane: usize| signal.channel(chunk.channel(lane));
            let width = band.width(signal.length(), chunk.values.len());
            let may_go_on = |_: &Lane| chunk.values.len() < LONG || progress.add(0).is_ok();
            let found = warp(x, signal.length(), &chunk.values, width, row, may_go_on);
            progress.add(chunk.problems.len())?;
            found.ok_or(Error::Stopped)
        };
        let tasks = (0..block.len() * chunks.len()).into_par_iter();
        let found = tasks.map_init(Vec::new, task).collect::<Result<Vec<Lane>>>()?;
        for found in found.chunks(chunks.len()) {
            costs.fill(0.0);
            for (chunk, found) in chunks.iter().zip(found) {
                for (problem, cost) in chunk.problems.iter().zip(found) {
                    costs[problem.signal] += cost;
                }
            }
            let mut of_first = blank;
            for (cost, of_second) in costs.iter().zip(&mut together.second) {
                let cost = cost / n_channels as f64;
                for pairs in [&mut of_first, of_second] {
                    pairs.mean += cost;
                    pairs.least = pairs.least.min(cost);
                }
            }
            of_first.mean /= second.len() as f64;
            together.first.push(of_first);
        }
    }
    for pairs in &mut together.second {
        pairs.mean /= first.len() as f64;
    }
    Ok(together)
}

/// Returns the cost of each signal with the nearest of `others`.
///
/// It is the least of all pairs, bit by bit; those that cannot be the nearest are left early.
pub(crate) fn nearest(
    signals: &[Signal],
    others: &[Signal],
    band: Band,
    progress: &Progress<'_>,
) -> Result<Vec<f64>> {
    let of = |work: &mut Work, signal: &Signal| {
        let least = nearest_of(signal, others, band, work, progress);
        progress.add(others.len())?;
        Ok(least)
    };
    signals.par_iter().map_init(Work::default, of).collect()
}

/// What is computed with, again and again.
#[derive(Default)]
struct Work {
    row: Vec<Lane>,
    values: Vec<Lane>,
}

/// One channel of one signal, to be aligned.
#[derive(Debug, Clone, Copy)]
struct Problem {
    signal: usize,
    channel: usize,
}

/// Up to sixteen channels of signals of one length, side by side.
struct Chunk {
    problems: Vec<Problem>,
    values: Vec<Lane>,
}

impl Chunk {
    /// Returns the channel in a lane; lanes to spare do the last one again.
    fn channel(&self, lane: usize) -> usize {
        self.problems[lane.min(self.problems.len() - 1)].channel
    }
}

/// Puts the channels of all signals side by side, those of one length together.
fn chunks(signals: &[Signal], n_channels: usize) -> Vec<Chunk> {
    let mut order: Vec<usize> = (0..signals.len()).collect();
    order.sort_by_key(|&at| signals[at].length());
    let groups = order.chunk_by(|&a, &b| signals[a].length() == signals[b].length());
    groups
        .flat_map(|group| {
            let of = |&signal: &usize| (0..n_channels).map(move |channel| (signal, channel));
            let problems: Vec<Problem> = group
                .iter()
                .flat_map(of)
                .map(|(signal, channel)| Problem { signal, channel })
                .collect();
            problems.chunks(LANES).map(<[Problem]>::to_vec).collect::<Vec<_>>()
        })
        .map(|problems| {
            let mut values = Vec::new();
            side_by_side(signals, &problems, &mut values);
            Chunk { problems, values }
        })
        .collect()
}

fn side_by_side(signals: &[Signal], problems: &[Problem], values: &mut Vec<Lane>) {
    values.clear();
    values.resize(signals[problems[0].signal].length(), [0.0; LANES]);
    for lane in 0..LANES {
        let Problem { signal, channel } = problems[lane.min(problems.len() - 1)];
        for (place, &value) in values.iter_mut().zip(signals[signal].channel(channel)) {
            place[lane] = value;
        }
    }
}

/// Aligns in sixteen lanes; returns the costs, or `None` when `may_go_on` said no to the least
/// costs so far.
fn warp<'a>(
    x: impl Fn(usize) -> &'a [f64],
    length: usize,
    y: &[Lane],
    width: usize,
    row: &mut Vec<Lane>,
    may_go_on: impl Fn(&Lane) -> bool,
) -> Option<Lane> {
    let x: [&[f64]; LANES] = std::array::from_fn(x);
    row.clear();
    row.resize(y.len(), [f64::INFINITY; LANES]);
    let mut at = 0;
    while at < length {
        let end = length.min(at + ROWS);
        fastest(|| {
            for at in at..end {
                let from = at.saturating_sub(width);
                let to = y.len().min(at + width + 1);
                let corner = match (at, from) {
                    (0, _) => [0.0; LANES],
                    (_, 0) => [f64::INFINITY; LANES],
                    _ => row[from - 1],
                };
                let x = std::array::from_fn(|lane| x[lane][at]);
                advance(&x, &y[from..to], &mut row[from..to], corner);
            }
        });
        at = end;
        if at < length {
            let (from, to) = ((at - 1).saturating_sub(width), y.len().min(at + width));
            let mut least = [f64::INFINITY; LANES];
            for costs in &row[from..to] {
                for (least, &cost) in least.iter_mut().zip(costs) {
                    *least = smaller(*least, cost);
                }
            }
            if !may_go_on(&least) {
                return None;
            }
        }
    }
    row.last().copied()
}

/// Replaces the costs of reaching the values of one row by those of the next.
///
/// `corner` is the cost in the old row before its first place. On the way out nothing is reached
/// from before the first place of the new row.
#[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
#[inline(always)]
fn advance(x: &Lane, y: &[Lane], row: &mut [Lane], corner: Lane) {
    let (mut before, mut diagonal) = ([f64::INFINITY; LANES], corner);
    for (y, cost) in y.iter().zip(row) {
        let above = *cost;
        for lane in 0..LANES {
            let least = smaller(smaller(above[lane], diagonal[lane]), before[lane]);
            before[lane] = least + (x[lane] - y[lane]).abs();
        }
        *cost = before;
        diagonal = above;
    }
}

/// Returns the smaller of two numbers, neither of which is NaN: one instruction.
#[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
#[inline(always)]
fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

fn nearest_of(
    signal: &Signal,
    others: &[Signal],
    band: Band,
    work: &mut Work,
    progress: &Progress<'_>,
) -> f64 {
    let n_channels = signal.channels().len();
    let mut bounds = bounds(signal, others, band);
    bounds.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let together = (LANES / n_channels).max(1);
    let mut best = f64::INFINITY;
    let mut left = &bounds[..];
    while let Some(&(first, bound)) = left.first() {
        if best <= SAFE * bound {
            break;
        }
        let length = others[first].length();
        let alike = left.iter().take(together).take_while(|(at, _)| others[*at].length() == length);
        let candidates: Vec<usize> = alike.map(|&(at, _)| at).collect();
        left = &left[candidates.len()..];
        if LONG <= length && progress.add(0).is_err() {
            break;
        }
        let least = least_of(signal, others, &candidates, band, work, best);
        best = best.min(least);
    }
    best / n_channels as f64
}

/// Returns the least sum over channels of some candidates of one length; infinity when none is below `best`.
fn least_of(
    signal: &Signal,
    others: &[Signal],
    candidates: &[usize],
    band: Band,
    work: &mut Work,
    best: f64,
) -> f64 {
    let n_channels = signal.channels().len();
    let of = |&signal: &usize| (0..n_channels).map(move |channel| Problem { signal, channel });
    let problems: Vec<Problem> = candidates.iter().flat_map(of).collect();
    let mut sums = vec![0.0; candidates.len()];
    let place = |at: usize| at / n_channels;
    for (chunk, some) in problems.chunks(LANES).enumerate() {
        let start = chunk * LANES;
        side_by_side(others, some, &mut work.values);
        let x = |lane: usize| signal.channel(some[lane.min(some.len() - 1)].channel);
        let width = band.width(signal.length(), work.values.len());
        let may_go_on = |least: &Lane| {
            let mut bounds = sums.clone();
            for (lane, least) in least.iter().enumerate().take(some.len()) {
                bounds[place(start + lane)] += least;
            }
            bounds.iter().any(|bound| SAFE * bound < best)
        };
        let found = warp(x, signal.length(), &work.values, width, &mut work.row, may_go_on);
        let Some(found) = found else { return f64::INFINITY };
        for (lane, cost) in found.iter().enumerate().take(some.len()) {
            sums[place(start + lane)] += cost;
        }
    }
    sums.into_iter().fold(f64::INFINITY, f64::min)
}

/// Returns, for each of the others, a sum over channels that its cost is not below.
///
/// Each of its values is aligned with one within the band around its place, and costs at least
/// how far it lies outside of the values there.
///
/// # Source
///
/// E. Keogh and C. A. Ratanamahatana, "Exact indexing of dynamic time warping", Knowledge and
/// Information Systems 7, 2005, 358–386.
fn bounds(signal: &Signal, others: &[Signal], band: Band) -> Vec<(usize, f64)> {
    let n_channels = signal.channels().len();
    let mut order: Vec<usize> = (0..others.len()).collect();
    order.sort_by_key(|&at| others[at].length());
    let mut bounds = Vec::with_capacity(others.len());
    for group in order.chunk_by(|&a, &b| others[a].length() == others[b].length()) {
        let length = others[group[0]].length();
        let width = band.width(signal.length(), length);
        let of = |channel: usize| envelope(signal.channel(channel), width, length);
        let envelopes: Vec<Vec<[f64; 2]>> = (0..n_channels).map(of).collect();
        for &at in group {
            let mut sum = 0.0;
            fastest(|| {
                for (channel, envelope) in envelopes.iter().enumerate() {
                    sum += outside(others[at].channel(channel), envelope);
                }
            });
            bounds.push((at, sum));
        }
    }
    bounds
}

/// Returns how far values lie outside of an envelope, all together.
#[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
#[inline(always)]
fn outside(values: &[f64], envelope: &[[f64; 2]]) -> f64 {
    let mut sums = [0.0; 8];
    for (values, envelope) in values.chunks(8).zip(envelope.chunks(8)) {
        for ((sum, value), [low, high]) in sums.iter_mut().zip(values).zip(envelope) {
            *sum += (value - high).max(low - value).max(0.0);
        }
    }
    sums.iter().sum()
}

/// Returns the least and the greatest of the values within `width` of each of `n` places.
fn envelope(values: &[f64], width: usize, n: usize) -> Vec<[f64; 2]> {
    let least = extremes(values, width, n, |a, b| a <= b);
    let greatest = extremes(values, width, n, |a, b| a >= b);
    least.into_iter().zip(greatest).map(|(least, greatest)| [least, greatest]).collect()
}

/// Slides a window over the values and keeps those places that may still be the extreme one.
fn extremes(values: &[f64], width: usize, n: usize, beats: fn(f64, f64) -> bool) -> Vec<f64> {
    let mut places = std::collections::VecDeque::new();
    let mut next = 0;
    (0..n)
        .map(|at| {
            while next < values.len() && next <= at + width {
                while places.back().is_some_and(|&last: &usize| beats(values[next], values[last])) {
                    places.pop_back();
                }
                places.push_back(next);
                next += 1;
            }
            while places.front().is_some_and(|&first| first + width < at) {
                places.pop_front();
            }
            values[*places.front().expect("the band reaches both ends")]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use samples::Channel;

    use super::*;

    /// Numbers that look random.
    fn signals(n: usize, n_channels: usize, lengths: &[usize], seed: usize) -> Vec<Signal> {
        let value = |at: usize| ((at * 7919 + seed * 104_729 + at * at * 31) % 257) as f64 / 16.0;
        let signal = |of: usize| {
            let length = lengths[of % lengths.len()];
            let values = (0..n_channels * length).map(|at| value(at + 1000 * of) - 8.0).collect();
            let channels = vec![Channel::default(); n_channels].into();
            Signal::new(channels, None, length, values).unwrap()
        };
        (0..n).map(signal).collect()
    }

    /// The definition, with the whole matrix.
    fn by_definition(x: &[f64], y: &[f64], width: usize) -> f64 {
        let (n, m) = (x.len(), y.len());
        let mut costs = vec![vec![f64::INFINITY; m + 1]; n + 1];
        costs[0][0] = 0.0;
        for i in 1..=n {
            for j in 1..=m {
                if i.abs_diff(j) <= width {
                    let least = costs[i - 1][j - 1].min(costs[i - 1][j]).min(costs[i][j - 1]);
                    costs[i][j] = least + (x[i - 1] - y[j - 1]).abs();
                }
            }
        }
        costs[n][m]
    }

    fn quiet() -> impl Fn(u64, u64) -> bool {
        |_, _| true
    }

    #[test]
    fn lanes_and_bands_change_no_cost() {
        for (n_channels, lengths) in [(1, &[40][..]), (3, &[33, 40, 1, 47]), (17, &[20])] {
            let (first, second) =
                (signals(5, n_channels, lengths, 1), signals(9, n_channels, lengths, 2));
            for band in [Band::Open, Band::Share(0.1), Band::Values(0.0), Band::Values(7.0)] {
                let go_on = quiet();
                let progress = Progress::new(1, &go_on);
                let found = all_pairs(&first, &second, band, &progress).unwrap();
                let cost = |a: &Signal, b: &Signal| {
                    let width = band.width(a.length(), b.length());
                    let of = |at| by_definition(a.channel(at), b.channel(at), width);
                    (0..n_channels).map(of).sum::<f64>() / n_channels as f64
                };
                for (a, found) in first.iter().zip(&found.first) {
                    let costs: Vec<f64> = second.iter().map(|b| cost(a, b)).collect();
                    let mean = costs.iter().sum::<f64>() / costs.len() as f64;
                    let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
                    assert!((found.mean - mean).abs() < 1e-9, "{} is not {mean}", found.mean);
                    assert!((found.least - least).abs() <= 0.0, "{} is not {least}", found.least);
                }
                for (a, b, of) in
                    [(&first, &second, &found.first), (&second, &first, &found.second)]
                {
                    let alone = nearest(a, b, band, &progress).unwrap();
                    let all: Vec<f64> = of.iter().map(|pairs| pairs.least).collect();
                    assert_eq!(alone, all, "what is left early is not the nearest: {band:?}");
                }
            }
        }
    }

    #[test]
    fn a_bound_is_below_the_cost() {
        let set = signals(12, 2, &[30, 31], 3);
        for band in [Band::Open, Band::Values(3.0)] {
            for (at, bound) in bounds(&set[0], &set, band) {
                let width = band.width(set[0].length(), set[at].length());
                let of = |c| by_definition(set[0].channel(c), set[at].channel(c), width);
                let cost: f64 = (0..2).map(of).sum();
                assert!(bound <= cost, "{bound} is above {cost}");
            }
        }
        assert_eq!(extremes(&[3.0, 1.0, 2.0, 5.0], 1, 5, |a, b| a <= b), [1.0, 1.0, 1.0, 2.0, 5.0]);
    }
}

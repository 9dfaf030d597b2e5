//! How heat spreads over the graph of nearest others.
//!
//! The normalised Laplacian of a graph is L = 1 - A, with A = D^(-1/2) W D^(-1/2), W the 0/1 matrix
//! of its edges and D its degrees. Its heat trace is tr exp(-tL), the sum of exp(-tλ) over all
//! eigenvalues λ, which lie between 0 and 2. No eigenvalue is computed: with the modified Bessel
//! functions I and the polynomials T of Chebyshev,
//!
//! exp(-tL) = exp(-t) (I₀(t) + 2 I₁(t) T₁(A) + 2 I₂(t) T₂(A) + ...),
//!
//! whose terms fall faster than exponentially. So all temperatures need the traces of some powers of
//! one sparse matrix, and these are computed exactly, column by column, without chance.

use std::ops::Range;

use pulp::{Arch, NullaryFnOnce};
use rayon::prelude::*;

use crate::Result;
use crate::progress::Progress;

/// The temperatures: so many, evenly in logarithms from 10⁻¹ to 10¹.
pub(crate) const N_TIMES: usize = 256;
/// Columns that are computed side by side: they fill a line of the cache.
const LANES: usize = 8;
/// Products of the matrix with a column. Polynomials up to twice this degree are used.
///
/// What is left out is less than 2 exp(-t) (I₂₅(t) + I₂₆(t) + ...) of each eigenvalue: 6e-12 at the
/// highest temperature, where it is most.
const N_STEPS: usize = 12;
const N_TRACES: usize = 2 * N_STEPS + 1;

/// Returns the temperatures.
pub(crate) fn times() -> impl Iterator<Item = f64> {
    let last = (N_TIMES - 1) as f64;
    (0..N_TIMES).map(move |at| 10_f64.powf(2.0 * at as f64 / last - 1.0))
}

/// A graph without weights or loops, in which every vertex has an edge.
pub(crate) struct Graph {
    /// Where the neighbours of each vertex begin among all, and where the last ones end.
    starts: Vec<usize>,
    neighbours: Vec<u32>,
}

impl Graph {
    /// Joins each vertex with its `k` nearest others, whichever of the two is near to the other.
    ///
    /// Vertices are numbered anew, those of most neighbours first: neither a trace depends on it nor do
    /// processors guess wrong how many neighbours the next one has.
    pub(crate) fn of_nearest(nearest: &[u32], k: usize) -> Self {
        let edges = edges(nearest, k, |vertex| vertex);
        let n = nearest.len() / k;
        let mut degrees = vec![0_usize; n];
        for &(here, _) in &edges {
            degrees[here as usize] += 1;
        }
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by_key(|&vertex| std::cmp::Reverse(degrees[vertex]));
        let mut places = vec![0; n];
        for (place, &vertex) in (0..).zip(&order) {
            places[vertex] = place;
        }
        let edges = self::edges(nearest, k, |vertex| places[vertex as usize]);
        let mut starts = vec![0; n + 1];
        for (at, &vertex) in order.iter().enumerate() {
            starts[at + 1] = starts[at] + degrees[vertex];
        }
        Graph { starts, neighbours: edges.into_iter().map(|(_, there)| there).collect() }
    }

    fn n(&self) -> usize {
        self.starts.len() - 1
    }

    fn degree(&self, vertex: usize) -> f64 {
        (self.starts[vertex + 1] - self.starts[vertex]) as f64
    }

    /// Returns the heat trace at each of [`times`], over the number of vertices.
    ///
    /// `progress` counts the vertices.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Stopped`].
    pub(crate) fn heat_trace(&self, progress: &Progress<'_>) -> Result<Vec<f64>> {
        let traces = self.traces(progress)?;
        let n = self.n() as f64;
        let at = |time| {
            let factors = bessel(time);
            factors.iter().zip(&traces).map(|(factor, trace)| factor * trace).sum::<f64>() / n
        };
        Ok(times().map(at).collect())
    }

    /// Returns the traces of the polynomials of Chebyshev of A, from degree 0.
    fn traces(&self, progress: &Progress<'_>) -> Result<[f64; N_TRACES]> {
        let firsts: Vec<usize> = (0..self.n()).step_by(LANES).collect();
        let of_block = |room: &mut Room, &first: &usize| {
            let columns = LANES.min(self.n() - first);
            progress.add(columns)?;
            let mut traces = [0.0; N_TRACES];
            Arch::new().dispatch(Columns {
                graph: self,
                first,
                n: columns,
                room,
                traces: &mut traces,
            });
            Ok(traces)
        };
        let blocks: Vec<[f64; N_TRACES]> =
            firsts.par_iter().map_init(|| Room::new(self.n()), of_block).collect::<Result<_>>()?;
        let mut sum = [0.0; N_TRACES];
        for block in &blocks {
            sum.iter_mut().zip(block).for_each(|(sum, trace)| *sum += trace);
        }
        Ok(sum)
    }

    /// Adds the traces' share of some columns.
    ///
    /// In place of a column c of T(A), D^(-1/2) c is kept: then a product with A only adds up what
    /// the neighbours hold, and divides by the degree. The traces up to T₁₂ are read off; those
    /// beyond follow from 2 Tᵢ Tⱼ = Tᵢ₊ⱼ + Tᵢ₋ⱼ.
    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn add_traces(
        &self,
        first: usize,
        columns: usize,
        room: &mut Room,
        traces: &mut [f64; N_TRACES],
    ) {
        room.begin(first..first + columns);
        let Room { before, now, reached, is_reached } = room;
        // The unit vectors; and as if T₋₁ were 0, of which half is taken in the first step.
        for lane in 0..columns {
            now[first + lane][lane] = 1.0 / self.degree(first + lane).sqrt();
        }
        traces[0] += columns as f64;
        let own = first..first + columns;
        for step in 1..=N_STEPS {
            let factor = if step == 1 { 1.0 } else { 2.0 };
            // All else is 0 still.
            if reached.len() < self.n() / 2 {
                self.reach_on(reached, is_reached);
            }
            let is_summed = N_STEPS < 2 * step - 1;
            let sums = if step == N_STEPS {
                // T is symmetric: the rows below stand for the columns to their left, too.
                let here = self.step::<true>(own.clone(), factor, before, now);
                let mut sums = self.step::<true>(own.end..self.n(), factor, before, now);
                for (sum, here) in sums.as_flattened_mut().iter_mut().zip(here.as_flattened()) {
                    *sum = 2.0 * *sum + here;
                }
                sums
            } else if reached.len() < self.n() / 2 {
                let vertices = reached.iter().map(|&vertex| vertex as usize);
                self.step::<true>(vertices, factor, before, now)
            } else if is_summed {
                self.step::<true>(0..self.n(), factor, before, now)
            } else {
                self.step::<false>(0..self.n(), factor, before, now)
            };
            for (lane, vertex) in own.clone().enumerate() {
                traces[step] += self.degree(vertex).sqrt() * before[vertex][lane];
            }
            if is_summed {
                // The diagonal of A is 0, so that nothing is taken off the odd ones.
                let [same, next] = sums.map(|lanes| lanes.iter().sum::<f64>());
                traces[2 * step - 1] += 2.0 * next;
                traces[2 * step] += 2.0 * same - columns as f64;
            }
            std::mem::swap(before, now);
        }
    }

    /// Adds the neighbours of vertices to them.
    fn reach_on(&self, reached: &mut Vec<u32>, is_reached: &mut [bool]) {
        for at in 0..reached.len() {
            for &other in self.neighbours_of(reached[at] as usize) {
                if !is_reached[other as usize] {
                    is_reached[other as usize] = true;
                    reached.push(other);
                }
            }
        }
    }

    /// Puts the next polynomial into `before`, at some vertices.
    ///
    /// Returns the sums of its products with itself, and with the last one, when they are asked for.
    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn step<const SUMS: bool>(
        &self,
        vertices: impl Iterator<Item = usize>,
        factor: f64,
        before: &mut [[f64; LANES]],
        now: &[[f64; LANES]],
    ) -> [[f64; LANES]; 2] {
        let mut same = [0.0; LANES];
        let mut next = [0.0; LANES];
        for vertex in vertices {
            let mut sum = [0.0; LANES];
            for &other in self.neighbours_of(vertex) {
                let there = &now[other as usize];
                for lane in 0..LANES {
                    sum[lane] += there[lane];
                }
            }
            let degree = self.degree(vertex);
            let share = factor / degree;
            // One loop for each, or processors get no more than one lane at a time.
            let mut values = before[vertex];
            for lane in 0..LANES {
                values[lane] = share * sum[lane] - values[lane];
            }
            before[vertex] = values;
            if !SUMS {
                continue;
            }
            for lane in 0..LANES {
                same[lane] += degree * (values[lane] * values[lane]);
            }
            let here = now[vertex];
            for lane in 0..LANES {
                next[lane] += degree * (values[lane] * here[lane]);
            }
        }
        [same, next]
    }

    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn neighbours_of(&self, vertex: usize) -> &[u32] {
        &self.neighbours[self.starts[vertex]..self.starts[vertex + 1]]
    }
}

/// What one thread needs for some columns.
struct Room {
    before: Vec<[f64; LANES]>,
    now: Vec<[f64; LANES]>,
    /// The vertices where a column may be other than 0.
    reached: Vec<u32>,
    is_reached: Vec<bool>,
}

impl Room {
    fn new(n: usize) -> Self {
        Room {
            before: vec![[0.0; LANES]; n],
            now: vec![[0.0; LANES]; n],
            reached: Vec::new(),
            is_reached: vec![false; n],
        }
    }

    /// Forgets what was there; some vertices are reached.
    fn begin(&mut self, vertices: Range<usize>) {
        self.before.fill([0.0; LANES]);
        self.now.fill([0.0; LANES]);
        self.is_reached.fill(false);
        self.is_reached[vertices.clone()].fill(true);
        self.reached.clear();
        self.reached.extend((0..).skip(vertices.start).take(vertices.len()));
    }
}

/// Some columns whose share of the traces is added; a closure would not be inlined, and not get the
/// wide instructions.
struct Columns<'a> {
    graph: &'a Graph,
    first: usize,
    n: usize,
    room: &'a mut Room,
    traces: &'a mut [f64; N_TRACES],
}

impl NullaryFnOnce for Columns<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn call(self) {
        self.graph.add_traces(self.first, self.n, self.room, self.traces);
    }
}

/// Returns each edge once from either end, in order, with vertices by their new numbers.
fn edges(nearest: &[u32], k: usize, number: impl Fn(u32) -> u32) -> Vec<(u32, u32)> {
    let of = |(at, &there): (usize, &u32)| {
        let here = number(u32::try_from(at / k).unwrap_or(u32::MAX));
        let there = number(there);
        [(here, there), (there, here)]
    };
    let mut edges: Vec<(u32, u32)> = nearest.iter().enumerate().flat_map(of).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Returns exp(-t) I₀(t), then twice exp(-t) Iⱼ(t) for each further j.
///
/// By Miller's recurrence, downwards from where they vanish; their sum is 1.
fn bessel(time: f64) -> [f64; N_TRACES] {
    /// At this order they are below 1e-30 of the largest, up to t = 10.
    const FIRST: u32 = 60;
    let mut all = [0.0; FIRST as usize + 2];
    all[FIRST as usize] = 1e-200;
    for order in (1..=FIRST).rev() {
        let at = order as usize;
        all[at - 1] = all[at + 1] + 2.0 * f64::from(order) / time * all[at];
    }
    let sum = all[0] + 2.0 * all[1..].iter().sum::<f64>();
    std::array::from_fn(|at| if at == 0 { all[0] / sum } else { 2.0 * all[at] / sum })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heat(nearest: &[u32], k: usize) -> Vec<f64> {
        Graph::of_nearest(nearest, k).heat_trace(&Progress::new(1, &|_, _| true)).unwrap()
    }

    fn check(got: &[f64], expected: impl Fn(f64) -> f64) {
        for (got, time) in got.iter().zip(times()) {
            let off = (got - expected(time)).abs();
            assert!(off < 6e-12, "{time}: {got} is off by {off}");
        }
    }

    #[test]
    fn a_complete_graph_has_two_eigenvalues() {
        // 0 once, n / (n - 1) otherwise.
        let nearest: Vec<u32> =
            (0..5).flat_map(|here| (0..5).filter(move |&there| there != here)).collect();
        check(&heat(&nearest, 4), |time| (1.0 + 4.0 * (-1.25 * time).exp()) / 5.0);
    }

    #[test]
    fn pairs_without_a_way_between_them_have_the_trace_of_one_pair() {
        check(&heat(&[1, 0, 3, 2, 5, 4], 1), |time| 0.5 + 0.5 * (-2.0 * time).exp());
    }

    #[test]
    fn a_ring_has_the_cosines() {
        // Each of 20 is nearest to the next one: a ring, with eigenvalues 1 - cos(2πj / 20).
        let nearest: Vec<u32> = (0..20).map(|here| (here + 1) % 20).collect();
        let turn = std::f64::consts::TAU / 20.0;
        check(&heat(&nearest, 1), |time| {
            (0..20).map(|j| (-time * (1.0 - (turn * f64::from(j)).cos())).exp()).sum::<f64>() / 20.0
        });
    }

    #[test]
    fn bessel_functions_are_those_of_the_tables() {
        // Abramowitz and Stegun, table 9.8: exp(-x) I₀(x) and exp(-x) I₁(x) at x = 1 and 10.
        for (time, zeroth, first) in
            [(1.0, 0.465_759_607_6, 0.207_910_415_4), (10.0, 0.127_833_337_2, 0.121_262_681_4)]
        {
            let got = bessel(time);
            assert!((got[0] - zeroth).abs() < 1e-10 && (got[1] / 2.0 - first).abs() < 1e-10);
        }
    }
}

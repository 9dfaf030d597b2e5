//! Laplace's approximation of the likelihood: the joint mode of all shifts, and the curvature there.
//!
//! Shifts are σ times a standard normal b. Their information is D = I + Z'WZ, where a row of Z holds
//! the σ of the answer's groups. One grouping makes D diagonal. Of two crossed ones each makes a
//! diagonal block; the larger block is eliminated, and what is left is as large as the smaller.

use super::cell::{Between, Cell, between};
use super::coded::Coded;
use crate::cholesky::Cholesky;

/// Steps after which there is no mode: with a concave function, ten are many.
const MOST_STEPS: usize = 200;
/// A step of the mode that no longer matters; the curvature there moves as far as the mode does.
const LEAST_STEP: f64 = 1e-11;

/// The group of each answer, 0, 1, ....
#[derive(Clone)]
pub(super) struct Grouping {
    pub(super) of: Vec<usize>,
    pub(super) n: usize,
}

/// The approximation, with the mode it found last, from which it starts the next time.
pub(super) struct Joint<'a> {
    pub(super) coded: &'a Coded,
    /// The grouping with more groups, or the only one; its place among the parameters.
    pub(super) large: (Grouping, usize),
    /// The other.
    small: Option<(Grouping, usize)>,
    /// The standard normal shifts at the mode: of the large grouping, then of the small.
    pub(super) mode: Vec<f64>,
}

/// What is known at some shifts.
pub(super) struct Look {
    /// The likelihood of answers and shifts together.
    value: f64,
    pub(super) cells: Vec<Cell>,
    /// The diagonal of the large block of D.
    pub(super) large: Vec<f64>,
    /// The block between the two, by groups of the large one.
    across: Vec<f64>,
    /// The root of what is left for the small block.
    root: Cholesky,
}

impl<'a> Joint<'a> {
    /// `groupings`: one or two, with the place of each one's σ among the parameters.
    pub(super) fn new(coded: &'a Coded, mut groupings: Vec<(Grouping, usize)>) -> Self {
        groupings.sort_by_key(|(grouping, _)| std::cmp::Reverse(grouping.n));
        let n = groupings.iter().map(|(grouping, _)| grouping.n).sum();
        let mut groupings = groupings.into_iter();
        let large = groupings.next().unwrap_or((Grouping { of: Vec::new(), n: 0 }, 0));
        Self { coded, large, small: groupings.next(), mode: vec![0.0; n] }
    }

    fn n_small(&self) -> usize {
        self.small.as_ref().map_or(0, |(grouping, _)| grouping.n)
    }

    /// The σ of both groupings.
    pub(super) fn sds(&self, at: &[f64]) -> (f64, f64) {
        (at[self.large.1], self.small.as_ref().map_or(0.0, |(_, place)| at[*place]))
    }

    /// The places of an answer's shifts in the mode.
    fn places(&self, answer: usize) -> (usize, Option<usize>) {
        let small = self.small.as_ref().map(|(grouping, _)| self.large.0.n + grouping.of[answer]);
        (self.large.0.of[answer], small)
    }

    /// Returns what the effects make of each answer.
    pub(super) fn explained(&self, at: &[f64]) -> Vec<f64> {
        let effects = &at[self.coded.n_thresholds..];
        (0..self.coded.n())
            .map(|answer| self.coded.row(answer).iter().zip(effects).map(|(x, b)| x * b).sum())
            .collect()
    }

    /// Finds the mode of the shifts.
    pub(super) fn find_mode(&mut self, categories: &[Between], at: &[f64]) -> Option<Look> {
        let explained = self.explained(at);
        let sds = self.sds(at);
        let (mut before, mut step, mut length) = (Vec::new(), Vec::new(), 1.0);
        let mut last = f64::NEG_INFINITY;
        for _ in 0..MOST_STEPS {
            let (found, mut slope) = self.look(categories, &explained, sds)?;
            if found.value < last - 1e-12 * last.abs() {
                length *= 0.5;
                if length < LEAST_STEP {
                    return None;
                }
                self.mode = moved(&before, &step, length);
                continue;
            }
            self.solve(&found, &mut slope);
            if slope.iter().all(|step| step.abs() < LEAST_STEP) {
                return Some(found);
            }
            (last, length, step) = (found.value, 1.0, slope);
            before.clone_from(&self.mode);
            self.mode = moved(&before, &step, length);
        }
        None
    }

    /// Returns what is known at the present shifts, and the slopes of the likelihood there.
    fn look(
        &self,
        categories: &[Between],
        explained: &[f64],
        (sd_large, sd_small): (f64, f64),
    ) -> Option<(Look, Vec<f64>)> {
        let (n_large, n_small) = (self.large.0.n, self.n_small());
        let mut slope: Vec<f64> = vec![0.0; n_large + n_small];
        let mut weight = vec![0.0; n_large + n_small];
        let mut across = vec![0.0; n_large * n_small];
        let mut value = -0.5 * self.mode.iter().map(|shift| shift * shift).sum::<f64>();
        let mut cells = Vec::with_capacity(explained.len());
        for (answer, explained) in explained.iter().enumerate() {
            let (large, small) = self.places(answer);
            let mut shift = explained + sd_large * self.mode[large];
            if let Some(small) = small {
                shift += sd_small * self.mode[small];
            }
            let cell = Cell::new(&categories[self.coded.category[answer]], shift);
            value += cell.log;
            slope[large] += sd_large * cell.slope;
            weight[large] += cell.weight;
            if let Some(small) = small {
                slope[small] += sd_small * cell.slope;
                weight[small] += cell.weight;
                across[large * n_small + small - n_large] += cell.weight;
            }
            cells.push(cell);
        }
        for (slope, shift) in slope.iter_mut().zip(&self.mode) {
            *slope -= shift;
        }
        let large: Vec<f64> =
            weight[..n_large].iter().map(|w| 1.0 + sd_large * sd_large * w).collect();
        let mut left = vec![0.0; n_small * n_small];
        for (at, w) in weight[n_large..].iter().enumerate() {
            left[at * n_small + at] = 1.0 + sd_small * sd_small * w;
        }
        if 0 < n_small {
            let both = sd_large * sd_small;
            for entry in &mut across {
                *entry *= both;
            }
            for (row, diagonal) in across.chunks_exact(n_small).zip(&large) {
                for (at, line) in left.chunks_exact_mut(n_small).enumerate() {
                    let factor = row[at] / diagonal;
                    for (entry, other) in line[..=at].iter_mut().zip(row) {
                        *entry -= factor * other;
                    }
                }
            }
        }
        let root = Cholesky::new(n_small, left).ok()?;
        value.is_finite().then_some((Look { value, cells, large, across, root }, slope))
    }

    /// Replaces a right side by the solution of D.
    fn solve(&self, look: &Look, side: &mut [f64]) {
        let n_small = self.n_small();
        let (of_large, of_small) = side.split_at_mut(self.large.0.n);
        if 0 < n_small {
            let rows = look.across.chunks_exact(n_small);
            for ((row, diagonal), side) in rows.zip(&look.large).zip(&*of_large) {
                for (entry, other) in of_small.iter_mut().zip(row) {
                    *entry -= other * side / diagonal;
                }
            }
            look.root.solve(of_small);
        }
        for (at, (side, diagonal)) in of_large.iter_mut().zip(&look.large).enumerate() {
            let row = &look.across[at * n_small..(at + 1) * n_small];
            let taken: f64 = row.iter().zip(&*of_small).map(|(a, b)| a * b).sum();
            *side = (*side - taken) / diagonal;
        }
    }

    /// Returns the approximate log likelihood and its slopes; none where thresholds do not ascend.
    ///
    /// Parameters are the thresholds, the effects and the σ of each grouping. The slopes count that
    /// the mode moves with the parameters, by the implicit function theorem.
    pub(super) fn likelihood(&mut self, at: &[f64]) -> Option<(f64, Vec<f64>)> {
        let k = self.coded.n_thresholds;
        let categories = between(&at[..k])?;
        let look = self.find_mode(&categories, at)?;
        let (sd_large, sd_small) = self.sds(at);
        let (n_large, n_small) = (self.large.0.n, self.n_small());

        let mut value = look.value;
        let logs: f64 = look.large.iter().map(|diagonal| diagonal.ln()).sum();
        value -= 0.5 * (logs + look.root.log_determinant());

        // The parts of the inverse of D that answers touch.
        let inverse = look.root.inverse();
        let mut across = vec![0.0; n_large * n_small];
        let mut large: Vec<f64> = look.large.iter().map(|diagonal| 1.0 / diagonal).collect();
        if 0 < n_small {
            let rows = look.across.chunks_exact(n_small).zip(across.chunks_exact_mut(n_small));
            for ((row, found), large) in rows.zip(&mut large) {
                for (line, found) in inverse.chunks_exact(n_small).zip(&mut *found) {
                    let product: f64 = line.iter().zip(row).map(|(a, b)| a * b).sum();
                    *found = -*large * product;
                }
                let back: f64 = row.iter().zip(&*found).map(|(a, b)| a * b).sum();
                *large *= 1.0 - back;
            }
        }

        // How far each answer's shift may err, and how the curvature moves with the shifts.
        let mut moves = vec![0.0; n_large + n_small];
        let mut spread = Vec::with_capacity(self.coded.n());
        for (answer, cell) in look.cells.iter().enumerate() {
            let (l, s) = self.places(answer);
            let small = s.map_or((0.0, 0.0), |s| {
                let s = s - n_large;
                (across[l * n_small + s], inverse[s * n_small + s])
            });
            let by_large = sd_large * large[l] + sd_small * small.0;
            let by_small = sd_large * small.0 + sd_small * small.1;
            let all = sd_large * by_large + sd_small * by_small;
            let turn = -all * (cell.above[1] + cell.below[1]);
            moves[l] += sd_large * turn;
            if let Some(s) = s {
                moves[s] += sd_small * turn;
            }
            spread.push((by_large, by_small, all, turn));
        }
        self.solve(&look, &mut moves);

        let mut gradient = vec![0.0; at.len()];
        for (answer, (cell, &(by_large, by_small, all, turn))) in
            look.cells.iter().zip(&spread).enumerate()
        {
            let (l, s) = self.places(answer);
            let mut pull = sd_large * moves[l];
            if let Some(s) = s {
                pull += sd_small * moves[s];
            }
            let category = self.coded.category[answer];
            let own = categories[category].slope;
            if category < k {
                gradient[category] +=
                    cell.beyond + own - 0.5 * (all * cell.above[1] + pull * cell.above[0]);
            }
            if 0 < category {
                gradient[category - 1] -=
                    cell.short + own + 0.5 * (all * cell.below[1] + pull * cell.below[0]);
            }
            let turned = turn - pull * cell.weight;
            let by_shift = cell.slope - 0.5 * turned;
            for (slope, x) in gradient[k..].iter_mut().zip(self.coded.row(answer)) {
                *slope += by_shift * x;
            }
            let sd = |shift: f64, pull: f64, by: f64| {
                by_shift * shift - 0.5 * (cell.slope * pull + 2.0 * cell.weight * by)
            };
            gradient[self.large.1] += sd(self.mode[l], moves[l], by_large);
            if let (Some(s), Some((_, place))) = (s, &self.small) {
                gradient[*place] += sd(self.mode[s], moves[s], by_small);
            }
        }
        Some((value, gradient))
    }
}

fn moved(from: &[f64], step: &[f64], length: f64) -> Vec<f64> {
    from.iter().zip(step).map(|(from, step)| from + length * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OrdinalAnswers;

    #[test]
    fn slopes_are_those_of_small_steps() {
        let n = 40;
        let categories: Vec<usize> = (0..n).map(|at| at * at % 7 % 3).collect();
        let effects = [(0..n).map(|at| (at % 5) as f64).collect::<Vec<_>>()];
        let coded = Coded::new(&OrdinalAnswers { categories: &categories, effects: &effects });
        let coded = coded.unwrap();
        let readers = Grouping { of: (0..n).map(|at| at % 4).collect(), n: 4 };
        let cases = Grouping { of: (0..n).map(|at| at / 4).collect(), n: 10 };
        for groupings in [vec![(cases.clone(), 3)], vec![(readers.clone(), 3), (cases.clone(), 4)]]
        {
            let at: Vec<f64> = [-0.8, 0.6, 0.3, 0.9, 0.5][..3 + groupings.len()].to_vec();
            let mut joint = Joint::new(&coded, groupings);
            let (_, slopes) = joint.likelihood(&at).unwrap();
            for (parameter, slope) in slopes.iter().enumerate() {
                let mut value = |by: f64| {
                    let mut near = at.clone();
                    near[parameter] += by;
                    joint.likelihood(&near).unwrap().0
                };
                let expected = (value(1e-4) - value(-1e-4)) / 2e-4;
                assert!((slope - expected).abs() < 1e-6, "{parameter}: {slope} {expected}");
            }
        }
    }

    #[test]
    fn thresholds_out_of_order_have_no_likelihood() {
        let coded = Coded::new(&OrdinalAnswers { categories: &[0, 1, 2, 0], effects: &[] });
        let coded = coded.unwrap();
        let groups = Grouping { of: vec![0, 0, 1, 1], n: 2 };
        let mut joint = Joint::new(&coded, vec![(groups, 2)]);
        assert!(joint.likelihood(&[1.0, 0.0, 0.5]).is_none());
        assert!(joint.likelihood(&[0.0, 1.0, 0.5]).is_some());
    }
}

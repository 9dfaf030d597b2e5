//! The likelihood with one grouping, by adaptive Gauss-Hermite quadrature.

use super::cell::{Between, Cell, between};
use super::coded::Coded;
use super::joint::Joint;
use crate::{Error, Result};

/// The most nodes: beyond, they add nothing.
const MOST_NODES: usize = 50;

/// A node, and its weight times exp(node²).
pub(super) type Node = (f64, f64);

/// Returns the nodes and weights of Gauss-Hermite quadrature, ascending.
///
/// The roots of each Hermite polynomial lie between those of the one before.
///
/// # Source
///
/// M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", 1964, 25.4.46.
pub(super) fn nodes(n: usize) -> Result<Vec<Node>> {
    if !(1..=MOST_NODES).contains(&n) {
        return Err(Error::Nodes { given: n, most: MOST_NODES });
    }
    let mut roots = vec![0.0];
    for degree in 2..=n {
        let bound = (2.0 * degree as f64 + 1.0).sqrt();
        let fences: Vec<f64> =
            [-bound].into_iter().chain(roots.iter().copied()).chain([bound]).collect();
        roots = fences.windows(2).map(|fence| root(degree, fence[0], fence[1])).collect();
    }
    let weight = |node: f64| {
        let sum: f64 = hermite(n, node).take(n).map(|value| value * value).sum();
        (node * node).exp() / sum
    };
    Ok(roots.into_iter().map(|node| (node, weight(node))).collect())
}

/// The orthonormal Hermite polynomials of degree 0 to `n` at `x`.
fn hermite(n: usize, x: f64) -> impl Iterator<Item = f64> {
    let first = std::f64::consts::PI.powf(-0.25);
    (0..=n).scan((0.0, first), move |(before, here), degree| {
        let value = *here;
        let up = degree as f64 + 1.0;
        let next = x * (2.0 / up).sqrt() * value - (degree as f64 / up).sqrt() * *before;
        (*before, *here) = (value, next);
        Some(value)
    })
}

/// Halves an interval that holds one root, as often as digits allow.
fn root(degree: usize, mut low: f64, mut high: f64) -> f64 {
    let sign = |x: f64| hermite(degree, x).last().is_some_and(|value| 0.0 < value);
    let rising = sign(high);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if sign(middle) == rising {
            high = middle;
        } else {
            low = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Returns the log likelihood with nodes around the mode of each group, and its slopes.
///
/// Nodes lie at u + x √(2 / D), where u is the mode and D the curvature there; the slopes count that
/// both move with the parameters.
pub(super) fn likelihood(
    joint: &mut Joint<'_>,
    members: &[Vec<usize>],
    nodes: &[Node],
    at: &[f64],
) -> Option<(f64, Vec<f64>)> {
    let categories = between(&at[..joint.coded.n_thresholds])?;
    let look = joint.find_mode(&categories, at)?;
    let explained = joint.explained(at);
    let mut sum = Sum {
        coded: joint.coded,
        categories: &categories,
        explained: &explained,
        sd: joint.sds(at).0,
        place: joint.large.1,
        value: 0.0,
        gradient: vec![0.0; at.len()],
        cells: Vec::new(),
    };
    for ((members, &mode), &curve) in members.iter().zip(&joint.mode).zip(&look.large) {
        sum.add(members, nodes, mode, curve, &look.cells);
    }
    sum.value.is_finite().then_some((sum.value, sum.gradient))
}

/// The likelihood of groups so far.
struct Sum<'a> {
    coded: &'a Coded,
    categories: &'a [Between],
    explained: &'a [f64],
    sd: f64,
    /// The place of σ among the parameters.
    place: usize,
    value: f64,
    gradient: Vec<f64>,
    /// The cells of a group's answers, by nodes.
    cells: Vec<Cell>,
}

impl Sum<'_> {
    fn add(&mut self, members: &[usize], nodes: &[Node], mode: f64, curve: f64, at_mode: &[Cell]) {
        let sd = self.sd;
        let width = (2.0 / curve).sqrt();
        self.cells.clear();
        let mut logs = Vec::with_capacity(nodes.len());
        for &(node, weight) in nodes {
            let shift = mode + node * width;
            let from = self.cells.len();
            self.cells.extend(members.iter().map(|&answer| {
                let between = &self.categories[self.coded.category[answer]];
                Cell::new(between, self.explained[answer] + sd * shift)
            }));
            let answers: f64 = self.cells[from..].iter().map(|cell| cell.log).sum();
            logs.push(weight.ln() + answers - 0.5 * shift * shift);
        }
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let all: f64 = logs.iter().map(|log| (log - most).exp()).sum();
        self.value += most + all.ln() - 0.5 * (curve * std::f64::consts::PI).ln();

        // What a move of the nodes does: of all alike, and away from the mode.
        let (mut alike, mut away) = (0.0, -0.5);
        for (at, (log, (node, _))) in logs.iter().zip(nodes).enumerate() {
            let share = (log - most).exp() / all;
            let shift = mode + node * width;
            let cells = at * members.len()..(at + 1) * members.len();
            let slope: f64 = self.cells[cells.clone()].iter().map(|cell| cell.slope).sum();
            let pull = share * (sd * slope - shift);
            alike += pull;
            away -= 0.5 * pull * node * width;
            self.gradient[self.place] += share * shift * slope;
            for (&answer, at) in members.iter().zip(cells) {
                let cell = self.cells[at];
                self.turn(answer, share * cell.beyond, share * cell.short, share * cell.slope);
            }
        }
        let spread = sd / curve;
        let turning = |answer: usize| {
            let cell = &at_mode[answer];
            -sd * spread * (cell.above[1] + cell.below[1])
        };
        let moves: f64 = members.iter().map(|&answer| turning(answer)).sum();
        let pull = (alike + away * sd * moves) / curve;
        for &answer in members {
            let cell = &at_mode[answer];
            let own = self.categories[self.coded.category[answer]].slope;
            let above = away * sd * spread * cell.above[1] + pull * sd * cell.above[0];
            let below = away * sd * spread * cell.below[1] + pull * sd * cell.below[0];
            let by_shift = away * turning(answer) - pull * sd * cell.weight;
            self.turn(answer, own + above, own - below, by_shift);
            self.gradient[self.place] +=
                by_shift * mode + pull * cell.slope + 2.0 * away * spread * cell.weight;
        }
    }

    /// Adds slopes by the threshold above an answer, minus that below, and by what explains it.
    fn turn(&mut self, answer: usize, above: f64, below: f64, by_shift: f64) {
        let (category, k) = (self.coded.category[answer], self.coded.n_thresholds);
        if category < k {
            self.gradient[category] += above;
        }
        if 0 < category {
            self.gradient[category - 1] -= below;
        }
        for (slope, x) in self.gradient[k..].iter_mut().zip(self.coded.row(answer)) {
            *slope += by_shift * x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_those_of_the_handbook() {
        // Abramowitz and Stegun, table 25.10, n = 5 and 10.
        let five = nodes(5).unwrap();
        assert!((five[4].0 - 2.020_182_870_456_086).abs() < 1e-14);
        assert!((five[3].0 - 0.958_572_464_613_819).abs() < 1e-14);
        assert!((five[2].1 - 0.945_308_720_482_942).abs() < 1e-13);
        let ten = nodes(10).unwrap();
        assert!((ten[9].0 - 3.436_159_118_837_738).abs() < 1e-13);
        assert!((ten[9].1 - 1.025_451_691_366).abs() < 1e-11);
    }

    #[test]
    fn many_nodes_integrate_a_bell_with_its_moments() {
        let fifty = nodes(50).unwrap();
        for (power, expected) in [(0, 1.0), (2, 0.5), (4, 0.75), (6, 1.875)] {
            let sum: f64 = fifty.iter().map(|(x, w)| w * (-x * x).exp() * x.powi(power)).sum();
            assert!((sum / std::f64::consts::PI.sqrt() - expected).abs() < 1e-12, "{power}");
        }
    }

    #[test]
    fn no_nodes_and_too_many_are_refused() {
        assert_eq!(nodes(0), Err(Error::Nodes { given: 0, most: 50 }));
        assert_eq!(nodes(51), Err(Error::Nodes { given: 51, most: 50 }));
    }
}

//! Optimal transport between two sets of equally weighted points.

use crate::assignment::least_sum;

/// A place better by less than this part of the largest cost is no better: prices are rounded.
const ROUNDING: f64 = 1e-12;

/// Returns the least mean cost of moving `n` points of weight `1/n` onto `m` points of weight `1/m`.
///
/// Nothing when `go_on` says so. Exact up to rounding. Sets of one size have a cheapest plan that
/// moves every point as a whole, which is found faster.
///
/// # Input
///
/// * `costs`: not negative, of each of `n` rows one after the other; when one is not finite, neither
///   is the result.
pub(crate) fn cheapest(
    n: usize,
    m: usize,
    costs: Vec<f64>,
    go_on: &dyn Fn() -> bool,
) -> Option<f64> {
    let sum: f64 = costs.iter().sum();
    if !sum.is_finite() {
        return Some(sum);
    }
    if n == m {
        return least_sum(n, &costs, go_on).map(|sum| sum / n as f64);
    }
    in_parts(n, m, costs, go_on)
}

/// As [`cheapest`], where points may be divided, of finite costs.
///
/// It is the simplex method on the spanning trees of sources and sinks. Weights are counted in whole
/// units, so that nothing of them is lost. Memory grows with `n · m` for the costs.
///
/// # Source
///
/// G. B. Dantzig, "Application of the simplex method to a transportation problem", 1951, in
/// Koopmans, Activity Analysis of Production and Allocation. W. H. Cunningham, "A network simplex
/// method", Mathematical Programming 11, 1976, 105–116: the trees that never lead in a circle.
fn in_parts(n: usize, m: usize, costs: Vec<f64>, go_on: &dyn Fn() -> bool) -> Option<f64> {
    let slack = ROUNDING * costs.iter().copied().fold(0.0, f64::max);
    let units = m / gcd(n, m);
    let mut plan = Plan::first(n, m, costs);
    let (mut row, mut n_settled) = (0, 0);
    while n_settled < n {
        if row == 0 && !go_on() {
            return None;
        }
        if let Some(column) = plan.cheaper(row, slack) {
            plan.enter(row, column);
            n_settled = 0;
        } else {
            n_settled += 1;
        }
        row = (row + 1) % n;
    }
    Some(plan.total() / (n * units) as f64)
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// What is sent where: a tree of sources (`0..n`) and sinks (`n..n + m`), with the first source as
/// its root. Whatever is sent runs along the tree's edges, from a source to a sink.
///
/// Every sink gets something from its parent. That makes ties harmless: the tree that is cut off
/// and hung elsewhere without moving a unit becomes cheaper all the same.
struct Plan {
    n: usize,
    m: usize,
    costs: Vec<f64>,
    nodes: Vec<Node>,
    /// Of a source and of a sink they sum to the cost between them along every edge.
    prices: Vec<f64>,
    stack: Vec<usize>,
}

/// A source or a sink in the tree; children of one parent form a list in both directions.
#[derive(Debug, Clone, Copy)]
struct Node {
    parent: usize,
    depth: usize,
    /// Units on the edge to the parent.
    units: usize,
    child: usize,
    next: usize,
    before: usize,
}

/// The place of no node.
const NONE: usize = usize::MAX;

impl Plan {
    /// Fills one sink after the other from one source after the other.
    fn first(n: usize, m: usize, costs: Vec<f64>) -> Self {
        let divisor = gcd(n, m);
        let (supply, demand) = (m / divisor, n / divisor);
        let blank =
            Node { parent: NONE, depth: 0, units: 0, child: NONE, next: NONE, before: NONE };
        let nodes = vec![blank; n + m];
        let mut plan = Plan { n, m, costs, nodes, prices: vec![0.0; n + m], stack: Vec::new() };
        let (mut i, mut j) = (0, 0);
        let (mut left, mut room) = (supply, demand);
        let mut child = n;
        loop {
            let units = left.min(room);
            let parent = if child < n { n + j } else { i };
            plan.hang(child, parent, units);
            plan.price(child);
            (left, room) = (left - units, room - units);
            // When both are used up a source comes next: nothing may come from it, but not to a sink.
            if left == 0 && i + 1 < n {
                (i, left) = (i + 1, supply);
                child = i;
            } else if j + 1 < m {
                (j, room) = (j + 1, demand);
                child = n + j;
            } else {
                return plan;
            }
        }
    }

    fn cost(&self, a: usize, b: usize) -> f64 {
        self.costs[a.min(b) * self.m + a.max(b) - self.n]
    }

    /// Returns the sink that `row` could send to at the largest gain, if there is one.
    fn cheaper(&self, row: usize, slack: f64) -> Option<usize> {
        let costs = &self.costs[row * self.m..(row + 1) * self.m];
        let limit = self.prices[row] - slack;
        let (mut best, mut least) = (None, limit);
        for (j, (cost, price)) in costs.iter().zip(&self.prices[self.n..]).enumerate() {
            let way = cost - price;
            if way < least {
                (best, least) = (Some(j), way);
            }
        }
        best
    }

    /// Sends as much as possible from `row` to `column`, around the circle that this edge closes.
    fn enter(&mut self, row: usize, column: usize) {
        let (source, sink) = (row, self.n + column);
        // Of the edges that lose the most units, the last one on the way around leaves the tree.
        let (mut a, mut b) = (source, sink);
        let (mut on_a, mut on_b) = ((usize::MAX, NONE), (usize::MAX, NONE));
        while a != b {
            if self.nodes[b].depth <= self.nodes[a].depth {
                if a < self.n && self.nodes[a].units < on_a.0 {
                    on_a = (self.nodes[a].units, a);
                }
                a = self.nodes[a].parent;
            } else {
                if self.n <= b && self.nodes[b].units <= on_b.0 {
                    on_b = (self.nodes[b].units, b);
                }
                b = self.nodes[b].parent;
            }
        }
        let join = a;
        let from_b = on_b.0 <= on_a.0;
        let (units, cut) = if from_b { on_b } else { on_a };
        if 0 < units {
            let mut at = source;
            while at != join {
                let loses = at < self.n;
                let node = &mut self.nodes[at];
                node.units = if loses { node.units - units } else { node.units + units };
                at = node.parent;
            }
            let mut at = sink;
            while at != join {
                let loses = self.n <= at;
                let node = &mut self.nodes[at];
                node.units = if loses { node.units - units } else { node.units + units };
                at = node.parent;
            }
        }
        let (inside, outside) = if from_b { (sink, source) } else { (source, sink) };
        self.rehang(inside, outside, units, cut);
    }

    /// Cuts the edge above `cut`, and hangs that part of the tree to `outside`, `inside` first.
    fn rehang(&mut self, inside: usize, outside: usize, units: usize, cut: usize) {
        let (mut at, mut parent, mut units) = (inside, outside, units);
        loop {
            let old = self.nodes[at];
            self.unhang(at);
            self.hang(at, parent, units);
            if at == cut {
                break;
            }
            (at, parent, units) = (old.parent, at, old.units);
        }
        let mut stack = std::mem::take(&mut self.stack);
        stack.push(inside);
        while let Some(at) = stack.pop() {
            self.price(at);
            let mut child = self.nodes[at].child;
            while child != NONE {
                stack.push(child);
                child = self.nodes[child].next;
            }
        }
        self.stack = stack;
    }

    /// Computes price and depth from the parent's.
    fn price(&mut self, at: usize) {
        let parent = self.nodes[at].parent;
        self.nodes[at].depth = self.nodes[parent].depth + 1;
        self.prices[at] = self.cost(at, parent) - self.prices[parent];
    }

    fn hang(&mut self, at: usize, parent: usize, units: usize) {
        let next = std::mem::replace(&mut self.nodes[parent].child, at);
        if next != NONE {
            self.nodes[next].before = at;
        }
        let node = &mut self.nodes[at];
        (node.parent, node.units, node.next, node.before) = (parent, units, next, NONE);
    }

    fn unhang(&mut self, at: usize) {
        let Node { parent, next, before, .. } = self.nodes[at];
        if before == NONE {
            self.nodes[parent].child = next;
        } else {
            self.nodes[before].next = next;
        }
        if next != NONE {
            self.nodes[next].before = before;
        }
    }

    /// Returns the cost of all units together.
    fn total(&self) -> f64 {
        let of = |(at, node): (usize, &Node)| node.units as f64 * self.cost(at, node.parent);
        self.nodes.iter().enumerate().skip(1).map(of).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    /// Both ways find the same, where there are two.
    fn transport(n: usize, m: usize, cost: impl Fn(usize, usize) -> f64) -> f64 {
        let costs: Vec<f64> = (0..n * m).map(|at| cost(at / m, at % m)).collect();
        let found = cheapest(n, m, costs.clone(), &|| true).unwrap();
        if found.is_finite() {
            // Each step of the one that divides points may leave so much of the largest cost.
            let slack = 2.0 * ROUNDING * costs.iter().copied().fold(0.0, f64::max);
            let other = in_parts(n, m, costs, &|| true).unwrap();
            assert!((found - other).abs() <= slack, "{n} onto {m}: {found}, {other}");
        }
        found
    }

    /// On a line the cheapest plan keeps the order: the area between the two distribution functions.
    fn on_a_line(a: &[f64], b: &[f64]) -> f64 {
        let mut ends: Vec<f64> = a.iter().chain(b).copied().collect();
        ends.sort_by(f64::total_cmp);
        let share = |points: &[f64], x: f64| {
            points.iter().filter(|&&point| point <= x).count() as f64 / points.len() as f64
        };
        ends.windows(2).map(|w| (share(a, w[0]) - share(b, w[0])).abs() * (w[1] - w[0])).sum()
    }

    #[test]
    fn on_a_line_it_is_the_area_between_the_distribution_functions() {
        let points = |n: u32, step: u32| -> Vec<f64> {
            (0..n).map(|i| f64::from(i * step % 101) + 0.1 * f64::from(i)).collect()
        };
        let check = |a: &[f64], b: &[f64]| {
            let found = transport(a.len(), b.len(), |i, j| (a[i] - b[j]).abs());
            let (wanted, n, m) = (on_a_line(a, b), a.len(), b.len());
            assert!((found - wanted).abs() < 1e-9, "{n} onto {m}: {found} is not {wanted}");
        };
        for (n, m) in [(1, 1), (1, 7), (5, 5), (6, 4), (30, 17), (40, 40), (12, 36), (150, 131)] {
            let (a, b) = (points(n, 37), points(m, 53));
            check(&a, &b);
            // Most costs are ties now.
            let few = |points: &[f64]| points.iter().map(|x| x.rem_euclid(3.0).floor()).collect();
            let (a, b): (Vec<f64>, Vec<f64>) = (few(&a), few(&b));
            check(&a, &b);
        }
    }

    #[test]
    fn nothing_costs_nothing_and_what_is_beyond_numbers_is_no_number() {
        assert_eq!(transport(30, 20, |_, _| 0.0).total_cmp(&0.0), Ordering::Equal);
        assert!(transport(2, 3, |i, _| if i == 0 { 1.0 } else { f64::INFINITY }).is_infinite());
    }

    #[test]
    fn a_cheap_first_choice_is_taken_back() {
        // By hand: the greedy plan 0→0, 1→1 costs 1 + 10; the cheapest one 0→1, 1→0 costs 2 + 2,
        // each of weight 1/2.
        let costs = [[1.0, 2.0], [2.0, 10.0]];
        assert!((transport(2, 2, |i, j| costs[i][j]) - 2.0).abs() < 1e-12);
    }

    /// The cheapest of all ways to pair `left` with the first points, tried one by one.
    fn by_trial(costs: &[f64], n: usize, at: usize, left: &mut Vec<usize>) -> f64 {
        if left.is_empty() {
            return 0.0;
        }
        let mut least = f64::INFINITY;
        for place in 0..left.len() {
            let j = left.swap_remove(place);
            least = least.min(costs[at * n + j] + by_trial(costs, n, at + 1, left));
            left.push(j);
            let end = left.len() - 1;
            left.swap(place, end);
        }
        least
    }

    /// Costs that look random; a third of them are equal to others.
    fn costs(n: usize, seed: usize) -> Vec<f64> {
        let mixed = |at: usize| (at * 7919 + seed * 104_729 + at * at * 31) % 257;
        (0..n * n).map(|at| (mixed(at) % (20 + seed)) as f64 / 3.0).collect()
    }

    #[test]
    fn pairs_cost_what_parts_cost() {
        let mut chance = ChaCha8Rng::seed_from_u64(1);
        for n in 1..=60 {
            let points: Vec<f64> = (0..6 * n).map(|_| chance.random_range(-1.0..1.0)).collect();
            let far = |i: usize, j: usize| {
                let (a, b) = (&points[3 * i..3 * i + 3], &points[3 * (n + j)..3 * (n + j) + 3]);
                a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>()
            };
            transport(n, n, far);
            // Ties, copies, and costs of quite different size.
            transport(n, n, |i, j| (4.0 * far(i, j)).floor());
            transport(n, n, |i, j| far(i / 3, j / 2));
            transport(n, n, |i, j| far(i, j) * [1.0, 1e-9, 1e3][(i + 2 * j) % 3]);
            let alone: Vec<f64> = (0..n * n).map(|_| chance.random_range(0.0..1.0)).collect();
            transport(n, n, |i, j| alone[i * n + j]);
        }
    }

    #[test]
    fn who_says_stop_is_heard() {
        assert!(cheapest(2, 2, vec![1.0; 4], &|| false).is_none());
        assert!(cheapest(2, 1, vec![1.0; 2], &|| false).is_none());
    }

    #[test]
    fn among_all_pairings_none_is_cheaper() {
        for n in 1..=6 {
            for seed in 0..40 {
                let costs = costs(n, seed);
                let found = transport(n, n, |i, j| costs[i * n + j]);
                let wanted = by_trial(&costs, n, 0, &mut (0..n).collect()) / n as f64;
                assert!((found - wanted).abs() < 1e-12, "{n}, {seed}: {found} is not {wanted}");
            }
        }
    }

    #[test]
    fn sets_of_unequal_size_are_copies_paired_one_to_one() {
        // n points of weight 1/n are as many copies as give both sides one number of points.
        for (n, m) in [(1, 6), (2, 3), (3, 2), (2, 6), (2, 4), (4, 2), (6, 3)] {
            for seed in 0..40 {
                let (size, costs) = (n * m / gcd(n, m), costs(6, seed));
                let (each_a, each_b) = (size / n, size / m);
                let copied: Vec<f64> = (0..size * size)
                    .map(|at| costs[at / size / each_a * 6 + at % size / each_b])
                    .collect();
                let found = transport(n, m, |i, j| costs[i * 6 + j]);
                let wanted = by_trial(&copied, size, 0, &mut (0..size).collect()) / size as f64;
                assert!((found - wanted).abs() < 1e-12, "{n} onto {m}: {found} is not {wanted}");
            }
        }
    }
}

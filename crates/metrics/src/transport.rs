//! Optimal transport between two sets of equally weighted points.

use rayon::prelude::*;

/// Returns the least mean cost of moving `n` points of weight `1/n` onto `m` points of weight `1/m`.
///
/// `cost(i, j)` is not negative. Exact: one point after the other sends its weight along the cheapest paths, which may reroute
/// what earlier points sent (successive shortest paths with potentials). Weights are counted in
/// whole units, so that nothing is lost to rounding. Time grows with the cube of the larger set,
/// memory with `n · m` for the costs.
///
/// # Source
///
/// R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
/// assignment problems", Computing 38, 1987, 325–340, with capacities.
pub(crate) fn transport(n: usize, m: usize, cost: impl Fn(usize, usize) -> f64 + Sync) -> f64 {
    let mut costs = vec![0.0; n * m];
    costs.par_chunks_mut(m).enumerate().for_each(|(i, costs)| {
        for (j, place) in costs.iter_mut().enumerate() {
            *place = cost(i, j);
        }
    });
    let divisor = gcd(n, m);
    let (supply, demand) = (m / divisor, n / divisor);
    let mut plan = Plan {
        m,
        costs,
        rows: vec![0.0; n],
        columns: vec![0.0; m],
        free: vec![demand; m],
        sent: vec![Vec::new(); m],
    };
    for row in 0..n {
        let mut left = supply;
        while 0 < left {
            left -= plan.send(row, left);
        }
    }
    let total: f64 = plan
        .sent
        .iter()
        .enumerate()
        .flat_map(|(j, from)| from.iter().map(move |&(i, units)| (i, j, units)))
        .map(|(i, j, units)| units as f64 * plan.costs[i * m + j])
        .sum();
    total / (n * supply) as f64
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// What is sent where, and the prices that prove it cheapest.
struct Plan {
    m: usize,
    costs: Vec<f64>,
    /// The price of each source and of each sink.
    rows: Vec<f64>,
    columns: Vec<f64>,
    /// Units that each sink can still take.
    free: Vec<usize>,
    /// For each sink, how many units come from which source.
    sent: Vec<Vec<(usize, usize)>>,
}

impl Plan {
    /// Sends up to `left` units from `row` along the cheapest path; returns how many.
    fn send(&mut self, row: usize, left: usize) -> usize {
        let m = self.m;
        let mut distance = vec![f64::INFINITY; m];
        // The source from which each sink is reached, and the sink over which each source is.
        let mut from = vec![row; m];
        let mut over: Vec<Option<usize>> = vec![None; self.rows.len()];
        let mut done = vec![false; m];
        let mut reached = vec![(row, 0.0)];
        let mut is_reached = vec![false; self.rows.len()];
        is_reached[row] = true;
        let mut next = 0;
        let (end, length) = loop {
            // Every source that was reached last offers its way to every sink.
            for &(i, so_far) in &reached[next..] {
                for j in (0..m).filter(|&j| !done[j]) {
                    let way = so_far + (self.costs[i * m + j] - self.rows[i] - self.columns[j]);
                    if way < distance[j] {
                        distance[j] = way;
                        from[j] = i;
                    }
                }
            }
            next = reached.len();
            let nearest = (0..m)
                .filter(|&j| !done[j])
                .min_by(|&a, &b| distance[a].total_cmp(&distance[b]))
                .expect("some sink has room as long as a source has units");
            done[nearest] = true;
            if 0 < self.free[nearest] {
                break (nearest, distance[nearest]);
            }
            // A full sink can give back what others sent to it.
            for &(i, _) in &self.sent[nearest] {
                if !is_reached[i] {
                    is_reached[i] = true;
                    over[i] = Some(nearest);
                    reached.push((i, distance[nearest]));
                }
            }
        };
        for &(i, so_far) in &reached {
            self.rows[i] += length - so_far;
        }
        for j in (0..m).filter(|&j| done[j]) {
            self.columns[j] -= length - distance[j];
        }
        self.shift(row, end, left, &from, &over)
    }

    /// Moves units along the path that ends at sink `end`; returns how many.
    fn shift(
        &mut self,
        row: usize,
        end: usize,
        left: usize,
        from: &[usize],
        over: &[Option<usize>],
    ) -> usize {
        let mut units = left.min(self.free[end]);
        let mut sink = end;
        while from[sink] != row {
            let source = from[sink];
            let back = over[source].expect("only the first source is reached over no sink");
            units = units.min(self.units(source, back));
            sink = back;
        }
        self.free[end] -= units;
        let mut sink = end;
        loop {
            let source = from[sink];
            self.add(source, sink, units);
            let Some(back) = over[source].filter(|_| source != row) else { return units };
            self.take(source, back, units);
            sink = back;
        }
    }

    fn units(&self, source: usize, sink: usize) -> usize {
        self.sent[sink].iter().find(|(i, _)| *i == source).map_or(0, |(_, units)| *units)
    }

    fn add(&mut self, source: usize, sink: usize, units: usize) {
        match self.sent[sink].iter_mut().find(|(i, _)| *i == source) {
            Some((_, there)) => *there += units,
            None => self.sent[sink].push((source, units)),
        }
    }

    fn take(&mut self, source: usize, sink: usize, units: usize) {
        for (i, there) in &mut self.sent[sink] {
            if *i == source {
                *there -= units;
            }
        }
        self.sent[sink].retain(|(_, there)| 0 < *there);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for (n, m) in [(1, 1), (1, 7), (5, 5), (6, 4), (30, 17), (40, 40), (12, 36)] {
            let (a, b) = (points(n, 37), points(m, 53));
            let found = transport(a.len(), b.len(), |i, j| (a[i] - b[j]).abs());
            let wanted = on_a_line(&a, &b);
            assert!((found - wanted).abs() < 1e-9, "{n} onto {m}: {found} is not {wanted}");
        }
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

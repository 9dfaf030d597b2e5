//! The cheapest way to pair the points of two sets that have equally many.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use pulp::NullaryFnOnce;

use crate::distance::fastest;

/// So many lanes are compared side by side.
const LANES: usize = 8;
/// How often rows look for a better column in turn before paths are searched.
const ROUNDS: usize = 2;
/// The place of no row and no column.
const NONE: usize = usize::MAX;

/// Returns the least sum of costs over all ways to pair each row with one column; nothing when
/// `go_on` says so.
///
/// # Input
///
/// * `costs`: `n` finite numbers of each of `n` rows, one row after the other.
///
/// # Value
///
/// The costs of the pairs, added up in the order of the rows. No pairing is cheaper but by what is
/// rounded.
///
/// # Source
///
/// R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
/// assignment problems", Computing 38, 1987, 325–340.
pub(crate) fn least_sum(n: usize, costs: &[f64], go_on: &dyn Fn() -> bool) -> Option<f64> {
    let pairing = Pairing::cheapest(n, costs, go_on)?;
    let pairs = costs.chunks_exact(n).zip(&pairing.column_of);
    Some(pairs.map(|(costs, &column)| costs[column]).sum())
}

/// Which row has which column, and what columns are worth.
///
/// Each row that has a column has one of those where cost less price is the least: a pairing of all
/// rows is then the cheapest one.
struct Pairing<'a> {
    n: usize,
    costs: &'a [f64],
    prices: Vec<f64>,
    row_of: Vec<usize>,
    column_of: Vec<usize>,
}

impl<'a> Pairing<'a> {
    fn cheapest(n: usize, costs: &'a [f64], go_on: &dyn Fn() -> bool) -> Option<Self> {
        let mut pairing = Self::first(n, costs);
        let mut free: Vec<usize> = (0..n).filter(|&row| pairing.column_of[row] == NONE).collect();
        for _ in 0..ROUNDS {
            if !go_on() {
                return None;
            }
            free = pairing.in_turn(&free);
        }
        let mut paths = Paths::of(n);
        for row in free {
            if !go_on() {
                return None;
            }
            paths.search(&mut pairing, row);
        }
        Some(pairing)
    }

    /// Prices each column at its least cost, and gives it to the row that has it, unless that row
    /// has another one.
    fn first(n: usize, costs: &'a [f64]) -> Self {
        let nothing = vec![0.0; n];
        let (mut prices, mut rows) = (vec![f64::INFINITY; n], vec![0; n]);
        for (row, costs) in costs.chunks_exact(n).enumerate() {
            let (away, from) = (&mut prices, &mut rows);
            fastest(Nearer { costs, prices: &nothing, less: 0.0, row, away, from });
        }
        let (row_of, column_of) = (vec![NONE; n], vec![NONE; n]);
        let mut pairing = Pairing { n, costs, prices, row_of, column_of };
        for (column, &row) in rows.iter().enumerate() {
            if pairing.column_of[row] == NONE {
                pairing.pair(row, column);
            }
        }
        // A row that would not mind another column much makes its own one cheaper for the others.
        for row in 0..n {
            let column = pairing.column_of[row];
            if column != NONE {
                let [least, second] = pairing.least(row);
                pairing.prices[column] -= second - least;
            }
        }
        pairing
    }

    fn pair(&mut self, row: usize, column: usize) {
        (self.row_of[column], self.column_of[row]) = (row, column);
    }

    fn costs_of(&self, row: usize) -> &'a [f64] {
        &self.costs[row * self.n..(row + 1) * self.n]
    }

    /// Returns the least two of what the columns cost a row above their prices.
    fn least(&self, row: usize) -> [f64; 2] {
        let mut least = [f64::INFINITY; 2];
        fastest(Least { costs: self.costs_of(row), prices: &self.prices, found: &mut least });
        least
    }

    /// Returns the first column but one that costs a row at most so much above its price.
    fn column_at(&self, row: usize, most: f64, but: usize) -> usize {
        let mut found = NONE;
        let costs = self.costs_of(row);
        fastest(Find { costs, prices: &self.prices, most, but, found: &mut found });
        found
    }

    /// Lets each free row take its best column, and lower the price until its second one is as good.
    ///
    /// Returns the rows that then have none.
    fn in_turn(&mut self, free: &[usize]) -> Vec<usize> {
        let mut left = Vec::new();
        // Who loses a column comes next, which could go on for long where prices fall by little.
        let mut n_more = 4 * self.n;
        for &row in free {
            let mut row = row;
            loop {
                let [least, second] = self.least(row);
                let mut column = self.column_at(row, least, NONE);
                let price = self.prices[column] - (second - least);
                // A price that falls by less than is rounded does not fall.
                let falls = price < self.prices[column];
                if falls {
                    self.prices[column] = price;
                } else if self.row_of[column] != NONE {
                    column = self.column_at(row, second, column);
                }
                let loser = self.row_of[column];
                self.pair(row, column);
                if loser == NONE {
                    break;
                }
                self.column_of[loser] = NONE;
                if !falls || n_more == 0 {
                    left.push(loser);
                    break;
                }
                n_more -= 1;
                row = loser;
            }
        }
        left
    }
}

/// Shortest ways from a free row to the columns, over pairs that would have to change.
struct Paths {
    /// How far a column is; that of one already reached is below all numbers.
    away: Vec<f64>,
    /// The row from which one comes to a column.
    from: Vec<usize>,
    /// Columns in the order in which they were reached, and how far they are.
    reached: Vec<(usize, f64)>,
}

impl Paths {
    fn of(n: usize) -> Self {
        Paths { away: vec![0.0; n], from: vec![0; n], reached: Vec::new() }
    }

    /// Finds the nearest free column, and changes the pairs on the way to it.
    fn search(&mut self, pairing: &mut Pairing<'_>, start: usize) {
        self.away.fill(f64::INFINITY);
        self.reached.clear();
        let (mut row, mut less) = (start, 0.0);
        let (end, distance) = loop {
            let (away, from) = (&mut self.away, &mut self.from);
            let (costs, prices) = (pairing.costs_of(row), &pairing.prices);
            fastest(Nearer { costs, prices, less, row, away, from });
            let column = self.nearest(&pairing.row_of);
            let distance = self.away[column];
            row = pairing.row_of[column];
            if row == NONE {
                break (column, distance);
            }
            self.away[column] = f64::NEG_INFINITY;
            self.reached.push((column, distance));
            less = pairing.costs_of(row)[column] - pairing.prices[column] - distance;
        };
        for &(column, away) in &self.reached {
            pairing.prices[column] += away - distance;
        }
        let mut column = end;
        loop {
            let row = self.from[column];
            let next = pairing.column_of[row];
            pairing.pair(row, column);
            if row == start {
                return;
            }
            column = next;
        }
    }

    /// Returns the nearest column that is not reached yet; of several a free one.
    fn nearest(&self, row_of: &[usize]) -> usize {
        let mut nearest = NONE;
        fastest(Nearest { away: &self.away, row_of, found: &mut nearest });
        nearest
    }
}

/// Steps from a row to each column, where that is a shorter way than those known.
struct Nearer<'a> {
    costs: &'a [f64],
    prices: &'a [f64],
    /// What is taken from each step.
    less: f64,
    row: usize,
    away: &'a mut [f64],
    from: &'a mut [usize],
}

impl NullaryFnOnce for Nearer<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Nearer { costs, prices, less, row, away, from } = self;
        for (((cost, price), away), from) in costs.iter().zip(prices).zip(away).zip(from) {
            let new = cost - price - less;
            let nearer = new < *away;
            *away = if nearer { new } else { *away };
            *from = if nearer { row } else { *from };
        }
    }
}

/// The nearest column that is not reached yet.
struct Nearest<'a> {
    away: &'a [f64],
    row_of: &'a [usize],
    found: &'a mut usize,
}

impl NullaryFnOnce for Nearest<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let mut least = [f64::INFINITY; LANES];
        let take = |least: &mut f64, away: f64| {
            let away = if away < f64::MIN { f64::INFINITY } else { away };
            *least = if away < *least { away } else { *least };
        };
        let (chunks, rest) = self.away.as_chunks::<LANES>();
        for chunk in chunks {
            for (least, &away) in least.iter_mut().zip(chunk) {
                take(least, away);
            }
        }
        for (least, &away) in least.iter_mut().zip(rest) {
            take(least, away);
        }
        let least = least.into_iter().fold(f64::INFINITY, f64::min);
        for (part, chunk) in self.away.chunks(LANES).enumerate() {
            if !chunk.iter().fold(false, |any, &away| any | is_open_until(away, least)) {
                continue;
            }
            for (at, &away) in (part * LANES..).zip(chunk) {
                if is_open_until(away, least) && self.row_of[at] == NONE {
                    *self.found = at;
                    return;
                }
                if is_open_until(away, least) && *self.found == NONE {
                    *self.found = at;
                }
            }
        }
    }
}

#[inline(always)]
fn is_open_until(away: f64, least: f64) -> bool {
    f64::MIN <= away && away <= least
}

/// The least two of cost less price.
struct Least<'a> {
    costs: &'a [f64],
    prices: &'a [f64],
    found: &'a mut [f64; 2],
}

impl NullaryFnOnce for Least<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (mut least, mut second) = ([f64::INFINITY; LANES], [f64::INFINITY; LANES]);
        let take = |least: &mut f64, second: &mut f64, value: f64| {
            let larger = if value < *least { *least } else { value };
            *least = if value < *least { value } else { *least };
            *second = if larger < *second { larger } else { *second };
        };
        let (costs, costs_rest) = self.costs.as_chunks::<LANES>();
        let (prices, prices_rest) = self.prices.as_chunks::<LANES>();
        for (costs, prices) in costs.iter().zip(prices) {
            let lanes = least.iter_mut().zip(&mut second);
            for ((least, second), (cost, price)) in lanes.zip(costs.iter().zip(prices)) {
                take(least, second, cost - price);
            }
        }
        let lanes = least.iter_mut().zip(&mut second);
        for ((least, second), (cost, price)) in lanes.zip(costs_rest.iter().zip(prices_rest)) {
            take(least, second, cost - price);
        }
        let [first, next] = self.found;
        for value in least.into_iter().chain(second) {
            take(first, next, value);
        }
    }
}

/// The first place but one where cost less price is at most a value.
struct Find<'a> {
    costs: &'a [f64],
    prices: &'a [f64],
    most: f64,
    but: usize,
    found: &'a mut usize,
}

impl NullaryFnOnce for Find<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let chunks = self.costs.chunks(LANES).zip(self.prices.chunks(LANES));
        for (part, (costs, prices)) in chunks.enumerate() {
            let fits = |(cost, price): (&f64, &f64)| cost - price <= self.most;
            if costs.iter().zip(prices).fold(false, |any, pair| any | fits(pair)) {
                for (at, pair) in (part * LANES..).zip(costs.iter().zip(prices)) {
                    if fits(pair) && at != self.but {
                        *self.found = at;
                        return;
                    }
                }
            }
        }
    }
}

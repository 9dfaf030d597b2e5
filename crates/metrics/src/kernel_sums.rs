//! The sums of a kernel over all pairs of two sets, part by part.
//!
//! Both sets together are one matrix, whose rows are grouped by part. Products of it with itself, tile by tile and
//! each pair once, give squared distances; the kernel of a tile is summed at once, and only the sum is kept. So the
//! halves of the sets cost nothing beside the sets themselves.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use std::ops::Range;

use pulp::NullaryFnOnce;
use rayon::prelude::*;
use samples::Vectors;

use crate::distance::fastest;
use crate::kernels::{Curve, Kernel};
use crate::panels::{PANEL, Panels, width};
use crate::pooled::{Pooled, square};
use crate::products::products;
use crate::progress::Progress;
use crate::{Distance, Error, GoOn, Result};

/// The place of a part: the halves and the rest of the real set, then those of the synthetic one.
pub(crate) type Part = usize;
const N_PARTS: usize = 6;
/// Rows and columns of a tile, whose products stay in a processor's own memory.
const TILE: usize = 10 * PANEL;
/// With more multiplications than this, products are taken in single precision.
const MANY: f64 = 2e9;
/// Beyond this, a kernel falls so steeply that single precision does not tell its places apart.
const STEEPEST: f64 = 64.0;

/// The sums of a kernel over pairs of rows.
pub(crate) struct KernelSums {
    /// How many rows a part has.
    n: [f64; N_PARTS],
    /// Over all pairs of a row of one part and one of another; within a part each pair both ways, and
    /// each row with itself.
    pairs: [[f64; N_PARTS]; N_PARTS],
    /// Over each row with itself.
    diagonal: [f64; N_PARTS],
}

impl KernelSums {
    /// Sums the kernel over both sets, whose rows are parted as `parts` says.
    pub(crate) fn new(
        real: &Vectors,
        synthetic: &Vectors,
        parts: &[[Vec<usize>; 3]; 2],
        kernel: Kernel,
        go_on: &GoOn<'_>,
    ) -> Result<Self> {
        let (real_rows, synthetic_rows) = (parts[0].concat(), parts[1].concat());
        let counts: Vec<usize> = parts.iter().flatten().map(Vec::len).collect();
        let both =
            |real, synthetic| Pooled::new(&[(real, &real_rows), (synthetic, &synthetic_rows)]);
        let cells = match kernel {
            Kernel::Linear => {
                let sums = of_means(&both(real, synthetic)?, &counts);
                return finished(sums, go_on);
            }
            Kernel::Cosine => {
                let (real, synthetic) =
                    (directions(real, "real set")?, directions(synthetic, "synthetic set")?);
                let sums = of_means(&both(&real, &synthetic)?, &counts);
                return finished(sums, go_on);
            }
            Kernel::Polynomial { gamma, degree } => {
                let curve = Curve::Power { rate: gamma, degree };
                Cells::of_products(real, synthetic, &real_rows, &synthetic_rows, curve)
            }
            Kernel::Sigmoid { gamma } => {
                let curve = Curve::Tanh { rate: gamma };
                Cells::of_products(real, synthetic, &real_rows, &synthetic_rows, curve)
            }
            Kernel::Laplacian { gamma } => Cells::of_paths(both(real, synthetic)?, gamma),
            Kernel::Rbf { gamma } => {
                let rows = both(real, synthetic)?;
                // Beyond numbers, all but equal vectors are not alike at all.
                let rate = (gamma * rows.unit * rows.unit).min(f64::MAX);
                Cells::of_distances(rows, Curve::Falling { rate }, rate, &counts, None)
            }
            Kernel::MultiGaussian => {
                let rows = both(real, synthetic)?;
                // Around the mean of all rows, the mean over pairs is twice that of the squares.
                let mean = 2.0 * rows.squares().iter().sum::<f64>() / rows.n as f64;
                // Without a distance there is nothing to scale.
                let rate = if 0.0 < mean { 0.5 / mean } else { 0.0 };
                // The narrowest falls eight times as fast.
                Cells::of_distances(rows, Curve::FiveFalling { rate }, 8.0 * rate, &counts, None)
            }
        };
        cells.summed(&counts, go_on)
    }

    /// Returns the squared discrepancy between the rows of some parts and those of others.
    ///
    /// `unbiased` leaves out the pairs of a row with itself.
    pub(crate) fn discrepancy(&self, a: &[Part], b: &[Part], unbiased: bool) -> f64 {
        let n = |parts: &[Part]| parts.iter().map(|&part| self.n[part]).sum::<f64>();
        let between = |a: &[Part], b: &[Part]| {
            let sums = a.iter().map(|&p| b.iter().map(|&q| self.pairs[p][q]).sum::<f64>());
            sums.sum::<f64>()
        };
        let within = |parts: &[Part]| {
            let all = between(parts, parts);
            if !unbiased {
                return all / (n(parts) * n(parts));
            }
            let own: f64 = parts.iter().map(|&part| self.diagonal[part]).sum();
            (all - own) / (n(parts) * (n(parts) - 1.0))
        };
        within(a) + within(b) - 2.0 * between(a, b) / (n(a) * n(b))
    }

    fn blank(counts: &[usize]) -> Self {
        KernelSums {
            n: std::array::from_fn(|part| counts[part] as f64),
            pairs: [[0.0; N_PARTS]; N_PARTS],
            diagonal: [0.0; N_PARTS],
        }
    }
}

fn finished(sums: KernelSums, go_on: &GoOn<'_>) -> Result<KernelSums> {
    if go_on(1, 1) { Ok(sums) } else { Err(Error::Stopped) }
}

/// Returns the rows of each part.
fn ranges(counts: &[usize]) -> Vec<Range<usize>> {
    let mut end = 0;
    let range = |&n: &usize| {
        end += n;
        end - n..end
    };
    counts.iter().map(range).collect()
}

/// Sums products, which needs no pairs: the sum over pairs is the product of the sums.
///
/// The discrepancy does not change with the origin, which is the mean here, where least is lost.
fn of_means(rows: &Pooled, counts: &[usize]) -> KernelSums {
    let mut sums = KernelSums::blank(counts);
    let unit = rows.unit;
    let ranges = ranges(counts);
    let mut of_parts = Vec::new();
    for (part, range) in ranges.into_iter().enumerate() {
        let mut sum = vec![0.0; rows.d];
        for row in range {
            sum.iter_mut().zip(rows.row(row)).for_each(|(sum, value)| *sum += value);
            sums.diagonal[part] += square(rows.row(row)) * unit * unit;
        }
        of_parts.push(sum);
    }
    for (p, a) in of_parts.iter().enumerate() {
        for (q, b) in of_parts.iter().enumerate() {
            let product: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
            sums.pairs[p][q] = product * unit * unit;
        }
    }
    sums
}

/// Returns vectors of length 1 that point the same way.
fn directions(set: &Vectors, input: &'static str) -> Result<Vectors> {
    let mut values = Vec::with_capacity(set.n() * set.d());
    for row in 0..set.n() {
        let vector = set.row(row);
        let largest = vector.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        if largest <= 0.0 {
            return Err(Error::ZeroVector { input, row });
        }
        // Squares of values that are neither huge nor tiny are numbers.
        let length = vector.iter().map(|value| (value / largest).powi(2)).sum::<f64>().sqrt();
        values.extend(vector.iter().map(|value| value / largest / length));
    }
    Ok(Vectors::new(set.n(), set.d(), values).expect("as many as before"))
}

/// The numbers of all pairs, of which the kernel is a function, and how they come about.
struct Cells {
    d: usize,
    rows: Rows,
    /// What makes a squared distance of a product: the squared lengths. Without: the product itself.
    squares: Option<Vec<f64>>,
    curve: Curve,
}

enum Rows {
    /// Those of each part.
    Single(Vec<Panels>),
    Double(Vec<f64>),
    /// The numbers are sums of absolute differences, which are no product.
    Paths(Vec<f64>),
}

impl Cells {
    fn of_products(
        real: &Vectors,
        synthetic: &Vectors,
        real_rows: &[usize],
        synthetic_rows: &[usize],
        curve: Curve,
    ) -> Self {
        let of = |set: &Vectors, rows: &[usize]| -> Vec<f64> {
            rows.iter().flat_map(|&row| set.row(row).to_vec()).collect()
        };
        let mut rows = of(real, real_rows);
        rows.extend(of(synthetic, synthetic_rows));
        Cells { d: real.d(), rows: Rows::Double(rows), squares: None, curve }
    }

    fn of_paths(rows: Pooled, gamma: f64) -> Self {
        let rate = (gamma * rows.unit).min(f64::MAX);
        let curve = Curve::Falling { rate };
        Cells { d: rows.d, rows: Rows::Paths(rows.values), squares: None, curve }
    }

    /// `counts` says how many rows a part has; `single` chooses the precision, which else follows
    /// from how much there is to do and how steep the kernel is, as `steepness` times the squared
    /// distance.
    fn of_distances(
        rows: Pooled,
        curve: Curve,
        steepness: f64,
        counts: &[usize],
        single: Option<bool>,
    ) -> Self {
        let d = rows.d;
        let squares = rows.squares();
        let most = squares.iter().copied().fold(0.0, f64::max);
        let work = rows.n as f64 * rows.n as f64 / 2.0 * rows.d as f64;
        let single = single.unwrap_or(MANY < work && steepness * most <= STEEPEST);
        if !single {
            return Cells { d, rows: Rows::Double(rows.values), squares: Some(squares), curve };
        }
        #[expect(clippy::cast_possible_truncation, reason = "the nearest f32 is meant")]
        let near = |value: f64, _| value as f32;
        let of_part =
            |part: Range<usize>| Panels::of(&rows.values[part.start * d..part.end * d], d, near);
        let (panels, squares): (Vec<Panels>, Vec<Vec<f64>>) =
            ranges(counts).into_iter().map(of_part).unzip();
        Cells { d, rows: Rows::Single(panels), squares: Some(squares.concat()), curve }
    }

    /// Returns the number of a row with itself.
    fn own(&self, row: usize) -> f64 {
        match (&self.rows, &self.squares) {
            (Rows::Double(values), None) => square(&values[row * self.d..(row + 1) * self.d]),
            // No vector is at a distance from itself.
            _ => 0.0,
        }
    }

    fn summed(&self, counts: &[usize], go_on: &GoOn<'_>) -> Result<KernelSums> {
        let ranges = ranges(counts);
        let mut tiles = Vec::new();
        for p in 0..N_PARTS {
            for q in p..N_PARTS {
                for rows in blocks(&ranges[p]) {
                    for columns in blocks(&ranges[q]) {
                        if p < q || rows.start <= columns.start {
                            tiles.push((p, q, rows.clone(), columns));
                        }
                    }
                }
            }
        }
        let progress = Progress::new(tiles.len() as u64, go_on);
        let of_tiles: Vec<f64> = tiles
            .par_iter()
            .map_init(Room::default, |room, (p, q, rows, columns)| {
                let starts = [ranges[*p].start, ranges[*q].start];
                let sum = self.tile([*p, *q], starts, [rows, columns], room);
                progress.add(1).map(|()| sum)
            })
            .collect::<Result<_>>()?;
        let mut sums = KernelSums::blank(counts);
        for ((p, q, ..), sum) in tiles.iter().zip(of_tiles) {
            sums.pairs[*p][*q] += sum;
            sums.pairs[*q][*p] += sum;
        }
        for (part, rows) in ranges.into_iter().enumerate() {
            sums.diagonal[part] = rows.map(|row| self.curve.at(self.own(row))).sum();
            sums.pairs[part][part] += sums.diagonal[part];
        }
        Ok(sums)
    }

    /// Returns the sum over the pairs of a row and a later column.
    ///
    /// `starts` are the first rows of both parts.
    fn tile(
        &self,
        [p, q]: [Part; 2],
        starts: [usize; 2],
        [rows, columns]: [&Range<usize>; 2],
        room: &mut Room,
    ) -> f64 {
        let d = self.d;
        let part = |range: &Range<usize>| range.start * d..range.end * d;
        let within = |range: &Range<usize>, start: usize| range.start - start..range.end - start;
        let mut sum = 0.0;
        let (rows, columns) = (rows.clone(), columns.clone());
        match &self.rows {
            Rows::Single(panels) => {
                let others = within(&columns, starts[1]);
                panels[p].products(
                    &within(&rows, starts[0]),
                    (&panels[q], &others),
                    &mut room.single,
                );
                let (products, width) = (&room.single, width(columns.len()));
                let of_products = OfProducts { products, width };
                fastest(Summed { cells: self, rows, columns, numbers: of_products, sum: &mut sum });
            }
            Rows::Double(values) => {
                room.double.resize(rows.len() * columns.len(), 0.0);
                products(&values[part(&rows)], &values[part(&columns)], d, &mut room.double);
                let of_products = OfProducts { products: &room.double, width: columns.len() };
                fastest(Summed { cells: self, rows, columns, numbers: of_products, sum: &mut sum });
            }
            Rows::Paths(values) => {
                let of_paths = OfPaths { values, d };
                fastest(Summed { cells: self, rows, columns, numbers: of_paths, sum: &mut sum });
            }
        }
        sum
    }
}

/// Where the numbers of a tile come from.
trait Numbers {
    /// Puts the numbers of a row, the `at`-th of the tile, with the columns from `first` on into `numbers`.
    fn put(&self, cells: &Cells, row: [usize; 2], others: [usize; 2], numbers: &mut [f64]);
}

/// Products, row by row.
struct OfProducts<'a, P> {
    products: &'a [P],
    /// How many products a row of the tile has.
    width: usize,
}

impl<P: Copy + Into<f64>> Numbers for OfProducts<'_, P> {
    #[inline(always)]
    fn put(
        &self,
        cells: &Cells,
        [at, row]: [usize; 2],
        [first, other]: [usize; 2],
        numbers: &mut [f64],
    ) {
        let products = &self.products[at * self.width + first..];
        let Some(squares) = &cells.squares else {
            for (number, &product) in numbers.iter_mut().zip(products) {
                *number = product.into();
            }
            return;
        };
        let own = squares[row];
        for ((number, &product), square) in numbers.iter_mut().zip(products).zip(&squares[other..])
        {
            let product: f64 = product.into();
            // Below 0 by rounding only.
            *number = (own + square - 2.0 * product).max(0.0);
        }
    }
}

/// Sums of absolute differences.
struct OfPaths<'a> {
    values: &'a [f64],
    d: usize,
}

impl Numbers for OfPaths<'_> {
    #[inline(always)]
    fn put(&self, _: &Cells, [_, row]: [usize; 2], [_, other]: [usize; 2], numbers: &mut [f64]) {
        let one = &self.values[row * self.d..(row + 1) * self.d];
        let others = self.values[other * self.d..].chunks_exact(self.d);
        for (number, other) in numbers.iter_mut().zip(others) {
            *number = Distance::Manhattan.key(one, other);
        }
    }
}

/// The sum of the kernel over a tile.
struct Summed<'a, N> {
    cells: &'a Cells,
    rows: Range<usize>,
    columns: Range<usize>,
    numbers: N,
    sum: &'a mut f64,
}

impl<N: Numbers> NullaryFnOnce for Summed<'_, N> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let mut numbers = [0.0; TILE];
        let is_half = self.rows == self.columns;
        for (at, row) in self.rows.enumerate() {
            // On the diagonal, pairs before this row have been seen the other way.
            let first = if is_half { at + 1 } else { 0 };
            let numbers = &mut numbers[..self.columns.len() - first];
            let other = self.columns.start + first;
            self.numbers.put(self.cells, [at, row], [first, other], numbers);
            *self.sum += self.cells.curve.sum(numbers);
        }
    }
}

/// The products of a tile, kept from one to the next.
#[derive(Default)]
struct Room {
    single: Vec<f32>,
    double: Vec<f64>,
}

fn blocks(rows: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = rows.end;
    rows.clone().step_by(TILE).map(move |start| start..(start + TILE).min(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    #[test]
    fn single_precision_is_within_a_millionth_of_double() {
        let mut chance = Chance::new(5, 0);
        let mut near_normal = || (0..12).map(|_| chance.share()).sum::<f64>() - 6.0;
        let (n, d) = (700, 300);
        let values: Vec<f64> = (0..2 * n * d).map(|_| near_normal()).collect();
        let set = |from: usize, factor: f64| {
            let values = values[from * n * d..(from + 1) * n * d].iter().map(|v| factor * v + 1e3);
            Vectors::new(n, d, values.collect()).unwrap()
        };
        let rows: Vec<usize> = (0..n).collect();
        let counts = [n, 0, 0, n, 0, 0];
        for factor in [1.0, 1.05] {
            let (real, synthetic) = (set(0, 1.0), set(1, factor));
            let value = |single: bool| {
                let pooled = Pooled::new(&[(&real, &rows), (&synthetic, &rows)]).unwrap();
                let rate = pooled.unit * pooled.unit / d as f64;
                let curve = Curve::Falling { rate };
                let cells = Cells::of_distances(pooled, curve, rate, &counts, Some(single));
                cells.summed(&counts, &|_, _| true).unwrap().discrepancy(&[0], &[3], false)
            };
            let (single, double) = (value(true), value(false));
            assert!((single - double).abs() < 1e-8, "{factor}: {single} and {double}");
            assert!((single - double).abs() > 0.0, "they are two ways");
        }
    }
}

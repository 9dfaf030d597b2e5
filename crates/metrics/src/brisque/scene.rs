//! The statistics of one scale.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use pulp::{Arch, Simd, WithSimd};

use super::normalised::{Normalised, Source};
use super::shape;
use super::window::{Order, ROWS};
use crate::{Error, Result};

/// Features of one scale: two of the values, four of the products with each of four neighbours.
pub(super) const N_OF_SCALE: usize = 18;
/// Values that are summed side by side.
const LANES: usize = 8;

/// Returns shape and variance of the normalised values; and of the products with the neighbour to
/// the left, above, above left and below left: shape, mean, and variance to the left and the right.
///
/// # Errors
///
/// [`Error::FlatImage`] when there is nothing but 0.
pub(super) fn statistics(source: &Source<'_>, order: Order) -> Result<[f64; N_OF_SCALE]> {
    let [rows, columns] = source.shape();
    let mut normalised = Normalised::new(source, order);
    // One value more before the first: the last, since the image is taken as closed to a ring.
    let blank = vec![0.0; columns.next_multiple_of(LANES) + 1];
    let mut lines: [Vec<f64>; ROWS] = std::array::from_fn(|_| blank.clone());
    let (mut above, mut first) = (blank.clone(), blank);
    let mut values = Values::default();
    let mut products: [Products; 4] = std::array::from_fn(|_| Products::default());
    Arch::new().dispatch(Rows {
        shape: [rows, columns],
        normalised: &mut normalised,
        lines: &mut lines,
        above: &mut above,
        first: &mut first,
        values: &mut values,
        products: &mut products,
    });
    let n = (rows * columns) as f64;
    let mut features = [0.0; N_OF_SCALE];
    features[..2].copy_from_slice(&values.features(n)?);
    for (to, product) in features[2..].as_chunks_mut::<4>().0.iter_mut().zip(&products) {
        *to = product.features(n)?;
    }
    Ok(features)
}

/// All rows of an image, a few at a time.
struct Rows<'a, 'b> {
    shape: [usize; 2],
    normalised: &'a mut Normalised<'b>,
    lines: &'a mut [Vec<f64>; ROWS],
    /// The row above the one that is looked at.
    above: &'a mut Vec<f64>,
    first: &'a mut Vec<f64>,
    values: &'a mut Values,
    products: &'a mut [Products; 4],
}

impl WithSimd for Rows<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let [rows, columns] = self.shape;
        let (lines, above, first) = (self.lines, self.above, self.first);
        for row in (0..rows).step_by(ROWS) {
            let places = lines.each_mut().map(|line| &mut line[1..=columns]);
            self.normalised.rows(simd, row, places);
            for (row, now) in (row..rows).zip(lines.iter_mut()) {
                now[0] = now[columns];
                self.values.add(&now[1..]);
                self.products[0].add(&now[1..], now);
                if row == 0 {
                    first.copy_from_slice(now);
                } else {
                    across_rows(self.products, above, now);
                }
                std::mem::swap(above, now);
            }
        }
        across_rows(self.products, above, first);
    }
}

/// Adds the products of a row with its neighbours above and below.
#[inline(always)]
fn across_rows(products: &mut [Products; 4], above: &[f64], below: &[f64]) {
    products[1].add(&below[1..], &above[1..]);
    products[2].add(&below[1..], above);
    products[3].add(&above[1..], below);
}

/// Sums of the values, in lanes, so that their order is the same on every processor.
#[derive(Default)]
struct Values {
    squares: [f64; LANES],
    sizes: [f64; LANES],
}

impl Values {
    #[inline(always)]
    fn add(&mut self, values: &[f64]) {
        // They stay in registers as long as nobody else can see them.
        let (mut squares, mut sizes) = (self.squares, self.sizes);
        for values in values.as_chunks::<LANES>().0 {
            for (lane, value) in values.iter().enumerate() {
                squares[lane] += value * value;
                sizes[lane] += value.abs();
            }
        }
        (self.squares, self.sizes) = (squares, sizes);
    }

    fn features(&self, n: f64) -> Result<[f64; 2]> {
        let square = self.squares.iter().sum::<f64>() / n;
        let size = self.sizes.iter().sum::<f64>() / n;
        let ratio = square / (size * size);
        if ratio.is_finite() {
            Ok([shape::symmetric(ratio), square])
        } else {
            Err(Error::FlatImage)
        }
    }
}

/// Sums of products, those below 0 and those above apart.
#[derive(Default)]
struct Products {
    squares: [[f64; LANES]; 2],
    n: [[u64; LANES]; 2],
    sizes: [f64; LANES],
}

impl Products {
    #[inline(always)]
    fn add(&mut self, values: &[f64], others: &[f64]) {
        let ([mut below, mut above], [mut n_below, mut n_above]) = (self.squares, self.n);
        let mut sizes = self.sizes;
        let pairs = values.as_chunks::<LANES>().0.iter().zip(others.as_chunks::<LANES>().0);
        for (values, others) in pairs {
            for lane in 0..LANES {
                let product = values[lane] * others[lane];
                // What is on the other side is 0, and adds nothing.
                let low = if product < 0.0 { product } else { 0.0 };
                let high = if 0.0 < product { product } else { 0.0 };
                below[lane] += low * low;
                above[lane] += high * high;
                n_below[lane] += u64::from(product < 0.0);
                n_above[lane] += u64::from(0.0 < product);
                sizes[lane] += product.abs();
            }
        }
        (self.squares, self.n, self.sizes) = ([below, above], [n_below, n_above], sizes);
    }

    fn features(&self, n: f64) -> Result<[f64; 4]> {
        let squares = self.squares.map(|lanes| lanes.iter().sum::<f64>());
        let counts = self.n.map(|lanes| lanes.iter().sum::<u64>() as f64);
        // A side without products has no spread.
        let variance = |side: usize| squares[side] / counts[side].max(1.0);
        let (left, right) = (variance(0), variance(1));
        let (low, high) = (left.min(right).sqrt(), left.max(right).sqrt());
        let size = self.sizes.iter().sum::<f64>() / n;
        // It is the same for the ratio of the spreads and for its reciprocal.
        let skew = low / high;
        let even = (skew.powi(3) + 1.0) * (skew + 1.0) / (skew * skew + 1.0).powi(2);
        let ratio = size * size / ((squares[0] + squares[1]) / n) * even;
        if !ratio.is_finite() {
            return Err(Error::FlatImage);
        }
        let shape = shape::asymmetric(ratio);
        let mean = (right.sqrt() - left.sqrt()) * shape::shift(shape);
        Ok([shape, mean, left, right])
    }
}

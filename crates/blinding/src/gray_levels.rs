//! The pixels of an image as gray levels of 8 bits, in which traces of files are looked for.

use samples::Image;

/// One number for each pixel.
pub(crate) struct GrayLevels {
    pub(crate) values: Vec<f64>,
    /// Rows and columns.
    pub(crate) shape: [usize; 2],
}

impl GrayLevels {
    /// Returns the means of the channels, in units of `level`, which is as wide as a gray level of 8 bits
    /// is in the image; what is not finite is 0.
    pub(crate) fn of(image: &Image, level: f64) -> Self {
        let n_channels = image.channels().count();
        let values = image
            .values()
            .chunks_exact(n_channels)
            .map(|pixel| pixel.iter().copied().map(f64::from).sum::<f64>())
            .map(|sum| if sum.is_finite() { sum / n_channels as f64 / level } else { 0.0 })
            .collect();
        GrayLevels { values, shape: image.shape() }
    }

    /// Returns the values of a row.
    pub(crate) fn row(&self, row: usize) -> &[f64] {
        let columns = self.shape[1];
        &self.values[row * columns..(row + 1) * columns]
    }
}

/// Returns the sum of `n` numbers, in four running sums: with one, each addition would wait for the
/// last.
pub(crate) fn sum_of(n: usize, of: impl Fn(usize) -> f64) -> f64 {
    let mut sums = [0.0; 4];
    for at in (0..n - n % 4).step_by(4) {
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum += of(at + lane);
        }
    }
    let rest: f64 = (n - n % 4..n).map(of).sum();
    sums.iter().sum::<f64>() + rest
}

/// Returns the middle one of some numbers; nothing of none.
pub(crate) fn median(mut numbers: Vec<f64>) -> Option<f64> {
    let middle = numbers.len() / 2;
    (!numbers.is_empty()).then(|| *numbers.select_nth_unstable_by(middle, f64::total_cmp).1)
}

//! The gray levels of an image: which there are, how finely, and how often.

use samples::{Image, ValueRange};

use crate::steps::{Step, step_of};

/// How many parts the quantiles cut the pixels into.
pub(crate) const PARTS: usize = 100;
/// Fewer pixels for a level than this, and a level may be empty by chance.
const PIXELS_A_LEVEL: f64 = 16.0;
/// The bins that entropy is counted in.
const BINS: usize = 256;

/// What the values of an image say by themselves, wherever they stand.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tone {
    pub(crate) least: f64,
    pub(crate) most: f64,
    pub(crate) step: Step,
    /// The value below which 0, 1, … 100 of a hundred pixels lie.
    pub(crate) quantiles: Vec<f64>,
    /// The share of values that equal the least.
    pub(crate) at_least: f64,
    /// The share of values that equal the most.
    pub(crate) at_most: f64,
    /// Of the levels between the 5th and the 95th percentile, the share that no pixel has.
    pub(crate) empty_levels: f64,
    pub(crate) mean: f64,
    pub(crate) deviation: f64,
    /// In bits, of 256 bins between the least and the most.
    pub(crate) entropy: f64,
}

impl Tone {
    /// Looks at every finite value of an image.
    pub(crate) fn of(image: &Image) -> Self {
        let mut sorted: Vec<f64> = image
            .values()
            .iter()
            .copied()
            .map(f64::from)
            .filter(|value| value.is_finite())
            .collect();
        sorted.sort_unstable_by(f64::total_cmp);
        if sorted.is_empty() {
            sorted.push(image.range().low());
        }
        let n = sorted.len() as f64;
        let (least, most) = (sorted[0], sorted[sorted.len() - 1]);
        let step = step_of(sorted.iter().copied());
        let quantiles: Vec<f64> =
            (0..=PARTS).map(|part| sorted[part * (sorted.len() - 1) / PARTS]).collect();
        let mean = sorted.iter().sum::<f64>() / n;
        let variance = sorted.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
        Tone {
            at_least: sorted.partition_point(|&value| value <= least) as f64 / n,
            at_most: (n - sorted.partition_point(|&value| value < most) as f64) / n,
            empty_levels: empty_levels(&sorted, step, [quantiles[5], quantiles[95]]),
            entropy: entropy(&sorted),
            deviation: variance.sqrt(),
            least,
            most,
            step,
            quantiles,
            mean,
        }
    }
}

/// Returns how many bits the levels of an image with a range of 16 bits use, in steps of two; for
/// other ranges, those of the range.
///
/// In steps of two, since the highest level of an image depends on its content, too.
pub(crate) fn bits_in_use(range: ValueRange, most: f64) -> u32 {
    let bits_of = |width: f64| (2_u32..32).step_by(2).find(|&bits| width < f64::from(1 << bits));
    let width = if range == ValueRange::BITS_16 { most - range.low() } else { range.width() };
    bits_of(width).unwrap_or(32).max(8)
}

fn empty_levels(sorted: &[f64], step: Step, [from, to]: [f64; 2]) -> f64 {
    let Step::Of(step) = step else { return 0.0 };
    let n_levels = ((to - from) / step).round() + 1.0;
    let between =
        &sorted[sorted.partition_point(|&v| v < from)..sorted.partition_point(|&v| v <= to)];
    if (between.len() as f64) < n_levels * PIXELS_A_LEVEL {
        return 0.0;
    }
    let n_used = between.chunk_by(|a, b| b - a < step / 2.0).count() as f64;
    (1.0 - n_used / n_levels).max(0.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of the bins is a place among them"
)]
fn entropy(sorted: &[f64]) -> f64 {
    let (least, width) = (sorted[0], sorted[sorted.len() - 1] - sorted[0]);
    if width <= 0.0 {
        return 0.0;
    }
    let mut counts = [0_usize; BINS];
    for value in sorted {
        let bin = ((value - least) / width * BINS as f64) as usize;
        counts[bin.min(BINS - 1)] += 1;
    }
    let n = sorted.len() as f64;
    let shares = counts.iter().filter(|count| 0 < **count).map(|count| *count as f64 / n);
    -shares.map(|share| share * share.log2()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use samples::Channels;

    use super::*;

    fn tone(values: &[f32]) -> Tone {
        let shape = [1, values.len()];
        Tone::of(&Image::new(shape, Channels::Gray, ValueRange::BITS_8, values.to_vec()).unwrap())
    }

    #[test]
    fn shares_and_entropy_are_counted_by_hand() {
        let found = tone(&[0.0, 0.0, 0.0, 10.0, 20.0, 20.0, 30.0, 40.0]);
        assert_eq!((found.at_least, found.at_most), (3.0 / 8.0, 1.0 / 8.0));
        assert_eq!((found.mean, found.step), (15.0, Step::Of(10.0)));
        // Shares 3/8, 1/8, 2/8, 1/8, 1/8: 0.53064 + 3 · 0.375 + 0.5 bits.
        assert!((found.entropy - 2.155_64).abs() < 1e-5, "{}", found.entropy);
        assert!(found.empty_levels.abs() < 1e-12, "two pixels a level say nothing");
    }

    #[test]
    fn a_spread_histogram_has_gaps() {
        // 0 to 99 spread over 0 to 198 and one odd level: every second level is empty.
        let mut values: Vec<f32> = (0..6400_u16).map(|at| f32::from(at % 100) * 2.0).collect();
        values[0] = 1.0;
        let found = tone(&values);
        assert!((found.empty_levels - 0.5).abs() < 0.02, "{}", found.empty_levels);
        assert_eq!(tone(&vec![3.0; 90]).step, Step::Flat);
    }

    #[test]
    fn twelve_bits_among_sixteen_are_twelve() {
        let of = |most| bits_in_use(ValueRange::BITS_16, most);
        assert_eq!([of(4095.0), of(2100.0), of(4096.0), of(65535.0)], [12, 12, 14, 16]);
        assert_eq!(bits_in_use(ValueRange::BITS_8, 3.0), 8, "a dark image is no coarser one");
    }
}

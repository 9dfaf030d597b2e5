//! The support vector regression of the authors, and what its features are scaled by.

use super::scene::N_OF_SCALE;

const N_FEATURES: usize = 2 * N_OF_SCALE;

/// A weight and its support vector, one after the other; little-endian. Its licence stands beside it.
static SUPPORT_VECTORS: &[u8] = include_bytes!("../../../../assets/brisque/support_vectors.f64");

/// How fast the kernel falls with the squared distance.
const GAMMA: f64 = 0.05;
/// What is subtracted from the sum.
const RHO: f64 = -153.591;

/// The least and the greatest value that each feature had in training; they become -1 and 1.
const RANGES: [[f64; 2]; N_FEATURES] = [
    [0.338, 10.0],
    [0.017_204, 0.806_612],
    [0.236, 1.642],
    [-0.123_884, 0.20293],
    [0.000_155, 0.712_298],
    [0.001_122, 0.470_257],
    [0.244, 1.641],
    [-0.123_586, 0.179_083],
    [0.000_152, 0.710_456],
    [0.000_975, 0.470_984],
    [0.249, 1.555],
    [-0.135_687, 0.100_858],
    [0.000_174, 0.684_173],
    [0.000_913, 0.534_174],
    [0.258, 1.561],
    [-0.143_408, 0.100_486],
    [0.000_179, 0.685_696],
    [0.000_888, 0.536_508],
    [0.471, 3.264],
    [0.012_809, 0.703_171],
    [0.218, 1.046],
    [-0.094_876, 0.187_459],
    [0.000_015, 0.442_057],
    [0.001_272, 0.40803],
    [0.222, 1.042],
    [-0.115_772, 0.162_604],
    [0.000_016, 0.444_362],
    [0.001_374, 0.40243],
    [0.227, 0.996],
    [-0.117_188, 0.098_323],
    [0.00003, 0.531_903],
    [0.001_122, 0.369_589],
    [0.228, 0.99],
    [-0.12243, 0.098_658],
    [0.000_028, 0.530_092],
    [0.001_118, 0.370_399],
];

/// Returns the score of an image with these features.
pub(super) fn score(features: &[f64; N_FEATURES]) -> f64 {
    let mut scaled = [0.0; N_FEATURES];
    for ((scaled, feature), [low, high]) in scaled.iter_mut().zip(features).zip(RANGES) {
        *scaled = 2.0 * (feature - low) / (high - low) - 1.0;
    }
    let number = |bytes: &[u8; 8]| f64::from_le_bytes(*bytes);
    let part = |record: &[[u8; 8]]| {
        let others = record[1..].iter().map(number);
        let square: f64 = scaled.iter().zip(others).map(|(a, b)| (a - b) * (a - b)).sum();
        number(&record[0]) * (-GAMMA * square).exp()
    };
    let numbers = SUPPORT_VECTORS.as_chunks::<8>().0;
    numbers.chunks_exact(1 + N_FEATURES).map(part).sum::<f64>() - RHO
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_support_vector_is_there() {
        assert_eq!(SUPPORT_VECTORS.len(), 774 * 37 * 8);
    }

    #[test]
    fn far_from_every_support_vector_the_offset_is_left() {
        assert!((score(&[1e6; N_FEATURES]) - 153.591).abs() < 1e-9, "no kernel reaches that far");
    }
}

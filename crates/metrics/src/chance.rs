//! Where chance comes from: a seed, and one stream for each thing that is drawn.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Numbers that look random; the same seed and stream give the same ones everywhere.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// Streams of one seed do not depend on each other, so that threads may take one each.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        chance.set_stream(stream);
        Chance(chance)
    }

    /// Draws one of 0, 1, ..., `n - 1`: the high half of a 128-bit product, whose bias is below n / 2^64.
    #[expect(clippy::cast_possible_truncation, reason = "the product's high half is below n")]
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }

    /// Draws a number of 0 to below 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

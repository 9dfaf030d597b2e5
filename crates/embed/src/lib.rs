//! Samples to feature vectors, so that sets of them can be compared.
//!
//! A [`Feature`] names how vectors were made; its id and version are part of
//! the key of every value computed from them. Nothing here is learnt and
//! nothing is downloaded. This crate compares nothing.

mod error;
mod kernel;
mod random_convolutions;
mod random_kernels;
mod table_standard;

pub use error::{Error, Result};
pub use random_convolutions::RandomConvolutions;
pub use random_kernels::{KernelFit, RandomKernels};
pub use table_standard::{LeftOutColumn, TableStandard, WhyLeftOut};

/// A way to make vectors from samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Its id; never changes.
    pub id: &'static str,
    /// Grows by one whenever a vector could change.
    pub version: u32,
    /// Its name for people.
    pub title: &'static str,
    /// What is done to a sample before and while it is measured.
    pub preprocessing: &'static str,
}

/// See [`RandomConvolutions`].
pub const RANDOM_CONVOLUTIONS: Feature = Feature {
    id: "random_convolutions",
    version: 1,
    title: "Random convolutions",
    preprocessing: "values to 0..1 by the stated value range; gray repeated in three channels; \
        resized to 128 × 128 by area averaging (bilinear when enlarged); 16 seeded zero-mean \
        unit-norm 7 × 7 filters at each of two scales; negative responses set to 0; mean and \
        standard deviation in each quarter of the image",
};

/// See [`RandomKernels`].
pub const RANDOM_KERNELS: Feature = Feature {
    id: "random_kernels",
    version: 1,
    title: "Random kernels",
    preprocessing: "channels standardised by mean and standard deviation of the reference set; \
        64 seeded kernels of 9 normal, zero-mean, unit-norm weights, or one for each channel if \
        there are more, in turn on one channel, stretched by 1 to an eighth of the shortest \
        reference signal, about half of them also over the ends; of each the share of places above a \
        seeded threshold and the largest response r as r / (1 + |r|); of each channel mean and \
        logarithm of the standard deviation",
};

/// See [`TableStandard`].
pub const TABLE_STANDARD: Feature = Feature {
    id: "table_standard",
    version: 1,
    title: "Standardised table",
    preprocessing: "numbers standardised by mean and standard deviation of the reference set, \
        missing ones set to the mean and marked; categories one-hot, divided by √2, with one \
        place for unseen ones; text columns left out",
};

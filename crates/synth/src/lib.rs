//! Synthetic counterparts of a set, from seeded models.
//!
//! The models are small and their assumptions are written down: they are
//! yardsticks that a better generator should beat, and a way to try the whole
//! workbench without one. None of them protects privacy.

mod blend;
mod error;
mod gaussian_copula;
mod method;
mod normal;
mod pca_gaussian;
pub mod registry;

pub use error::{Error, Result};
pub use gaussian_copula::GaussianCopula;
pub use method::Method;
pub use pca_gaussian::{PcaGaussian, SignalPcaGaussian};

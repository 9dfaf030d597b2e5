//! Samples to feature vectors.

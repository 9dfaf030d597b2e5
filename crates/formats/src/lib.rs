//! Files to samples and back, one file for each format.

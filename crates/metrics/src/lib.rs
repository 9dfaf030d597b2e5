//! Samples and features to values, one file for each metric.

//! One function for each thing an expert can do.

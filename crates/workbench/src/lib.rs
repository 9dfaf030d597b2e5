//! One function for each thing an expert can do; the only place where floors meet.

pub mod wire;

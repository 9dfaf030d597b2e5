//! What is read from files, and written to them: one program, as each one takes all libraries with it.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod dicom;
mod edges;
mod golden;
mod laws;
mod parquet;
mod wfdb;
mod words;

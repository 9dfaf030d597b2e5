//! Stored facts to pages, figures and tables.
//!
//! Callers pass plain facts; this crate lays them out: figures as SVG, a report
//! as one HTML file and as a PDF of the same words. Tables for other programs are not made here, but in `exchange`. It
//! computes no measure and no statistic, opens no file, asks no clock, and gives the same
//! bytes for the same facts.

mod error;
mod escape;
pub mod facts;
pub mod figure;
pub mod html;
pub mod number;
pub mod page;
pub mod pdf;

pub use error::{Error, Result};

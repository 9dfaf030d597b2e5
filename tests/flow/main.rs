//! Whole tasks on real files and a real project, through the same functions as window and terminal.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod blinding;
mod desk;
mod exporting;
mod generating;
mod measuring;
mod place;
mod signals;

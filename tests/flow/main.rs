//! Whole tasks on real files and a real project, through the same functions as window and terminal.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod analysing;
mod annotations;
mod blinding;
mod desk;
mod diagnoses;
mod exporting;
mod exposure;
mod generating;
mod languages;
mod marks;
mod masks;
mod measuring;
mod networks;
mod packs;
#[allow(dead_code, reason = "the tests of the report use the rest")]
#[path = "../../crates/report/tests/pages/paper/mod.rs"]
mod paper;
mod people;
mod place;
mod protocols;
mod round;
mod signals;

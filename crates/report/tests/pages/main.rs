//! A report as a page: one program, as each one takes the typesetter with it.

#![allow(clippy::unwrap_used)] // The helpers of tests are tests, too.

mod both;
mod example;
mod figures;
mod hostile;
mod leaves;
mod on_paper;
mod page;
mod paper;

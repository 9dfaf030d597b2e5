//! Words that are planned and do nothing yet.

use std::ffi::OsString;

use crate::terminal::{End, Why};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Whatever follows.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    _rest: Vec<OsString>,
}

pub(crate) fn run(words: &str, _arguments: &Arguments) -> Result<End, Why> {
    Err(Why::Misused(format!("`{words}` is planned and not there yet")))
}

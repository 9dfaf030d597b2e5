//! The project's own commands: `cargo xtask` lists them.

mod setup;
mod shell;

use std::process::ExitCode;

use setup::For;
use shell::Outcome;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            shell::say(&why);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Outcome {
    match words {
        ["setup"] => setup::setup(For::Testing),
        _ => Err("commands: setup".to_owned()),
    }
}

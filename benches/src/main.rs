//! The same work as other programs do, measured.
//!
//! `compare` runs a job of ours and the same job of a peer in turn, each in a process of its own, and
//! prints medians, ratios, memory, and the values that both found. `run` does one job and `make` makes
//! its inputs; `compare` starts them. A job calls what the program calls, on no special path.
//!
//! This is a tool for those who build the workbench: nothing of it is in the program.

mod benches;
mod compare;
mod inputs;
mod jobs;
mod machine;
mod printed;
mod process;
mod spread;

use std::path::Path;
use std::process::ExitCode;

/// What went wrong, in a line for the person at the terminal.
type Outcome<T = ()> = Result<T, String>;

const WORDS: &str = "\
touchstone-bench compare [--json] [--small] [--pairs N] [--python PROGRAM] --inputs DIR [NAME...]
touchstone-bench make WHAT N SIDE DIR
touchstone-bench run JOB THREADS DIR
touchstone-bench list";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            printed::say(&why);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Outcome {
    match words {
        ["compare", rest @ ..] => compare::compare(rest),
        ["list"] => {
            for bench in benches::ALL {
                printed::line(&format!("{:24}{}", bench.name, bench.title));
            }
            Ok(())
        }
        ["make", what, n, side, folder] => {
            let number = |word: &str| word.parse().map_err(|_| format!("{word} is no number"));
            inputs::make(what, number(n)?, number(side)?, Path::new(folder))
        }
        ["run", job, threads, folder] => {
            let threads = threads.parse().map_err(|_| format!("{threads} is no number"))?;
            printed::line(&jobs::run(job, threads, Path::new(folder))?.to_string());
            Ok(())
        }
        _ => Err(format!("the words are:\n{WORDS}")),
    }
}

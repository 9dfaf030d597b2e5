//! The same tasks from a terminal: for batches, scripts and tests.
//!
//! A verb parses, calls the workbench and prints. Results go to standard
//! output, progress and notes to standard error.

#![allow(clippy::format_push_string, reason = "a line at a time reads best, and is printed once")]

mod document;
mod signing;
mod terminal;
mod verb;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "touchstone",
    version,
    about = "Touchstone audits real and synthetic medical data, offline.",
    disable_help_subcommand = true
)]
struct Call {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// How many threads compute; the result never depends on it.
    #[arg(long, global = true)]
    threads: Option<usize>,
    #[command(flatten)]
    signing: signing::Signing,
}

#[derive(Subcommand)]
enum Verb {
    /// Tells what is in files; folders are walked.
    Inspect(verb::inspect::Arguments),
    /// Lists the metrics.
    Metrics(verb::metrics::Arguments),
    /// Measures a real set against a synthetic one, pairs, or a set alone.
    Measure(verb::measure::Arguments),
    /// Makes a synthetic set from a real one.
    Generate(verb::generate::Arguments),
    /// Sets up and reads blinded studies.
    Study(verb::study::Arguments),
    /// Names the users of a project, encrypts it, and notes where its trail stands.
    Project(verb::project::Arguments),
    /// Writes answers, values and report of a project.
    Export(verb::export::Arguments),
    /// Recomputes the reference cases shipped with the program, and those in folders; or looks
    /// through a project.
    Verify(verb::verify::Arguments),
    /// Checks the trail of an export, record by record, and against a checkpoint.
    VerifyLog(verb::verify_log::Arguments),
    /// Does the main job on the bundled data with no window.
    Demo(verb::demo::Arguments),
    /// Computes reader statistics of a study whose truth is open.
    Analyse(verb::analyse::Arguments),
    /// Writes the report of a project alone.
    Report(verb::report::Arguments),
    /// Tells what so many readers and cases can find, by rules of thumb or from a pilot.
    Power(verb::power::Arguments),
    /// Gives intervals to a share or an area that is known by its numbers alone, as published.
    Interval(verb::interval::Arguments),
}

/// More threads than any machine has; each takes memory.
const MOST_THREADS: usize = 1024;

fn main() -> ExitCode {
    let call = match Call::try_parse() {
        Ok(call) => call,
        Err(words) => return terminal::usage(&words),
    };
    if let Some(n) = call.threads {
        if n == 0 || MOST_THREADS < n {
            return terminal::misused(&format!(
                "--threads takes a number from 1 to {MOST_THREADS}"
            ));
        }
        if let Err(error) = workbench::use_threads(n) {
            return terminal::failed(&error);
        }
    }
    if let Err(why) = call.signing.keep() {
        return why.into();
    }
    let done = match call.verb {
        Some(Verb::Inspect(arguments)) => verb::inspect::run(&arguments),
        Some(Verb::Metrics(arguments)) => verb::metrics::run(&arguments),
        Some(Verb::Measure(arguments)) => verb::measure::run(&arguments),
        Some(Verb::Generate(arguments)) => verb::generate::run(&arguments),
        Some(Verb::Study(arguments)) => verb::study::run(&arguments),
        Some(Verb::Project(arguments)) => verb::project::run(&arguments),
        Some(Verb::Export(arguments)) => verb::export::run(&arguments),
        Some(Verb::Verify(arguments)) => verb::verify::run(&arguments),
        Some(Verb::VerifyLog(arguments)) => verb::verify_log::run(&arguments),
        Some(Verb::Demo(arguments)) => verb::demo::run(&arguments),
        Some(Verb::Analyse(arguments)) => verb::analyse::run(&arguments),
        Some(Verb::Report(arguments)) => verb::report::run(&arguments),
        Some(Verb::Power(arguments)) => verb::power::run(&arguments),
        Some(Verb::Interval(arguments)) => verb::interval::run(&arguments),
        None => return terminal::open_window(),
    };
    match done {
        Ok(end) => end.into(),
        Err(why) => why.into(),
    }
}

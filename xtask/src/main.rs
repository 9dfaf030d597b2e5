//! The project's own commands: `cargo xtask` lists them.

mod bench;
mod build;
mod check;
mod open;
mod pack;
mod peers;
mod setup;
mod shell;
mod tests;
mod tidy;

use std::process::ExitCode;

use setup::For;
use shell::Outcome;

const COMMANDS: &str = "\
cargo xtask run        install what is missing, build, and open the workbench on the demo project
cargo xtask test       install what is missing, and run every test
cargo xtask check      format, lint, types, tidy; both languages
cargo xtask tidy       the rules of the house that no linter knows
cargo xtask bindings   write ui/src/core/bindings.ts and docs/metrics/README.md
cargo xtask golden     which reference cases moved, and by how much; expected values are never written
cargo xtask ui         the journeys in the real window
cargo xtask shot [DIR] the same, leaving a picture of every screen in DIR (target/shots)
cargo xtask bench ...  ours and other programs on the same work, side by side (benches/README.md)
cargo xtask nightly    every test, the long trials, and what other programs make of our packages
cargo xtask peers      the packages of a study, opened by the programs of others
cargo xtask pack [KINDS] both programs as they are shipped, in installers for this system (deb,rpm)
cargo xtask ci         check and test, in the order that fails soonest
cargo xtask setup      only install what is missing";

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
        ["bench", rest @ ..] => bench::bench(rest),
        ["bindings"] => setup::setup(For::Running).and_then(|()| build::bindings()),
        ["check"] => setup::setup(For::Running).and_then(|()| check::check()),
        ["ci"] => {
            setup::setup(For::Testing).and_then(|()| check::check()).and_then(|()| tests::all())
        }
        ["golden"] => setup::setup(For::Running).and_then(|()| tests::golden()),
        ["nightly"] => setup::setup(For::Testing).and_then(|()| tests::nightly()),
        ["pack"] => setup::setup(For::Running).and_then(|()| pack::pack(None)),
        ["pack", kinds] => setup::setup(For::Running).and_then(|()| pack::pack(Some(kinds))),
        ["peers"] => peers::peers(),
        ["run"] => setup::setup(For::Running).and_then(|()| open::open()),
        ["setup"] => setup::setup(For::Testing),
        ["shot"] => setup::setup(For::Testing).and_then(|()| tests::journeys(Some("target/shots"))),
        ["shot", folder] => setup::setup(For::Testing).and_then(|()| tests::journeys(Some(folder))),
        ["test"] => setup::setup(For::Testing).and_then(|()| tests::all()),
        ["tidy"] => tidy::tidy(),
        ["ui"] => setup::setup(For::Testing).and_then(|()| tests::journeys(None)),
        _ => Err(format!("the commands are:\n{COMMANDS}")),
    }
}

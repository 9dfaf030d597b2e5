//! Every test, and the trials that take longer.

use crate::build::{self, AUTOMATION};
use crate::shell::{self, Outcome};

/// A trial that takes too long for every run of the tests.
pub(crate) struct Trial {
    /// What it tries, in words.
    about: &'static str,
    /// The folder of its crate, below `crates`.
    pub(crate) of: &'static str,
    /// The name of its test, which stands in `tests` of its crate.
    pub(crate) test: &'static str,
    /// What its program is told.
    words: &'static [&'static str],
}

/// Whatever is ignored stands in one of these; `cargo xtask tidy` sees to it.
pub(crate) const TRIALS: [Trial; 4] = [
    Trial {
        about: "a session is killed 20 times, and no answer that was kept is lost",
        of: "store",
        test: "kill",
        words: &["20"],
    },
    Trial {
        about: "how often clean studies fail the blinding audit, and how small a leak it finds",
        of: "blinding",
        test: "error_rates",
        words: &["--ignored", "--nocapture", "--test-threads=1"],
    },
    Trial {
        about: "how often models of ordinal answers find what is not there",
        of: "stats",
        test: "ordinal_rates",
        words: &["--ignored", "--nocapture"],
    },
    Trial {
        about: "how often the claim of a study errs, under the model of Roe and Metz",
        of: "analysis",
        test: "roe_metz",
        words: &["--ignored", "--nocapture"],
    },
];

/// Runs every test: Rust, screen rules, and the journeys in the real window.
pub(crate) fn all() -> Outcome {
    every(false)
}

fn every(nightly: bool) -> Outcome {
    build::for_tests()?;
    shell::run("npm", &["--prefix", "ui", "run", "--silent", "test"])?;
    shell::run("cargo", &["test", "--workspace", "--features", AUTOMATION])?;
    drive(None, nightly)
}

/// Runs the journeys in the real window; leaves a picture of every screen in `shots`.
pub(crate) fn journeys(shots: Option<&str>) -> Outcome {
    build::for_tests()?;
    drive(shots, false)
}

/// Runs every journey; by night those that take long go their whole way, too.
fn drive(shots: Option<&str>, nightly: bool) -> Outcome {
    if !cfg!(target_os = "linux") {
        shell::say(
            "the journeys need a virtual display and WebKit's driver: they run on Linux only",
        );
        return Ok(());
    }
    fetch_driver()?;
    let target = build::target().to_string_lossy().into_owned();
    let mut environment = vec![("CARGO_TARGET_DIR", target.as_str())];
    if nightly {
        environment.push(("TOUCHSTONE_NIGHTLY", "1"));
    }
    let shots = shots.map(|folder| shell::root().join(folder).to_string_lossy().into_owned());
    if let Some(folder) = &shots {
        environment.push(("TOUCHSTONE_SHOTS", folder));
    }
    for journey in journey_files()? {
        drive_one(&journey, &environment)?;
    }
    if let Some(folder) = &shots {
        shell::say(&format!("the pictures lie in {folder}"));
    }
    Ok(())
}

/// Runs the journeys of one file; where the window was late they get a second go, which is named.
///
/// A window on a busy machine can be late in ways that a wait does not cover. Such a failure is worth
/// a line that somebody reads, and not the whole run. Whatever else fails, a leak of the truth above
/// all, fails at once: once is too often.
fn drive_one(journey: &str, environment: &[(&str, &str)]) -> Outcome {
    let display = ["-a", "-s", "-screen 0 1400x1000x24", "dbus-run-session", "--"];
    let node = ["node", "--test", "--test-reporter=spec", journey];
    let words: Vec<&str> = display.into_iter().chain(node).collect();
    let late = build::target().join("late.txt");
    if late.exists() {
        std::fs::remove_file(&late).map_err(|error| format!("{}: {error}", late.display()))?;
    }
    let late_path = late.to_string_lossy().into_owned();
    let mut noting = environment.to_vec();
    noting.push(("TOUCHSTONE_LATE", &late_path));
    let Err(first) = shell::run_with("xvfb-run", &words, &noting) else { return Ok(()) };
    if !late.exists() {
        return Err(first);
    }
    shell::say(&format!("{first}; once more"));
    shell::run_with("xvfb-run", &words, environment)?;
    shell::say(&format!("UNSTEADY: {journey} failed, and then passed"));
    Ok(())
}

/// Returns the files of the journeys: what `node --test` makes of a folder differs between versions.
fn journey_files() -> Result<Vec<String>, String> {
    let folder = shell::root().join("tests/ui");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("tests/ui: {error}"))?;
    let mut files: Vec<String> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path().to_string_lossy().into_owned())
        .filter(|path| path.ends_with(".test.mjs"))
        .collect();
    files.sort();
    if files.is_empty() { Err("tests/ui holds no test".to_owned()) } else { Ok(files) }
}

/// Fetches what drives the window, when the lock file is newer than what is there.
fn fetch_driver() -> Outcome {
    crate::setup::packages("tests/ui")
}

/// Says which reference cases moved.
pub(crate) fn golden() -> Outcome {
    build::for_tests()?;
    let program = build::target().join("debug/touchstone").to_string_lossy().into_owned();
    shell::run(&program, &["verify"])
}

/// Runs every test, the trials that take longer, and what other programs make of our packages; the numbers that these print stand in `docs/methods`.
pub(crate) fn nightly() -> Outcome {
    every(true)?;
    for Trial { about, of, test, words } in TRIALS {
        shell::say(&format!("trial: {about}"));
        let package = format!("touchstone-{of}");
        let test = ["test", "--package", &package, "--test", test, "--"];
        shell::run("cargo", &[&test, words].concat())?;
    }
    crate::peers::peers()
}

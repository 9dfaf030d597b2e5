//! The packages of a study, opened by the programs of others.

use crate::build;
use crate::shell::{self, Outcome};

/// Where the packages, and what checks them, stand.
const PEERS: &str = "crates/exchange/tests/peers";

/// Writes the packages of an invented study, and opens them with other programs, written in Python.
pub(crate) fn peers() -> Outcome {
    if !shell::exists("python3") {
        return Err("python3 is missing; install it with its `venv`, then try again".to_owned());
    }
    let target = build::target().join("peers");
    let place = |name: &str| target.join(name).to_string_lossy().into_owned();
    let (programs, packages) = (place("venv"), place("packages"));
    let python = if cfg!(windows) { "venv/Scripts/python.exe" } else { "venv/bin/python" };
    let python = place(python);
    if !target.join("venv").is_dir() {
        shell::run("python3", &["-m", "venv", &programs])?;
    }
    let wanted = format!("{PEERS}/requirements.txt");
    shell::run(&python, &["-m", "pip", "install", "--quiet", "--requirement", &wanted])?;
    let example = ["run", "--package", "touchstone-exchange", "--example", "packages", "--"];
    shell::run("cargo", &[&example[..], &[&packages]].concat())?;
    shell::run(&python, &[&format!("{PEERS}/check.py"), &packages])
}

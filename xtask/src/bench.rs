//! `cargo xtask bench`: ours and other programs on the same work, in one run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::build;
use crate::shell::{self, Outcome};

/// Asks for the peers that need torch, too.
const TORCH: &str = "--torch";
const LISTS: [&str; 2] = ["requirements.txt", "requirements-torch.txt"];

/// Builds what is measured, installs the peers where it can, and compares.
///
/// Without the peers, ours are measured alone. This is no part of any test: what takes how long depends
/// on what else the machine does.
pub(crate) fn bench(words: &[&str]) -> Outcome {
    shell::run("cargo", &["build", "--release", "--package", "touchstone-benches"])?;
    let folder = build::target().join("peers");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let file = format!("touchstone-bench{}", std::env::consts::EXE_SUFFIX);
    let program = build::target().join("release").join(file).to_string_lossy().into_owned();
    if words == ["list"] {
        return shell::run(&program, words);
    }
    let (torch, words): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| **word == TORCH);
    let python = peers(&folder, !torch.is_empty())
        .inspect_err(|why| {
            shell::say(&format!("the peers cannot be installed, ours are measured alone: {why}"));
        })
        .ok();
    let inputs = build::target().join("bench-inputs").to_string_lossy().into_owned();
    let python = python.map(|python| python.to_string_lossy().into_owned());
    let mut all = vec!["compare", "--inputs", &inputs];
    if let Some(python) = &python {
        all.extend(["--python", python]);
    }
    all.extend(words);
    shell::run(&program, &all)
}

/// Returns a Python that has the peers; installs them when the list is another than it was.
///
/// Those that need torch stay once they are there.
fn peers(folder: &Path, torch: bool) -> Result<PathBuf, String> {
    let read = |name: &str| {
        let list = shell::root().join("benches/peers").join(name);
        fs::read_to_string(&list).map_err(|error| format!("{}: {error}", list.display()))
    };
    let few = read(LISTS[0])?;
    let all = format!("{few}{}", read(LISTS[1])?);
    let place = folder.join("python");
    let within = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let python = place.join(within);
    let stamp = folder.join("installed.txt");
    let there = fs::read_to_string(&stamp).unwrap_or_default();
    if python.is_file() && (there == all || (there == few && !torch)) {
        shell::say("peers: all there");
        return Ok(python);
    }
    let (wanted, lists) = if torch { (&all, &LISTS[..]) } else { (&few, &LISTS[..1]) };
    let names: Vec<&str> =
        wanted.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    shell::say(&format!("installing the peers into {}: {}", place.display(), names.join(" ")));
    quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place))?;
    // Without their dependencies: the list names all that is needed, and pyMDMA asks for far more.
    for list in lists {
        quietly(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--no-input", "--no-deps"])
                // One of them is published as sources only.
                .args(["--disable-pip-version-check", "--prefer-binary", "--requirement"])
                .arg(shell::root().join("benches/peers").join(list)),
        )?;
    }
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(python)
}

/// Runs a program that has nothing to say unless it fails.
fn quietly(command: &mut Command) -> Outcome {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("could not start {name}: {error}"))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    Err(said.lines().last().unwrap_or("it did not say why").to_owned())
}

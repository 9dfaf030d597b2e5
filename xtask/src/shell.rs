//! Runs other programs, in the project's own folder.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What went wrong, in a line for the person at the terminal.
pub(crate) type Outcome = Result<(), String>;

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the project's folder")
        .to_path_buf()
}

/// Tells the person what is happening.
#[expect(clippy::print_stderr, reason = "this is a program for the terminal")]
pub(crate) fn say(line: &str) {
    eprintln!("xtask: {line}");
}

/// Whether a program of that name can be started.
pub(crate) fn exists(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        let program = named(program);
        let file = |folder: &Path| {
            let plain = folder.join(&program);
            plain.is_file() || plain.with_extension(std::env::consts::EXE_EXTENSION).is_file()
        };
        std::env::split_paths(&path).any(|folder| file(&folder))
    })
}

/// A program's name as this system starts it: on Windows, what npm installs is a script of the shell's.
fn named(program: &str) -> String {
    let script = cfg!(windows) && program == "npm";
    if script { format!("{program}.cmd") } else { program.to_owned() }
}

/// Returns what a program prints.
pub(crate) fn answer(program: &str, arguments: &[&str]) -> Result<String, String> {
    let line = format!("{program} {}", arguments.join(" "));
    let output = Command::new(named(program)).args(arguments).current_dir(root()).output();
    let output = output.map_err(|error| format!("could not start `{line}`: {error}"))?;
    let told = String::from_utf8(output.stdout).map_err(|_| format!("`{line}` printed no text"))?;
    if output.status.success() { Ok(told) } else { Err(format!("`{line}` failed")) }
}

/// Runs a program to its end.
pub(crate) fn run(program: &str, arguments: &[&str]) -> Outcome {
    run_with(program, arguments, &[])
}

/// Runs a program to its end, with more in its environment.
pub(crate) fn run_with(program: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Outcome {
    let line = format!("{program} {}", arguments.join(" "));
    say(&line);
    let status = Command::new(named(program))
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root())
        .status()
        .map_err(|error| format!("could not start `{line}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed ({status})")) }
}

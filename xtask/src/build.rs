//! Builds screens and programs.

use std::path::PathBuf;

use crate::shell::{self, Outcome};

/// The feature of test builds: all of them are built with it, so that each crate is built once.
pub(crate) const AUTOMATION: &str = "touchstone-app/automation";

/// Returns the folder that cargo builds into.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| shell::root().join("target"), |folder| shell::root().join(folder))
}

/// Builds the screens; the desktop program carries them.
pub(crate) fn screens() -> Outcome {
    shell::run("npm", &["--prefix", "ui", "run", "--silent", "build"])
}

/// Builds the window as it is shipped, without a way to steer it, and sets it aside for the tests.
fn shipped() -> Outcome {
    shell::run("cargo", &["build", "--workspace", "--bin", "touchstone-desktop"])?;
    let name = format!("touchstone-desktop{}", std::env::consts::EXE_SUFFIX);
    let aside = target().join("shipped");
    std::fs::create_dir_all(&aside)
        .and_then(|()| std::fs::copy(target().join("debug").join(&name), aside.join(&name)))
        .map(drop)
        .map_err(|error| format!("the window as it is shipped could not be set aside: {error}"))
}

/// Builds the screens, then every program as the tests use them.
pub(crate) fn for_tests() -> Outcome {
    screens()?;
    if cfg!(target_os = "linux") {
        shipped()?;
    }
    // All targets at once: `cargo test` then finds everything built with the same features.
    shell::run("cargo", &["build", "--workspace", "--all-targets", "--features", AUTOMATION])
}

/// Writes what is made from code: the typed bindings of the commands, and the index of metrics.
pub(crate) fn bindings() -> Outcome {
    screens()?;
    let test = "bindings::tests::the_committed_bindings_are_what_the_commands_say";
    shell::run_with(
        "cargo",
        &["test", "--workspace", "--features", AUTOMATION, "--lib", "--", "--exact", test],
        &[("TOUCHSTONE_WRITE_BINDINGS", "1")],
    )?;
    shell::run_with(
        "cargo",
        &["test", "--workspace", "--features", AUTOMATION, "--test", "index"],
        &[("TOUCHSTONE_WRITE_INDEX", "1")],
    )?;
    shell::run("npm", &["--prefix", "ui", "run", "--silent", "format"])
}

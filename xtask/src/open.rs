//! `cargo xtask run`: the workbench on its demo project.

use crate::build;
use crate::shell::{self, Outcome};

/// Builds the workbench and opens it on the demo project; without a display, does the same job
/// headless and says where its report lies.
pub(crate) fn open() -> Outcome {
    build::screens()?;
    shell::run("cargo", &["build", "--workspace"])?;
    let program = |name: &str| {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        build::target().join("debug").join(file).to_string_lossy().into_owned()
    };
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let display = !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY");
    if display {
        shell::say("opening the workbench on the demo project");
        return shell::run(&program("touchstone-desktop"), &["--demo"]);
    }
    shell::say("there is no display: doing the same job without a window");
    shell::run(&program("touchstone"), &["demo"])
}

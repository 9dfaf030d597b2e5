//! Format, lint, types and tidy, in the order that fails soonest.

use crate::build::{self, AUTOMATION};
use crate::shell::{self, Outcome};
use crate::tidy;

/// Checks both languages; a warning is an error here.
pub(crate) fn check() -> Outcome {
    tidy::tidy()?;
    shell::run("cargo", &["fmt", "--all", "--check"])?;
    shell::run("npm", &["--prefix", "ui", "run", "--silent", "check"])?;
    build::screens()?;
    shell::run(
        "cargo",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            AUTOMATION,
            "--",
            "--deny",
            "warnings",
        ],
    )
}

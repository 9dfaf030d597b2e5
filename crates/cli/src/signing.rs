//! Who calls: a user of a project that has users.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use workbench::{Error, SignIn};

use crate::terminal::Why;

/// Who calls, once the call's words are read.
static BY: OnceLock<SignIn> = OnceLock::new();

/// A passphrase is no argument: other programs can read those.
#[derive(clap::Args)]
pub(crate) struct Signing {
    /// Who calls, in a project that has users; otherwise `TOUCHSTONE_USER` says it.
    #[arg(long, global = true)]
    user: Option<String>,
    /// A file whose first line is the user's passphrase; otherwise `TOUCHSTONE_USER_PASSPHRASE` holds it.
    #[arg(long, global = true)]
    user_passphrase_file: Option<PathBuf>,
}

impl Signing {
    /// Keeps who calls for whatever opens a project.
    pub(crate) fn keep(&self) -> Result<(), Why> {
        let Some(user) = self.user.clone().or_else(|| setting("TOUCHSTONE_USER")) else {
            return Ok(());
        };
        let passphrase = match &self.user_passphrase_file {
            Some(path) => first_line(path)?,
            None => setting("TOUCHSTONE_USER_PASSPHRASE").unwrap_or_default(),
        };
        // A call's words are read once.
        drop(BY.set(SignIn { user, passphrase }));
        Ok(())
    }
}

/// Returns who calls, if they said it.
pub(crate) fn by() -> Option<&'static SignIn> {
    BY.get()
}

/// Returns the first line of a file that holds a passphrase.
pub(crate) fn first_line(path: &Path) -> Result<String, Why> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::File {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        tried: "read",
        why: error.to_string(),
    })?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Returns what the environment holds under a name.
#[expect(clippy::disallowed_methods, reason = "here a setting becomes a value")]
pub(crate) fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

//! What the program was started to open: a project's folder or file, or the demo.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// What was named when the program was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Start {
    /// The demo, made first when it is not there.
    Demo,
    /// A project, by its folder or by the file that stands for it.
    Project(PathBuf),
}

/// Kept until the screen is there that can say how opening went; asked for once.
#[derive(Debug)]
pub(crate) struct Asked(Mutex<Option<Start>>);

impl Asked {
    /// Reads the words behind the program's name: the first one counts.
    pub(crate) fn of(mut words: impl Iterator<Item = OsString>) -> Self {
        let start = words.nth(1).map(|word| {
            if word == "--demo" { Start::Demo } else { Start::Project(PathBuf::from(word)) }
        });
        Asked(Mutex::new(start))
    }

    /// Takes what the system names after the start.
    #[cfg(target_os = "macos")]
    pub(crate) fn put(&self, start: Start) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(start);
    }

    /// Returns what is to be opened; nothing from the second time on.
    pub(crate) fn take(&self) -> Option<Start> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &[&str]) -> Asked {
        Asked::of(words.iter().map(OsString::from))
    }

    #[test]
    fn the_first_word_is_opened_once() {
        let project = asked(&["touchstone-desktop", "Pilot/project.touchstone", "more"]);
        assert_eq!(project.take(), Some(Start::Project(PathBuf::from("Pilot/project.touchstone"))));
        assert_eq!(project.take(), None);
        assert_eq!(asked(&["touchstone-desktop", "--demo"]).take(), Some(Start::Demo));
        assert_eq!(asked(&["touchstone-desktop"]).take(), None);
    }
}

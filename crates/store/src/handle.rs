//! The file of a project that can be double-clicked: a folder cannot have a program of its own.

use std::fs;
use std::io;
use std::path::Path;

use crate::project::DATABASE;

/// The file's name; systems tie its ending to the program.
pub(crate) const HANDLE: &str = "project.touchstone";

/// What is written into it, for whoever opens it with something else.
const TEXT: &str = "This folder is a Touchstone project. Open this file with Touchstone; the data lie beside it.\n";

/// Puts the file into a project's folder, unless it is there.
pub(crate) fn put(folder: &Path) -> io::Result<()> {
    let handle = folder.join(HANDLE);
    if handle.is_file() { Ok(()) } else { fs::write(handle, TEXT) }
}

/// Returns whether `folder` holds a project.
pub fn is_project(folder: &Path) -> bool {
    folder.join(DATABASE).is_file()
}

/// Returns the project's folder, whether the folder itself was named or a file that stands for it.
pub fn folder_of(path: &Path) -> &Path {
    let stands_for_it = |name: &std::ffi::OsStr| {
        name == DATABASE || Path::new(name).extension().is_some_and(|ending| ending == "touchstone")
    };
    match (path.file_name(), path.parent()) {
        (Some(name), Some(folder)) if path.is_file() && stands_for_it(name) => {
            // A bare file name lies in the working folder.
            if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
        }
        _ => path,
    }
}

//! Keeps every reply to the reader's window, so that a test can search them for the truth.
//!
//! Only in test builds, and only when `TOUCHSTONE_RECORD_READER` names a folder.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// Writes one reply to a file of its own.
pub(crate) fn reply(command: &str, ending: &str, bytes: &[u8]) {
    let Some(folder) = std::env::var_os("TOUCHSTONE_RECORD_READER").map(PathBuf::from) else {
        return;
    };
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{number:04}-{command}.{ending}");
    let written =
        std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(folder.join(name), bytes));
    written.expect("the folder for the recording can be written");
}

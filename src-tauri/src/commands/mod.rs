//! The commands: each parses, calls the workbench, and translates.

#![allow(clippy::let_underscore_must_use, reason = "Tauri's macro for commands writes it")]

pub(crate) mod export;
pub(crate) mod exposure;
pub(crate) mod jobs;
pub(crate) mod measure;
pub(crate) mod pack;
pub(crate) mod protect;
pub(crate) mod read;
pub(crate) mod samples;
pub(crate) mod start;
pub(crate) mod study;

use std::sync::Arc;

use tauri::State;
use tauri::ipc::Invoke;
use workbench::Workbench;
use workbench::wire::Failure;

/// The one workbench, as commands get it.
pub(crate) type Bench<'a> = State<'a, Arc<Workbench>>;

/// What a command answers.
pub(crate) type Answer<T> = Result<T, Failure>;

/// The commands that answer with bytes; pixels are not JSON.
const RAW: [&str; 5] =
    ["case_pixels", "mask_picture", "sample_pixels", "shown_thumbnail", "thumbnail"];

/// Whether a command answers with bytes.
pub(crate) fn is_raw(command: &str) -> bool {
    RAW.contains(&command)
}

/// Returns the handler of the commands that answer with bytes.
pub(crate) fn raw_handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        read::case_pixels,
        samples::sample_pixels,
        samples::thumbnail,
        study::mask_picture,
        study::shown_thumbnail
    ]
}

/// Works where waiting disturbs nobody.
pub(crate) async fn apart<T: Send + 'static>(
    bench: &Bench<'_>,
    work: impl FnOnce(&Workbench) -> workbench::Result<T> + Send + 'static,
) -> Answer<T> {
    let bench = Arc::clone(bench);
    let done = tauri::async_runtime::spawn_blocking(move || work(&bench)).await;
    Ok(done.map_err(|_| workbench::Error::Broke)??)
}

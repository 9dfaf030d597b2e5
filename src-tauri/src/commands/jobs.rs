//! Long work.

use workbench::wire::JobView;

use super::{Answer, Bench, apart};

/// Lists the jobs, the latest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn jobs(bench: Bench<'_>) -> Answer<Vec<JobView>> {
    apart(&bench, workbench::Workbench::jobs).await
}

/// Asks a job to stop; what it finished stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_job(bench: Bench<'_>, id: u32) -> Answer<()> {
    apart(&bench, move |bench| bench.stop_job(id)).await
}

/// Lets a job go on that was stopped or interrupted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resume_job(bench: Bench<'_>, id: u32) -> Answer<()> {
    apart(&bench, move |bench| bench.resume_job(id)).await
}

/// Takes a job that has ended off the list.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dismiss_job(bench: Bench<'_>, id: u32) -> Answer<()> {
    apart(&bench, move |bench| bench.dismiss_job(id)).await
}

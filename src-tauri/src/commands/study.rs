//! Studies, as the coordinator sees them.

use tauri::AppHandle;
use workbench::wire::{StudyPreview, StudyRequest, StudyView};

use super::{Answer, Bench, apart};
use crate::windows;

/// Lists the studies, the latest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn studies(bench: Bench<'_>) -> Answer<Vec<StudyView>> {
    apart(&bench, workbench::Workbench::studies).await
}

/// Makes a study and locks its design.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_study(bench: Bench<'_>, request: StudyRequest) -> Answer<StudyView> {
    apart(&bench, move |bench| bench.create_study(&request)).await
}

/// Tells what readers would see of the cases of these sets, before a study is made.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_study(
    bench: Bench<'_>,
    real: u32,
    synthetic: Vec<u32>,
) -> Answer<StudyPreview> {
    apart(&bench, move |bench| bench.preview_study(real, &synthetic)).await
}

/// Shows a study.
#[tauri::command]
#[specta::specta]
pub(crate) async fn study(bench: Bench<'_>, id: u32) -> Answer<StudyView> {
    apart(&bench, move |bench| bench.study(id)).await
}

/// Opens the reading room for one reader, in a window of its own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_reading_room(
    app: AppHandle,
    bench: Bench<'_>,
    study: u32,
    reader: String,
) -> Answer<()> {
    apart(&bench, move |bench| bench.begin_reading(study, &reader)).await?;
    let opened = windows::open_reader(&app);
    if opened.is_err() {
        // Without a window nobody reads: the room is free for the next try.
        bench.leave_reading();
    }
    Ok(opened.map_err(|error| workbench::Error::Window(error.to_string()))?)
}

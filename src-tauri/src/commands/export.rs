//! What leaves the project.

use tauri::AppHandle;
use workbench::wire::{ExportRequest, ExportView};

use super::{Answer, Bench, apart};
use crate::dialogs;

/// Writes answers, values and report into the project's `exports` folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_study(bench: Bench<'_>, request: ExportRequest) -> Answer<ExportView> {
    apart(&bench, move |bench| bench.export_study(&request)).await
}

/// Lists what was exported, the latest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn exports(bench: Bench<'_>) -> Answer<Vec<ExportView>> {
    apart(&bench, workbench::Workbench::exports).await
}

/// Asks for a folder and copies an export into it; answers with the copy's name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_export(
    app: AppHandle,
    bench: Bench<'_>,
    place: String,
) -> Answer<Option<String>> {
    let Some(folder) = dialogs::folder(&app, &bench.words("app:dialog.saveExport")).await else {
        return Ok(None);
    };
    apart(&bench, move |bench| bench.save_export(&place, &folder).map(Some)).await
}

//! Who has seen whom, here and in other projects.

use tauri::AppHandle;
use workbench::wire::{BroughtView, ExposureFileView, LedgerView, SameReader, SavedExposures};

use super::{Answer, Bench, apart};
use crate::dialogs;

/// Lists which reader saw which patient when, and who is who.
#[tauri::command]
#[specta::specta]
pub(crate) async fn exposures(bench: Bench<'_>) -> Answer<LedgerView> {
    apart(&bench, workbench::Workbench::exposures).await
}

/// Notes that one code is the same person as another one, or a person of its own after all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn name_person(
    bench: Bench<'_>,
    reader: String,
    person: Option<String>,
) -> Answer<LedgerView> {
    apart(&bench, move |bench| bench.name_person(&reader, person.as_deref())).await
}

/// Asks where to, and writes what readers saw for other projects; nothing when nowhere was chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_exposures(
    app: AppHandle,
    bench: Bench<'_>,
    word: String,
) -> Answer<Option<SavedExposures>> {
    let title = bench.words("app:dialog.saveExposures");
    let Some(path) = dialogs::save(&app, &title, &bench.exposures_name()).await else {
        return Ok(None);
    };
    apart(&bench, move |bench| bench.save_exposures(&word, &path)).await.map(Some)
}

/// Asks for another project's exposures and looks into them; nothing when none were chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_exposures(
    app: AppHandle,
    bench: Bench<'_>,
) -> Answer<Option<ExposureFileView>> {
    let files = ("Touchstone", &["tsexposure"][..]);
    let title = bench.words("app:dialog.chooseExposures");
    let Some(path) = dialogs::file(&app, &title, files).await else { return Ok(None) };
    apart(&bench, move |bench| bench.choose_exposures(&path)).await.map(Some)
}

/// Keeps what the exposures that were chosen last say, of the readers who are somebody here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn bring_exposures(
    bench: Bench<'_>,
    word: String,
    same: Vec<SameReader>,
) -> Answer<BroughtView> {
    apart(&bench, move |bench| bench.bring_exposures(&word, &same)).await
}

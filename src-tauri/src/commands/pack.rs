//! Packs and sealed sessions: what travels between a coordinator and readers elsewhere.

use tauri::AppHandle;
use workbench::wire::{Choice, MergeView, PackedView, ProjectView, SealedView, StudyView};

use super::{Answer, Bench, apart};
use crate::dialogs;

/// Asks for a folder and writes a study's pack and key file into it; nothing when none was chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pack_study(
    app: AppHandle,
    bench: Bench<'_>,
    id: u32,
    passphrase: String,
) -> Answer<Option<PackedView>> {
    let title = bench.words("app:dialog.packFolder");
    let Some(folder) = dialogs::folder(&app, &title).await else { return Ok(None) };
    apart(&bench, move |bench| bench.pack_study(id, &passphrase, &folder)).await.map(Some)
}

/// Asks for a pack and opens it; nothing when none was chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_pack(
    app: AppHandle,
    bench: Bench<'_>,
    passphrase: String,
) -> Answer<Option<ProjectView>> {
    let packs = ("Touchstone", &["tspack"][..]);
    let title = bench.words("app:dialog.choosePack");
    let Some(path) = dialogs::file(&app, &title, packs).await else { return Ok(None) };
    apart(&bench, move |bench| bench.open_pack(&path, &passphrase)).await.map(Some)
}

/// Opens the pack of a received study, so that it can be read.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock_pack(
    bench: Bench<'_>,
    id: u32,
    passphrase: String,
) -> Answer<StudyView> {
    apart(&bench, move |bench| bench.unlock_pack(id, &passphrase)).await
}

/// Ends a reader's session in one's own study.
#[tauri::command]
#[specta::specta]
pub(crate) async fn seal_reader(bench: Bench<'_>, study: u32, reader: String) -> Answer<StudyView> {
    apart(&bench, move |bench| bench.seal_reader(study, &reader)).await
}

/// Asks where to, and writes a reader's sealed session; nothing when nowhere was chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn seal_session(
    app: AppHandle,
    bench: Bench<'_>,
    study: u32,
    reader: String,
    passphrase: String,
) -> Answer<Option<SealedView>> {
    let title = bench.words("app:dialog.saveSession");
    let name = workbench::Workbench::session_name(&reader);
    let Some(path) = dialogs::save(&app, &title, &name).await else { return Ok(None) };
    apart(&bench, move |bench| bench.seal_session(study, &reader, &passphrase, &path))
        .await
        .map(Some)
}

/// Asks for sealed sessions and merges them; nothing when none were chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn merge_sessions(
    app: AppHandle,
    bench: Bench<'_>,
    study: u32,
) -> Answer<Option<MergeView>> {
    let title = bench.words("app:dialog.chooseSessions");
    let Some(paths) = dialogs::files(&app, &title).await else { return Ok(None) };
    apart(&bench, move |bench| bench.merge_sessions(study, &paths)).await.map(Some)
}

/// Merges the same files once more, with one chosen where a reader's sessions say different things.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_sessions(
    bench: Bench<'_>,
    study: u32,
    choices: Vec<Choice>,
) -> Answer<MergeView> {
    apart(&bench, move |bench| bench.choose_sessions(study, &choices)).await
}

/// Notes the key that a reader signs with.
#[tauri::command]
#[specta::specta]
pub(crate) async fn enrol_reader(
    bench: Bench<'_>,
    study: u32,
    reader: String,
    key: String,
) -> Answer<StudyView> {
    apart(&bench, move |bench| bench.enrol_reader(study, &reader, &key)).await
}

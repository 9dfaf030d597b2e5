//! Sets and their samples: bring in, look at, generate.

use tauri::AppHandle;
use tauri::ipc::Response;
use workbench::wire::{
    GenerateRequest, ImportPlan, ImportRequest, MethodView, NoteView, Rule, SampleView, SetView,
    TablePage,
};

use super::{Answer, Bench, apart};
use crate::dialogs;

/// Asks for a folder, or for files, and tells what is in it; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_import(
    app: AppHandle,
    bench: Bench<'_>,
    folder: bool,
) -> Answer<Option<ImportPlan>> {
    let chosen = if folder {
        let title = bench.words("app:dialog.importFolder");
        dialogs::folder(&app, &title).await.map(|folder| vec![folder])
    } else {
        dialogs::files(&app, &bench.words("app:dialog.importFiles")).await
    };
    let Some(paths) = chosen else { return Ok(None) };
    apart(&bench, move |bench| bench.plan_import(paths).map(Some)).await
}

/// Starts an import and returns the job at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_import(bench: Bench<'_>, request: ImportRequest) -> Answer<u32> {
    apart(&bench, move |bench| bench.start_import(request)).await
}

/// Forgets what was chosen or dropped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_plan(bench: Bench<'_>, plan: u32) -> Answer<()> {
    bench.drop_plan(plan);
    Ok(())
}

/// Shows what a rule reads from the first files or rows.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_rule(bench: Bench<'_>, plan: u32, rule: Rule) -> Answer<Vec<String>> {
    apart(&bench, move |bench| bench.preview_rule(plan, &rule)).await
}

/// Lists the sets.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sets(bench: Bench<'_>) -> Answer<Vec<SetView>> {
    apart(&bench, workbench::Workbench::sets).await
}

/// Gives a set another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_set(bench: Bench<'_>, set: u32, name: String) -> Answer<()> {
    apart(&bench, move |bench| bench.rename_set(set, &name)).await
}

/// Takes a set out of the project; it can be restored.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_set(bench: Bench<'_>, set: u32) -> Answer<()> {
    apart(&bench, move |bench| bench.remove_set(set)).await
}

/// Brings a removed set back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_set(bench: Bench<'_>, set: u32) -> Answer<()> {
    apart(&bench, move |bench| bench.restore_set(set)).await
}

/// Lists some samples of a set.
#[tauri::command]
#[specta::specta]
pub(crate) async fn samples(
    bench: Bench<'_>,
    set: u32,
    first: u32,
    n: u32,
) -> Answer<Vec<SampleView>> {
    apart(&bench, move |bench| bench.samples(set, first, n)).await
}

/// Lists what was odd about a set's files.
#[tauri::command]
#[specta::specta]
pub(crate) async fn notes(bench: Bench<'_>, set: u32) -> Answer<Vec<NoteView>> {
    apart(&bench, move |bench| bench.notes(set)).await
}

/// Shows some rows of a table.
#[tauri::command]
#[specta::specta]
pub(crate) async fn table_page(
    bench: Bench<'_>,
    set: u32,
    first: u32,
    n: u32,
) -> Answer<TablePage> {
    apart(&bench, move |bench| bench.table_page(set, first, n)).await
}

/// Draws a sample small, as PNG.
#[tauri::command]
pub(crate) async fn thumbnail(
    bench: Bench<'_>,
    set: u32,
    ordinal: u32,
    side: u32,
) -> Answer<Response> {
    apart(&bench, move |bench| bench.thumbnail(set, ordinal, side)).await.map(Response::new)
}

/// Gives a sample's pixels.
#[tauri::command]
pub(crate) async fn sample_pixels(bench: Bench<'_>, set: u32, ordinal: u32) -> Answer<Response> {
    apart(&bench, move |bench| bench.sample_pixels(set, ordinal)).await.map(Response::new)
}

/// Lists the ways to generate a counterpart of a set.
#[tauri::command]
#[specta::specta]
pub(crate) async fn methods(bench: Bench<'_>, set: u32) -> Answer<Vec<MethodView>> {
    apart(&bench, move |bench| bench.methods(set)).await
}

/// Starts to generate a set and returns the job at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_generate(bench: Bench<'_>, request: GenerateRequest) -> Answer<u32> {
    apart(&bench, move |bench| bench.start_generate(&request)).await
}

//! Projects: new, open, recent, demo; and the settings that are remembered.

use tauri::AppHandle;
use workbench::wire::{About, ProjectView, RecentProject};

use super::{Answer, Bench, apart};
use crate::asked::{Asked, Start};
use crate::dialogs;

/// Tells what program this is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn about(bench: Bench<'_>) -> Answer<About> {
    Ok(bench.about())
}

/// Lists the projects that were opened before, the latest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recent_projects(bench: Bench<'_>) -> Answer<Vec<RecentProject>> {
    apart(&bench, |bench| Ok(bench.recent_projects())).await
}

/// Takes a project off the list; the project itself stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_recent(bench: Bench<'_>, key: String) -> Answer<()> {
    apart(&bench, move |bench| bench.forget_recent(&key)).await
}

/// Asks for a folder and makes a project in it; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_project(
    app: AppHandle,
    bench: Bench<'_>,
    name: String,
) -> Answer<Option<ProjectView>> {
    let Some(folder) = dialogs::folder(&app, &bench.words("app:dialog.newProject")).await else {
        return Ok(None);
    };
    apart(&bench, move |bench| bench.create_project(&folder, &name).map(Some)).await
}

/// Asks for a project's folder and opens it; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_project(app: AppHandle, bench: Bench<'_>) -> Answer<Option<ProjectView>> {
    let Some(folder) = dialogs::folder(&app, &bench.words("app:dialog.openProject")).await else {
        return Ok(None);
    };
    apart(&bench, move |bench| bench.open_project(&folder).map(Some)).await
}

/// Opens a project of the list.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_recent(bench: Bench<'_>, key: String) -> Answer<ProjectView> {
    apart(&bench, move |bench| bench.open_recent(&key)).await
}

/// Opens the demo project, and makes it first when it is not there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_demo(bench: Bench<'_>) -> Answer<ProjectView> {
    apart(&bench, workbench::Workbench::open_demo).await
}

/// Opens what the program was started with; nothing when it was started without, or asked before.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_asked(
    bench: Bench<'_>,
    asked: tauri::State<'_, Asked>,
) -> Answer<Option<ProjectView>> {
    let Some(start) = asked.take() else { return Ok(None) };
    apart(&bench, move |bench| match start {
        Start::Demo => bench.open_demo().map(Some),
        Start::Project(path) => bench.open_project(&path).map(Some),
    })
    .await
}

/// Closes the project; its jobs stop and can go on later.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_project(bench: Bench<'_>) -> Answer<()> {
    apart(&bench, |bench| {
        bench.close_project();
        Ok(())
    })
    .await
}

/// Tells which project is open.
#[tauri::command]
#[specta::specta]
pub(crate) async fn project(bench: Bench<'_>) -> Answer<Option<ProjectView>> {
    apart(&bench, |bench| Ok(bench.project())).await
}

/// Asks for a folder and copies the project into it; answers with the copy's name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_copy(app: AppHandle, bench: Bench<'_>) -> Answer<Option<String>> {
    let Some(folder) = dialogs::folder(&app, &bench.words("app:dialog.saveCopy")).await else {
        return Ok(None);
    };
    apart(&bench, move |bench| bench.save_copy(&folder).map(Some)).await
}

/// Remembers how a screen was left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remember(bench: Bench<'_>, key: String, value: String) -> Answer<()> {
    apart(&bench, move |bench| bench.remember(&key, &value)).await
}

/// Tells how a screen was left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remembered(bench: Bench<'_>, key: String) -> Answer<Option<String>> {
    apart(&bench, move |bench| Ok(bench.remembered(&key))).await
}

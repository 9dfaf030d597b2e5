//! Measures: what can be computed, and what was.

use tauri::AppHandle;
use workbench::wire::{InstanceView, MeasureRequest, MetricView, NetworkView, RunHead, RunView};

use super::{Answer, Bench, apart};
use crate::dialogs;

/// Lists every metric.
#[tauri::command]
#[specta::specta]
pub(crate) async fn metric_catalogue() -> Answer<Vec<MetricView>> {
    Ok(workbench::metric_catalogue())
}

/// Asks for the ONNX file of a network; nothing when none is chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_network(
    app: AppHandle,
    bench: Bench<'_>,
) -> Answer<Option<NetworkView>> {
    let onnx = ("ONNX", &["onnx"][..]);
    let Some(path) = dialogs::file(&app, &bench.words("app:dialog.network"), onnx).await else {
        return Ok(None);
    };
    apart(&bench, move |bench| bench.name_network(&path).map(Some)).await
}

/// Starts measuring and returns the job at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_measure(bench: Bench<'_>, request: MeasureRequest) -> Answer<u32> {
    apart(&bench, move |bench| bench.start_measure(&request)).await
}

/// Lists the runs, the latest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn runs(bench: Bench<'_>) -> Answer<Vec<RunHead>> {
    apart(&bench, workbench::Workbench::runs).await
}

/// Shows what came out of a run.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run(bench: Bench<'_>, id: u32) -> Answer<RunView> {
    apart(&bench, move |bench| bench.run(id)).await
}

/// Lists the samples behind a value, those to look at first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn instances(
    bench: Bench<'_>,
    result: u32,
    first: u32,
    n: u32,
) -> Answer<Vec<InstanceView>> {
    apart(&bench, move |bench| bench.instances(result, first, n)).await
}

/// Draws the figure of a value, as SVG.
#[tauri::command]
#[specta::specta]
pub(crate) async fn result_figure(bench: Bench<'_>, result: u32) -> Answer<String> {
    apart(&bench, move |bench| bench.result_figure(result)).await
}

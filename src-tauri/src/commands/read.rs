//! The reader's commands: opaque slots, pixels, questions, answers, and nothing else.

use tauri::AppHandle;
use tauri::Manager;
use tauri::ipc::Response;
use workbench::wire::{AnswerRequest, FormRequest, ReadingStep, ReadingView};

use super::{Answer, Bench, apart};
use crate::windows;

/// Shows who reads, and how far the reading is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reading(app: AppHandle, bench: Bench<'_>) -> Answer<ReadingView> {
    windows::hand_over(&app);
    kept("reading", apart(&bench, workbench::Workbench::reading).await)
}

/// Gives what comes next.
#[tauri::command]
#[specta::specta]
pub(crate) async fn next_step(bench: Bench<'_>, session: String) -> Answer<ReadingStep> {
    kept("nextStep", apart(&bench, move |bench| bench.next_step(&session)).await)
}

/// Goes on from what was only read.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pass_step(
    bench: Bench<'_>,
    session: String,
    step: String,
) -> Answer<ReadingStep> {
    kept("passStep", apart(&bench, move |bench| bench.pass_step(&session, &step)).await)
}

/// Keeps a form for good, then gives what comes next.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_form(bench: Bench<'_>, request: FormRequest) -> Answer<ReadingStep> {
    kept("saveForm", apart(&bench, move |bench| bench.save_form(&request)).await)
}

/// Gives the slots of what is shown after the current case, so that its pixels can be fetched ahead.
#[tauri::command]
#[specta::specta]
pub(crate) async fn upcoming_slots(bench: Bench<'_>, session: String) -> Answer<Vec<String>> {
    kept("upcomingSlots", apart(&bench, move |bench| bench.upcoming_slots(&session)).await)
}

/// Gives a case's pixels.
#[tauri::command]
pub(crate) async fn case_pixels(bench: Bench<'_>, slot: String) -> Answer<Response> {
    let bytes = apart(&bench, move |bench| bench.case_pixels(&slot)).await?;
    #[cfg(feature = "automation")]
    crate::record::reply("case_pixels", "bin", &bytes);
    Ok(Response::new(bytes))
}

/// Keeps an answer for good, then gives what comes next.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_answer(bench: Bench<'_>, request: AnswerRequest) -> Answer<ReadingStep> {
    kept("saveAnswer", apart(&bench, move |bench| bench.save_answer(&request)).await)
}

/// Leaves the reading room; what was answered is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn leave_reading(app: AppHandle) -> Answer<()> {
    if let Some(window) = app.get_webview_window(windows::READER) {
        window.close().map_err(|error| workbench::Error::Window(error.to_string()))?;
    }
    Ok(())
}

/// Passes an answer on; test builds keep a copy, so that all traffic to the reader can be searched.
fn kept<T: serde::Serialize>(command: &str, answer: Answer<T>) -> Answer<T> {
    #[cfg(feature = "automation")]
    {
        let text = match &answer {
            Ok(value) => serde_json::to_vec(value),
            Err(failure) => serde_json::to_vec(failure),
        };
        crate::record::reply(command, "json", &text.unwrap_or_default());
    }
    #[cfg(not(feature = "automation"))]
    let _ = command;
    answer
}

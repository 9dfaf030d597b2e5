//! The reader's commands: opaque slots, pixels, questions, answers, and nothing else.

use tauri::AppHandle;
use tauri::Manager;
use tauri::ipc::Response;
use workbench::wire::{AnswerRequest, BlindCase, ReadingView};

use super::{Answer, Bench, apart};
use crate::windows;

/// Shows who reads, and how far the reading is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reading(app: AppHandle, bench: Bench<'_>) -> Answer<ReadingView> {
    windows::hand_over(&app);
    kept("reading", apart(&bench, workbench::Workbench::reading).await)
}

/// Gives the case that is to be answered; nothing when all are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn next_case(bench: Bench<'_>, session: String) -> Answer<Option<BlindCase>> {
    kept("nextCase", apart(&bench, move |bench| bench.next_case(&session)).await)
}

/// Gives the slot after the current one, so that its pixels can be fetched ahead.
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

/// Keeps an answer for good, then gives the next case; nothing when all are answered.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_answer(
    bench: Bench<'_>,
    request: AnswerRequest,
) -> Answer<Option<BlindCase>> {
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

//! The system's own file dialogs. Paths stay on this side: no screen ever sees one.

use std::path::PathBuf;

use rfd::AsyncFileDialog;
use tauri::{AppHandle, Manager};

/// Asks for a folder.
pub(crate) async fn folder(app: &AppHandle, title: &str) -> Option<PathBuf> {
    let title = title.to_owned();
    ask(app, move |dialog| Box::pin(dialog.set_title(title).pick_folder()))
        .await
        .map(|handle| handle.path().to_path_buf())
}

/// Asks for one or more files.
pub(crate) async fn files(app: &AppHandle, title: &str) -> Option<Vec<PathBuf>> {
    let title = title.to_owned();
    ask(app, move |dialog| Box::pin(dialog.set_title(title).pick_files()))
        .await
        .map(|handles| handles.iter().map(|handle| handle.path().to_path_buf()).collect())
}

/// Asks for one file with one of these endings.
pub(crate) async fn file(
    app: &AppHandle,
    title: &str,
    (kind, endings): (&'static str, &'static [&'static str]),
) -> Option<PathBuf> {
    let title = title.to_owned();
    ask(app, move |dialog| Box::pin(dialog.set_title(title).add_filter(kind, endings).pick_file()))
        .await
        .map(|handle| handle.path().to_path_buf())
}

/// Asks where a file is to be written.
pub(crate) async fn save(app: &AppHandle, title: &str, name: &str) -> Option<PathBuf> {
    let (title, name) = (title.to_owned(), name.to_owned());
    ask(app, move |dialog| Box::pin(dialog.set_title(title).set_file_name(name).save_file()))
        .await
        .map(|handle| handle.path().to_path_buf())
}

type Asked<T> = std::pin::Pin<Box<dyn Future<Output = Option<T>> + Send>>;

/// Opens a dialog from the main thread, as every desktop wants it, and waits elsewhere.
async fn ask<T: Send + 'static>(
    app: &AppHandle,
    open: impl FnOnce(AsyncFileDialog) -> Asked<T> + Send + 'static,
) -> Option<T> {
    let (send, receive) = tokio::sync::oneshot::channel();
    let window = app.get_webview_window(crate::windows::MAIN);
    app.run_on_main_thread(move || {
        let dialog = AsyncFileDialog::new();
        let dialog = match &window {
            Some(window) => dialog.set_parent(window),
            None => dialog,
        };
        // A closed channel means that nobody waits any more.
        drop(send.send(open(dialog)));
    })
    .ok()?;
    receive.await.ok()?.await
}

//! The two windows: the coordinator's and the reader's.

use std::sync::atomic::{AtomicU32, Ordering};

use tauri::{AppHandle, DragDropEvent, Manager, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::events::Screens;

/// The coordinator's window.
pub(crate) const MAIN: &str = "main";
/// The reader's window.
pub(crate) const READER: &str = "reader";

/// Opens the coordinator's window, as the configuration describes it.
///
/// # Errors
///
/// Those of the system's webview.
pub(crate) fn open_main(app: &AppHandle) -> tauri::Result<()> {
    let described = app.config().app.windows.first().cloned().unwrap_or_default();
    let window = WebviewWindowBuilder::from_config(app, &described)?
        // The list of windows shows which project is open, as the page's title does.
        .on_document_title_changed(|window, title| drop(window.set_title(&title)))
        .build()?;
    let handle = app.clone();
    window.on_window_event(move |event| match event {
        // While somebody reads, the coordinator's window is out of sight and stays there.
        WindowEvent::CloseRequested { api, .. } if handle.get_webview_window(READER).is_some() => {
            api.prevent_close();
        }
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => {
            handle.state::<Screens>().offer_import(&handle, paths.clone());
        }
        WindowEvent::Destroyed => close_reader(&handle),
        _ => {}
    });
    Ok(())
}

/// Opens the reader's window; [`hand_over`] takes the coordinator's out of sight until it is closed.
///
/// It has a page, a bundle and a capability of its own, and outside test builds a web context of
/// its own that keeps nothing: what the coordinator's window ever held does not exist in its memory.
/// Every opening gets a context that no window had before: one that is used again knows no page.
///
/// # Errors
///
/// Those of the system's webview.
pub(crate) fn open_reader(app: &AppHandle) -> tauri::Result<()> {
    static OPENED: AtomicU32 = AtomicU32::new(0);
    if let Some(reader) = app.get_webview_window(READER) {
        return reader.set_focus();
    }
    let opened = OPENED.fetch_add(1, Ordering::Relaxed);
    let builder = WebviewWindowBuilder::new(app, READER, WebviewUrl::App("reader.html".into()))
        .title("Touchstone – reading")
        .inner_size(1280.0, 800.0)
        .disable_drag_drop_handler();
    // WebDriver can only follow windows of the first web context.
    #[cfg(not(feature = "automation"))]
    let builder = {
        let none_kept = app.path().app_cache_dir()?.join(format!("reader-{opened}"));
        builder.fullscreen(true).incognito(true).data_directory(none_kept)
    };
    #[cfg(feature = "automation")]
    let _ = opened;
    let window = builder.build()?;
    let handle = app.clone();
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::Destroyed) {
            handle.state::<Screens>().reading_ended(&handle);
            show_main(&handle);
        }
    });
    Ok(())
}

/// Takes the coordinator's window out of sight, once the reader's has something to show.
pub(crate) fn hand_over(app: &AppHandle) {
    let hidden = app.get_webview_window(MAIN).map(|main| main.hide());
    // Keys are the reader's only tool: they must not go to a window that is out of sight.
    let focused = app.get_webview_window(READER).map(|reader| reader.set_focus());
    // A window that is closing is out of sight, too.
    drop((hidden, focused));
}

/// Closes the reader's window, when there is one.
pub(crate) fn close_reader(app: &AppHandle) {
    if let Some(reader) = app.get_webview_window(READER) {
        // It may be closing already.
        drop(reader.close());
    }
}

/// Brings the coordinator's window back.
fn show_main(app: &AppHandle) {
    if let Some(main) = app.get_webview_window(MAIN) {
        // The program may be ending: then there is nothing to show.
        drop(main.show().and_then(|()| main.set_focus()));
    }
}

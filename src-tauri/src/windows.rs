//! The two windows: the coordinator's and the reader's.

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
    let window = WebviewWindowBuilder::from_config(app, &described)?.build()?;
    let handle = app.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => {
            handle.state::<Screens>().offer_import(&handle, paths.clone());
        }
        WindowEvent::Destroyed => {
            if let Some(reader) = handle.get_webview_window(READER) {
                // It may be closing already.
                drop(reader.close());
            }
        }
        _ => {}
    });
    Ok(())
}

/// Opens the reader's window, or brings it to the front.
///
/// It has a page, a bundle and a capability of its own, and outside test builds a web context of
/// its own that keeps nothing: what the coordinator's window ever held does not exist in its memory.
///
/// # Errors
///
/// Those of the system's webview.
pub(crate) fn open_reader(app: &AppHandle) -> tauri::Result<()> {
    if let Some(reader) = app.get_webview_window(READER) {
        return reader.set_focus();
    }
    let builder = WebviewWindowBuilder::new(app, READER, WebviewUrl::App("reader.html".into()))
        .title("Touchstone – reading")
        .inner_size(1280.0, 800.0)
        .disable_drag_drop_handler();
    // WebDriver can only follow windows of the first web context.
    #[cfg(not(feature = "automation"))]
    let builder = {
        let none_kept = app.path().app_cache_dir()?.join("reader");
        builder.fullscreen(true).incognito(true).data_directory(none_kept)
    };
    let window = builder.build()?;
    let handle = app.clone();
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::Destroyed) {
            handle.state::<Screens>().reading_ended(&handle);
        }
    });
    Ok(())
}

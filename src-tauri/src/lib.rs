//! The Touchstone desktop app: windows, dialogs and commands; nothing else knows Tauri.
//!
//! A command parses, calls the workbench and translates. What an expert can
//! do is decided there; how it looks is decided by the screens in `ui/`.

mod asked;
mod bindings;
mod commands;
mod dialogs;
mod events;
mod guard;
#[cfg(feature = "automation")]
mod record;
mod windows;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tauri::Manager;
use workbench::Workbench;

/// Returns what the configuration and the built screens say.
#[expect(clippy::disallowed_types, reason = "Tauri's macro writes a map that nothing iterates")]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Opens a project that the system hands to the running program, as macOS does with a double-clicked file.
#[cfg(target_os = "macos")]
fn happened(app: &tauri::AppHandle, event: tauri::RunEvent) {
    let tauri::RunEvent::Opened { urls } = event else { return };
    let Some(path) = urls.first().and_then(|url| url.to_file_path().ok()) else { return };
    // A reading is not broken off by a click elsewhere.
    if app.get_webview_window(windows::READER).is_some() {
        return;
    }
    match app.try_state::<Arc<Workbench>>() {
        // The screen stays when it cannot be opened, and offers what can.
        Some(workbench) => {
            let workbench = Arc::clone(&workbench);
            tauri::async_runtime::spawn_blocking(move || drop(workbench.open_project(&path)));
        }
        // The click started the program: the first screen asks for it.
        None => app.state::<asked::Asked>().put(asked::Start::Project(path)),
    }
}

/// Elsewhere a double-clicked file starts the program anew and arrives as its first word.
#[cfg(not(target_os = "macos"))]
fn happened(_: &tauri::AppHandle, _: tauri::RunEvent) {}

/// How often it is looked whether anybody is there.
const LOOK: Duration = Duration::from_secs(5);

/// Locks a project with users when nobody was there for long enough.
fn lock_when_idle(workbench: &Arc<Workbench>) {
    let workbench = Arc::downgrade(workbench);
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(LOOK).await;
            let Some(workbench) = workbench.upgrade() else { return };
            let looked = tauri::async_runtime::spawn_blocking(move || workbench.lock_if_idle());
            // One look that failed is followed by the next.
            drop(looked.await);
        }
    });
}

/// Opens the window and runs until it is closed.
#[expect(clippy::print_stderr, reason = "there is no window yet that could say it")]
pub fn run() -> ExitCode {
    if let Some(why) = guard::refusal() {
        eprintln!("{why}");
        return ExitCode::FAILURE;
    }
    if let Some(code) = guard::with_a_language() {
        return code;
    }
    let bindings = bindings::builder();
    let typed = bindings.invoke_handler();
    let raw = commands::raw_handler();
    let built = tauri::Builder::default()
        .manage(asked::Asked::of(std::env::args_os()))
        .invoke_handler(move |invoke| {
            if commands::is_raw(invoke.message.command()) { raw(invoke) } else { typed(invoke) }
        })
        .setup(move |app| {
            bindings.mount_events(app);
            let handle = app.handle().clone();
            let workbench = Arc::new(Workbench::new(
                &app.path().app_config_dir()?,
                app.path().document_dir().or_else(|_| app.path().home_dir())?,
                Box::new(|work| drop(tauri::async_runtime::spawn_blocking(work))),
                Box::new(move |happening| events::tell(&handle, happening)),
            ));
            lock_when_idle(&workbench);
            app.manage(events::Screens::new(Arc::clone(&workbench)));
            app.manage(workbench);
            windows::open_main(app.handle())?;
            Ok(())
        })
        .build(context());
    let app = match built {
        Ok(app) => app,
        Err(error) => {
            eprintln!("touchstone-desktop: the window could not be opened: {error}");
            return ExitCode::FAILURE;
        }
    };
    let code = app.run_return(happened);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

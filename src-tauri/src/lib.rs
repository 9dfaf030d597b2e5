//! The Touchstone desktop app: windows, dialogs and commands; nothing else knows Tauri.
//!
//! A command parses, calls the workbench and translates. What an expert can
//! do is decided there; how it looks is decided by the screens in `ui/`.

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

use tauri::Manager;
use workbench::Workbench;

/// Returns what the configuration and the built screens say.
#[expect(clippy::disallowed_types, reason = "Tauri's macro writes a map that nothing iterates")]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Opens the project that the program was started with: a folder, or `--demo`.
///
/// A folder that is no project opens nothing; the start screen is there and says what it offers.
fn open_at_start(workbench: Arc<Workbench>) {
    let Some(asked) = std::env::args_os().nth(1) else { return };
    tauri::async_runtime::spawn_blocking(move || {
        let opened = if asked == "--demo" {
            workbench.open_demo()
        } else {
            workbench.open_project(std::path::Path::new(&asked))
        };
        drop(opened);
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
            app.manage(events::Screens::new(Arc::clone(&workbench)));
            app.manage(Arc::clone(&workbench));
            windows::open_main(app.handle())?;
            open_at_start(workbench);
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
    let code = app.run_return(|_, _| {});
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

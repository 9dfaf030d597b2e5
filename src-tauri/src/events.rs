//! What the screens are told without asking.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::AppHandle;
use tauri_specta::Event;
use workbench::wire::{ImportPlan, JobView, ProjectView};
use workbench::{Happening, Progress, Workbench};

use crate::windows::{self, MAIN};

/// A job went on, ended or failed.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub(crate) struct JobChanged(pub(crate) JobView);

/// Something in the project changed; nothing: no project is open.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub(crate) struct ProjectChanged(pub(crate) Option<ProjectView>);

/// Files were dropped on the window.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub(crate) struct ImportOffered(pub(crate) ImportPlan);

/// A reader of this study went on, or left.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct ReadingChanged(pub(crate) u32);

/// Encrypting or decrypting the project went on.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct Protecting {
    done: u32,
    total: u32,
}

/// Packing a study went on.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct Packing {
    done: u32,
    total: u32,
}

/// Analysing a study went on.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct Analysing {
    done: u32,
    total: u32,
}

/// The way from the workbench to the coordinator's window; the reader's window gets no events.
pub(crate) struct Screens {
    workbench: Arc<Workbench>,
}

impl Screens {
    pub(crate) fn new(workbench: Arc<Workbench>) -> Self {
        Screens { workbench }
    }

    /// Plans an import of what was dropped and offers it.
    pub(crate) fn offer_import(&self, app: &AppHandle, paths: Vec<PathBuf>) {
        let (workbench, app) = (Arc::clone(&self.workbench), app.clone());
        tauri::async_runtime::spawn_blocking(move || {
            if let Ok(plan) = workbench.plan_import(paths) {
                tell(&app, Happening::ImportOffered(plan));
            }
        });
    }

    /// Ends the reading when its window is gone.
    pub(crate) fn reading_ended(&self, app: &AppHandle) {
        if let Some(study) = self.workbench.leave_reading() {
            tell(app, Happening::ReadingChanged(study));
        }
    }
}

/// Passes a happening on to the coordinator's window.
pub(crate) fn tell(app: &AppHandle, happening: Happening) {
    if matches!(happening, Happening::ProjectChanged(None)) {
        // A page of a project that is closed must not go on in the next one.
        windows::close_reader(app);
    }
    let told = match happening {
        Happening::JobChanged(job) => JobChanged(job).emit_to(app, MAIN),
        Happening::ProjectChanged(project) => ProjectChanged(project).emit_to(app, MAIN),
        Happening::ImportOffered(plan) => ImportOffered(plan).emit_to(app, MAIN),
        Happening::ReadingChanged(study) => ReadingChanged(study).emit_to(app, MAIN),
        Happening::Protecting(Progress { done, total }) => {
            Protecting { done: small(done), total: small(total) }.emit_to(app, MAIN)
        }
        Happening::Packing(Progress { done, total }) => {
            Packing { done: small(done), total: small(total) }.emit_to(app, MAIN)
        }
        Happening::Analysing(Progress { done, total }) => {
            Analysing { done: small(done), total: small(total) }.emit_to(app, MAIN)
        }
    };
    // A window that is closing hears nothing more; there is nobody to tell.
    drop(told);
}

fn small(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

//! The program, its projects and how far one is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::UserView;

/// What went wrong, in the expert's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Stable: picks the words from the catalogue.
    pub code: String,
    /// What the words speak of.
    pub params: BTreeMap<String, String>,
    /// What happened.
    pub message: String,
    /// What to do next.
    pub hint: String,
}

/// About this program.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The version, e.g. `0.1.0`.
    pub version: String,
}

/// A project that was opened before.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecentProject {
    /// Opens it again.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The name of the folder that holds it.
    pub place: String,
    /// UTC, RFC 3339.
    pub opened_at: String,
    /// Whether the folder can still be found.
    pub found: bool,
}

/// How far one step of the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StepState {
    /// Nothing yet.
    Empty,
    /// A job is at it.
    Running,
    /// There is a result.
    Done,
    /// A person has to do something.
    NeedsYou,
}

/// One step in the rail.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// `samples`, `measure`, `study`, `export`.
    pub id: String,
    /// How far it is.
    pub state: StepState,
    /// A few words or a number to show beside it, e.g. `4 sets`; may be empty.
    pub note: String,
}

/// The open project.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProjectView {
    /// Its name.
    pub name: String,
    /// The name of the folder that holds it.
    pub place: String,
    /// Nothing can be changed: a read-only disk or folder.
    pub read_only: bool,
    /// The user who signed in; nobody, in a project without users.
    pub you: Option<UserView>,
    /// Whether its bytes are encrypted.
    pub encrypted: bool,
    /// It is the demo, which the tour belongs to.
    pub is_demo: bool,
    /// The way through.
    pub steps: Vec<Step>,
}

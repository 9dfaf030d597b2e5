//! A project on disk: one `SQLite` file, the bytes of samples by hash, and the audit trail.
//!
//! A project is one folder: `project.sqlite`, `samples/`, `exports/`, `project.lock`, and
//! `project.touchstone` to double-click. Copy it, and you have copied the work.
//!
//! When it has users, `project.vault` lists them; when it is encrypted, the
//! file and the bytes of samples are under a key that the vault holds.
//!
//! This crate keeps facts and gives them back. It computes no metric, decides
//! no order, reads no clock (`now` arrives as text, in UTC), and knows nothing
//! of screens. Answers and the trail are only ever added to.

mod blobs;
mod commitment;
mod connect;
mod copy;
mod error;
mod handle;
mod key;
mod lock;
mod project;
mod protect;
mod schema;
mod soundness;
pub mod table;

pub use blobs::Blobs;
pub use commitment::Astray;
pub use error::{Error, Result};
pub use handle::{folder_of, is_project};
pub use key::Key;
pub use project::{Access, Project};
pub use protect::{Change, reseal, vault_of, write_vault};
pub use seal::chain::{GENESIS, Record};
pub use table::answers::{AnswerId, NewAnswer, StoredAnswer};
pub use table::designs::{Case, DesignToLock, Reader};
pub use table::exposures::{BroughtExposure, ExposuresToBring, Persons};
pub use table::forms::FormAnswer;
pub use table::jobs::{Job, JobId, JobState, Message, NewJob};
pub use table::runs::{InstanceValue, NewRun, NewValue, Run, RunId, StoredValue, ValueId};
pub use table::samples::{
    Batch, BatchAdded, FileId, FileRef, KeptCompanion, NewFile, NewSample, SetNote, StoredFile,
    StoredSample, SubjectCount,
};
pub use table::sessions::{Brought, StoredSession};
pub use table::sets::{NewSet, Set};
pub use table::studies::{NewStudy, Study, StudyId};
pub use table::trail::TrailCheck;

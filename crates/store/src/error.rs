//! What can go wrong with a project on disk.

use std::io;

use rusqlite::ErrorCode;
use samples::ContentHash;
use study::StudyState;

/// Why a project was not opened, or why something was not kept.
///
/// No message names a path: paths name people.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another window, or another computer, has the project open.
    #[error("the project is open already, in another window or on another computer")]
    InUse,
    /// Files cannot be locked where the project lies, or somebody holds them there.
    #[error("the project cannot be locked where it lies")]
    CannotLock,
    /// The folder holds no project.
    #[error("the folder holds no project")]
    NotAProject,
    /// There is a project in the folder where a new one should be.
    #[error("there is a project in this folder already")]
    AlreadyThere,
    /// The folder for a new project or a copy has something in it.
    #[error("the folder is not empty")]
    FolderNotEmpty,
    /// A copy of a project would lie within the project.
    #[error("a copy cannot lie within the project itself")]
    CopyInside,
    /// A newer program made the project.
    #[error(
        "the project was made by a newer program: its tables are version {found}, this program knows {known}"
    )]
    TooNew {
        /// The version of its tables.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// The project's file cannot be trusted.
    #[error("the project's file is damaged: {detail}")]
    Damaged {
        /// What the database noticed.
        detail: String,
    },
    /// The project lies where nothing can be written, and its last changes are not merged.
    #[error("the project was not closed, and lies where its last changes cannot be merged")]
    Unmerged,
    /// The project has users, and none has signed in.
    #[error("the project is locked: one of its users must sign in")]
    Locked,
    /// Encrypting or decrypting the project was broken off, where it cannot be finished.
    #[error("encrypting the project was broken off, and it lies where that cannot be finished")]
    Unfinished,
    /// The work was stopped.
    #[error("the work was stopped")]
    Stopped,
    /// The list of users was refused.
    #[error(transparent)]
    Vault(#[from] vault::Error),
    /// The project is open for reading only.
    #[error("the project is open for reading only")]
    ReadOnly,
    /// There is no room left.
    #[error("the disk is full")]
    DiskFull,
    /// The bytes of a sample are gone.
    #[error("the bytes with the hash {hash} are missing")]
    BlobMissing {
        /// Their hash.
        hash: ContentHash,
    },
    /// The bytes of a sample are not those that were kept.
    #[error("the bytes with the hash {hash} have changed")]
    BlobDamaged {
        /// The hash they had.
        hash: ContentHash,
    },
    /// There is no such thing.
    #[error("there is no {what} {id}")]
    NoSuch {
        /// What was looked for.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// A finished set takes no more samples.
    #[error("the set is finished and takes no more samples")]
    SetFinished,
    /// A value is not a number.
    #[error("`{what}` is not a number")]
    NotANumber {
        /// The value's name.
        what: String,
    },
    /// A question has its first answer.
    #[error("the question `{question}` is answered already")]
    AlreadyAnswered {
        /// The question's id.
        question: String,
    },
    /// A correction names an answer that cannot be corrected so.
    #[error("the correction of `{question}` does not fit the answer it names")]
    WrongCorrection {
        /// The question's id.
        question: String,
    },
    /// The study takes no answer now.
    #[error("the study is {state} and takes no answer")]
    NotCollecting {
        /// What it is.
        state: StudyState,
    },
    /// The study's state does not allow the step.
    #[error("a study that is {from} cannot become {to}")]
    Step {
        /// What it is.
        from: StudyState,
        /// What it should become.
        to: StudyState,
    },
    /// The study's design is fixed.
    #[error("the study is {state} and cannot be changed")]
    StudyFixed {
        /// What it is.
        state: StudyState,
    },
    /// An event cannot be written in the one canonical form.
    #[error("the event cannot be written canonically: {why}")]
    NotCanonical {
        /// What stands in the way.
        why: &'static str,
    },
    /// A file could not be read or written.
    #[error("a file of the project could not be read or written: {0}")]
    File(#[source] io::Error),
    /// The database refused.
    #[error("the project's database refused: {0}")]
    Database(#[source] rusqlite::Error),
}

/// A value, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns the stable code that picks the words.
    pub fn code(&self) -> &'static str {
        match self {
            Error::InUse => "store.in_use",
            Error::CannotLock => "store.cannot_lock",
            Error::NotAProject => "store.not_a_project",
            Error::AlreadyThere => "store.already_there",
            Error::FolderNotEmpty => "store.folder_not_empty",
            Error::CopyInside => "store.copy_inside",
            Error::TooNew { .. } => "store.too_new",
            Error::Damaged { .. } => "store.damaged",
            Error::Unmerged => "store.unmerged",
            Error::Locked => "store.locked",
            Error::Unfinished => "store.unfinished",
            Error::Stopped => "store.stopped",
            Error::Vault(error) => error.code(),
            Error::ReadOnly => "store.read_only",
            Error::DiskFull => "store.disk_full",
            Error::BlobMissing { .. } => "store.blob_missing",
            Error::BlobDamaged { .. } => "store.blob_damaged",
            Error::NoSuch { .. } => "store.no_such",
            Error::SetFinished => "store.set_finished",
            Error::NotANumber { .. } => "store.not_a_number",
            Error::AlreadyAnswered { .. } => "store.already_answered",
            Error::WrongCorrection { .. } => "store.wrong_correction",
            Error::NotCollecting { .. } => "store.not_collecting",
            Error::Step { .. } => "store.step",
            Error::StudyFixed { .. } => "store.study_fixed",
            Error::NotCanonical { .. } => "store.not_canonical",
            Error::File(_) => "store.file",
            Error::Database(_) => "store.database",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::TooNew { found, known } => {
                vec![("found", found.to_string()), ("known", known.to_string())]
            }
            Error::Damaged { detail } => vec![("detail", detail.clone())],
            Error::BlobMissing { hash } | Error::BlobDamaged { hash } => {
                vec![("hash", hash.short())]
            }
            Error::NoSuch { what, id } => vec![("what", (*what).to_owned()), ("id", id.clone())],
            Error::NotANumber { what } => vec![("what", what.clone())],
            Error::AlreadyAnswered { question } | Error::WrongCorrection { question } => {
                vec![("question", question.clone())]
            }
            Error::NotCollecting { state } | Error::StudyFixed { state } => {
                vec![("state", state.to_string())]
            }
            Error::Step { from, to } => vec![("from", from.to_string()), ("to", to.to_string())],
            Error::NotCanonical { why } => vec![("why", (*why).to_owned())],
            Error::File(error) => vec![("detail", error.kind().to_string())],
            Error::Database(error) => vec![("detail", error.to_string())],
            Error::Vault(error) => error.params(),
            Error::Locked
            | Error::Unfinished
            | Error::Stopped
            | Error::InUse
            | Error::CannotLock
            | Error::NotAProject
            | Error::AlreadyThere
            | Error::FolderNotEmpty
            | Error::CopyInside
            | Error::Unmerged
            | Error::ReadOnly
            | Error::DiskFull
            | Error::SetFinished => Vec::new(),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem => Error::ReadOnly,
            _ => Error::File(error),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        match &error {
            // What was stored cannot be read as what was put in.
            E::FromSqlConversionFailure(..)
            | E::IntegralValueOutOfRange(..)
            | E::InvalidColumnType(..)
            | E::Utf8Error(..) => Error::Damaged { detail: error.to_string() },
            _ => match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                    Error::Damaged { detail: error.to_string() }
                }
                Some(ErrorCode::DiskFull) => Error::DiskFull,
                Some(ErrorCode::ReadOnly) => Error::ReadOnly,
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::InUse,
                _ => Error::Database(error),
            },
        }
    }
}

impl From<jobs::Stopped> for Error {
    fn from(_: jobs::Stopped) -> Self {
        Error::Stopped
    }
}

impl From<seal::Error> for Error {
    fn from(error: seal::Error) -> Self {
        match error {
            seal::Error::NotCanonical { why } => Error::NotCanonical { why },
            // A chain that is only added to fails in no other way.
            _ => Error::NotCanonical { why: "an entry that cannot be chained" },
        }
    }
}

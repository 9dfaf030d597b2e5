//! Why a sealed file is not taken.

use std::io;

/// What is wrong with a pack, a key file, a session or a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A value has no canonical text, so that its hash could not be found again.
    #[error("no canonical text: {why}")]
    NotCanonical {
        /// What cannot be written.
        why: &'static str,
    },
    /// The file is no pack.
    #[error("the file is no pack")]
    NotAPack,
    /// The file is no key file.
    #[error("the file is no key file")]
    NotAKeyFile,
    /// The file is no sealed session.
    #[error("the file is no sealed session")]
    NotASession,
    /// The text is no signed note.
    #[error("the text is no signed note")]
    NotANote,
    /// The text is no key.
    #[error("the text is no {what}")]
    NotAKey {
        /// What it should be: `identity`, `recipient` or `public key`.
        what: &'static str,
    },
    /// The file was made for another version of the program.
    #[error("the file says `{found}`, which is not read here")]
    OtherVersion {
        /// What it says that it is.
        found: String,
    },
    /// The file ends too early.
    #[error("the file is cut short at byte {at}")]
    CutShort {
        /// How many bytes are there.
        at: u64,
    },
    /// The file is not what was written.
    #[error("the file is damaged: {place}, line {line}")]
    Damaged {
        /// The part: a file of the container, or a part of it.
        place: String,
        /// The line, from 1; 0 when it is about the whole.
        line: u64,
    },
    /// Parts of the file are whole, but do not belong together.
    #[error("the file was changed: {what} does not agree with the rest")]
    Tampered {
        /// What does not agree.
        what: &'static str,
    },
    /// The passphrase does not open the file.
    #[error("the passphrase does not open the file")]
    WrongPassphrase,
    /// The key does not open the file, or is not the one that signed.
    #[error("the key does not belong to the file")]
    WrongKey,
    /// The file is encrypted, and nothing was given to open it.
    #[error("the file is encrypted")]
    Locked,
    /// Nobody is named who could open the file.
    #[error("nobody could open the file")]
    NobodyToOpen,
    /// The pack has no such stimulus.
    #[error("the pack has no stimulus `{id}`")]
    NoSuchStimulus {
        /// The stimulus.
        id: String,
    },
    /// A part is larger than is taken.
    #[error("{what} has {size} bytes; at most {most} are taken")]
    TooLarge {
        /// The part.
        what: &'static str,
        /// Its bytes.
        size: u64,
        /// The most.
        most: u64,
    },
    /// What should be written contradicts itself.
    #[error("{what} is not as it must be: {why}")]
    Unfit {
        /// What: a field.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The disk, or what stands for it, refused.
    #[error("the file cannot be read or written: {why}")]
    Disk {
        /// What it said.
        why: String,
    },
}

/// A value, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns the stable code that picks the words.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NotCanonical { .. } => "seal.not_canonical",
            Error::NotAPack => "seal.not_a_pack",
            Error::NotAKeyFile => "seal.not_a_key_file",
            Error::NotASession => "seal.not_a_session",
            Error::NotANote => "seal.not_a_note",
            Error::NotAKey { .. } => "seal.not_a_key",
            Error::OtherVersion { .. } => "seal.other_version",
            Error::CutShort { .. } => "seal.cut_short",
            Error::Damaged { .. } => "seal.damaged",
            Error::Tampered { .. } => "seal.tampered",
            Error::WrongPassphrase => "seal.wrong_passphrase",
            Error::WrongKey => "seal.wrong_key",
            Error::Locked => "seal.locked",
            Error::NobodyToOpen => "seal.nobody_to_open",
            Error::NoSuchStimulus { .. } => "seal.no_such_stimulus",
            Error::TooLarge { .. } => "seal.too_large",
            Error::Unfit { .. } => "seal.unfit",
            Error::Disk { .. } => "seal.disk",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::NotCanonical { why } => vec![("why", (*why).to_owned())],
            Error::NotAKey { what } | Error::Tampered { what } => {
                vec![("what", (*what).to_owned())]
            }
            Error::OtherVersion { found } => vec![("found", found.clone())],
            Error::CutShort { at } => vec![("at", at.to_string())],
            Error::Damaged { place, line } => {
                vec![("place", place.clone()), ("line", line.to_string())]
            }
            Error::NoSuchStimulus { id } => vec![("id", id.clone())],
            Error::TooLarge { what, size, most } => vec![
                ("what", (*what).to_owned()),
                ("size", size.to_string()),
                ("most", most.to_string()),
            ],
            Error::Unfit { what, why } => vec![("what", (*what).to_owned()), ("why", why.clone())],
            Error::Disk { why } => vec![("why", why.clone())],
            Error::NotAPack
            | Error::NotAKeyFile
            | Error::NotASession
            | Error::NotANote
            | Error::WrongPassphrase
            | Error::WrongKey
            | Error::Locked
            | Error::NobodyToOpen => Vec::new(),
        }
    }

    /// Returns the damage of a part as a whole.
    pub(crate) fn damaged(place: impl Into<String>) -> Error {
        Error::Damaged { place: place.into(), line: 0 }
    }
}

impl From<io::Error> for Error {
    /// Keeps what the disk said, since a cause of its own cannot be compared.
    fn from(error: io::Error) -> Error {
        Error::Disk { why: error.to_string() }
    }
}

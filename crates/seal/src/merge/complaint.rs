//! What merging found, each with the file or the reader that it is about.

use crate::Error;

/// Something that the coordinator has to know of a file, or of a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The file, when it is about one.
    pub file: Option<String>,
    /// The reader, when it is known.
    pub reader: Option<String>,
    /// What was found.
    pub about: About,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The file holds what another one holds: harmless.
    Duplicate {
        /// The file that counts instead.
        same_as: String,
    },
    /// The file's chain goes on in another one, which counts.
    Superseded {
        /// The file that goes on.
        by: String,
    },
    /// The reader's sessions say different things; none counts until one is chosen.
    Conflict {
        /// The files that it disagrees with.
        with: Vec<String>,
    },
    /// Another one of the reader's sessions was chosen.
    NotChosen {
        /// The file that was.
        chosen: String,
    },
    /// The session is of another study.
    OtherStudy {
        /// The study it is of.
        found: String,
    },
    /// The session is of another version of the design.
    OtherVersion {
        /// The version it is of.
        found: u32,
        /// The version that is merged.
        expected: u32,
    },
    /// The file cannot be read, or was changed.
    Unreadable(Error),
    /// The study has no such reader.
    UnknownReader,
    /// The reader has no such presentation; its answers are left out.
    UnknownPresentation {
        /// The presentation.
        presentation: String,
    },
    /// The session is signed by a key that is not the reader's.
    OtherKey {
        /// The short code of its key.
        found: String,
        /// The short code of the key that was enrolled; none when none was, and the reader's
        /// sessions are signed by several.
        enrolled: Option<String>,
    },
    /// An answer is earlier than the one before it in the chain; it counts as it is.
    ClockBack {
        /// The entry of the chain.
        seq: i64,
        /// Its time.
        at: String,
    },
    /// An answer is later than the sealing of its session; it counts as it is.
    ClockAhead {
        /// The entry of the chain.
        seq: i64,
        /// Its time.
        at: String,
    },
    /// No session of the reader could be taken.
    MissingReader,
    /// The reader has not answered everything.
    Incomplete {
        /// Presentations with an answer.
        n: usize,
        /// Presentations.
        of: usize,
    },
}

impl Complaint {
    /// Returns the stable code that picks the words; that of the error when a file is not read.
    pub fn code(&self) -> &'static str {
        match &self.about {
            About::Duplicate { .. } => "seal.merge_duplicate",
            About::Superseded { .. } => "seal.merge_superseded",
            About::Conflict { .. } => "seal.merge_conflict",
            About::NotChosen { .. } => "seal.merge_not_chosen",
            About::OtherStudy { .. } => "seal.merge_other_study",
            About::OtherVersion { .. } => "seal.merge_other_version",
            About::Unreadable(error) => error.code(),
            About::UnknownReader => "seal.merge_unknown_reader",
            About::UnknownPresentation { .. } => "seal.merge_unknown_presentation",
            About::OtherKey { enrolled: Some(_), .. } => "seal.merge_other_key",
            About::OtherKey { enrolled: None, .. } => "seal.merge_several_keys",
            About::ClockBack { .. } => "seal.merge_clock_back",
            About::ClockAhead { .. } => "seal.merge_clock_ahead",
            About::MissingReader => "seal.merge_missing_reader",
            About::Incomplete { .. } => "seal.merge_incomplete",
        }
    }

    /// Returns the values that the words name; `file` and `reader` are empty when there is none.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        let mut params = match &self.about {
            About::Duplicate { same_as } => vec![("same_as", same_as.clone())],
            About::Superseded { by } => vec![("by", by.clone())],
            About::Conflict { with } => vec![("with", with.join(", "))],
            About::NotChosen { chosen } => vec![("chosen", chosen.clone())],
            About::OtherStudy { found } => vec![("found", found.clone())],
            About::OtherVersion { found, expected } => {
                vec![("found", found.to_string()), ("expected", expected.to_string())]
            }
            About::Unreadable(error) => error.params(),
            About::UnknownPresentation { presentation } => {
                vec![("presentation", presentation.clone())]
            }
            About::OtherKey { found, enrolled } => {
                vec![("found", found.clone()), ("enrolled", enrolled.clone().unwrap_or_default())]
            }
            About::ClockBack { seq, at } | About::ClockAhead { seq, at } => {
                vec![("seq", seq.to_string()), ("at_utc", at.clone())]
            }
            About::Incomplete { n, of } => vec![("n", n.to_string()), ("of", of.to_string())],
            About::UnknownReader | About::MissingReader => Vec::new(),
        };
        params.push(("file", self.file.clone().unwrap_or_default()));
        params.push(("reader", self.reader.clone().unwrap_or_default()));
        params
    }
}

//! Which reader saw which patient when, here and in other projects.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Which reader saw which patient when, and who is who.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerView {
    /// What was seen.
    pub lines: Vec<ExposureView>,
    /// The codes of all readers in the project's studies.
    pub readers: Vec<String>,
    /// Which of them are the same person as another one.
    pub same: Vec<SameReader>,
}

/// A patient that a reader saw.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExposureView {
    /// The reader's code here.
    pub reader: String,
    /// The one code that stands for all of this person's.
    pub person: String,
    /// The patient, or the sample where no patient is known; empty for all those of another project
    /// that are not in this one.
    pub subject: String,
    /// The set's name; empty where the sample is in no set of this project.
    pub set: String,
    /// The studies, by name; none in another project.
    pub studies: Vec<String>,
    /// The name of the other project, when it was there.
    pub elsewhere: Option<String>,
    /// The reader's code there.
    pub there: Option<String>,
    /// How often.
    pub n: u32,
    /// UTC, RFC 3339.
    pub first_at: String,
    /// UTC, RFC 3339.
    pub last_at: String,
}

/// Who the person with a code is under another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SameReader {
    /// The code: of this project, or of the one that is brought in.
    pub reader: String,
    /// The code in this project; nobody when there is none.
    pub person: Option<String>,
}

/// Exposures that were written.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedExposures {
    /// The name of the file.
    pub name: String,
    /// How many it holds: one for each reader and content.
    pub n_entries: u32,
    /// Of how many readers.
    pub n_readers: u32,
    /// Whether it names patients to who has the linking word.
    pub names_patients: bool,
}

/// A file of another project's exposures, before it is brought in.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExposureFileView {
    /// The other project's name.
    pub project: String,
    /// When it was written: UTC, RFC 3339.
    pub made_at: String,
    /// The readers there.
    pub readers: Vec<ReaderThere>,
    /// The codes that they can have here.
    pub known: Vec<String>,
    /// Whether it names patients to who has the linking word.
    pub names_patients: bool,
    /// What is to be known of it, in plain words.
    pub notes: Vec<String>,
}

/// A reader of another project.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReaderThere {
    /// The code there.
    pub reader: String,
    /// How many different samples they saw.
    pub n: u32,
    /// Who that may be here: as it was said before, or the same code.
    pub here: Option<String>,
}

/// Exposures that were brought in.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BroughtView {
    /// The other project's name.
    pub project: String,
    /// How many entries said something new.
    pub n_new: u32,
    /// How many were known already.
    pub n_known: u32,
    /// How many are of readers who are nobody here: they are not kept.
    pub n_nobody: u32,
    /// How many patients were found to be the same by the linking word.
    pub n_same_patients: u32,
    /// What is to be known of the file, in plain words.
    pub notes: Vec<String>,
}

/// A reader who may not read a study yet.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingReader {
    /// The code.
    pub reader: String,
    /// How many of the study's patients they saw too recently.
    pub n: u32,
    /// How many of these in another project.
    pub n_elsewhere: u32,
    /// From when on they may read: UTC, RFC 3339.
    pub until: String,
}

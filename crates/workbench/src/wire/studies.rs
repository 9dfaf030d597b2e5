//! Reader studies, as the coordinator sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Modality, QuestionView};

/// What a study is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StudyRequest {
    /// Its name, for the coordinator only.
    pub name: String,
    /// The real set.
    pub real: u32,
    /// The synthetic sets.
    pub synthetic: Vec<u32>,
    /// Real cases.
    pub n_real: u32,
    /// Synthetic cases.
    pub n_synthetic: u32,
    /// Codes of the readers, e.g. `R1`.
    pub readers: Vec<String>,
    /// What chance is drawn from; nothing: a new random seed.
    pub seed: Option<u32>,
}

/// What readers would see of the cases of some sets.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StudyPreview {
    /// The columns of the patient card; empty for images.
    pub columns: Vec<String>,
    /// The columns that would tell the sides apart, or name somebody.
    pub left_off: Vec<ColumnLeftOff>,
}

/// A column that readers do not see.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnLeftOff {
    /// Its name.
    pub column: String,
    /// Why.
    pub why: String,
}

/// A reader's way through a study.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReaderView {
    /// The code.
    pub code: String,
    /// Cases answered.
    pub done: u32,
    /// Cases in all.
    pub total: u32,
    /// UTC, RFC 3339, of the last answer.
    pub last_answer_at: Option<String>,
    /// Whether the reading room is open for this reader.
    pub reading: bool,
}

/// A study, as the coordinator sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StudyView {
    /// Its id.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// `locked`, `collecting`, `sealed`.
    pub state: String,
    /// The start of the design's hash.
    pub design_hash: String,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// What the cases are.
    pub modality: Modality,
    /// Real cases.
    pub n_real: u32,
    /// Synthetic cases.
    pub n_synthetic: u32,
    /// The most cases of one side in a row that an order may have.
    pub most_in_a_row: u32,
    /// About how many minutes a reader needs.
    pub minutes: u32,
    /// The readers.
    pub readers: Vec<ReaderView>,
    /// What was asked, as the reader sees it.
    pub questions: Vec<QuestionView>,
}

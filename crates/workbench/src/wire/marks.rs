//! Where readers marked pictures, as the screens show it.

use serde::Serialize;
use specta::Type;

use super::SampleRef;

/// The places that readers marked, of one question and one source.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MarkMapView {
    /// The question's id.
    pub question: String,
    /// The question, as it was asked.
    pub question_text: String,
    /// Whether the cases are synthetic.
    pub synthetic: bool,
    /// What made them.
    pub generator: Option<String>,
    /// How many answers were given, with and without marks.
    pub n_answers: u32,
    /// How many marks were set.
    pub n_marks: u32,
    /// The cases that were marked, the one with most marks first.
    pub cases: Vec<MarkedCaseView>,
}

/// A case that was marked.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MarkedCaseView {
    /// Its id, as in the exports.
    pub case: String,
    /// Its sample; nothing for ratings of other programs.
    pub sample: Option<SampleRef>,
    /// How many marks it has.
    pub n_marks: u32,
    /// Columns and rows of what was shown; nothing where it is not there any more.
    pub size: Option<[u32; 2]>,
    /// Where the marks are, as shares of its width and of its height, 0 to 1; none without a size.
    #[specta(type = Vec<[i32; 2]>)]
    pub marks: Vec<[f64; 2]>,
}

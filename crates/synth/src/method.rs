//! What is said of a model.

use samples::Modality;

/// A way to make synthetic samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// Never changes, because stored sets carry it.
    pub id: &'static str,
    /// Grows by one whenever a sample could change.
    pub version: u32,
    /// The name that people know.
    pub title: &'static str,
    /// What it is made from, and makes: the same of both.
    pub modalities: &'static [Modality],
    /// Where it was described.
    pub source: &'static str,
    /// What it keeps of the real samples and what it does not, in two sentences.
    pub meaning: &'static str,
}

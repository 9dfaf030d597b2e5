//! What the reading room is told: nothing that tells the truth about a case.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

/// A question, as the reader sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    /// Its id.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// The steps of the scale, first to last; empty for a text.
    pub anchors: Vec<String>,
    /// The most letters of a text; 0 for a scale.
    pub most_letters: u32,
    /// Whether the case needs it.
    pub required: bool,
}

/// What the reading room shows before, between and after the cases.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadingView {
    /// Names this reading to the core; it is new in each and says nothing.
    pub session: String,
    /// The reader's own code.
    pub reader: String,
    /// Cases answered.
    pub done: u32,
    /// Cases in all.
    pub total: u32,
    /// `image`, `signal` or `card`.
    pub kind: String,
    /// What is asked of each case.
    pub questions: Vec<QuestionView>,
    /// About how many minutes are left.
    pub minutes_left: u32,
    /// Whether the first case was on the screen before, in a reading that was broken off.
    pub resumed: bool,
    /// Which values of every picture are shown from black to white; nothing for cards.
    pub window: Option<ShownWindow>,
}

/// Which stored values are shown from black to white.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ShownWindow {
    /// Black, and all below.
    pub low: u16,
    /// White, and all above.
    pub high: u16,
}

/// One blinded case: an opaque slot, and how to show it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BlindCase {
    /// A handle that is new in every session and says nothing.
    pub slot: String,
    /// Cases answered before this one.
    pub done: u32,
    /// Cases in all.
    pub total: u32,
    /// The fields of a patient card; empty for an image.
    pub fields: Vec<CardField>,
}

/// A field of a patient card.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CardField {
    /// Its name.
    pub name: String,
    /// Its value in the common format; nothing when missing.
    pub value: Option<String>,
}

/// What the reader answered to one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnswerRequest {
    /// The reading, as [`ReadingView`] names it.
    pub session: String,
    /// The case.
    pub slot: String,
    /// Question to answer: the step of a scale from 1, as text, or the text itself.
    pub answers: BTreeMap<String, String>,
    /// From the first paint to saving, in milliseconds.
    pub rt_ms: u32,
    /// From the first paint to the first choice, in milliseconds.
    pub first_answer_rt_ms: Option<u32>,
    /// How often the choice was changed.
    pub changes: u32,
    /// Whether the window lost the focus or the case was interrupted.
    pub interrupted: bool,
}

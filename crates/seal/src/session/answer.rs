//! The answers of a session: those that its chain holds, each on a line of its own.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::chain::{Record, canonical};
use crate::{Error, Result};

/// The file that holds them.
pub(super) const FILE: &str = "answers.jsonl";

/// An answer to one question of one presentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// What was shown.
    pub presentation: String,
    /// The entry of the chain that holds it.
    pub seq: i64,
    /// The question's id.
    pub question: String,
    /// How it was answered: the word of an answer's type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What was answered, as text.
    pub value: Option<String>,
    /// What was answered, as the text of a number.
    pub value_num: Option<String>,
    /// Why there is no value, when there is none.
    #[serde(default)]
    pub missing: Option<String>,
    /// From the first painted frame to the answer that counts, in milliseconds.
    pub rt_ms: u64,
    /// From the first painted frame to the first answer touched, in milliseconds.
    pub first_answer_rt_ms: Option<u64>,
    /// How often it was changed before it was given.
    pub changes: u32,
    /// Whether the time has a gap.
    pub interrupted: bool,
    /// When it was given, in UTC (RFC 3339), as the workstation's clock had it.
    pub answered_at_utc: String,
    /// The workstation's number of the earlier answer that this one corrects.
    #[serde(default)]
    pub corrects: Option<i64>,
}

impl Answer {
    /// Returns the moment of the answer.
    pub(crate) fn moment(&self) -> Option<OffsetDateTime> {
        moment(&self.answered_at_utc)
    }
}

/// Returns the moment that a text in RFC 3339 means.
pub(crate) fn moment(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}

/// Returns the answers that entries of the chain hold of `reader`, and their lines.
///
/// An entry holds answers when its event has a list `answers`; it is the
/// reader's when `actor` says so. `presentation` is the event's, `seq` the
/// entry's.
///
/// # Errors
///
/// [`Error::Damaged`] in `events.jsonl`, with the line of the entry, when it is
/// not such a list.
pub(super) fn answers(records: &[Record], reader: &str) -> Result<(Vec<Answer>, String)> {
    let mut answers = Vec::new();
    let mut lines = String::new();
    for (line, record) in (1..).zip(records) {
        let wrong = || Error::Damaged { place: super::EVENTS.to_owned(), line };
        let Some(held) = record.event.get("answers") else { continue };
        if record.event.get("actor").and_then(Value::as_str) != Some(reader) {
            continue;
        }
        let presentation = record.event.get("presentation").ok_or_else(wrong)?;
        for held in held.as_array().ok_or_else(wrong)? {
            let mut value = held.clone();
            let fields = value.as_object_mut().ok_or_else(wrong)?;
            fields.insert("presentation".to_owned(), presentation.clone());
            fields.insert("seq".to_owned(), json!(record.seq));
            lines.push_str(&canonical(&value).map_err(|_| wrong())?);
            lines.push('\n');
            let answer: Answer = serde_json::from_value(value).map_err(|_| wrong())?;
            if answer.moment().is_none() {
                return Err(wrong());
            }
            answers.push(answer);
        }
    }
    Ok((answers, lines))
}

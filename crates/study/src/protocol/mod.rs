//! A protocol: what readers are told and asked, in which order, as a file says it.

mod check;
mod fault;
mod given;
mod item;
mod shipped;
mod text;
mod time;

use serde::{Deserialize, Serialize};

pub use check::Warning;
pub use fault::{Fault, FaultKind};
pub use given::{FieldPair, Given, Span, Stimulus, Taken, take};
pub use item::{Condition, Item, ItemKind, Pick, Tie};
pub use text::{Language, Text};

use crate::{Error, Result};
use item::is_false;

/// The `schema` of the files that are read and written here.
pub const SCHEMA: &str = "touchstone.protocol/1";

/// What readers are told and asked, in which order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Names it for ever: lower-case letters, digits and hyphens.
    pub id: String,
    /// Grows with every change of words or questions.
    pub version: u32,
    /// Its name.
    pub title: Text,
    /// What it is for, for the coordinator.
    pub about: Text,
    /// What is read.
    pub modality: Subject,
    /// What a reader agrees to before anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Text>,
    /// What a reader is asked once, about themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profile: Vec<Item>,
    /// What a reader is told before the first case.
    pub instructions: Text,
    /// Cases read first, with the truth told after each, and never read again.
    #[serde(default)]
    pub training: u32,
    /// Cases shown first as examples of the ends of the scales.
    #[serde(default)]
    pub calibration: u32,
    /// Every stage is read to its end before the next one begins.
    pub stages: Vec<Stage>,
    /// The share of cases that come a second time, unannounced; 0 to 0.5.
    #[serde(default)]
    pub repeats: f64,
    /// The share of cases that are obvious, to see whether a reader looks; 0 to 0.2.
    #[serde(default)]
    pub catches: f64,
    /// When a break is offered.
    #[serde(default)]
    pub block: Block,
    /// The size that it is meant for.
    pub size: Size,
    /// What a reader is asked at the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub debrief: Vec<Item>,
    /// Whether the ten items of the System Usability Scale follow.
    #[serde(default)]
    pub usability: bool,
    /// The claim that the study is made for.
    pub primary: Primary,
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Pictures.
    Image,
    /// Traces.
    Signal,
    /// Patients, each on a card.
    Table,
}

/// Tasks that are read over all cases before the next stage begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// e.g. `A`.
    pub id: String,
    /// Whether readers know by then that some cases are synthetic.
    pub disclosed: bool,
    /// What is said when the stage begins; for the first one disclosed, the disclosure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Text>,
    /// What is done.
    pub tasks: Vec<Task>,
    /// Whether the order of the tasks changes from reader to reader, so that each follows each
    /// equally often.
    #[serde(default, skip_serializing_if = "is_false")]
    pub counterbalanced: bool,
}

/// What is shown together, and what is asked of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Names it in answers, for ever.
    pub id: String,
    /// What is shown.
    pub show: Show,
    /// What is asked, in this order.
    pub items: Vec<Item>,
}

/// What is shown together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Show {
    /// One case.
    Single {},
    /// A real and a synthetic case, matched, side by side.
    Pair {},
    /// A synthetic case of each of two generators, side by side.
    Rivals {},
    /// A, B, and X which is one of them.
    Abx {},
    /// A synthetic case and the real one nearest to it.
    Nearest {},
    /// Many cases of one source.
    Set {
        /// How many.
        cases: u32,
    },
}

impl Show {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Show::Single {} => "single",
            Show::Pair {} => "pair",
            Show::Rivals {} => "rivals",
            Show::Abx {} => "abx",
            Show::Nearest {} => "nearest",
            Show::Set { .. } => "set",
        }
    }
}

/// When a break is offered: whichever comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// The most cases of a block.
    pub cases: u32,
    /// The most minutes of a block.
    pub minutes: u32,
}

impl Default for Block {
    fn default() -> Self {
        Block { cases: 40, minutes: 20 }
    }
}

/// How large a study is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Readers.
    pub readers: u32,
    /// Real cases.
    pub real: u32,
    /// Synthetic cases.
    pub synthetic: u32,
}

/// The claim that a study is made for, and what its power is computed from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Primary {
    /// The item that it rests on.
    pub item: String,
    /// What is claimed.
    pub claim: Claim,
    /// The correlation of one reader's calls, beyond what the case explains; 0 to 1.
    pub within_reader: f64,
    /// The correlation of calls on one case; 0 to 1.
    pub within_case: f64,
}

/// What is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Claim {
    /// Readers cannot tell: their accuracy is within a margin around one half.
    Equivalence {
        /// How far from one half is still chance; above 0, below 0.5.
        margin: f64,
    },
    /// Readers can tell: their accuracy is another than one half.
    Difference {
        /// The accuracy that should be found, 0 to 1.
        accuracy: f64,
    },
}

impl Protocol {
    /// Reads a protocol from the text of its file, and checks it.
    ///
    /// # Errors
    ///
    /// [`Error::NotJson`] where it is no JSON, or has a part that is unknown or missing;
    /// [`Error::Protocol`] with the first fault of [`Protocol::faults`].
    pub fn parse(text: &str) -> Result<Protocol> {
        let protocol: Protocol = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| {
                let (line, column) = (error.line(), error.column());
                let why = error.to_string();
                let why = why.split(" at line ").next().unwrap_or(&why).to_owned();
                Error::NotJson { line, column, why }
            })?;
        match protocol.faults().into_iter().next() {
            Some(fault) => Err(Error::Protocol(fault)),
            None => Ok(protocol),
        }
    }

    /// Returns the text of its file.
    ///
    /// # Panics
    ///
    /// Never: texts and numbers are JSON.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("texts and numbers are JSON");
        text.push('\n');
        text
    }

    /// Returns all tasks, with the stage of each.
    pub fn tasks(&self) -> impl Iterator<Item = (&Stage, &Task)> {
        self.stages.iter().flat_map(|stage| stage.tasks.iter().map(move |task| (stage, task)))
    }

    /// Returns the languages that all of its texts are written in, the first one first.
    pub fn languages(&self) -> Vec<Language> {
        let mut texts = Vec::new();
        self.each_text(&mut |_, text| texts.push(text.clone()));
        Language::ALL
            .into_iter()
            .filter(|&language| texts.iter().all(|text| text.has(language)))
            .collect()
    }
}

#[cfg(test)]
mod tests;

//! One question, however it is answered.

use serde::{Deserialize, Serialize};

use super::Text;

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stored with every answer; never changes its meaning.
    pub id: String,
    /// What is asked.
    pub text: Text,
    /// How it is answered.
    pub answer: ItemKind,
    /// Whether a case can be left without it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// Whether "cannot judge" is offered; the answer is then missing, with that as the reason.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cannot_judge: bool,
    /// Asked only when an earlier item of the same task has such an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<Condition>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
pub(super) fn is_false(value: &bool) -> bool {
    !value
}

/// How an item is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum ItemKind {
    /// Real or synthetic, on a scale from certainly real to certainly synthetic; an even number of
    /// points, so that there is no middle to hide in.
    Source {
        /// The words of each point.
        points: Vec<Text>,
    },
    /// One point of a scale, counted from 1.
    Likert {
        /// The words of each point.
        points: Vec<Text>,
    },
    /// A place on a line, 0 to 100, without a thumb at first.
    Vas {
        /// The words at 0.
        low: Text,
        /// The words at 100.
        high: Text,
    },
    /// One of several.
    Choice {
        /// What can be chosen.
        options: Vec<Pick>,
        /// Whether something else can be written.
        #[serde(default, skip_serializing_if = "is_false")]
        other: bool,
    },
    /// Any number of several, and none.
    Several {
        /// What can be chosen.
        options: Vec<Pick>,
        /// Whether something else can be written.
        #[serde(default, skip_serializing_if = "is_false")]
        other: bool,
    },
    /// What the case shows, as one would report it.
    Diagnosis {
        /// What can be chosen; something else can always be written.
        options: Vec<Pick>,
    },
    /// A number.
    Number {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
        /// Digits after the point.
        #[serde(default)]
        decimals: u8,
        /// e.g. `mm`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
    /// Words.
    Text {
        /// The most characters.
        most: u32,
    },
    /// Which of two, left or right.
    Side {
        /// Whether neither may be chosen.
        #[serde(default)]
        tie: Tie,
    },
    /// Which of A and B is X.
    Match {},
    /// Places on the picture.
    Mark {
        /// The most of them.
        most: u32,
    },
    /// Stretches of time, of a lead or of all.
    Span {
        /// The most of them.
        most: u32,
    },
    /// Fields of the card.
    Fields {},
    /// Two fields of the card that do not go together, and why.
    FieldPairs {
        /// Why they do not.
        reasons: Vec<Pick>,
        /// The most of them.
        most: u32,
    },
    /// Pairs of cases of a set that are the same.
    Duplicates {},
}

/// Whether neither side may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// One of the two has to be chosen.
    #[default]
    No,
    /// "No preference" is an answer.
    Allowed,
}

/// One that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pick {
    /// Stored; never changes its meaning.
    pub code: String,
    /// What is read.
    pub text: Text,
}

/// When an item is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// An earlier item of the same task.
    pub item: String,
    /// One of these codes or points was chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<String>,
    /// The number is at least this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// The number is at most this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
}

/// The code of what is written and not chosen.
pub(crate) const OTHER: &str = "other";

impl ItemKind {
    /// The codes, or the numbers of the points, that can be chosen; nothing for what is no choice.
    pub(crate) fn codes(&self) -> Option<Vec<String>> {
        let of = |options: &[Pick], other: bool| {
            let codes = options.iter().map(|option| option.code.clone());
            codes.chain(other.then(|| OTHER.to_owned())).collect()
        };
        match self {
            ItemKind::Source { points } | ItemKind::Likert { points } => {
                Some((1..=points.len()).map(|point| point.to_string()).collect())
            }
            ItemKind::Choice { options, other } | ItemKind::Several { options, other } => {
                Some(of(options, *other))
            }
            ItemKind::Diagnosis { options } => Some(of(options, true)),
            ItemKind::Side { tie: Tie::No } => Some(vec!["left".to_owned(), "right".to_owned()]),
            ItemKind::Side { tie: Tie::Allowed } => {
                Some(["left", "right", "none"].map(str::to_owned).to_vec())
            }
            ItemKind::Match {} => Some(vec!["a".to_owned(), "b".to_owned()]),
            _ => None,
        }
    }

    /// The least and the most number that can be given; nothing for what is no number.
    pub(crate) fn bounds(&self) -> Option<(f64, f64)> {
        match self {
            ItemKind::Source { points } | ItemKind::Likert { points } => {
                Some((1.0, points.len() as f64))
            }
            ItemKind::Vas { .. } => Some((0.0, 100.0)),
            ItemKind::Number { least, most, .. } => Some((*least, *most)),
            _ => None,
        }
    }
}

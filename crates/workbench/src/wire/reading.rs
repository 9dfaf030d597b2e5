//! What the reading room is told: nothing that tells the truth about a case.
//!
//! Numbers are `number` on the screens' side: `specta` says `i32` where a fraction is always finite.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What the reading room shows before the first case.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadingView {
    /// Names this reading to the core; it is new in each and says nothing.
    pub session: String,
    /// The reader's own code.
    pub reader: String,
    /// The code of the language that is asked in.
    pub language: String,
    /// `image`, `signal` or `card`.
    pub kind: String,
    /// Cases answered.
    pub done: u32,
    /// Cases in all.
    pub total: u32,
    /// About how many minutes are left.
    pub minutes_left: u32,
    /// Whether the first case was on the screen before, in a reading that was broken off.
    pub resumed: bool,
    /// What the reader is told beforehand.
    pub instructions: String,
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

/// What comes next for a reader. What comes later is not told: it could disclose.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "step", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ReadingStep {
    /// What the reader agrees to.
    Consent {
        /// The text.
        text: String,
    },
    /// What the reader says of themselves, or of the study.
    Form {
        /// `profile`, `debrief` or `usability`.
        form: String,
        /// Its heading.
        title: String,
        /// What is asked.
        items: Vec<ItemView>,
    },
    /// A stage begins.
    Opening {
        /// What is said then.
        text: String,
    },
    /// A break is offered.
    Break {
        /// Cases answered.
        done: u32,
        /// Cases in all.
        total: u32,
    },
    /// A case.
    Case(BlindCase),
    /// What a training case was.
    Feedback {
        /// The case.
        slot: String,
        /// What it was.
        said: String,
    },
    /// All is answered, or all of this round.
    Done {
        /// Cases answered.
        total: u32,
        /// From when on the next round may be read: UTC, RFC 3339.
        again_after: Option<String>,
    },
}

impl ReadingStep {
    /// Returns the case, when that is what comes.
    pub fn case(self) -> Option<BlindCase> {
        match self {
            ReadingStep::Case(case) => Some(case),
            _ => None,
        }
    }
}

/// What is shown together, and what is asked of it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BlindCase {
    /// A handle that is new in every session and says nothing.
    pub slot: String,
    /// Cases answered before this one.
    pub done: u32,
    /// Cases in all.
    pub total: u32,
    /// `single`, `pair`, `rivals`, `abx`, `nearest`, `set`, or `example`.
    pub show: String,
    /// Whether it is for practice.
    pub practice: bool,
    /// Of an example: what it is.
    pub said: Option<String>,
    /// What is shown, as it stands.
    pub stimuli: Vec<BlindStimulus>,
    /// What is asked.
    pub items: Vec<ItemView>,
}

/// One of what is shown together.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BlindStimulus {
    /// A handle that is new in every session and says nothing.
    pub slot: String,
    /// What it is called on the screen: `A`, `1`; empty when it is alone.
    pub label: String,
    /// The fields of a patient card; empty for a picture or a signal.
    pub fields: Vec<CardField>,
}

/// A field of a patient card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CardField {
    /// Its name.
    pub name: String,
    /// Its value in the common format; nothing when missing.
    pub value: Option<String>,
}

/// A question, as the reader sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ItemView {
    /// Its id.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// How it is answered.
    pub answer: AnswerView,
    /// Whether a case can be left without it.
    pub optional: bool,
    /// Whether "cannot judge" is offered.
    pub cannot_judge: bool,
    /// Asked only when an earlier item has such an answer.
    pub only_if: Option<ConditionView>,
}

/// When an item is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConditionView {
    /// An earlier item.
    pub item: String,
    /// One of these codes or points was chosen; empty: whichever.
    pub is: Vec<String>,
    /// The number is at least this.
    pub at_least: Option<f64>,
    /// The number is at most this.
    pub at_most: Option<f64>,
}

/// One that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PickView {
    /// What is stored.
    pub code: String,
    /// What is read.
    pub text: String,
}

/// How an item is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AnswerView {
    /// Real or synthetic: a point of a scale, from 1.
    Source {
        /// The words of each point.
        points: Vec<String>,
    },
    /// A point of a scale, from 1.
    Likert {
        /// The words of each point.
        points: Vec<String>,
    },
    /// A place on a line, 0 to 100.
    Vas {
        /// The words at 0.
        low: String,
        /// The words at 100.
        high: String,
    },
    /// One of several.
    Choice {
        /// What can be chosen.
        options: Vec<PickView>,
        /// Whether something else can be written.
        other: bool,
    },
    /// Any number of several.
    Several {
        /// What can be chosen.
        options: Vec<PickView>,
        /// Whether something else can be written.
        other: bool,
    },
    /// What the case shows; something else can always be written.
    Diagnosis {
        /// What can be chosen.
        options: Vec<PickView>,
    },
    /// A number.
    Number {
        /// The least.
        #[specta(type = i32)]
        least: f64,
        /// The most.
        #[specta(type = i32)]
        most: f64,
        /// Digits after the point.
        decimals: u8,
        /// e.g. `mm`.
        unit: Option<String>,
    },
    /// Words.
    Text {
        /// The most characters.
        most: u32,
    },
    /// `left`, `right`, or `none` when there may be a tie.
    Side {
        /// Whether neither may be chosen.
        tie: bool,
    },
    /// `a` or `b`.
    Match {},
    /// Places on the picture.
    Mark {
        /// The most of them.
        most: u32,
    },
    /// Stretches of time.
    Span {
        /// The most of them.
        most: u32,
    },
    /// Fields of the card.
    Fields {},
    /// Two fields of the card that do not go together, and why.
    FieldPairs {
        /// Why they do not.
        reasons: Vec<PickView>,
        /// The most of them.
        most: u32,
    },
    /// Pairs of cases of a set that are the same.
    Duplicates {},
}

/// What a reader gave to an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Given {
    /// A point of a scale, from 1.
    Point {
        /// Which.
        point: u32,
    },
    /// A place on a line, or a number.
    Number {
        /// Which.
        #[specta(type = i32)]
        number: f64,
    },
    /// One of several.
    Code {
        /// Which.
        code: String,
        /// What was written, when that is none of them.
        other: Option<String>,
    },
    /// Any number of several.
    Codes {
        /// Which.
        codes: Vec<String>,
        /// What was written beside them.
        other: Option<String>,
    },
    /// Words.
    Words {
        /// As they were written.
        words: String,
    },
    /// Places on the picture, in its pixels from the upper left corner: across and down.
    Marks {
        /// Where.
        #[specta(type = Vec<[i32; 2]>)]
        marks: Vec<[f64; 2]>,
    },
    /// Stretches of time.
    Spans {
        /// Where.
        spans: Vec<GivenSpan>,
    },
    /// Fields of the card.
    Fields {
        /// Their names.
        fields: Vec<String>,
    },
    /// Fields that do not go together.
    FieldPairs {
        /// Which, and why.
        pairs: Vec<GivenFieldPair>,
    },
    /// Cases of a set that are the same, by their places from 1.
    Duplicates {
        /// Two and two.
        pairs: Vec<[u32; 2]>,
    },
    /// The reader cannot judge it.
    CannotJudge {},
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct GivenSpan {
    /// The lead, from 1; nothing: all leads.
    pub lead: Option<u32>,
    /// The lead that is taken from it, from 1: of a derivation of an EEG.
    pub against: Option<u32>,
    /// Its beginning in seconds.
    #[specta(type = i32)]
    pub from: f64,
    /// Its end in seconds.
    #[specta(type = i32)]
    pub to: f64,
}

/// Two fields that do not go together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct GivenFieldPair {
    /// Their names.
    pub fields: [String; 2],
    /// The code of the reason.
    pub reason: String,
}

/// What a reader gave, and to which item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GivenAnswer {
    /// The item.
    pub item: String,
    /// What was given.
    pub given: Given,
}

/// What the reader answered to one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnswerRequest {
    /// The reading, as [`ReadingView`] names it.
    pub session: String,
    /// The case.
    pub slot: String,
    /// What was given.
    pub given: Vec<GivenAnswer>,
    /// From the first paint to saving, in milliseconds.
    pub rt_ms: u32,
    /// From the first paint to the first choice, in milliseconds.
    pub first_answer_rt_ms: Option<u32>,
    /// How often the choice was changed.
    pub changes: u32,
    /// Whether the window lost the focus or the case was interrupted.
    pub interrupted: bool,
}

/// What the reader answered to a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FormRequest {
    /// The reading, as [`ReadingView`] names it.
    pub session: String,
    /// The form.
    pub form: String,
    /// What was given.
    pub given: Vec<GivenAnswer>,
}

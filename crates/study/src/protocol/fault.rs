//! What is wrong with a protocol, and where.

use std::fmt;

/// What is wrong with a protocol, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The way to it, e.g. `stages[0].tasks[1].items[2].only_if`.
    pub place: String,
    /// What is wrong.
    pub kind: FaultKind,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.kind)
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// Written for another program, or a later version of this one.
    #[error("the schema is `{given}`, and `{wanted}` is read here")]
    Schema {
        /// What it says.
        given: String,
        /// What it should say.
        wanted: &'static str,
    },
    /// A name that cannot stand in files and tables.
    #[error("`{id}` is no name: lower-case letters, digits, `_` and `-` are, up to 64 of them")]
    Id {
        /// The name.
        id: String,
    },
    /// Two things of one name.
    #[error("`{id}` is the name of another one, too")]
    Twice {
        /// The name.
        id: String,
    },
    /// Nothing where there has to be something.
    #[error("there is none, and at least one is needed")]
    None,
    /// A text without words.
    #[error("the text has no words")]
    NoWords,
    /// A number out of range.
    #[error("{given} does not lie between {least} and {most}")]
    OutOfRange {
        /// What is given.
        given: String,
        /// The least.
        least: String,
        /// The most.
        most: String,
    },
    /// A scale needs two points, and that of a source an even number.
    #[error("a scale of {given} points cannot be used: {wanted}")]
    Points {
        /// How many there are.
        given: usize,
        /// What is needed.
        wanted: &'static str,
    },
    /// A stage in which nothing is disclosed after one in which it is.
    #[error("a stage before disclosure stands after one that discloses")]
    Stages,
    /// The source is asked for before anything is disclosed.
    #[error("this tells that some cases are synthetic, before the stage that discloses it")]
    Discloses,
    /// "Cannot judge" on the question of the source.
    #[error("`cannot judge` is not offered for the source: it is not missing at random")]
    CannotJudge,
    /// A condition on an item that does not exist, or comes later.
    #[error("there is no item `{item}` before this one in the task")]
    NotBefore {
        /// The item.
        item: String,
    },
    /// A condition that no answer fulfils.
    #[error("the condition can never hold: {why}")]
    Never {
        /// Why.
        why: String,
    },
    /// An item that does not fit what is shown.
    #[error("an answer of this kind cannot be given to what is shown")]
    DoesNotFit,
    /// The primary claim rests on nothing.
    #[error("there is no item `{item}` that says real or synthetic, left or right")]
    NoEndpoint {
        /// The item.
        item: String,
    },
}

impl FaultKind {
    /// Returns the stable code that picks the words.
    pub fn code(&self) -> &'static str {
        match self {
            FaultKind::Schema { .. } => "study.protocol_schema",
            FaultKind::Id { .. } => "study.protocol_id",
            FaultKind::Twice { .. } => "study.protocol_twice",
            FaultKind::None => "study.protocol_none",
            FaultKind::NoWords => "study.protocol_no_words",
            FaultKind::OutOfRange { .. } => "study.protocol_out_of_range",
            FaultKind::Points { .. } => "study.protocol_points",
            FaultKind::Stages => "study.protocol_stages",
            FaultKind::Discloses => "study.protocol_discloses",
            FaultKind::CannotJudge => "study.protocol_cannot_judge",
            FaultKind::NotBefore { .. } => "study.protocol_not_before",
            FaultKind::Never { .. } => "study.protocol_never",
            FaultKind::DoesNotFit => "study.protocol_does_not_fit",
            FaultKind::NoEndpoint { .. } => "study.protocol_no_endpoint",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            FaultKind::Schema { given, wanted } => {
                vec![("given", given.clone()), ("wanted", (*wanted).to_owned())]
            }
            FaultKind::Id { id } | FaultKind::Twice { id } => vec![("id", id.clone())],
            FaultKind::OutOfRange { given, least, most } => {
                vec![("given", given.clone()), ("least", least.clone()), ("most", most.clone())]
            }
            FaultKind::Points { given, wanted } => {
                vec![("given", given.to_string()), ("wanted", (*wanted).to_owned())]
            }
            FaultKind::NotBefore { item } | FaultKind::NoEndpoint { item } => {
                vec![("item", item.clone())]
            }
            FaultKind::Never { why } => vec![("why", why.clone())],
            FaultKind::None
            | FaultKind::NoWords
            | FaultKind::Stages
            | FaultKind::Discloses
            | FaultKind::CannotJudge
            | FaultKind::DoesNotFit => Vec::new(),
        }
    }
}

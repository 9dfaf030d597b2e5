//! What can be wrong with a design or an answer.

use samples::Arm;

use crate::StudyState;
use crate::protocol::Fault;

/// Why there is no design, or why an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There are fewer candidates than cases asked for.
    #[error("{asked} {arm} cases were asked for, and there are {there_are}")]
    TooFew {
        /// The arm that falls short.
        arm: Arm,
        /// How many candidates it has.
        there_are: usize,
        /// How many were asked for.
        asked: usize,
    },
    /// A design needs someone to read.
    #[error("the study has no reader")]
    NoReader,
    /// A design needs something to read.
    #[error("the study has no case")]
    NoCase,
    /// A name is empty or holds a control character.
    #[error("a {what} has a name that is empty or holds a control character")]
    Name {
        /// What carries the name: `reader`, `case` or `candidate`.
        what: &'static str,
    },
    /// Two readers, cases or candidates have one name.
    #[error("two {what}s are called `{name}`")]
    TwoOfOneName {
        /// What carries the name.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// An attribute has not one value for each case.
    #[error("attribute `{name}` has {values} values for {cases} cases")]
    Values {
        /// The attribute.
        name: String,
        /// Its values.
        values: usize,
        /// The cases.
        cases: usize,
    },
    /// A limit is zero.
    #[error("`{name}` must be at least 1")]
    Limit {
        /// The limit's name.
        name: &'static str,
    },
    /// A limit is beyond what makes sense.
    #[error("`{name}` must be at most {most}")]
    AtMost {
        /// The limit's name.
        name: &'static str,
        /// The most.
        most: usize,
    },
    /// A pair is not one real and one synthetic case.
    #[error("pair `{pair}` has {n} cases; it needs one real and one synthetic one")]
    Pair {
        /// The pair's name.
        pair: String,
        /// How many cases name it.
        n: usize,
    },
    /// Both members of a pair are of one patient.
    #[error("both cases of pair `{pair}` are of patient `{subject}`")]
    SamePatient {
        /// The pair's name.
        pair: String,
        /// The patient.
        subject: String,
    },
    /// A task has nothing to show.
    #[error("there are too few cases for {task}, which shows {show}")]
    TooFewFor {
        /// The stage and the task.
        task: String,
        /// What is shown together, e.g. `pair`.
        show: &'static str,
    },
    /// Repeats cannot be kept as far from the first reading as they must.
    #[error(
        "of {asked} repeats for reader `{reader}` {placed} can stand {distance} presentations after the first reading"
    )]
    NoRepeats {
        /// The reader's code.
        reader: String,
        /// How many there should be.
        asked: usize,
        /// How many have a place.
        placed: usize,
        /// How far they must be.
        distance: usize,
    },
    /// Both members of a pair would stand in one block.
    #[error(
        "the two cases of pair `{pair}` cannot be kept in blocks of their own for reader `{reader}`"
    )]
    PairsNotApart {
        /// The pair's name.
        pair: String,
        /// The reader's code.
        reader: String,
    },
    /// No order of so unequal arms keeps the runs short.
    #[error(
        "{n_real} real and {n_synthetic} synthetic cases in a block always make a run of more than {most}"
    )]
    RunsImpossible {
        /// Real cases in the block.
        n_real: usize,
        /// Synthetic cases in the block.
        n_synthetic: usize,
        /// The longest run allowed.
        most: usize,
    },
    /// No order with short runs was found within the attempts.
    #[error("none of {attempts} orders for reader `{reader}` kept runs of one source to {most}")]
    RunsNotMet {
        /// The reader's code.
        reader: String,
        /// How many orders were tried.
        attempts: u32,
        /// The longest run allowed.
        most: usize,
    },
    /// The question is not asked here.
    #[error("there is no question `{question}`")]
    UnknownQuestion {
        /// The question's id.
        question: String,
    },
    /// One question has two answers.
    #[error("question `{question}` is answered twice")]
    AnsweredTwice {
        /// The question's id.
        question: String,
    },
    /// A required question has no answer.
    #[error("question `{question}` needs an answer")]
    Missing {
        /// The question's id.
        question: String,
    },
    /// The item is not asked after the answers before it.
    #[error("question `{question}` is not asked here")]
    NotAsked {
        /// The question's id.
        question: String,
    },
    /// The answer does not lie within the case, or is not among what can be chosen.
    #[error("{given} cannot be the answer to `{question}`")]
    Beyond {
        /// The question's id.
        question: String,
        /// What was given.
        given: String,
    },
    /// A text was given for a scale, or a point for a text.
    #[error("the answer to `{question}` is of the wrong kind")]
    WrongKind {
        /// The question's id.
        question: String,
    },
    /// The point is not on the scale.
    #[error("{given} is not on the scale of `{question}`, which ends at {most}")]
    OffScale {
        /// The question's id.
        question: String,
        /// The point given.
        given: u32,
        /// The last point of the scale.
        most: usize,
    },
    /// The text is too long.
    #[error("the answer to `{question}` has {given} characters; at most {most} are kept")]
    TooLong {
        /// The question's id.
        question: String,
        /// Its characters.
        given: usize,
        /// The most that are kept.
        most: usize,
    },
    /// The presentation does not belong to the session.
    #[error("the case answered is not part of this session")]
    NotInSession,
    /// The presentation has its answer.
    #[error("the case is answered already")]
    AlreadyAnswered,
    /// Another presentation is on screen.
    #[error("the case answered is not the one on screen")]
    NotCurrent,
    /// A protocol's file cannot be read.
    #[error("line {line}, column {column}: {why}")]
    NotJson {
        /// The line, from 1; 0 when it is about the whole.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        why: String,
    },
    /// A protocol cannot be carried out.
    #[error("{0}")]
    Protocol(Fault),
    /// The study's state does not allow the step.
    #[error("a study that is {from} cannot become {to}")]
    Step {
        /// What it is.
        from: StudyState,
        /// What it should become.
        to: StudyState,
    },
}

/// A value, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns the stable code that picks the words.
    pub fn code(&self) -> &'static str {
        match self {
            Error::TooFew { .. } => "study.too_few",
            Error::NoReader => "study.no_reader",
            Error::NoCase => "study.no_case",
            Error::Name { .. } => "study.name",
            Error::TwoOfOneName { .. } => "study.two_of_one_name",
            Error::Values { .. } => "study.values",
            Error::Limit { .. } => "study.limit",
            Error::AtMost { .. } => "study.at_most",
            Error::Pair { .. } => "study.pair",
            Error::SamePatient { .. } => "study.same_patient",
            Error::TooFewFor { .. } => "study.too_few_for",
            Error::NoRepeats { .. } => "study.no_repeats",
            Error::PairsNotApart { .. } => "study.pairs_not_apart",
            Error::RunsImpossible { .. } => "study.runs_impossible",
            Error::RunsNotMet { .. } => "study.runs_not_met",
            Error::UnknownQuestion { .. } => "study.unknown_question",
            Error::AnsweredTwice { .. } => "study.answered_twice",
            Error::Missing { .. } => "study.missing",
            Error::NotAsked { .. } => "study.not_asked",
            Error::Beyond { .. } => "study.beyond",
            Error::WrongKind { .. } => "study.wrong_kind",
            Error::OffScale { .. } => "study.off_scale",
            Error::TooLong { .. } => "study.too_long",
            Error::NotInSession => "study.not_in_session",
            Error::AlreadyAnswered => "study.already_answered",
            Error::NotCurrent => "study.not_current",
            Error::NotJson { .. } => "study.not_json",
            Error::Protocol(fault) => fault.kind.code(),
            Error::Step { .. } => "study.step",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::TooFew { arm, there_are, asked } => vec![
                ("arm", arm.to_string()),
                ("there_are", there_are.to_string()),
                ("asked", asked.to_string()),
            ],
            Error::Name { what } => vec![("what", (*what).to_owned())],
            Error::TwoOfOneName { what, name } => {
                vec![("what", (*what).to_owned()), ("name", name.clone())]
            }
            Error::Values { name, values, cases } => vec![
                ("name", name.clone()),
                ("values", values.to_string()),
                ("cases", cases.to_string()),
            ],
            Error::Limit { name } => vec![("name", (*name).to_owned())],
            Error::AtMost { name, most } => {
                vec![("name", (*name).to_owned()), ("most", most.to_string())]
            }
            Error::Pair { pair, n } => vec![("pair", pair.clone()), ("n", n.to_string())],
            Error::SamePatient { pair, subject } => {
                vec![("pair", pair.clone()), ("subject", subject.clone())]
            }
            Error::TooFewFor { task, show } => {
                vec![("task", task.clone()), ("show", (*show).to_owned())]
            }
            Error::NoRepeats { reader, asked, placed, distance } => vec![
                ("reader", reader.clone()),
                ("asked", asked.to_string()),
                ("placed", placed.to_string()),
                ("distance", distance.to_string()),
            ],
            Error::PairsNotApart { pair, reader } => {
                vec![("pair", pair.clone()), ("reader", reader.clone())]
            }
            Error::RunsImpossible { n_real, n_synthetic, most } => vec![
                ("n_real", n_real.to_string()),
                ("n_synthetic", n_synthetic.to_string()),
                ("most", most.to_string()),
            ],
            Error::RunsNotMet { reader, attempts, most } => vec![
                ("reader", reader.clone()),
                ("attempts", attempts.to_string()),
                ("most", most.to_string()),
            ],
            Error::UnknownQuestion { question }
            | Error::AnsweredTwice { question }
            | Error::Missing { question }
            | Error::NotAsked { question }
            | Error::WrongKind { question } => vec![("question", question.clone())],
            Error::Beyond { question, given } => {
                vec![("question", question.clone()), ("given", given.clone())]
            }
            Error::OffScale { question, given, most } => vec![
                ("question", question.clone()),
                ("given", given.to_string()),
                ("most", most.to_string()),
            ],
            Error::TooLong { question, given, most } => vec![
                ("question", question.clone()),
                ("given", given.to_string()),
                ("most", most.to_string()),
            ],
            Error::NotJson { line, column, why } => vec![
                ("line", line.to_string()),
                ("column", column.to_string()),
                ("why", why.clone()),
            ],
            Error::Protocol(fault) => {
                let mut params = fault.kind.params();
                params.push(("place", fault.place.clone()));
                params
            }
            Error::Step { from, to } => vec![("from", from.to_string()), ("to", to.to_string())],
            Error::NoReader
            | Error::NoCase
            | Error::NotInSession
            | Error::AlreadyAnswered
            | Error::NotCurrent => Vec::new(),
        }
    }
}

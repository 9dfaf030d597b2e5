//! What readers answered in a study, as estimates, curves and counts.
//!
//! [`analyse`] is a function of a [`Study`]: the claim that the study was made for comes first, what
//! else was planned after it, and everything else is called exploratory. Whatever has no estimate has
//! the reason in its place. Words are for others: a finding says which quantity it is, of whom, and by
//! which method.

mod agreement;
mod calls;
mod catches;
mod choices;
mod components;
mod concordance;
mod conditions;
mod diagnoses;
mod experts;
mod families;
mod finding;
mod flow;
mod marks;
mod pairs;
mod preferences;
mod raters;
mod read_cases;
mod repeats;
mod rounds;
mod scales;
mod selection;
mod study_data;
mod subgroups;
mod times;
mod usability;
mod words;

pub use calls::readers_of_one_source;
pub use catches::{MISSED_OBVIOUS, WITH_ALL, inattentive};
pub use components::{Pilot, pilot, pilot_of_ratings};
pub use conditions::{Ratings, conditions};
pub use diagnoses::unjudged;
pub use finding::{Adjusted, Counts, Equivalent, Estimate, Finding, Of, Reason, Test};
pub use flow::{Excluded, Flow, ReaderFlow};
pub use marks::MarkMap;
pub use raters::{RaterScale, RaterTable, raters};
pub use read_cases::{CaseMetric, CaseReader, ReadCase, ReadCases};
pub use selection::Selection;
pub use study_data::{Answer, Case, Metric, Place, Plan, Question, Reader, Shown, Study};
pub use words::{Method, Quantity, Rank, Section};

use jobs::{Stopped, Task};

use calls::Curves;

/// The level of intervals.
pub const LEVEL: f64 = 0.95;
/// How often cases are drawn again for an interval of agreement.
pub const N_RESAMPLES: usize = 2000;

/// What a study's answers say.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Every number, the claim that the study was made for first.
    pub findings: Vec<Finding>,
    /// The answers that numbers come from, each of them once.
    pub selections: Vec<Selection>,
    /// The curves of each question of real or synthetic.
    pub curves: Vec<Curve>,
    /// How often each point of each question of real or synthetic was given.
    pub points: Vec<Points>,
    /// What was said of each case, by question of real or synthetic.
    pub read_cases: Vec<ReadCases>,
    /// Where readers marked pictures.
    pub marks: Vec<MarkMap>,
    /// Who was to read how much, who did, and what is left out.
    pub flow: Flow,
}

/// A curve: how many synthetic cases are called so, when so many real ones are.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The question.
    pub question: String,
    /// Whose it is; nothing for the mean of all readers.
    pub reader: Option<String>,
    /// Shares of real cases and of synthetic ones, from 0, 0 to 1, 1.
    pub points: Vec<[f64; 2]>,
}

/// How often a reader gave each point of a scale to cases of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// The question.
    pub question: String,
    /// The reader.
    pub reader: String,
    /// Whether the cases are synthetic.
    pub synthetic: bool,
    /// By point, the first one first.
    pub counts: Vec<u64>,
}

/// Analyses a study.
///
/// # Value
///
/// The same for the same study, on any number of threads. No input is an error: what cannot be
/// estimated is a finding with a [`Reason`].
///
/// # Errors
///
/// [`Stopped`] when the task was asked to stop; it is asked between two questions.
pub fn analyse(study: &Study, task: &Task) -> Result<Analysis, Stopped> {
    let study = &*catches::as_planned(study);
    let mut all = Collected::default();
    let mut curves = Vec::new();
    let mut points = Vec::new();
    let mut maps = Vec::new();
    let mut cases = Vec::new();
    let n_questions = study.questions.len();
    for question in 0..n_questions {
        task.reached(question as u64, n_questions as u64)?;
        let Curves { curves: own, points: counted } = calls::calls(study, question, &mut all);
        curves.extend(own);
        points.extend(counted);
        pairs::pairs(study, question, &mut all);
        preferences::preferences(study, question, &mut all);
        scales::scales(study, question, &mut all);
        choices::choices(study, question, &mut all);
        diagnoses::diagnoses(study, question, &mut all);
        agreement::agreement(study, question, &mut all);
        repeats::repeats(study, question, &mut all);
        rounds::rounds(study, question, &mut all);
        concordance::concordance(study, question, &mut all);
        subgroups::subgroups(study, question, &mut all);
        cases.extend(read_cases::read_cases(study, question));
        maps.extend(marks::marks(study, question));
    }
    catches::catches(study, &mut all);
    catches::with_all_readers(study, &mut all);
    times::times(study, &mut all);
    usability::usability(study, &mut all);
    let Collected { mut findings, selections } = all;
    // What belongs together stays in the order in which it was found.
    findings.sort_by_key(|finding| (finding.rank, finding.section));
    families::adjust(&mut findings);
    Ok(Analysis {
        findings,
        selections,
        curves,
        points,
        read_cases: cases,
        marks: maps,
        flow: flow::flow(study),
    })
}

/// Returns what is said of the claim that a study was made for, and nothing else: the findings of the
/// question that it rests on, all readers together.
///
/// It is the first part of [`analyse`], for simulations of how often it errs.
pub fn claim(study: &Study) -> Vec<Finding> {
    let study = &*catches::as_planned(study);
    let mut all = Collected::default();
    let is_primary = |question: &&Question| Some(&question.item.id) == study.plan.primary.as_ref();
    if let Some(question) = study.questions.iter().position(|question| is_primary(&question)) {
        calls::together(study, question, &mut all);
    }
    all.findings
}

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    findings: Vec<Finding>,
    selections: Vec<Selection>,
}

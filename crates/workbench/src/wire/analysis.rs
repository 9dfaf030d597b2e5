//! What a study's answers say, as the screens show it.
//!
//! Numbers are `number` on the screens' side: `specta` says `i32` where a fraction is always finite.

use serde::Serialize;
use specta::Type;

use super::{Failure, IntervalView, MarkMapView, PlanView, ReadCasesView};

/// What a study's answers say.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnalysisView {
    /// The study.
    pub study: u32,
    /// Its name.
    pub name: String,
    /// What was fixed before the first answer.
    pub plan: PlanView,
    /// What of the plan the program followed by itself.
    pub followed: Vec<String>,
    /// What is to be known before anything else is read, e.g. that a script gave the answers.
    pub warnings: Vec<String>,
    /// What was shown and what was not, in sentences; the claim that the study was made for first.
    pub sentences: Vec<SentenceView>,
    /// The numbers, in the order of the page.
    pub sections: Vec<SectionView>,
    /// The curves of each question of real or synthetic.
    pub curves: Vec<CurveView>,
    /// How often each point was given.
    pub points: Vec<PointsView>,
    /// What was said of each case, by question of real or synthetic.
    pub read_cases: Vec<ReadCasesView>,
    /// Where pictures were marked, by question and source.
    pub marks: Vec<MarkMapView>,
    /// From the cases to the answers that count.
    pub flow: FlowView,
    /// The methods that were used, each with its source.
    pub methods: Vec<AnalysisMethodView>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SentenceView {
    /// `primary`, `secondary` or `exploratory`.
    pub rank: String,
    /// What it says.
    pub text: String,
}

/// Numbers that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SectionView {
    /// The word that names it, e.g. `calls`.
    pub section: String,
    /// Its title.
    pub title: String,
    /// What its numbers are, and what they are not.
    pub note: String,
    /// The numbers.
    pub findings: Vec<FindingView>,
}

/// One number, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// Names it within the study, for ever.
    pub id: String,
    /// `primary`, `secondary` or `exploratory`.
    pub rank: String,
    /// The word for what it is, e.g. `auc`.
    pub quantity: String,
    /// The same for people.
    pub title: String,
    /// The word for how it was found, e.g. `obuchowski_rockette`.
    pub method: String,
    /// The same for people.
    pub method_title: String,
    /// The question's id.
    pub question: Option<String>,
    /// The question, as it was asked.
    pub question_text: String,
    /// Of whom or of what, for people: "R1", "GAN A less GAN B".
    pub of: String,
    /// The reader.
    pub reader: Option<String>,
    /// The generator.
    pub generator: Option<String>,
    /// What was chosen.
    pub choice: Option<String>,
    /// The number with all its digits.
    pub value: Option<f64>,
    /// The number with its interval, as it is shown; empty where there is none.
    pub shown: String,
    /// Its interval.
    pub interval: Option<IntervalView>,
    /// Why there is no interval, where one was looked for.
    pub no_interval: Option<String>,
    /// Its test.
    pub test: Option<TestView>,
    /// Whether it lies within the margin.
    pub equivalence: Option<EquivalenceView>,
    /// Why there is no number.
    pub reason: Option<Failure>,
    /// How many answers it comes from.
    pub n_answers: u32,
    /// Of how many readers.
    pub n_readers: u32,
    /// To how many real cases.
    pub n_real: u32,
    /// To how many synthetic cases.
    pub n_synthetic: u32,
    /// SHA-256 of the presentations that it comes from, one to a line, in the order of the design.
    pub from: String,
}

/// A test.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TestView {
    /// What the number is tested against.
    #[specta(type = i32)]
    pub null: f64,
    /// The statistic.
    pub statistic: Option<f64>,
    /// Its degrees of freedom.
    pub df: Option<f64>,
    /// How likely one so far off is by chance, two-sided.
    #[specta(type = i32)]
    pub p: f64,
    /// The same, with the tests beside it counted.
    pub adjusted: Option<f64>,
    /// How: `holm` or `benjamini_hochberg`.
    pub adjusted_by: Option<String>,
    /// How many tests were counted.
    pub family: u32,
    /// As it is shown: "p = 0.012".
    pub shown: String,
}

/// Whether a number lies within a margin.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EquivalenceView {
    /// The lower end of the margin.
    #[specta(type = i32)]
    pub low: f64,
    /// Its upper end.
    #[specta(type = i32)]
    pub high: f64,
    /// The interval that has to lie within it.
    pub interval: IntervalView,
    /// The larger p of the two one-sided tests.
    #[specta(type = i32)]
    pub p: f64,
    /// Whether it does.
    pub holds: bool,
}

/// A curve of synthetic against real.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CurveView {
    /// The question's id.
    pub question: String,
    /// The reader; nothing for the mean.
    pub reader: Option<String>,
    /// Shares of real and of synthetic cases called synthetic, from 0, 0 to 1, 1.
    #[specta(type = Vec<[i32; 2]>)]
    pub points: Vec<[f64; 2]>,
}

/// How often a reader gave each point.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PointsView {
    /// The question's id.
    pub question: String,
    /// The reader.
    pub reader: String,
    /// Whether the cases are synthetic.
    pub synthetic: bool,
    /// By point, the first one first.
    pub counts: Vec<u32>,
}

/// From the cases to the answers that count.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FlowView {
    /// Real cases.
    pub n_real: u32,
    /// Synthetic cases.
    pub n_synthetic: u32,
    /// Obvious cases.
    pub n_catches: u32,
    /// Each reader.
    pub readers: Vec<ReaderFlowView>,
    /// What does not count, and why.
    pub excluded: Vec<ExcludedView>,
}

/// One reader's part.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReaderFlowView {
    /// The code.
    pub reader: String,
    /// How much was to be read.
    pub n_due: u32,
    /// How much was.
    pub n_read: u32,
    /// Answers, to all questions.
    pub n_answers: u32,
    /// Answers that do not count.
    pub n_excluded: u32,
}

/// Answers that do not count for one reason.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExcludedView {
    /// The reader.
    pub reader: String,
    /// Why, for people.
    pub why: String,
    /// How many.
    pub n: u32,
}

/// How a kind of number is found.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnalysisMethodView {
    /// The word for it.
    pub method: String,
    /// Its name.
    pub title: String,
    /// What is done, in a sentence.
    pub about: String,
    /// Where it comes from.
    pub source: String,
}

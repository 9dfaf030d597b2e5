//! What a report is made from.

use crate::figure::{CallsRow, Role, Svg};

/// Everything the page says. What is empty is said to be empty or left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportFacts {
    /// What was audited, as a sentence or a name.
    pub title: String,
    /// The project's name.
    pub project: String,
    /// When the report was made: UTC, as it is to be read.
    pub made_at: String,
    /// Name and version of the program that made it.
    pub program: String,
    /// What was found, in sentences with their uncertainty; the page begins with them.
    pub findings: Vec<String>,
    /// The sets, real ones first.
    pub sets: Vec<SetFacts>,
    /// The measures, in the order of the page.
    pub measures: Vec<MeasureFacts>,
    /// The figures, in the order of the page.
    pub figures: Vec<FigureFacts>,
    /// The blinded study, if there is one.
    pub study: Option<StudyFacts>,
    /// How the numbers were made, each with its source.
    pub methods: Vec<MethodFacts>,
    /// What was left out of the whole report, and why.
    pub left_out: Vec<String>,
    /// The head of the audit trail.
    pub trail: Option<TrailFacts>,
}

/// One set of samples.
#[derive(Debug, Clone, PartialEq)]
pub struct SetFacts {
    /// Its name.
    pub name: String,
    /// Real, or which generator.
    pub role: Role,
    /// What made it, for a synthetic set.
    pub generator: Option<String>,
    /// What kind of samples: "Images", "Table".
    pub modality: String,
    /// How many samples.
    pub n: u64,
    /// How many subjects they come from; `None` when that is not known.
    pub n_subjects: Option<u64>,
    /// SHA-256 of the ordered content hashes.
    pub manifest: String,
    /// What was odd when it was read.
    pub notes: Vec<String>,
}

/// One measure with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureFacts {
    /// The question it answers: "Fidelity", "Diversity", "Privacy".
    pub group: String,
    /// Its name.
    pub title: String,
    /// What it says here, in a sentence with its uncertainty.
    pub sentence: String,
    /// Its unit; `None` for a pure number.
    pub unit: Option<String>,
    /// Which way is better, in words: "higher is closer".
    pub direction: Option<String>,
    /// Real against real at equal n: the range to compare with.
    pub yardstick: Option<(f64, f64)>,
    /// The ends of its scale, such as 0 and 1; `None` takes them from the values.
    pub axis: Option<(f64, f64)>,
    /// What the intervals are: "95 %, subjects resampled"; `None` without intervals.
    pub interval_is: Option<String>,
    /// One value for each set that was measured.
    pub values: Vec<ValueFacts>,
}

/// One measured value of one set, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueFacts {
    /// The set's name.
    pub set: String,
    /// Whose data it is.
    pub role: Role,
    /// The value, or why there is none.
    pub outcome: Outcome,
    /// How many samples it comes from.
    pub n: u64,
    /// How many were left out.
    pub left_out: u64,
    /// The id under which the project stores it: the way back to the bytes.
    pub id: String,
}

/// A value, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A value with its interval, where there is one.
    Value {
        /// The value; may be infinite.
        value: f64,
        /// The ends of its interval.
        interval: Option<(f64, f64)>,
    },
    /// Why there is no value, in a sentence.
    None {
        /// The sentence.
        reason: String,
    },
}

/// One figure of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureFacts {
    /// The figure; its title is part of it.
    pub svg: Svg,
    /// What is drawn, n, intervals, what was left out.
    pub note: String,
}

/// The blinded study.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StudyFacts {
    /// Its name.
    pub title: String,
    /// Where it stands: "collecting", "unblinded 2025-05-01".
    pub state: String,
    /// Whether its truth is open, be it told here or not.
    pub is_open: bool,
    /// The version of its design.
    pub design_version: String,
    /// SHA-256 of the locked design.
    pub design_hash: String,
    /// SHA-256 of the analysis plan, where one was stored.
    pub plan_hash: Option<String>,
    /// SHA-256 of the key file's ciphertext, published before the first session.
    pub key_commitment: Option<String>,
    /// How many cases are shown to count.
    pub n_cases: u64,
    /// How much all readers together are to read.
    pub n_due: u64,
    /// How much of it they read.
    pub n_read: u64,
    /// Answers to all questions.
    pub n_answers: u64,
    /// The readers.
    pub readers: Vec<ReaderFacts>,
    /// Six-point answers by reader and source; empty while the study is blinded.
    pub calls: Vec<CallsRow>,
    /// What is to be known before the analysis is read.
    pub warnings: Vec<String>,
    /// What was shown and what was not: a heading, and sentences; the claim first.
    pub said: Vec<(String, Vec<String>)>,
    /// Figures of the analysis.
    pub figures: Vec<FigureFacts>,
    /// What the analysis found, in parts; empty while the study is blinded.
    pub estimates: Vec<EstimatesFacts>,
    /// What was excluded, and why.
    pub excluded: Vec<String>,
    /// What the numbers rest on: plan, protocol, blinding audit, deviations. A heading, and names with
    /// what stands for each.
    pub appendix: Vec<(String, Vec<(String, String)>)>,
}

/// One reader's part of a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderFacts {
    /// The reader's code.
    pub reader: String,
    /// Sessions begun.
    pub n_sessions: u64,
    /// Sessions sealed.
    pub n_sealed: u64,
    /// How much the reader has read.
    pub n_read: u64,
    /// How much the reader is to read.
    pub n_due: u64,
    /// Calls of real or synthetic that were right, of how many; `None` while blinded.
    pub right: Option<(u64, u64)>,
}

/// Numbers of the analysis that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct EstimatesFacts {
    /// What they are of: "Each reader".
    pub title: String,
    /// What they are, and what they are not.
    pub note: String,
    /// The numbers.
    pub rows: Vec<EstimateFacts>,
}

/// One number of the analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct EstimateFacts {
    /// What it is: "Area under the curve".
    pub title: String,
    /// Of whom or of what: "R1".
    pub of: String,
    /// The estimate, or why there is none.
    pub outcome: Outcome,
    /// What it is tested against: the ends of its interval are written so that they stand on their own side
    /// of it.
    pub beside: Option<f64>,
    /// How it was found: "Obuchowski–Rockette"; with how it stands to the plan, where it is the claim.
    pub method: String,
    /// Its test: "p = 0.012"; empty without one.
    pub test: String,
    /// What it comes from: answers, readers, real and synthetic cases.
    pub n: String,
    /// The number under which exports have it.
    pub id: String,
}

/// How a kind of number was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodFacts {
    /// Its name and version: "psnr 1".
    pub name: String,
    /// What was computed, with parameters and seed.
    pub text: String,
    /// Where the method comes from.
    pub source: String,
}

/// Where the audit trail stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailFacts {
    /// Hash of its last record.
    pub head: String,
    /// How many records it has.
    pub n_records: u64,
    /// What came of checking it.
    pub state: TrailState,
    /// The checkpoint at this head: a signed note. Empty when none could be signed.
    pub checkpoint: String,
    /// The text of the key that signed it.
    pub key: String,
}

/// What came of checking the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrailState {
    /// It was checked from its first record, with all that it speaks of, and holds.
    Holds,
    /// It was checked, and is not what was written: the page begins with that.
    Broken {
        /// The first record that does not follow from those before it.
        at: Option<i64>,
        /// Records whose answers are not the stored ones.
        n_answers: u64,
        /// Studies that are not as they were locked.
        n_studies: u64,
    },
    /// It was not checked.
    NotChecked,
}

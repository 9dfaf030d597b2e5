//! The life of a study after it was set up: audit, plan, packs, sealed sessions, merging, unblinding.
//!
//! Numbers are `number` on the screens' side: `specta` says `i32` where a fraction is always finite.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Arm, Failure, PickView, WaitingReader};

/// Whether anything but their content tells real and synthetic cases apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AuditView {
    /// `pass`, `warn` or `fail`.
    pub verdict: String,
    /// The verdict in words, with what so many cases would have caught.
    pub sentence: String,
    /// Which sentence that is: the verdict, or `proves_nothing`; empty in audits of earlier versions.
    #[serde(default)]
    pub code: String,
    /// The smallest area under the curve that so many cases would have caught.
    #[serde(default)]
    #[specta(type = Option<i32>)]
    pub caught: Option<f64>,
    /// Real cases looked at.
    pub n_real: u32,
    /// Synthetic cases looked at.
    pub n_synthetic: u32,
    /// Every attribute: those that must not tell first, and of them those that tell most.
    pub leaks: Vec<LeakView>,
    /// What is done to the cases of both sources, in this order.
    pub mends: Vec<String>,
    /// What would remove what tells.
    pub suggested: Vec<String>,
    /// Titles of what tells and can only be judged again when the others are mended.
    pub later: Vec<String>,
    /// Titles of what tells and no mend removes.
    pub left: Vec<String>,
    /// How many parts of every image are covered by hand.
    #[serde(default)]
    pub masked: u32,
}

/// How well one attribute tells the sources apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeakView {
    /// Its name.
    pub name: String,
    /// Its name in words.
    pub title: String,
    /// `container` must not tell, `content` warns, `source` never reaches a reader.
    pub channel: String,
    /// The area under the curve: 0.5 tells nothing, 1 tells all.
    #[specta(type = i32)]
    pub auc: f64,
    /// How likely chance alone finds as much with the best of all attributes of the channel.
    #[specta(type = i32)]
    pub p: f64,
    /// The word that tells most.
    pub word: Option<String>,
    /// Whether it tells more than chance would.
    pub tells: bool,
}

/// How a study will be analysed: fixed with its design.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct PlanView {
    /// The one claim that the study is made for, and how it is tested.
    pub primary: String,
    /// What else is analysed.
    pub secondary: String,
    /// When a reader or an answer is left out; with the rule for obvious cases.
    pub exclusions: String,
    /// What becomes of answers that are missing or "cannot judge".
    pub missing: String,
    /// Anything else.
    pub notes: String,
    /// What of it the program follows by itself; nothing in plans of before there were rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub rules: Option<PlanRules>,
    /// SHA-256 of it, once the study is locked.
    pub hash: Option<String>,
}

/// What of a plan the program follows by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlanRules {
    /// The sections of the analysis that were planned, e.g. `scales`; all others are exploratory.
    pub secondary: Vec<String>,
    /// The largest share of obvious cases, in percent, that a reader may miss and still count; nothing:
    /// the program leaves nobody out.
    pub most_missed: Option<u32>,
    /// What each reference diagnosis stands for.
    pub diagnoses: Vec<DiagnosisRule>,
}

/// What a reference diagnosis stands for among the choices of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosisRule {
    /// The question.
    pub item: String,
    /// The reference diagnosis, as the sets have it.
    pub reference: String,
    /// The choice that is right then; nothing: no answer to such a case can be judged.
    pub code: Option<String>,
}

/// What the rules of a plan can name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlanOffer {
    /// Analyses, in the order of the page.
    pub sections: Vec<PlannedSection>,
    /// Questions of the diagnosis; none where no case has a reference.
    pub diagnoses: Vec<DiagnosisItem>,
    /// The reference diagnoses of the cases that count.
    pub references: Vec<ReferenceView>,
    /// How many of these cases have none, where others do.
    pub n_without: u32,
    /// How many have one that is rarer than those that can be matched.
    pub n_rare: u32,
}

/// A section of the analysis that can be planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlannedSection {
    /// Its word.
    pub section: String,
    /// Its title.
    pub title: String,
}

/// A question of the diagnosis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosisItem {
    /// Its id.
    pub item: String,
    /// What is asked.
    pub question: String,
    /// What can be chosen.
    pub options: Vec<PickView>,
}

/// A reference diagnosis, and how many cases have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReferenceView {
    /// As the sets have it.
    pub reference: String,
    /// Real cases.
    pub n_real: u32,
    /// Synthetic ones.
    pub n_synthetic: u32,
}

/// What a sample size is judged by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PowerRequest {
    /// Readers.
    pub readers: u32,
    /// Cases that each of them reads, of both sources together.
    pub cases: u32,
    /// How far from one half is still chance, for equivalence; nothing for a difference.
    pub margin: Option<f64>,
    /// The accuracy that should be found, for a difference; the true one, for equivalence.
    #[specta(type = i32)]
    pub accuracy: f64,
    /// The correlation of one reader's calls, 0 to 1.
    #[specta(type = i32)]
    pub within_reader: f64,
    /// The correlation of calls on one case, 0 to 1.
    #[specta(type = i32)]
    pub within_case: f64,
    /// How readers' areas varied in a study of before, which counts in place of both correlations.
    pub pilot: Option<VarianceView>,
}

/// How readers' areas under the curve vary, or their balanced accuracy, by Obuchowski and Rockette.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VarianceView {
    /// The mean that the readers reached.
    #[specta(type = i32)]
    pub mean: f64,
    /// The variance of readers.
    #[specta(type = i32)]
    pub readers: f64,
    /// The variance of one reader's area over sets of cases.
    #[specta(type = i32)]
    pub error: f64,
    /// The covariance of two readers' areas.
    #[specta(type = i32)]
    pub covariance: f64,
    /// How many cases each of them judged.
    pub cases: u32,
}

/// A study whose answers tell how readers vary.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PilotView {
    /// The study.
    pub study: u32,
    /// Its name.
    pub name: String,
    /// How many readers judged.
    pub readers: u32,
    /// How many cases all of them judged.
    pub cases: u32,
    /// Of the area under the curve.
    pub area: Option<VarianceView>,
    /// Why there is none.
    pub no_area: Option<Failure>,
    /// Of balanced accuracy.
    pub accuracy: Option<VarianceView>,
    /// Why there is none.
    pub no_accuracy: Option<Failure>,
    /// A script gave all answers: no person varied.
    pub by_script: bool,
}

/// What a sample size can find.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PowerView {
    /// How likely the claim is found when it is true.
    #[specta(type = i32)]
    pub power: f64,
    /// The same for these very readers; nothing without a pilot, or for equivalence.
    #[specta(type = Option<i32>)]
    pub fixed_readers: Option<f64>,
    /// How many independent calls all calls are worth; nothing with a pilot, which tells it better.
    pub worth: Option<u32>,
    /// The pilot's readers reached another mean than what is taken to be true, by more than a tenth: areas
    /// near 0 and 1 vary less, and the power may be far too high.
    pub far_from_pilot: bool,
    /// The fewest cases with a power of 0.8 with these readers; nothing where `most_cases` are too few.
    pub fewest_cases: Option<u32>,
    /// The fewest readers with a power of 0.8 with these cases; nothing where `most_readers` are too few.
    pub fewest_readers: Option<u32>,
    /// As far as the fewest cases were looked for.
    pub most_cases: u32,
    /// As far as the fewest readers were looked for.
    pub most_readers: u32,
    /// Power by cases: number, power.
    #[specta(type = Vec<[i32; 2]>)]
    pub by_cases: Vec<[f64; 2]>,
    /// Power by readers: number, power.
    #[specta(type = Vec<[i32; 2]>)]
    pub by_readers: Vec<[f64; 2]>,
}

/// A pack that was written.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PackedView {
    /// The name of its file.
    pub name: String,
    /// Its size in bytes.
    #[specta(type = i32)]
    pub bytes: f64,
    /// The name of the file with the truth, which no reader's workstation may hold.
    pub key_name: String,
    /// SHA-256 of that file, which the pack commits to.
    pub commitment: String,
    /// How many pictures, traces or cards it holds.
    pub n_stimuli: u32,
    /// Who can read it.
    pub readers: Vec<String>,
    /// Who of them saw patients of it too recently, and is to read it later.
    pub waiting: Vec<WaitingReader>,
}

/// A session that was sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SealedView {
    /// The name of its file.
    pub name: String,
    /// How many answers it holds.
    pub n_answers: u32,
    /// The head of its chain, as a short code to be noted.
    pub head: String,
    /// The key that signed it, as a short code.
    pub fingerprint: String,
}

/// What merging sealed sessions found.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MergeView {
    /// Files looked at.
    pub n_files: u32,
    /// Sessions that count.
    pub n_sessions: u32,
    /// Presentations that got their answers now.
    pub n_new: u32,
    /// What is to be known of the files, in plain words.
    pub complaints: Vec<ComplaintView>,
}

/// A case whose truth was told before its time.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RevealedCase {
    /// Its id, as in the exports.
    pub case: String,
    /// Its side.
    pub arm: Arm,
    /// What made it, of a synthetic case.
    pub generator: Option<String>,
}

/// Which of a reader's sessions counts, where they say different things.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// The reader's code.
    pub reader: String,
    /// The file's own name.
    pub file: String,
}

/// What is to be known of a sealed session.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ComplaintView {
    /// The file.
    pub file: Option<String>,
    /// The reader.
    pub reader: Option<String>,
    /// The stable code.
    pub code: String,
    /// What it is.
    pub message: String,
    /// What to do.
    pub hint: String,
}

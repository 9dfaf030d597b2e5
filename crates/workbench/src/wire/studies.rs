//! Reader studies, as the coordinator sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{ItemView, Modality, PowerRequest};

/// What a study is made of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StudyRequest {
    /// Its name, for the coordinator only.
    pub name: String,
    /// The real set.
    pub real: u32,
    /// The synthetic sets.
    pub synthetic: Vec<u32>,
    /// Real cases.
    pub n_real: u32,
    /// Synthetic cases.
    pub n_synthetic: u32,
    /// Codes of the readers, e.g. `R1`.
    pub readers: Vec<String>,
    /// What chance is drawn from; nothing: a new random seed.
    pub seed: Option<u32>,
    /// The protocol's id; nothing: one question and a comment.
    #[serde(default)]
    pub protocol: Option<String>,
    /// The language of its words, e.g. `pt`; nothing: English, or the first there is.
    #[serde(default)]
    pub language: Option<String>,
    /// How cases are chosen.
    #[serde(default)]
    pub choosing: Choosing,
    /// Obvious cases, chosen by hand.
    #[serde(default)]
    pub catches: Vec<SampleRef>,
    /// Into how many groups readers are split, each with its own cases; 0 and 1: all read all.
    #[serde(default)]
    pub groups: u32,
    /// How often all of it is read; 0 and 1: once.
    #[serde(default)]
    pub rounds: u32,
    /// Days between two rounds of a reader.
    #[serde(default)]
    pub washout_days: u32,
    /// By how much the share of a source may vary from block to block, in percent of a block.
    #[serde(default)]
    pub vary_percent: u32,
    /// How many of the cases come a second time, in percent; nothing: as the protocol says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_percent: Option<u32>,
}

/// How the cases of a study are chosen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "how", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Choosing {
    /// By chance: generators in turn, and as many patients as can be.
    #[default]
    Random,
    /// By chance, as many of each stratum on both sides.
    Stratum,
    /// Evenly along a measure of single samples.
    Quantiles {
        /// The run that measured it.
        run: u32,
        /// The measure.
        metric: String,
    },
    /// One by one.
    ByHand {
        /// Which.
        cases: Vec<SampleRef>,
    },
}

/// A sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SampleRef {
    /// Its set.
    pub set: u32,
    /// Its place in the set, from 0.
    pub ordinal: u32,
}

/// A protocol, as a coordinator chooses among them.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProtocolView {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// What is read.
    pub modality: Modality,
    /// The codes of the languages that all of its words are written in.
    pub languages: Vec<String>,
    /// Expected minutes of a reader, all stages together, at its own size.
    pub minutes: u32,
    /// Into how many sessions of at most an hour that is split.
    pub sessions: u32,
    /// How likely its claim is found at its own size, when it is true.
    pub power: Option<f64>,
    /// The claim, in words.
    pub claim: String,
    /// What that is computed from, at its own size.
    pub assumed: PowerRequest,
    /// The readers that it is meant for.
    pub n_readers: u32,
    /// The real cases that it is meant for.
    pub n_real: u32,
    /// The synthetic cases that it is meant for.
    pub n_synthetic: u32,
    /// Cases read first, with the truth told.
    pub n_training: u32,
    /// Cases shown first as examples.
    pub n_examples: u32,
    /// How many of the cases come a second time, in percent.
    pub repeat_percent: u32,
    /// Its stages.
    pub stages: Vec<StageView>,
    /// What is worth a second look.
    pub warnings: Vec<String>,
    /// Whether it comes with the program.
    pub shipped: bool,
}

/// A stage of a protocol.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StageView {
    /// Its id.
    pub id: String,
    /// Whether readers know by then that some cases are synthetic.
    pub disclosed: bool,
    /// What is done.
    pub tasks: Vec<TaskView>,
}

/// A task of a protocol.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TaskView {
    /// Its id.
    pub id: String,
    /// What is shown: `single`, `pair`, `rivals`, `abx`, `nearest`, `set`.
    pub show: String,
    /// What is asked, as the reader sees it.
    pub items: Vec<ItemView>,
}

/// What readers would see of the cases of some sets.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StudyPreview {
    /// The columns of the patient card; empty for images.
    pub columns: Vec<String>,
    /// The columns that would tell the sides apart, or name somebody.
    pub left_off: Vec<ColumnLeftOff>,
}

/// A column that readers do not see.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnLeftOff {
    /// Its name.
    pub column: String,
    /// Why.
    pub why: String,
}

/// A reader's way through a study.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReaderView {
    /// The code.
    pub code: String,
    /// Cases answered.
    pub done: u32,
    /// Cases in all.
    pub total: u32,
    /// UTC, RFC 3339, of the last answer.
    pub last_answer_at: Option<String>,
    /// Whether forms are left when all cases are answered.
    pub forms_left: bool,
    /// Whether the reading room is open for this reader.
    pub reading: bool,
    /// When the reader's session was sealed; nothing is answered after that.
    pub sealed_at: Option<String>,
    /// The key that signs the reader's sessions, as a short code, when it is known.
    pub fingerprint: Option<String>,
    /// The user of the project who reads it, once somebody has begun it.
    pub user: Option<String>,
}

/// A study, as the coordinator sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StudyView {
    /// Its id.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// `draft`, `locked`, `collecting`, `sealed`.
    pub state: String,
    /// The start of the design's hash; empty before it is locked.
    pub design_hash: String,
    /// The version of its design, from 1.
    pub version: u32,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// What the cases are.
    pub modality: Modality,
    /// The protocol's name.
    pub protocol: String,
    /// The code of the language that readers are asked in.
    pub language: String,
    /// Real cases.
    pub n_real: u32,
    /// Synthetic cases.
    pub n_synthetic: u32,
    /// The most cases of one side in a row that an order may have.
    pub most_in_a_row: u32,
    /// About how many minutes a reader needs.
    pub minutes: u32,
    /// The readers.
    pub readers: Vec<ReaderView>,
    /// What is asked, stage after stage.
    pub stages: Vec<StageView>,
    /// Tasks of the protocol that these cases have nothing to show for.
    pub skipped: Vec<String>,
    /// Whether it came in a pack: it is only read here, and nothing of the truth is known.
    pub received: bool,
    /// Whether its pack is open, so that it can be read; always, of one's own studies.
    pub unlocked: bool,
    /// The text of the key that proves sessions from here, of a received study: for the coordinator.
    pub public_key: Option<String>,
    /// The states that it may take now, e.g. `sealed`.
    pub can: Vec<String>,
    /// The start of the hash of the plan of analysis, once it is locked.
    pub plan_hash: Option<String>,
    /// The verdict of the last audit.
    pub audit: Option<String>,
    /// Days between two rounds of a reader.
    pub washout_days: u32,
    /// How often all of it is read.
    pub rounds: u32,
}

/// A block of a reader, as the balance table shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BlockView {
    /// The reader's code.
    pub reader: String,
    /// The round, from 1.
    pub round: u32,
    /// The block, from 1.
    pub block: u32,
    /// The stage.
    pub stage: String,
    /// The task.
    pub task: String,
    /// `counted`, `training` or `example`.
    pub purpose: String,
    /// How many real cases come first in what is shown.
    pub n_real: u32,
    /// How many synthetic ones.
    pub n_synthetic: u32,
    /// The longest run of one of them.
    pub longest_run: u32,
    /// How many are repeats.
    pub n_repeats: u32,
    /// The fewest cases from a first reading to its repeat.
    pub nearest_repeat: Option<u32>,
}

/// How even a design is.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BalanceView {
    /// Every block.
    pub blocks: Vec<BlockView>,
    /// SHA-256 of the table.
    pub hash: String,
}

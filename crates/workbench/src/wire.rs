//! What crosses to the screens and the terminal, and nothing else does.
//!
//! These types are for reading by people and screens; the domain's types are
//! not serializable, so that a screen's wish never bends a stored fact. No
//! path of the machine is in any of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

/// What went wrong, in the expert's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Stable: picks the words from the catalogue.
    pub code: String,
    /// What the words speak of.
    pub params: BTreeMap<String, String>,
    /// What happened.
    pub message: String,
    /// What to do next.
    pub hint: String,
}

/// About this program.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The version, e.g. `0.1.0`.
    pub version: String,
}

/// A project that was opened before.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecentProject {
    /// Opens it again.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The name of the folder that holds it.
    pub place: String,
    /// UTC, RFC 3339.
    pub opened_at: String,
    /// Whether the folder can still be found.
    pub found: bool,
}

/// How far one step of the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StepState {
    /// Nothing yet.
    Empty,
    /// A job is at it.
    Running,
    /// There is a result.
    Done,
    /// A person has to do something.
    NeedsYou,
}

/// One step in the rail.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// `samples`, `measure`, `study`, `export`.
    pub id: String,
    /// How far it is.
    pub state: StepState,
    /// A few words or a number to show beside it, e.g. `4 sets`; may be empty.
    pub note: String,
}

/// The open project.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProjectView {
    /// Its name.
    pub name: String,
    /// The name of the folder that holds it.
    pub place: String,
    /// Nothing can be changed: a read-only disk or folder.
    pub read_only: bool,
    /// It is the demo, which the tour belongs to.
    pub is_demo: bool,
    /// The way through.
    pub steps: Vec<Step>,
}

/// Real or synthetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Arm {
    /// Recorded from people.
    Real,
    /// Made by a generator.
    Synthetic,
}

/// What kind of data a set holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Modality {
    /// Pictures, slices, radiographs.
    Image,
    /// ECGs, EEGs, single beats.
    Signal,
    /// Rows of a table.
    Table,
    /// Feature vectors.
    Vectors,
}

/// Where subject or stratum of a sample is read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "from", content = "value")]
pub enum Rule {
    /// It is not known.
    Unknown,
    /// The whole set is one: one slide, one person.
    Same,
    /// Each sample is one: a table with a row for each patient.
    Each,
    /// What the file's header says, under a name that tells nobody who it is.
    Header,
    /// The folder that holds the file.
    Folder,
    /// The first group of a regular expression on the file name.
    Pattern(String),
    /// A column of the table.
    Column(String),
}

/// What was dropped or chosen, before it is imported.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportPlan {
    /// Names it when it is started.
    pub id: u32,
    /// A name for the set: the folder's or file's.
    pub suggested_name: String,
    /// Real, unless the name says otherwise.
    pub suggested_arm: Arm,
    /// How many files there are.
    pub n_files: u32,
    /// How many of each format, e.g. `png: 40`.
    pub formats: BTreeMap<String, u32>,
    /// How many bytes there are.
    pub bytes: f64,
    /// The first file names, to check a pattern against.
    pub first_names: Vec<String>,
    /// Whether some files lie in folders within the folder.
    pub has_folders: bool,
    /// Whether the first file says whose it is.
    pub has_subjects: bool,
    /// Whether the first file is a signal that does not say its rate or its unit.
    pub lacks_scale: bool,
    /// The columns, when it is one table.
    pub columns: Vec<String>,
    /// Of these, those whose names sound as if they identified people.
    pub identifying_columns: Vec<String>,
}

/// How to import what a plan describes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportRequest {
    /// The plan.
    pub plan: u32,
    /// The set's name.
    pub name: String,
    /// Its side.
    pub arm: Arm,
    /// Who made it, for a synthetic set.
    pub generator: Option<String>,
    /// Where the patient is read from.
    pub subject: Rule,
    /// Where the stratum is read from.
    pub stratum: Rule,
    /// For signals that do not say it: how many values a channel has in a second.
    pub rate_hz: Option<f64>,
    /// For signals that do not say it: the unit of their values, e.g. `mV`.
    pub unit: Option<String>,
}

/// A set of samples.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SetView {
    /// Its id.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Its side.
    pub arm: Arm,
    /// Who made it, for a synthetic set.
    pub generator: Option<String>,
    /// What it holds.
    pub modality: Modality,
    /// How many samples.
    pub n_samples: u32,
    /// How many patients; nothing when it is not known.
    pub n_subjects: Option<u32>,
    /// How many strata; 0 when there are none.
    pub n_strata: u32,
    /// How many notes there are on its files.
    pub n_notes: u32,
    /// How many files were left out.
    pub n_left_out: u32,
    /// The start of its manifest's hash.
    pub manifest: String,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// Whether the import or generation has come to its end.
    pub complete: bool,
    /// e.g. `256 × 256`, `13 columns`; several separated by commas.
    pub shape: String,
}

/// A sample in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SampleView {
    /// Its place in the set, from 0.
    pub ordinal: u32,
    /// The name it goes by in lists: its id, never its path.
    pub label: String,
    /// The file's own name, for the coordinator.
    pub file: String,
    /// The patient, when known.
    pub subject: Option<String>,
    /// The stratum, when there is one.
    pub stratum: Option<String>,
}

/// Something odd about a file.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoteView {
    /// The file's own name.
    pub file: String,
    /// Whether the file gave no sample.
    pub left_out: bool,
    /// What was odd, and what to do.
    pub what: Failure,
}

/// A page of a table's rows, as text.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TablePage {
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// Rows of cells in the order of the columns; nothing where a value is missing.
    pub rows: Vec<Vec<Option<String>>>,
    /// The ordinal of the first row.
    pub first: u32,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnView {
    /// Its name.
    pub name: String,
    /// Whether it holds numbers, which are right-aligned.
    pub number: bool,
    /// Cells without a value.
    pub n_missing: u32,
}

/// What the header of a block of pixels says; the values follow as raw bytes.
///
/// `casePixels` and `samplePixels` answer with 32 bytes of header, then the
/// values row by row, channels interleaved: `u32` magic `0x31585054` ("TPX1"),
/// `u32` rows, `u32` columns, `u32` channels (1 or 3), `u32` bytes in a value
/// (1 or 2), `u32` 0, `f32` low and `f32` high of what is seen at first: the
/// window that the file asks for, or the stated range; all little-endian. To
/// a reader it is the range: the window of a study is one for all cases. A stored value `v` stands for itself.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PixelHeader {
    /// Rows.
    pub rows: u32,
    /// Columns.
    pub columns: u32,
    /// 1 or 3.
    pub channels: u32,
}

/// What the header of a signal's values says; the values follow as raw bytes.
///
/// `casePixels` and `samplePixels` answer for a signal with `u32` magic `0x31475354` ("TSG1"), `u32`
/// channels, `u32` length, `u32` bytes of a JSON text, the text `{ channels: [{ name, unit }], rateHz,
/// low, high }` filled up with zeros to a multiple of 4, then the values as `f32`, channel after
/// channel, NaN where one is missing; all little-endian.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignalHeader {
    /// Channels.
    pub channels: u32,
    /// Values of each.
    pub length: u32,
}

/// A metric of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MetricView {
    /// Its id, which never changes.
    pub id: String,
    /// Grows whenever a value could change.
    pub version: u32,
    /// Its name.
    pub title: String,
    /// What it can be computed on.
    pub modalities: Vec<Modality>,
    /// `dataset`, `instance`.
    pub level: Vec<String>,
    /// `none`, `instance`, `dataset`.
    pub reference: String,
    /// `fidelity`, `diversity`, `privacy`, `quality`, `validity`.
    pub dimension: String,
    /// e.g. `dB`; empty without one.
    pub unit: String,
    /// The least value; nothing without a limit.
    pub least: Option<f64>,
    /// The most value; nothing without a limit.
    pub most: Option<f64>,
    /// `higher`, `lower` or `neither`.
    pub better: String,
    /// What can be set.
    pub parameters: Vec<ParameterView>,
    /// Which interval its value gets, or why it gets none.
    pub interval: String,
    /// Whether it is chosen until somebody says otherwise.
    pub usual: bool,
    /// What it needs beside the samples: `pairs`, `annotations`, `network`; empty when nothing.
    pub needs: String,
    /// Where it is defined.
    pub source: String,
    /// Its page, in Markdown.
    pub page: String,
}

/// A parameter of a metric.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ParameterView {
    /// Its name.
    pub name: String,
    /// Its default; nothing when it is taken from the data.
    pub default: Option<f64>,
    /// The least value it may have.
    pub least: Option<f64>,
    /// The most value it may have.
    pub most: Option<f64>,
    /// For a choice: what 0, 1, 2, … stand for; else empty.
    pub choices: Vec<String>,
    /// What it does.
    pub meaning: String,
}

/// A metric with its parameters, as asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AskedMetric {
    /// The metric.
    pub id: String,
    /// What is not at its default.
    pub parameters: BTreeMap<String, f64>,
    /// The SHA-256 of the file of the network that it asks, when it needs one.
    #[serde(default)]
    pub network: Option<String>,
}

/// A network that was named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// The SHA-256 of its file.
    pub sha256: String,
    /// The name of its file, without the folder.
    pub name: String,
}

/// What to measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MeasureRequest {
    /// The real set.
    pub real: u32,
    /// The synthetic sets.
    pub synthetic: Vec<u32>,
    /// The metrics.
    pub metrics: Vec<AskedMetric>,
    /// What chance is drawn from.
    pub seed: u32,
}

/// An interval around a value.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IntervalView {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// e.g. 0.95.
    pub level: f64,
    /// How it was found.
    pub method: String,
}

/// Real against real at the same size: what a perfect generator would get.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct YardstickView {
    /// Half of the real set against the other half, over the splits: 5th percentile.
    pub low: f64,
    /// The median.
    pub median: f64,
    /// The 95th percentile.
    pub high: f64,
    /// The same half against as many synthetic samples: the median.
    pub synthetic: f64,
    /// How many samples a half has.
    pub n: u32,
    /// How many splits.
    pub splits: u32,
}

/// A further number that comes with a value, or the value of one column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartView {
    /// Its name for people, or the column's.
    pub title: String,
    /// The number as it is shown, with its unit; empty when there is none.
    pub shown: String,
    /// Why there is none; empty when there is one.
    pub reason: String,
}

/// One value of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResultView {
    /// Names the value.
    pub id: u32,
    /// The metric.
    pub metric: String,
    /// Its version.
    pub version: u32,
    /// Its name.
    pub title: String,
    /// `fidelity`, `diversity`, `privacy`, `quality`, `validity`.
    pub dimension: String,
    /// `higher`, `lower` or `neither`.
    pub better: String,
    /// e.g. `dB`; empty without one.
    pub unit: String,
    /// The set it speaks of: the synthetic one, or the only one.
    pub set: u32,
    /// That set's name.
    pub set_name: String,
    /// That set's side.
    pub arm: Arm,
    /// The value as a number; nothing when there is none or it is infinite.
    pub value: Option<f64>,
    /// The value as it is shown, e.g. `0.81`, `∞`; empty when there is none.
    pub shown: String,
    /// Why there is no value.
    pub reason: Option<Failure>,
    /// What was set.
    pub parameters: BTreeMap<String, f64>,
    /// Its interval.
    pub interval: Option<IntervalView>,
    /// Why it has no interval.
    pub no_interval: Option<String>,
    /// Real against real.
    pub yardstick: Option<YardstickView>,
    /// Real samples that went in.
    pub n_real: Option<u32>,
    /// Synthetic samples that went in.
    pub n_synthetic: Option<u32>,
    /// Samples that could not be measured.
    pub n_left_out: u32,
    /// For a value over single samples, what the value is: `median`; empty for a set's own value.
    pub summary: String,
    /// Whether its single samples can be looked at.
    pub has_instances: bool,
    /// Whether there is a figure of it.
    pub has_figure: bool,
    /// The further numbers that come with it.
    pub details: Vec<PartView>,
    /// The values of a table's columns.
    pub columns: Vec<PartView>,
    /// What was done to the samples before, in words.
    pub notes: Vec<String>,
    /// The first of what is wrong with annotations: which, and what.
    pub faults: Vec<PartView>,
    /// How many faults there are.
    pub n_faults: u32,
}

/// The value of one sample.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InstanceView {
    /// The set.
    pub set: u32,
    /// The sample.
    pub ordinal: u32,
    /// Its label.
    pub label: String,
    /// Its value.
    pub value: Option<f64>,
    /// The value as it is shown.
    pub shown: String,
    /// Why there is none.
    pub reason: Option<Failure>,
}

/// A sentence that says what was found, with the numbers behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// `fidelity`, `diversity`, `privacy`, `quality`, `validity`.
    pub dimension: String,
    /// What it says.
    pub sentence: String,
    /// The numbers, with their intervals.
    pub detail: String,
    /// Whether it is a warning.
    pub warning: bool,
    /// A small figure, as SVG; empty without one.
    pub figure: String,
    /// The values it speaks of.
    pub results: Vec<u32>,
}

/// A synthetic sample and the real one nearest to it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClosestPair {
    /// The synthetic set.
    pub synthetic_set: u32,
    /// The synthetic sample.
    pub synthetic: u32,
    /// Its label.
    pub synthetic_label: String,
    /// The real set.
    pub real_set: u32,
    /// The real sample.
    pub real: u32,
    /// Its label.
    pub real_label: String,
    /// Their distance in the feature space.
    pub distance: f64,
    /// The share of real samples whose own nearest real one is farther away, 0 to 1.
    pub closer_than: f64,
    /// Whether the contents are equal, bit by bit.
    pub identical: bool,
}

/// A run: what was measured, and what came out.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    /// Its id.
    pub id: u32,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// `running`, `done`, `stopped`, `interrupted`, `failed`.
    pub state: String,
    /// The real set.
    pub real: Option<u32>,
    /// Its name.
    pub real_name: String,
    /// The synthetic sets.
    pub synthetic: Vec<u32>,
    /// What chance was drawn from.
    pub seed: u32,
    /// The program that measured.
    pub program: String,
    /// How samples became vectors, e.g. `random convolutions v1`; empty when none were needed.
    pub feature: String,
    /// What it says, sentences first.
    pub findings: Vec<Finding>,
    /// The values.
    pub results: Vec<ResultView>,
    /// The closest pairs, nearest first.
    pub closest: Vec<ClosestPair>,
}

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunHead {
    /// Its id.
    pub id: u32,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// `running`, `done`, `stopped`, `interrupted`, `failed`.
    pub state: String,
    /// The real set's name.
    pub real_name: String,
    /// The synthetic sets' names.
    pub synthetic_names: Vec<String>,
    /// How many values it has.
    pub n_results: u32,
}

/// A way to make synthetic samples.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MethodView {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its name.
    pub title: String,
    /// What it can be fitted to.
    pub modality: Modality,
    /// What it does, and what it does not promise.
    pub meaning: String,
}

/// What to generate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GenerateRequest {
    /// The set to learn from.
    pub from: u32,
    /// The method.
    pub method: String,
    /// How many samples.
    pub n: u32,
    /// What chance is drawn from.
    pub seed: u32,
    /// The new set's name.
    pub name: String,
}

/// Long work.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JobView {
    /// Its id.
    pub id: u32,
    /// `import`, `measure`, `generate`.
    pub kind: String,
    /// What it works on, e.g. a set's name.
    pub title: String,
    /// `running`, `done`, `stopped`, `interrupted`, `failed`.
    pub state: String,
    /// Items finished.
    pub done: u32,
    /// Items in all; 0 when not known yet.
    pub total: u32,
    /// About how long it will take; nothing when not known yet.
    pub seconds_left: Option<f64>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// What came of it: a set's or run's id.
    pub outcome: Option<u32>,
}

/// What a study is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
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
    /// Whether the reading room is open for this reader.
    pub reading: bool,
}

/// A study, as the coordinator sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StudyView {
    /// Its id.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// `locked`, `collecting`, `sealed`.
    pub state: String,
    /// The start of the design's hash.
    pub design_hash: String,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// What the cases are.
    pub modality: Modality,
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
    /// What was asked, as the reader sees it.
    pub questions: Vec<QuestionView>,
}

/// A question, as the reader sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    /// Its id.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// The steps of the scale, first to last; empty for a text.
    pub anchors: Vec<String>,
    /// The most letters of a text; 0 for a scale.
    pub most_letters: u32,
    /// Whether the case needs it.
    pub required: bool,
}

/// What the reading room shows before, between and after the cases.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadingView {
    /// Names this reading to the core; it is new in each and says nothing.
    pub session: String,
    /// The reader's own code.
    pub reader: String,
    /// Cases answered.
    pub done: u32,
    /// Cases in all.
    pub total: u32,
    /// `image`, `signal` or `card`.
    pub kind: String,
    /// What is asked of each case.
    pub questions: Vec<QuestionView>,
    /// About how many minutes are left.
    pub minutes_left: u32,
    /// Whether the first case was on the screen before, in a reading that was broken off.
    pub resumed: bool,
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

/// One blinded case: an opaque slot, and how to show it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BlindCase {
    /// A handle that is new in every session and says nothing.
    pub slot: String,
    /// Cases answered before this one.
    pub done: u32,
    /// Cases in all.
    pub total: u32,
    /// The fields of a patient card; empty for an image.
    pub fields: Vec<CardField>,
}

/// A field of a patient card.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CardField {
    /// Its name.
    pub name: String,
    /// Its value in the common format; nothing when missing.
    pub value: Option<String>,
}

/// What the reader answered to one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnswerRequest {
    /// The reading, as [`ReadingView`] names it.
    pub session: String,
    /// The case.
    pub slot: String,
    /// Question to answer: the step of a scale from 1, as text, or the text itself.
    pub answers: BTreeMap<String, String>,
    /// From the first paint to saving, in milliseconds.
    pub rt_ms: u32,
    /// From the first paint to the first choice, in milliseconds.
    pub first_answer_rt_ms: Option<u32>,
    /// How often the choice was changed.
    pub changes: u32,
    /// Whether the window lost the focus or the case was interrupted.
    pub interrupted: bool,
}

/// Files that were written.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportView {
    /// The name of the folder they lie in.
    pub place: String,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// The files.
    pub files: Vec<ExportedFile>,
    /// What was wrong with the project's records when they were written; nothing: they held.
    pub trouble: Option<Failure>,
}

/// One file that was written.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportedFile {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub meaning: String,
    /// How many bytes.
    pub bytes: f64,
    /// SHA-256.
    pub sha256: String,
}

/// What to export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    /// The study whose answers go out; nothing: only measures.
    pub study: Option<u32>,
    /// Whether the truth goes out with them (`cases.csv`, and the sides in the answers).
    pub with_truth: bool,
    /// Lets the truth out although readers are still reading: later answers are not blinded.
    pub before_the_end: bool,
    /// The run whose values go into the report; nothing: the latest.
    pub run: Option<u32>,
}

impl Arm {
    /// Returns the word that is printed and exported.
    pub fn word(self) -> &'static str {
        match self {
            Arm::Real => "real",
            Arm::Synthetic => "synthetic",
        }
    }
}

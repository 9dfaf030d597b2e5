//! Samples: sets, imports, and what is shown of one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Failure;

/// Real or synthetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Arm {
    /// Recorded from people.
    Real,
    /// Made by a generator.
    Synthetic,
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

/// Where subject, stratum or reference diagnosis of a sample is read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "from", content = "value")]
pub enum Rule {
    /// It is not known.
    #[default]
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
    /// A column of the table, or of the table that lists the files.
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
    /// The columns, when it is one table, or when a table lists the files.
    pub columns: Vec<String>,
    /// The table that lists the files.
    pub list: Option<ListView>,
    /// Of these, those whose names sound as if they identified people.
    pub identifying_columns: Vec<String>,
}

/// A table that lists the files of a folder.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListView {
    /// Its own name.
    pub name: String,
    /// Its column that names files.
    pub column: String,
    /// How many of the files it names.
    pub n_named: u32,
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
    /// Where the reference diagnosis is read from.
    #[serde(default)]
    pub diagnosis: Rule,
    /// For signals that do not say it: how many values a channel has in a second.
    pub rate_hz: Option<f64>,
    /// For signals that do not say it: the unit of their values, e.g. `mV`.
    pub unit: Option<String>,
}

impl ImportRequest {
    /// Returns where patients, strata and diagnoses are read from.
    pub(crate) fn rules(&self) -> [&Rule; 3] {
        [&self.subject, &self.stratum, &self.diagnosis]
    }
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
    /// How many different reference diagnoses; 0 when there are none.
    pub n_diagnoses: u32,
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
    /// The channels of its first signal, by name; empty for anything else.
    pub channels: Vec<String>,
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
    /// The reference diagnosis, when there is one.
    pub diagnosis: Option<String>,
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

//! What is in files, without a project.

use std::collections::BTreeSet;
use std::path::PathBuf;

use formats::Found;
use jobs::Task;
use rayon::prelude::*;
use samples::{Channels, Contents, Values};
use serde::Serialize;

use crate::Result;
use crate::files::{LeftOut, own_name, read_file};

/// What one file holds.
#[derive(Debug, Clone, Serialize)]
pub struct Inspected {
    /// The start of the content's hash.
    pub id: String,
    /// The argument it was found under, as it was given.
    pub root: String,
    /// Its path below the argument.
    pub path: String,
    /// `png`, `csv`, …
    pub format: &'static str,
    /// `image`, `signal`, `table`, `vectors`.
    pub modality: String,
    /// Rows, columns, channels; signals, values, channels; rows, columns; or vectors, values.
    pub shape: Vec<usize>,
    /// How a value is stored: `uint8`, `uint16`, `float32`, `float64`, `mixed`.
    pub dtype: &'static str,
    /// The unit of the values; nothing when the file does not say.
    pub unit: Option<String>,
    /// The range that a value may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
    /// Millimetres from one row to the next, and from one column to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spacing_mm: Option<[f64; 2]>,
    /// Values of a channel in a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_hz: Option<f64>,
    /// How many channels an image or a signal has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channels: Option<usize>,
    /// The names and units of a signal's channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leads: Option<Vec<InspectedLead>>,
    /// How many marks a signal has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n_marks: Option<usize>,
    /// The columns of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<InspectedColumn>>,
    /// What was odd.
    pub notes: Vec<String>,
}

/// A channel of a signal.
#[derive(Debug, Clone, Serialize)]
pub struct InspectedLead {
    /// Its name; empty when the file has none.
    pub name: String,
    /// The unit of its values; nothing when the file does not say.
    pub unit: Option<String>,
}

/// A column of a table.
#[derive(Debug, Clone, Serialize)]
pub struct InspectedColumn {
    /// Its name.
    pub name: String,
    /// `number`, `category`, `text`.
    pub kind: &'static str,
    /// Cells without a value.
    pub missing: usize,
}

/// How many files are read at once.
const AT_ONCE: usize = 32;

/// Looks into every file; folders are walked.
///
/// # Errors
///
/// Only a stop: a file that cannot be read is left out with its reason.
pub fn inspect(task: &Task, paths: &[PathBuf]) -> Result<(Vec<Inspected>, Vec<LeftOut>)> {
    let mut inspected = Vec::new();
    let mut left_out = Vec::new();
    let walks: Vec<(String, formats::Walk)> = paths
        .iter()
        .map(|path| (path.display().to_string(), formats::walk(std::slice::from_ref(path))))
        .collect();
    let total = walks.iter().map(|(_, walk)| walk.files.len()).sum::<usize>() as u64;
    let mut done = 0;
    for (root, walk) in walks {
        left_out.extend(
            walk.left_out
                .into_iter()
                .map(|left| LeftOut { name: left.relative, error: left.error.into() }),
        );
        for some in formats::portions(&walk.files, AT_ONCE, formats::BYTES_AT_ONCE) {
            task.reached(done, total)?;
            // What was read is described at once, so that no image waits for another's turn.
            let described: Vec<Result<Inspected>> =
                some.par_iter().map(|file| look(&root, file)).collect();
            for (file, described) in some.iter().zip(described) {
                match described {
                    Ok(one) => inspected.push(one),
                    Err(error) => left_out.push(LeftOut { name: file.relative.clone(), error }),
                }
            }
            done += some.len() as u64;
        }
    }
    task.reached(done, total)?;
    Ok((inspected, left_out))
}

fn look(root: &str, file: &Found) -> Result<Inspected> {
    let reading = read_file(file)?;
    let notes = reading.notes.iter().map(ToString::to_string).collect();
    Ok(Inspected {
        root: root.to_owned(),
        ..describe(file.relative.clone(), reading.format, &reading.contents, notes)
    })
}

fn describe(
    path: String,
    format: &'static str,
    contents: &Contents,
    notes: Vec<String>,
) -> Inspected {
    let hashes = contents.content_hashes();
    let manifest = samples::Manifest::of(hashes);
    let base = Inspected {
        id: format!("{}@{}", own_name(&path), manifest.0.short()),
        root: String::new(),
        path,
        format,
        modality: contents.modality().to_string(),
        shape: Vec::new(),
        dtype: "mixed",
        unit: None,
        range: None,
        spacing_mm: None,
        rate_hz: None,
        channels: None,
        leads: None,
        n_marks: None,
        columns: None,
        notes,
    };
    match contents {
        Contents::Image(image) => {
            let [rows, columns] = image.shape();
            let channels = image.channels().count();
            let mut shape = vec![rows, columns];
            shape.extend((image.channels() == Channels::Rgb).then_some(channels));
            let range = image.range();
            Inspected {
                shape,
                dtype: if range == samples::ValueRange::BITS_8 {
                    "uint8"
                } else if range == samples::ValueRange::BITS_16 {
                    "uint16"
                } else {
                    "float32"
                },
                unit: image.meaning().unit.clone(),
                spacing_mm: image.meaning().spacing_mm,
                range: Some([range.low(), range.high()]),
                channels: Some(channels),
                ..base
            }
        }
        Contents::Signals(signals) => {
            let first = signals.first();
            let n_channels = first.map_or(0, |signal| signal.channels().len());
            let lead = |channel: &samples::Channel| InspectedLead {
                name: channel.name.clone(),
                unit: channel.unit.clone(),
            };
            // One unit for all channels is the signal's.
            let units: BTreeSet<Option<String>> = first
                .iter()
                .flat_map(|signal| signal.channels().iter())
                .map(|channel| channel.unit.clone())
                .collect();
            Inspected {
                shape: vec![signals.len(), first.map_or(0, samples::Signal::length), n_channels],
                dtype: "float64",
                unit: (units.len() == 1).then(|| units.into_iter().next().flatten()).flatten(),
                rate_hz: first.and_then(samples::Signal::rate_hz),
                channels: Some(n_channels),
                leads: first.map(|signal| signal.channels().iter().map(lead).collect()),
                n_marks: first.map(|signal| signal.marks().len()),
                ..base
            }
        }
        Contents::Table(table) => Inspected {
            shape: vec![table.n_rows(), table.columns().len()],
            dtype: if table.columns().iter().all(|c| matches!(c.values, Values::Numbers(_))) {
                "float64"
            } else {
                "mixed"
            },
            columns: Some(
                table
                    .columns()
                    .iter()
                    .map(|column| InspectedColumn {
                        name: column.name.clone(),
                        kind: column.kind.as_str(),
                        missing: column.n_missing(),
                    })
                    .collect(),
            ),
            ..base
        },
        Contents::Vectors(vectors) => {
            Inspected { shape: vec![vectors.n(), vectors.d()], dtype: "float64", ..base }
        }
    }
}

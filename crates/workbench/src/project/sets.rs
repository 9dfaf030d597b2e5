//! Looking at sets and their samples.

use std::collections::BTreeSet;

use samples::{ColumnKind, DIAGNOSIS, Modality, STRATUM, SetId};
use store::Set;

use super::Open;
use super::container::{container, container_of_signal};
use super::levels::asked_of;
use super::set_contents::{as_table, pixel_block};
use super::traces::{signal_block, small, span};
use crate::bench::Workbench;
use crate::error::failure;
use crate::files::own_name;
use crate::names::checked_name;
use crate::wire::{ColumnView, NoteView, SampleView, SetView, TablePage};
use crate::{Error, Result, clock};

/// The sizes a thumbnail may have.
pub(crate) const SIDES: std::ops::RangeInclusive<u32> = 16..=1024;

impl Workbench {
    /// Lists the sets.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn sets(&self) -> Result<Vec<SetView>> {
        let open = self.open()?;
        open.store.sets()?.iter().map(|set| open.set_view(set)).collect()
    }

    /// Gives a set another name.
    ///
    /// # Errors
    ///
    /// [`Error::Name`], [`Error::ReadOnly`], and those of the store.
    pub fn rename_set(&self, set: u32, name: &str) -> Result<()> {
        self.open_to_change()?.store.rename_set(SetId(set.into()), &checked_name(name)?)?;
        self.0.changed();
        Ok(())
    }

    /// Takes a set out of the project; its bytes stay, so that it can be restored.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`] and those of the store.
    pub fn remove_set(&self, set: u32) -> Result<()> {
        self.open_to_change()?.store.remove_set(SetId(set.into()), &clock::now())?;
        self.0.changed();
        Ok(())
    }

    /// Brings a removed set back.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`] and those of the store.
    pub fn restore_set(&self, set: u32) -> Result<()> {
        self.open_to_change()?.store.restore_set(SetId(set.into()))?;
        self.0.changed();
        Ok(())
    }

    /// Lists some samples of a set.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn samples(&self, set: u32, first: u32, n: u32) -> Result<Vec<SampleView>> {
        let open = self.open()?;
        let set = SetId(set.into());
        let files = open.files_by_id(set)?;
        let samples = open.store.samples(set, first, n)?;
        Ok(samples
            .into_iter()
            .map(|sample| SampleView {
                ordinal: sample.id.ordinal,
                label: label(sample.id.ordinal),
                file: files
                    .get(&sample.file)
                    .map_or_else(String::new, |file| own_name(&file.name).to_owned()),
                diagnosis: sample.origin.diagnosis().map(str::to_owned),
                subject: sample.origin.subject,
                stratum: sample.origin.strata.get(STRATUM).cloned(),
            })
            .collect())
    }

    /// Lists what was odd about a set's files, those that were left out first.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn notes(&self, set: u32) -> Result<Vec<NoteView>> {
        let mut notes = self.open()?.store.notes(SetId(set.into()))?;
        notes.sort_by_key(|note| !note.left_out);
        Ok(notes
            .into_iter()
            .map(|note| {
                let params = serde_json::from_value(note.params["params"].clone());
                let otherwise = note.params["message"].as_str().unwrap_or_default().to_owned();
                NoteView {
                    file: note.file_name.unwrap_or_default(),
                    left_out: note.left_out,
                    what: failure(&note.code, params.unwrap_or_default(), &otherwise),
                }
            })
            .collect())
    }

    /// Shows some rows of a table.
    ///
    /// # Errors
    ///
    /// [`Error::NotOfModality`], and those of the store.
    pub fn table_page(&self, set: u32, first: u32, n: u32) -> Result<TablePage> {
        let open = self.open()?;
        let contents = open.contents(SetId(set.into()))?;
        let table = as_table(&contents)?;
        let from = (first as usize).min(table.n_rows());
        let to = from.saturating_add(n as usize).min(table.n_rows());
        Ok(TablePage {
            columns: table
                .columns()
                .iter()
                .map(|column| ColumnView {
                    name: column.name.clone(),
                    number: column.kind == ColumnKind::Number,
                    n_missing: u32::try_from(column.n_missing()).unwrap_or(u32::MAX),
                })
                .collect(),
            rows: (from..to)
                .map(|row| {
                    let cells = table.columns().iter().map(|column| (column, column.cell(row)));
                    cells.map(|(column, cell)| cell.text(column.decimals)).collect()
                })
                .collect(),
            first: u32::try_from(from).unwrap_or(u32::MAX),
        })
    }

    /// Draws a sample small, as PNG.
    ///
    /// # Errors
    ///
    /// [`Error::NotOfModality`], [`Error::OutOfRange`], and those of store and format.
    pub fn thumbnail(&self, set: u32, ordinal: u32, side: u32) -> Result<Vec<u8>> {
        if !SIDES.contains(&side) {
            let (least, most) = (*SIDES.start(), *SIDES.end());
            return Err(Error::OutOfRange { what: "side", least, most, given: side });
        }
        let open = self.open()?;
        let id = SetId(set.into());
        if open.store.set(id)?.modality == Modality::Signal {
            return Ok(formats::write_png(&small(&*open.signal(id, ordinal)?, side)?)?);
        }
        Ok(formats::thumbnail(&*open.image(id, ordinal)?, side)?)
    }

    /// Gives a sample's pixels, as [`crate::wire::PixelHeader`] describes, or a signal's values, as
    /// [`crate::wire::SignalHeader`] does.
    ///
    /// # Errors
    ///
    /// [`Error::NotOfModality`], and those of store and format.
    pub fn sample_pixels(&self, set: u32, ordinal: u32) -> Result<Vec<u8>> {
        let open = self.open()?;
        let id = SetId(set.into());
        if open.store.set(id)?.modality == Modality::Signal {
            let signal = open.signal(id, ordinal)?;
            return Ok(signal_block(&signal, span(std::iter::once(&*signal))));
        }
        let image = open.image(id, ordinal)?;
        Ok(pixel_block(&image, asked_of(&image)))
    }
}

impl Open {
    /// Finds a set that was not removed.
    pub(crate) fn set(&self, set: u32) -> Result<Set> {
        let found = self.store.set(SetId(set.into()))?;
        if found.removed_at.is_some() { Err(Error::NoSuchSet { set }) } else { Ok(found) }
    }

    /// Finds a set that is complete and was not removed.
    pub(crate) fn complete_set(&self, set: u32) -> Result<Set> {
        let found = self.set(set)?;
        if found.manifest.is_none() {
            Err(Error::Incomplete { name: found.name })
        } else {
            Ok(found)
        }
    }

    /// Returns the different strata and reference diagnoses of a set.
    fn strata(&self, set: &Set) -> Result<[BTreeSet<String>; 2]> {
        let mut found = [STRATUM, DIAGNOSIS].map(|name| (name, BTreeSet::new()));
        let from = &set.origin["import"];
        let unknown = |name: &str| from[name].is_null() || from[name]["from"] == "unknown";
        if !unknown(STRATUM) || !unknown(DIAGNOSIS) {
            for sample in self.all_samples(set.id)? {
                for (name, values) in &mut found {
                    values.extend(sample.origin.strata.get(*name).cloned());
                }
            }
        }
        Ok(found.map(|(_, values)| values))
    }

    fn set_view(&self, set: &Set) -> Result<SetView> {
        let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let n_samples = self.store.n_samples(set.id)?;
        let subjects = self.store.n_subjects(set.id)?;
        let notes = self.store.notes(set.id)?;
        let n_left_out = notes.iter().filter(|note| note.left_out).count() as u64;
        let [n_strata, n_diagnoses] = self.strata(set)?.map(|values| small(values.len() as u64));
        Ok(SetView {
            id: small(set.id.0.unsigned_abs()),
            name: set.name.clone(),
            arm: set.arm.into(),
            generator: set.generator.clone(),
            modality: set.modality.into(),
            n_samples: small(n_samples),
            n_subjects: (subjects.n_unknown == 0 && 0 < n_samples)
                .then(|| small(subjects.n_subjects)),
            n_strata,
            n_diagnoses,
            n_notes: small(notes.len() as u64),
            n_left_out: small(n_left_out),
            manifest: set.manifest.map(|manifest| manifest.0.short()).unwrap_or_default(),
            created_at: set.created_at.clone(),
            complete: set.manifest.is_some(),
            shape: self.shape(set).unwrap_or_default(),
            channels: self.channels(set).unwrap_or_default(),
        })
    }

    fn channels(&self, set: &Set) -> Result<Vec<String>> {
        if set.modality != Modality::Signal {
            return Ok(Vec::new());
        }
        let signal = self.signal(set.id, 0)?;
        Ok(signal.channels().iter().map(|channel| channel.name.clone()).collect())
    }

    fn shape(&self, set: &Set) -> Result<String> {
        match set.modality {
            Modality::Image => Ok(container(&*self.image(set.id, 0)?)),
            Modality::Signal => Ok(container_of_signal(&*self.signal(set.id, 0)?)),
            Modality::Table => {
                let n = set.reading["columns"].as_array().map_or(0, Vec::len).to_string();
                Ok(words::say("app:shape.columns", &[("count", &n)]))
            }
            Modality::Vectors => {
                Ok(words::say("app:shape.values", &[("count", &set.reading["d"].to_string())]))
            }
        }
    }
}

/// The name a sample goes by in lists.
pub(crate) fn label(ordinal: u32) -> String {
    format!("{:04}", u64::from(ordinal) + 1)
}

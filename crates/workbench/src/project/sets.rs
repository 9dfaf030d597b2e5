//! Looking at sets and their samples.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use formats::{Companion, Input, Limits};
use samples::{
    Channels, ColumnKind, Contents, DIAGNOSIS, Image, Modality, STRATUM, SetId, Signal, Table,
    ValueRange,
};
use store::{Set, StoredFile, StoredSample};

use super::Open;
use super::container::{container, container_of_signal};
use super::levels::asked_of;
use super::stated::{KeptAnnotations, Stated};
use super::traces::{signal_block, small, span};
use crate::bench::Workbench;
use crate::error::failure;
use crate::files::{nth_signal, own_name};
use crate::measuring::{Body, SetData};
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

    pub(crate) fn all_samples(&self, set: SetId) -> Result<Vec<StoredSample>> {
        Ok(self.store.samples(set, 0, u32::MAX)?)
    }

    pub(crate) fn files_by_id(&self, set: SetId) -> Result<BTreeMap<store::FileId, StoredFile>> {
        Ok(self.store.files(set)?.into_iter().map(|file| (file.id, file)).collect())
    }

    /// Reads one image of a set.
    pub(crate) fn image(&self, set: SetId, ordinal: u32) -> Result<Arc<Image>> {
        let sample = self.store.sample(set, ordinal)?;
        read_image(self, &self.store.file(sample.file)?)
    }

    /// Reads one signal of a set, with what was stated of it.
    pub(crate) fn signal(&self, set: SetId, ordinal: u32) -> Result<Arc<Signal>> {
        let sample = self.store.sample(set, ordinal)?;
        let stated = Stated::read(&self.store.set(set)?.reading);
        self.stated_signal(set, &self.store.file(sample.file)?, sample.part, &stated)
    }

    fn stated_signal(
        &self,
        set: SetId,
        file: &StoredFile,
        part: u32,
        stated: &Stated,
    ) -> Result<Arc<Signal>> {
        // An array of many signals is parsed once; a record is read when it is looked at.
        let signal = if file.format == "npy" {
            let contents = self.parsed(set, || read_blob(self, file))?;
            match &*contents {
                Contents::Signals(signals) => signals.get(part as usize).cloned(),
                other => return Err(not_of(Modality::Signal, other)),
            }
            .ok_or(Error::NoSuchSample { ordinal: part })?
        } else {
            Signal::clone(&*nth_signal(read_blob(self, file)?, part as usize)?)
        };
        Ok(Arc::new(stated.complete(signal)?))
    }

    /// Returns how the counterpart of a set is read: a generated array says no rate and no unit.
    pub(crate) fn reading_of_counterpart(&self, from: &Set) -> Result<serde_json::Value> {
        let mut reading = from.reading.clone();
        if from.modality == Modality::Signal {
            Stated::of(&*self.signal(from.id, 0)?).write(&mut reading);
        }
        Ok(reading)
    }

    /// Returns a name for a patient that says nothing of who it is, the same within the project.
    pub(crate) fn alias(&self, subject: &str) -> Result<String> {
        const KEY: &str = "project.aliases";
        let salt = if let Some(salt) = self.store.setting(KEY)? {
            salt
        } else {
            let salt = samples::ContentHash::of_bytes(&clock::chance()).to_string();
            self.store.set_setting(KEY, &salt)?;
            salt
        };
        let hash = samples::ContentHash::of(&[salt.as_bytes(), subject.as_bytes()]);
        Ok(format!("P-{}", hash.short()))
    }

    /// Reads the one table or array of a set, once.
    pub(crate) fn contents(&self, set: SetId) -> Result<Arc<Contents>> {
        self.parsed(set, || {
            let file = self.store.files(set)?.into_iter().next();
            read_blob(self, &file.ok_or(Error::NoSuchSample { ordinal: 0 })?)
        })
    }

    /// Makes a set ready to be measured or learnt from.
    pub(crate) fn set_data(self: &Arc<Self>, set: &Set) -> Result<SetData> {
        self.data_of(set, Arc::clone(self))
    }

    /// Reads the annotations that are kept with a set, if some are.
    fn annotations(&self, set: &Set) -> Result<Option<Arc<samples::Annotations>>> {
        let Some(kept) = KeptAnnotations::read(&set.reading) else { return Ok(None) };
        let bytes = self.store.blobs().get(&kept.blob()?)?;
        Ok(Some(Arc::new(crate::annotations::read(&kept.name, &bytes)?)))
    }

    fn data_of(&self, set: &Set, own: Arc<Open>) -> Result<SetData> {
        let samples = self.all_samples(set.id)?;
        let files = self.files_by_id(set.id)?;
        let name_of = |sample: &StoredSample| {
            files.get(&sample.file).map_or_else(String::new, |file| file.name.clone())
        };
        let body = match set.modality {
            Modality::Image => {
                let of_sample: Vec<StoredFile> =
                    samples.iter().filter_map(|s| files.get(&s.file).cloned()).collect();
                Body::Images(Box::new(move |at| match of_sample.get(at) {
                    Some(file) => read_image(&own, file),
                    None => {
                        Err(Error::NoSuchSample { ordinal: u32::try_from(at).unwrap_or(u32::MAX) })
                    }
                }))
            }
            Modality::Signal => {
                let stated = Stated::read(&set.reading);
                let of_sample: Vec<(StoredFile, u32)> = samples
                    .iter()
                    .filter_map(|s| Some((files.get(&s.file).cloned()?, s.part)))
                    .collect();
                let id = set.id;
                Body::Signals(Box::new(move |at| match of_sample.get(at) {
                    Some((file, part)) => own.stated_signal(id, file, *part, &stated),
                    None => {
                        Err(Error::NoSuchSample { ordinal: u32::try_from(at).unwrap_or(u32::MAX) })
                    }
                }))
            }
            Modality::Table => match &*self.contents(set.id)? {
                Contents::Table(table) => Body::Table(table.clone()),
                other => return Err(not_of(Modality::Table, other)),
            },
            Modality::Vectors => match &*self.contents(set.id)? {
                Contents::Vectors(vectors) => Body::Vectors(vectors.clone()),
                other => return Err(not_of(Modality::Vectors, other)),
            },
        };
        Ok(SetData {
            labels: samples.iter().map(|sample| label(sample.id.ordinal)).collect(),
            pair_keys: samples.iter().map(name_of).collect(),
            subjects: samples.iter().map(|sample| sample.origin.subject.clone()).collect(),
            contents: samples.iter().map(|sample| sample.id.content).collect(),
            body,
            annotations: self.annotations(set)?,
        })
    }
}

/// The name a sample goes by in lists.
pub(crate) fn label(ordinal: u32) -> String {
    format!("{:04}", u64::from(ordinal) + 1)
}

pub(crate) fn as_table(contents: &Contents) -> Result<&Table> {
    match contents {
        Contents::Table(table) => Ok(table),
        other => Err(not_of(Modality::Table, other)),
    }
}

fn not_of(wanted: Modality, contents: &Contents) -> Error {
    Error::NotOfModality { wanted, given: contents.modality() }
}

fn read_blob(open: &Open, file: &StoredFile) -> Result<Contents> {
    let bytes = open.store.blobs().get(&file.blob)?;
    let companions = open
        .store
        .companions(file.id)?
        .into_iter()
        .map(|kept| {
            let bytes = open.store.blobs().get(&kept.blob)?;
            Ok(Companion { name: kept.name, bytes })
        })
        .collect::<Result<Vec<_>>>()?;
    let input = Input { name: own_name(&file.name), bytes: &bytes, companions: &companions };
    Ok(formats::read(&input, &Limits::default())?.contents)
}

fn read_image(open: &Open, file: &StoredFile) -> Result<Arc<Image>> {
    match read_blob(open, file)? {
        Contents::Image(image) => Ok(Arc::new(image)),
        other => Err(not_of(Modality::Image, &other)),
    }
}

/// Lays an image out for the screen: a header of 32 bytes, then the values.
///
/// Values of 8 bits go as bytes, all others as 16 bits: those that are not whole numbers of 16 bits
/// are spread over them by the stated range. What is seen at first is `asked`, as shares of the range,
/// or the range.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "values are clamped to the whole numbers of their width before"
)]
pub(crate) fn pixel_block(image: &Image, asked: Option<[f64; 2]>) -> Vec<u8> {
    const MAGIC: u32 = 0x3158_5054;
    let [rows, columns] = image.shape();
    let channels = match image.channels() {
        Channels::Gray => 1_u32,
        Channels::Rgb => 3,
    };
    let range = image.range();
    let (width, high) = if range == ValueRange::BITS_8 { (1_u32, 255.0) } else { (2, 65535.0) };
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut block = Vec::with_capacity(32 + image.values().len() * width as usize);
    for number in [MAGIC, small(rows), small(columns), channels, width, 0] {
        block.extend_from_slice(&number.to_le_bytes());
    }
    let [first, last] = asked.unwrap_or([0.0, 1.0]);
    for end in [first * high, last * high] {
        block.extend_from_slice(&(end as f32).to_le_bytes());
    }
    if width == 1 {
        block.extend(image.values().iter().map(|value| value.clamp(0.0, 255.0) as u8));
    } else {
        let scale = high / range.width();
        for &value in image.values() {
            let spread = ((f64::from(value) - range.low()) * scale).round().clamp(0.0, high);
            block.extend_from_slice(&(spread as u16).to_le_bytes());
        }
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_says_what_it_holds() {
        let image =
            Image::new([1, 2], Channels::Gray, ValueRange::BITS_16, vec![1.0, 65535.0]).unwrap();
        let block = pixel_block(&image, None);
        assert_eq!(block[..4], *b"TPX1");
        assert_eq!(block.len(), 32 + 4);
        assert_eq!(block[32..], [1, 0, 255, 255]);
        let ends = |low: f32, high: f32| [low.to_le_bytes(), high.to_le_bytes()].concat();
        assert_eq!(block[24..32], ends(0.0, 65535.0));
        assert_eq!(pixel_block(&image, Some([0.2, 0.6]))[24..32], ends(13107.0, 39321.0));
    }
}

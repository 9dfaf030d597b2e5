//! What a set holds: its samples, read from the bytes that the project keeps.

use std::collections::BTreeMap;
use std::sync::Arc;

use formats::{Companion, Input, Limits};
use samples::{Channels, Contents, Image, Modality, SetId, Signal, Table, ValueRange};
use store::{Set, StoredFile, StoredSample};

use super::Open;
use super::sets::label;
use super::stated::{KeptAnnotations, Stated};
use crate::files::{nth_signal, own_name};
use crate::measuring::{Body, SetData};
use crate::{Error, Result, clock};

impl Open {
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

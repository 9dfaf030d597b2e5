//! A set while files are added to it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use formats::{Found, Limits, Loaded, Reading};
use samples::{Contents, DIAGNOSIS, Modality, Origin, STRATUM, SetId};
use serde_json::{Value, json};
use store::{Batch, FileRef, Job, KeptCompanion, NewFile, NewSample, NewSet};

use super::super::Open;
use super::super::container::{container, how_read};
use super::super::list::List;
use super::super::rule::{Rows, RuleReader};
use super::super::stated::{KeptAnnotations, Stated};
use crate::annotations::Beside;
use crate::files::own_name;
use crate::wire::{Arm, ImportRequest, Rule};
use crate::{Error, Result, clock};

/// A batch is kept when it has so many items, or after a second.
const BATCH: usize = 500;
const BATCH_TIME: Duration = Duration::from_secs(1);

/// A set while files are added to it.
pub(super) struct Taking<'a> {
    pub(super) request: &'a ImportRequest,
    subject: RuleReader,
    stratum: RuleReader,
    diagnosis: RuleReader,
    pub(super) set: Option<(SetId, Modality)>,
    /// The file of annotations among the files.
    pub(super) beside: Option<Beside>,
    /// The table among the files that lists them.
    pub(super) list: Option<List>,
    /// How many files of each name an earlier attempt dealt with: two folders may hold one name.
    seen: BTreeMap<String, usize>,
    /// How many images have each size, depth and number of channels.
    pub(super) containers: BTreeMap<String, (usize, Vec<String>)>,
    pub(super) first_error: Option<Error>,
    pub(super) batch: Batch,
    since: Instant,
}

impl<'a> Taking<'a> {
    pub(super) fn new(request: &'a ImportRequest) -> Result<Self> {
        Ok(Taking {
            request,
            subject: RuleReader::new(&request.subject, None)?,
            stratum: RuleReader::new(&request.stratum, None)?,
            diagnosis: RuleReader::new(&request.diagnosis, None)?,
            set: None,
            beside: None,
            list: None,
            seen: BTreeMap::new(),
            containers: BTreeMap::new(),
            first_error: None,
            batch: Batch::default(),
            since: Instant::now(),
        })
    }

    pub(super) fn resume(open: &Open, request: &'a ImportRequest, set: SetId) -> Result<Self> {
        let mut taking = Taking::new(request)?;
        let stored = open.store.set(set)?;
        taking.set = Some((set, stored.modality));
        let names = open.store.files(set)?.into_iter().map(|file| file.name);
        let left_out = open.store.notes(set)?.into_iter().filter(|note| note.left_out);
        for name in names.chain(left_out.filter_map(|note| note.file_name)) {
            *taking.seen.entry(name).or_default() += 1;
        }
        if stored.modality == Modality::Image && stored.manifest.is_none() {
            taking.count_containers(open, set)?;
        }
        Ok(taking)
    }

    /// Whether an earlier attempt came to its end.
    pub(super) fn is_complete(&self, open: &Open) -> Result<bool> {
        let Some((set, _)) = self.set else { return Ok(false) };
        Ok(open.store.set(set)?.manifest.is_some())
    }

    /// Tells whether a file was dealt with before, and counts it off.
    pub(super) fn has(&mut self, relative: &str) -> bool {
        match self.seen.get_mut(relative) {
            Some(n) if 0 < *n => {
                *n -= 1;
                true
            }
            _ => false,
        }
    }

    /// Looks again at the images that are kept, to tell in the end which differ from most.
    fn count_containers(&mut self, open: &Open, set: SetId) -> Result<()> {
        for file in open.store.files(set)? {
            let bytes = open.store.blobs().get(&file.blob)?;
            let input = formats::Input::alone(own_name(&file.name), &bytes);
            if let Contents::Image(image) = formats::read(&input, &Limits::default())?.contents {
                self.count_container(&image, &file.name);
            }
        }
        Ok(())
    }

    fn count_container(&mut self, image: &samples::Image, name: &str) {
        let (n, names) = self.containers.entry(container(image)).or_default();
        *n += 1;
        names.push(name.to_owned());
    }

    pub(super) fn take(
        &mut self,
        open: &Open,
        job: &Job,
        file: &Found,
        loaded: &Loaded,
        reading: &Reading,
    ) -> Result<()> {
        let given = reading.contents.modality();
        match self.set {
            Some((_, wanted)) if wanted != given => {
                self.leave_out(&file.relative, &Error::OtherModality { wanted, given });
                return Ok(());
            }
            Some((_, Modality::Table | Modality::Vectors)) => {
                self.leave_out(&file.relative, &Error::OneFileASet);
                return Ok(());
            }
            Some(_) => {}
            None => {
                self.check_columns(&reading.contents)?;
                self.begin(open, job, given, &reading.contents)?;
            }
        }
        self.note(&file.relative, &reading.notes);
        let blob = open.store.blobs().put(&loaded.bytes)?;
        let companions = loaded
            .companions
            .iter()
            .map(|companion| {
                Ok(KeptCompanion {
                    name: companion.name.clone(),
                    blob: open.store.blobs().put(&companion.bytes)?,
                    n_bytes: companion.bytes.len() as u64,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let file_ref = FileRef::InBatch(self.batch.files.len());
        self.batch.files.push(NewFile {
            name: file.relative.clone(),
            blob,
            n_bytes: loaded.bytes.len() as u64,
            format: reading.format.to_owned(),
            companions,
        });
        if let Contents::Image(image) = &reading.contents {
            self.count_container(image, &file.relative);
        }
        let rows = rows(&reading.contents, self.list.as_ref());
        for (part, content) in (0_u32..).zip(reading.contents.content_hashes()) {
            let read = |rule: &RuleReader| rule.read(&file.relative, part as usize, rows);
            let strata = [(STRATUM, read(&self.stratum)), (DIAGNOSIS, read(&self.diagnosis))];
            let subject = match &reading.subject {
                Some(subject) if self.subject.is_header() => Some(open.alias(&subject.0)?),
                _ => read(&self.subject),
            };
            self.batch.samples.push(NewSample {
                content,
                file: file_ref,
                part,
                origin: Origin {
                    subject,
                    strata: strata
                        .into_iter()
                        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                        .collect(),
                },
                derived_from: None,
                pair: None,
            });
        }
        Ok(())
    }

    /// Checks that there are the columns that something is to be read from: a set whose patients are lost
    /// on the way is worse than none.
    fn check_columns(&self, contents: &Contents) -> Result<()> {
        let table = rows(contents, self.list.as_ref()).table();
        for rule in self.request.rules() {
            match (rule, table) {
                (Rule::Column(column), None) => {
                    return Err(Error::NoColumn { column: column.clone() });
                }
                _ => RuleReader::new(rule, table).map(drop)?,
            }
        }
        Ok(())
    }

    fn begin(
        &mut self,
        open: &Open,
        job: &Job,
        modality: Modality,
        first: &Contents,
    ) -> Result<()> {
        let new = NewSet {
            name: self.request.name.clone(),
            arm: self.request.arm.into(),
            generator: self
                .request
                .generator
                .clone()
                .filter(|name| self.request.arm == Arm::Synthetic && !name.trim().is_empty()),
            modality,
            origin: json!({ "import": self.read_from(open)? }),
            reading: self.how_read(open, first)?,
        };
        let set = open.store.add_set(&new, &clock::now())?;
        open.set_outcome(job.id, u32::try_from(set.0).unwrap_or(u32::MAX))?;
        self.set = Some((set, modality));
        Ok(())
    }

    /// Says where patients, strata and diagnoses were read from.
    fn read_from(&self, open: &Open) -> Result<Value> {
        let ImportRequest { subject, stratum, diagnosis, .. } = self.request;
        let mut from = json!({ "subject": subject, "stratum": stratum });
        if *diagnosis != Rule::Unknown {
            from["diagnosis"] = json!(diagnosis);
        }
        if let Some(list) = &self.list {
            // So that what was read can be looked up again; crate `store` looks there, too.
            let blob = open.store.blobs().put(list.bytes())?;
            from["list"] =
                json!({ "name": list.name, "column": list.column(), "blob": blob.to_string() });
        }
        Ok(from)
    }

    /// Says how the bytes were read, and what was stated of signals that do not say it.
    fn how_read(&mut self, open: &Open, first: &Contents) -> Result<Value> {
        let mut reading = how_read(first);
        if let Contents::Signals(_) = first {
            Stated::one(self.request.rate_hz, self.request.unit.clone()).write(&mut reading);
        }
        if let Some(Beside { file, bytes, reading: said }) = self.beside.take() {
            if first.modality() == Modality::Image {
                let blob = open.store.blobs().put(&bytes)?;
                KeptAnnotations::new(&file.relative, blob).write(&mut reading);
                self.note(&file.relative, &said.notes);
            } else {
                // Among other files it says nothing.
                self.leave_out(&file.relative, &formats::Error::Unrecognised.into());
            }
        }
        Ok(reading)
    }

    pub(super) fn flush_when_due(&mut self, open: &Open) -> Result<()> {
        let items = self.batch.samples.len() + self.batch.notes.len();
        if BATCH <= items || BATCH_TIME <= self.since.elapsed() {
            self.flush(open)?;
        }
        Ok(())
    }

    /// Keeps what is waiting; notes wait for the first sample, which begins the set.
    pub(super) fn flush(&mut self, open: &Open) -> Result<()> {
        if let Some((set, _)) = self.set {
            open.store.add_batch(set, &self.batch)?;
            self.batch = Batch::default();
        }
        self.since = Instant::now();
        Ok(())
    }

    pub(super) fn finish(mut self, open: &Open, name: &str) -> Result<()> {
        let Some((set, _)) = self.set else {
            if let Some(beside) = self.beside.take() {
                self.leave_out(&beside.file.relative, &formats::Error::Unrecognised.into());
            }
            return Err(self.nothing(name));
        };
        self.note_other_containers();
        self.note_list(open, set)?;
        self.flush(open)?;
        open.store.finish_set(set)?;
        let event = open.told(json!({
            "t": clock::now(),
            "type": "set.import",
            "set": set.0,
            "manifest": open.store.set(set)?.manifest.map(|manifest| manifest.to_string()),
        }));
        open.store.append_event(&event)?;
        Ok(())
    }

    /// A set without a sample is none: the first reason, when there is only one file, says it all.
    fn nothing(&self, name: &str) -> Error {
        match &self.first_error {
            Some(error) if self.batch.notes.len() == 1 => error.clone(),
            _ => Error::NothingToImport { name: name.to_owned() },
        }
    }
}

/// Returns what says more of the samples of a file.
fn rows<'a>(contents: &'a Contents, list: Option<&'a List>) -> Rows<'a> {
    match (contents, list) {
        (Contents::Table(table), _) => Rows::Samples(table),
        (_, Some(list)) => Rows::Files(list),
        (_, None) => Rows::None,
    }
}

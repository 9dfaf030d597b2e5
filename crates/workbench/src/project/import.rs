//! Bringing files into a project.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use formats::{Found, Limits, Reading};
use jobs::Task;
use rayon::prelude::*;
use regex::Regex;
use samples::{Cell, Contents, Modality, Origin, SetId, Table};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Batch, FileRef, Job, NewFile, NewSample, NewSet, SetNote};

use super::Open;
use crate::bench::{Workbench, checked_name, name_of};
use crate::files::own_name;
use crate::wire::{self, Arm, ImportPlan, ImportRequest, Rule};
use crate::{Error, Result, clock};

/// A batch is kept when it has so many items, or after a second.
const BATCH: usize = 500;
const BATCH_TIME: Duration = Duration::from_secs(1);
/// How many files are read at once.
const AT_ONCE: usize = 32;
/// How many names a plan shows.
const FIRST_NAMES: usize = 8;

/// What was chosen for import and not yet started.
#[derive(Default)]
pub(crate) struct Plans {
    last: u32,
    waiting: BTreeMap<u32, Plan>,
}

struct Plan {
    paths: Vec<PathBuf>,
    /// The names below the chosen folder.
    names: Vec<String>,
    /// The one table, when it is one.
    table: Option<Table>,
}

/// What a job needs to import, now or after a crash.
#[derive(Debug, Serialize, Deserialize)]
struct Work {
    title: String,
    paths: Vec<PathBuf>,
    request: ImportRequest,
}

impl Workbench {
    /// Looks at what was chosen or dropped, and tells what could be imported.
    ///
    /// # Errors
    ///
    /// [`Error::NoProject`], [`Error::ReadOnly`], [`Error::NothingToImport`].
    pub fn plan_import(&self, paths: Vec<PathBuf>) -> Result<ImportPlan> {
        self.open_to_change()?;
        let walk = formats::walk(&paths);
        let suggested = paths.first().map(|path| name_of(path)).unwrap_or_default();
        if walk.files.is_empty() {
            return Err(match walk.left_out.into_iter().next() {
                Some(left) => left.error.into(),
                None => Error::NothingToImport { name: suggested },
            });
        }
        let mut formats = BTreeMap::new();
        let mut bytes = 0.0;
        for file in &walk.files {
            let ending = own_name(&file.relative).rsplit_once('.').map_or("", |(_, ending)| ending);
            *formats.entry(ending.to_lowercase()).or_insert(0) += 1;
            bytes += std::fs::metadata(&file.path).map_or(0.0, |found| found.len() as f64);
        }
        let table = match walk.files.as_slice() {
            [only] => match crate::files::read_file(&only.path, &only.relative)?.contents {
                Contents::Table(table) => Some(table),
                _ => None,
            },
            _ => None,
        };
        let names: Vec<String> = walk.files.iter().map(|file| file.relative.clone()).collect();
        let columns: Vec<String> = table
            .iter()
            .flat_map(|table| table.columns().iter().map(|column| column.name.clone()))
            .collect();
        let stem = suggested.rsplit_once('.').map_or(suggested.as_str(), |(stem, _)| stem);
        let looks_synthetic = ["synth", "fake", "generated", "gan", "diffusion"]
            .iter()
            .any(|word| suggested.to_lowercase().contains(word));
        let mut plans = self.plans();
        plans.last += 1;
        let plan = ImportPlan {
            id: plans.last,
            suggested_name: stem.chars().take(80).collect(),
            suggested_arm: if looks_synthetic { Arm::Synthetic } else { Arm::Real },
            n_files: u32::try_from(names.len()).unwrap_or(u32::MAX),
            formats,
            bytes,
            first_names: names.iter().take(FIRST_NAMES).cloned().collect(),
            has_folders: names.iter().any(|name| name.contains('/')),
            identifying_columns: columns
                .iter()
                .filter(|column| formats::identifies_people(column))
                .cloned()
                .collect(),
            columns,
        };
        let id = plan.id;
        plans.waiting.insert(id, Plan { paths, names, table });
        Ok(plan)
    }

    /// Forgets what was chosen.
    pub fn drop_plan(&self, plan: u32) {
        self.plans().waiting.remove(&plan);
    }

    /// Shows what a rule reads from the first files or rows; empty where it reads nothing.
    ///
    /// # Errors
    ///
    /// [`Error::PlanGone`], [`Error::Pattern`], [`Error::NoColumn`].
    pub fn preview_rule(&self, plan: u32, rule: &Rule) -> Result<Vec<String>> {
        let plans = self.plans();
        let plan = plans.waiting.get(&plan).ok_or(Error::PlanGone)?;
        let reader = RuleReader::new(rule, plan.table.as_ref())?;
        let read = match &plan.table {
            Some(table) => (0..table.n_rows().min(FIRST_NAMES))
                .map(|row| reader.read(&plan.names[0], Some((table, row))))
                .collect::<Vec<_>>(),
            None => plan.names.iter().take(FIRST_NAMES).map(|name| reader.read(name, None)).collect(),
        };
        Ok(read.into_iter().map(Option::unwrap_or_default).collect())
    }

    /// Starts an import and returns the job at once.
    ///
    /// # Errors
    ///
    /// [`Error::PlanGone`], [`Error::Name`], and those of the rules.
    pub fn start_import(&self, mut request: ImportRequest) -> Result<u32> {
        self.open_to_change()?;
        request.name = checked_name(&request.name)?;
        let paths = {
            let plans = self.plans();
            let plan = plans.waiting.get(&request.plan).ok_or(Error::PlanGone)?;
            RuleReader::new(&request.subject, plan.table.as_ref())?;
            RuleReader::new(&request.stratum, plan.table.as_ref())?;
            plan.paths.clone()
        };
        let plan = request.plan;
        let work = Work { title: request.name.clone(), paths, request };
        let job = self.start_job("import", serde_json::to_value(work).map_err(|_| Error::Broke)?)?;
        self.drop_plan(plan);
        Ok(job)
    }

    fn plans(&self) -> std::sync::MutexGuard<'_, Plans> {
        self.0.plans.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Reads a subject or stratum where a rule says it stands.
struct RuleReader {
    rule: Rule,
    pattern: Option<Regex>,
}

impl RuleReader {
    fn new(rule: &Rule, table: Option<&Table>) -> Result<Self> {
        let mut pattern = None;
        match rule {
            Rule::Pattern(text) => {
                let wrong = |why: String| Error::Pattern { pattern: text.clone(), why };
                // The engine takes linear time, whatever the pattern; its size is capped.
                let found = regex::RegexBuilder::new(text)
                    .size_limit(1 << 20)
                    .build()
                    .map_err(|error| wrong(error.to_string()))?;
                if found.captures_len() < 2 {
                    return Err(wrong("it has no group in parentheses".to_owned()));
                }
                pattern = Some(found);
            }
            Rule::Column(column) => {
                if let Some(table) = table
                    && table.column(column).is_none()
                {
                    return Err(Error::NoColumn { column: column.clone() });
                }
            }
            Rule::Unknown | Rule::Same | Rule::Folder => {}
        }
        Ok(RuleReader { rule: rule.clone(), pattern })
    }

    fn read(&self, relative: &str, row: Option<(&Table, usize)>) -> Option<String> {
        match &self.rule {
            Rule::Unknown => None,
            Rule::Same => Some("1".to_owned()),
            Rule::Folder => relative.rsplit_once('/').map(|(folder, _)| folder.to_owned()),
            Rule::Pattern(_) => self
                .pattern
                .as_ref()?
                .captures(relative)?
                .get(1)
                .map(|found| found.as_str().to_owned())
                .filter(|text| !text.is_empty()),
            Rule::Column(column) => {
                let (table, row) = row?;
                match table.column(column)?.cell(row) {
                    Cell::Missing => None,
                    Cell::Number(number) => Some(number.to_string()),
                    Cell::Word(word) => Some(word.to_owned()),
                }
            }
        }
    }
}

/// Imports what a job asks for; what an earlier attempt kept is not read again.
pub(crate) fn work(task: &Task, open: &Open, job: &Job) -> Result<()> {
    let work: Work = serde_json::from_value(job.request.clone()).map_err(|_| Error::Broke)?;
    let walk = formats::walk(&work.paths);
    let mut taking = match open.outcome(job.id) {
        Some(set) => Taking::resume(open, &work.request, SetId(set.into()))?,
        None => Taking::new(&work.request)?,
    };
    for left in walk.left_out {
        taking.leave_out(&left.relative, &left.error.into());
    }
    let todo: Vec<&Found> =
        walk.files.iter().filter(|file| !taking.seen.contains(&file.relative)).collect();
    let (before, total) = ((walk.files.len() - todo.len()) as u64, walk.files.len() as u64);
    let mut done = before;
    for some in todo.chunks(AT_ONCE) {
        task.reached(done, total).inspect_err(|_| {
            // What is read so far is kept, so that going on does not read it again.
            drop(taking.flush(open));
        })?;
        let read: Vec<Result<(Vec<u8>, Reading)>> = some.par_iter().map(|file| read(file)).collect();
        for (file, read) in some.iter().zip(read) {
            match read {
                Ok((bytes, reading)) => taking.take(open, job, file, &bytes, reading)?,
                Err(error) => taking.leave_out(&file.relative, &error),
            }
        }
        done += some.len() as u64;
        taking.flush_when_due(open)?;
    }
    taking.finish(open, &work.title)?;
    Ok(task.reached(total, total)?)
}

fn read(file: &Found) -> Result<(Vec<u8>, Reading)> {
    let limits = Limits::default();
    let bytes = formats::load(&file.path, &limits)?;
    let input = formats::Input { name: own_name(&file.relative), bytes: &bytes };
    let reading = formats::read(&input, &limits)?;
    Ok((bytes, reading))
}

/// A set while files are added to it.
struct Taking<'a> {
    request: &'a ImportRequest,
    subject: RuleReader,
    stratum: RuleReader,
    set: Option<(SetId, Modality)>,
    seen: BTreeSet<String>,
    /// How many images have each size, depth and number of channels.
    containers: BTreeMap<String, (usize, Vec<String>)>,
    first_error: Option<Error>,
    batch: Batch,
    since: Instant,
}

impl<'a> Taking<'a> {
    fn new(request: &'a ImportRequest) -> Result<Self> {
        Ok(Taking {
            request,
            subject: RuleReader::new(&request.subject, None)?,
            stratum: RuleReader::new(&request.stratum, None)?,
            set: None,
            seen: BTreeSet::new(),
            containers: BTreeMap::new(),
            first_error: None,
            batch: Batch::default(),
            since: Instant::now(),
        })
    }

    fn resume(open: &Open, request: &'a ImportRequest, set: SetId) -> Result<Self> {
        let mut taking = Taking::new(request)?;
        let stored = open.store.set(set)?;
        taking.set = Some((set, stored.modality));
        taking.seen = open.store.files(set)?.into_iter().map(|file| file.name).collect();
        let left_out = open.store.notes(set)?.into_iter().filter(|note| note.left_out);
        taking.seen.extend(left_out.filter_map(|note| note.file_name));
        Ok(taking)
    }

    fn take(
        &mut self,
        open: &Open,
        job: &Job,
        file: &Found,
        bytes: &[u8],
        reading: Reading,
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
            None => self.begin(open, job, given, &reading.contents)?,
        }
        for note in &reading.notes {
            self.batch.notes.push(SetNote {
                file_name: Some(file.relative.clone()),
                code: note.code().to_owned(),
                params: kept(note.params(), &note.to_string()),
                left_out: false,
            });
        }
        let blob = open.store.blobs().put(bytes)?;
        let file_ref = FileRef::InBatch(self.batch.files.len());
        self.batch.files.push(NewFile {
            name: file.relative.clone(),
            blob,
            n_bytes: bytes.len() as u64,
            format: reading.format.to_owned(),
        });
        if let Contents::Image(image) = &reading.contents {
            let container = container(image);
            let (n, names) = self.containers.entry(container).or_default();
            *n += 1;
            names.push(file.relative.clone());
        }
        let table = match &reading.contents {
            Contents::Table(table) => Some(table),
            _ => None,
        };
        for (part, content) in (0_u32..).zip(reading.contents.content_hashes()) {
            let row = table.map(|table| (table, part as usize));
            let stratum = self.stratum.read(&file.relative, row);
            self.batch.samples.push(NewSample {
                content,
                file: file_ref,
                part,
                origin: Origin {
                    subject: self.subject.read(&file.relative, row),
                    strata: stratum.map(|value| ("stratum".to_owned(), value)).into_iter().collect(),
                },
                derived_from: None,
                pair: None,
            });
        }
        Ok(())
    }

    fn begin(&mut self, open: &Open, job: &Job, modality: Modality, first: &Contents) -> Result<()> {
        let new = NewSet {
            name: self.request.name.clone(),
            arm: self.request.arm.into(),
            generator: self
                .request
                .generator
                .clone()
                .filter(|name| self.request.arm == Arm::Synthetic && !name.trim().is_empty()),
            modality,
            origin: json!({ "import": { "subject": self.request.subject, "stratum": self.request.stratum } }),
            reading: how_read(first),
        };
        let set = open.store.add_set(&new, &clock::now())?;
        open.set_outcome(job.id, u32::try_from(set.0).unwrap_or(u32::MAX))?;
        self.set = Some((set, modality));
        Ok(())
    }

    fn leave_out(&mut self, relative: &str, error: &Error) {
        if self.seen.insert(relative.to_owned()) {
            self.first_error.get_or_insert_with(|| error.clone());
            self.batch.notes.push(SetNote {
                file_name: Some(relative.to_owned()),
                code: error.code().to_owned(),
                params: kept(error.params(), &error.to_string()),
                left_out: true,
            });
        }
    }

    fn flush_when_due(&mut self, open: &Open) -> Result<()> {
        let items = self.batch.samples.len() + self.batch.notes.len();
        if BATCH <= items || BATCH_TIME <= self.since.elapsed() {
            self.flush(open)?;
        }
        Ok(())
    }

    /// Keeps what is waiting; notes wait for the first sample, which begins the set.
    fn flush(&mut self, open: &Open) -> Result<()> {
        if let Some((set, _)) = self.set {
            open.store.add_batch(set, &self.batch)?;
            self.batch = Batch::default();
        }
        self.since = Instant::now();
        Ok(())
    }

    fn finish(mut self, open: &Open, name: &str) -> Result<()> {
        let Some((set, _)) = self.set else {
            return Err(self.nothing(name));
        };
        self.note_other_containers();
        self.flush(open)?;
        open.store.finish_set(set)?;
        let event = json!({
            "t": clock::now(),
            "actor": "coordinator",
            "type": "set.import",
            "set": set.0,
            "manifest": open.store.set(set)?.manifest.map(|manifest| manifest.to_string()),
        });
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

    /// Says of images that differ in size or depth from most others that they do.
    fn note_other_containers(&mut self) {
        let Some(most) = self.containers.values().map(|(n, _)| *n).max() else { return };
        let Some(common) =
            self.containers.iter().find(|(_, (n, _))| *n == most).map(|(name, _)| name.clone())
        else {
            return;
        };
        for (container, (_, names)) in std::mem::take(&mut self.containers) {
            if container == common {
                continue;
            }
            for name in names {
                let params = vec![("given", container.clone()), ("common", common.clone())];
                self.batch.notes.push(SetNote {
                    file_name: Some(name),
                    code: "workbench.otherContainer".to_owned(),
                    params: kept(params, "this image differs in size or depth from most others"),
                    left_out: false,
                });
            }
        }
    }
}

/// Describes what an image is wrapped in: all that is not its content.
pub(crate) fn container(image: &samples::Image) -> String {
    let [rows, columns] = image.shape();
    let range = image.range();
    let depth = if range == samples::ValueRange::BITS_8 {
        "8 bit".to_owned()
    } else if range == samples::ValueRange::BITS_16 {
        "16 bit".to_owned()
    } else {
        format!("{} to {}", range.low(), range.high())
    };
    let color = match image.channels() {
        samples::Channels::Gray => "gray",
        samples::Channels::Rgb => "color",
    };
    format!("{columns} × {rows}, {depth}, {color}")
}

/// Keeps what a note's words speak of, with the words themselves for a catalogue that lost them.
fn kept(params: Vec<(&'static str, String)>, message: &str) -> Value {
    let params: BTreeMap<&str, String> = params.into_iter().collect();
    json!({ "params": params, "message": message })
}

/// Says how the bytes were read: part of the key of every value.
pub(crate) fn how_read(contents: &Contents) -> Value {
    match contents {
        Contents::Image(_) => json!({ "values": "as stored", "range": "of the depth" }),
        Contents::Table(table) => {
            let columns: Vec<Value> = table
                .columns()
                .iter()
                .map(|column| {
                    json!({ "name": column.name, "kind": column.kind.as_str(), "decimals": column.decimals })
                })
                .collect();
            json!({ "columns": columns })
        }
        Contents::Vectors(vectors) => json!({ "d": vectors.d() }),
    }
}

/// Imports one file from memory, for the demo.
pub(crate) fn import_now(
    open: &Open,
    paths: Vec<PathBuf>,
    request: wire::ImportRequest,
    task: &Task,
) -> Result<SetId> {
    let work = Work { title: request.name.clone(), paths, request };
    let request = serde_json::to_value(work).map_err(|_| Error::Broke)?;
    let new = store::NewJob { kind: "import".to_owned(), request };
    let id = open.store.add_job(&new, &clock::now())?;
    let job = open.store.job(id)?;
    self::work(task, open, &job)?;
    open.store.set_job_state(id, store::JobState::Done, None, &clock::now())?;
    open.outcome(id).map(|set| SetId(set.into())).ok_or(Error::Broke)
}

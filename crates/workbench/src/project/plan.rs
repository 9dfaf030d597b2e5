//! What was chosen for import, before it is imported.

use std::collections::BTreeMap;
use std::path::PathBuf;

use samples::{Contents, Table};

use super::import::Work;
use super::list::List;
use super::rule::{Rows, RuleReader};
use crate::bench::Workbench;
use crate::files::own_name;
use crate::names::{checked_name, suggested_name};
use crate::wire::{Arm, ImportPlan, ImportRequest, ListView, Rule};
use crate::{Error, Result};

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
    /// The table that lists the files, when there is one.
    list: Option<List>,
}

impl Plan {
    fn rows(&self) -> Rows<'_> {
        match (&self.table, &self.list) {
            (Some(table), _) => Rows::Samples(table),
            (None, Some(list)) => Rows::Files(list),
            (None, None) => Rows::None,
        }
    }
}

/// Whether these are signals that do not say their rate or a unit.
fn lacks_scale(contents: &Contents) -> bool {
    let Contents::Signals(signals) = contents else { return false };
    signals.first().is_some_and(|signal| {
        signal.rate_hz().is_none() || signal.channels().iter().any(|one| one.unit.is_none())
    })
}

impl Workbench {
    /// Looks at what was chosen or dropped, and tells what could be imported.
    ///
    /// # Errors
    ///
    /// [`Error::NoProject`], [`Error::ReadOnly`], [`Error::NothingToImport`].
    pub fn plan_import(&self, paths: Vec<PathBuf>) -> Result<ImportPlan> {
        self.open_to_change()?;
        let mut walk = formats::walk(&paths);
        // A file of annotations is no sample; among others it is not the one to look into.
        let annotated = 1 < walk.files.len();
        let looks_annotated =
            |file: &formats::Found| annotated && file.relative.to_lowercase().ends_with(".json");
        walk.files.sort_by_key(looks_annotated);
        let suggested = paths.first().map(|path| suggested_name(path)).unwrap_or_default();
        if walk.files.is_empty() {
            return Err(match walk.left_out.into_iter().next() {
                Some(left) => left.error.into(),
                None => Error::NothingToImport { name: suggested },
            });
        }
        let list = List::take(&mut walk.files).list;
        let mut formats = BTreeMap::new();
        let mut bytes = 0.0;
        for file in &walk.files {
            let ending = own_name(&file.relative).rsplit_once('.').map_or("", |(_, ending)| ending);
            *formats.entry(ending.to_lowercase()).or_insert(0) += 1;
            bytes += std::fs::metadata(&file.path).map_or(0.0, |found| found.len() as f64);
        }
        let (table, has_subjects, lacks_scale) = match walk.files.as_slice() {
            [only] => {
                let reading = crate::files::read_file(only)?;
                let (subjects, scale) = (reading.subject.is_some(), lacks_scale(&reading.contents));
                match reading.contents {
                    Contents::Table(table) => (Some(table), false, false),
                    _ => (None, subjects, scale),
                }
            }
            // A file that cannot be read says so when its turn comes.
            [first, ..] => crate::files::read_file(first).map_or((None, false, false), |reading| {
                (None, reading.subject.is_some(), lacks_scale(&reading.contents))
            }),
            [] => (None, false, false),
        };
        let names: Vec<String> = walk.files.iter().map(|file| file.relative.clone()).collect();
        let columns: Vec<String> = table
            .iter()
            .chain(list.iter().map(|list| &list.table))
            .flat_map(|table| table.columns().iter().map(|column| column.name.clone()))
            .collect();
        let is_file = paths.first().is_some_and(|path| path.is_file());
        let stem = suggested
            .rsplit_once('.')
            .filter(|(stem, _)| is_file && !stem.trim().is_empty())
            .map_or(suggested.as_str(), |(stem, _)| stem);
        let looks_synthetic = ["synth", "fake", "generated", "gan", "diffusion"]
            .iter()
            .any(|word| suggested.to_lowercase().contains(word));
        let mut plans = self.plans();
        plans.last += 1;
        let plan = ImportPlan {
            id: plans.last,
            suggested_name: stem.trim().to_owned(),
            suggested_arm: if looks_synthetic { Arm::Synthetic } else { Arm::Real },
            n_files: u32::try_from(names.len()).unwrap_or(u32::MAX),
            formats,
            bytes,
            first_names: names.iter().take(FIRST_NAMES).cloned().collect(),
            has_subjects,
            lacks_scale,
            has_folders: names.iter().any(|name| name.contains('/')),
            identifying_columns: columns
                .iter()
                .filter(|column| formats::identifies_people(column))
                .cloned()
                .collect(),
            list: list.as_ref().map(|list| {
                let files: Vec<&formats::Found> = walk.files.iter().collect();
                ListView {
                    name: own_name(&list.name).to_owned(),
                    column: list.column().to_owned(),
                    n_named: u32::try_from(list.n_named(&files)).unwrap_or(u32::MAX),
                }
            }),
            columns,
        };
        let id = plan.id;
        plans.waiting.insert(id, Plan { paths, names, table, list });
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
        self.open_to_change()?;
        let plans = self.plans();
        let plan = plans.waiting.get(&plan).ok_or(Error::PlanGone)?;
        let rows = plan.rows();
        let reader = RuleReader::new(rule, rows.table())?;
        let read = match &plan.table {
            Some(table) => (0..table.n_rows().min(FIRST_NAMES))
                .map(|row| reader.read(&plan.names[0], row, rows))
                .collect::<Vec<_>>(),
            None => {
                plan.names.iter().take(FIRST_NAMES).map(|name| reader.read(name, 0, rows)).collect()
            }
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
        let (paths, list) = {
            let plans = self.plans();
            let plan = plans.waiting.get(&request.plan).ok_or(Error::PlanGone)?;
            for rule in request.rules() {
                RuleReader::new(rule, plan.rows().table())?;
            }
            (plan.paths.clone(), plan.list.as_ref().map(|list| list.hash().to_string()))
        };
        let plan = request.plan;
        let work = Work { title: request.name.clone(), paths, list, request };
        let job =
            self.start_job("import", serde_json::to_value(work).map_err(|_| Error::Broke)?)?;
        self.drop_plan(plan);
        Ok(job)
    }

    fn plans(&self) -> std::sync::MutexGuard<'_, Plans> {
        self.0.plans.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

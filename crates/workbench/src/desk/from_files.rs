//! A study from the files that somebody names.

use std::path::{Path, PathBuf};

use jobs::Task;
use samples::SetId;
use study::{CaseSpec, Design, DesignRequest};

use super::Desk;
use crate::error::failure;
use crate::files::{LeftOut, load_set};
use crate::names::{checked_name, name_of, suggested_name};
use crate::project::import;
use crate::project::study::{MOST_CASES, codes};
use crate::wire::{Arm, ImportRequest, Rule, StudyRequest, StudyView};
use crate::{Error, Result, clock};

/// A study to be made from files.
#[derive(Debug, Clone)]
pub struct StudyFromFiles {
    /// The real samples.
    pub real: PathBuf,
    /// The synthetic samples.
    pub synthetic: Vec<PathBuf>,
    /// What is read of each sample besides the sample itself.
    pub columns: Columns,
    /// The study; its sets are those of the files, whatever it names.
    pub request: StudyRequest,
}

/// The columns of a table, or of the table that lists the files, that say more of samples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// Whose it is.
    pub subject: Option<String>,
    /// The reference diagnosis.
    pub diagnosis: Option<String>,
}

impl Columns {
    /// Returns where patients and diagnoses are read from.
    fn rules(&self) -> [Rule; 2] {
        [&self.subject, &self.diagnosis]
            .map(|column| column.clone().map_or(Rule::Unknown, Rule::Column))
    }

    /// Whether a set was read that way.
    fn are_of(&self, set: &store::Set) -> bool {
        let from = |what: &str| {
            let rule = set.origin["import"][what].clone();
            serde_json::from_value::<Rule>(rule).unwrap_or_default()
        };
        self.rules() == [from("subject"), from("diagnosis")]
    }
}

impl Desk {
    /// Makes a study from files; returns it and what was left out.
    ///
    /// The request is looked at before anything is imported, and a set that the project has is
    /// not imported again. It is locked at once, or left a `draft`. When the study cannot be made, the sets that came for it are removed.
    ///
    /// # Errors
    ///
    /// Those of the import and of the study.
    pub fn study_from_files(
        &self,
        task: &Task,
        files: &StudyFromFiles,
        draft: bool,
    ) -> Result<(StudyView, Vec<LeftOut>)> {
        files.check()?;
        let mut came = Vec::new();
        let made = self.study_of(task, files, draft, &mut came);
        if made.is_err() {
            for set in came {
                // What went wrong first is what is told.
                drop(self.0.store.remove_set(set, &clock::now()));
            }
        }
        made
    }

    /// Makes a study; `came` are the sets that were imported for it.
    fn study_of(
        &self,
        task: &Task,
        files: &StudyFromFiles,
        draft: bool,
        came: &mut Vec<SetId>,
    ) -> Result<(StudyView, Vec<LeftOut>)> {
        let mut left_out = Vec::new();
        let mut take = |path: &Path, arm: Arm| -> Result<u32> {
            let (set, is_new, left) = self.take(task, path, arm, &files.columns)?;
            came.extend(is_new.then_some(set));
            left_out.extend(left);
            u32::try_from(set.0).map_err(|_| Error::Broke)
        };
        let real = take(&files.real, Arm::Real)?;
        let synthetic = files.synthetic.iter().map(|path| take(path, Arm::Synthetic));
        let synthetic = synthetic.collect::<Result<Vec<u32>>>()?;
        let request = StudyRequest { real, synthetic, ..files.request.clone() };
        if draft {
            let id = self.0.draft(&request, None)?;
            return Ok((self.shown(id)?, left_out));
        }
        Ok((self.create_study(&request)?, left_out))
    }

    /// Returns the set of what lies at `path`, whether it is new, and what was left out.
    fn take(
        &self,
        task: &Task,
        path: &Path,
        arm: Arm,
        columns: &Columns,
    ) -> Result<(SetId, bool, Vec<LeftOut>)> {
        let mut sets = self.0.store.sets()?;
        sets.retain(|set| Arm::from(set.arm) == arm && set.manifest.is_some());
        // Without columns any way of reading is good enough; with them, that one.
        sets.retain(|set| *columns == Columns::default() || columns.are_of(set));
        if !sets.is_empty()
            && let Ok((data, left_out)) = load_set(task, path)
        {
            let manifest = Some(data.manifest());
            if let Some(set) = sets.iter().find(|set| set.manifest == manifest) {
                return Ok((set.id, false, left_out));
            }
        }
        let (set, left_out) = self.imported(task, path, arm, columns)?;
        Ok((set, true, left_out))
    }

    /// Imports a folder or file as one set; returns its number and what was left out.
    ///
    /// # Errors
    ///
    /// Those of the import.
    pub fn import(&self, task: &Task, path: &Path, arm: Arm) -> Result<(u32, Vec<LeftOut>)> {
        let (set, left_out) = self.imported(task, path, arm, &Columns::default())?;
        Ok((u32::try_from(set.0).map_err(|_| Error::Broke)?, left_out))
    }

    fn imported(
        &self,
        task: &Task,
        path: &Path,
        arm: Arm,
        columns: &Columns,
    ) -> Result<(SetId, Vec<LeftOut>)> {
        let name = suggested_name(path);
        let [subject, diagnosis] = columns.rules();
        let request = ImportRequest {
            plan: 0,
            name: checked_name(&name)?,
            arm,
            generator: None,
            subject,
            stratum: Rule::Unknown,
            diagnosis,
            rate_hz: None,
            unit: None,
        };
        let set = import::import_now(&self.0, vec![path.to_path_buf()], request, task)?;
        let left_out = self
            .0
            .store
            .notes(set)?
            .into_iter()
            .filter(|note| note.left_out)
            .map(|note| {
                let params = serde_json::from_value(note.params["params"].clone());
                let otherwise = note.params["message"].as_str().unwrap_or_default();
                let said = failure(&note.code, params.unwrap_or_default(), otherwise);
                LeftOut {
                    name: note.file_name.unwrap_or_default(),
                    error: Error::Noted(Box::new(said)),
                }
            })
            .collect();
        Ok((set, left_out))
    }
}

impl StudyFromFiles {
    /// Says what is wrong with a study that can be known before its files are read, or a project is
    /// made for it.
    ///
    /// # Errors
    ///
    /// [`Error::Name`], [`Error::OutOfRange`], [`Error::NeedsBothSets`], [`Error::File`], and those of
    /// crate `study`.
    pub fn check(&self) -> Result<()> {
        let request = &self.request;
        checked_name(&request.name)?;
        for (what, given) in [("nReal", request.n_real), ("nSynthetic", request.n_synthetic)] {
            if given == 0 || MOST_CASES < given {
                return Err(Error::OutOfRange { what, least: 1, most: MOST_CASES, given });
            }
        }
        if self.synthetic.is_empty() {
            return Err(Error::NeedsBothSets);
        }
        for path in std::iter::once(&self.real).chain(&self.synthetic) {
            let read = |error: std::io::Error| Error::File {
                name: name_of(path),
                tried: "read",
                why: error.to_string(),
            };
            path.metadata().map_err(read)?;
        }
        // Readers and sides are the same whatever the cases show.
        let side = |arm: samples::Arm, n: u32| {
            (0..n).map(move |at| CaseSpec::new(format!("{arm}-{at}"), arm))
        };
        let cases = side(samples::Arm::Real, request.n_real)
            .chain(side(samples::Arm::Synthetic, request.n_synthetic))
            .collect();
        let readers = codes(request);
        match Design::make(&DesignRequest::new([0; 32], readers, cases)) {
            // Another seed may do better.
            Ok(_) | Err(study::Error::RunsNotMet { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

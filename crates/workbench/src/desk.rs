//! A project from the terminal: the same steps as in the window, one after the other.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jobs::Task;

use crate::bench::{checked_name, suggested_name};
use crate::error::failure;
use crate::files::LeftOut;
use crate::project::{Open, import, reading};
use crate::wire::{Arm, ExportRequest, ExportView, ImportRequest, Rule, StudyRequest, StudyView};
use crate::{Error, Result, clock};

/// An open project.
pub struct Desk(Arc<Open>);

/// A reader that answers by itself, for trials.
#[derive(Debug, Clone)]
pub struct Scripted {
    /// The study.
    pub study: u32,
    /// The reader it answers for.
    pub reader: String,
    /// What its answers are drawn from.
    pub seed: u64,
    /// The most cases it answers.
    pub most: usize,
}

impl Desk {
    /// Opens a project.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn open(folder: &Path) -> Result<Self> {
        Ok(Desk(Arc::new(Open::new(store::Project::open(folder, &clock::now())?))))
    }

    /// Opens a project, or makes it when there is none.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn open_or_create(folder: &Path) -> Result<Self> {
        if folder.join("project.sqlite").is_file() {
            return Desk::open(folder);
        }
        let name = suggested_name(folder);
        let project = store::Project::create(folder, &checked_name(&name)?, &clock::now())?;
        Ok(Desk(Arc::new(Open::new(project))))
    }

    /// Says what is wrong with the project's records, if anything is; the project can be used.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn trouble(&self) -> Result<Option<Error>> {
        Ok((!self.0.store.verify_trail()?.is_sound()).then_some(Error::TrailBroken))
    }

    /// Imports a folder or file as one set; returns its number and what was left out.
    ///
    /// # Errors
    ///
    /// Those of the import.
    pub fn import(&self, task: &Task, path: &Path, arm: Arm) -> Result<(u32, Vec<LeftOut>)> {
        let name = suggested_name(path);
        let request = ImportRequest {
            plan: 0,
            name: checked_name(&name)?,
            arm,
            generator: None,
            subject: Rule::Unknown,
            stratum: Rule::Unknown,
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
        Ok((u32::try_from(set.0).map_err(|_| Error::Broke)?, left_out))
    }

    /// Makes a study and locks its design.
    ///
    /// # Errors
    ///
    /// Those of the study.
    pub fn create_study(&self, request: &StudyRequest) -> Result<StudyView> {
        let id = self.0.create_study(request)?;
        let found = self.studies()?.into_iter().find(|study| study.id == id);
        found.ok_or(Error::Broke)
    }

    /// Lists the studies, the latest first.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn studies(&self) -> Result<Vec<StudyView>> {
        self.0.study_views(None)
    }

    /// Lets a scripted reader answer; `told` hears of each answer once it is durable.
    ///
    /// # Errors
    ///
    /// Those of the reading room, and whatever `told` fails with.
    pub fn read(
        &self,
        scripted: &Scripted,
        told: &mut dyn FnMut(u32, u32) -> Result<()>,
    ) -> Result<usize> {
        reading::script(&self.0, scripted, told)
    }

    /// Writes an export; returns its folder and what is in it.
    ///
    /// # Errors
    ///
    /// Those of the export.
    pub fn export(&self, request: &ExportRequest) -> Result<(PathBuf, ExportView)> {
        let folder = self.0.export(request)?;
        let view = self.0.export_view(&folder)?;
        Ok((folder, view))
    }
}

//! A project from the terminal: the same steps as in the window, one after the other.

mod exposure;
mod from_files;
mod people;
mod studies;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use from_files::{Columns, StudyFromFiles};

use crate::names::{checked_name, suggested_name};
use crate::people::{SignIn, Who, signed_in};
use crate::project::Open;
use crate::wire::{ExportRequest, ExportView};
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
    /// Opens a project without users.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn open(folder: &Path) -> Result<Self> {
        Desk::open_as(folder, None)
    }

    /// Opens a project as one of its users.
    ///
    /// # Errors
    ///
    /// Wrong passphrase, [`Error::NotYourRole`] for a user who is no coordinator, and those of the
    /// store: locked, when it has users and none signs in.
    pub fn open_as(folder: &Path, by: Option<&SignIn>) -> Result<Self> {
        // Who gives a name where there are none may mean another project.
        let signed = match by {
            Some(by) if store::vault_of(folder)?.is_some() => Some(signed_in(folder, by)?),
            _ => None,
        };
        let key = signed.as_ref().map(|(_, key)| key);
        let project = store::Project::open_with(folder, key, &clock::now())?;
        let who = signed.map_or(Who::Anybody, |(user, key)| Who::User(user, key));
        let open = Open::new(project, who);
        match (store::vault_of(folder)?, open.who().key()) {
            (Some(vault), Some(key)) => open.check_bound(&vault, key)?,
            _ => open.check_unbound()?,
        }
        open.may_change()?;
        Ok(Desk(Arc::new(open)))
    }

    /// Opens a project, or makes it when there is none.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn open_or_create(folder: &Path, by: Option<&SignIn>) -> Result<Self> {
        if store::is_project(folder) {
            return Desk::open_as(folder, by);
        }
        let name = suggested_name(folder);
        let project = store::Project::create(folder, &checked_name(&name)?, &clock::now())?;
        Ok(Desk(Arc::new(Open::new(project, Who::Anybody))))
    }

    /// Says what is wrong with the project's records, if anything is; the project can be used.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn trouble(&self) -> Result<Option<Error>> {
        Ok((!self.0.store.verify_trail()?.is_sound()).then_some(Error::TrailBroken))
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

    /// Writes the report alone into a folder; returns its files with their SHA-256, and whether the trail
    /// holds.
    ///
    /// # Errors
    ///
    /// Those of the store and of the disk.
    pub fn report(
        &self,
        request: &ExportRequest,
        to: &Path,
    ) -> Result<(Vec<(String, String)>, bool)> {
        self.0.report(request, to)
    }
}

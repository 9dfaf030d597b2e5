//! A place to work in: a folder of data, a project, and a workbench over it.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use workbench::Workbench;
use workbench::wire::{Arm, ImportRequest, Rule};

/// A folder for data beside an open project.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
    pub(crate) workbench: Workbench,
}

impl Place {
    /// Opens a new project in a folder of its own. Jobs are done by the time they are started.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let documents = folder.path().join("documents");
        let workbench = Workbench::new(
            &folder.path().join("settings"),
            documents,
            Box::new(|work| work()),
            Box::new(|_| ()),
        );
        workbench.create_project(folder.path(), "Trial").unwrap();
        Place { folder, workbench }
    }

    /// Writes a file and returns where it is.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Imports a file or folder and returns its set.
    pub(crate) fn import(&self, path: PathBuf, arm: Arm, subject: Rule) -> u32 {
        let plan = self.workbench.plan_import(vec![path]).unwrap();
        let request = ImportRequest {
            plan: plan.id,
            name: plan.suggested_name,
            arm,
            generator: None,
            subject,
            stratum: Rule::Unknown,
            diagnosis: Rule::Unknown,
            rate_hz: None,
            unit: None,
        };
        let job = self.workbench.start_import(request).unwrap();
        let jobs = self.workbench.jobs().unwrap();
        let view = jobs.iter().find(|view| view.id == job).unwrap();
        assert_eq!(view.state, "done", "{view:?}");
        self.workbench.sets().unwrap().iter().map(|set| set.id).max().unwrap()
    }
}

//! The workbench: one open project, and what the window can do with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use jobs::{Progress, StopSign, Task};

use crate::names::{checked_name, file_name, name_of, unused};
use crate::people::{Touched, Tries, Who};
use crate::project::Open;
use crate::project::plan::Plans;
use crate::project::reading::Room;
use crate::project::study::Chosen;
use crate::settings::Settings;
use crate::wire::{About, ImportPlan, JobView, ProjectView, RecentProject};
use crate::{Error, Result, clock, demo};

/// Something the screens want to know without asking.
#[derive(Debug, Clone)]
pub enum Happening {
    /// A job went on, ended or failed.
    JobChanged(JobView),
    /// Something in the project changed; nothing: no project is open.
    ProjectChanged(Option<ProjectView>),
    /// Files were offered for import.
    ImportOffered(ImportPlan),
    /// A reader of this study went on, or left.
    ReadingChanged(u32),
    /// Encrypting or decrypting the project went on.
    Protecting(Progress),
    /// Packing a study went on.
    Packing(Progress),
    /// Analysing a study went on.
    Analysing(Progress),
}

/// Starts work elsewhere, and does not wait for it.
pub type Spawn = Box<dyn Fn(Box<dyn FnOnce() + Send>) + Send + Sync>;
/// Tells the screens what happened.
pub type Tell = Box<dyn Fn(Happening) + Send + Sync>;

/// Everything the window does, it does here.
pub struct Workbench(pub(crate) Arc<Inner>);

/// What jobs share with the workbench that started them.
pub(crate) struct Inner {
    pub(crate) settings: Settings,
    documents: PathBuf,
    pub(crate) spawn: Spawn,
    pub(crate) tell: Tell,
    open: RwLock<Option<Arc<Open>>>,
    pub(crate) plans: Mutex<Plans>,
    pub(crate) room: Mutex<Option<Room>>,
    /// The project that waits for one of its users.
    waiting: Mutex<Option<PathBuf>>,
    /// Wrong passphrases, by project.
    tries: Mutex<BTreeMap<PathBuf, Tries>>,
    /// The sealed sessions that were merged last.
    pub(crate) merged: Mutex<Vec<PathBuf>>,
    /// The exposures of another project that were looked at last.
    pub(crate) exposures: Mutex<Option<Arc<Chosen>>>,
    /// When somebody was there last.
    pub(crate) touched: Mutex<Touched>,
    /// Stops what somebody waits for in front of the screen, while that is at work.
    stop: Mutex<Option<StopSign>>,
}

impl Workbench {
    /// Makes a workbench whose settings are kept in `home`; the demo project goes to `documents`.
    pub fn new(home: &Path, documents: PathBuf, spawn: Spawn, tell: Tell) -> Self {
        Workbench(Arc::new(Inner {
            settings: Settings::load(home),
            documents,
            spawn,
            tell,
            open: RwLock::new(None),
            plans: Mutex::new(Plans::default()),
            room: Mutex::new(None),
            waiting: Mutex::new(None),
            tries: Mutex::new(BTreeMap::new()),
            merged: Mutex::new(Vec::new()),
            exposures: Mutex::new(None),
            touched: Mutex::new(Touched::now()),
            stop: Mutex::new(None),
        }))
    }

    /// Tells what program this is.
    pub fn about(&self) -> About {
        About { version: crate::VERSION.to_owned() }
    }

    /// Returns words of the catalogue.
    pub fn words(&self, key: &str) -> String {
        words::say(key, &[])
    }

    /// Lists the projects that were opened before, the latest first.
    pub fn recent_projects(&self) -> Vec<RecentProject> {
        self.0
            .settings
            .recent()
            .into_iter()
            .map(|recent| RecentProject {
                found: store::is_project(&recent.folder),
                place: name_of(&recent.folder),
                key: recent.key,
                name: recent.name,
                opened_at: recent.opened_at,
            })
            .collect()
    }

    /// Takes a project off the list; the project itself stays.
    ///
    /// # Errors
    ///
    /// None yet.
    pub fn forget_recent(&self, key: &str) -> Result<()> {
        self.0.settings.forget(key);
        Ok(())
    }

    /// Makes a project called `name` in a new folder within `folder`, and opens it.
    ///
    /// # Errors
    ///
    /// [`Error::Name`], and those of the store.
    pub fn create_project(&self, folder: &Path, name: &str) -> Result<ProjectView> {
        let name = checked_name(name)?;
        let place = unused(folder, &file_name(&name));
        let project = store::Project::create(&place, &name, &clock::now())?;
        Ok(self.begin(project, Who::Anybody))
    }

    /// Opens the project in `folder`, or the one that the file named by `folder` stands for.
    ///
    /// # Errors
    ///
    /// Those of the store: no project, in use, damaged, too new; and locked, when it has users: then
    /// it waits for one of them, see [`Workbench::sign_in`].
    pub fn open_project(&self, folder: &Path) -> Result<ProjectView> {
        let folder = store::folder_of(folder);
        if let Some(view) = self.already_open(folder) {
            return Ok(view);
        }
        if self.is_away() {
            // Another project takes the place of the one that was left locked.
            self.close_project();
        }
        match store::Project::open(folder, &clock::now()) {
            Err(store::Error::Locked) => {
                *self.waiting() = Some(folder.to_owned());
                Err(store::Error::Locked.into())
            }
            opened => {
                let open = Open::new(opened?, Who::Anybody);
                open.check_unbound()?;
                Ok(self.begin_with(open))
            }
        }
    }

    /// Opens a project of the list.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], and those of the store.
    pub fn open_recent(&self, key: &str) -> Result<ProjectView> {
        let recent = self.0.settings.recent().into_iter().find(|recent| recent.key == key);
        let recent = recent.ok_or(Error::NoSuch { what: "project", id: key.to_owned() })?;
        self.open_project(&recent.folder)
    }

    /// Opens the demo project, and makes it first when it is not there.
    ///
    /// # Errors
    ///
    /// Those of the store, and of the disk.
    pub fn open_demo(&self) -> Result<ProjectView> {
        let folder = self.demo_folder();
        if store::is_project(&folder) {
            return self.open_project(&folder);
        }
        demo::make_whole(&folder, &jobs::Task::unwatched(), demo::SEED)?;
        self.open_project(&folder)
    }

    /// Closes the project; its jobs stop and can go on later.
    pub fn close_project(&self) {
        if self.end_project() {
            (self.0.tell)(Happening::ProjectChanged(None));
        }
    }

    /// Closes the project and tells nobody; returns whether one was open.
    pub(crate) fn end_project(&self) -> bool {
        self.leave_reading();
        self.forget_choices();
        let closed = self.0.open.write().unwrap_or_else(PoisonError::into_inner).take();
        let was_open = closed.is_some();
        // Somebody may have gone in while it was closed.
        self.leave_reading();
        if let Some(open) = closed {
            open.jobs.stop_all_and_wait();
            release(open);
        }
        was_open
    }

    /// Tells which project is open.
    pub fn project(&self) -> Option<ProjectView> {
        self.0.open().ok().filter(|open| open.role().is_ok()).map(|open| open.view())
    }

    /// Copies the project into a new folder within `folder`; returns the copy's name.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn save_copy(&self, folder: &Path) -> Result<String> {
        let open = self.open()?;
        let to = unused(folder, &format!("{} copy", file_name(&open.store.name()?)));
        open.store.save_copy(&to)?;
        Ok(name_of(&to))
    }

    /// Remembers how a screen was left.
    ///
    /// # Errors
    ///
    /// None yet.
    pub fn remember(&self, key: &str, value: &str) -> Result<()> {
        self.0.settings.remember(key, value);
        Ok(())
    }

    /// Tells how a screen was left.
    pub fn remembered(&self, key: &str) -> Option<String> {
        self.0.settings.remembered(key)
    }

    /// Returns the open project, when whoever is there may see it.
    pub(crate) fn open(&self) -> Result<Arc<Open>> {
        let open = self.0.open()?;
        open.may_see()?;
        Ok(open)
    }

    /// Returns the open project, when it may be changed.
    pub(crate) fn open_to_change(&self) -> Result<Arc<Open>> {
        let open = self.writable()?;
        open.may_change()?;
        Ok(open)
    }

    /// Returns the open project, when it may be said who opens it.
    pub(crate) fn open_to_manage(&self) -> Result<Arc<Open>> {
        let open = self.writable()?;
        open.may_manage()?;
        Ok(open)
    }

    /// Returns the open project, when evidence may be taken along.
    pub(crate) fn open_to_take(&self) -> Result<Arc<Open>> {
        let open = self.writable()?;
        open.may_see()?;
        Ok(open)
    }

    /// Returns the open project, when cases may be read.
    pub(crate) fn open_to_read(&self) -> Result<Arc<Open>> {
        let open = self.writable()?;
        open.may_read()?;
        Ok(open)
    }

    fn writable(&self) -> Result<Arc<Open>> {
        let open = self.0.open()?;
        if open.read_only() { Err(Error::ReadOnly) } else { Ok(open) }
    }

    /// Does work that somebody waits for in front of the screen: it can be stopped, and tells how far it is.
    pub(crate) fn stoppable<T>(
        &self,
        told: fn(Progress) -> Happening,
        work: impl FnOnce(&Task) -> Result<T>,
    ) -> Result<T> {
        let stop = StopSign::default();
        let kept = || self.0.stop.lock().unwrap_or_else(PoisonError::into_inner);
        *kept() = Some(stop.clone());
        let inner = Arc::clone(&self.0);
        let done = work(&Task::new(stop, move |progress| (inner.tell)(told(progress))));
        *kept() = None;
        done
    }

    /// Stops what somebody waits for in front of the screen: all is then as it was.
    pub fn stop_waiting(&self) {
        let kept = self.0.stop.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stop) = kept.as_ref() {
            stop.raise();
        }
    }

    /// Forgets what was chosen and not taken in yet: it is of the project that goes.
    pub(crate) fn forget_choices(&self) {
        *self.0.plans.lock().unwrap_or_else(PoisonError::into_inner) = Plans::default();
        self.0.merged.lock().unwrap_or_else(PoisonError::into_inner).clear();
        *self.0.exposures.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether somebody waits in front of the screen for work that is no job.
    pub(crate) fn is_waited_for(&self) -> bool {
        self.0.stop.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    pub(crate) fn tries(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Tries>> {
        self.0.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn waiting(&self) -> MutexGuard<'_, Option<PathBuf>> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn room(&self) -> MutexGuard<'_, Option<Room>> {
        self.0.room.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn already_open(&self, folder: &Path) -> Option<ProjectView> {
        let open = self.0.open().ok().filter(|open| open.role().is_ok())?;
        let same = open.store.folder().canonicalize().ok()? == folder.canonicalize().ok()?;
        same.then(|| open.view())
    }

    fn demo_folder(&self) -> PathBuf {
        self.0.documents.join("Touchstone demo")
    }

    pub(crate) fn begin(&self, project: store::Project, who: Who) -> ProjectView {
        self.begin_with(Open::new(project, who))
    }

    pub(crate) fn begin_with(&self, mut open: Open) -> ProjectView {
        self.close_project();
        *self.waiting() = None;
        self.touch();
        open.is_demo = open.store.folder() == self.demo_folder();
        let open = Arc::new(open);
        let name = open.store.name().unwrap_or_default();
        self.0.settings.opened(&name, open.store.folder(), &clock::now());
        *self.0.open.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&open));
        let view = open.view();
        (self.0.tell)(Happening::ProjectChanged(Some(view.clone())));
        view
    }
}

/// How often, and how long each time, closing waits for whoever still looks at the project.
const LOOKS: u32 = 300;
const LOOK: Duration = Duration::from_millis(10);

/// Lets go of a project. Its lock lives as long as its last user does: a job that has just ended, a
/// picture that is being drawn. They get a moment, so that the project can be opened again at once.
fn release(mut open: Arc<Open>) {
    for _ in 0..LOOKS {
        match Arc::try_unwrap(open) {
            Ok(last) => return drop(last),
            Err(shared) => open = shared,
        }
        std::thread::sleep(LOOK);
    }
}

impl Drop for Workbench {
    fn drop(&mut self) {
        self.close_project();
    }
}

impl Inner {
    pub(crate) fn open(&self) -> Result<Arc<Open>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or(Error::NoProject)
    }

    /// Tells the screens that something in the project changed.
    pub(crate) fn changed(&self) {
        if let Ok(open) = self.open()
            && open.role().is_ok()
        {
            (self.tell)(Happening::ProjectChanged(Some(open.view())));
        }
    }
}

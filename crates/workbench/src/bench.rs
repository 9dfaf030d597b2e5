//! The workbench: one open project, and what the window can do with it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use crate::project::Open;
use crate::project::plan::Plans;
use crate::project::reading::Room;
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
        Ok(self.begin(project))
    }

    /// Opens the project in `folder`, or the one that the file named by `folder` stands for.
    ///
    /// # Errors
    ///
    /// Those of the store: no project, in use, damaged, too new.
    pub fn open_project(&self, folder: &Path) -> Result<ProjectView> {
        let folder = store::folder_of(folder);
        if let Some(view) = self.already_open(folder) {
            return Ok(view);
        }
        let project = store::Project::open(folder, &clock::now())?;
        Ok(self.begin(project))
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
        self.leave_reading();
        let closed = self.0.open.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(open) = closed {
            open.jobs.stop_all_and_wait();
            release(open);
            (self.0.tell)(Happening::ProjectChanged(None));
        }
    }

    /// Tells which project is open.
    pub fn project(&self) -> Option<ProjectView> {
        self.open().ok().map(|open| open.view())
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

    pub(crate) fn open(&self) -> Result<Arc<Open>> {
        self.0.open()
    }

    /// Returns the open project, when it may be changed.
    pub(crate) fn open_to_change(&self) -> Result<Arc<Open>> {
        let open = self.open()?;
        if open.read_only() { Err(Error::ReadOnly) } else { Ok(open) }
    }

    pub(crate) fn room(&self) -> MutexGuard<'_, Option<Room>> {
        self.0.room.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn already_open(&self, folder: &Path) -> Option<ProjectView> {
        let open = self.open().ok()?;
        let same = open.store.folder().canonicalize().ok()? == folder.canonicalize().ok()?;
        same.then(|| open.view())
    }

    fn demo_folder(&self) -> PathBuf {
        self.0.documents.join("Touchstone demo")
    }

    fn begin(&self, project: store::Project) -> ProjectView {
        self.close_project();
        let mut open = Open::new(project);
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
        if let Ok(open) = self.open() {
            (self.tell)(Happening::ProjectChanged(Some(open.view())));
        }
    }
}

/// The most letters a name may have.
const MOST_LETTERS: usize = 80;
/// The most bytes of a name that go into a file's name.
const MOST_BYTES: usize = 160;

/// Returns a name without its outer blanks.
pub(crate) fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || MOST_LETTERS < name.chars().count() || name.chars().any(char::is_control)
    {
        return Err(Error::Name);
    }
    Ok(name.to_owned())
}

/// Returns the last part of a path, for people.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Returns a name for a set or project that was read from `path`; [`checked_name`] takes it.
pub(crate) fn suggested_name(path: &Path) -> String {
    let plain: String =
        name_of(path).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let name: String = plain.trim().chars().take(MOST_LETTERS).collect();
    let name = name.trim_end();
    if name.is_empty() { "data".to_owned() } else { name.to_owned() }
}

/// Returns a name that every system takes for a file: Windows forbids the most.
pub(crate) fn file_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_control() || "<>:\"/\\|?*".contains(c) { '-' } else { c })
        .collect();
    let plain = plain.trim_matches(['.', ' ']);
    // Systems count bytes, and a copy's name or an export's is longer.
    let plain = plain[..plain.floor_char_boundary(MOST_BYTES)].trim_end_matches(['.', ' ']);
    let stem = plain.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.ends_with(|c: char| c.is_ascii_digit()));
    if plain.is_empty() || device {
        format!("project {plain}").trim_end().to_owned()
    } else {
        plain.to_owned()
    }
}

/// Returns a path within `folder` that nothing lies at yet.
pub(crate) fn unused(folder: &Path, name: &str) -> PathBuf {
    let first = folder.join(name);
    if !first.exists() {
        return first;
    }
    (2..u32::MAX)
        .map(|n| folder.join(format!("{name} {n}")))
        .find(|path| !path.exists())
        .unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_file_name_on_every_system() {
        assert_eq!(file_name("Röntgen: A/B?"), "Röntgen- A-B-");
        assert_eq!(file_name("con"), "project con");
        assert_eq!(file_name("..."), "project");
    }

    #[test]
    fn a_long_name_fits_into_a_file_name_whatever_its_letters() {
        let name = file_name(&"\u{1f9e0}".repeat(80));
        assert!(name.len() <= MOST_BYTES, "{} bytes; most systems end at 255", name.len());
        assert!(name.starts_with('\u{1f9e0}'));
    }

    #[test]
    fn a_suggested_name_is_a_name() {
        for odd in ["a\nb", "  ", "..", "/", &"ä".repeat(300)] {
            assert!(checked_name(&suggested_name(Path::new(odd))).is_ok(), "{odd:?}");
        }
    }

    #[test]
    fn a_second_project_of_one_name_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("a")).unwrap();
        assert_eq!(unused(folder.path(), "a"), folder.path().join("a 2"));
    }
}

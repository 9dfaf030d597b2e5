//! What can be done with an open project.

pub(crate) mod analysing;
mod card;
mod checkpoint;
mod container;
pub(crate) mod exporting;
mod findings;
pub(crate) mod generate;
pub(crate) mod import;
mod jobs;
mod levels;
mod list;
pub(crate) mod measure;
pub(crate) mod plan;
pub(crate) mod reading;
mod results;
mod rule;
mod set_contents;
mod sets;
mod stated;
pub(crate) mod study;
mod traces;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use samples::{Contents, SetId};

use crate::names::name_of;
use crate::people::Who;
use crate::wire::{ProjectView, Step, StepState};

pub(crate) use self::jobs::JobList;

/// A pack that is open, read by whoever shows its cases.
pub(crate) type OpenPack = Arc<Mutex<seal::Pack<std::fs::File>>>;

/// An open project: what is stored, what is at work, and what was read lately.
pub(crate) struct Open {
    pub(crate) store: store::Project,
    pub(crate) jobs: JobList,
    /// Who is there.
    pub(crate) who: RwLock<Who>,
    /// It is the demo, as the program makes it.
    pub(crate) is_demo: bool,
    /// Held while what is kept of a draft is changed.
    pub(crate) drafts: Mutex<()>,
    /// The pack that this project is made for, while it is open.
    pub(crate) pack: Mutex<Option<OpenPack>>,
    /// The images of a draft laid over each other, as they were looked at last.
    pub(crate) overlays: Mutex<Option<study::Overlays>>,
    /// Tables and arrays are parsed once; they are small next to images.
    parsed: Mutex<BTreeMap<SetId, Arc<Contents>>>,
}

impl Open {
    pub(crate) fn new(store: store::Project, who: Who) -> Self {
        let jobs = JobList::new(&store);
        Open {
            store,
            jobs,
            who: RwLock::new(who),
            is_demo: false,
            drafts: Mutex::new(()),
            pack: Mutex::new(None),
            overlays: Mutex::new(None),
            parsed: Mutex::new(BTreeMap::new()),
        }
    }

    pub(crate) fn read_only(&self) -> bool {
        self.store.access() == store::Access::ReadOnly
    }

    /// Returns the parsed table or array of a set, by `read` when it was not parsed yet.
    pub(crate) fn parsed(
        &self,
        set: SetId,
        read: impl FnOnce() -> crate::Result<Contents>,
    ) -> crate::Result<Arc<Contents>> {
        let lock = || self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(contents) = lock().get(&set) {
            return Ok(Arc::clone(contents));
        }
        let contents = Arc::new(read()?);
        lock().insert(set, Arc::clone(&contents));
        Ok(contents)
    }

    /// Shows the project and how far each step of the work is.
    pub(crate) fn view(&self) -> ProjectView {
        let counted = |n: usize, key: &str| {
            if n == 0 { String::new() } else { words::say(key, &[("count", &n.to_string())]) }
        };
        let running = |kind: &str| self.jobs.is_at(kind);
        let state = |n: usize, at_work: bool| match (at_work, n) {
            (true, _) => StepState::Running,
            (false, 0) => StepState::Empty,
            (false, _) => StepState::Done,
        };
        let sets = self.store.sets().unwrap_or_default();
        let runs = self.store.runs().unwrap_or_default();
        let studies = self.study_views(None).unwrap_or_default();
        let unread = studies
            .iter()
            .any(|study| study.readers.iter().any(|reader| reader.done < reader.total));
        let open_truth = |state: &str| studies.iter().filter(|study| study.state == state).count();
        let exports = self.exports();
        let step = |id: &str, state, note| Step { id: id.to_owned(), state, note };
        let sees_all = self.may_see().is_ok();
        let you = match self.who() {
            Who::User(user, _) => Some(user.into()),
            Who::Anybody | Who::Away(_) => None,
        };
        let only_read = studies.iter().any(|study| study.received);
        ProjectView {
            // A project's name may say what is in it: not for who reads blinded.
            name: if sees_all { self.store.name().unwrap_or_default() } else { String::new() },
            place: if sees_all { name_of(self.store.folder()) } else { String::new() },
            read_only: self.read_only() || (sees_all && self.may_change().is_err()),
            you,
            encrypted: self.store.is_encrypted(),
            is_demo: self.is_demo,
            steps: vec![
                step(
                    "samples",
                    state(sets.len(), running("import") || running("generate")),
                    counted(sets.len(), "app:step.sets"),
                ),
                step(
                    "measure",
                    state(runs.len(), running("measure")),
                    counted(runs.len(), "app:step.runs"),
                ),
                step(
                    "study",
                    if unread { StepState::NeedsYou } else { state(studies.len(), false) },
                    counted(studies.len(), "app:step.studies"),
                ),
                step(
                    "analysis",
                    match (open_truth("unblinded"), open_truth("analysed")) {
                        (0, n) => state(n, false),
                        _ => StepState::NeedsYou,
                    },
                    String::new(),
                ),
                step(
                    "export",
                    state(exports.len(), false),
                    counted(exports.len(), "app:step.exports"),
                ),
            ]
            .into_iter()
            .filter(|step| sees_all && (!only_read || step.id == "study"))
            .collect(),
        }
    }
}

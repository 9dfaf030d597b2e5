//! A project from the terminal: the same steps as in the window, one after the other.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jobs::Task;
use samples::SetId;
use store::StudyId;
use study::{CaseSpec, Design, DesignRequest};

use crate::bench::{checked_name, name_of, suggested_name};
use crate::error::failure;
use crate::files::{LeftOut, load_set};
use crate::people::{SignIn, Who, signed_in};
use crate::project::study::{MOST_CASES, codes, unpacked};
use crate::project::{Open, import, reading};
use crate::wire::{
    Arm, AuditView, Choice, ExportRequest, ExportView, ImportRequest, MergeView, PackedView,
    ProtectionView, RecoveryView, Rule, SealedView, StudyRequest, StudyView, UserRequest,
};
use crate::{Error, Result, clock};

/// An open project.
pub struct Desk(Arc<Open>);

/// A study to be made from files.
#[derive(Debug, Clone)]
pub struct StudyFromFiles {
    /// The real samples.
    pub real: PathBuf,
    /// The synthetic samples.
    pub synthetic: Vec<PathBuf>,
    /// The study; its sets are those of the files, whatever it names.
    pub request: StudyRequest,
}

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
            let (set, is_new, left) = self.take(task, path, arm)?;
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

    /// Makes a study of sets of the project and locks its design.
    ///
    /// # Errors
    ///
    /// Those of the study.
    pub fn create_study(&self, request: &StudyRequest) -> Result<StudyView> {
        let id = self.0.create_study(request)?;
        let found = self.studies()?.into_iter().find(|study| study.id == id);
        found.ok_or(Error::Broke)
    }

    /// Returns the set of what lies at `path`, whether it is new, and what was left out.
    fn take(&self, task: &Task, path: &Path, arm: Arm) -> Result<(SetId, bool, Vec<LeftOut>)> {
        let mut sets = self.0.store.sets()?;
        sets.retain(|set| Arm::from(set.arm) == arm && set.manifest.is_some());
        if !sets.is_empty()
            && let Ok((data, left_out)) = load_set(task, path)
        {
            let manifest = Some(data.manifest());
            if let Some(set) = sets.iter().find(|set| set.manifest == manifest) {
                return Ok((set.id, false, left_out));
            }
        }
        let (set, left_out) = self.imported(task, path, arm)?;
        Ok((set, true, left_out))
    }

    /// Imports a folder or file as one set; returns its number and what was left out.
    ///
    /// # Errors
    ///
    /// Those of the import.
    pub fn import(&self, task: &Task, path: &Path, arm: Arm) -> Result<(u32, Vec<LeftOut>)> {
        let (set, left_out) = self.imported(task, path, arm)?;
        Ok((u32::try_from(set.0).map_err(|_| Error::Broke)?, left_out))
    }

    fn imported(&self, task: &Task, path: &Path, arm: Arm) -> Result<(SetId, Vec<LeftOut>)> {
        let name = suggested_name(path);
        let request = ImportRequest {
            plan: 0,
            name: checked_name(&name)?,
            arm,
            generator: None,
            subject: Rule::Unknown,
            stratum: Rule::Unknown,
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

    /// Lists the studies, the latest first.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn studies(&self) -> Result<Vec<StudyView>> {
        self.0.study_views(None)
    }

    /// Opens a pack in a project beside it, which is made when it is not there; returns its folder,
    /// too.
    ///
    /// # Errors
    ///
    /// Those of crate `seal` and of the store.
    pub fn open_pack(
        pack: &Path,
        passphrase: &str,
        by: Option<&SignIn>,
    ) -> Result<(Self, PathBuf)> {
        let folder = unpacked(pack, passphrase)?;
        let desk = Desk::open_as(&folder, by)?;
        desk.unlock(passphrase)?;
        Ok((desk, folder))
    }

    /// Opens the pack that this project is made for.
    ///
    /// # Errors
    ///
    /// Those of crate `seal`.
    pub fn unlock(&self, passphrase: &str) -> Result<()> {
        self.0.unlock(passphrase)
    }

    /// Fixes the design of a draft.
    ///
    /// # Errors
    ///
    /// Those of crate `study` and of the store.
    pub fn lock(&self, study: u32) -> Result<StudyView> {
        self.0.lock(StudyId(study.into()))?;
        self.study(study)
    }

    /// Looks whether anything but their content tells the cases of a draft apart.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::audit_study`].
    pub fn audit(&self, study: u32) -> Result<AuditView> {
        self.0.audited(StudyId(study.into()))
    }

    /// Mends both sources of a draft until its audit does not fail, or nothing more is proposed.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::audit_study`].
    pub fn mend(&self, study: u32) -> Result<AuditView> {
        self.0.mended(StudyId(study.into()))
    }

    /// Writes the pack of a locked study, and its key file, into a folder.
    ///
    /// # Errors
    ///
    /// Those of the formats, of crate `seal` and of the disk.
    pub fn pack(
        &self,
        task: &Task,
        study: u32,
        passphrase: &str,
        folder: &Path,
    ) -> Result<PackedView> {
        self.0.pack(StudyId(study.into()), passphrase, folder, task)
    }

    /// Returns what a pack would hold before it is encrypted, as if made at a time that is given: what
    /// can be compared.
    ///
    /// # Errors
    ///
    /// Those of the formats.
    pub fn plain_pack(&self, study: u32, made_at: &str) -> Result<Vec<u8>> {
        self.0.packing(StudyId(study.into()), made_at)?.plain()
    }

    /// Ends a reader's session; in a received study it is signed and written to `to`.
    ///
    /// # Errors
    ///
    /// Those of the store, of crate `seal` and of the disk.
    pub fn seal(
        &self,
        study: u32,
        reader: &str,
        written: Option<(&str, &Path)>,
    ) -> Result<Option<SealedView>> {
        let id = StudyId(study.into());
        match written {
            Some((passphrase, to)) => self.0.seal(id, reader, passphrase, to).map(Some),
            None => self.0.end_session(id, reader).map(|()| None),
        }
    }

    /// Merges sealed sessions into a study; `choices` say which counts where a reader's differ.
    ///
    /// # Errors
    ///
    /// Those of the store; what is wrong with a file is told of it.
    pub fn merge(&self, study: u32, files: &[PathBuf], choices: &[Choice]) -> Result<MergeView> {
        self.0.merge(StudyId(study.into()), files, choices)
    }

    /// Notes the key that a reader signs with.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::enrol_reader`].
    pub fn enrol(&self, study: u32, reader: &str, key: &str) -> Result<()> {
        self.0.enrol(StudyId(study.into()), reader, key)
    }

    /// Takes a study to its next state.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::advance_study`].
    pub fn advance(&self, study: u32, to: &str, reason: &str) -> Result<StudyView> {
        let state = study::StudyState::from_word(to);
        let state = state.ok_or(Error::NoSuch { what: "state", id: to.to_owned() })?;
        self.0.advance(StudyId(study.into()), state, reason)?;
        self.study(study)
    }

    /// Shows a study.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn study(&self, study: u32) -> Result<StudyView> {
        self.shown(StudyId(study.into()))
    }

    fn shown(&self, id: StudyId) -> Result<StudyView> {
        let found = self.studies()?.into_iter().find(|view| i64::from(view.id) == id.0);
        found.ok_or(Error::NoSuch { what: "study", id: id.0.to_string() })
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

    /// Shows who may open the project, and where its trail stands.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn protection(&self) -> Result<ProtectionView> {
        self.0.protection()
    }

    /// Adds a user.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::add_user`].
    pub fn add_user(&self, request: &UserRequest) -> Result<()> {
        self.0.add_user(request)
    }

    /// Takes a user off the project.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::remove_user`].
    pub fn remove_user(&self, name: &str) -> Result<()> {
        self.0.remove_user(name)
    }

    /// Gives a user another passphrase.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::set_passphrase`].
    pub fn set_passphrase(&self, name: &str, yours: &str, passphrase: &str) -> Result<()> {
        self.0.set_passphrase(name, yours, passphrase)
    }

    /// Makes another recovery key.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::renew_recovery`].
    pub fn renew_recovery(&self, passphrase: &str) -> Result<RecoveryView> {
        self.0.renew_recovery(passphrase)
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

//! The steps of a study from the terminal.

use std::path::{Path, PathBuf};

use jobs::Task;
use store::StudyId;

use super::{Desk, Scripted};
use crate::people::SignIn;
use crate::project::reading;
use crate::project::study::unpacked;
use crate::wire::{
    AnalysisView, AuditView, Choice, MaskRect, MergeView, PackedView, PilotView, SealedView,
    StudyRequest, StudyView,
};
use crate::{Error, Result};

impl Desk {
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

    /// Covers these parts, and no others, of every image of a draft, and audits it again.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::mask_study`].
    pub fn mask(&self, study: u32, rects: &[MaskRect]) -> Result<AuditView> {
        self.0.masked(StudyId(study.into()), rects)
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

    pub(super) fn shown(&self, id: StudyId) -> Result<StudyView> {
        let found = self.studies()?.into_iter().find(|view| i64::from(view.id) == id.0);
        found.ok_or(Error::NoSuch { what: "study", id: id.0.to_string() })
    }

    /// Returns the studies whose answers tell how readers vary, the latest first.
    ///
    /// # Errors
    ///
    /// Those of [`crate::Workbench::pilots`].
    pub fn pilots(&self) -> Result<Vec<PilotView>> {
        self.0.pilots()
    }

    /// Analyses a study whose truth is open; the latest such study when none is named.
    ///
    /// # Errors
    ///
    /// Those of [`crate::Workbench::analysis`]; [`Error::NoSuch`] where no study's truth is open.
    pub fn analysis(&self, study: Option<u32>, task: &Task) -> Result<AnalysisView> {
        let study = match study {
            Some(id) => self.0.store.study(StudyId(id.into()))?,
            None => self.0.latest_unblinded()?,
        };
        self.0.analysis_view(&study, task)
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
}

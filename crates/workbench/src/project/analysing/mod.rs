//! From a study's answers to what they say.

mod gather;
mod marks;
mod planned;
mod read_cases;
mod said;
mod view;

use store::{Study, StudyId};
use study::StudyState;

use super::Open;
use super::study::UNBLIND;
use crate::bench::{Happening, Workbench};
use crate::error::AnalysisError;
use crate::wire::AnalysisView;
use crate::{Error, Result};

pub(crate) use gather::{BY_SCRIPT, Gathered, WHEN_UNBLINDED};
pub(crate) use view::{Analysed, Says};

use jobs::Task;

impl Workbench {
    /// Analyses a study whose truth is open: the locked plan first, and everything else as exploratory.
    ///
    /// # Errors
    ///
    /// [`AnalysisError::StillBlinded`], [`Error::OnlyRead`] for a study that came in a pack, [`Error::Stopped`],
    /// and those of the store. What cannot be estimated is no error, but a number's reason.
    pub fn analysis(&self, id: u32) -> Result<AnalysisView> {
        let open = self.open()?;
        self.stoppable(Happening::Analysing, |task| {
            let study = open.store.study(StudyId(id.into()))?;
            open.analysis_view(&study, task)
        })
    }
}

impl Open {
    /// Analyses a study.
    pub(crate) fn analysed(
        &self,
        study: &Study,
        task: &Task,
    ) -> Result<(Gathered, analysis::Analysis)> {
        if !self.is_unblinded(study)? {
            return Err(AnalysisError::StillBlinded { state: study.state.to_string() }.into());
        }
        let gathered = self.gathered(study)?;
        let analysis =
            analysis::analyse(&gathered.study, task).map_err(|jobs::Stopped| Error::Stopped)?;
        Ok((gathered, analysis))
    }

    /// Whether the truth of a study is out.
    pub(crate) fn is_unblinded(&self, study: &Study) -> Result<bool> {
        Ok(StudyState::Unblinded <= study.state
            || self.store.first_event(study.id, UNBLIND)?.is_some())
    }

    /// Returns the latest study whose truth is out.
    pub(crate) fn latest_unblinded(&self) -> Result<Study> {
        let mut studies = self.store.studies()?;
        studies.sort_by_key(|study| std::cmp::Reverse(study.id));
        let latest = studies.first().map(|study| study.state.to_string());
        for study in studies {
            if self.is_unblinded(&study)? {
                return Ok(study);
            }
        }
        Err(match latest {
            Some(state) => AnalysisError::StillBlinded { state }.into(),
            None => Error::NoSuch { what: "study", id: "1".to_owned() },
        })
    }
}

//! Which reader saw which patient when, across the studies of a project.

use std::collections::{BTreeMap, BTreeSet};

use samples::SetId;
use store::StudyId;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::super::Open;
use super::view::small;
use crate::bench::Workbench;
use crate::wire::ExposureView;
use crate::{Result, clock};

impl Workbench {
    /// Lists which reader saw which patient when, across the studies of the project; where no patient
    /// is known, the sample stands for one.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn exposures(&self) -> Result<Vec<ExposureView>> {
        self.open()?.exposures()
    }
}

impl Open {
    /// Returns until when a reader may not read a study, because they saw patients of it in another
    /// one less than so many days ago; nothing when they may.
    pub(crate) fn exposed_until(
        &self,
        id: StudyId,
        reader: &str,
        washout_days: u32,
    ) -> Result<Option<(usize, String)>> {
        if washout_days == 0 {
            return Ok(None);
        }
        let own: BTreeSet<String> = self
            .store
            .presentations_of(id, reader)?
            .into_iter()
            .flat_map(|presentation| presentation.cases)
            .collect();
        let whose = |case: &store::Case| {
            let subject = case.subject.clone();
            (case.set, subject.unwrap_or_else(|| format!("#{}", case.ordinal)))
        };
        let wanted: BTreeSet<(SetId, String)> = self
            .store
            .cases(id)?
            .iter()
            .filter(|case| own.contains(&case.case_id))
            .map(whose)
            .collect();
        let mut seen: BTreeMap<(SetId, String), String> = BTreeMap::new();
        for study in self.store.studies()?.into_iter().filter(|study| study.id != id) {
            let cases: BTreeMap<String, (SetId, String)> = self
                .store
                .cases(study.id)?
                .iter()
                .map(|case| (case.case_id.clone(), whose(case)))
                .collect();
            let shown: BTreeMap<String, Vec<String>> = self
                .store
                .presentations_of(study.id, reader)?
                .into_iter()
                .map(|presentation| (presentation.presentation_id, presentation.cases))
                .collect();
            for stored in self.store.answers(study.id)? {
                for case in shown.get(&stored.presentation_id).into_iter().flatten() {
                    let Some(whose) = cases.get(case).filter(|whose| wanted.contains(whose)) else {
                        continue;
                    };
                    let at = stored.answer.answered_at_utc.clone();
                    let last = seen.entry(whose.clone()).or_insert_with(|| at.clone());
                    *last = at.max(last.clone());
                }
            }
        }
        let until = |at: &String| {
            let at = OffsetDateTime::parse(at, &Rfc3339).ok()?;
            Some(clock::at(at + Duration::days(washout_days.into())))
        };
        let now = clock::now();
        let later: Vec<String> = seen.values().filter_map(until).filter(|at| now < *at).collect();
        Ok(later.iter().max().map(|until| (later.len(), until.clone())))
    }

    pub(crate) fn exposures(&self) -> Result<Vec<ExposureView>> {
        let mut seen: BTreeMap<(String, SetId, String), ExposureView> = BTreeMap::new();
        let sets: BTreeMap<SetId, String> =
            self.store.sets()?.into_iter().map(|set| (set.id, set.name)).collect();
        for study in self.store.studies()? {
            let mut shown_at: BTreeMap<String, String> = BTreeMap::new();
            for stored in self.store.answers(study.id)? {
                shown_at.entry(stored.presentation_id).or_insert(stored.answer.answered_at_utc);
            }
            if shown_at.is_empty() {
                continue;
            }
            let cases: BTreeMap<String, store::Case> = self
                .store
                .cases(study.id)?
                .into_iter()
                .map(|case| (case.case_id.clone(), case))
                .collect();
            for presentation in self.store.presentations(study.id)? {
                let Some(at) = shown_at.get(&presentation.presentation_id) else { continue };
                for case in presentation.cases.iter().filter_map(|case| cases.get(case)) {
                    let subject = case.subject.as_deref().and_then(|s| s.split_once('/'));
                    let subject = subject
                        .map_or_else(|| format!("#{}", case.ordinal + 1), |(_, s)| s.to_owned());
                    let key = (presentation.reader.clone(), case.set, subject.clone());
                    let view = seen.entry(key).or_insert_with(|| ExposureView {
                        reader: presentation.reader.clone(),
                        subject,
                        set: sets.get(&case.set).cloned().unwrap_or_default(),
                        studies: Vec::new(),
                        n: 0,
                        first_at: at.clone(),
                        last_at: at.clone(),
                    });
                    view.n = small(view.n as usize + 1);
                    view.first_at = view.first_at.clone().min(at.clone());
                    view.last_at = view.last_at.clone().max(at.clone());
                    if !view.studies.contains(&study.name) {
                        view.studies.push(study.name.clone());
                    }
                }
            }
        }
        Ok(seen.into_values().collect())
    }
}

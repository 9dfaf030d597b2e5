//! Which reader saw which patient when, across the studies of a project.

use std::collections::BTreeMap;

use samples::SetId;

use super::super::Open;
use super::view::small;
use crate::Result;
use crate::bench::Workbench;
use crate::wire::ExposureView;

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

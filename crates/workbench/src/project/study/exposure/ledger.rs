//! The ledger: what was shown to whom.

use std::collections::{BTreeMap, BTreeSet};

use samples::SetId;
use store::{BroughtExposure, Case, StudyId};

use super::super::super::Open;
use super::super::kept::Kept;
use super::super::lock::codes;
use super::super::view::small;
use super::persons::People;
use crate::Result;
use crate::bench::Workbench;
use crate::wire::{ExposureView, LedgerView, SameReader};

/// A case that was answered.
pub(super) struct Shown {
    pub(super) study: StudyId,
    /// The study's name.
    pub(super) name: String,
    pub(super) reader: String,
    pub(super) case: Case,
    /// When the first question was answered, in UTC.
    pub(super) first_at: String,
    /// When the last one was.
    pub(super) last_at: String,
}

/// A patient of a set; where none is known, the sample stands for one.
pub(super) type Patient = (SetId, String);

/// Returns the patient of a case.
pub(super) fn patient_of(case: &Case) -> Patient {
    let subject = case.subject.clone();
    (case.set, subject.unwrap_or_else(|| format!("#{}", case.ordinal)))
}

impl Workbench {
    /// Lists which reader saw which patient when, in the studies of the project and, as far as they
    /// were brought, in other projects; where no patient is known, the sample stands for one.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn exposures(&self) -> Result<LedgerView> {
        self.open()?.ledger()
    }
}

impl Open {
    /// Returns every case that was answered, study after study.
    pub(super) fn shown_cases(&self) -> Result<Vec<Shown>> {
        let mut all = Vec::new();
        for study in self.store.studies()? {
            let mut times: BTreeMap<String, (String, String)> = BTreeMap::new();
            for stored in self.store.answers(study.id)? {
                let at = stored.answer.answered_at_utc;
                times
                    .entry(stored.presentation_id)
                    .and_modify(|(first, last)| {
                        *first = first.clone().min(at.clone());
                        *last = last.clone().max(at.clone());
                    })
                    .or_insert_with(|| (at.clone(), at));
            }
            if times.is_empty() {
                continue;
            }
            let cases: BTreeMap<String, Case> = self
                .store
                .cases(study.id)?
                .into_iter()
                .map(|case| (case.case_id.clone(), case))
                .collect();
            for presentation in self.store.presentations(study.id)? {
                let Some((first, last)) = times.get(&presentation.presentation_id) else {
                    continue;
                };
                let shown = presentation.cases.iter().filter_map(|case| cases.get(case));
                all.extend(shown.map(|case| Shown {
                    study: study.id,
                    name: study.name.clone(),
                    reader: presentation.reader.clone(),
                    case: case.clone(),
                    first_at: first.clone(),
                    last_at: last.clone(),
                }));
            }
        }
        Ok(all)
    }

    /// Returns the codes of all readers in the project's studies, drafts with them.
    pub(super) fn known_codes(&self) -> Result<BTreeSet<String>> {
        let mut known = BTreeSet::new();
        for study in self.store.studies()? {
            known.extend(self.store.readers(study.id)?.into_iter().map(|reader| reader.code));
            known.extend(codes(&Kept::read(&study)?.request));
        }
        known.remove("");
        Ok(known)
    }

    pub(crate) fn ledger(&self) -> Result<LedgerView> {
        let people = People::read(&self.store)?;
        let mut lines = self.own_lines(&people)?;
        lines.extend(self.lines_of_others(&people)?);
        let same = people.same_here();
        let same = same.map(|(reader, person)| SameReader {
            reader: reader.to_owned(),
            person: Some(person.to_owned()),
        });
        Ok(LedgerView {
            lines,
            readers: self.known_codes()?.into_iter().collect(),
            same: same.collect(),
        })
    }

    fn own_lines(&self, people: &People) -> Result<Vec<ExposureView>> {
        let mut seen: BTreeMap<(String, SetId, String), ExposureView> = BTreeMap::new();
        let sets = self.set_names()?;
        for shown in self.shown_cases()? {
            let case = &shown.case;
            let subject = case.subject.as_deref().and_then(|subject| subject.split_once('/'));
            let subject =
                subject.map_or_else(|| format!("#{}", case.ordinal + 1), |(_, own)| own.to_owned());
            let key = (shown.reader.clone(), case.set, subject.clone());
            let view = seen.entry(key).or_insert_with(|| ExposureView {
                reader: shown.reader.clone(),
                person: people.person(&shown.reader),
                subject,
                set: sets.get(&case.set).cloned().unwrap_or_default(),
                studies: Vec::new(),
                elsewhere: None,
                there: None,
                n: 0,
                first_at: shown.first_at.clone(),
                last_at: shown.last_at.clone(),
            });
            view.n = small(view.n as usize + 1);
            view.first_at = view.first_at.clone().min(shown.first_at);
            view.last_at = view.last_at.clone().max(shown.last_at);
            if !view.studies.contains(&shown.name) {
                view.studies.push(shown.name);
            }
        }
        Ok(seen.into_values().collect())
    }

    /// What readers saw in other projects: a line for each patient that is here, too, and one for all
    /// the others.
    fn lines_of_others(&self, people: &People) -> Result<Vec<ExposureView>> {
        let entries = self.store.brought_exposures()?;
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let names = self.store.exposure_projects()?;
        let here = self.patients_by_content()?;
        let sets = self.set_names()?;
        let mut seen: BTreeMap<(String, String, String, String), ExposureView> = BTreeMap::new();
        for entry in &entries {
            let Some(reader) = people.here(&entry.project, &entry.reader) else { continue };
            let (set, subject) = named(entry, &here, &sets);
            let key = (entry.project.clone(), entry.reader.clone(), set.clone(), subject.clone());
            let view = seen.entry(key).or_insert_with(|| ExposureView {
                reader: reader.to_owned(),
                person: people.person(reader),
                subject,
                set,
                studies: Vec::new(),
                elsewhere: Some(names.get(&entry.project).cloned().unwrap_or_default()),
                there: Some(entry.reader.clone()),
                n: 0,
                first_at: entry.first_at.clone(),
                last_at: entry.last_at.clone(),
            });
            view.n = view.n.saturating_add(entry.n);
            view.first_at = view.first_at.clone().min(entry.first_at.clone());
            view.last_at = view.last_at.clone().max(entry.last_at.clone());
        }
        Ok(seen.into_values().collect())
    }

    /// Returns the set and the patient or number of each content in the project, the first that has it.
    fn patients_by_content(&self) -> Result<BTreeMap<String, (SetId, String)>> {
        let mut all = BTreeMap::new();
        for set in self.store.sets()? {
            for sample in self.store.samples(set.id, 0, u32::MAX)? {
                let number = || format!("#{}", sample.id.ordinal + 1);
                let subject = sample.origin.subject.clone().unwrap_or_else(number);
                all.entry(sample.id.content.to_string()).or_insert((set.id, subject));
            }
        }
        Ok(all)
    }

    fn set_names(&self) -> Result<BTreeMap<SetId, String>> {
        Ok(self.store.sets()?.into_iter().map(|set| (set.id, set.name)).collect())
    }
}

/// The set and the patient that an entry of another project is about; empty when neither is here.
fn named(
    entry: &BroughtExposure,
    here: &BTreeMap<String, (SetId, String)>,
    sets: &BTreeMap<SetId, String>,
) -> (String, String) {
    if let Some((set, subject)) = here.get(&entry.content.to_string()) {
        return (sets.get(set).cloned().unwrap_or_default(), subject.clone());
    }
    (String::new(), entry.subject.clone().unwrap_or_default())
}

//! Exposures that go to another project, and those that come from one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Arc, PoisonError};

use samples::Arm;
use serde_json::json;
use store::{BroughtExposure, ExposuresToBring};
use study::{Linked, linking_tag};

use super::super::super::Open;
use super::super::view::small;
use super::file::{self, Entry, ExposureFile, Found};
use super::persons::People;
use crate::bench::Workbench;
use crate::error::ExposureError;
use crate::names::{file_name, name_of};
use crate::wire::{BroughtView, ExposureFileView, ReaderThere, SameReader, SavedExposures};
use crate::{Error, Result, clock};

/// The setting that tells a project from all others, and from none of its copies.
const ID: &str = "exposure.project";
/// How the names of such files end.
const ENDING: &str = "tsexposure";
/// The fewest letters of a linking word.
const FEWEST_LETTERS: usize = 8;

/// A file that was chosen and not brought in yet.
pub(crate) struct Chosen(Found);

impl Workbench {
    /// Writes what readers saw in this project's studies, for other projects.
    ///
    /// # Input
    ///
    /// * `word`: names patients to who has it; empty: patients are not named, and only equal contents
    ///   are found again.
    ///
    /// # Errors
    ///
    /// [`ExposureError::NothingToSave`], [`ExposureError::Word`], [`Error::File`], and those of the
    /// store.
    pub fn save_exposures(&self, word: &str, to: &Path) -> Result<SavedExposures> {
        self.open_to_take()?.save_exposures(word, to)
    }

    /// Suggests a name for the file of [`Workbench::save_exposures`].
    pub fn exposures_name(&self) -> String {
        let name = self.open().and_then(|open| Ok(open.store.name()?)).unwrap_or_default();
        format!("{}.{ENDING}", file_name(&name))
    }

    /// Looks into a file of another project's exposures, and keeps it for
    /// [`Workbench::bring_exposures`].
    ///
    /// # Errors
    ///
    /// Those of the file: see [`ExposureError`].
    pub fn choose_exposures(&self, path: &Path) -> Result<ExposureFileView> {
        let open = self.open_to_change()?;
        let (chosen, view) = open.choose_exposures(path)?;
        *self.0.exposures.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(chosen));
        Ok(view)
    }

    /// Keeps what the file that was chosen last says.
    ///
    /// # Input
    ///
    /// * `word`: the linking word, when the file names patients.
    /// * `same`: who each reader there is here; who is not listed is nobody.
    ///
    /// # Errors
    ///
    /// [`Error::PlanGone`], [`Error::NoSuch`] reader, [`ExposureError::Word`], and those of the store.
    pub fn bring_exposures(&self, word: &str, same: &[SameReader]) -> Result<BroughtView> {
        let open = self.open_to_change()?;
        let kept = || self.0.exposures.lock().unwrap_or_else(PoisonError::into_inner);
        let chosen = kept().clone().ok_or(ExposureError::NoneChosen)?;
        let view = open.bring_exposures(&chosen, word, same)?;
        *kept() = None;
        self.0.changed();
        Ok(view)
    }
}

impl Open {
    pub(crate) fn save_exposures(&self, word: &str, to: &Path) -> Result<SavedExposures> {
        check_word(word)?;
        let entries = self.entries_to_save(word)?;
        if entries.is_empty() {
            return Err(ExposureError::NothingToSave.into());
        }
        let readers: BTreeSet<&str> = entries.iter().map(|entry| entry.reader.as_str()).collect();
        let view = SavedExposures {
            name: name_of(to),
            n_entries: small(entries.len()),
            n_readers: small(readers.len()),
            names_patients: !word.trim().is_empty(),
        };
        let now = clock::now();
        let id = self.project_id()?;
        let bytes = ExposureFile::new(id, self.store.name()?, now.clone(), entries).to_bytes()?;
        fs::write(to, &bytes).map_err(|error| Error::File {
            name: name_of(to),
            tried: "written",
            why: error.to_string(),
        })?;
        let event = self.told(json!({
            "t": now, "type": "exposure.save", "entries": view.n_entries,
            "sha256": samples::ContentHash::of_bytes(&bytes).to_string(),
            "names_patients": view.names_patients,
        }));
        self.store.append_event(&event)?;
        Ok(view)
    }

    /// One for each reader and content, by reader and hash.
    fn entries_to_save(&self, word: &str) -> Result<Vec<Entry>> {
        let mut entries: BTreeMap<(String, String), Entry> = BTreeMap::new();
        for shown in self.shown_cases()? {
            let sample = self.store.sample(shown.case.set, shown.case.ordinal)?;
            let content_hash = sample.id.content.to_string();
            let subject = sample.origin.subject.as_deref().filter(|_| shown.case.arm == Arm::Real);
            // Every entry has a tag, or none has: who is without one would else be the synthetic one.
            let linked = subject.map_or(Linked::Sample(&content_hash), Linked::Subject);
            let subject = (!word.trim().is_empty()).then(|| linking_tag(word, linked));
            let entry = entries.entry((shown.reader.clone(), content_hash.clone()));
            let entry = entry.or_insert_with(|| Entry {
                reader: shown.reader,
                content_hash,
                subject,
                n: 0,
                first_at: shown.first_at.clone(),
                last_at: shown.last_at.clone(),
            });
            entry.n = entry.n.saturating_add(1);
            entry.first_at = entry.first_at.clone().min(shown.first_at);
            entry.last_at = entry.last_at.clone().max(shown.last_at);
        }
        Ok(entries.into_values().collect())
    }

    /// Returns what tells this project from all others; made when it is asked for the first time.
    fn project_id(&self) -> Result<String> {
        if let Some(id) = self.store.setting(ID)? {
            return Ok(id);
        }
        let id = clock::name(16);
        self.store.set_setting(ID, &id)?;
        Ok(id)
    }

    pub(crate) fn choose_exposures(&self, path: &Path) -> Result<(Chosen, ExposureFileView)> {
        let found = file::read(path, &clock::now())?;
        if self.store.setting(ID)?.is_some_and(|own| own == found.project) {
            return Err(ExposureError::Own { name: name_of(path) }.into());
        }
        let people = People::read(&self.store)?;
        let said = people.said_of(&found.project);
        let known = self.known_codes()?;
        let here = |there: &str| match said.get(there) {
            Some(here) => here.map(str::to_owned),
            None => known.get(there).cloned(),
        };
        let readers = found.readers().into_iter().map(|(there, n)| ReaderThere {
            reader: there.to_owned(),
            n: small(n),
            here: here(there),
        });
        let view = ExposureFileView {
            project: found.name.clone(),
            made_at: found.made_at.clone(),
            readers: readers.collect(),
            known: known.iter().cloned().collect(),
            names_patients: found.is_tagged(),
            notes: notes_of(&found),
        };
        Ok((Chosen(found), view))
    }

    pub(crate) fn bring_exposures(
        &self,
        Chosen(found): &Chosen,
        word: &str,
        same: &[SameReader],
    ) -> Result<BroughtView> {
        check_word(word)?;
        let persons = self.persons_of(found, same)?;
        let patients = if word.trim().is_empty() { BTreeMap::new() } else { self.tags(word)? };
        let is_somebody = |reader: &String| persons.get(reader).is_some_and(Option::is_some);
        let entries: Vec<BroughtExposure> = found
            .entries
            .iter()
            // What nobody here has seen is none of this project's business.
            .filter(|entry| is_somebody(&entry.reader))
            .map(|entry| BroughtExposure {
                project: found.project.clone(),
                reader: entry.reader.clone(),
                content: entry.content,
                subject: entry.tag.as_ref().and_then(|tag| patients.get(tag).cloned()),
                n: entry.n,
                first_at: entry.first_at.clone(),
                last_at: entry.last_at.clone(),
            })
            .collect();
        let same_patients: BTreeSet<&String> =
            entries.iter().filter_map(|entry| entry.subject.as_ref()).collect();
        let n_same_patients = small(same_patients.len());
        let brought = ExposuresToBring {
            project: found.project.clone(),
            name: found.name.clone(),
            sha256: found.sha256,
            made_at: found.made_at.clone(),
            entries,
            persons,
        };
        let n_new = self.store.bring_exposures(&brought, &self.told(json!({})))?;
        Ok(BroughtView {
            project: found.name.clone(),
            n_new: small(n_new),
            n_known: small(brought.entries.len().saturating_sub(n_new)),
            n_nobody: small(found.entries.len() - brought.entries.len()),
            n_same_patients,
            notes: notes_of(found),
        })
    }

    /// Returns who each reader there is here.
    fn persons_of(
        &self,
        found: &Found,
        same: &[SameReader],
    ) -> Result<BTreeMap<String, Option<String>>> {
        let (there, known) = (found.readers(), self.known_codes()?);
        let mut persons: BTreeMap<String, Option<String>> =
            there.keys().map(|&reader| (reader.to_owned(), None)).collect();
        for SameReader { reader, person } in same {
            let no_such = |code: &str| Error::NoSuch { what: "reader", id: code.to_owned() };
            let said = persons.get_mut(reader).ok_or_else(|| no_such(reader))?;
            if let Some(unknown) = person.as_ref().filter(|code| !known.contains(*code)) {
                return Err(no_such(unknown));
            }
            said.clone_from(person);
        }
        Ok(persons)
    }

    /// Returns the ids of the patients of real sets by their tags.
    fn tags(&self, word: &str) -> Result<BTreeMap<String, String>> {
        let mut tags = BTreeMap::new();
        for set in self.store.sets()?.into_iter().filter(|set| set.arm == Arm::Real) {
            let samples = self.store.samples(set.id, 0, u32::MAX)?;
            let subjects: BTreeSet<String> =
                samples.into_iter().filter_map(|sample| sample.origin.subject).collect();
            tags.extend(
                subjects.into_iter().map(|own| (linking_tag(word, Linked::Subject(&own)), own)),
            );
        }
        Ok(tags)
    }
}

fn check_word(word: &str) -> Result<()> {
    let n = word.trim().chars().count();
    if 0 < n && n < FEWEST_LETTERS {
        return Err(ExposureError::Word { fewest: FEWEST_LETTERS }.into());
    }
    Ok(())
}

/// Returns what is to be known of a file, in words.
fn notes_of(found: &Found) -> Vec<String> {
    let counted = |key: &str, n: usize| words::say(key, &[("count", &n.to_string())]);
    let left_out = found
        .left_out
        .iter()
        .map(|(why, &n)| counted(&format!("workbench:exposureLeftOut.{why}"), n));
    let ahead = (0 < found.n_ahead).then(|| counted("workbench:exposureAhead", found.n_ahead));
    left_out.chain(ahead).collect()
}

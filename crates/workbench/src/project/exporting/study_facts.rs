//! What the report says of a study: who read how much, and what they called it.

use std::collections::{BTreeMap, BTreeSet};

use report::facts::{ReaderFacts, StudyFacts};
use report::figure::{CallsRow, Role};
use samples::Arm;
use store::{Case, StoredAnswer, Study};
use study::protocol::ItemKind;
use study::{Presentation, Purpose};

use super::super::Open;
use super::super::study::{Kept, task_of};
use super::marks::Marks;
use super::{SCRIPTED, UNBLINDED};
use crate::Result;

impl Open {
    /// Gathers what the report says of a study.
    pub(super) fn study_facts(&self, study: &Study, with_truth: bool) -> Result<StudyFacts> {
        let presentations = self.store.presentations(study.id)?;
        let answers = self.store.answers(study.id)?;
        let cases = self.store.cases(study.id)?;
        let marks = if with_truth { self.marks_with_truth(study)? } else { self.marks(study)? };
        // Examples are shown, and not read.
        let due: Vec<&Presentation> =
            presentations.iter().filter(|p| p.purpose != Purpose::Example).collect();
        let shown: BTreeSet<&String> = due
            .iter()
            .filter(|presentation| presentation.purpose == Purpose::Counted)
            .flat_map(|presentation| &presentation.cases)
            .collect();
        let firsts = firsts(&due, &cases);
        let counted: BTreeSet<&str> = firsts.iter().map(|p| p.presentation_id.as_str()).collect();
        let is_call = |stored: &&StoredAnswer| {
            matches!(stored.answer.given.kind, "source" | "scale")
                && counted.contains(stored.presentation_id.as_str())
        };
        let calls_given: Vec<&StoredAnswer> = answers.iter().filter(is_call).collect();
        let (protocol, _) = self.asked(&Kept::read(study)?)?;
        let asks_source = |p: &Presentation| {
            task_of(&protocol, p).is_some_and(|(_, task)| {
                task.items.iter().any(|item| matches!(item.answer, ItemKind::Source { .. }))
            })
        };
        let firsts: Vec<&Presentation> =
            firsts.into_iter().filter(|presentation| asks_source(presentation)).collect();
        let readers_of: BTreeMap<&str, &String> =
            presentations.iter().map(|p| (p.presentation_id.as_str(), &p.reader)).collect();
        let by_reader =
            |stored: &StoredAnswer| readers_of.get(stored.presentation_id.as_str()).copied();
        let sealed = self.sealed(study.id)?;
        let mut readers = Vec::new();
        let mut calls = Vec::new();
        let mut excluded = Vec::new();
        let mut n_read = 0;
        for reader in self.store.readers(study.id)? {
            let own: BTreeMap<&str, &str> = firsts
                .iter()
                .filter(|presentation| presentation.reader == reader.code)
                .map(|p| (p.presentation_id.as_str(), p.first_case()))
                .collect();
            let given: Vec<&StoredAnswer> = calls_given
                .iter()
                .copied()
                .filter(|stored| own.contains_key(stored.presentation_id.as_str()))
                .collect();
            let (scripted, by_hand): (Vec<&StoredAnswer>, Vec<&StoredAnswer>) =
                given.iter().copied().partition(|stored| marks.is_scripted(stored));
            let all: Vec<&StoredAnswer> =
                answers.iter().filter(|stored| by_reader(stored) == Some(&reader.code)).collect();
            let has_script = all.iter().any(|stored| marks.is_scripted(stored));
            let read = self.store.answered(study.id, &reader.code)?.len() as u64;
            n_read += read;
            let a_script =
                words::say("app:report.scriptedReader", &[("reader", reader.code.as_str())]);
            readers.push(ReaderFacts {
                // Nobody may take a script for a person.
                reader: if has_script { a_script.clone() } else { reader.code.clone() },
                n_sessions: u64::from(0 < read),
                n_sealed: u64::from(sealed.contains_key(&reader.code)),
                n_read: read,
                n_due: due.iter().filter(|shown| shown.reader == reader.code).count() as u64,
                right: None,
            });
            // With the truth the analysis says what does not count, each answer once.
            if !with_truth {
                excluded.extend(left_out_blind(&marks, &reader.code, &all));
            }
            if with_truth {
                let of_reader = [
                    (&reader.code, &by_hand, !by_hand.is_empty() || scripted.is_empty()),
                    (&a_script, &scripted, !scripted.is_empty()),
                ];
                for (name, given, _) in of_reader.into_iter().filter(|(.., shown)| *shown) {
                    let blinded = given.iter().copied().filter(|stored| {
                        !marks.is_unblinded(stored) && !marks.is_left_out(&reader.code)
                    });
                    calls.extend(calls_rows(name, &blinded.collect::<Vec<_>>(), &own, &cases));
                }
            }
        }
        Ok(StudyFacts {
            title: study.name.clone(),
            state: words::say(&format!("study:state.{}", study.state.as_str()), &[]),
            is_open: self.is_unblinded(study)?,
            design_version: study.design_version.to_string(),
            design_hash: study.design_hash.clone().unwrap_or_default(),
            plan_hash: self.locked_plan_hash(study)?,
            key_commitment: self.key_commitment(study)?,
            n_cases: shown.len() as u64,
            n_due: due.len() as u64,
            n_read,
            n_answers: answers.len() as u64,
            readers,
            calls,
            excluded,
            ..StudyFacts::default()
        })
    }

    /// Returns what packs committed to before anybody read: the fingerprint of the key file. Nothing where
    /// no pack was made.
    fn key_commitment(&self, study: &Study) -> Result<Option<String>> {
        if let Some(received) = Kept::read(study)?.received {
            return Ok(Some(received.key_commitment));
        }
        let packs = self.store.events_of(study.id, "study.pack")?;
        let told = packs.last().and_then(|pack| pack.event["key_commitment"].as_str());
        Ok(told.map(str::to_owned))
    }
}

/// Returns what shows one case to be judged, the first time that a reader sees it and it counts.
fn firsts<'a>(due: &[&'a Presentation], cases: &[Case]) -> Vec<&'a Presentation> {
    let catches: BTreeSet<&str> = cases
        .iter()
        .filter(|case| case.role == study::Role::Catch)
        .map(|case| case.case_id.as_str())
        .collect();
    due.iter()
        .copied()
        .filter(|p| p.purpose == Purpose::Counted && p.repeat_of.is_none() && p.round == 1)
        .filter(|p| !catches.contains(p.first_case()))
        .collect()
}

/// Says which answers of a reader do not count, as far as it can be told while the truth is closed.
fn left_out_blind(marks: &Marks, reader: &str, all: &[&StoredAnswer]) -> Vec<String> {
    let said = |(reason, key): (&str, &str)| {
        let has = |stored: &&&StoredAnswer| {
            let why = marks.reason(stored, reader);
            why.is_some_and(|why| why.split("; ").any(|one| one == reason))
        };
        let n = all.iter().filter(has).count();
        let params = [("count", &*n.to_string()), ("reader", reader)];
        (0 < n).then(|| words::say(&format!("app:report.{key}Answers"), &params))
    };
    [(SCRIPTED, "scripted"), (UNBLINDED, "unblinded")].into_iter().filter_map(said).collect()
}

/// Counts the calls of one reader, on cases of each side.
fn calls_rows(
    reader: &str,
    given: &[&StoredAnswer],
    own: &BTreeMap<&str, &str>,
    cases: &[Case],
) -> [CallsRow; 2] {
    [Arm::Real, Arm::Synthetic].map(|arm| {
        let mut row = CallsRow {
            reader: reader.to_owned(),
            source: words::say(&format!("app:arm.{arm}"), &[]),
            role: if arm == Arm::Real { Role::Real } else { Role::Generator(0) },
            counts: [0; 6],
        };
        for stored in given {
            let case = own.get(stored.presentation_id.as_str());
            let of = cases.iter().find(|known| case == Some(&known.case_id.as_str()));
            let place = stored.answer.given.value.parse::<usize>().ok();
            let place = place.and_then(|point| point.checked_sub(1));
            if let Some(count) = place.and_then(|place| row.counts.get_mut(place))
                && of.is_some_and(|case| case.arm == arm)
            {
                *count += 1;
            }
        }
        row
    })
}

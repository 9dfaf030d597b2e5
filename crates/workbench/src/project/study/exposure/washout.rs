//! From when on a reader may read a study whose patients they saw before.

use std::collections::{BTreeMap, BTreeSet};

use samples::{Arm, ContentHash};
use store::StudyId;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::super::super::Open;
use super::super::view::small;
use super::ledger::{Patient, patient_of};
use super::persons::People;
use crate::wire::WaitingReader;
use crate::{Error, Result, clock};

/// Why a reader may not read a study yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exposed {
    /// How many of its patients they saw too recently.
    pub(crate) n: usize,
    /// How many of these in another project.
    pub(crate) n_elsewhere: usize,
    /// From when on they may: UTC, RFC 3339.
    pub(crate) until: String,
}

impl Exposed {
    /// Returns it as what a reader is told at the door.
    pub(crate) fn refusal(self, reader: &str) -> Error {
        let Exposed { n, n_elsewhere, until } = self;
        let reader = reader.to_owned();
        if n_elsewhere == 0 {
            Error::Exposed { reader, n, until }
        } else {
            Error::ExposedElsewhere { reader, n, n_elsewhere, until }
        }
    }
}

/// When a patient was seen last: here, and in another project.
#[derive(Debug, Clone, Default)]
struct Last {
    here: Option<String>,
    elsewhere: Option<String>,
}

impl Open {
    /// Returns until when a reader may not read a study, because the same person saw patients of it in
    /// another one, here or in another project, less than so many days ago; nothing when they may.
    pub(crate) fn exposed_until(
        &self,
        id: StudyId,
        reader: &str,
        washout_days: u32,
    ) -> Result<Option<Exposed>> {
        if washout_days == 0 {
            return Ok(None);
        }
        let own: BTreeSet<String> = self
            .store
            .presentations_of(id, reader)?
            .into_iter()
            .flat_map(|presentation| presentation.cases)
            .collect();
        let wanted: BTreeSet<Patient> = self
            .store
            .cases(id)?
            .iter()
            .filter(|case| own.contains(&case.case_id))
            .map(patient_of)
            .collect();
        let people = People::read(&self.store)?;
        let codes = people.codes_of(reader);
        let mut seen: BTreeMap<Patient, Last> = BTreeMap::new();
        for shown in self.shown_cases()? {
            // Under another code the same person may have read this very study.
            let elsewhere = shown.study != id || shown.reader != reader;
            let patient = patient_of(&shown.case);
            if elsewhere && codes.contains(&shown.reader) && wanted.contains(&patient) {
                let last = &mut seen.entry(patient).or_default().here;
                *last = last.take().max(Some(shown.last_at));
            }
        }
        self.seen_elsewhere(&wanted, &codes, &people, &mut seen)?;
        Ok(waiting(&seen, washout_days, &clock::now()))
    }

    /// Adds when patients were seen in other projects: by the content of one of their samples, or as
    /// the same patient.
    fn seen_elsewhere(
        &self,
        wanted: &BTreeSet<Patient>,
        codes: &BTreeSet<String>,
        people: &People,
        seen: &mut BTreeMap<Patient, Last>,
    ) -> Result<()> {
        let entries = self.store.brought_exposures()?;
        if entries.is_empty() {
            return Ok(());
        }
        let mut by_content: BTreeMap<ContentHash, BTreeSet<Patient>> = BTreeMap::new();
        let mut real = Vec::new();
        for set in self.store.sets()? {
            if !wanted.iter().any(|(of, _)| *of == set.id) {
                continue;
            }
            if set.arm == Arm::Real {
                real.push(set.id);
            }
            for sample in self.store.samples(set.id, 0, u32::MAX)? {
                let subject = sample.origin.subject.as_ref().map(|own| format!("{}/{own}", set.id));
                let subject = subject.unwrap_or_else(|| format!("#{}", sample.id.ordinal));
                let patient = (set.id, subject);
                if wanted.contains(&patient) {
                    by_content.entry(sample.id.content).or_default().insert(patient);
                }
            }
        }
        for entry in entries {
            let here = people.here(&entry.project, &entry.reader);
            if !here.is_some_and(|code| codes.contains(code)) {
                continue;
            }
            let subject = entry.subject.iter();
            let same =
                subject.flat_map(|own| real.iter().map(move |set| (*set, format!("{set}/{own}"))));
            let same = same.filter(|patient| wanted.contains(patient));
            let equal = by_content.get(&entry.content).into_iter().flatten().cloned();
            for patient in equal.chain(same) {
                let last = &mut seen.entry(patient).or_default().elsewhere;
                *last = last.take().max(Some(entry.last_at.clone()));
            }
        }
        Ok(())
    }

    /// Returns who of a study's readers may not read it yet.
    pub(crate) fn waiting_readers(
        &self,
        id: StudyId,
        readers: &[String],
        washout_days: u32,
    ) -> Result<Vec<WaitingReader>> {
        let mut waiting = Vec::new();
        for reader in readers {
            if let Some(found) = self.exposed_until(id, reader, washout_days)? {
                waiting.push(WaitingReader {
                    reader: reader.clone(),
                    n: small(found.n),
                    n_elsewhere: small(found.n_elsewhere),
                    until: found.until,
                });
            }
        }
        Ok(waiting)
    }
}

/// A washout counts no more days than these: a hundred years.
const MOST_DAYS: u32 = 36_500;

/// Returns how many patients are still within so many days, and until when the last of them is.
fn waiting(seen: &BTreeMap<Patient, Last>, washout_days: u32, now: &str) -> Option<Exposed> {
    let until = |at: &Option<String>| {
        let at = OffsetDateTime::parse(at.as_ref()?, &Rfc3339).ok()?;
        let until = at.checked_add(Duration::days(washout_days.min(MOST_DAYS).into()))?;
        Some(clock::at(until)).filter(|until| now < until.as_str())
    };
    let each: Vec<(Option<String>, Option<String>)> =
        seen.values().map(|last| (until(&last.here), until(&last.elsewhere))).collect();
    let last = each.iter().flat_map(|(here, there)| [here, there]).flatten().max()?;
    Some(Exposed {
        n: each.iter().filter(|(here, there)| here.is_some() || there.is_some()).count(),
        n_elsewhere: each.iter().filter(|(_, there)| there.is_some()).count(),
        until: last.clone(),
    })
}

#[cfg(test)]
mod tests {
    use samples::SetId;

    use super::*;

    const NOW: &str = "2026-03-01T12:00:00.000Z";

    fn seen(of: &[(&str, Option<&str>, Option<&str>)]) -> BTreeMap<Patient, Last> {
        let own = |at: Option<&str>| at.map(str::to_owned);
        of.iter()
            .map(|&(patient, here, elsewhere)| {
                let last = Last { here: own(here), elsewhere: own(elsewhere) };
                ((SetId(1), patient.to_owned()), last)
            })
            .collect()
    }

    #[test]
    fn the_last_of_all_patients_says_from_when_on() {
        let (old, new) = ("2026-01-01T00:00:00.000Z", "2026-02-20T08:30:00.000Z");
        let middle = "2026-02-10T00:00:00.000Z";
        let all = seen(&[
            ("a", Some(middle), Some(new)),
            ("b", Some(middle), None),
            ("c", Some(old), Some(old)),
        ]);
        let found = waiting(&all, 28, NOW).unwrap();
        // By hand: February 2026 has 28 days.
        assert_eq!(found.until, "2026-03-20T08:30:00.000Z");
        assert_eq!((found.n, found.n_elsewhere), (2, 1), "the third is long ago");
    }

    #[test]
    fn the_moment_itself_is_late_enough() {
        let at = "2026-02-28T12:00:00.000Z";
        assert_eq!(waiting(&seen(&[("a", None, Some(at))]), 1, NOW), None);
        let later = "2026-02-28T12:00:00.001Z";
        let found = waiting(&seen(&[("a", None, Some(later))]), 1, NOW).unwrap();
        assert_eq!(found.until, "2026-03-01T12:00:00.001Z");
    }

    #[test]
    fn more_days_than_the_calendar_has_are_no_reason_to_fall_over() {
        let at = Some("2026-02-28T12:00:00.000Z");
        let found = waiting(&seen(&[("a", at, None)]), u32::MAX, NOW).unwrap();
        // By hand: of the hundred years to come 24 are leap years, each a day too long.
        assert_eq!(found.until, "2126-02-04T12:00:00.000Z");
    }
}

//! Which answers no analysis of blinded people may count.

use std::collections::{BTreeMap, BTreeSet};

use store::{StoredAnswer, Study};

use super::super::Open;
use super::super::study::{REVEAL, UNBLIND};
use crate::Result;

/// What the trail says of a study's answers.
pub(crate) struct Marks {
    unblinded_at: Option<i64>,
    scripted: BTreeSet<i64>,
    /// When the truth went out: UTC, RFC 3339.
    unblinded_on: Option<String>,
    /// The entries that brought answers home, whose order says nothing of when they were given.
    merged: BTreeSet<i64>,
    /// The presentations with a case whose truth was told early, and from which entry on.
    revealed: BTreeMap<String, (i64, String)>,
}

impl Open {
    pub(crate) fn marks(&self, study: &Study) -> Result<Marks> {
        Ok(Marks {
            unblinded_at: self.store.first_event(study.id, UNBLIND)?,
            unblinded_on: self
                .store
                .events_of(study.id, UNBLIND)?
                .first()
                .and_then(|record| Some(record.event["t"].as_str()?.to_owned())),
            merged: self
                .store
                .events_of(study.id, "answer.merge")?
                .into_iter()
                .map(|record| record.seq)
                .collect(),
            scripted: self.store.events_with(study.id, "scripted")?,
            revealed: self.revealed(study)?,
        })
    }
}

impl Open {
    fn revealed(&self, study: &Study) -> Result<BTreeMap<String, (i64, String)>> {
        let mut cases: BTreeMap<String, (i64, String)> = BTreeMap::new();
        for record in self.store.events_of(study.id, REVEAL)? {
            if let Some(case) = record.event["case"].as_str() {
                let at = record.event["t"].as_str().unwrap_or_default().to_owned();
                cases.entry(case.to_owned()).or_insert((record.seq, at));
            }
        }
        let from = |p: study::Presentation| {
            let first = p.cases.iter().filter_map(|case| cases.get(case)).min()?;
            Some((p.presentation_id, first.clone()))
        };
        if cases.is_empty() {
            return Ok(BTreeMap::new());
        }
        Ok(self.store.presentations(study.id)?.into_iter().filter_map(from).collect())
    }
}

impl Marks {
    /// Returns whether a script gave the answer.
    pub(crate) fn is_scripted(&self, answer: &StoredAnswer) -> bool {
        self.scripted.contains(&answer.seq)
    }

    /// Returns whether it was given when the truth was out: by the order of the trail, not by clocks,
    /// but for what came home in sealed sessions.
    pub(crate) fn is_unblinded(&self, answer: &StoredAnswer) -> bool {
        let all = self.unblinded_at.zip(self.unblinded_on.as_ref());
        let one = self.revealed.get(&answer.presentation_id).map(|(seq, at)| (*seq, at));
        let mut out = [all, one].into_iter().flatten();
        if self.merged.contains(&answer.seq) {
            // It was given elsewhere: its own clock is all there is.
            return out.any(|(_, at)| *at <= answer.answer.answered_at_utc);
        }
        out.any(|(seq, _)| seq < answer.seq)
    }

    /// Returns why it is to be left out, in the words of the column `exclusion_reason`.
    pub(crate) fn reason(&self, answer: &StoredAnswer) -> Option<&'static str> {
        match (self.is_scripted(answer), self.is_unblinded(answer)) {
            (true, false) => Some("scripted reader"),
            (false, true) => Some("after unblinding"),
            (true, true) => Some("scripted reader; after unblinding"),
            (false, false) => None,
        }
    }
}

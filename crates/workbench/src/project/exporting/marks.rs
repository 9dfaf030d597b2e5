//! Which answers no analysis of blinded people may count.

use std::collections::{BTreeMap, BTreeSet};

use store::{StoredAnswer, Study};

use super::super::Open;
use super::super::study::{REVEAL, UNBLIND};
use crate::Result;

/// What the trail says of a study's answers.
pub(super) struct Marks {
    unblinded_at: Option<i64>,
    scripted: BTreeSet<i64>,
    /// The presentations with a case whose truth was told early, and from which entry on.
    revealed: BTreeMap<String, i64>,
}

impl Open {
    pub(super) fn marks(&self, study: &Study) -> Result<Marks> {
        Ok(Marks {
            unblinded_at: self.store.first_event(study.id, UNBLIND)?,
            scripted: self.store.events_with(study.id, "scripted")?,
            revealed: self.revealed(study)?,
        })
    }
}

impl Open {
    fn revealed(&self, study: &Study) -> Result<BTreeMap<String, i64>> {
        let mut cases: BTreeMap<String, i64> = BTreeMap::new();
        for record in self.store.events_of(study.id, REVEAL)? {
            if let Some(case) = record.event["case"].as_str() {
                cases.entry(case.to_owned()).or_insert(record.seq);
            }
        }
        let from = |p: study::Presentation| {
            let seq = p.cases.iter().filter_map(|case| cases.get(case)).min()?;
            Some((p.presentation_id, *seq))
        };
        if cases.is_empty() {
            return Ok(BTreeMap::new());
        }
        Ok(self.store.presentations(study.id)?.into_iter().filter_map(from).collect())
    }
}

impl Marks {
    /// Returns whether a script gave the answer.
    pub(super) fn is_scripted(&self, answer: &StoredAnswer) -> bool {
        self.scripted.contains(&answer.seq)
    }

    /// Returns whether it was given when the truth was out: by the order of the trail, not by clocks.
    pub(super) fn is_unblinded(&self, answer: &StoredAnswer) -> bool {
        let revealed = self.revealed.get(&answer.presentation_id);
        [self.unblinded_at.as_ref(), revealed].into_iter().flatten().any(|seq| *seq < answer.seq)
    }

    /// Returns why it is to be left out, in the words of the column `exclusion_reason`.
    pub(super) fn reason(&self, answer: &StoredAnswer) -> Option<&'static str> {
        match (self.is_scripted(answer), self.is_unblinded(answer)) {
            (true, false) => Some("scripted reader"),
            (false, true) => Some("after unblinding"),
            (true, true) => Some("scripted reader; after unblinding"),
            (false, false) => None,
        }
    }
}

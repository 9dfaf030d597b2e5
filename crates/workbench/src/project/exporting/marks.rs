//! Which answers no analysis of blinded people may count.

use std::collections::BTreeSet;

use store::{StoredAnswer, Study};

use super::super::Open;
use super::super::study::UNBLIND;
use crate::Result;

/// What the trail says of a study's answers.
pub(super) struct Marks {
    unblinded_at: Option<i64>,
    scripted: BTreeSet<i64>,
}

impl Open {
    pub(super) fn marks(&self, study: &Study) -> Result<Marks> {
        Ok(Marks {
            unblinded_at: self.store.first_event(study.id, UNBLIND)?,
            scripted: self.store.events_with(study.id, "scripted")?,
        })
    }
}

impl Marks {
    /// Returns whether a script gave the answer.
    pub(super) fn is_scripted(&self, answer: &StoredAnswer) -> bool {
        self.scripted.contains(&answer.seq)
    }

    /// Returns whether it was given when the truth was out: by the order of the trail, not by clocks.
    pub(super) fn is_unblinded(&self, answer: &StoredAnswer) -> bool {
        self.unblinded_at.is_some_and(|seq| seq < answer.seq)
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

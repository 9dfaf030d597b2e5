//! Which answers no analysis of blinded people may count.

use std::collections::{BTreeMap, BTreeSet};

use store::{StoredAnswer, Study};

use super::super::Open;
use super::super::study::{Kept, REVEAL, UNBLIND};
use crate::Result;

/// In the column `exclusion_reason`: a script gave the answer.
pub(crate) const SCRIPTED: &str = "scripted reader";
/// It was given when its truth was out.
pub(crate) const UNBLINDED: &str = "after unblinding";
/// The reader missed more obvious cases than the plan allows.
pub(crate) const MISSED: &str = "obvious cases missed";

/// What the trail says of a study's answers.
pub(crate) struct Marks {
    unblinded_at: Option<i64>,
    scripted: BTreeSet<i64>,
    /// A script gave all answers: for a trial they are counted, and said to be a script's.
    all_scripted: bool,
    /// When the truth went out: UTC, RFC 3339.
    unblinded_on: Option<String>,
    /// The entries that brought answers home, whose order says nothing of when they were given.
    merged: BTreeSet<i64>,
    /// The readers whom the plan leaves out, once the truth is out.
    left_out: BTreeSet<String>,
    /// The presentations with a case whose truth was told early, and from which entry on.
    revealed: BTreeMap<String, (i64, String)>,
}

impl Open {
    pub(crate) fn marks(&self, study: &Study) -> Result<Marks> {
        let scripted = self.store.events_with(study.id, "scripted")?;
        let answers = self.store.answers(study.id)?;
        Ok(Marks {
            all_scripted: !answers.is_empty()
                && answers.iter().all(|answer| scripted.contains(&answer.seq)),
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
            scripted,
            left_out: BTreeSet::new(),
            revealed: self.revealed(study)?,
        })
    }

    /// Returns the same, with the readers whom the plan leaves out for missed obvious cases: who they are
    /// is told with the truth only.
    pub(super) fn marks_with_truth(&self, study: &Study) -> Result<Marks> {
        let mut marks = self.marks(study)?;
        if Kept::read(study)?.received.is_none() {
            let gathered = self.gathered(study)?.study;
            let left_out = analysis::inattentive(&gathered);
            let code = |at: usize| gathered.readers[at].code.clone();
            marks.left_out = left_out.into_iter().map(code).collect();
        }
        Ok(marks)
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

    /// Returns whether a script gave all answers of the study.
    pub(crate) fn is_all_scripted(&self) -> bool {
        self.all_scripted
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

    /// Returns whether the plan leaves a reader out.
    pub(super) fn is_left_out(&self, reader: &str) -> bool {
        self.left_out.contains(reader)
    }

    /// Returns why it is to be left out, in the words of the column `exclusion_reason`.
    pub(crate) fn reason(&self, answer: &StoredAnswer, reader: &str) -> Option<String> {
        let reasons = [
            (self.is_scripted(answer) && !self.all_scripted).then_some(SCRIPTED),
            self.is_unblinded(answer).then_some(UNBLINDED),
            self.is_left_out(reader).then_some(MISSED),
        ];
        let reasons: Vec<&str> = reasons.into_iter().flatten().collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }
}

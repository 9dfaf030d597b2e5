//! The answers that numbers come from.

use crate::{Collected, Study};

/// Answers that a number comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Their places in the study, ascending.
    pub answers: Vec<usize>,
}

impl Collected {
    /// Keeps a selection once, and returns its place.
    pub(crate) fn selection(&mut self, mut answers: Vec<usize>) -> usize {
        answers.sort_unstable();
        answers.dedup();
        let known = self.selections.iter().position(|known| known.answers == answers);
        known.unwrap_or_else(|| {
            self.selections.push(Selection { answers });
            self.selections.len() - 1
        })
    }
}

impl Selection {
    /// Returns what was shown when these answers were given, in order and once each, as in the exports.
    pub fn presentations<'a>(&self, study: &'a Study) -> Vec<&'a str> {
        let mut shown: Vec<usize> =
            self.answers.iter().map(|&answer| study.answers[answer].shown).collect();
        shown.sort_unstable();
        shown.dedup();
        shown.into_iter().map(|shown| study.shown[shown].id.as_str()).collect()
    }
}

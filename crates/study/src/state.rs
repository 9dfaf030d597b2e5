//! Where a study stands.

use std::fmt;

use crate::{Error, Result};

/// Where a study stands, from the first idea to the last number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StudyState {
    /// Everything may still change.
    Draft,
    /// Tried out with data that do not count.
    Piloted,
    /// The design is fixed and has its hash.
    Locked,
    /// Readers are reading.
    Collecting,
    /// Every reader has signed; no answer is taken any more.
    Sealed,
    /// All sessions are in, and exclusions are decided, still blind.
    DatabaseLocked,
    /// The truth is open.
    Unblinded,
    /// The planned analysis is done.
    Analysed,
}

impl StudyState {
    /// All states, in the order a study goes through them.
    pub const ALL: [StudyState; 8] = [
        StudyState::Draft,
        StudyState::Piloted,
        StudyState::Locked,
        StudyState::Collecting,
        StudyState::Sealed,
        StudyState::DatabaseLocked,
        StudyState::Unblinded,
        StudyState::Analysed,
    ];

    /// Returns whether a study that is `self` may become `to`.
    ///
    /// Nothing leads back over the lock: a change of a locked design is a new
    /// design version. A pilot may be passed over, and may send back to the draft.
    pub fn may(self, to: StudyState) -> bool {
        use StudyState as S;
        matches!(
            (self, to),
            (S::Draft, S::Piloted | S::Locked)
                | (S::Piloted, S::Draft | S::Locked)
                | (S::Locked, S::Collecting)
                | (S::Collecting, S::Sealed)
                | (S::Sealed, S::DatabaseLocked)
                | (S::DatabaseLocked, S::Unblinded)
                | (S::Unblinded, S::Analysed)
        )
    }

    /// Takes the step to `to`.
    ///
    /// # Errors
    ///
    /// [`Error::Step`] unless [`StudyState::may`] allows it.
    pub fn step(self, to: StudyState) -> Result<StudyState> {
        if self.may(to) { Ok(to) } else { Err(Error::Step { from: self, to }) }
    }

    /// Returns the word that is stored and exported.
    pub fn as_str(self) -> &'static str {
        match self {
            StudyState::Draft => "draft",
            StudyState::Piloted => "piloted",
            StudyState::Locked => "locked",
            StudyState::Collecting => "collecting",
            StudyState::Sealed => "sealed",
            StudyState::DatabaseLocked => "database-locked",
            StudyState::Unblinded => "unblinded",
            StudyState::Analysed => "analysed",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        StudyState::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl fmt::Display for StudyState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_truth_opens_only_after_the_database_is_locked() {
        let before: Vec<StudyState> =
            StudyState::ALL.into_iter().filter(|state| state.may(StudyState::Unblinded)).collect();
        assert_eq!(before, [StudyState::DatabaseLocked]);
    }

    #[test]
    fn nothing_leads_back_over_the_lock() {
        for from in StudyState::ALL.into_iter().filter(|&state| StudyState::Locked <= state) {
            for to in StudyState::ALL.into_iter().filter(|&to| to <= from) {
                assert!(!from.may(to), "{from} may not become {to} again");
            }
        }
    }

    #[test]
    fn a_state_reads_back_from_its_word() {
        for state in StudyState::ALL {
            assert_eq!(StudyState::from_word(state.as_str()), Some(state));
        }
    }

    #[test]
    fn a_forbidden_step_names_both_ends() {
        assert_eq!(
            StudyState::Sealed.step(StudyState::Collecting),
            Err(Error::Step { from: StudyState::Sealed, to: StudyState::Collecting })
        );
    }
}

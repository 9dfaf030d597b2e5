//! One reader's way through the presentations.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::{Error, Presentation, Result};

/// One reader's way through the presentations: what is on screen, and what comes next.
///
/// The order is never made again: a session that was broken off goes on at the
/// first presentation without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    presentations: Arc<[Presentation]>,
    answered: BTreeSet<String>,
    current: usize,
}

impl Session {
    /// Begins or takes up a session.
    ///
    /// # Input
    ///
    /// * `presentations`: those of one reader, in the order of reading.
    /// * `answered`: ids of the presentations that have their answers; ids of
    ///   other sessions do no harm.
    pub fn resume(presentations: Vec<Presentation>, answered: &BTreeSet<String>) -> Self {
        let answered = presentations
            .iter()
            .map(|presentation| &presentation.presentation_id)
            .filter(|&id| answered.contains(id))
            .cloned()
            .collect();
        Session { presentations: presentations.into(), answered, current: 0 }.at_first_unanswered()
    }

    /// Returns what is to be answered now; `None` when all is done.
    pub fn current(&self) -> Option<&Presentation> {
        self.presentations.get(self.current)
    }

    /// Returns what will be asked after [`Session::current`], so that it can be fetched early.
    pub fn next(&self) -> Option<&Presentation> {
        self.presentations.iter().skip(self.current + 1).find(|next| !self.is_answered(next))
    }

    /// Returns what is still to be answered, in the order of reading.
    pub fn ahead(&self) -> impl Iterator<Item = &Presentation> {
        self.presentations.iter().filter(|presentation| !self.is_answered(presentation))
    }

    /// Returns how many presentations are answered.
    pub fn done(&self) -> usize {
        self.answered.len()
    }

    /// Returns how many presentations there are.
    pub fn total(&self) -> usize {
        self.presentations.len()
    }

    /// Returns whether every presentation is answered.
    pub fn is_finished(&self) -> bool {
        self.current().is_none()
    }

    /// Takes the answer to the current presentation, and goes on.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyAnswered`], [`Error::NotCurrent`], and
    /// [`Error::NotInSession`]: a late or doubled click changes nothing.
    pub fn accept(&self, presentation_id: &str) -> Result<Session> {
        if self.answered.contains(presentation_id) {
            return Err(Error::AlreadyAnswered);
        }
        if self.current().is_none_or(|current| current.presentation_id != presentation_id) {
            let known = |p: &Presentation| p.presentation_id == presentation_id;
            let in_session = self.presentations.iter().any(known);
            return Err(if in_session { Error::NotCurrent } else { Error::NotInSession });
        }
        let mut then = self.clone();
        then.answered.insert(presentation_id.to_owned());
        Ok(then.at_first_unanswered())
    }

    fn at_first_unanswered(mut self) -> Self {
        let first = self.presentations.iter().position(|p| !self.is_answered(p));
        self.current = first.unwrap_or(self.presentations.len());
        self
    }

    fn is_answered(&self, presentation: &Presentation) -> bool {
        self.answered.contains(&presentation.presentation_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Purpose;

    fn presentations(ids: &[&str]) -> Vec<Presentation> {
        let presentation = |(at, id): (usize, &&str)| Presentation {
            presentation_id: (*id).to_owned(),
            reader: "reader-01".to_owned(),
            round: 1,
            block: 1,
            position: u32::try_from(at + 1).expect("a few"),
            attempt: 0,
            stage: "A".to_owned(),
            task: "main".to_owned(),
            purpose: Purpose::Counted,
            cases: vec![format!("case-{id}")],
            repeat_of: None,
        };
        ids.iter().enumerate().map(presentation).collect()
    }

    fn session(answered: &[&str]) -> Session {
        let answered = answered.iter().map(|&id| id.to_owned()).collect();
        Session::resume(presentations(&["a", "b", "c"]), &answered)
    }

    fn current(session: &Session) -> Option<&str> {
        session.current().map(|current| current.presentation_id.as_str())
    }

    #[test]
    fn a_session_ends_when_all_is_answered() {
        let session = session(&[]).accept("a").and_then(|s| s.accept("b")).unwrap();
        assert_eq!((current(&session), session.done(), session.total()), (Some("c"), 2, 3));
        let session = session.accept("c").unwrap();
        assert!(session.is_finished() && session.current().is_none());
        assert_eq!(session.accept("c"), Err(Error::AlreadyAnswered));
    }

    #[test]
    fn a_broken_session_goes_on_at_the_first_gap() {
        let session = session(&["a", "c", "of another session"]);
        assert_eq!((current(&session), session.done()), (Some("b"), 2));
        assert_eq!(session.next(), None, "c has its answer");
        assert!(session.accept("b").unwrap().is_finished());
    }

    #[test]
    fn only_the_case_on_screen_can_be_answered() {
        let session = session(&["a"]);
        assert_eq!(session.accept("a"), Err(Error::AlreadyAnswered));
        assert_eq!(session.accept("c"), Err(Error::NotCurrent));
        assert_eq!(session.accept("z"), Err(Error::NotInSession));
        assert_eq!(session.next().map(Presentation::first_case), Some("case-c"));
    }

    #[test]
    fn a_session_without_cases_is_finished() {
        let session = Session::resume(Vec::new(), &BTreeSet::new());
        assert!(session.is_finished());
        assert_eq!(session.accept("a"), Err(Error::NotInSession));
    }
}

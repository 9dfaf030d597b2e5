//! From one state of a study to the next, and what is done outside of the order.

use serde_json::json;
use store::{NewStudy, StudyId};
use study::StudyState;

use super::super::Open;
use super::kept::Kept;
use crate::bench::Workbench;
use crate::wire::{RevealedCase, StudyView};
use crate::{Error, Result, clock};

/// The event that lets the truth of a study out.
pub(crate) const UNBLIND: &str = "study.unblind";
/// The event that lets the truth of one case out.
pub(crate) const REVEAL: &str = "study.reveal";

impl Workbench {
    /// Takes a study to its next state: sealed, closed, unblinded or analysed.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsReason`] when the truth is opened, or readers are cut off before they are done,
    /// without one; those of crate `study` for a state that does not follow, and those of the store.
    pub fn advance_study(&self, id: u32, to: &str, reason: &str) -> Result<StudyView> {
        let open = self.open_to_change()?;
        let state = StudyState::from_word(to);
        let state = state.ok_or(Error::NoSuch { what: "state", id: to.to_owned() })?;
        open.advance(StudyId(id.into()), state, reason)?;
        self.0.changed();
        self.study(id)
    }

    /// Tells the truth of what a reader sees under a number, before its time: an event that stays, and
    /// marks each case of it.
    ///
    /// # Input
    ///
    /// * `number`: as on the reader's screen, from 1.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsReason`], [`Error::NoSuch`] case, and those of the store.
    pub fn reveal_case(
        &self,
        id: u32,
        reader: &str,
        number: u32,
        reason: &str,
    ) -> Result<Vec<RevealedCase>> {
        let open = self.open_to_change()?;
        let said = open.reveal(StudyId(id.into()), (reader, number), reason)?;
        self.0.changed();
        Ok(said)
    }

    /// Makes a draft of the next version of a locked study.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsReason`], [`Error::NotLocked`], and those of the store.
    pub fn amend_study(&self, id: u32, reason: &str) -> Result<StudyView> {
        let open = self.open_to_change()?;
        let id = open.amend(StudyId(id.into()), reason)?;
        self.0.changed();
        self.study(u32::try_from(id.0).map_err(|_| Error::Broke)?)
    }
}

impl Open {
    pub(crate) fn advance(&self, id: StudyId, to: StudyState, reason: &str) -> Result<()> {
        let study = self.store.study(id)?;
        if Kept::read(&study)?.received.is_some() {
            return Err(Error::OnlyRead);
        }
        let reason = reason.trim();
        let (answered, of) = self.how_far(id)?;
        let early = to == StudyState::Sealed && answered < of;
        if (early || to == StudyState::Unblinded) && reason.is_empty() {
            return Err(Error::NeedsReason);
        }
        let kind = match to {
            StudyState::Unblinded => UNBLIND,
            StudyState::Sealed => "study.seal",
            StudyState::DatabaseLocked => "study.close",
            StudyState::Analysed => "study.analyse",
            _ => return Err(study::Error::Step { from: study.state, to }.into()),
        };
        let now = clock::now();
        let event = self.told(json!({
            "t": now, "type": kind, "reason": reason,
            "complete": answered == of, "answered": answered, "of": of,
        }));
        self.store.advance_study(id, to, &event, &now)?;
        Ok(())
    }

    /// Returns how many presentations of all readers are answered, and how many there are; examples
    /// are not answered.
    pub(crate) fn how_far(&self, id: StudyId) -> Result<(usize, usize)> {
        let presentations = self.store.presentations(id)?;
        let of = presentations.iter().filter(|p| p.purpose != study::Purpose::Example).count();
        let mut answered = 0;
        for reader in self.store.readers(id)? {
            answered += self.store.answered(id, &reader.code)?.len();
        }
        Ok((answered, of))
    }

    pub(crate) fn reveal(
        &self,
        id: StudyId,
        (reader, number): (&str, u32),
        reason: &str,
    ) -> Result<Vec<RevealedCase>> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::NeedsReason);
        }
        if Kept::read(&self.store.study(id)?)?.received.is_some() {
            return Err(Error::OnlyRead);
        }
        // Readers' screens count what is answered; examples are not.
        let own = self.store.presentations_of(id, reader)?;
        let mut counted = own.into_iter().filter(|shown| shown.purpose != study::Purpose::Example);
        let at = (number as usize).checked_sub(1).and_then(|at| counted.nth(at));
        let shown =
            at.ok_or_else(|| Error::NoSuch { what: "case", id: format!("{reader} {number}") })?;
        let cases: Vec<_> = self
            .store
            .cases(id)?
            .into_iter()
            .filter(|known| shown.cases.contains(&known.case_id))
            .collect();
        // First the events: a truth that went out unnoted would be none.
        for case in &cases {
            let event = self.told(json!({
                "t": clock::now(), "type": REVEAL, "study": id.0,
                "case": case.case_id, "reader": reader, "number": number, "reason": reason,
            }));
            self.store.append_event(&event)?;
        }
        // In the order in which they stand on the screen.
        let told = shown.cases.iter().filter_map(|id| {
            let case = cases.iter().find(|case| case.case_id == *id)?;
            Some(RevealedCase {
                case: id.clone(),
                arm: case.arm.into(),
                generator: case.generator.clone(),
            })
        });
        Ok(told.collect())
    }

    pub(crate) fn amend(&self, id: StudyId, reason: &str) -> Result<StudyId> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::NeedsReason);
        }
        let study = self.store.study(id)?;
        let kept = Kept::read(&study)?;
        if study.design_hash.is_none() {
            return Err(Error::NotLocked { state: study.state.to_string() });
        }
        if kept.received.is_some() || kept.cases.is_empty() {
            return Err(Error::OnlyRead);
        }
        let now = clock::now();
        let new = NewStudy {
            name: study.name.clone(),
            request: kept.value()?,
            seed: clock::chance(),
            code: study.code.clone(),
            amends: Some(id),
            version: None,
        };
        let draft = self.store.add_study(&new, &now)?;
        let event = self.told(json!({
            "t": now, "type": "study.amend", "study": draft.0,
            "amends": id.0, "reason": reason,
        }));
        self.store.append_event(&event)?;
        Ok(draft)
    }
}

/// Returns the states that a study may take now, beyond the lock and the first reading.
pub(crate) fn next_states(state: StudyState) -> Vec<String> {
    let next = StudyState::ALL.into_iter().filter(|&to| state.may(to) && StudyState::Sealed <= to);
    next.map(|state| state.as_str().to_owned()).collect()
}

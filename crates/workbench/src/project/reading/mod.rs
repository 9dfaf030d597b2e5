//! The reading room: one reader, one blinded case at a time.
//!
//! What leaves here for the reader's window is slots, pixels or fields, the
//! questions of the case on the screen, and counts. Sides, names, sample ids and hashes stay, and so
//! does whatever comes later: it could disclose.

mod blind;
mod room;
mod script;
mod step;
mod stimuli;

use std::sync::Arc;

use serde_json::json;
use store::StudyId;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::Open;
use crate::bench::{Happening, Workbench};
use crate::wire::{AnswerRequest, FormRequest, ReadingStep, ReadingView};
use crate::{Error, Result, clock};

use blind::blind;
pub(crate) use room::Room;
pub(crate) use script::script;
pub(crate) use step::{STATEMENT, USABILITY, usability};
pub(crate) use stimuli::{FromProject, Stimuli, about_block};

impl Workbench {
    /// Lets a reader into the reading room.
    ///
    /// # Errors
    ///
    /// [`Error::RoomInUse`] while another reader is there, [`Error::NoSuch`] reader or study,
    /// [`Error::Washout`] when the next round may not be read yet.
    pub fn begin_reading(&self, study: u32, reader: &str) -> Result<()> {
        let open = self.open_to_read()?;
        open.may_take_session(StudyId(study.into()), reader)?;
        let mut room = self.room();
        if let Some(room) = room.as_ref() {
            let same = room.study == study && room.reader == reader;
            return if same { Ok(()) } else { Err(Error::RoomInUse) };
        }
        let entered = Room::enter(Arc::clone(&open), study, reader, None)?;
        open.take_session(StudyId(study.into()), reader)?;
        *room = Some(entered);
        // The project may have been locked meanwhile, by who left or by the clock.
        if self.0.open().is_err() || open.may_read().is_err() {
            *room = None;
            return Err(store::Error::Locked.into());
        }
        drop(room);
        (self.0.tell)(Happening::ReadingChanged(study));
        Ok(())
    }

    /// Empties the reading room; returns the study that was read.
    pub fn leave_reading(&self) -> Option<u32> {
        let left = self.room().take()?;
        let event = json!({
            "t": clock::now(), "actor": left.reader, "type": "session.leave", "study": left.study,
        });
        // What counts is stored already; a leave that is not noted loses nothing.
        drop(left.open.store.append_event(&event));
        Some(left.study)
    }

    /// Shows who reads, and how far the reading is.
    ///
    /// # Errors
    ///
    /// [`Error::NoReading`].
    pub fn reading(&self) -> Result<ReadingView> {
        self.room().as_ref().map(Room::view).ok_or(Error::NoReading)
    }

    /// Gives what comes next.
    ///
    /// # Errors
    ///
    /// [`Error::NoReading`], [`Error::OtherReading`], and those of the store.
    pub fn next_step(&self, session: &str) -> Result<ReadingStep> {
        self.touch();
        let mut room = self.room();
        Room::of(&mut room, session)?.step().map_err(blind)
    }

    /// Goes on from what was only read: consent, the opening of a stage, a break, feedback, an
    /// example.
    ///
    /// # Errors
    ///
    /// [`Error::NoReading`], [`Error::OtherReading`], [`Error::NotThisCase`] when something else is
    /// on the screen, and those of the store.
    pub fn pass_step(&self, session: &str, step: &str) -> Result<ReadingStep> {
        self.touch();
        let mut room = self.room();
        let room = Room::of(&mut room, session)?;
        room.pass(step).map_err(blind)?;
        room.step().map_err(blind)
    }

    /// Keeps a form for good, then gives what comes next.
    ///
    /// # Errors
    ///
    /// As [`Workbench::save_answer`].
    pub fn save_form(&self, request: &FormRequest) -> Result<ReadingStep> {
        self.touch();
        let mut room = self.room();
        let room = Room::of(&mut room, &request.session)?;
        room.fill(request).map_err(blind)?;
        Ok(room.step_or_break())
    }

    /// Gives the slots of what is shown after the current case, if there is one.
    ///
    /// # Errors
    ///
    /// [`Error::NoReading`], [`Error::OtherReading`].
    pub fn upcoming_slots(&self, session: &str) -> Result<Vec<String>> {
        let mut room = self.room();
        let room = Room::of(&mut room, session)?;
        // Before a case that is not on the screen yet, it is the one that comes.
        let next = match room.step().map_err(blind)? {
            ReadingStep::Case(case) if case.show != "example" => room.session.next(),
            ReadingStep::Case(_) => room.examples.get(1).or(room.session.current()),
            _ => room.examples.first().or(room.session.current()),
        };
        let next = next.filter(|next| next.round == room.round);
        Ok(next.map(|presentation| room.stimulus_slots(presentation)).unwrap_or_default())
    }

    /// Gives the pixels of one of what is shown now or next.
    ///
    /// # Errors
    ///
    /// [`Error::NoReading`], [`Error::NotThisCase`], and those of store and format.
    pub fn case_pixels(&self, slot: &str) -> Result<Vec<u8>> {
        let (stimuli, case) = {
            let room = self.room();
            let room = room.as_ref().ok_or(Error::NoReading)?;
            (Arc::clone(&room.stimuli), room.case_of(slot).ok_or(Error::NotThisCase)?)
        };
        stimuli.block(&case).map_err(blind)
    }

    /// Keeps an answer for good, then gives what comes next.
    ///
    /// # Errors
    ///
    /// [`Error::OtherReading`], [`Error::NotThisCase`], those of crate `study` for an answer that is
    /// none or was given before, and those of the store: then nothing was kept.
    pub fn save_answer(&self, request: &AnswerRequest) -> Result<ReadingStep> {
        self.touch();
        let (study, next) = {
            let mut room = self.room();
            let room = Room::of(&mut room, &request.session)?;
            room.answer(request).map_err(blind)?;
            (room.study, room.step_or_break())
        };
        (self.0.tell)(Happening::ReadingChanged(study));
        if matches!(next, ReadingStep::Done { .. }) {
            self.0.changed();
        }
        Ok(next)
    }
}

impl Open {
    /// Returns from when on a reader may read the next round: UTC, as [`clock::now`] writes it.
    fn round_may_begin(&self, study: StudyId, reader: &str, washout_days: u32) -> Result<String> {
        let own = self.store.presentations_of(study, reader)?;
        let answers = self.store.answers(study)?;
        let last = answers
            .into_iter()
            .filter(|stored| own.iter().any(|p| p.presentation_id == stored.presentation_id))
            .map(|stored| stored.answer.answered_at_utc)
            .max()
            .unwrap_or_default();
        let Ok(last) = OffsetDateTime::parse(&last, &Rfc3339) else { return Ok(String::new()) };
        Ok(clock::at(last + Duration::days(washout_days.into())))
    }
}

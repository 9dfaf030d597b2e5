//! The reading room: one reader, one blinded case at a time.
//!
//! What leaves here for the reader's window is a slot, pixels or fields, the
//! questions and counts. Sides, names, sample ids and hashes stay.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;
use store::{Case, NewAnswer, StudyId};
use study::{Answer, AnswerValue, Presentation, QuestionKind, Session, StudyState};

use super::Open;
use super::card::fields;
use super::sets::{as_table, pixel_block};
use super::studies::{Shown, minutes, questions};
use super::traces::signal_block;
use crate::bench::{Happening, Workbench};
use crate::desk::Scripted;
use crate::wire::{AnswerRequest, BlindCase, ReadingView, ShownWindow};
use crate::{Error, Result, clock};

/// One reader's way through one study.
pub(crate) struct Room {
    open: Arc<Open>,
    pub(crate) study: u32,
    pub(crate) reader: String,
    session: Session,
    cases: BTreeMap<String, Case>,
    shown: Shown,
    /// Names this reading to its window: a page that was left open belongs to no other.
    token: String,
    /// Whether the case to answer was on the screen before.
    resumed: bool,
    /// Presentation to slot: slots are new in every session.
    slots: BTreeMap<String, String>,
    /// What the answers are drawn from, when no person gives them.
    script: Option<u64>,
}

impl Workbench {
    /// Lets a reader into the reading room.
    ///
    /// # Errors
    ///
    /// [`Error::RoomInUse`] while another reader is there, [`Error::NoSuch`] reader or study.
    pub fn begin_reading(&self, study: u32, reader: &str) -> Result<()> {
        let open = self.open_to_change()?;
        let mut room = self.room();
        if let Some(room) = room.as_ref() {
            let same = room.study == study && room.reader == reader;
            return if same { Ok(()) } else { Err(Error::RoomInUse) };
        }
        *room = Some(Room::enter(open, study, reader, None)?);
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
        let room = self.room();
        let room = room.as_ref().ok_or(Error::NoReading)?;
        let (done, total) = room.counts();
        Ok(ReadingView {
            session: room.token.clone(),
            reader: room.reader.clone(),
            done,
            total,
            kind: room.shown.kind().to_owned(),
            questions: questions(),
            minutes_left: minutes(total - done),
            resumed: room.resumed,
            window: room.shown.window.map(|[low, high]| ShownWindow { low, high }),
        })
    }

    /// Gives the case that is to be answered; nothing when all are.
    ///
    /// # Errors
    ///
    /// [`Error::NoReading`], [`Error::OtherReading`], and those of the store.
    pub fn next_case(&self, session: &str) -> Result<Option<BlindCase>> {
        let mut room = self.room();
        Room::of(&mut room, session)?.current().map_err(blind)
    }

    /// Gives the slot after the current one, if there is one.
    ///
    /// # Errors
    ///
    /// [`Error::NoReading`], [`Error::OtherReading`].
    pub fn upcoming_slots(&self, session: &str) -> Result<Vec<String>> {
        let mut room = self.room();
        let room = Room::of(&mut room, session)?;
        let next = room.session.next().map(|presentation| room.slot(presentation));
        Ok(next.into_iter().collect())
    }

    /// Gives the pixels of the current case or the next one.
    ///
    /// # Errors
    ///
    /// [`Error::NoReading`], [`Error::NotThisCase`], and those of store and format.
    pub fn case_pixels(&self, slot: &str) -> Result<Vec<u8>> {
        let (open, case, shown_between) = {
            let room = self.room();
            let room = room.as_ref().ok_or(Error::NoReading)?;
            let shown = [room.session.current(), room.session.next()];
            let presentation = shown
                .into_iter()
                .flatten()
                .find(|presentation| room.slot(presentation) == slot)
                .ok_or(Error::NotThisCase)?;
            let case = room.case(presentation).map_err(blind)?.clone();
            (Arc::clone(&room.open), case, room.shown.span)
        };
        if let Some(span) = shown_between {
            let signal = open.signal(case.set, case.ordinal).map_err(blind)?;
            return Ok(signal_block(&signal, span));
        }
        let image = open.image(case.set, case.ordinal).map_err(blind)?;
        Ok(pixel_block(&image, None))
    }

    /// Keeps an answer for good, then gives the next case; nothing when all are answered.
    ///
    /// # Errors
    ///
    /// [`Error::OtherReading`], [`Error::NotThisCase`], those of crate `study` for an answer that is
    /// none or was given before, and those of the store: then nothing was kept.
    pub fn save_answer(&self, request: &AnswerRequest) -> Result<Option<BlindCase>> {
        let (study, next) = {
            let mut room = self.room();
            let room = Room::of(&mut room, &request.session)?;
            room.answer(request).map_err(blind)?;
            // The answer is kept: a next case that cannot be shown is asked for anew, and says so then.
            (room.study, room.current().map_err(|_| Error::NotThisCase)?)
        };
        (self.0.tell)(Happening::ReadingChanged(study));
        if next.is_none() {
            self.0.changed();
        }
        Ok(next)
    }
}

impl Room {
    pub(crate) fn enter(
        open: Arc<Open>,
        study: u32,
        reader: &str,
        script: Option<u64>,
    ) -> Result<Self> {
        let id = StudyId(study.into());
        let stored = open.store.study(id)?;
        if !open.store.readers(id)?.iter().any(|known| known.code == reader) {
            return Err(Error::NoSuch { what: "reader", id: reader.to_owned() });
        }
        let now = clock::now();
        if stored.state == StudyState::Locked {
            let event = json!({ "t": now, "actor": "coordinator", "type": "study.collect" });
            open.store.advance_study(id, StudyState::Collecting, &event, &now)?;
        }
        let shown = open.shown(&stored)?;
        let presentations = open.store.presentations_of(id, reader)?;
        let slots = presentations
            .iter()
            .map(|presentation| (presentation.presentation_id.clone(), new_slot()))
            .collect();
        let answered = open.store.answered(id, reader)?;
        let resumed = was_here(&open, study, reader)?;
        let event = json!({
            "t": now, "actor": reader, "type": "session.start", "study": study,
            "answered": answered.len(), "program": crate::VERSION,
        });
        open.store.append_event(&by(script, event))?;
        let cases =
            open.store.cases(id)?.into_iter().map(|case| (case.case_id.clone(), case)).collect();
        Ok(Room {
            session: Session::resume(presentations, &answered),
            open,
            study,
            reader: reader.to_owned(),
            cases,
            shown,
            slots,
            token: new_slot(),
            resumed,
            script,
        })
    }

    /// Returns the room, when the reading that asks is the one that goes on in it.
    fn of<'a>(room: &'a mut Option<Room>, session: &str) -> Result<&'a mut Room> {
        let room = room.as_mut().ok_or(Error::NoReading)?;
        if room.token == session { Ok(room) } else { Err(Error::OtherReading) }
    }

    fn counts(&self) -> (u32, u32) {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (small(self.session.done()), small(self.session.total()))
    }

    fn slot(&self, presentation: &Presentation) -> String {
        self.slots.get(&presentation.presentation_id).cloned().unwrap_or_default()
    }

    fn case(&self, presentation: &Presentation) -> Result<&Case> {
        self.cases.get(&presentation.case_id).ok_or(Error::Broke)
    }

    /// Returns the case to answer.
    pub(crate) fn current(&self) -> Result<Option<BlindCase>> {
        let Some(presentation) = self.session.current() else { return Ok(None) };
        let (done, total) = self.counts();
        let fields = match &self.shown.card {
            None => Vec::new(),
            Some(card) => {
                let case = self.case(presentation)?;
                let contents = self.open.contents(case.set)?;
                fields(card, as_table(&contents)?, case.ordinal as usize)
            }
        };
        Ok(Some(BlindCase { slot: self.slot(presentation), done, total, fields }))
    }

    /// Keeps an answer; the session goes on only after it is durable.
    pub(crate) fn answer(&mut self, request: &AnswerRequest) -> Result<()> {
        let presentation_id = self
            .slots
            .iter()
            .find(|(_, slot)| **slot == request.slot)
            .map(|(presentation, _)| presentation.clone())
            .ok_or(Error::NotThisCase)?;
        let given = study::check(&study::real_or_synthetic(), &answers(request)?)?;
        let next = self.session.accept(&presentation_id)?;
        let now = clock::now();
        let kept: Vec<NewAnswer> = given
            .into_iter()
            .map(|given| NewAnswer {
                given,
                rt_ms: request.rt_ms.into(),
                first_answer_rt_ms: request.first_answer_rt_ms.map(u64::from),
                changes: request.changes,
                interrupted: request.interrupted,
                answered_at_utc: now.clone(),
                corrects: None,
            })
            .collect();
        let event = json!({ "t": now, "actor": self.reader, "type": "answer.create" });
        self.open.store.record_answers(&presentation_id, &kept, &by(self.script, event))?;
        self.session = next;
        Ok(())
    }
}

/// Reads the answers as the questions want them: steps of a scale are numbers.
fn answers(request: &AnswerRequest) -> Result<Vec<Answer>> {
    let scales: Vec<String> = study::real_or_synthetic()
        .into_iter()
        .filter(|question| matches!(question.kind, QuestionKind::Scale { .. }))
        .map(|question| question.id)
        .collect();
    request
        .answers
        .iter()
        .map(|(question, text)| {
            let value = if scales.contains(question) {
                let wrong = || Error::NotANumber { name: question.clone(), given: text.clone() };
                AnswerValue::Point(text.parse().map_err(|_| wrong())?)
            } else {
                AnswerValue::Text(text.clone())
            };
            Ok(Answer { question: question.clone(), value })
        })
        .collect()
}

/// Takes from an error what could tell one case from another.
///
/// A missing or damaged file is named by its hash, an odd one by its name or column: nothing of it
/// may reach the reader's window. What the reader can mend passes as it is.
fn blind(error: Error) -> Error {
    let harmless = [
        "workbench.noReading",
        "workbench.otherReading",
        "workbench.notThisCase",
        "workbench.notANumber",
        "store.disk_full",
        "store.read_only",
        "store.already_answered",
    ];
    let of_the_answer = matches!(error, Error::Study(_));
    if of_the_answer || harmless.contains(&error.code()) { error } else { Error::CaseClosed }
}

/// Whether this reader began to read this study before: then the case that waits was on the screen.
fn was_here(open: &Open, study: u32, reader: &str) -> Result<bool> {
    const AT_ONCE: u32 = 1000;
    let mut from = 0;
    loop {
        let records = open.store.trail(from, AT_ONCE)?;
        let Some(last) = records.last() else { return Ok(false) };
        from = last.seq + 1;
        let began = |event: &serde_json::Value| {
            event["type"] == "session.start" && event["study"] == study && event["actor"] == reader
        };
        if records.iter().any(|record| began(&record.event)) {
            return Ok(true);
        }
    }
}

/// Marks an event that no person made, so that nobody ever takes it for one.
fn by(script: Option<u64>, mut event: serde_json::Value) -> serde_json::Value {
    if let Some(seed) = script {
        event["scripted"] = json!(true);
        // As text: the trail holds no number beyond 2^53.
        event["seed"] = json!(seed.to_string());
    }
    event
}

/// Draws a handle that says nothing.
fn new_slot() -> String {
    clock::chance()[..16].iter().fold(String::new(), |mut slot, byte| {
        write!(slot, "{byte:02x}").expect("a String takes all that is written");
        slot
    })
}

/// Lets a scripted reader answer, seeded; `told` hears position and call of each durable answer.
///
/// It sees what the reader's window would: slots and fields. Its calls say nothing of people.
///
/// # Errors
///
/// Those of the reading room, and whatever `told` fails with.
pub(crate) fn script(
    open: &Arc<Open>,
    scripted: &Scripted,
    told: &mut dyn FnMut(u32, u32) -> Result<()>,
) -> Result<usize> {
    let mut room =
        Room::enter(Arc::clone(open), scripted.study, &scripted.reader, Some(scripted.seed))?;
    let mut n_answers = 0;
    while n_answers < scripted.most {
        let Some(case) = room.current()? else { break };
        let drawn = samples::ContentHash::of(&[
            b"touchstone.scripted-reader/1",
            &scripted.seed.to_le_bytes(),
            scripted.reader.as_bytes(),
            &case.done.to_le_bytes(),
        ]);
        let bytes = drawn.as_bytes();
        let call = u32::from(1 + bytes[0] % 6);
        let rt_ms = 2000 + 10 * u32::from(bytes[1]);
        let mut answers = BTreeMap::from([("q_real".to_owned(), call.to_string())]);
        if bytes[2] < 64 {
            answers.insert("comment".to_owned(), words::say("app:demo.comment", &[]));
        }
        room.answer(&AnswerRequest {
            session: room.token.clone(),
            slot: case.slot,
            answers,
            rt_ms,
            first_answer_rt_ms: Some(rt_ms / 2),
            changes: u32::from(bytes[3] % 2),
            interrupted: false,
        })?;
        n_answers += 1;
        told(case.done + 1, call)?;
    }
    Ok(n_answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_tells_the_reader_nothing() {
        let hash = samples::ContentHash::of_bytes(b"a real slice");
        let damaged = Error::from(store::Error::BlobDamaged { hash });
        let odd = Error::from(formats::Error::EmptyFile);
        for error in [damaged, odd, Error::NoColumn { column: "diagnosis".to_owned() }] {
            let told = blind(error).failure();
            assert_eq!(told.code, "workbench.caseClosed");
            assert!(told.params.is_empty(), "{told:?}");
            assert!(!told.message.contains(&hash.short()), "{told:?}");
        }
    }

    #[test]
    fn what_the_reader_can_mend_is_said() {
        assert_eq!(blind(Error::NotThisCase).code(), "workbench.notThisCase");
        let missing = study::Error::Missing { question: "q_real".to_owned() };
        assert_eq!(blind(Error::from(missing)).code(), "study.missing");
    }
}

//! One reader's way through one study.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;
use store::{NewAnswer, StudyId};
use study::protocol::{Language, Protocol, Stimulus, take};
use study::{Presentation, Purpose, Session, StudyState};

use super::super::Open;
use super::super::study::{Kept, Shown, given, minutes_of, small, task_of};
use super::stimuli::{FromProject, Stimuli};
use crate::wire::{AnswerRequest, FormRequest, ReadingStep, ReadingView, ShownWindow};
use crate::{Error, Result, clock};

/// One reader's way through one study.
pub(crate) struct Room {
    pub(super) open: Arc<Open>,
    pub(crate) study: u32,
    pub(crate) reader: String,
    pub(super) protocol: Protocol,
    pub(super) language: Language,
    pub(super) session: Session,
    pub(super) stimuli: Arc<dyn Stimuli>,
    shown: Shown,
    /// Names this reading to its window: a page that was left open belongs to no other.
    pub(super) token: String,
    /// Whether the case to answer was on the screen before.
    resumed: bool,
    /// Presentation to slot: slots are new in every session.
    slots: BTreeMap<String, String>,
    /// The forms that are filled.
    pub(super) filled: BTreeSet<String>,
    /// The stages that were opened in this session.
    pub(super) opened: BTreeSet<String>,
    /// The examples that were not looked at yet.
    pub(super) examples: Vec<Presentation>,
    /// What is shown before the next case.
    pub(super) between: Option<Between>,
    /// The round that is read, and when the next one may be.
    pub(super) round: u32,
    pub(super) washout_days: u32,
    /// What the answers are drawn from, when no person gives them.
    pub(super) script: Option<u64>,
}

/// What is shown between two cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Between {
    /// What the training case was that has just been answered.
    Feedback { slot: String, said: String },
    /// A break.
    Break,
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
        if !matches!(stored.state, StudyState::Locked | StudyState::Collecting) {
            return Err(Error::NotLocked { state: stored.state.to_string() });
        }
        if open.sealed(id)?.contains_key(reader) {
            return Err(Error::SessionSealed { reader: reader.to_owned() });
        }
        let kept = Kept::read(&stored)?;
        let (protocol, language) = open.asked(&kept)?;
        let shown = open.shown(&kept)?;
        let (examples, presentations): (Vec<Presentation>, Vec<Presentation>) = open
            .store
            .presentations_of(id, reader)?
            .into_iter()
            .partition(|p| p.purpose == Purpose::Example);
        let answered = open.store.answered(id, reader)?;
        let last_read = presentations
            .iter()
            .filter(|p| answered.contains(&p.presentation_id))
            .map(|p| (p.round, p.position))
            .max();
        let slots = presentations
            .iter()
            .chain(&examples)
            .map(|presentation| (presentation.presentation_id.clone(), new_slot()))
            .collect();
        let resumed = was_here(&open, study, reader)?;
        let session = Session::resume(presentations, &answered);
        let washout_days = kept.request.washout_days;
        if let (Some(next), Some((last, _))) = (session.current(), last_read)
            && last < next.round
        {
            let until = open.round_may_begin(id, reader, washout_days)?;
            if now < until {
                return Err(Error::Washout { reader: reader.to_owned(), until });
            }
        }
        if answered.is_empty()
            && script.is_none()
            && let Some(exposed) = open.exposed_until(id, reader, washout_days)?
        {
            return Err(exposed.refusal(reader));
        }
        if stored.state == StudyState::Locked {
            let event = open.told(json!({ "t": now, "type": "study.collect" }));
            open.store.advance_study(id, StudyState::Collecting, &event, &now)?;
        }
        let event = json!({
            "t": now, "actor": reader, "type": "session.start", "study": study,
            "answered": answered.len(), "program": crate::VERSION,
        });
        open.store.append_event(&by(script, event))?;
        let stimuli: Arc<dyn Stimuli> = if kept.received.is_some() {
            Arc::new(open.packed_cases()?)
        } else {
            Arc::new(FromProject::new(Arc::clone(&open), id, shown.clone())?)
        };
        Ok(Room {
            round: session.current().map_or(1, |next| next.round),
            filled: open.store.forms_filled(id)?.remove(reader).unwrap_or_default(),
            // Who has read on after an example has seen it.
            examples: examples
                .into_iter()
                .filter(|p| last_read.is_none_or(|last| last < (p.round, p.position)))
                .collect(),
            session,
            open,
            study,
            reader: reader.to_owned(),
            protocol,
            language,
            stimuli,
            shown,
            slots,
            token: new_slot(),
            resumed,
            opened: BTreeSet::new(),
            between: None,
            washout_days,
            script,
        })
    }

    /// Returns the room, when the reading that asks is the one that goes on in it.
    pub(super) fn of<'a>(room: &'a mut Option<Room>, session: &str) -> Result<&'a mut Room> {
        let room = room.as_mut().ok_or(Error::NoReading)?;
        if room.token == session { Ok(room) } else { Err(Error::OtherReading) }
    }

    pub(super) fn view(&self) -> ReadingView {
        let (done, total) = self.counts();
        let left: Vec<Presentation> = self.session.ahead().cloned().collect();
        ReadingView {
            session: self.token.clone(),
            reader: self.reader.clone(),
            language: self.language.code().to_owned(),
            kind: self.shown.kind().to_owned(),
            done,
            total,
            minutes_left: super::super::study::whole(minutes_of(&self.protocol, &left)),
            resumed: self.resumed,
            instructions: self.protocol.instructions.of(self.language).to_owned(),
            window: self.shown.window.map(|[low, high]| ShownWindow { low, high }),
        }
    }

    pub(super) fn counts(&self) -> (u32, u32) {
        (small(self.session.done()), small(self.session.total()))
    }

    pub(super) fn slot(&self, presentation: &Presentation) -> String {
        self.slots.get(&presentation.presentation_id).cloned().unwrap_or_default()
    }

    /// The handle of one of what is shown together: that of the whole, and its place.
    pub(super) fn stimulus_slots(&self, presentation: &Presentation) -> Vec<String> {
        let slot = self.slot(presentation);
        (1..=presentation.cases.len()).map(|place| format!("{slot}-{place}")).collect()
    }

    /// Returns the case that a handle stands for, when it may be seen now.
    pub(super) fn case_of(&self, slot: &str) -> Option<String> {
        let example = self.examples.first();
        let seen = [self.session.current(), self.session.next(), example];
        seen.into_iter().flatten().find_map(|presentation| {
            let slots = self.stimulus_slots(presentation);
            let place = slots.iter().position(|known| known == slot)?;
            presentation.cases.get(place).cloned()
        })
    }

    /// Keeps an answer; the session goes on only after it is durable.
    pub(crate) fn answer(&mut self, request: &AnswerRequest) -> Result<()> {
        let known = |(_, slot): &(&String, &String)| **slot == request.slot;
        let presentation_id = self.slots.iter().find(known).map(|(id, _)| id.clone());
        let presentation_id = presentation_id.ok_or(Error::NotThisCase)?;
        // Whether it is the one on the screen is looked at first: a late answer is about another.
        let next = self.session.accept(&presentation_id)?;
        let on_screen =
            matches!(self.step(), Ok(ReadingStep::Case(case)) if case.slot == request.slot);
        if !on_screen {
            return Err(Error::NotThisCase);
        }
        let presentation = self.session.current().cloned().ok_or(Error::NotThisCase)?;
        let (_, task) = task_of(&self.protocol, &presentation).ok_or(Error::Broke)?;
        let taken = take(&task.items, &given(&request.given), &self.about(&presentation)?)?;
        if taken.is_empty() {
            // Without a row nobody would know that it was read.
            let question = task.items.first().map(|item| item.id.clone()).unwrap_or_default();
            return Err(study::Error::Missing { question }.into());
        }
        let now = clock::now();
        let kept: Vec<NewAnswer> = taken
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
        self.between = self.after(&presentation)?;
        Ok(())
    }

    /// Returns what comes before the next case.
    fn after(&self, answered: &Presentation) -> Result<Option<Between>> {
        let disclosed = task_of(&self.protocol, answered).is_some_and(|(stage, _)| stage.disclosed);
        if answered.purpose == Purpose::Training && disclosed {
            let said = self.stimuli.said(answered.first_case())?;
            return Ok(Some(Between::Feedback { slot: self.slot(answered), said }));
        }
        let goes_on = |next: &Presentation| {
            next.round == answered.round
                && next.block != answered.block
                && answered.purpose == Purpose::Counted
        };
        Ok(self.session.current().is_some_and(goes_on).then_some(Between::Break))
    }

    fn about(&self, presentation: &Presentation) -> Result<Stimulus> {
        if let [only] = presentation.cases.as_slice() {
            return self.stimuli.about(only);
        }
        Ok(Stimulus { cells: small(presentation.cases.len()), ..Stimulus::default() })
    }

    /// Keeps a form.
    pub(crate) fn fill(&mut self, request: &FormRequest) -> Result<()> {
        let items = self.form_items(&request.form).ok_or(Error::NotThisCase)?;
        let taken = take(&items, &given(&request.given), &Stimulus::default())?;
        self.keep_form(&request.form, &taken)
    }

    /// Keeps what was answered to a form.
    pub(super) fn keep_form(&mut self, form: &str, taken: &[study::protocol::Taken]) -> Result<()> {
        let now = clock::now();
        let event = json!({ "t": now, "actor": self.reader, "type": "form.fill" });
        let study = StudyId(self.study.into());
        let of = (self.reader.as_str(), form);
        self.open.store.record_form(study, of, taken, &by(self.script, event), &now)?;
        self.filled.insert(form.to_owned());
        Ok(())
    }
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
pub(super) fn by(script: Option<u64>, mut event: serde_json::Value) -> serde_json::Value {
    if let Some(seed) = script {
        event["scripted"] = json!(true);
        // As text: the trail holds no number beyond 2^53.
        event["seed"] = json!(seed.to_string());
    }
    event
}

/// Draws a handle that says nothing.
pub(super) fn new_slot() -> String {
    clock::chance()[..16].iter().fold(String::new(), |mut slot, byte| {
        write!(slot, "{byte:02x}").expect("a String takes all that is written");
        slot
    })
}

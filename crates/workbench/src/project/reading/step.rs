//! What comes next for a reader: told step by step, since what comes later could disclose.

use serde_json::json;
use study::protocol::{Item, ItemKind, Language, Text};
use study::{Presentation, Purpose};

use super::super::study::{item_view, task_of};
use super::room::{Between, Room, by};
use crate::wire::{BlindCase, BlindStimulus, ReadingStep};
use crate::{Error, Result, clock};

/// The forms, as they are stored.
const CONSENT: &str = "consent";
const PROFILE: &str = "profile";
const DEBRIEF: &str = "debrief";
pub(crate) const USABILITY: &str = "usability";
/// What the ids of its statements begin with; their number follows, from 1.
pub(crate) const STATEMENT: &str = "sus_";

impl Room {
    /// Returns what comes next.
    pub(crate) fn step(&self) -> Result<ReadingStep> {
        if let Some(consent) = self.protocol.consent.as_ref().filter(|_| !self.has(CONSENT)) {
            return Ok(ReadingStep::Consent { text: consent.of(self.language).to_owned() });
        }
        if !self.protocol.profile.is_empty() && !self.has(PROFILE) {
            return Ok(self.form(PROFILE, &self.protocol.profile));
        }
        if let Some(Between::Feedback { slot, said }) = &self.between {
            return Ok(ReadingStep::Feedback { slot: slot.clone(), said: said.clone() });
        }
        let (done, total) = self.counts();
        let Some(next) = self.session.current() else { return Ok(self.at_the_end(total)) };
        if next.round != self.round {
            let study = store::StudyId(self.study.into());
            let until = self.open.round_may_begin(study, &self.reader, self.washout_days)?;
            return Ok(ReadingStep::Done { total: done, again_after: Some(until) });
        }
        if self.between == Some(Between::Break) {
            return Ok(ReadingStep::Break { done, total });
        }
        if let Some(text) = self.opening_of(next) {
            return Ok(ReadingStep::Opening { text: text.of(self.language).to_owned() });
        }
        let example = self.examples.first().filter(|example| example.stage == next.stage);
        Ok(ReadingStep::Case(self.blind(example.unwrap_or(next))?))
    }

    /// Returns what comes next behind an answer that is kept.
    ///
    /// A case that cannot be shown is asked for behind a break, and says so then: what was answered is
    /// kept, whatever comes.
    pub(crate) fn step_or_break(&mut self) -> ReadingStep {
        if let Ok(step) = self.step() {
            return step;
        }
        let (done, total) = self.counts();
        self.between = Some(Between::Break);
        ReadingStep::Break { done, total }
    }

    /// Goes on from what was only read.
    pub(crate) fn pass(&mut self, step: &str) -> Result<()> {
        match (step, self.step()?) {
            ("consent", ReadingStep::Consent { .. }) => self.keep_form(CONSENT, &[]),
            ("feedback", ReadingStep::Feedback { .. }) | ("break", ReadingStep::Break { .. }) => {
                self.between = None;
                Ok(())
            }
            ("opening", ReadingStep::Opening { .. }) => {
                let stage = self.session.current().map(|next| next.stage.clone());
                let stage = stage.unwrap_or_default();
                // From here on the answers of the stage before cannot be what the reader was told.
                let event = json!({
                    "t": clock::now(), "actor": self.reader, "type": "stage.open",
                    "study": self.study, "stage": stage,
                });
                self.open.store.append_event(&by(self.script, event))?;
                self.opened.insert(stage);
                Ok(())
            }
            ("example", ReadingStep::Case(case)) if case.show == "example" => {
                self.examples.remove(0);
                Ok(())
            }
            _ => Err(Error::NotThisCase),
        }
    }

    /// Returns the items of the form that is to be filled now.
    pub(super) fn form_items(&self, form: &str) -> Option<Vec<Item>> {
        match self.step().ok()? {
            ReadingStep::Form { form: asked, .. } if asked == form => match form {
                PROFILE => Some(self.protocol.profile.clone()),
                DEBRIEF => Some(self.protocol.debrief.clone()),
                _ => Some(usability()),
            },
            _ => None,
        }
    }

    fn has(&self, form: &str) -> bool {
        self.filled.contains(form)
    }

    fn form(&self, form: &str, items: &[Item]) -> ReadingStep {
        ReadingStep::Form {
            form: form.to_owned(),
            title: words::say(&format!("app:reading.{form}"), &[]),
            items: items.iter().map(|item| item_view(item, self.language)).collect(),
        }
    }

    fn at_the_end(&self, total: u32) -> ReadingStep {
        if !self.protocol.debrief.is_empty() && !self.has(DEBRIEF) {
            return self.form(DEBRIEF, &self.protocol.debrief);
        }
        if self.protocol.usability && !self.has(USABILITY) {
            return self.form(USABILITY, &usability());
        }
        ReadingStep::Done { total, again_after: None }
    }

    /// What is said when the stage of a case begins, unless it was said in this session.
    fn opening_of(&self, next: &Presentation) -> Option<&Text> {
        let (stage, _) = task_of(&self.protocol, next)?;
        stage.opening.as_ref().filter(|_| !self.opened.contains(&next.stage))
    }

    /// Returns what is shown together, with nothing that tells what it is.
    fn blind(&self, presentation: &Presentation) -> Result<BlindCase> {
        let (done, total) = self.counts();
        let (_, task) = task_of(&self.protocol, presentation).ok_or(Error::Broke)?;
        let example = presentation.purpose == Purpose::Example;
        let said = if example { Some(self.stimuli.said(presentation.first_case())?) } else { None };
        let items = if example { &[] } else { task.items.as_slice() };
        let labels: &[&str] = match presentation.cases.len() {
            1 => &[""],
            2 => &["", ""],
            3 if task.show.word() == "abx" => &["A", "B", "X"],
            _ => &[],
        };
        let mut stimuli = Vec::new();
        for (at, (case, slot)) in
            presentation.cases.iter().zip(self.stimulus_slots(presentation)).enumerate()
        {
            let label = labels.get(at).map_or_else(|| (at + 1).to_string(), |l| (*l).to_owned());
            stimuli.push(BlindStimulus { slot, label, fields: self.stimuli.fields(case)? });
        }
        Ok(BlindCase {
            slot: self.slot(presentation),
            done,
            total,
            show: if example { "example" } else { task.show.word() }.to_owned(),
            practice: presentation.purpose == Purpose::Training,
            said,
            stimuli,
            items: items.iter().map(|item| item_view(item, self.language)).collect(),
        })
    }
}

/// The ten items of the System Usability Scale, of which readers judge this program.
///
/// # Source
///
/// J. Brooke, "SUS: a quick and dirty usability scale", in: Usability Evaluation in Industry, 1996.
pub(crate) fn usability() -> Vec<Item> {
    let say = |key: &str| {
        let key = format!("usability:{key}");
        let spoken = [
            (Language::En, words::Language::English),
            (Language::Pt, words::Language::Portuguese),
            (Language::Es, words::Language::Spanish),
            (Language::De, words::Language::German),
        ];
        let said = |(language, catalogue)| (language, words::say_in(catalogue, &key, &[]));
        Text::in_languages(spoken.map(said))
    };
    let points: Vec<Text> = (1..=5).map(|point| say(&format!("point.{point}"))).collect();
    (1..=10)
        .map(|at| Item {
            id: format!("{STATEMENT}{at}"),
            text: say(&format!("item.{at}")),
            answer: ItemKind::Likert { points: points.clone() },
            optional: true,
            cannot_judge: false,
            only_if: None,
        })
        .collect()
}

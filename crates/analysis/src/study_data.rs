//! A study as it is analysed: who read what, and what they said.

use std::collections::{BTreeMap, BTreeSet};

use stats::N_STATEMENTS;
use study::protocol::{Claim, Item, Show};

use crate::Section;

/// What was asked and answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The readers.
    pub readers: Vec<Reader>,
    /// The cases, with their truth.
    pub cases: Vec<Case>,
    /// The questions, in the order in which they were asked.
    pub questions: Vec<Question>,
    /// What was to be shown.
    pub shown: Vec<Shown>,
    /// What was said, in the order in which it was given.
    pub answers: Vec<Answer>,
    /// What was fixed before the first answer.
    pub plan: Plan,
    /// What was measured of single cases, to be compared with what experts said of them.
    pub metrics: Vec<Metric>,
    /// What readers, by place, said of this program: the statements of the System Usability Scale.
    pub usability: Vec<(usize, [Option<u8>; N_STATEMENTS])>,
    /// Where chance starts, for intervals by drawing cases again.
    pub seed: u64,
}

/// A metric of single cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Its id.
    pub id: String,
    /// Whether a high value is closer to real data; nothing where neither is.
    pub higher_is_closer: Option<bool>,
    /// Its value of each case, finite, or none.
    pub values: Vec<Option<f64>>,
}

/// What was fixed before the first answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The question that the study was made for; nothing where nothing was fixed.
    pub primary: Option<String>,
    /// What is claimed of it.
    pub claim: Claim,
    /// The largest share of obvious cases that a reader may miss and still count, 0 to 1; nothing where
    /// the plan leaves nobody out by a rule that a program can follow.
    pub most_missed: Option<f64>,
    /// What else was planned; all that is not among it is exploratory.
    pub secondary: BTreeSet<Section>,
}

impl Plan {
    /// Nothing was fixed: whatever is found is exploratory.
    pub fn none() -> Plan {
        let claim = Claim::Difference { accuracy: 0.5 };
        Plan { primary: None, claim, most_missed: None, secondary: BTreeSet::new() }
    }
}

/// A reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The code.
    pub code: String,
}

/// A case and its truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id, as in the exports.
    pub id: String,
    /// Whether it is synthetic.
    pub synthetic: bool,
    /// What made it, for a synthetic one.
    pub generator: Option<String>,
    /// What it was drawn by.
    pub stratum: Option<String>,
    /// Its reference diagnosis, as the set has it.
    pub diagnosis: Option<String>,
    /// The patient, where that is known.
    pub subject: Option<String>,
    /// Whether it is an obvious one, which only shows whether readers look.
    pub catch: bool,
}

/// A question, and where it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The stage.
    pub stage: String,
    /// The task.
    pub task: String,
    /// What is shown.
    pub show: Show,
    /// The question itself.
    pub item: Item,
    /// Of a question of the diagnosis: the code that each reference diagnosis stands for. Cases with
    /// another one, or with none, cannot be judged right or wrong.
    pub references: BTreeMap<String, String>,
}

/// One thing that was to be shown to a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The presentation, as in the exports.
    pub id: String,
    /// The reader, by place.
    pub reader: usize,
    /// The task.
    pub task: String,
    /// The stage.
    pub stage: String,
    /// When.
    pub place: Place,
    /// The cases, by place, as they are shown.
    pub cases: Vec<usize>,
    /// What it repeats, by place.
    pub repeat_of: Option<usize>,
    /// Whether it counts; else it is training.
    pub counted: bool,
}

/// When something is shown to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The round, from 1.
    pub round: u32,
    /// The block, from 1.
    pub block: u32,
    /// The place in the round, from 1.
    pub position: u32,
}

/// One answer to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What it was given to, by place.
    pub shown: usize,
    /// The question, by place.
    pub question: usize,
    /// The answer as text: a point, a code, or JSON of what has parts.
    pub value: String,
    /// The answer as a number, where it is one.
    pub number: Option<f64>,
    /// Why there is none, e.g. `cannot_judge`.
    pub missing: Option<String>,
    /// From the first painted frame to the answer, in milliseconds; 0 where it is not known.
    pub rt_ms: u64,
    /// Whether that time has a gap.
    pub interrupted: bool,
    /// Why it does not count, in words.
    pub excluded: Option<String>,
}

impl Study {
    /// Returns what a question's task shows once for its first round, and counts: no training, no
    /// repeat, no obvious case.
    pub(crate) fn due(&self, question: usize) -> impl Iterator<Item = (usize, &Shown)> {
        let Question { stage, task, .. } = &self.questions[question];
        self.shown.iter().enumerate().filter(move |(_, shown)| {
            shown.counted
                && shown.repeat_of.is_none()
                && shown.place.round == 1
                && shown.task == *task
                && shown.stage == *stage
                && !shown.cases.iter().any(|&case| self.cases[case].catch)
        })
    }

    /// Returns the answers to a question that count, the first time that each thing was shown.
    pub(crate) fn first_answers(&self, question: usize) -> Vec<usize> {
        let mut due = vec![false; self.shown.len()];
        for (shown, _) in self.due(question) {
            due[shown] = true;
        }
        let mut answers: Vec<usize> = self
            .answers
            .iter()
            .enumerate()
            .filter(|(_, answer)| answer.question == question && due[answer.shown])
            .filter(|(_, answer)| answer.excluded.is_none() && answer.missing.is_none())
            .map(|(at, _)| at)
            .collect();
        // In the order of the design, whichever session was brought in first.
        answers.sort_by_key(|&at| self.answers[at].shown);
        answers
    }

    /// Returns who gave an answer, by place.
    pub(crate) fn reader_of(&self, answer: usize) -> usize {
        self.shown[self.answers[answer].shown].reader
    }

    /// Returns the case that an answer is of, by place, where one is shown.
    pub(crate) fn case_of(&self, answer: usize) -> Option<usize> {
        self.shown[self.answers[answer].shown].cases.first().copied()
    }

    /// Returns the generators, in order.
    pub(crate) fn generators(&self) -> Vec<Option<String>> {
        let mut names: Vec<Option<String>> = self
            .cases
            .iter()
            .filter(|case| case.synthetic && !case.catch)
            .map(|case| case.generator.clone())
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

impl Answer {
    /// Returns which of so many points was given, from 0.
    pub(crate) fn point(&self, n_points: usize) -> Option<usize> {
        let number = self.number?;
        (0..n_points).find(|&place| (number - 1.0 - place as f64).abs() < 0.5)
    }
}

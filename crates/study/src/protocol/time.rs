//! How long a protocol takes a reader, and what it can find at its own size.

use stats::{Margin, Sides};

use super::check::LONGEST_SESSION;
use super::{Claim, Item, ItemKind, Protocol, Show, Stage, Task};
use crate::{StageSpec, TaskSpec};

/// Seconds to look at what is shown, before anything is answered.
const LOOK: f64 = 5.0;
/// The level of the primary claim.
const LEVEL: f64 = 0.05;

impl Protocol {
    /// Minutes before the first case and after the last one: consent, profile, instructions, debrief.
    pub const AROUND: f64 = 3.0;

    /// Returns how many minutes a reader is expected to need for all stages together, with training,
    /// repeats and obvious cases.
    ///
    /// Seconds for an item: choice 6, visual scale 8, mark 15, diagnosis 20; and 5 to look. Items that
    /// depend on others count half.
    pub fn minutes(&self) -> f64 {
        self.minutes_at(self.size.real, self.size.synthetic)
    }

    /// Returns [`Protocol::minutes`] at another number of cases for each reader.
    pub fn minutes_at(&self, real: u32, synthetic: u32) -> f64 {
        let (real, synthetic) = (f64::from(real), f64::from(synthetic));
        let each =
            self.tasks().map(|(_, task)| self.presentations(task, real, synthetic) * of(task));
        // Training comes once, before the first stage that is disclosed.
        let introduced = self.stages.get(self.introduced());
        let trained = introduced
            .and_then(|stage| stage.tasks.iter().find(|task| matches!(task.show, Show::Single {})))
            .map_or(0.0, |task| f64::from(self.training) * of(task));
        Protocol::AROUND + (each.sum::<f64>() + trained) / 60.0
    }

    /// Returns into how many sessions of at most an hour a reader's work is split.
    pub fn sessions(&self) -> u32 {
        let n = (self.minutes() / LONGEST_SESSION).ceil().max(1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small count"
        )]
        {
            n as u32
        }
    }

    /// Returns which stage examples and training come before.
    fn introduced(&self) -> usize {
        self.stages.iter().position(|stage| stage.disclosed).unwrap_or(0)
    }

    /// Returns how often a reader does a task with so many cases.
    fn presentations(&self, task: &Task, real: f64, synthetic: f64) -> f64 {
        match task.show {
            Show::Single {} => {
                let cases = real + synthetic;
                cases * (1.0 + self.repeats + self.catches)
            }
            Show::Pair {} | Show::Abx {} => real.min(synthetic),
            Show::Rivals {} => (synthetic / 2.0).floor(),
            Show::Nearest {} => synthetic,
            Show::Set { cases } => {
                let of = |n: f64| (n / f64::from(cases.max(1))).floor();
                of(real) + of(synthetic)
            }
        }
    }

    /// Returns what a design needs to know of the stages and their tasks.
    ///
    /// Examples and training come before the first stage that is disclosed: both tell the truth. A
    /// block ends after so many cases, or so many expected minutes, whichever comes first.
    pub fn stage_specs(&self) -> Vec<StageSpec> {
        let introduced = self.introduced();
        let most = |task: &Task| {
            let in_time = 60.0 * f64::from(self.block.minutes) / of(task);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "at most 240 minutes of at least 5 seconds"
            )]
            let in_time = in_time.floor().max(1.0) as usize;
            in_time.min(self.block.cases as usize)
        };
        let spec = |task: &Task| TaskSpec {
            id: task.id.clone(),
            show: task.show,
            most_in_a_block: most(task),
        };
        let stage = |(at, stage): (usize, &Stage)| StageSpec {
            id: stage.id.clone(),
            tasks: stage.tasks.iter().map(spec).collect(),
            counterbalanced: stage.counterbalanced,
            introduced: at == introduced,
        };
        self.stages.iter().enumerate().map(stage).collect()
    }

    /// Returns how long a reader is expected to need for one presentation of a task, in seconds.
    pub fn seconds(task: &Task) -> f64 {
        of(task)
    }

    /// Returns how likely the primary claim is found at the protocol's own size, when it is true.
    ///
    /// An exact test of as many independent calls as all readers' calls are worth: calls of one
    /// reader, and calls on one case, are alike.
    ///
    /// # Errors
    ///
    /// Those of the test, for numbers out of range.
    pub fn power(&self) -> stats::Result<f64> {
        let (real, synthetic) = (f64::from(self.size.real), f64::from(self.size.synthetic));
        let cases = match self.endpoint().map(|task| task.show) {
            Some(Show::Pair {} | Show::Abx {}) => real.min(synthetic),
            _ => real + synthetic,
        };
        let readers = f64::from(self.size.readers);
        let effect = stats::design_effect(cases, self.primary.within_reader)
            + stats::design_effect(readers, self.primary.within_case)
            - 1.0;
        let worth = (cases * readers / effect).floor().clamp(1.0, stats::MOST_CALLS as f64);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
        let n = worth as u64;
        match self.primary.claim {
            Claim::Equivalence { margin } => {
                let margin = Margin { centre: 0.5, margin, level: LEVEL };
                stats::equivalence_power(n, 0.5, margin).map(|found| found.power)
            }
            Claim::Difference { accuracy } => {
                stats::binomial_power(n, accuracy, 0.5, LEVEL, Sides::Two).map(|found| found.power)
            }
        }
    }
}

/// Seconds that a task takes once.
fn of(task: &Task) -> f64 {
    LOOK + task.items.iter().map(seconds).sum::<f64>()
}

fn seconds(item: &Item) -> f64 {
    let seconds = match item.answer {
        ItemKind::Source { .. }
        | ItemKind::Likert { .. }
        | ItemKind::Choice { .. }
        | ItemKind::Several { .. }
        | ItemKind::Side { .. }
        | ItemKind::Match {} => 6.0,
        ItemKind::Vas { .. } | ItemKind::Number { .. } => 8.0,
        ItemKind::Mark { .. }
        | ItemKind::Span { .. }
        | ItemKind::Fields {}
        | ItemKind::FieldPairs { .. }
        | ItemKind::Duplicates {} => 15.0,
        ItemKind::Diagnosis { .. } => 20.0,
        // Few write one, and those who do take their time.
        ItemKind::Text { .. } => 4.0,
    };
    if item.only_if.is_some() { 0.5 * seconds } else { seconds }
}

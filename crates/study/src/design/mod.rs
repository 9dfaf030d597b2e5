//! Who reads which cases, when: fixed before the first reader sits down.

mod balance;
mod check;
mod deal;
mod order;
mod repeat;
mod text;
mod units;

use std::collections::BTreeMap;

use samples::Arm;
use sha2::{Digest, Sha256};

use crate::keyed::mac;
use crate::protocol::Show;
use crate::{Result, williams_design};

pub use balance::{Balance, BlockBalance};
use deal::Hand;
use units::Unit;

/// After so many orders the constraint is given up and reported.
const MOST_ATTEMPTS: u32 = 10_000;

/// A case and its truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSpec {
    /// Names the case within the study; never shown to a reader.
    pub case_id: String,
    /// Where it comes from.
    pub arm: Arm,
    /// What is spread evenly over blocks and groups of readers, e.g. a diagnosis; nothing when it is
    /// not known.
    pub stratum: Option<String>,
    /// Names the pair of a real and a synthetic case that it belongs to; no block holds both.
    pub pair: Option<String>,
    /// What made it; of real cases, nothing.
    pub generator: Option<String>,
    /// The patient, when known.
    pub subject: Option<String>,
    /// What it is for.
    pub role: Role,
    /// Of a synthetic case: the real one that is nearest to it.
    pub nearest: Option<String>,
}

impl CaseSpec {
    /// A case that counts, of no stratum and no pair.
    pub fn new(case_id: impl Into<String>, arm: Arm) -> Self {
        CaseSpec {
            case_id: case_id.into(),
            arm,
            stratum: None,
            pair: None,
            generator: None,
            subject: None,
            role: Role::Counted,
            nearest: None,
        }
    }
}

/// What a case is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Role {
    /// It counts.
    #[default]
    Counted,
    /// It is obvious: whoever looks gets it right.
    Catch,
    /// Read before those that count, with the truth told after it.
    Training,
    /// Shown before all others, with the truth.
    Example,
    /// Only ever shown beside the synthetic case that it is nearest to.
    Neighbour,
}

impl Role {
    const ALL: [Role; 5] =
        [Role::Counted, Role::Catch, Role::Training, Role::Example, Role::Neighbour];

    /// Returns the word that is stored and exported.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Counted => "counted",
            Role::Catch => "catch",
            Role::Training => "training",
            Role::Example => "example",
            Role::Neighbour => "neighbour",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Role::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// A task of a stage, as a design needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskSpec {
    /// Its id in the protocol.
    pub id: String,
    /// What is shown together.
    pub show: Show,
    /// The most presentations in a block; between blocks a break is offered.
    pub most_in_a_block: usize,
}

/// A stage, as a design needs it: all of it is read before the next one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageSpec {
    /// Its id in the protocol.
    pub id: String,
    /// What is done.
    pub tasks: Vec<TaskSpec>,
    /// Whether the order of the tasks changes from reader to reader, so that each follows each
    /// equally often.
    pub counterbalanced: bool,
    /// Whether examples and training come before its tasks.
    pub introduced: bool,
}

/// What a design is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesignRequest {
    /// The source of all chance. It never leaves the coordinator.
    pub seed: [u8; 32],
    /// Names the study: presentations of two studies differ, also with one seed.
    pub study: String,
    /// The readers' codes: pseudonyms, not names.
    pub readers: Vec<String>,
    /// The cases.
    pub cases: Vec<CaseSpec>,
    /// What is done, in this order.
    pub stages: Vec<StageSpec>,
    /// How often all of it is read: each round has a new order.
    pub rounds: u32,
    /// The most cases of one source, or synthetic ones on one side, that may follow each other.
    pub most_in_a_row: usize,
    /// Into how many groups readers are split, each with its own cases; 1 when all read all of them.
    pub groups: usize,
    /// By how much the share of a source may vary from block to block, in percent of a block, so that
    /// readers cannot balance their answers; 0 to 30.
    pub vary_percent: u32,
    /// How many of the cases read singly come a second time, in percent; 0 to 50.
    pub repeat_percent: u32,
}

impl DesignRequest {
    /// Asks for one round of one task on single cases, with runs of at most 3 and blocks of at most
    /// 40, where all read all.
    pub fn new(seed: [u8; 32], readers: Vec<String>, cases: Vec<CaseSpec>) -> Self {
        let task = TaskSpec { id: "main".to_owned(), show: Show::Single {}, most_in_a_block: 40 };
        let stage = StageSpec {
            id: "A".to_owned(),
            tasks: vec![task],
            counterbalanced: false,
            introduced: true,
        };
        DesignRequest {
            seed,
            study: String::new(),
            readers,
            cases,
            stages: vec![stage],
            rounds: 1,
            most_in_a_row: 3,
            groups: 1,
            vary_percent: 0,
            repeat_percent: 0,
        }
    }
}

/// What a presentation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Purpose {
    /// It counts.
    #[default]
    Counted,
    /// Its truth is told after it.
    Training,
    /// Its truth is told with it, and nothing is asked.
    Example,
}

impl Purpose {
    const ALL: [Purpose; 3] = [Purpose::Counted, Purpose::Training, Purpose::Example];

    /// Returns the word that is stored and exported.
    pub fn as_str(self) -> &'static str {
        match self {
            Purpose::Counted => "counted",
            Purpose::Training => "training",
            Purpose::Example => "example",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Purpose::ALL.into_iter().find(|purpose| purpose.as_str() == word)
    }
}

/// What one reader sees together, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presentation {
    /// 32 hexadecimal digits that say nothing to who has not the seed.
    pub presentation_id: String,
    /// The reader's code.
    pub reader: String,
    /// The round, from 1.
    pub round: u32,
    /// The block within the round, from 1.
    pub block: u32,
    /// The place within the reader's round, from 1, counted on through the blocks.
    pub position: u32,
    /// Which order of the block was the first to keep its runs short, from 0.
    pub attempt: u32,
    /// The stage of the protocol; empty in designs of the first version.
    pub stage: String,
    /// The task of the protocol; empty in designs of the first version.
    pub task: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The cases, as they are shown: from left to right, or A, B and X.
    pub cases: Vec<String>,
    /// The presentation that it repeats.
    pub repeat_of: Option<String>,
}

impl Presentation {
    /// Returns the first case, which is the only one of most.
    pub fn first_case(&self) -> &str {
        self.cases.first().map_or("", String::as_str)
    }
}

/// A study's presentations, with what proves that they are these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Design {
    /// All presentations: by reader as asked for, then by round and position.
    pub presentations: Vec<Presentation>,
    /// How many orders were thrown away for each reader, over all blocks.
    pub attempts: BTreeMap<String, u32>,
    /// SHA-256 of [`Design::text`]. It does not depend on the truth.
    pub hash: [u8; 32],
    /// HMAC of cases and arms under the seed: fixes the truth without telling it.
    pub truth_commitment: [u8; 32],
}

impl Design {
    /// Makes the design of a study.
    ///
    /// Every reader reads every case of their group, in blocks that hold the sources and their
    /// strata in about the proportion of the whole, and never both members of a pair. A block's order
    /// is [`crate::keyed_order`]; when it has a longer run of one source than allowed, counted over
    /// the break before it, the block is keyed anew with the next attempt. Where two cases stand side
    /// by side, the synthetic one is on the left exactly half the times, within each generator, too,
    /// up to one of an odd number, and its side is treated as a source is. Repeats come at least 10
    /// presentations, and a quarter of the cases, after the first reading.
    /// Exchanging the two sources changes no presentation, so that what a
    /// reader receives cannot depend on the truth.
    ///
    /// # Errors
    ///
    /// [`crate::Error::NoReader`], [`crate::Error::NoCase`], [`crate::Error::Name`],
    /// [`crate::Error::TwoOfOneName`], [`crate::Error::Limit`], [`crate::Error::AtMost`],
    /// [`crate::Error::Pair`], [`crate::Error::SamePatient`], [`crate::Error::PairsNotApart`],
    /// [`crate::Error::TooFewFor`], [`crate::Error::NoRepeats`], and, when the sources are too unequal
    /// for short runs, [`crate::Error::RunsImpossible`] or [`crate::Error::RunsNotMet`].
    pub fn make(request: &DesignRequest) -> Result<Design> {
        check::check(request)?;
        let mut presentations = Vec::new();
        let mut attempts = BTreeMap::new();
        let groups = deal::split(request);
        let mut by_key: Vec<&String> = request.readers.iter().collect();
        by_key.sort_by_key(|reader| mac(&request.seed, &["group", reader]));
        for reader in &request.readers {
            let place = by_key.iter().position(|known| *known == reader).unwrap_or(0);
            let own = &groups[place % request.groups];
            let mut thrown_away = 0;
            for round in 1..=request.rounds {
                let mut reading = Reading::new(request, reader, round);
                for stage in &request.stages {
                    reading.stage(stage, place / request.groups, own)?;
                }
                thrown_away += reading.thrown_away;
                presentations.extend(reading.read);
            }
            attempts.insert(reader.clone(), thrown_away);
        }
        let hash = Sha256::digest(text::of(&presentations)).into();
        let truth = text::of_truth(&request.cases);
        let truth_commitment = mac(&request.seed, &["truth", &truth]);
        Ok(Design { presentations, attempts, hash, truth_commitment })
    }

    /// Returns the design that these presentations are, as they are stored; nothing is known of its
    /// truth.
    pub fn of(presentations: Vec<Presentation>) -> Design {
        let hash = Sha256::digest(text::of(&presentations)).into();
        let (attempts, truth_commitment) = (BTreeMap::new(), [0; 32]);
        Design { presentations, attempts, hash, truth_commitment }
    }

    /// Returns the canonical text of the presentations, over which the hash is taken.
    ///
    /// A first line `touchstone.design/2`, then one line for each presentation: reader, round, block,
    /// position, attempt, stage, task, purpose, cases separated by U+001E, the presentation that it
    /// repeats, and id, separated by U+001F. Designs of the first version, whose presentations have no
    /// stage, have the text of that version.
    pub fn text(&self) -> String {
        text::of(&self.presentations)
    }

    /// Returns the presentations of one reader, in the order of reading.
    pub fn of_reader(&self, reader: &str) -> Vec<Presentation> {
        self.presentations.iter().filter(|p| p.reader == reader).cloned().collect()
    }
}

/// What a reader reads in one round, as it grows.
struct Reading<'a> {
    request: &'a DesignRequest,
    reader: &'a str,
    round: u32,
    read: Vec<Presentation>,
    blocks: u32,
    thrown_away: u32,
}

impl<'a> Reading<'a> {
    fn new(request: &'a DesignRequest, reader: &'a str, round: u32) -> Self {
        Reading { request, reader, round, read: Vec::new(), blocks: 0, thrown_away: 0 }
    }

    /// Adds a stage; `row` picks the order of its tasks.
    fn stage(&mut self, stage: &StageSpec, row: usize, own: &[&CaseSpec]) -> Result<()> {
        if stage.introduced && self.round == 1 {
            self.introduction(stage);
        }
        let mut order: Vec<usize> = (0..stage.tasks.len()).collect();
        if stage.counterbalanced && 1 < order.len() {
            let rows = williams_design(order.len())?;
            order.clone_from(&rows[row % rows.len()]);
        }
        order.into_iter().try_for_each(|task| self.task(&stage.id, &stage.tasks[task], own))
    }

    /// Adds examples, and then training, which are the same for all readers and never read again.
    fn introduction(&mut self, stage: &StageSpec) {
        let single = |task: &&TaskSpec| matches!(task.show, Show::Single {});
        let Some(task) = stage.tasks.iter().find(single) else { return };
        for (role, purpose) in
            [(Role::Example, Purpose::Example), (Role::Training, Purpose::Training)]
        {
            let mut cases: Vec<&CaseSpec> =
                self.request.cases.iter().filter(|case| case.role == role).collect();
            if cases.is_empty() {
                continue;
            }
            let context = format!("stage-{}/{}", stage.id, purpose.as_str());
            cases.sort_by_key(|case| mac(&self.request.seed, &[&context, &case.case_id]));
            self.blocks += 1;
            for case in cases {
                let shown = vec![case.case_id.clone()];
                self.push((&stage.id, &task.id), purpose, shown, 0, false);
            }
        }
    }

    fn task(&mut self, stage: &str, task: &TaskSpec, own: &[&CaseSpec]) -> Result<()> {
        let place = format!("stage-{stage}/task-{}", task.id);
        let hand = Hand::new(self.request, self.reader, self.round, &place, task.most_in_a_block);
        let units = units::of(&hand, task.show, own)?;
        let most_in_a_row = match task.show {
            // What a set is made of is not to be found out from its neighbours.
            Show::Set { .. } => usize::MAX,
            _ => self.request.most_in_a_row,
        };
        let by_name: BTreeMap<&str, &Unit> =
            units.iter().map(|unit| (unit.spec.case_id.as_str(), unit)).collect();
        let specs: Vec<&CaseSpec> = units.iter().map(|unit| &unit.spec).collect();
        let percent =
            if matches!(task.show, Show::Single {}) { self.request.repeat_percent } else { 0 };
        let n_repeats = repeat::count(&specs, percent);
        let blocks = deal::deal(&hand, &specs, n_repeats)?;
        let mut from = 0;
        let sequence = loop {
            let (mut sequence, thrown_away) =
                repeat::in_order(&hand, &blocks, most_in_a_row, from)?;
            match repeat::insert(&hand, &mut sequence, n_repeats, most_in_a_row) {
                Ok(()) => {
                    self.thrown_away += thrown_away;
                    break sequence;
                }
                // In another order the places may be far enough.
                Err(_) if from < repeat::MOST_REKEYED => from += 1,
                Err(error) => return Err(error),
            }
        };
        let first_block = self.blocks;
        for place in sequence {
            self.blocks = first_block + place.block;
            let shown = by_name
                .get(place.spec.case_id.as_str())
                .map_or_else(Vec::new, |unit| unit.cases.clone());
            self.push((stage, &task.id), Purpose::Counted, shown, place.attempt, place.again);
        }
        Ok(())
    }

    /// Adds a presentation at the end of the block that is open.
    fn push(
        &mut self,
        (stage, task): (&str, &str),
        purpose: Purpose,
        cases: Vec<String>,
        attempt: u32,
        again: bool,
    ) {
        let id = |copy: &str| {
            let context = format!(
                "{}/round-{}/stage-{stage}/task-{task}/{}/{copy}",
                self.request.study,
                self.round,
                purpose.as_str()
            );
            let shown = cases.join("\u{1e}");
            text::hex(&mac(&self.request.seed, &[self.reader, &context, &shown])[..16])
        };
        let first = id("first");
        let (presentation_id, repeat_of) =
            if again { (id("again"), Some(first)) } else { (first, None) };
        self.read.push(Presentation {
            presentation_id,
            reader: self.reader.to_owned(),
            round: self.round,
            block: self.blocks,
            position: u32::try_from(self.read.len() + 1).unwrap_or(u32::MAX),
            attempt,
            stage: stage.to_owned(),
            task: task.to_owned(),
            purpose,
            cases,
            repeat_of,
        });
    }
}

#[cfg(test)]
mod tests;

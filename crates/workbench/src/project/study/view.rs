//! Studies, as the coordinator sees them.

use std::collections::{BTreeMap, BTreeSet};

use seal::PublicKey;
use store::{Study, StudyId};
use study::protocol::Protocol;
use study::{Presentation, Purpose};

use super::super::Open;
use super::kept::Kept;
use super::lock::specs;
use super::protocols::{stage_views, whole};
use super::states::next_states;
use crate::Result;
use crate::bench::Workbench;
use crate::wire::{BalanceView, BlockView, ReaderView, StudyRequest, StudyView};

/// Runs of one source are at most so long.
pub(super) const MOST_IN_A_ROW: usize = 3;

impl Workbench {
    /// Lists the studies, the latest first.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn studies(&self) -> Result<Vec<StudyView>> {
        self.open()?.study_views(self.read_now().as_ref())
    }

    /// Shows a study.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn study(&self, id: u32) -> Result<StudyView> {
        let open = self.open()?;
        let stored = open.store.study(StudyId(id.into()))?;
        open.study_view(&stored, self.read_now().as_ref())
    }

    /// Shows how even the design of a locked study is.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn balance(&self, id: u32) -> Result<BalanceView> {
        self.open()?.balance(StudyId(id.into()))
    }

    /// Returns about how many minutes a reader of a study that is being set up will need.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] protocol.
    pub fn expected_minutes(&self, request: &StudyRequest) -> Result<u32> {
        let open = self.open()?;
        let (real, _) = open.sides(request.real, &request.synthetic)?;
        let protocol = open.protocol(request.protocol.as_deref(), real.modality)?;
        Ok(whole(expected_minutes(&protocol, request)).max(1))
    }

    /// Returns who is in the reading room.
    fn read_now(&self) -> Option<(u32, String)> {
        self.room().as_ref().map(|room| (room.study, room.reader.clone()))
    }
}

impl Open {
    pub(crate) fn study_views(&self, reading: Option<&(u32, String)>) -> Result<Vec<StudyView>> {
        let mut studies = self.store.studies()?;
        studies.sort_by_key(|study| std::cmp::Reverse(study.id));
        studies.iter().map(|study| self.study_view(study, reading)).collect()
    }

    pub(super) fn study_view(
        &self,
        study: &Study,
        reading: Option<&(u32, String)>,
    ) -> Result<StudyView> {
        let id = small(usize::try_from(study.id.0).unwrap_or(usize::MAX));
        let kept = Kept::read(study)?;
        let (protocol, language) = self.asked(&kept)?;
        let answers = self.store.answers(study.id)?;
        let last: BTreeMap<&str, &str> = answers
            .iter()
            .map(|stored| (stored.presentation_id.as_str(), stored.answer.answered_at_utc.as_str()))
            .collect();
        let sealed = self.sealed(study.id)?;
        let keys = self.store.reader_keys(study.id)?;
        let fingerprint = |code: &str| {
            let key: PublicKey = keys.get(code)?.parse().ok()?;
            Some(key.fingerprint())
        };
        let mut forms = self.store.forms_filled(study.id)?;
        let mut presentations = self.by_reader(study)?;
        let mut readers = Vec::new();
        let mut minutes = 0.0_f64;
        for reader in self.store.readers(study.id)? {
            let own = presentations.remove(&reader.code).unwrap_or_default();
            minutes = minutes.max(Protocol::AROUND + minutes_of(&protocol, &own));
            let own: BTreeSet<&str> = own
                .iter()
                .filter(|p| p.purpose != Purpose::Example)
                .map(|p| p.presentation_id.as_str())
                .collect();
            readers.push(ReaderView {
                reading: reading.is_some_and(|(s, code)| *s == id && *code == reader.code),
                forms_left: {
                    let filled = forms.remove(&reader.code).unwrap_or_default();
                    let due = [
                        ("debrief", !protocol.debrief.is_empty()),
                        ("usability", protocol.usability),
                    ];
                    due.into_iter().any(|(form, is_due)| is_due && !filled.contains(form))
                },
                sealed_at: sealed.get(&reader.code).cloned(),
                fingerprint: fingerprint(&reader.code),
                user: self.whose(study.id, &reader.code)?,
                code: reader.code,
                done: small(own.iter().filter(|id| last.contains_key(**id)).count()),
                total: small(own.len()),
                last_answer_at: own
                    .iter()
                    .filter_map(|id| last.get(id))
                    .max()
                    .map(|at| (*at).to_owned()),
            });
        }
        if readers.is_empty() {
            let reader = |code: &String| ReaderView {
                code: code.clone(),
                done: 0,
                total: 0,
                last_answer_at: None,
                reading: false,
                sealed_at: None,
                fingerprint: None,
                user: None,
                forms_left: false,
            };
            readers.extend(kept.request.readers.iter().map(reader));
            minutes = expected_minutes(&protocol, &kept.request);
        }
        Ok(StudyView {
            id,
            name: study.name.clone(),
            state: study.state.as_str().to_owned(),
            // Of a received study it is the coordinator's: what is kept here has other names.
            design_hash: kept
                .received
                .as_ref()
                .map(|received| received.design_hash.clone())
                .or_else(|| study.design_hash.clone())
                .unwrap_or_default()
                .chars()
                .take(8)
                .collect(),
            version: study.design_version,
            created_at: study.created_at.clone(),
            modality: self.modality_of(&kept)?.into(),
            protocol: protocol.title.of(language).to_owned(),
            language: language.code().to_owned(),
            n_real: kept.request.n_real,
            n_synthetic: kept.request.n_synthetic,
            most_in_a_row: small(MOST_IN_A_ROW),
            minutes: whole(minutes).max(1),
            readers,
            stages: stage_views(&protocol, language),
            can: if kept.received.is_some() { Vec::new() } else { next_states(study.state) },
            unlocked: kept.received.is_none() || self.is_unlocked(),
            public_key: kept.received.as_ref().and(self.public_key()?),
            received: kept.received.is_some(),
            plan_hash: self.locked_plan_hash(study)?.map(|hash| hash.chars().take(8).collect()),
            audit: kept.audit.map(|audit| audit.verdict),
            washout_days: kept.request.washout_days,
            rounds: kept.request.rounds.max(1),
            skipped: kept.skipped,
        })
    }

    /// Returns the presentations of each reader.
    fn by_reader(&self, study: &Study) -> Result<BTreeMap<String, Vec<Presentation>>> {
        let mut by_reader: BTreeMap<String, Vec<Presentation>> = BTreeMap::new();
        for presentation in self.store.presentations(study.id)? {
            by_reader.entry(presentation.reader.clone()).or_default().push(presentation);
        }
        Ok(by_reader)
    }

    fn balance(&self, id: StudyId) -> Result<BalanceView> {
        let cases = specs(&self.store.cases(id)?);
        let presentations = self.store.presentations(id)?;
        let design = study::Design::of(presentations);
        let balance = design.balance(&cases);
        let block = |of: &study::BlockBalance| BlockView {
            reader: of.reader.clone(),
            round: of.round,
            block: of.block,
            stage: of.stage.clone(),
            task: of.task.clone(),
            purpose: of.purpose.as_str().to_owned(),
            n_real: small(of.of(samples::Arm::Real)),
            n_synthetic: small(of.of(samples::Arm::Synthetic)),
            longest_run: small(of.longest_run),
            n_repeats: small(of.repeats),
            nearest_repeat: of.nearest_repeat,
        };
        let hash = balance.hash.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
        Ok(BalanceView { blocks: balance.blocks.iter().map(block).collect(), hash: hash.concat() })
    }
}

/// About how many minutes a reader of a study that is not locked will need.
fn expected_minutes(protocol: &Protocol, request: &StudyRequest) -> f64 {
    let groups = request.groups.max(1);
    let (real, synthetic) = (request.n_real / groups, request.n_synthetic / groups);
    // Obvious cases are those that were chosen, whatever the protocol would like.
    let chosen = small(request.catches.len());
    let catches = f64::from(chosen) / f64::from((request.n_real + request.n_synthetic).max(1));
    let repeats = request.repeat_percent.map_or(protocol.repeats, |n| f64::from(n) / 100.0);
    Protocol { catches, repeats, ..protocol.clone() }.minutes_at(real, synthetic)
}

/// About how many minutes a reader needs for these presentations.
pub(crate) fn minutes_of(protocol: &Protocol, presentations: &[Presentation]) -> f64 {
    let seconds: f64 = presentations
        .iter()
        .filter_map(|p| task_of(protocol, p))
        .map(|(_, task)| Protocol::seconds(task))
        .sum();
    seconds / 60.0
}

/// Returns the stage and the task of a presentation; of the first versions there is one.
pub(crate) fn task_of<'a>(
    protocol: &'a Protocol,
    presentation: &Presentation,
) -> Option<(&'a study::protocol::Stage, &'a study::protocol::Task)> {
    protocol.tasks().find(|(stage, task)| {
        presentation.stage.is_empty()
            || (stage.id == presentation.stage && task.id == presentation.task)
    })
}

pub(crate) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

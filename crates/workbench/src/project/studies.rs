//! Blinded studies, as the coordinator sees them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use samples::{Arm, Modality, SetId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Case, DesignToLock, NewStudy, Reader, Set, StoredSample, Study, StudyId};
use study::{Candidate, CaseSpec, Design, DesignRequest, QuestionKind};

use super::Open;
use super::card::{Card, CardColumn, SideTable, card};
use super::container::{container, container_of_signal};
use super::levels::Levels;
use super::sets::as_table;
use super::traces::span;
use crate::bench::{Workbench, checked_name};
use crate::wire::{QuestionView, ReaderView, Rule, StudyPreview, StudyRequest, StudyView};
use crate::{Error, Result, clock};

/// Seconds to look at a case, to choose on a scale (`docs/methods/keyed-order.md` has the source).
const SECONDS_TO_LOOK: u32 = 5;
const SECONDS_TO_CHOOSE: u32 = 6;
/// The most cases of one side that a study may have.
pub(crate) const MOST_CASES: u32 = 5000;
/// How many candidates are looked at for each case, to find images of one size and depth.
const LOOKED_AT: usize = 4;

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

    /// Tells what readers would see of the cases of these sets, before a study is made.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchSet`], [`Error::Incomplete`], and those of store and format.
    pub fn preview_study(&self, real: u32, synthetic: &[u32]) -> Result<StudyPreview> {
        let open = self.open()?;
        let (real, synthetic) = open.sides(real, synthetic)?;
        if real.modality != Modality::Table {
            return Ok(StudyPreview { columns: Vec::new(), left_off: Vec::new() });
        }
        let card = open.card_of(&real, &synthetic)?;
        Ok(StudyPreview {
            columns: card.columns.into_iter().map(|column| column.name).collect(),
            left_off: card.left_off.iter().map(|(column, why)| why.left_off(column)).collect(),
        })
    }

    /// Makes a study, chooses its cases, fixes each reader's order, and locks all of it.
    ///
    /// # Errors
    ///
    /// [`Error::Incomplete`], [`Error::DifferentModalities`], [`Error::ContainersTell`] when
    /// readers could tell the sources by size or depth, and those of crate `study`.
    pub fn create_study(&self, request: &StudyRequest) -> Result<StudyView> {
        let open = self.open_to_change()?;
        let id = open.create_study(request)?;
        self.0.changed();
        self.study(id)
    }

    /// Returns who is in the reading room.
    fn read_now(&self) -> Option<(u32, String)> {
        self.room().as_ref().map(|room| (room.study, room.reader.clone()))
    }
}

impl Open {
    pub(crate) fn create_study(self: &Arc<Self>, request: &StudyRequest) -> Result<u32> {
        let name = checked_name(&request.name)?;
        for (what, given) in [("nReal", request.n_real), ("nSynthetic", request.n_synthetic)] {
            if given == 0 || MOST_CASES < given {
                return Err(Error::OutOfRange { what, least: 1, most: MOST_CASES, given });
            }
        }
        let (real, synthetic) = self.sides(request.real, &request.synthetic)?;
        if matches!(real.modality, Modality::Vectors) {
            return Err(Error::NotOfModality { wanted: Modality::Image, given: real.modality });
        }

        let seed = request.seed.map_or_else(clock::chance, |seed| {
            *samples::ContentHash::of(&[b"touchstone.study-seed/1", &seed.to_le_bytes()]).as_bytes()
        });
        let (cases, shown) = self.choose(request, &real, &synthetic, seed)?;
        let card = match real.modality {
            Modality::Table => Some(self.card_of(&real, &synthetic)?.columns),
            Modality::Image | Modality::Signal | Modality::Vectors => None,
        };
        if card.as_ref().is_some_and(Vec::is_empty) {
            return Err(Error::NoCommonColumns);
        }
        let specs =
            cases.iter().map(|case| CaseSpec::new(case.case_id.clone(), case.arm)).collect();
        let codes: Vec<String> =
            request.readers.iter().map(|code| code.trim().to_owned()).collect();
        let design = Design::make(&DesignRequest::new(seed, codes.clone(), specs))?;

        let now = clock::now();
        let shown = serde_json::to_value(Shown { card, ..shown }).map_err(|_| Error::Broke)?;
        let hash = samples::ContentHash::of_bytes(shown.to_string().as_bytes());
        let mut kept = serde_json::to_value(request).map_err(|_| Error::Broke)?;
        kept[SHOWN] = shown;
        let study = self.store.add_study(&NewStudy { name, request: kept, seed }, &now)?;
        let readers: Vec<Reader> =
            codes.into_iter().map(|code| Reader { display_name: code.clone(), code }).collect();
        let fixed = DesignToLock {
            readers: &readers,
            cases: &cases,
            design: &design,
            question_set: QUESTION_SET,
            salt: clock::chance(),
        };
        let event = json!({
            "t": now, "actor": "coordinator", "type": "study.lock", "shown": hash.to_string(),
        });
        self.store.lock_study(study, &fixed, &event, &now)?;
        u32::try_from(study.0).map_err(|_| Error::Broke)
    }

    /// Finds the sets of a study: complete, and of one kind.
    fn sides(&self, real: u32, synthetic: &[u32]) -> Result<(Set, Vec<Set>)> {
        let real = self.complete_set(real)?;
        let synthetic =
            synthetic.iter().map(|&set| self.complete_set(set)).collect::<Result<Vec<Set>>>()?;
        if synthetic.is_empty() {
            return Err(Error::NeedsBothSets);
        }
        for set in &synthetic {
            if set.modality != real.modality {
                let (real, synthetic) = (real.modality, set.modality);
                return Err(Error::DifferentModalities { real, synthetic });
            }
        }
        Ok((real, synthetic))
    }

    /// Chooses cases that share one size and depth, and gives them numbers that say nothing.
    ///
    /// No two hold the same: an exact copy would be seen once as real and once as synthetic.
    /// Returns how images and signals are shown, too.
    fn choose(
        self: &Arc<Self>,
        request: &StudyRequest,
        real: &Set,
        synthetic: &[Set],
        seed: [u8; 32],
    ) -> Result<(Vec<Case>, Shown)> {
        let (n_real, n_synthetic) = (request.n_real as usize, request.n_synthetic as usize);
        let pooled = |looked_at: usize| -> Result<Vec<Pooled>> {
            let mut pool = self.pool(real, looked_at.saturating_mul(n_real), &seed)?;
            for set in synthetic {
                pool.extend(self.pool(set, looked_at.saturating_mul(n_synthetic), &seed)?);
            }
            if matches!(real.modality, Modality::Image | Modality::Signal) {
                pool = of_one_container(pool, n_real, n_synthetic)?;
            }
            Ok(without_twins(pool, &seed))
        };
        let pool = match pooled(LOOKED_AT) {
            // Those that share a size and depth may be rare: then all are looked at.
            Err(Error::ContainersTell { .. }) => pooled(usize::MAX)?,
            looked => looked?,
        };
        let candidates: Vec<Candidate> = pool.iter().map(|one| one.candidate.clone()).collect();
        let chosen = study::choose_cases(&candidates, n_real, n_synthetic, &seed)?;
        let window = window_of(chosen.iter().map(|&at| &pool[at]))?;
        let span = chosen
            .iter()
            .filter_map(|&at| pool[at].span)
            .reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]);

        let keys: BTreeMap<String, &Pooled> =
            chosen.into_iter().map(|at| (candidates[at].ordinal_key.clone(), &pool[at])).collect();
        let shuffled = study::keyed_order(
            &seed,
            "cases",
            "numbers",
            &keys.keys().cloned().collect::<Vec<_>>(),
        );
        let cases = (1..)
            .zip(shuffled)
            .filter_map(|(number, key): (u32, String)| {
                let one = keys.get(&key)?;
                Some(Case {
                    case_id: format!("case-{number:04}"),
                    set: one.sample.id.set,
                    ordinal: one.sample.id.ordinal,
                    arm: one.candidate.arm,
                    generator: one.candidate.generator.clone(),
                })
            })
            .collect();
        Ok((cases, Shown { card: None, window, span }))
    }

    /// Returns about `n` candidates of a set, in keyed order, each with what it is wrapped in.
    fn pool(self: &Arc<Self>, set: &Set, n: usize, seed: &[u8; 32]) -> Result<Vec<Pooled>> {
        let samples: BTreeMap<String, StoredSample> =
            self.all_samples(set.id)?.into_iter().map(|s| (s.id.to_string(), s)).collect();
        let keys: Vec<String> = samples.keys().cloned().collect();
        let order = study::keyed_order(seed, "cases", "pool", &keys);
        let looked_at = order.into_iter().take(n.max(64));
        let taken: Vec<StoredSample> =
            looked_at.filter_map(|key| samples.get(&key).cloned()).collect();
        taken
            .into_par_iter()
            .map(|sample| {
                let (container, levels, span) = match set.modality {
                    Modality::Image => {
                        let image = self.image(set.id, sample.id.ordinal)?;
                        (container(&image), Some(Levels::of(&image)), None)
                    }
                    Modality::Signal => {
                        let signal = self.signal(set.id, sample.id.ordinal)?;
                        (container_of_signal(&signal), None, Some(span(std::iter::once(&*signal))))
                    }
                    Modality::Table | Modality::Vectors => (String::new(), None, None),
                };
                let candidate = Candidate {
                    ordinal_key: sample.id.to_string(),
                    arm: set.arm,
                    // A subject of one set is another's: a synthetic patient is nobody's record.
                    subject: sample.origin.subject.as_ref().map(|s| format!("{}/{s}", set.id)),
                    generator: (set.arm == Arm::Synthetic)
                        .then(|| set.generator.clone().unwrap_or_else(|| set.name.clone())),
                };
                Ok(Pooled { sample, candidate, container, levels, span })
            })
            .collect()
    }

    /// Returns the columns of the patient card, and why the others are left off.
    fn card_of(&self, real: &Set, synthetic: &[Set]) -> Result<Card> {
        let mut sets: Vec<&Set> = std::iter::once(real).chain(synthetic).collect();
        // The set that came first gives the order of the columns, whichever side it is on.
        sets.sort_by_key(|set| set.id);
        let tables = sets.iter().map(|set| self.contents(set.id)).collect::<Result<Vec<_>>>()?;
        let sides = sets
            .iter()
            .zip(&tables)
            .map(|(set, contents)| {
                Ok(SideTable {
                    arm: set.arm.into(),
                    table: as_table(contents)?,
                    rules: rule_columns(set),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(card(&sides))
    }

    /// Returns how the cases of a study are shown.
    pub(crate) fn shown(&self, study: &Study) -> Result<Shown> {
        if let Some(shown) = study.request.get(SHOWN) {
            return serde_json::from_value(shown.clone()).map_err(|_| Error::Broke);
        }
        // A study of the first version did not keep it.
        let request: StudyRequest =
            serde_json::from_value(study.request.clone()).map_err(|_| Error::Broke)?;
        let real = self.store.set(SetId(request.real.into()))?;
        if real.modality != Modality::Table {
            return Ok(Shown::default());
        }
        let synthetic = request.synthetic.iter().map(|&set| self.store.set(SetId(set.into())));
        let synthetic = synthetic.collect::<std::result::Result<Vec<Set>, _>>()?;
        Ok(Shown { card: Some(self.card_of(&real, &synthetic)?.columns), window: None, span: None })
    }

    pub(crate) fn study_views(&self, reading: Option<&(u32, String)>) -> Result<Vec<StudyView>> {
        let mut studies = self.store.studies()?;
        studies.retain(|study| study.design_hash.is_some());
        studies.sort_by_key(|study| std::cmp::Reverse(study.id));
        studies.iter().map(|study| self.study_view(study, reading)).collect()
    }

    fn study_view(&self, study: &Study, reading: Option<&(u32, String)>) -> Result<StudyView> {
        let id = u32::try_from(study.id.0).unwrap_or(u32::MAX);
        let request: StudyRequest =
            serde_json::from_value(study.request.clone()).map_err(|_| Error::Broke)?;
        let answers = self.store.answers(study.id)?;
        let mut readers = Vec::new();
        for reader in self.store.readers(study.id)? {
            let own: BTreeSet<String> = self
                .store
                .presentations_of(study.id, &reader.code)?
                .into_iter()
                .map(|presentation| presentation.presentation_id)
                .collect();
            let answered = self.store.answered(study.id, &reader.code)?;
            let last = answers
                .iter()
                .filter(|stored| own.contains(&stored.presentation_id))
                .map(|stored| stored.answer.answered_at_utc.clone())
                .max();
            readers.push(ReaderView {
                reading: reading.is_some_and(|(s, code)| *s == id && *code == reader.code),
                code: reader.code,
                done: small(answered.len()),
                total: small(own.len()),
                last_answer_at: last,
            });
        }
        let n_cases = request.n_real + request.n_synthetic;
        Ok(StudyView {
            id,
            name: study.name.clone(),
            state: study.state.as_str().to_owned(),
            design_hash: study.design_hash.clone().unwrap_or_default().chars().take(8).collect(),
            created_at: study.created_at.clone(),
            modality: self.store.set(SetId(request.real.into()))?.modality.into(),
            n_real: request.n_real,
            n_synthetic: request.n_synthetic,
            most_in_a_row: 3,
            minutes: minutes(n_cases),
            readers,
            questions: questions(),
        })
    }
}

/// The name of the one question set there is.
const QUESTION_SET: &str = "real-or-synthetic/1";

/// Where a study's request keeps how its cases are shown.
const SHOWN: &str = "shown";

/// How the cases of a study are shown: fixed when it is locked, and the same for all of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shown {
    /// The columns of the patient card; `None` for images.
    pub(crate) card: Option<Vec<CardColumn>>,
    /// The lowest and highest value shown of an image.
    pub(crate) window: Option<[u16; 2]>,
    /// What traces without a scale are drawn between.
    #[serde(default)]
    pub(crate) span: Option<[f64; 2]>,
}

impl Shown {
    /// Returns the word for what the reader's window shows.
    pub(crate) fn kind(&self) -> &'static str {
        match (&self.card, self.span) {
            (Some(_), _) => "card",
            (None, Some(_)) => "signal",
            (None, None) => "image",
        }
    }
}

/// Returns the columns that subjects and strata of a set were read from.
fn rule_columns(set: &Set) -> BTreeSet<String> {
    ["subject", "stratum"]
        .into_iter()
        .filter_map(|what| {
            let rule = set.origin["import"][what].clone();
            match serde_json::from_value(rule) {
                Ok(Rule::Column(column)) => Some(column),
                _ => None,
            }
        })
        .collect()
}

struct Pooled {
    sample: StoredSample,
    candidate: Candidate,
    container: String,
    levels: Option<Levels>,
    /// The least and the largest value of a signal.
    span: Option<[f64; 2]>,
}

/// Keeps one of those that hold the same, whichever the seed puts first.
fn without_twins(mut pool: Vec<Pooled>, seed: &[u8; 32]) -> Vec<Pooled> {
    let keys: Vec<String> = pool.iter().map(|one| one.candidate.ordinal_key.clone()).collect();
    let places: BTreeMap<String, usize> =
        study::keyed_order(seed, "cases", "twins", &keys).into_iter().zip(0..).collect();
    pool.sort_by_key(|one| places.get(&one.candidate.ordinal_key).copied());
    let mut contents = BTreeSet::new();
    pool.retain(|one| contents.insert(one.sample.id.content));
    pool
}

/// Returns the window that all cases are shown in, or says that their levels tell the sides apart.
fn window_of<'a>(chosen: impl Iterator<Item = &'a Pooled>) -> Result<Option<[u16; 2]>> {
    let mut sides: BTreeMap<Arm, Levels> = BTreeMap::new();
    for one in chosen {
        let Some(levels) = one.levels else { return Ok(None) };
        let joined = sides.get(&one.candidate.arm).map_or(levels, |&known| known.and(levels));
        sides.insert(one.candidate.arm, joined);
    }
    match (sides.get(&Arm::Real), sides.get(&Arm::Synthetic)) {
        (Some(&real), Some(&synthetic)) if real.differ(synthetic) => {
            Err(Error::LevelsTell { real: real.words(), synthetic: synthetic.words() })
        }
        (Some(&real), Some(&synthetic)) => Ok(Some(real.and(synthetic).window())),
        _ => Ok(None),
    }
}

/// Keeps the candidates of the one container that both sources have most of.
fn of_one_container(pool: Vec<Pooled>, n_real: usize, n_synthetic: usize) -> Result<Vec<Pooled>> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for one in &pool {
        let (real, synthetic) = counts.entry(&one.container).or_default();
        match one.candidate.arm {
            Arm::Real => *real += 1,
            Arm::Synthetic => *synthetic += 1,
        }
    }
    let best = counts.iter().max_by_key(|(_, (real, synthetic))| {
        (n_real <= *real && n_synthetic <= *synthetic, *real.min(synthetic))
    });
    let (container, n) = best
        .map(|(container, n)| ((*container).to_owned(), *n))
        .ok_or(Error::ContainersTell { n_real: 0, n_synthetic: 0 })?;
    if n.0 < n_real || n.1 < n_synthetic {
        return Err(Error::ContainersTell { n_real: n.0, n_synthetic: n.1 });
    }
    Ok(pool.into_iter().filter(|one| one.container == container).collect())
}

/// About how many minutes a reader needs for so many cases.
pub(crate) fn minutes(n_cases: u32) -> u32 {
    (n_cases * (SECONDS_TO_LOOK + SECONDS_TO_CHOOSE)).div_ceil(60)
}

/// Returns the questions in the reader's words.
pub(crate) fn questions() -> Vec<QuestionView> {
    study::real_or_synthetic()
        .into_iter()
        .map(|question| {
            let text = words::say(&format!("study:question.{}.text", question.id), &[]);
            let (anchors, most_letters) = match question.kind {
                QuestionKind::Scale { anchors } => {
                    let say = |key: &String| words::say(&format!("study:{key}"), &[]);
                    (anchors.iter().map(say).collect(), 0)
                }
                QuestionKind::Text { most } => (Vec::new(), small(most)),
            };
            QuestionView {
                id: question.id,
                text,
                anchors,
                most_letters,
                required: question.required,
            }
        })
        .collect()
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

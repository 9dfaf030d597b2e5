//! A study as it is analysed, from what is stored.

use std::collections::BTreeMap;

use analysis::{Answer, Case, Metric, Place, Plan, Question, Reader, Shown};
use samples::{Arm, SetId};
use stats::N_STATEMENTS;
use store::Study;
use study::Purpose;
use study::protocol::{Claim, Protocol};

use super::super::Open;
use super::super::reading::{STATEMENT, USABILITY};
use super::super::study::{Kept, codes_of, is_as_first_proposed};
use super::planned::planned;
use super::read_cases::sample_of;
use crate::wire::SampleRef;
use crate::{Error, Result};

/// Why answers of a script do not count, where people answered, too.
pub(crate) const BY_SCRIPT: &str = "scripted";
/// Why answers do not count that were given when their truth was out.
pub(crate) const WHEN_UNBLINDED: &str = "unblinded";

/// What a reader, by place, said of this program.
type Usability = (usize, [Option<u8>; N_STATEMENTS]);

/// A study with its truth, and what is to be known of it.
pub(crate) struct Gathered {
    pub(crate) study: analysis::Study,
    /// The sample of each case; none at all for ratings of other programs.
    pub(crate) samples: Vec<SampleRef>,
    /// Columns and rows of what was shown of each case that was marked.
    pub(crate) sizes: Vec<Option<[u32; 2]>>,
    /// A script gave all answers: they are counted, and said to be a script's.
    pub(crate) by_script: bool,
    /// Answers that were given when their truth was out.
    pub(crate) n_unblinded: usize,
    /// Presentations that nobody answered.
    pub(crate) n_unread: usize,
    /// Whether the plan has rules, which say what is planned and who is left out.
    pub(crate) has_rules: bool,
    /// Of a plan of before there were rules: that its further analyses, and whom it leaves out, are in
    /// words that no program follows.
    pub(crate) own_words: [bool; 2],
}

impl Open {
    /// Gathers what a study's analysis is made from.
    pub(crate) fn gathered(&self, stored: &Study) -> Result<Gathered> {
        let kept = Kept::read(stored)?;
        if kept.received.is_some() {
            return Err(Error::OnlyRead);
        }
        let (protocol, _) = self.asked(&kept)?;
        let rules = kept.plan.as_ref().and_then(|plan| plan.rules.clone()).unwrap_or_default();
        let cases = self.cases_to_analyse(stored, !rules.diagnoses.is_empty())?;
        let places: BTreeMap<&str, usize> =
            cases.iter().enumerate().map(|(at, case)| (case.id.as_str(), at)).collect();
        let readers: Vec<Reader> =
            self.store.readers(stored.id)?.into_iter().map(|r| Reader { code: r.code }).collect();
        let questions: Vec<Question> = protocol
            .tasks()
            .flat_map(|(stage, task)| {
                task.items.iter().map(|item| Question {
                    stage: stage.id.clone(),
                    task: task.id.clone(),
                    show: task.show,
                    item: item.clone(),
                    references: codes_of(&rules.diagnoses, &item.id),
                })
            })
            .collect();
        let presentations: Vec<study::Presentation> = self
            .store
            .presentations(stored.id)?
            .into_iter()
            .filter(|presentation| presentation.purpose != Purpose::Example)
            .collect();
        let by_id: BTreeMap<&str, usize> = presentations
            .iter()
            .enumerate()
            .map(|(at, presentation)| (presentation.presentation_id.as_str(), at))
            .collect();
        let shown = shown_of(&protocol, &presentations, &by_id, (&readers, &places))?;
        // What is not locked was not planned.
        let plan = match stored.design_hash {
            Some(_) => planned(kept.plan.as_ref(), &protocol.primary),
            None => Plan { claim: protocol.primary.claim, ..Plan::none() },
        };
        let seed = stored.design_hash.as_deref().and_then(|hash| hash.get(..16));
        let seed = seed.and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0);
        let mut study = analysis::Study {
            readers,
            cases,
            questions,
            shown,
            answers: Vec::new(),
            plan,
            metrics: self.metrics_to_compare(stored)?,
            usability: Vec::new(),
            seed,
        };
        let (by_script, n_unblinded) = self.answers_to_analyse(stored, &by_id, &mut study)?;
        let mut read = vec![false; study.shown.len()];
        for answer in &study.answers {
            read[answer.shown] = true;
        }
        let n_unread = read.into_iter().filter(|read| !read).count();
        let samples = self.store.cases(stored.id)?.iter().map(sample_of).collect();
        let sizes = self.sizes_shown(stored, &study)?;
        let has_rules = kept.plan.as_ref().is_some_and(|plan| plan.rules.is_some());
        let first = kept.plan.as_ref().filter(|_| !has_rules).map(is_as_first_proposed);
        let own_words = first.map_or([false, false], |is| is.map(|is_as_proposed| !is_as_proposed));
        study.usability = self.usability_to_score(stored, &study)?;
        Ok(Gathered {
            study,
            samples,
            sizes,
            by_script,
            n_unblinded,
            n_unread,
            has_rules,
            own_words,
        })
    }

    fn cases_to_analyse(&self, stored: &Study, with_diagnoses: bool) -> Result<Vec<Case>> {
        let cases = self.store.cases(stored.id)?;
        let known = |case: store::Case| {
            let diagnosis = if with_diagnoses {
                let sample = self.store.sample(case.set, case.ordinal)?;
                sample.origin.diagnosis().map(str::to_owned)
            } else {
                None
            };
            Ok(Case {
                synthetic: case.arm == Arm::Synthetic,
                generator: case.generator,
                stratum: case.stratum,
                diagnosis,
                subject: case.subject,
                catch: case.role == study::Role::Catch,
                id: case.case_id,
            })
        };
        cases.into_iter().map(known).collect()
    }

    /// Returns what each reader said of this program; readers who were not asked, or left all of it open,
    /// are none, nor is a script, unless scripts gave all answers.
    fn usability_to_score(
        &self,
        stored: &Study,
        study: &analysis::Study,
    ) -> Result<Vec<Usability>> {
        let is_scripted = |reader: usize| {
            let mut own = study
                .answers
                .iter()
                .filter(|one| study.shown[one.shown].reader == reader)
                .peekable();
            own.peek().is_some() && own.all(|one| one.excluded.as_deref() == Some(BY_SCRIPT))
        };
        let mut said: BTreeMap<usize, [Option<u8>; N_STATEMENTS]> = BTreeMap::new();
        for one in self.store.form_answers(stored.id)? {
            let reader = study.readers.iter().position(|reader| reader.code == one.reader);
            let at = one.given.item.strip_prefix(STATEMENT).and_then(|at| at.parse::<usize>().ok());
            let (Some(reader), Some(at)) = (reader, at) else { continue };
            let place =
                at.checked_sub(1).and_then(|at| said.entry(reader).or_default().get_mut(at));
            if let (USABILITY, Some(place)) = (one.form.as_str(), place) {
                *place = one.given.value.parse().ok();
            }
        }
        said.retain(|reader, own| own.iter().any(Option::is_some) && !is_scripted(*reader));
        Ok(said.into_iter().collect())
    }

    /// Returns what was measured of the study's cases by themselves, in the latest run that did.
    fn metrics_to_compare(&self, stored: &Study) -> Result<Vec<Metric>> {
        let cases = self.store.cases(stored.id)?;
        let mut found: BTreeMap<String, Vec<Option<f64>>> = BTreeMap::new();
        let mut runs: Vec<store::RunId> =
            self.store.runs()?.into_iter().map(|run| run.id).collect();
        // A later run's value stands in the place of an earlier one's.
        runs.sort();
        for value in runs.into_iter().map(|run| self.store.values(run)).collect::<Vec<_>>() {
            for value in value? {
                let instances = self.store.instance_values(value.id)?;
                if instances.is_empty() {
                    continue;
                }
                let own: BTreeMap<(Option<SetId>, u32), f64> = instances
                    .into_iter()
                    .filter_map(|one| {
                        let set = match one.arm {
                            Arm::Real => value.value.real,
                            Arm::Synthetic => value.value.synthetic,
                        };
                        let number = one.value.filter(|value| value.is_finite())?;
                        Some(((set, one.ordinal), number))
                    })
                    .collect();
                let of = found.entry(value.value.metric.clone());
                let of = of.or_insert_with(|| vec![None; cases.len()]);
                for (place, case) in of.iter_mut().zip(&cases) {
                    if let Some(number) = own.get(&(Some(case.set), case.ordinal)) {
                        *place = Some(*number);
                    }
                }
            }
        }
        let metric = |(id, values): (String, Vec<Option<f64>>)| {
            let known = metrics::registry::find(&id)?;
            let higher_is_closer = match known.better {
                metrics::Better::Higher => Some(true),
                metrics::Better::Lower => Some(false),
                metrics::Better::Neither => None,
            };
            let measured = values.iter().any(Option::is_some);
            measured.then_some(Metric { id, higher_is_closer, values })
        };
        Ok(found.into_iter().filter_map(metric).collect())
    }

    /// Adds the answers; returns whether a script gave all of them, and how many came after the truth.
    fn answers_to_analyse(
        &self,
        stored: &Study,
        by_id: &BTreeMap<&str, usize>,
        study: &mut analysis::Study,
    ) -> Result<(bool, usize)> {
        let marks = self.marks(stored)?;
        let answers = self.store.answers(stored.id)?;
        let by_script = marks.is_all_scripted();
        let mut n_unblinded = 0;
        for one in answers {
            let Some(&shown) = by_id.get(one.presentation_id.as_str()) else { continue };
            let at = &study.shown[shown];
            let question = study.questions.iter().position(|question| {
                question.item.id == one.answer.given.item
                    && question.task == at.task
                    && question.stage == at.stage
            });
            let Some(question) = question else { continue };
            let unblinded = marks.is_unblinded(&one);
            n_unblinded += usize::from(unblinded);
            let excluded = match (unblinded, marks.is_scripted(&one) && !by_script) {
                (true, _) => Some(WHEN_UNBLINDED),
                (false, true) => Some(BY_SCRIPT),
                (false, false) => None,
            };
            study.answers.push(Answer {
                shown,
                question,
                value: one.answer.given.value,
                number: one.answer.given.number,
                missing: one.answer.given.missing.map(str::to_owned),
                rt_ms: one.answer.rt_ms,
                interrupted: one.answer.interrupted,
                excluded: excluded.map(str::to_owned),
            });
        }
        Ok((by_script, n_unblinded))
    }
}

/// Returns the margin that a claim speaks of.
pub(super) fn margin_of(claim: Claim) -> Option<f64> {
    match claim {
        Claim::Equivalence { margin } => Some(margin),
        Claim::Difference { .. } => None,
    }
}

/// Returns what was to be shown, by the places of readers and cases.
fn shown_of(
    protocol: &Protocol,
    presentations: &[study::Presentation],
    by_id: &BTreeMap<&str, usize>,
    (readers, places): (&[Reader], &BTreeMap<&str, usize>),
) -> Result<Vec<Shown>> {
    let shown = |presentation: &study::Presentation| {
        let (stage, task) =
            super::super::study::task_of(protocol, presentation).ok_or(Error::Broke)?;
        let of = |id: &String| places.get(id.as_str()).copied().ok_or(Error::Broke);
        let reader = readers.iter().position(|r| r.code == presentation.reader);
        let repeats = presentation.repeat_of.as_ref();
        Ok(Shown {
            id: presentation.presentation_id.clone(),
            reader: reader.ok_or(Error::Broke)?,
            stage: stage.id.clone(),
            task: task.id.clone(),
            place: Place {
                round: presentation.round,
                block: presentation.block,
                position: presentation.position,
            },
            cases: presentation.cases.iter().map(of).collect::<Result<_>>()?,
            repeat_of: repeats.and_then(|id| by_id.get(id.as_str()).copied()),
            counted: presentation.purpose == Purpose::Counted,
        })
    };
    presentations.iter().map(shown).collect()
}

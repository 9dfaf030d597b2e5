//! What the report says, gathered from what is stored.

use std::collections::{BTreeMap, BTreeSet};

use report::facts::{
    FigureFacts, MeasureFacts, MethodFacts, ReportFacts, SetFacts, TrailFacts, TrailState,
    ValueFacts,
};
use report::figure::{Role, Size};
use samples::{Arm, SetId};
use store::{RunId, TrailCheck};

use super::super::Open;
use super::super::results::request_of;
use super::super::study::Kept;
use super::Asked;
use super::values::outcome;
use crate::error::failure;
use crate::wire::{ResultView, RunView};
use crate::{Error, Result, clock};

impl Open {
    /// Gathers what the report says.
    pub(super) fn facts(&self, asked: Asked<'_>) -> Result<ReportFacts> {
        let Asked { study, with_truth, run, check, now, .. } = asked;
        let project = self.store.name()?;
        let mut sets: Vec<SetId> = Vec::new();
        if let Some(run) = run {
            let numbers = run.real.iter().chain(&run.synthetic);
            sets.extend(numbers.map(|&set| SetId(set.into())));
        }
        if let Some(study) = study {
            let Kept { request, received, .. } = Kept::read(study)?;
            let numbers = std::iter::once(&request.real).chain(&request.synthetic);
            // The sets of a study that came in a pack are where it came from.
            let numbers = numbers.filter(|_| received.is_none());
            sets.extend(numbers.map(|&set| SetId(set.into())));
        }
        let mut seen = BTreeSet::new();
        sets.retain(|&set| seen.insert(set));
        let mut generator = 0;
        let sets = sets
            .into_iter()
            .map(|set| self.set_facts(set, &mut generator))
            .collect::<Result<Vec<SetFacts>>>()?;
        let (checkpoint, key) = self.checkpoint_of(check.n, check.head.clone())?;
        let title = study.map_or_else(|| project.clone(), |study| study.name.clone());
        Ok(ReportFacts {
            title,
            project,
            made_at: clock::to_be_read(now),
            program: format!("Touchstone {}", crate::VERSION),
            findings: run.map_or_else(Vec::new, |run| {
                run.findings
                    .iter()
                    .map(|finding| format!("{} {}", finding.sentence, finding.detail))
                    .collect()
            }),
            measures: run.map_or_else(Vec::new, |run| measures(run, &sets)),
            figures: run.map_or_else(|| Ok(Vec::new()), |run| self.figures(run))?,
            study: study.map(|study| self.study_facts(study, with_truth)).transpose()?,
            methods: run.map_or_else(Vec::new, methods),
            left_out: run.map_or_else(Vec::new, left_out),
            trail: Some(TrailFacts {
                head: check.head.clone(),
                n_records: check.n,
                state: trail_state(check),
                checkpoint,
                key,
            }),
            sets,
        })
    }

    fn set_facts(&self, set: SetId, generator: &mut usize) -> Result<SetFacts> {
        let set = self.store.set(set)?;
        let subjects = self.store.n_subjects(set.id)?;
        let role = match set.arm {
            Arm::Real => Role::Real,
            Arm::Synthetic => {
                *generator += 1;
                Role::Generator(*generator - 1)
            }
        };
        let notes = self.store.notes(set.id)?;
        let notes = notes
            .iter()
            .map(|note| {
                // A report leaves the house: a file's name may name a patient, so it stays.
                let otherwise = note.params["message"].as_str().unwrap_or(&note.code);
                let params = serde_json::from_value(note.params["params"].clone());
                let mut params: BTreeMap<String, String> = params.unwrap_or_default();
                // The sign itself is the same in every language.
                if let Some(separator) = params.get_mut("separator") {
                    let sign = match separator.as_str() {
                        "comma" => ",",
                        "semicolon" => ";",
                        "bar" => "|",
                        "tab" => "⇥",
                        other => other,
                    };
                    *separator = sign.to_owned();
                }
                failure(&note.code, params, otherwise).message
            })
            .collect::<BTreeSet<String>>();
        Ok(SetFacts {
            name: set.name,
            role,
            generator: set.generator,
            modality: words::say(&format!("common:modality.{}", set.modality), &[]),
            n: self.store.n_samples(set.id)?,
            n_subjects: (subjects.n_unknown == 0).then_some(subjects.n_subjects),
            manifest: set.manifest.map(|manifest| manifest.to_string()).unwrap_or_default(),
            notes: notes.into_iter().collect(),
        })
    }

    /// Draws the distribution of every measure of single samples.
    fn figures(&self, run: &RunView) -> Result<Vec<FigureFacts>> {
        let stored = self.store.run(RunId(run.id.into()))?;
        request_of(&stored)?;
        let values = self.store.values(stored.id)?;
        let mut names: Vec<String> = run
            .results
            .iter()
            .filter(|result| !result.summary.is_empty() && result.has_instances)
            .map(|result| result.metric.clone())
            .collect();
        names.dedup();
        names.sort();
        names.dedup();
        let mut figures = Vec::new();
        for metric in names {
            let alike: Vec<_> =
                values.iter().filter(|value| value.value.metric == metric).cloned().collect();
            let size = Size { width: 640, height: 280 };
            match self.distribution(&stored, &alike, size) {
                Ok(svg) => {
                    figures.push(FigureFacts { svg, note: words::say("app:report.spread", &[]) });
                }
                Err(Error::NothingToMeasure) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(figures)
    }
}

fn trail_state(check: &TrailCheck) -> TrailState {
    if check.is_sound() {
        return TrailState::Holds;
    }
    let studies: BTreeSet<i64> = check.studies_astray.iter().map(|(study, _)| *study).collect();
    TrailState::Broken {
        at: check.broken_at,
        n_answers: check.answers_astray.len() as u64,
        n_studies: studies.len() as u64,
    }
}

fn measures(run: &RunView, sets: &[SetFacts]) -> Vec<MeasureFacts> {
    let mut groups: Vec<(String, Vec<&ResultView>)> = Vec::new();
    for result in &run.results {
        match groups.iter_mut().find(|(metric, _)| *metric == result.metric) {
            Some((_, results)) => results.push(result),
            None => groups.push((result.metric.clone(), vec![result])),
        }
    }
    let role = |name: &str| {
        sets.iter().find(|set| set.name == name).map_or(Role::Generator(0), |set| set.role)
    };
    let mut measures: Vec<MeasureFacts> = groups
        .into_iter()
        .map(|(_, results)| {
            let first = results[0];
            let metric = metrics::registry::find(&first.metric);
            let yardstick = results.iter().find_map(|result| result.yardstick.as_ref());
            MeasureFacts {
                group: words::say(&format!("app:dimension.{}", first.dimension), &[]),
                title: first.title.clone(),
                sentence: String::new(),
                unit: Some(first.unit.clone()).filter(|unit| !unit.is_empty()),
                direction: (first.better != "neither")
                    .then(|| words::say(&format!("app:better.{}", first.better), &[])),
                yardstick: yardstick.map(|yardstick| (yardstick.low, yardstick.high)),
                axis: metric.and_then(|metric| metric.range.low.zip(metric.range.high)),
                interval_is: results
                    .iter()
                    .find_map(|result| result.interval.as_ref())
                    .map(|interval| interval.method.clone()),
                values: results
                    .iter()
                    .map(|result| ValueFacts {
                        set: result.set_name.clone(),
                        role: role(&result.set_name),
                        outcome: outcome(result),
                        n: result.n_synthetic.or(result.n_real).unwrap_or(0).into(),
                        left_out: result.n_left_out.into(),
                        id: words::say(
                            "app:report.valueId",
                            &[("run", &run.id.to_string()), ("value", &result.id.to_string())],
                        ),
                    })
                    .collect(),
            }
        })
        .collect();
    // One heading for each question, in the order in which they come up.
    let mut questions: Vec<String> = Vec::new();
    for measure in &measures {
        if !questions.contains(&measure.group) {
            questions.push(measure.group.clone());
        }
    }
    measures.sort_by_key(|measure| questions.iter().position(|group| *group == measure.group));
    measures
}

fn methods(run: &RunView) -> Vec<MethodFacts> {
    let mut named: BTreeMap<&str, MethodFacts> = BTreeMap::new();
    for result in &run.results {
        if let Some(metric) = metrics::registry::find(&result.metric) {
            named.entry(metric.id).or_insert_with(|| MethodFacts {
                name: format!("{} ({} v{})", result.title, metric.id, metric.version),
                text: String::new(),
                source: metric.source.to_owned(),
            });
        }
    }
    named.into_values().collect()
}

fn left_out(run: &RunView) -> Vec<String> {
    run.results
        .iter()
        .filter(|result| 0 < result.n_left_out)
        .map(|result| {
            words::say(
                "app:report.leftOut",
                &[
                    ("metric", &result.title),
                    ("set", &result.set_name),
                    ("count", &result.n_left_out.to_string()),
                ],
            )
        })
        .collect()
}

//! What was read, as rows for tables.

use std::collections::{BTreeMap, BTreeSet};

use exchange::{AnswerRow, CaseRow, FormRow, PresentationRow};
use samples::Arm;
use store::{Case, Study};
use study::protocol::{Item, ItemKind};
use study::{Presentation, Purpose, Role};

use super::super::Open;
use super::super::study::{Kept, task_of};
use crate::Result;

impl Open {
    pub(super) fn answer_rows(&self, study: &Study, with_truth: bool) -> Result<Vec<AnswerRow>> {
        let kept = Kept::read(study)?;
        let (protocol, _) = self.asked(&kept)?;
        let modality = self.modality_of(&kept)?.to_string();
        let marks = if with_truth { self.marks_with_truth(study)? } else { self.marks(study)? };
        let cases: BTreeMap<String, Case> = self
            .store
            .cases(study.id)?
            .into_iter()
            .map(|case| (case.case_id.clone(), case))
            .collect();
        let mut by_presentation: BTreeMap<String, Vec<store::StoredAnswer>> = BTreeMap::new();
        for answer in self.store.answers(study.id)? {
            by_presentation.entry(answer.presentation_id.clone()).or_default().push(answer);
        }
        let mut rows = Vec::new();
        for presentation in self.store.presentations(study.id)? {
            let answers = by_presentation.remove(&presentation.presentation_id);
            let Some((_, task)) = task_of(&protocol, &presentation) else { continue };
            let named = named_cases(&presentation, with_truth);
            let of_presentation = AnswerRow {
                study_id: study.id.0.to_string(),
                design_version: study.design_version.to_string(),
                reader: presentation.reader.clone(),
                round: presentation.round.into(),
                block: presentation.block.into(),
                position: presentation.position.into(),
                presentation_id: presentation.presentation_id.clone(),
                case_id: named.join("+"),
                modality: modality.clone(),
                task: if presentation.task.is_empty() {
                    "real_or_synthetic".to_owned()
                } else {
                    presentation.task.clone()
                },
                stimulus_a: named.first().cloned().unwrap_or_default(),
                stimulus_b: named.get(1).cloned(),
                side_synthetic: side(&presentation, &cases).filter(|_| with_truth),
                is_repeat: presentation.repeat_of.is_some(),
                is_catch: cases
                    .get(presentation.first_case())
                    .is_some_and(|case| case.role == Role::Catch),
                is_training: presentation.purpose == Purpose::Training,
                ..AnswerRow::default()
            };
            let before = rows.len();
            for stored in answers.unwrap_or_default() {
                let exclusion_reason = marks.reason(&stored, &presentation.reader);
                let is_scripted = marks.is_scripted(&stored);
                let answer = stored.answer;
                let given = answer.given;
                // 1 to 6 without a middle: how sure the call is, 1 perhaps to 3 certainly.
                let points = task.items.iter().find(|item| item.id == given.item);
                let middle = points.and_then(|item| match &item.answer {
                    ItemKind::Source { points } => Some(f64::midpoint(points.len() as f64, 1.0)),
                    _ => None,
                });
                let confidence =
                    given.number.zip(middle).map(|(point, middle)| (point - middle).abs() + 0.5);
                rows.push(AnswerRow {
                    question_id: given.item,
                    answer_type: given.kind.to_owned(),
                    value: given.missing.map_or(given.value, str::to_owned),
                    value_num: given.number,
                    confidence,
                    rt_ms: Some(answer.rt_ms as f64),
                    first_answer_rt_ms: answer.first_answer_rt_ms.map(|ms| ms as f64),
                    changes: answer.changes.into(),
                    interrupted: answer.interrupted,
                    answered_at_utc: answer.answered_at_utc,
                    excluded: exclusion_reason.is_some(),
                    exclusion_reason,
                    is_scripted,
                    ..of_presentation.clone()
                });
            }
            add_unanswered(&mut rows, before, &task.items);
        }
        Ok(rows)
    }

    pub(super) fn presentation_rows(
        &self,
        study: &Study,
        with_truth: bool,
    ) -> Result<Vec<PresentationRow>> {
        let mut answered = BTreeMap::new();
        for stored in self.store.answers(study.id)? {
            let answer = stored.answer;
            answered.insert(stored.presentation_id, (answer.answered_at_utc, answer.interrupted));
        }
        let catches: BTreeSet<String> = self
            .store
            .cases(study.id)?
            .into_iter()
            .filter(|case| case.role == Role::Catch)
            .map(|case| case.case_id)
            .collect();
        Ok(self
            .store
            .presentations(study.id)?
            .into_iter()
            .map(|presentation| {
                let given = answered.get(&presentation.presentation_id);
                PresentationRow {
                    study_id: study.id.0.to_string(),
                    design_version: study.design_version.to_string(),
                    is_catch: catches.contains(presentation.first_case()),
                    case_id: named_cases(&presentation, with_truth).join("+"),
                    reader: presentation.reader,
                    stage: presentation.stage,
                    round: presentation.round.into(),
                    block: presentation.block.into(),
                    position: presentation.position.into(),
                    is_repeat: presentation.repeat_of.is_some(),
                    is_training: presentation.purpose == Purpose::Training,
                    is_example: presentation.purpose == Purpose::Example,
                    answered_at_utc: given.map(|(at, _)| at.clone()),
                    interrupted: given.is_some_and(|(_, interrupted)| *interrupted),
                    presentation_id: presentation.presentation_id,
                    ..PresentationRow::default()
                }
            })
            .collect())
    }

    pub(super) fn form_rows(&self, study: &Study) -> Result<Vec<FormRow>> {
        let row = |answer: store::FormAnswer| FormRow {
            study_id: study.id.0.to_string(),
            reader: answer.reader,
            form: answer.form,
            question_id: answer.given.item,
            answer_type: answer.given.kind.to_owned(),
            value: answer.given.missing.map_or(answer.given.value, str::to_owned),
            value_num: answer.given.number,
            answered_at_utc: answer.answered_at_utc,
        };
        Ok(self.store.form_answers(study.id)?.into_iter().map(row).collect())
    }

    pub(super) fn case_rows(&self, study: &Study) -> Result<Vec<CaseRow>> {
        self.store
            .cases(study.id)?
            .into_iter()
            .map(|case| {
                let sample = self.store.sample(case.set, case.ordinal)?;
                Ok(CaseRow {
                    case_id: case.case_id,
                    source: case.arm.as_str().to_owned(),
                    generator: case.generator,
                    stratum: case.stratum,
                    diagnosis_reference: sample.origin.diagnosis().map(str::to_owned),
                    sample_id: sample.id.to_string(),
                })
            })
            .collect()
    }
}

/// Returns the cases of a presentation as tables name them.
///
/// Which cases stand side by side depends on the truth: of a pair one is real, of two rivals neither. Without
/// the truth, what shows several has a name of its own alone.
fn named_cases(presentation: &Presentation, with_truth: bool) -> Vec<String> {
    if with_truth || presentation.cases.len() < 2 {
        return presentation.cases.clone();
    }
    vec![presentation.presentation_id.clone()]
}

/// Returns which side the synthetic case of two stands on.
fn side(presentation: &Presentation, cases: &BTreeMap<String, Case>) -> Option<String> {
    let [left, right] = presentation.cases.as_slice() else { return None };
    let arm = |id: &String| cases.get(id).map(|case| case.arm);
    match (arm(left)?, arm(right)?) {
        (Arm::Synthetic, Arm::Real) => Some("left".to_owned()),
        (Arm::Real, Arm::Synthetic) => Some("right".to_owned()),
        _ => None,
    }
}

/// Adds a row without a value for each question that a presentation was saved without: what was left
/// open is told from what is lost. The presentation's rows begin at `first`.
fn add_unanswered(rows: &mut Vec<AnswerRow>, first: usize, items: &[Item]) {
    let Some(one) = rows.get(first).cloned() else { return };
    for item in items {
        if rows[first..].iter().any(|row| row.question_id == item.id) {
            continue;
        }
        rows.push(AnswerRow {
            question_id: item.id.clone(),
            answer_type: item.answer.word().to_owned(),
            value: String::new(),
            value_num: None,
            confidence: None,
            first_answer_rt_ms: None,
            changes: 0,
            ..one.clone()
        });
    }
}

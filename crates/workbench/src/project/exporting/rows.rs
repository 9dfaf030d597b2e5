//! What was read, as rows for tables.

use std::collections::BTreeMap;

use report::answers::{AnswerRow, CaseRow, PresentationRow};
use samples::SetId;
use store::Study;
use study::{AnswerType, QuestionKind};

use super::super::Open;
use crate::wire::StudyRequest;
use crate::{Error, Result};

impl Open {
    pub(super) fn answer_rows(&self, study: &Study) -> Result<Vec<AnswerRow>> {
        let modality = self.modality_of(study)?;
        let marks = self.marks(study)?;
        let mut by_presentation: BTreeMap<String, Vec<store::StoredAnswer>> = BTreeMap::new();
        for answer in self.store.answers(study.id)? {
            by_presentation.entry(answer.presentation_id.clone()).or_default().push(answer);
        }
        let mut rows = Vec::new();
        for presentation in self.store.presentations(study.id)? {
            let answers = by_presentation.remove(&presentation.presentation_id);
            let before = rows.len();
            for stored in answers.unwrap_or_default() {
                let exclusion_reason = marks.reason(&stored).map(str::to_owned);
                let answer = stored.answer;
                let given = answer.given;
                // 1 to 6 without a middle: how sure the call is, 1 perhaps to 3 certainly.
                let scale = given.answer_type == AnswerType::Scale;
                let confidence =
                    given.value_num.filter(|_| scale).map(|point| (point - 3.5).abs() + 0.5);
                rows.push(AnswerRow {
                    study_id: study.id.0.to_string(),
                    design_version: study.design_version.to_string(),
                    reader: presentation.reader.clone(),
                    round: presentation.round.into(),
                    block: presentation.block.into(),
                    position: presentation.position.into(),
                    presentation_id: presentation.presentation_id.clone(),
                    case_id: presentation.case_id.clone(),
                    modality: modality.clone(),
                    task: "real_or_synthetic".to_owned(),
                    stimulus_a: presentation.case_id.clone(),
                    question_id: given.question_id,
                    answer_type: given.answer_type.as_str().to_owned(),
                    value: given.value,
                    value_num: given.value_num,
                    confidence,
                    rt_ms: Some(answer.rt_ms as f64),
                    first_answer_rt_ms: answer.first_answer_rt_ms.map(|ms| ms as f64),
                    changes: answer.changes.into(),
                    interrupted: answer.interrupted,
                    answered_at_utc: answer.answered_at_utc,
                    excluded: exclusion_reason.is_some(),
                    exclusion_reason,
                    ..AnswerRow::default()
                });
            }
            add_unanswered(&mut rows, before);
        }
        Ok(rows)
    }

    pub(super) fn presentation_rows(&self, study: &Study) -> Result<Vec<PresentationRow>> {
        let mut answered = BTreeMap::new();
        for stored in self.store.answers(study.id)? {
            let answer = stored.answer;
            answered.insert(stored.presentation_id, (answer.answered_at_utc, answer.interrupted));
        }
        Ok(self
            .store
            .presentations(study.id)?
            .into_iter()
            .map(|presentation| {
                let given = answered.get(&presentation.presentation_id);
                PresentationRow {
                    study_id: study.id.0.to_string(),
                    design_version: study.design_version.to_string(),
                    reader: presentation.reader,
                    round: presentation.round.into(),
                    block: presentation.block.into(),
                    position: presentation.position.into(),
                    case_id: presentation.case_id,
                    answered_at_utc: given.map(|(at, _)| at.clone()),
                    interrupted: given.is_some_and(|(_, interrupted)| *interrupted),
                    presentation_id: presentation.presentation_id,
                    ..PresentationRow::default()
                }
            })
            .collect())
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
                    stratum: sample.origin.strata.into_values().next(),
                    diagnosis_reference: None,
                    sample_id: sample.id.to_string(),
                })
            })
            .collect()
    }

    fn modality_of(&self, study: &Study) -> Result<String> {
        let request: StudyRequest =
            serde_json::from_value(study.request.clone()).map_err(|_| Error::Broke)?;
        Ok(self.store.set(SetId(request.real.into()))?.modality.to_string())
    }
}

/// Adds a row without a value for each question that a presentation was saved without: what was left
/// open is told from what is lost. The presentation's rows begin at `first`.
fn add_unanswered(rows: &mut Vec<AnswerRow>, first: usize) {
    let Some(one) = rows.get(first).cloned() else { return };
    for question in study::real_or_synthetic() {
        if rows[first..].iter().any(|row| row.question_id == question.id) {
            continue;
        }
        let answer_type = match question.kind {
            QuestionKind::Scale { .. } => AnswerType::Scale,
            QuestionKind::Text { .. } => AnswerType::Text,
        };
        rows.push(AnswerRow {
            question_id: question.id,
            answer_type: answer_type.as_str().to_owned(),
            value: String::new(),
            value_num: None,
            confidence: None,
            first_answer_rt_ms: None,
            changes: 0,
            ..one.clone()
        });
    }
}

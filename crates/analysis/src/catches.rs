//! Obvious cases: whether readers looked, and what the plan makes of those who did not.

use std::borrow::Cow;

use crate::calls::{self, Call, calls_of, points_of};
use crate::finding::{Found, share};
use crate::{Collected, Method, Of, Quantity, Rank, Section, Study};

/// Why answers of readers who missed obvious cases do not count.
pub const MISSED_OBVIOUS: &str = "obvious";

/// Of a finding that counts the readers whom the plan leaves out.
pub const WITH_ALL: (&str, &str) = ("with", "all_readers");

/// How many of the obvious cases each reader called right.
pub(crate) fn catches(study: &Study, all: &mut Collected) {
    for question in 0..study.questions.len() {
        let calls = obvious(study, question);
        for (reader, known) in study.readers.iter().enumerate() {
            let own: Vec<_> = calls.iter().filter(|call| call.reader == reader).collect();
            if own.is_empty() {
                continue;
            }
            let right = own.iter().filter(|call| call.right).count();
            let found = Found {
                section: Section::Catches,
                question: Some(question),
                answers: own.iter().map(|call| call.answer).collect(),
            };
            let part = Some(("cases", "obvious".to_owned()));
            let of = Of { reader: Some(known.code.clone()), part, ..Of::default() };
            let what = (Quantity::Accuracy, Method::Wilson);
            all.add(study, &found, what, of, share(right, own.len()));
        }
    }
}

/// Returns the calls of obvious cases; none for a question of something else.
fn obvious(study: &Study, question: usize) -> Vec<Call> {
    let Some(n_points) = points_of(study, question) else { return Vec::new() };
    let is_obvious = |at: &usize| {
        let answer = &study.answers[*at];
        let shown = &study.shown[answer.shown];
        answer.question == question
            && answer.excluded.as_deref().is_none_or(|why| why == MISSED_OBVIOUS)
            && shown.counted
            && shown.cases.iter().any(|&case| study.cases[case].catch)
    };
    let answers: Vec<usize> = (0..study.answers.len()).filter(is_obvious).collect();
    calls_of(study, &answers, n_points)
}

/// Returns the readers whom the plan leaves out, by place: who called more of the obvious cases wrong than
/// it allows.
///
/// The share is taken over all calls of obvious cases, whichever question asks; "cannot judge" is no call.
/// One slip leaves nobody out, however few of these cases there are.
pub fn inattentive(study: &Study) -> Vec<usize> {
    let Some(most) = study.plan.most_missed else { return Vec::new() };
    let mut counts = vec![(0.0, 0.0); study.readers.len()];
    for call in (0..study.questions.len()).flat_map(|question| obvious(study, question)) {
        let (missed, n) = &mut counts[call.reader];
        *missed += f64::from(u8::from(!call.right));
        *n += 1.0;
    }
    let above = |&(missed, n): &(f64, f64)| 1.0 < missed && most * n < missed;
    (0..counts.len()).filter(|&reader| above(&counts[reader])).collect()
}

/// Returns the study as its plan counts it: without the answers of inattentive readers.
pub(crate) fn as_planned(study: &Study) -> Cow<'_, Study> {
    let left_out = inattentive(study);
    if left_out.is_empty() {
        return Cow::Borrowed(study);
    }
    let mut kept = study.clone();
    for at in 0..kept.answers.len() {
        if left_out.contains(&kept.reader_of(at)) && kept.answers[at].excluded.is_none() {
            kept.answers[at].excluded = Some(MISSED_OBVIOUS.to_owned());
        }
    }
    Cow::Owned(kept)
}

/// Tells the claim once more with every reader, where somebody is left out: the plan promises it.
pub(crate) fn with_all_readers(kept: &Study, all: &mut Collected) {
    let is_left_out = |why: &Option<String>| why.as_deref() == Some(MISSED_OBVIOUS);
    if !kept.answers.iter().any(|answer| is_left_out(&answer.excluded)) {
        return;
    }
    let mut study = kept.clone();
    for answer in &mut study.answers {
        if is_left_out(&answer.excluded) {
            answer.excluded = None;
        }
    }
    for question in 0..study.questions.len() {
        let is_primary = study.plan.primary.as_ref() == Some(&study.questions[question].item.id);
        if !is_primary && study.plan.primary.is_some() {
            continue;
        }
        let first = all.findings.len();
        calls::together(&study, question, all);
        for finding in &mut all.findings[first..] {
            finding.section = Section::Catches;
            finding.rank = if is_primary { Rank::Secondary } else { Rank::Exploratory };
            finding.of.part = Some((WITH_ALL.0, WITH_ALL.1.to_owned()));
        }
    }
}

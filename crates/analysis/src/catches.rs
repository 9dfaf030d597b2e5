//! Obvious cases: whether readers looked.

use crate::calls::{calls_of, points_of};
use crate::finding::{Found, share};
use crate::{Collected, Method, Of, Quantity, Section, Study};

/// How many of the obvious cases each reader called right.
pub(crate) fn catches(study: &Study, all: &mut Collected) {
    for question in 0..study.questions.len() {
        let Some(n_points) = points_of(study, question) else { continue };
        let obvious = |at: &usize| {
            let answer = &study.answers[*at];
            let shown = &study.shown[answer.shown];
            answer.question == question
                && answer.excluded.is_none()
                && shown.counted
                && shown.cases.iter().any(|&case| study.cases[case].catch)
        };
        let answers: Vec<usize> = (0..study.answers.len()).filter(obvious).collect();
        let calls = calls_of(study, &answers, n_points);
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
            let of = Of { reader: Some(known.code.clone()), ..Of::default() };
            let what = (Quantity::Accuracy, Method::Wilson);
            all.add(study, &found, what, of, share(right, own.len()));
        }
    }
}

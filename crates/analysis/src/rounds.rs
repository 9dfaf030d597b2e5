//! Whether readers call better or worse when they read the same cases again.

use std::collections::BTreeMap;

use stats::{cochran_q, mcnemar};

use crate::calls::{Call, calls_of, points_of};
use crate::finding::Found;
use crate::{Collected, Estimate, Method, Of, Quantity, Reason, Section, Study, Test};

/// Compares each reader's calls between rounds, over the cases that the reader called in each of them.
///
/// A round holds a case once; what is repeated within a round stays out.
pub(crate) fn rounds(study: &Study, question: usize, all: &mut Collected) {
    let Some(n_points) = points_of(study, question) else { return };
    let answers = answers_of_rounds(study, question);
    let calls = calls_of(study, &answers, n_points);
    for (reader, known) in study.readers.iter().enumerate() {
        let mut by_case: BTreeMap<usize, BTreeMap<u32, Call>> = BTreeMap::new();
        for call in calls.iter().filter(|call| call.reader == reader) {
            let round = study.shown[study.answers[call.answer].shown].place.round;
            by_case.entry(call.case).or_default().insert(round, *call);
        }
        let mut rounds: Vec<u32> = by_case.values().flat_map(BTreeMap::keys).copied().collect();
        rounds.sort_unstable();
        rounds.dedup();
        if rounds.len() < 2 {
            continue;
        }
        let whole: Vec<Vec<Call>> = by_case
            .into_values()
            .filter(|own| own.len() == rounds.len())
            .map(|own| own.into_values().collect())
            .collect();
        let found = Found {
            section: Section::Repeats,
            question: Some(question),
            answers: whole.iter().flatten().map(|call| call.answer).collect(),
        };
        let of = || Of { reader: Some(known.code.clone()), ..Of::default() };
        for (at, round) in rounds.iter().enumerate().skip(1) {
            let of = Of { part: Some(("round", round.to_string())), ..of() };
            let what = (Quantity::RoundDifference, Method::McNemar);
            all.add(study, &found, what, of, changed(&whole, at));
        }
        if 2 < rounds.len() {
            let right: Vec<Vec<bool>> =
                whole.iter().map(|own| own.iter().map(|call| call.right).collect()).collect();
            let spread = cochran_q(&right).map_err(Reason::from).map(|q| {
                let (statistic, df) = (Some(q.statistic), Some(q.df));
                let test = Test { null: 0.0, statistic, df, p: q.p, adjusted: None };
                Estimate { test: Some(Ok(test)), ..Estimate::plain(q.statistic) }
            });
            all.add(study, &found, (Quantity::RoundSpread, Method::CochranQ), of(), spread);
        }
    }
}

/// Tests whether more calls went from right to wrong or from wrong to right, since the first round.
fn changed(whole: &[Vec<Call>], round: usize) -> Result<Estimate, Reason> {
    let mut table = [[0; 2]; 2];
    for own in whole {
        table[usize::from(!own[0].right)][usize::from(!own[round].right)] += 1;
    }
    let found = mcnemar(table)?;
    Ok(Estimate::plain(found.difference).tested(0.0, Ok(found.exact_p)))
}

/// Returns the answers that count, of every round.
fn answers_of_rounds(study: &Study, question: usize) -> Vec<usize> {
    let asked = &study.questions[question];
    let counts = |at: &usize| {
        let answer = &study.answers[*at];
        let shown = &study.shown[answer.shown];
        answer.question == question
            && answer.excluded.is_none()
            && answer.missing.is_none()
            && shown.counted
            && (1 < shown.place.round || shown.repeat_of.is_none())
            && (&shown.task, &shown.stage) == (&asked.task, &asked.stage)
            && shown.cases.iter().all(|&case| !study.cases[case].catch)
    };
    (0..study.answers.len()).filter(counts).collect()
}

/// Returns the calls of each round; nothing where there is one only.
pub(crate) fn calls_by_round(
    study: &Study,
    question: usize,
    n_points: usize,
) -> BTreeMap<String, Vec<Call>> {
    let mut rounds: BTreeMap<String, Vec<Call>> = BTreeMap::new();
    for call in calls_of(study, &answers_of_rounds(study, question), n_points) {
        let shown = &study.shown[study.answers[call.answer].shown];
        rounds.entry(shown.place.round.to_string()).or_default().push(call);
    }
    if rounds.len() < 2 { BTreeMap::new() } else { rounds }
}

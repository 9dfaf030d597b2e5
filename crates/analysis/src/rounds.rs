//! Whether readers call better or worse when they read the same cases again.

use std::collections::BTreeMap;

use stats::{cochran_q, mcnemar};

use crate::calls::{Call, calls_of, points_of};
use crate::finding::Found;
use crate::{Collected, Estimate, Method, Of, Quantity, Rank, Reason, Section, Study, Test};

/// Compares each reader's calls of a later round with those of the first, over the cases called in both, and
/// all rounds over the cases called in each.
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
        let of = || Of { reader: Some(known.code.clone()), ..Of::default() };
        let called_in = |wanted: &[u32]| -> Vec<Vec<Call>> {
            let all = |own: &BTreeMap<u32, Call>| {
                wanted.iter().map(|round| own.get(round).copied()).collect::<Option<Vec<Call>>>()
            };
            by_case.values().filter_map(all).collect()
        };
        let found = |whole: &[Vec<Call>]| Found {
            section: Section::Repeats,
            question: Some(question),
            answers: whole.iter().flatten().map(|call| call.answer).collect(),
        };
        for round in rounds.iter().skip(1) {
            let both = called_in(&[rounds[0], *round]);
            let of = Of { part: Some(("round", round.to_string())), ..of() };
            let what = (Quantity::RoundDifference, Method::McNemar);
            all.add(study, &found(&both), what, of, changed(&both));
            // No plan that is proposed names it.
            all.latest_is(Rank::Exploratory);
        }
        if 2 < rounds.len() {
            let whole = called_in(&rounds);
            let right: Vec<Vec<bool>> =
                whole.iter().map(|own| own.iter().map(|call| call.right).collect()).collect();
            let spread = cochran_q(&right).map_err(Reason::from).map(|q| {
                let (statistic, df) = (Some(q.statistic), Some(q.df));
                let test = Test { null: 0.0, statistic, df, p: q.p, adjusted: None };
                Estimate { test: Some(Ok(test)), ..Estimate::plain(q.statistic) }
            });
            let what = (Quantity::RoundSpread, Method::CochranQ);
            all.add(study, &found(&whole), what, of(), spread);
            all.latest_is(Rank::Exploratory);
        }
    }
}

/// Tests whether more calls went from right to wrong or from wrong to right, from the first to the second.
fn changed(both: &[Vec<Call>]) -> Result<Estimate, Reason> {
    let mut table = [[0; 2]; 2];
    for own in both {
        table[usize::from(!own[0].right)][usize::from(!own[1].right)] += 1;
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
            && shown.repeat_of.is_none()
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

//! The share of right calls by place, time and stratum: described, and tested nowhere.

use std::collections::BTreeMap;

use crate::calls::{Call, calls_of, points_of, share_right};
use crate::finding::Found;
use crate::rounds::calls_by_round;
use crate::{Collected, Method, Of, Quantity, Section, Study};

/// How right calls are in each part of the reading.
pub(crate) fn subgroups(study: &Study, question: usize, all: &mut Collected) {
    let Some(n_points) = points_of(study, question) else { return };
    let calls = calls_of(study, &study.first_answers(question), n_points);
    // Quarters of what each reader was due, and of each reader's own times.
    let quarters = quarters(study, &calls, |call| {
        f64::from(study.shown[study.answers[call.answer].shown].place.position)
    });
    let speeds = quarters_of_uninterrupted(study, &calls);
    let mut parts: Vec<(&'static str, BTreeMap<String, Vec<Call>>)> = Vec::new();
    for (name, places) in [("quarter", quarters), ("speed", speeds)] {
        let mut groups: BTreeMap<String, Vec<Call>> = BTreeMap::new();
        for (call, place) in calls.iter().zip(places) {
            if let Some(place) = place {
                groups.entry((place + 1).to_string()).or_default().push(*call);
            }
        }
        parts.push((name, groups));
    }
    let mut strata: BTreeMap<String, Vec<Call>> = BTreeMap::new();
    for call in &calls {
        if let Some(stratum) = &study.cases[call.case].stratum {
            strata.entry(stratum.clone()).or_default().push(*call);
        }
    }
    if 1 < strata.len() {
        parts.push(("stratum", strata));
    }
    parts.push(("round", calls_by_round(study, question, n_points)));
    for (name, groups) in parts {
        for (group, own) in groups {
            let found = Found {
                section: Section::Subgroups,
                question: Some(question),
                answers: own.iter().map(|call| call.answer).collect(),
            };
            let of = Of { part: Some((name, group)), ..Of::default() };
            let what = (Quantity::Accuracy, Method::WilsonTwoWay);
            all.add(study, &found, what, of, share_right(&own));
        }
    }
}

/// Returns the quarter of each call, from 0, among those of its reader in the order of a number; where all
/// numbers of a reader are the same there is no order.
fn quarters(study: &Study, calls: &[Call], of: impl Fn(&Call) -> f64) -> Vec<Option<usize>> {
    let mut found = vec![None; calls.len()];
    for reader in 0..study.readers.len() {
        let mut own: Vec<usize> =
            (0..calls.len()).filter(|&at| calls[at].reader == reader).collect();
        own.sort_by(|&a, &b| of(&calls[a]).total_cmp(&of(&calls[b])));
        let ends = own.first().zip(own.last());
        if ends.is_some_and(|(&a, &b)| of(&calls[b]) <= of(&calls[a])) {
            continue;
        }
        for (rank, &at) in own.iter().enumerate() {
            found[at] = Some(rank * 4 / own.len());
        }
    }
    found
}

/// The same by time; a time with a gap, or none at all, says nothing.
fn quarters_of_uninterrupted(study: &Study, calls: &[Call]) -> Vec<Option<usize>> {
    let is_whole = |call: &Call| {
        let answer = &study.answers[call.answer];
        !answer.interrupted && 0 < answer.rt_ms
    };
    let whole: Vec<usize> = (0..calls.len()).filter(|&at| is_whole(&calls[at])).collect();
    let kept: Vec<Call> = whole.iter().map(|&at| calls[at]).collect();
    let places = quarters(study, &kept, |call| study.answers[call.answer].rt_ms as f64);
    let mut found = vec![None; calls.len()];
    for (at, place) in whole.into_iter().zip(places) {
        found[at] = place;
    }
    found
}

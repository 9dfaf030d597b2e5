//! Readers and their own repeats.

use std::collections::BTreeMap;

use stats::{LimitIntervals, Weights, bland_altman, intra_reader_icc, intra_reader_kappa};

use crate::agreement::{Scale, code_of, scale_of};
use crate::finding::{Found, share};
use crate::{Collected, Estimate, LEVEL, Method, Of, Quantity, Reason, Section, Study};

/// How many standard deviations the limits of agreement lie from the mean difference.
const REACH: f64 = 1.96;

/// How well each reader agrees with what they said the first time.
pub(crate) fn repeats(study: &Study, question: usize, all: &mut Collected) {
    let Some(scale) = scale_of(&study.questions[question].item.answer) else { return };
    let pairs = repeated(study, question);
    for (reader, known) in study.readers.iter().enumerate() {
        let own: Vec<(usize, usize)> =
            pairs.iter().copied().filter(|&(first, _)| study.reader_of(first) == reader).collect();
        if own.is_empty() {
            continue;
        }
        let found = Found {
            section: Section::Repeats,
            question: Some(question),
            answers: own.iter().flat_map(|&(first, second)| [first, second]).collect(),
        };
        let of = || Of { reader: Some(known.code.clone()), ..Of::default() };
        let number = |at: usize| study.answers[at].number;
        let places: Option<(usize, Weights)> = match &scale {
            Scale::Points(n) => Some((*n, Weights::Quadratic)),
            Scale::Codes(codes) => Some((codes.len(), Weights::Identity)),
            Scale::Numbers => None,
        };
        let Some((n, weights)) = places else {
            let first: Vec<Option<f64>> = own.iter().map(|&(first, _)| number(first)).collect();
            let second: Vec<Option<f64>> = own.iter().map(|&(_, second)| number(second)).collect();
            let form = intra_reader_icc(&first, &second, LEVEL).and_then(|found| found.icc?.icc2);
            let form = form.map(|form| Estimate::with(form.estimate, form.interval));
            let what = (Quantity::Icc2, Method::TwoWayRandom);
            all.add(study, &found, what, of(), form.map_err(Reason::from));
            let limits = bland_altman(&second, &first, REACH, LEVEL).map_err(Reason::from);
            for quantity in [Quantity::RepeatBias, Quantity::LimitLow, Quantity::LimitHigh] {
                let estimate = limits.as_ref().map_err(|why| *why).map(|limits| {
                    let of = |intervals: LimitIntervals| match quantity {
                        Quantity::RepeatBias => intervals.bias,
                        Quantity::LimitLow => intervals.low,
                        _ => intervals.high,
                    };
                    let value = match quantity {
                        Quantity::RepeatBias => limits.bias,
                        Quantity::LimitLow => limits.low,
                        _ => limits.high,
                    };
                    Estimate::with(value, limits.intervals.map(of))
                });
                all.add(study, &found, (quantity, Method::BlandAltman), of(), estimate);
            }
            continue;
        };
        let place = |at: usize| match &scale {
            Scale::Codes(codes) => {
                codes.iter().position(|code| code == code_of(&study.answers[at].value))
            }
            _ => study.answers[at].point(n),
        };
        let first: Vec<Option<usize>> = own.iter().map(|&(first, _)| place(first)).collect();
        let second: Vec<Option<usize>> = own.iter().map(|&(_, second)| place(second)).collect();
        let made = intra_reader_kappa(n, &first, &second, &weights, LEVEL).map_err(Reason::from);
        let twice: Vec<(usize, usize)> =
            first.iter().zip(&second).filter_map(|(&a, &b)| a.zip(b)).collect();
        let raw = share(twice.iter().filter(|(a, b)| a == b).count(), twice.len());
        let kappa = made.and_then(|made| {
            made.kappa.map_err(Reason::from).map(|k| Estimate::with(k.kappa, k.interval))
        });
        all.add(study, &found, (Quantity::RawAgreement, Method::Wilson), of(), raw);
        all.add(
            study,
            &found,
            (Quantity::RepeatKappa, Method::Cohen.weighted(&weights)),
            of(),
            kappa,
        );
    }
}

/// Returns the first answer of each thing that was shown twice, and the second one, by place.
pub(crate) fn repeated(study: &Study, question: usize) -> Vec<(usize, usize)> {
    let counts = |at: &usize| {
        let answer = &study.answers[*at];
        answer.question == question && answer.excluded.is_none()
    };
    let own: Vec<usize> = (0..study.answers.len()).filter(counts).collect();
    // The answer to each thing shown, by its place, and what was shown the first time.
    let mut by_shown: Vec<Option<usize>> = vec![None; study.shown.len()];
    for &answer in &own {
        by_shown[study.answers[answer].shown].get_or_insert(answer);
    }
    let first: BTreeMap<(usize, &[usize]), usize> = study
        .due(question)
        .map(|(at, shown)| ((shown.reader, shown.cases.as_slice()), at))
        .collect();
    study
        .shown
        .iter()
        .enumerate()
        .filter(|(_, shown)| shown.repeat_of.is_some() || 1 < shown.place.round)
        .filter_map(|(at, shown)| {
            let before = first.get(&(shown.reader, shown.cases.as_slice())).copied();
            Some((by_shown[shown.repeat_of.or(before)?]?, by_shown[at]?))
        })
        .collect()
}

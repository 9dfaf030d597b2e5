//! Readers among themselves.

use std::collections::BTreeMap;

use stats::{AlphaMetric, Coefficient, RatingTable, Weights, bootstrap_agreement, icc};
use study::protocol::ItemKind;

use crate::finding::Found;
use crate::{
    Collected, Estimate, LEVEL, Method, N_RESAMPLES, Of, Quantity, Reason, Section, Study,
};

/// What kind of answers readers can agree in.
pub(crate) enum Scale {
    /// Ordered points.
    Points(usize),
    /// Codes without an order.
    Codes(Vec<String>),
    /// Numbers.
    Numbers,
}

/// Returns the scale of a question; nothing where answers are words, marks or many at once.
pub(crate) fn scale_of(answer: &ItemKind) -> Option<Scale> {
    let codes = |options: &[study::protocol::Pick], other: bool| {
        let codes = options.iter().map(|option| option.code.clone());
        Scale::Codes(codes.chain(other.then(|| "other".to_owned())).collect())
    };
    match answer {
        ItemKind::Source { points } | ItemKind::Likert { points } => {
            Some(Scale::Points(points.len()))
        }
        ItemKind::Choice { options, other } => Some(codes(options, *other)),
        ItemKind::Diagnosis { options } => Some(codes(options, true)),
        ItemKind::Vas { .. } | ItemKind::Number { .. } => Some(Scale::Numbers),
        _ => None,
    }
}

/// Returns the code of a choice; what was written beside it follows a colon.
pub(crate) fn code_of(value: &str) -> &str {
    value.split(": ").next().unwrap_or_default()
}

/// Lays answers out, a row for each thing shown and a column for each reader; readers who said nothing
/// have none.
pub(crate) fn table<T: Copy>(
    study: &Study,
    answers: &[usize],
    of: impl Fn(usize) -> Option<T>,
) -> Vec<Vec<Option<T>>> {
    let mut readers: Vec<usize> = answers.iter().map(|&at| study.reader_of(at)).collect();
    readers.sort_unstable();
    readers.dedup();
    // Two cases are the same two, whichever stood on the left.
    let mut rows: BTreeMap<Vec<usize>, Vec<Option<T>>> = BTreeMap::new();
    for &answer in answers {
        let mut cases = study.shown[study.answers[answer].shown].cases.clone();
        cases.sort_unstable();
        let row = rows.entry(cases).or_insert_with(|| vec![None; readers.len()]);
        if let Ok(column) = readers.binary_search(&study.reader_of(answer)) {
            row[column] = of(answer);
        }
    }
    rows.into_values().collect()
}

/// How much readers agree in a question.
pub(crate) fn agreement(study: &Study, question: usize, all: &mut Collected) {
    let asked = &study.questions[question];
    let Some(scale) = scale_of(&asked.item.answer) else { return };
    let answers = study.first_answers(question);
    let found = Found { section: Section::Agreement, question: Some(question), answers };
    if study.counts(&found.answers).readers < 2 {
        let why = if found.answers.is_empty() { Reason::NoAnswer } else { Reason::OneReader };
        let what = (Quantity::RawAgreement, Method::Count);
        all.add(study, &found, what, Of::default(), Err(why));
        return;
    }
    let (n, weights, alpha) = match &scale {
        Scale::Numbers => return of_numbers(study, &found, all),
        Scale::Points(n) => (*n, Weights::Quadratic, AlphaMetric::Ordinal),
        Scale::Codes(codes) => (codes.len(), Weights::Identity, AlphaMetric::Nominal),
    };
    let place = |answer: usize| {
        let given = &study.answers[answer];
        match &scale {
            Scale::Codes(codes) => codes.iter().position(|code| code == code_of(&given.value)),
            _ => given.point(n),
        }
    };
    // Calls are compared as calls, too: real or synthetic, without how sure.
    let mut tables = vec![(None, n, weights, alpha, table(study, &found.answers, place))];
    if matches!(asked.item.answer, ItemKind::Source { .. }) {
        let call = |answer: usize| place(answer).map(|place| usize::from(n / 2 <= place));
        let calls = table(study, &found.answers, call);
        tables.insert(0, (Some("calls"), 2, Weights::Identity, AlphaMetric::Nominal, calls));
    }
    for (part, n, weights, alpha, rows) in tables {
        let of = || Of { part: part.map(|part: &str| ("as", part.to_owned())), ..Of::default() };
        let ratings = RatingTable::in_categories(n, &rows);
        let raw = ratings.as_ref().map_err(|&error| error).and_then(|ratings| {
            stats::agreement(ratings, &Coefficient::Gwet(Weights::Identity), LEVEL)
        });
        let raw = raw.map(|raw| Estimate::plain(raw.observed)).map_err(Reason::from);
        all.add(study, &found, (Quantity::RawAgreement, Method::Count), of(), raw);
        let weighted = Method::CaseBootstrap.weighted(&weights);
        let coefficients = [
            (Quantity::Gwet, weighted, Coefficient::Gwet(weights.clone())),
            (Quantity::Fleiss, weighted, Coefficient::Fleiss(weights)),
            (Quantity::Alpha, Method::CaseBootstrap, Coefficient::Krippendorff(alpha)),
        ];
        for (quantity, method, coefficient) in coefficients {
            let estimate = ratings.as_ref().map_err(|&error| Reason::from(error));
            let estimate =
                estimate.and_then(|ratings| resampled(study.seed, ratings, &coefficient));
            all.add(study, &found, (quantity, method), of(), estimate);
        }
    }
}

/// A coefficient with cases drawn again.
pub(crate) fn resampled(
    seed: u64,
    ratings: &RatingTable,
    coefficient: &Coefficient,
) -> Result<Estimate, Reason> {
    let value = stats::agreement(ratings, coefficient, LEVEL)?.estimate;
    let drawn = bootstrap_agreement(ratings, coefficient, LEVEL, N_RESAMPLES, seed);
    Ok(Estimate::with(value, drawn.map(|drawn| drawn.interval)))
}

/// Numbers: how much of their variance is between cases.
fn of_numbers(study: &Study, found: &Found, all: &mut Collected) {
    let rows = table(study, &found.answers, |answer| study.answers[answer].number);
    let forms = icc(&rows, LEVEL);
    for quantity in [Quantity::Icc2, Quantity::Icc2k] {
        let estimate = forms.as_ref().map_err(|&error| Reason::from(error)).and_then(|forms| {
            let form = if quantity == Quantity::Icc2 { &forms.icc2 } else { &forms.icc2k };
            let form = form.as_ref().map_err(|&error| Reason::from(error))?;
            Ok(Estimate::with(form.estimate, form.interval))
        });
        all.add(study, found, (quantity, Method::TwoWayRandom), Of::default(), estimate);
    }
}

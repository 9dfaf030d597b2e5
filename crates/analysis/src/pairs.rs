//! Which of two is synthetic, and which of two is a third.

use stats::{SharedShare, binomial_test, share_of_ways, two_alternatives};
use study::protocol::{ItemKind, Show};

use crate::finding::{Found, share};
use crate::{Collected, Estimate, LEVEL, Method, Of, Quantity, Reason, Section, Study, Test};

/// What chance gives.
const CHANCE: f64 = 0.5;

/// Returns whether an answer to a question of two alternatives is right; nothing where there is no
/// right one.
fn is_right(study: &Study, question: usize, answer: usize) -> Option<bool> {
    let asked = &study.questions[question];
    let given = &study.answers[answer];
    let cases = &study.shown[given.shown].cases;
    let synthetic = |at: usize| cases.get(at).map(|&case| study.cases[case].synthetic);
    match (&asked.item.answer, asked.show) {
        (ItemKind::Side { .. }, Show::Pair {}) => match (synthetic(0)?, synthetic(1)?) {
            (true, false) => Some(given.value == "left"),
            (false, true) => Some(given.value == "right"),
            _ => None,
        },
        (ItemKind::Match {}, Show::Abx {}) => {
            let [a, b, x] = cases.as_slice() else { return None };
            let is = if x == a {
                "a"
            } else if x == b {
                "b"
            } else {
                return None;
            };
            Some(given.value == is)
        }
        _ => None,
    }
}

/// Tests a share against one half, with readers and what was shown random.
fn against_chance(found: SharedShare) -> Test {
    let (statistic, df) = (Some(found.t(CHANCE)), Some(found.df));
    Test { null: CHANCE, statistic, df, p: found.p(CHANCE), adjusted: None }
}

/// Returns the two cases that each answer is of, the real one first: readers may see other pairs of the
/// same cases.
fn cases_of(study: &Study, judged: &[(usize, bool)]) -> [Vec<usize>; 2] {
    let two = |&(answer, _): &(usize, bool)| {
        let mut cases = study.shown[study.answers[answer].shown].cases.clone();
        cases.sort_unstable_by_key(|&case| (study.cases[case].synthetic, case));
        cases.dedup();
        (cases.first().copied().unwrap_or(0), cases.last().copied().unwrap_or(0))
    };
    let (first, second) = judged.iter().map(two).unzip();
    [first, second]
}

/// How often readers are right about two alternatives: one half is chance.
pub(crate) fn pairs(study: &Study, question: usize, all: &mut Collected) {
    let asked = &study.questions[question];
    let is_asked = matches!(
        (&asked.item.answer, asked.show),
        (ItemKind::Side { .. }, Show::Pair {}) | (ItemKind::Match {}, Show::Abx {})
    );
    if !is_asked {
        return;
    }
    let judged: Vec<(usize, bool)> = study
        .first_answers(question)
        .into_iter()
        .filter_map(|answer| Some((answer, is_right(study, question, answer)?)))
        .collect();
    let found =
        |answers: Vec<usize>| Found { section: Section::Pairs, question: Some(question), answers };
    let right: Vec<bool> = judged.iter().map(|(_, right)| *right).collect();
    let n_right = right.iter().filter(|right| **right).count();
    let readers: Vec<usize> = judged.iter().map(|(answer, _)| study.reader_of(*answer)).collect();
    let together = found(judged.iter().map(|(answer, _)| *answer).collect());
    let estimate = if judged.is_empty() {
        Err(Reason::NoAnswer)
    } else {
        let value = n_right as f64 / judged.len() as f64;
        let [first, second] = cases_of(study, &judged);
        let found = share_of_ways(&right, &[&readers, &first, &second], LEVEL);
        let estimate = Estimate::with(value, found.map(|found| found.interval));
        let test = found.map(against_chance).map_err(Reason::from);
        Ok(Estimate { test: Some(test), ..estimate })
    };
    let what = (Quantity::Accuracy, Method::WilsonTwoWay);
    all.add(study, &together, what, Of::default(), estimate);
    let detected = two_alternatives(n_right as u64, judged.len() as u64);
    let detected = detected.map(|d| Estimate::plain(d.d_prime_log_linear)).map_err(Reason::from);
    let what = (Quantity::DPrime, Method::TwoAlternatives);
    all.add(study, &together, what, Of::default(), detected);
    for (reader, known) in study.readers.iter().enumerate() {
        let own: Vec<(usize, bool)> = judged
            .iter()
            .copied()
            .filter(|&(answer, _)| study.reader_of(answer) == reader)
            .collect();
        if own.is_empty() {
            continue;
        }
        let n_right = own.iter().filter(|(_, right)| *right).count();
        let p = binomial_test(n_right as u64, own.len() as u64, CHANCE);
        let estimate = share(n_right, own.len()).map(|share| share.tested(CHANCE, p));
        let of = Of { reader: Some(known.code.clone()), ..Of::default() };
        let own = found(own.into_iter().map(|(answer, _)| answer).collect());
        all.add(study, &own, (Quantity::Accuracy, Method::Wilson), of, estimate);
    }
}

//! Points and places on scales: synthetic against real.

use stats::{
    Error, OrdinalAnswers, RandomEffects, cliffs_delta, mean_sd, ordinal_model, rank_sum_test,
    reader_means, signed_rank_test,
};
use study::protocol::{ItemKind, Show};

use crate::finding::Found;
use crate::{Collected, Estimate, LEVEL, Method, Of, Quantity, Reason, Section, Study, Test};

/// A protocol's scales have fewer points.
const MOST_POINTS: usize = 100;

/// Compares what was said of synthetic cases with what was said of real ones.
pub(crate) fn scales(study: &Study, question: usize, all: &mut Collected) {
    let asked = &study.questions[question];
    let is_scale = matches!(
        asked.item.answer,
        ItemKind::Likert { .. } | ItemKind::Vas { .. } | ItemKind::Number { .. }
    );
    if !is_scale || !matches!(asked.show, Show::Single {}) {
        return;
    }
    let numbered = |&at: &usize| study.answers[at].number.is_some();
    let answers: Vec<usize> = study.first_answers(question).into_iter().filter(numbered).collect();
    let found = Found { section: Section::Scales, question: Some(question), answers };
    let values: Vec<f64> =
        found.answers.iter().filter_map(|&at| study.answers[at].number).collect();
    let synthetic: Vec<bool> = found
        .answers
        .iter()
        .map(|&at| study.case_of(at).is_some_and(|case| study.cases[case].synthetic))
        .collect();
    let of_kind = |kind: bool| -> Vec<f64> {
        let both = values.iter().zip(&synthetic);
        both.filter(|(_, is)| **is == kind).map(|(value, _)| *value).collect()
    };
    let (real, made) = (of_kind(false), of_kind(true));
    for (quantity, values) in [(Quantity::RealMean, &real), (Quantity::SyntheticMean, &made)] {
        let mean = if values.is_empty() {
            Err(Reason::NoAnswer)
        } else {
            mean_sd(values).map(|(mean, _)| Estimate::plain(mean)).map_err(Reason::from)
        };
        all.add(study, &found, (quantity, Method::Mean), Of::default(), mean);
    }
    let one_source = if values.is_empty() { Reason::NoAnswer } else { Reason::OneSource };
    let both = if real.is_empty() || made.is_empty() { Err(one_source) } else { Ok(()) };
    if matches!(asked.item.answer, ItemKind::Likert { .. }) {
        ordinal(study, &found, &synthetic, both, all);
    }
    let readers: Vec<usize> = found.answers.iter().map(|&at| study.reader_of(at)).collect();
    let paired = || {
        let means = reader_means(&values, &readers, &synthetic)?;
        let differences: Vec<f64> =
            means.second.iter().zip(&means.first).map(|(second, first)| second - first).collect();
        if differences.is_empty() {
            return Err(Reason::OneSource);
        }
        let p = signed_rank_test(&means.second, &means.first).map(|test| test.p_two_sided);
        Ok(Estimate::plain(mean_sd(&differences)?.0).tested(0.0, p))
    };
    // One reader has no mean to compare with others; the answers are compared, which only cases vary.
    let alone = || {
        let difference = mean_sd(&made)?.0 - mean_sd(&real)?.0;
        let p = rank_sum_test(&made, &real).map(|test| test.p_two_sided);
        Ok(Estimate::plain(difference).tested(0.0, p))
    };
    let (method, difference) = if study.counts(&found.answers).readers == 1 {
        (Method::RankSums, both.and_then(|()| alone()))
    } else {
        (Method::SignedRanks, both.and_then(|()| paired()))
    };
    all.add(study, &found, (Quantity::MeanDifference, method), Of::default(), difference);
    let delta = both.and_then(|()| {
        let found = cliffs_delta(&made, &real, LEVEL)?;
        Ok(Estimate::with(found.delta, found.interval))
    });
    all.add(study, &found, (Quantity::CliffsDelta, Method::Cliff), Of::default(), delta);
}

/// Ordered points: a shift for synthetic cases, with readers and cases who differ.
fn ordinal(
    study: &Study,
    found: &Found,
    synthetic: &[bool],
    both: Result<(), Reason>,
    all: &mut Collected,
) {
    let places = |of: &dyn Fn(usize) -> usize| -> Vec<usize> {
        let all: Vec<usize> = found.answers.iter().map(|&at| of(at)).collect();
        let mut known = all.clone();
        known.sort_unstable();
        known.dedup();
        all.iter().map(|one| known.partition_point(|other| other < one)).collect()
    };
    let readers = places(&|at| study.reader_of(at));
    let cases = places(&|at| study.case_of(at).unwrap_or_default());
    let categories: Vec<usize> =
        found.answers.iter().filter_map(|&at| study.answers[at].point(MOST_POINTS)).collect();
    let shift: Vec<f64> = synthetic.iter().map(|is| f64::from(u8::from(*is))).collect();
    let effects = [shift];
    let answers = OrdinalAnswers { categories: &categories, effects: &effects };
    let crossed = RandomEffects::Crossed { readers: &readers, cases: &cases };
    let by_reader = RandomEffects::Laplace(&readers);
    let fit = both.and_then(|()| match ordinal_model(&answers, crossed) {
        // One answer to each case tells nothing of how cases differ.
        Err(Error::GroupsOfOne) => {
            let fit = ordinal_model(&answers, by_reader).map_err(Reason::from);
            fit.map(|fit| (fit, by_reader, Method::CumulativeLinkReader))
        }
        fit => fit.map(|fit| (fit, crossed, Method::CumulativeLink)).map_err(Reason::from),
    });
    let method = fit.as_ref().map_or(Method::CumulativeLink, |(.., method)| *method);
    let what = (Quantity::LogOdds, method);
    let shift = fit.as_ref().map_err(|&why| why).and_then(|(fit, random, _)| {
        let effect = fit.effects.first().ok_or(Reason::OneSource)?;
        let interval = effect.wald(LEVEL).map(|made| made.interval);
        let smaller = ordinal_model(&OrdinalAnswers { effects: &[], ..answers }, *random);
        let ratio = smaller.and_then(|smaller| fit.against(&smaller)).map_err(Reason::from);
        let test = ratio.map(|found| Test {
            null: 0.0,
            statistic: Some(found.statistic),
            df: Some(found.df),
            p: found.p,
            adjusted: None,
        });
        Ok(Estimate { test: Some(test), ..Estimate::with(effect.estimate, interval) })
    });
    all.add(study, found, what, Of::default(), shift);
    let Ok((fit, ..)) = fit else { return };
    let named = [Quantity::ReaderVariance, Quantity::CaseVariance];
    for (quantity, random) in named.into_iter().zip(&fit.random) {
        let variance = Ok(Estimate::plain(random.variance));
        all.add(study, found, (quantity, method), Of::default(), variance);
    }
}

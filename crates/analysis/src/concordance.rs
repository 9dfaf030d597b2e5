//! Which metric agrees with the experts, beside how well experts agree with each other.

use stats::{
    Direction, Interval, MetricValues, Resampling, auc_of_calls, kendall, mean_agreement,
    metric_ranking, noise_ceiling, repeat_agreement, spearman,
};

use crate::calls::{Call, calls_of, points_of};
use crate::experts::Experts;
use crate::finding::Found;
use crate::repeats::repeated;
use crate::{
    Collected, Estimate, LEVEL, Method, Metric, N_RESAMPLES, Of, Quantity, Reason, Section, Study,
};

/// Compares each metric with what the experts said: all of it explores.
pub(crate) fn concordance(study: &Study, question: usize, all: &mut Collected) {
    let Some(n_points) = points_of(study, question) else { return };
    if study.metrics.is_empty() {
        return;
    }
    let calls = calls_of(study, &study.first_answers(question), n_points);
    let experts = Experts::of(study, &calls, n_points);
    let found = |with: &dyn Fn(&Call) -> bool| Found {
        section: Section::Concordance,
        question: Some(question),
        answers: calls.iter().filter(|call| with(call)).map(|call| call.answer).collect(),
    };
    let everything = found(&|_| true);
    let ceiling = noise_ceiling(&experts.ratings);
    for quantity in [Quantity::CeilingLower, Quantity::CeilingUpper] {
        let bound = ceiling.as_ref().map_err(|&error| Reason::from(error)).map(|ceiling| {
            let lower = quantity == Quantity::CeilingLower;
            Estimate::plain(if lower { ceiling.lower } else { ceiling.upper })
        });
        all.add(study, &everything, (quantity, Method::NoiseCeiling), Of::default(), bound);
    }
    own_repeats(study, question, all);
    ranked(study, &experts, &everything, all);
    for metric in &study.metrics {
        let of = || Of { metric: Some(metric.id.clone()), ..Of::default() };
        let measured = |call: &Call| metric.values[call.case].is_some();
        let own = found(&measured);
        let all_cases = (0..study.cases.len()).collect::<Vec<usize>>();
        let rho = correlated(metric, &experts, &all_cases);
        all.add(study, &own, (Quantity::MetricRho, Method::Spearman), of(), rho);
        let tau = in_order(metric, &experts);
        all.add(study, &own, (Quantity::MetricTau, Method::Kendall), of(), tau);
        let mean = mean_agreement(&metric.values, &experts.ratings);
        let mean = mean.map(|(mean, _)| Estimate::plain(mean)).map_err(Reason::from);
        all.add(study, &own, (Quantity::MetricAgreement, Method::NoiseCeiling), of(), mean);
        let area = called(metric, &experts);
        all.add(study, &own, (Quantity::MetricAuc, Method::MajorityCall), of(), area);
        for generator in study.generators().into_iter().flatten() {
            let cases: Vec<usize> = (0..study.cases.len())
                .filter(|&case| study.cases[case].generator.as_ref() == Some(&generator))
                .collect();
            let of_it = |call: &Call| {
                measured(call) && study.cases[call.case].generator.as_ref() == Some(&generator)
            };
            let rho = correlated(metric, &experts, &cases);
            let of = Of { generator: Some(generator.clone()), ..of() };
            all.add(study, &found(&of_it), (Quantity::MetricRho, Method::Spearman), of, rho);
        }
    }
}

/// How well readers agree with their own repeats, on the same ranks as the ceiling; nothing where
/// nothing was shown twice.
fn own_repeats(study: &Study, question: usize, all: &mut Collected) {
    let pairs = repeated(study, question);
    if pairs.is_empty() {
        return;
    }
    let nothing = vec![vec![None; study.cases.len()]; study.readers.len()];
    let (mut first, mut second) = (nothing.clone(), nothing);
    let mut answers = Vec::new();
    for (before, after) in pairs {
        let Some(case) = study.case_of(before) else { continue };
        let reader = study.reader_of(before);
        // Of a case that came more than twice, the first pair.
        if first[reader][case].is_some() {
            continue;
        }
        first[reader][case] = study.answers[before].number;
        second[reader][case] = study.answers[after].number;
        answers.extend([before, after]);
    }
    let mean = repeat_agreement(&first, &second, LEVEL).map_err(Reason::from).and_then(|each| {
        let known: Vec<f64> = each.iter().flatten().map(|own| own.estimate).collect();
        match each.iter().find_map(|own| own.err()) {
            Some(why) if known.is_empty() => Err(Reason::from(why)),
            _ => Ok(Estimate::plain(known.iter().sum::<f64>() / known.len() as f64)),
        }
    });
    let found = Found { section: Section::Concordance, question: Some(question), answers };
    let what = (Quantity::CeilingRepeats, Method::NoiseCeiling);
    all.add(study, &found, what, Of::default(), mean);
}

/// The rank correlation of a metric with the experts' mean point, over some cases.
fn correlated(metric: &Metric, experts: &Experts, cases: &[usize]) -> Result<Estimate, Reason> {
    let (values, scores) = beside(metric, experts, cases.iter().copied());
    let found = spearman(&values, &scores, LEVEL)?;
    Ok(Estimate::with(found.estimate, found.interval).tested(0.0, Ok(found.p)))
}

/// How much more often a metric orders two cases as the experts' mean point does than the other way round.
fn in_order(metric: &Metric, experts: &Experts) -> Result<Estimate, Reason> {
    let (values, scores) = beside(metric, experts, 0..metric.values.len());
    let found = kendall(&values, &scores, LEVEL)?;
    // The test is that of rho: one question, one p.
    Ok(Estimate::with(found.estimate, found.interval))
}

/// Returns the values of a metric and the experts' mean points, of the cases that have both.
fn beside(
    metric: &Metric,
    experts: &Experts,
    cases: impl Iterator<Item = usize>,
) -> (Vec<f64>, Vec<f64>) {
    cases.filter_map(|case| metric.values[case].zip(experts.scores[case])).unzip()
}

/// How well a metric foretells what most readers call a case.
fn called(metric: &Metric, experts: &Experts) -> Result<Estimate, Reason> {
    let both = metric.values.iter().zip(&experts.majority);
    let (values, calls): (Vec<f64>, Vec<bool>) =
        both.filter_map(|(value, call)| (*value).zip(*call)).unzip();
    let found = auc_of_calls(&values, &calls, LEVEL)?;
    Ok(Estimate::with(found.auc, found.interval))
}

/// The metrics in the order of their agreement, and how stable that order is.
fn ranked(study: &Study, experts: &Experts, found: &Found, all: &mut Collected) {
    let metrics: Vec<MetricValues<'_>> = study
        .metrics
        .iter()
        .map(|metric| MetricValues {
            values: &metric.values,
            direction: match metric.higher_is_closer {
                // A high point says "synthetic".
                Some(true) => Direction::Opposite,
                Some(false) => Direction::Same,
                None => Direction::Unknown,
            },
        })
        .collect();
    // Cases of one patient are drawn together; a case of nobody known stands alone.
    let mut subjects: Vec<(bool, String)> = study
        .cases
        .iter()
        .map(|case| case.subject.clone().map_or((false, case.id.clone()), |name| (true, name)))
        .collect();
    let own = subjects.clone();
    subjects.sort();
    subjects.dedup();
    let clusters: Vec<usize> =
        own.iter().map(|one| subjects.partition_point(|other| other < one)).collect();
    let drawn = Resampling { n_resamples: N_RESAMPLES, level: LEVEL, seed: study.seed };
    let places = metric_ranking(&metrics, &experts.scores, &clusters, drawn);
    for (at, metric) in study.metrics.iter().enumerate() {
        let place = places.as_ref().map_err(|&error| Reason::from(error));
        let place = place.and_then(|places| places[at].map_err(Reason::from));
        let numbers: [(Quantity, Result<Estimate, Reason>); 2] = [
            (
                Quantity::MetricPlace,
                place.map(|place| {
                    Estimate::with(place.rank, Ok::<Interval, _>(place.rank_interval))
                }),
            ),
            (Quantity::MetricFirst, place.map(|place| Estimate::plain(place.share_first))),
        ];
        for (quantity, estimate) in numbers {
            let of = Of { metric: Some(metric.id.clone()), ..Of::default() };
            all.add(study, found, (quantity, Method::MetricRanking), of, estimate);
        }
    }
}

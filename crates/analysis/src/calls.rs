//! Telling real from synthetic: areas under the curve, balanced accuracy, and each reader.

use std::collections::{BTreeMap, BTreeSet};

use stats::{
    Covariances, Inference, Interval, JEFFREYS_PRIOR, Margin, RateCorrection, ReaderScore,
    ReaderScores, RocPoint, SignalCalls, bayes_equivalence, binomial_test, clopper_pearson, delong,
    mean_roc_curve, obuchowski_rockette, roc_curve, signal_detection, u_statistic,
};
use study::protocol::{Claim, ItemKind, Show};

use crate::components::components;
use crate::finding::{Found, share, shared};
use crate::{
    Collected, Curve, Estimate, LEVEL, Method, Of, Points, Quantity, Rank, Reader, Reason, Section,
    Study,
};

/// Below so many readers the analysis of these readers alone is told, too.
const FEW_READERS: usize = 5;
/// What chance gives.
const CHANCE: f64 = 0.5;
/// The margin of the claim that readers can tell, for what is told beside it.
const USUAL_MARGIN: f64 = 0.1;
/// α of equivalence.
const ALPHA: f64 = 0.05;
/// How many standard errors an interval at 95 % reaches.
const REACH: f64 = 1.959_963_984_540_054;

/// What is drawn of a question.
#[derive(Debug, Default)]
pub(crate) struct Curves {
    pub(crate) curves: Vec<Curve>,
    pub(crate) points: Vec<Points>,
}

/// One call that counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    /// Its answer, by place.
    pub(crate) answer: usize,
    pub(crate) reader: usize,
    pub(crate) case: usize,
    /// The point, from 1; the higher, the surer that the case is synthetic.
    pub(crate) point: f64,
    pub(crate) synthetic: bool,
    pub(crate) right: bool,
}

/// Returns how many points a question of real or synthetic of single cases has.
pub(crate) fn points_of(study: &Study, question: usize) -> Option<usize> {
    let asked = &study.questions[question];
    match (&asked.item.answer, asked.show) {
        (ItemKind::Source { points }, Show::Single {}) => Some(points.len()),
        _ => None,
    }
}

/// Returns the calls among answers to a question of so many points.
pub(crate) fn calls_of(study: &Study, answers: &[usize], n_points: usize) -> Vec<Call> {
    let call = |&answer: &usize| {
        let point = study.answers[answer].number?;
        let case = study.case_of(answer)?;
        let synthetic = study.cases[case].synthetic;
        let said_synthetic = threshold(n_points) <= point;
        Some(Call {
            answer,
            reader: study.reader_of(answer),
            case,
            point,
            synthetic,
            right: said_synthetic == synthetic,
        })
    };
    answers.iter().filter_map(call).collect()
}

/// Returns the first point that says "synthetic".
pub(crate) fn threshold(n_points: usize) -> f64 {
    n_points as f64 / 2.0 + 1.0
}

/// Returns why calls say nothing of both sources, where they do not.
pub(crate) fn one_sided(calls: &[Call]) -> Option<Reason> {
    let synthetic = calls.iter().filter(|call| call.synthetic).count();
    match (calls.len(), synthetic) {
        (0, _) => Some(Reason::NoAnswer),
        (n, s) if s == 0 || s == n => Some(Reason::OneSource),
        _ => None,
    }
}

pub(crate) fn scores(
    calls: &[Call],
    condition: impl Fn(&Call) -> Option<usize>,
) -> Vec<ReaderScore> {
    let score = |call: &Call| {
        Some(ReaderScore {
            reader: call.reader,
            condition: condition(call)?,
            case: call.case,
            positive: call.synthetic,
            score: call.point,
        })
    };
    calls.iter().filter_map(score).collect()
}

/// Analyses a question of real or synthetic.
pub(crate) fn calls(study: &Study, question: usize, all: &mut Collected) -> Curves {
    let Some(n_points) = points_of(study, question) else { return Curves::default() };
    let Together { calls, answers, scores } = together(study, question, all);
    let found = Found { section: Section::Components, question: Some(question), answers };
    components(study, &found, &scores, all);
    by_reader(study, question, &calls, all);
    by_generator(study, question, &calls, all);
    curves(study, question, &calls, n_points)
}

/// What was found of all readers together.
#[derive(Debug, Default)]
pub(crate) struct Together {
    /// The calls that count.
    calls: Vec<Call>,
    /// The answers that they come from.
    answers: Vec<usize>,
    /// What the area and balanced accuracy are made of.
    scores: Vec<(Quantity, ReaderScores)>,
}

/// All readers together.
pub(crate) fn together(study: &Study, question: usize, all: &mut Collected) -> Together {
    let Some(n_points) = points_of(study, question) else { return Together::default() };
    let answers = study.first_answers(question);
    let calls = calls_of(study, &answers, n_points);
    let of_all = Found { section: Section::Calls, question: Some(question), answers };
    // Areas compare cases of one reader, so whoever saw one source only adds nothing to them.
    let compared = compared(&calls);
    let found = Found { answers: compared.iter().map(|call| call.answer).collect(), ..of_all };
    let is_primary = study.plan.primary.as_ref() == Some(&study.questions[question].item.id);
    let mut of_both = Vec::new();
    match (one_sided(&calls), ReaderScores::new(&scores(&compared, |_| Some(0)))) {
        (Some(reason), _) => nothing(study, &of_all, is_primary, reason, all),
        (None, Err(_)) if compared.is_empty() => {
            let why = stats::Error::NoReaderOfBothKinds.into();
            nothing(study, &of_all, is_primary, why, all);
        }
        (None, Err(error)) => nothing(study, &found, is_primary, error.into(), all),
        (None, Ok(scores)) => {
            let called = scores.called(threshold(n_points));
            areas(study, &found, is_primary, (&scores, &called), all);
            pooled(study, &of_all, &calls, all);
            of_both.extend(called.ok().map(|called| (Quantity::BalancedAccuracy, called)));
            of_both.insert(0, (Quantity::Auc, scores));
        }
    }
    Together { calls, answers: found.answers, scores: of_both }
}

/// Returns the calls of readers who judged both sources.
fn compared(calls: &[Call]) -> Vec<Call> {
    let mut judged: BTreeMap<usize, [bool; 2]> = BTreeMap::new();
    for call in calls {
        judged.entry(call.reader).or_default()[usize::from(call.synthetic)] = true;
    }
    calls.iter().filter(|call| judged[&call.reader] == [true, true]).copied().collect()
}

/// Returns the readers, by place, whose calls of a question are of cases of one source only, while others
/// judged both.
pub fn readers_of_one_source(study: &Study, question: usize) -> BTreeSet<usize> {
    let Some(n_points) = points_of(study, question) else { return BTreeSet::new() };
    let calls = calls_of(study, &study.first_answers(question), n_points);
    let compared: BTreeSet<usize> = compared(&calls).iter().map(|call| call.reader).collect();
    if compared.is_empty() {
        return BTreeSet::new();
    }
    calls.iter().map(|call| call.reader).filter(|reader| !compared.contains(reader)).collect()
}

/// Returns the margin of the claim, or the usual one.
fn margin(study: &Study) -> f64 {
    match study.plan.claim {
        Claim::Equivalence { margin } => margin,
        Claim::Difference { .. } => USUAL_MARGIN,
    }
}

/// Says why there is neither an area nor an accuracy.
fn nothing(study: &Study, found: &Found, is_primary: bool, why: Reason, all: &mut Collected) {
    for quantity in [Quantity::Auc, Quantity::BalancedAccuracy] {
        let method = Method::ObuchowskiRockette;
        all.add(study, found, (quantity, method), Of::default(), Err(why));
        if is_primary {
            all.latest_is(Rank::Primary);
        }
    }
}

/// The readers' mean, as one estimator has it.
struct MeanOfReaders {
    method: Method,
    value: f64,
    inference: stats::Result<Inference>,
}

/// Returns what a design admits, the one that counts first: Obuchowski and Rockette where every reader
/// read every case, U-statistics for any other, and as a second opinion.
fn means(scores: &ReaderScores) -> Result<Vec<MeanOfReaders>, Reason> {
    let mut means = Vec::new();
    let n_readers = scores.readers().len();
    if let Ok(found) = obuchowski_rockette(scores, Covariances::DeLong, LEVEL) {
        let one = found.conditions[0];
        let methods = [
            (Method::ObuchowskiRockette, one.tests.random, true),
            (Method::FixedReaders, one.tests.fixed_readers, n_readers < FEW_READERS),
        ];
        for (method, inference, _) in methods.into_iter().filter(|(.., told)| *told) {
            means.push(MeanOfReaders { method, value: one.auc, inference });
        }
    }
    match u_statistic(scores, LEVEL) {
        Ok(found) => {
            let one = found.conditions[0];
            let (value, inference) = (one.auc, one.inference);
            means.push(MeanOfReaders { method: Method::UStatistic, value, inference });
            Ok(means)
        }
        Err(error) if means.is_empty() => Err(error.into()),
        Err(_) => Ok(means),
    }
}

/// The readers' mean area, and their mean balanced accuracy with its margin.
fn areas(
    study: &Study,
    found: &Found,
    is_primary: bool,
    (scores, called): (&ReaderScores, &stats::Result<ReaderScores>),
    all: &mut Collected,
) {
    let margin = margin(study);
    let called = called.as_ref().map_err(|&error| Reason::from(error));
    let both =
        [(Quantity::Auc, means(scores)), (Quantity::BalancedAccuracy, called.and_then(means))];
    for (quantity, means) in both {
        let means = match means {
            Ok(means) => means,
            Err(why) => {
                all.add(study, found, (quantity, Method::UStatistic), Of::default(), Err(why));
                if is_primary {
                    all.latest_is(Rank::Primary);
                }
                continue;
            }
        };
        for (at, MeanOfReaders { method, value, inference }) in means.into_iter().enumerate() {
            let mut estimate = Estimate::inferred(value, CHANCE, inference);
            if quantity == Quantity::BalancedAccuracy {
                let within = Margin { centre: CHANCE, margin, level: ALPHA };
                let holds = inference.and_then(|made| made.equivalence(value, within));
                estimate = estimate.equivalent([CHANCE, margin], holds);
            }
            all.add(study, found, (quantity, method), Of::default(), Ok(estimate));
            if is_primary && at == 0 {
                all.latest_is(Rank::Primary);
            }
        }
    }
}

/// Returns the share of right calls, with readers and cases random.
pub(crate) fn share_right(calls: &[Call]) -> Result<Estimate, Reason> {
    let right: Vec<bool> = calls.iter().map(|call| call.right).collect();
    let readers: Vec<usize> = calls.iter().map(|call| call.reader).collect();
    let cases: Vec<usize> = calls.iter().map(|call| call.case).collect();
    shared(&right, &readers, &cases)
}

/// All calls as if both sources were as frequent as they are here: told, and nothing rests on them.
fn pooled(study: &Study, found: &Found, calls: &[Call], all: &mut Collected) {
    let what = (Quantity::Accuracy, Method::WilsonTwoWay);
    all.add(study, found, what, Of::default(), share_right(calls));
}

/// Each reader alone.
fn by_reader(study: &Study, question: usize, calls: &[Call], all: &mut Collected) {
    for (reader, Reader { code }) in study.readers.iter().enumerate() {
        let own: Vec<Call> = calls.iter().filter(|call| call.reader == reader).copied().collect();
        let found = Found {
            section: Section::Readers,
            question: Some(question),
            answers: own.iter().map(|call| call.answer).collect(),
        };
        let of = || Of { reader: Some(code.clone()), ..Of::default() };
        let right = own.iter().filter(|call| call.right).count();
        let accuracy = share(right, own.len()).map(|accuracy| {
            accuracy.tested(CHANCE, binomial_test(right as u64, own.len() as u64, CHANCE))
        });
        all.add(study, &found, (Quantity::Accuracy, Method::Wilson), of(), accuracy);
        let exact = accuracy.map(|share| {
            let ends = clopper_pearson(right as u64, own.len() as u64, LEVEL);
            Estimate::with(share.value, ends)
        });
        all.add(study, &found, (Quantity::AccuracyExact, Method::ClopperPearson), of(), exact);
        let margin = margin(study);
        let region = [CHANCE - margin, CHANCE + margin];
        let (x, n) = (right as u64, own.len() as u64);
        let within = bayes_equivalence(x, n, JEFFREYS_PRIOR, region, LEVEL);
        let within = within.map(|found| Estimate::plain(found.within)).map_err(Reason::from);
        all.add(study, &found, (Quantity::WithinMargin, Method::Bayes), of(), within);

        let area = one_sided(&own).map_or(Ok(()), Err).and_then(|()| {
            let points: Vec<f64> = own.iter().map(|call| call.point).collect();
            let synthetic: Vec<bool> = own.iter().map(|call| call.synthetic).collect();
            let found = delong(&[points], &synthetic)?;
            Ok(Estimate::inferred(found.auc[0], CHANCE, found.area(0, LEVEL)))
        });
        all.add(study, &found, (Quantity::Auc, Method::DeLong), of(), area);

        for (synthetic, quantity) in
            [(false, Quantity::RealRight), (true, Quantity::SyntheticRight)]
        {
            let kind: Vec<&Call> = own.iter().filter(|c| c.synthetic == synthetic).collect();
            let right = kind.iter().filter(|call| call.right).count();
            let right = share(right, kind.len());
            let found = Found { answers: kind.iter().map(|call| call.answer).collect(), ..found };
            all.add(study, &found, (quantity, Method::Wilson), of(), right);
        }
        let count = |synthetic: bool, right: bool| {
            own.iter().filter(|c| (c.synthetic, c.right) == (synthetic, right)).count() as u64
        };
        let counts = SignalCalls {
            hits: count(true, true),
            misses: count(true, false),
            false_alarms: count(false, false),
            correct_rejections: count(false, true),
        };
        let detected = one_sided(&own).map_or(Ok(()), Err).and_then(|()| {
            signal_detection(counts, RateCorrection::LogLinear).map_err(Reason::from)
        });
        let reach = |of: f64, se: f64| Interval {
            low: of - REACH * se,
            high: of + REACH * se,
            level: LEVEL,
            method: "normal",
        };
        let d = detected.map(|d| Estimate::with(d.d_prime, Ok(reach(d.d_prime, d.d_prime_se))));
        all.add(study, &found, (Quantity::DPrime, Method::SignalDetection), of(), d);
        let c = detected.map(|found| Estimate::plain(found.criterion));
        all.add(study, &found, (Quantity::Criterion, Method::SignalDetection), of(), c);
    }
}

/// Each generator against all real cases, and each two generators.
fn by_generator(study: &Study, question: usize, calls: &[Call], all: &mut Collected) {
    let generators = study.generators();
    if generators.len() < 2 {
        return;
    }
    // A real case stands for itself beside each of them.
    let (mut rated, mut answers) = (Vec::new(), Vec::new());
    for (at, generator) in generators.iter().enumerate() {
        let own: Vec<Call> = calls
            .iter()
            .filter(|call| {
                let of = &study.cases[call.case];
                !of.synthetic || of.generator == *generator
            })
            .copied()
            .collect();
        let own = compared(&own);
        rated.extend(scores(&own, |_| Some(at)));
        answers.push(own.iter().map(|call| call.answer).collect::<Vec<usize>>());
    }
    let name = |at: usize| generators[at].clone().unwrap_or_default();
    let found = |only: &[usize]| Found {
        section: Section::Generators,
        question: Some(question),
        answers: {
            let own = only.iter().flat_map(|&at| answers[at].iter().copied());
            own.collect::<BTreeSet<usize>>().into_iter().collect()
        },
    };
    let areas = ReaderScores::new(&rated).and_then(|scores| u_statistic(&scores, LEVEL));
    let areas = match areas {
        Ok(areas) => areas,
        Err(error) => {
            let every: Vec<usize> = (0..generators.len()).collect();
            let what = (Quantity::Auc, Method::UStatistic);
            all.add(study, &found(&every), what, Of::default(), Err(error.into()));
            return;
        }
    };
    for area in &areas.conditions {
        let of = Of { generator: Some(name(area.condition)), ..Of::default() };
        let estimate = Estimate::inferred(area.auc, CHANCE, area.inference);
        let what = (Quantity::Auc, Method::UStatistic);
        all.add(study, &found(&[area.condition]), what, of, Ok(estimate));
    }
    for between in &areas.differences {
        let [first, second] = between.conditions;
        let of = Of { generator: Some(name(first)), other: Some(name(second)), ..Of::default() };
        let estimate = Estimate::inferred(between.difference, 0.0, between.inference);
        let what = (Quantity::AucDifference, Method::UStatistic);
        all.add(study, &found(&between.conditions), what, of, Ok(estimate));
    }
}

/// The curve and the points of each reader, and the mean curve.
fn curves(study: &Study, question: usize, calls: &[Call], n_points: usize) -> Curves {
    let id = &study.questions[question].item.id;
    let mut drawn = Curves::default();
    let mut all: Vec<Vec<RocPoint>> = Vec::new();
    for (reader, Reader { code }) in study.readers.iter().enumerate() {
        let own = |synthetic: bool| -> Vec<f64> {
            let own = calls.iter().filter(|c| c.reader == reader && c.synthetic == synthetic);
            own.map(|call| call.point).collect()
        };
        for synthetic in [false, true] {
            let mut counts = vec![0; n_points];
            let own = calls.iter().filter(|c| c.reader == reader && c.synthetic == synthetic);
            for place in own.filter_map(|call| study.answers[call.answer].point(n_points)) {
                counts[place] += 1;
            }
            let (question, reader) = (id.clone(), code.clone());
            drawn.points.push(Points { question, reader, synthetic, counts });
        }
        let Ok(curve) = roc_curve(&own(false), &own(true)) else { continue };
        drawn.curves.push(Curve {
            question: id.clone(),
            reader: Some(code.clone()),
            points: corners(&curve),
        });
        all.push(curve);
    }
    if let Ok(mean) = mean_roc_curve(&all) {
        let points = corners(&mean);
        drawn.curves.push(Curve { question: id.clone(), reader: None, points });
    }
    drawn
}

fn corners(curve: &[RocPoint]) -> Vec<[f64; 2]> {
    curve.iter().map(|point| [point.false_positive_rate, point.true_positive_rate]).collect()
}

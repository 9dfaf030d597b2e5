//! Our answer to a case.

use std::collections::BTreeMap;

use samples::{Contents, Signal, Vectors};

use super::Input;
use super::adapt::Question;
use crate::instances::mean;
use crate::precision_recall_distribution::precision_recall_distribution;
use crate::spectral_coherence::{Choice, with_zero_as};
use crate::{Compute, Error, Metric, Parameters, Result, SetOutcome, TableOutcome, evaluate_sets};

/// Our values, and those beside them that a case may ask for.
pub(super) struct Answer {
    pub(super) value: f64,
    pub(super) columns: BTreeMap<String, f64>,
    /// The further numbers, by id.
    pub(super) details: BTreeMap<&'static str, f64>,
    pub(super) curve: Vec<[f64; 2]>,
    pub(super) real: Vec<f64>,
    pub(super) synthetic: Vec<f64>,
    /// How far a value may be off by rounding, when the metric knows.
    pub(super) slack: f64,
}

impl Answer {
    fn of(value: f64) -> Self {
        Answer {
            value,
            columns: BTreeMap::new(),
            details: BTreeMap::new(),
            curve: Vec::new(),
            real: Vec::new(),
            synthetic: Vec::new(),
            slack: 0.0,
        }
    }

    fn of_set(metric: &Metric, outcome: SetOutcome) -> Self {
        Answer {
            details: details(metric, &outcome.details),
            curve: outcome.curve,
            real: outcome.real.unwrap_or_default(),
            synthetic: outcome.synthetic.unwrap_or_default(),
            ..Answer::of(outcome.value)
        }
    }

    /// A geometry score on pyMDMA's scale.
    ///
    /// A case that gives one draw, and no standard deviation, is compared within four of ours, for
    /// a draw on each side.
    fn in_thousandths(metric: &Metric, outcome: SetOutcome) -> Self {
        let mut answer = Answer::of_set(metric, outcome);
        answer.value *= 1000.0;
        answer.details.values_mut().for_each(|detail| *detail *= 1000.0);
        answer.slack = 4.0 * std::f64::consts::SQRT_2 * answer.details["standard_error"];
        answer
    }

    fn of_table(metric: &Metric, outcome: TableOutcome) -> Self {
        let known = |(name, value): (String, Result<f64>)| value.ok().map(|value| (name, value));
        Answer {
            details: details(metric, &outcome.details),
            columns: outcome.columns.into_iter().filter_map(known).collect(),
            real: outcome.rows.unwrap_or_default(),
            ..Answer::of(outcome.value)
        }
    }

    /// The values of pairs, which stand for the synthetic samples, and their mean.
    fn of_pairs(values: Vec<f64>) -> Self {
        Answer { value: mean(&values), synthetic: values, ..Answer::of(0.0) }
    }
}

/// Computes what is asked.
pub(super) fn answer(question: &Question, inputs: Vec<Input>) -> Result<Answer> {
    let (metric, parameters) = (question.metric, &question.parameters);
    let mut samples = Vec::new();
    for input in inputs {
        match (input, metric.compute) {
            (Input::Contents(contents), _) => samples.push(contents),
            (Input::Annotations(file), Compute::Annotations(compute)) => {
                return compute(&file, parameters, &|_, _| true)
                    .map(|outcome| Answer::of(outcome.value));
            }
            _ => return Err(Error::NotOfSets { metric: metric.id }),
        }
    }
    match (metric.compute, &samples[..]) {
        (Compute::Image(compute), [Contents::Image(image)]) => {
            compute(image, parameters).map(Answer::of)
        }
        (Compute::ImagePair(compute), [Contents::Image(reference), Contents::Image(image)]) => {
            compute(reference, image, parameters).map(Answer::of)
        }
        (Compute::Signal(compute), [Contents::Signals(signals)]) => {
            let values = signals.iter().map(|signal| compute(signal, parameters));
            let real = values.collect::<Result<Vec<_>>>()?;
            Ok(Answer { real: real.clone(), ..Answer::of(mean(&real)) })
        }
        (Compute::SignalPair(compute), [Contents::Signals(real), Contents::Signals(synthetic)]) => {
            let pairs = real.iter().zip(synthetic);
            let values =
                pairs.clone().map(|(real, synthetic)| compute(real, synthetic, parameters));
            let slack = match metric.id {
                "spectral_coherence" => pairs
                    .map(|(real, synthetic)| zero_slack(real, synthetic, parameters))
                    .fold(0.0, f64::max),
                _ => 0.0,
            };
            let values = values.collect::<Result<_>>()?;
            Ok(Answer { slack, ..Answer::of_pairs(values) })
        }
        (Compute::SignalSets(sets), [Contents::Signals(real), Contents::Signals(synthetic)]) => {
            let outcome = sets.evaluate(real, synthetic, parameters)?;
            Ok(Answer::of_set(metric, outcome))
        }
        (Compute::AllSignals(compute), [Contents::Signals(real), Contents::Signals(synthetic)]) => {
            let outcome = compute(real, synthetic, parameters, &|_, _| true)?;
            Ok(Answer::of_set(metric, outcome))
        }
        (Compute::Table(compute), [Contents::Table(table)]) => {
            Ok(Answer::of_table(metric, compute(table, parameters)?))
        }
        (Compute::Tables(compute), [Contents::Table(real), Contents::Table(synthetic)]) => {
            Ok(Answer::of_table(metric, compute(real, synthetic, parameters)?))
        }
        (Compute::VectorPair(compute), [Contents::Vectors(real), Contents::Vectors(synthetic)]) => {
            let pairs =
                (0..real.n().min(synthetic.n())).map(|at| (real.row(at), synthetic.row(at)));
            let values = pairs.map(|(real, synthetic)| compute(real, synthetic, parameters));
            values.collect::<Result<_>>().map(Answer::of_pairs)
        }
        (_, [Contents::Vectors(_), Contents::Vectors(_)])
            if metric.id == "precision_recall_distribution" && question.histograms.is_some() =>
        {
            let (angles, beta) = (parameters.whole("angles"), parameters.fixed("beta"));
            let drawn: Vec<_> = question.histograms.iter().cloned().collect();
            Ok(Answer::of_set(metric, precision_recall_distribution(&drawn, angles, beta)))
        }
        (_, [Contents::Vectors(real), Contents::Vectors(synthetic)]) => {
            let asked = [(metric, parameters.clone())];
            let mut outcomes = evaluate_sets(&asked, real, synthetic, &|_, _| true)?;
            let outcome = outcomes.remove(0)?;
            if metric.id == "geometry_score" {
                return Ok(Answer::in_thousandths(metric, outcome));
            }
            let slack = match metric.id {
                "frechet_distance" => frechet_slack(real, synthetic),
                _ => 0.0,
            };
            Ok(Answer { slack, ..Answer::of_set(metric, outcome) })
        }
        _ => Err(Error::NotOfSets { metric: metric.id }),
    }
}

/// Returns the further numbers by their ids.
fn details(metric: &Metric, details: &[Result<f64>]) -> BTreeMap<&'static str, f64> {
    let by_id = metric.details.iter().zip(details);
    by_id.filter_map(|(detail, value)| Some((detail.id, *value.as_ref().ok()?))).collect()
}

/// Returns how far the Fréchet distance may be off: 1e-9 of both variances together.
///
/// The reference takes roots of eigenvalues. Those that are 0, as some are unless
/// there are more samples than dimensions, come out near 1e-16 of the largest, and
/// their roots near 1e-8 of it: there the reference itself is good to 1e-8 only.
fn frechet_slack(real: &Vectors, synthetic: &Vectors) -> f64 {
    let singular = [real, synthetic].iter().any(|set| set.n() <= set.d());
    let relative = if singular { 1e-8 } else { 1e-9 };
    relative * (total_variance(real) + total_variance(synthetic))
}

/// Returns how much more the coherence of a pair would be with 1 at the frequency 0.
///
/// The reference has a coherence of rounding errors there, anything from 0 to 1, which ours counts
/// as 0. So its median lies between both, up to rounding.
fn zero_slack(real: &Signal, synthetic: &Signal, parameters: &Parameters) -> f64 {
    let choice = Choice::of(parameters);
    let at = |zero| with_zero_as(zero, real, synthetic, &choice).unwrap_or(f64::NAN);
    let (least, most) = (at(0.0), at(1.0));
    most - least + 1e-9 * most
}

/// Returns the trace of the covariance.
fn total_variance(set: &Vectors) -> f64 {
    let n = set.n() as f64;
    let of_column = |at: usize| {
        let mean = (0..set.n()).map(|row| set.row(row)[at]).sum::<f64>() / n;
        (0..set.n()).map(|row| (set.row(row)[at] - mean).powi(2)).sum::<f64>() / (n - 1.0)
    };
    (0..set.d()).map(of_column).sum()
}

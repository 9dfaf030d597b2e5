//! Our answer to a case.

use std::collections::BTreeMap;

use samples::{Contents, Vectors};

use super::adapt::Question;
use crate::instances::mean;
use crate::{Compute, Error, Result, evaluate_sets};

/// Our values, and those beside them that a case may ask for.
pub(super) struct Answer {
    pub(super) value: f64,
    pub(super) columns: BTreeMap<String, f64>,
    pub(super) real: Vec<f64>,
    pub(super) synthetic: Vec<f64>,
    /// How far a value may be off by rounding, when the metric knows.
    pub(super) slack: f64,
}

impl Answer {
    fn of(value: f64) -> Self {
        let columns = BTreeMap::new();
        Answer { value, columns, real: Vec::new(), synthetic: Vec::new(), slack: 0.0 }
    }
}

/// Computes what is asked.
pub(super) fn answer(question: &Question, inputs: &[Contents]) -> Result<Answer> {
    let parameters = &question.parameters;
    match (question.metric.compute, inputs) {
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
        (Compute::SignalSets(sets), [Contents::Signals(real), Contents::Signals(synthetic)]) => {
            sets.evaluate(real, synthetic, parameters).map(|outcome| Answer::of(outcome.value))
        }
        (Compute::Table(compute), [Contents::Table(table)]) => {
            let outcome = compute(table, parameters)?;
            let columns = outcome
                .columns
                .into_iter()
                .filter_map(|(name, value)| value.ok().map(|value| (name, value)))
                .collect();
            Ok(Answer { columns, ..Answer::of(outcome.value) })
        }
        (_, [Contents::Vectors(real), Contents::Vectors(synthetic)]) => {
            let asked = [(question.metric, parameters.clone())];
            let mut outcomes = evaluate_sets(&asked, real, synthetic, &|_, _| true)?;
            let outcome = outcomes.remove(0)?;
            let slack = match question.metric.compute {
                Compute::Sets(_) => frechet_slack(real, synthetic),
                _ => 0.0,
            };
            Ok(Answer {
                real: outcome.real.unwrap_or_default(),
                synthetic: outcome.synthetic.unwrap_or_default(),
                slack,
                ..Answer::of(outcome.value)
            })
        }
        _ => Err(Error::NotOfSets { metric: question.metric.id }),
    }
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

/// Returns the trace of the covariance.
fn total_variance(set: &Vectors) -> f64 {
    let n = set.n() as f64;
    let of_column = |at: usize| {
        let mean = (0..set.n()).map(|row| set.row(row)[at]).sum::<f64>() / n;
        (0..set.n()).map(|row| (set.row(row)[at] - mean).powi(2)).sum::<f64>() / (n - 1.0)
    };
    (0..set.d()).map(of_column).sum()
}

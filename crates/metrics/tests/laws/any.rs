//! Any metric, asked in one way.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use metrics::{
    Compute, Error, Metric, Network, Parameters, Result, SetOutcome, TableOutcome, evaluate_sets,
    registry,
};
use samples::Arm;

use crate::samples_of::Samples;

/// A network that finds an image the better the brighter its first pixel is.
struct Bright;

impl Network for Bright {
    fn sides(&self, _: &str) -> Result<Vec<Option<usize>>> {
        Ok(vec![None, Some(3), Some(8), Some(8)])
    }

    fn answer(&self, _: &str, _: &[usize], values: &[f32]) -> Result<Vec<(String, Vec<f32>)>> {
        Ok(vec![("logits".to_owned(), vec![values[0], 0.0])])
    }
}

/// What a metric says, whatever it looks at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) value: f64,
    pub(crate) real: Option<Vec<f64>>,
    pub(crate) synthetic: Option<Vec<f64>>,
    pub(crate) mean_of: Option<Arm>,
    pub(crate) details: Vec<Result<f64>>,
    pub(crate) columns: Vec<(String, Result<f64>)>,
    pub(crate) curve: Vec<[f64; 2]>,
}

impl Answer {
    fn of(value: f64) -> Self {
        Answer {
            value,
            real: None,
            synthetic: None,
            mean_of: None,
            details: Vec::new(),
            columns: Vec::new(),
            curve: Vec::new(),
        }
    }

    fn of_samples(values: impl Iterator<Item = Result<f64>>) -> Result<Self> {
        let values = values.collect::<Result<Vec<f64>>>()?;
        if values.is_empty() {
            // Nothing was asked.
            return Err(Error::TooFewSamples { input: "set", given: 0, least: 1 });
        }
        let mean_of = Some(Arm::Real);
        Ok(Answer { real: Some(values.clone()), mean_of, ..Answer::of(mean(&values)) })
    }

    fn of_pairs(values: impl Iterator<Item = Result<f64>>) -> Result<Self> {
        let answer = Answer::of_samples(values)?;
        Ok(Answer { synthetic: answer.real.clone(), ..answer })
    }

    fn of_sets(outcome: SetOutcome) -> Self {
        let SetOutcome { value, real, synthetic, mean_of, details, curve } = outcome;
        Answer { value, real, synthetic, mean_of, details, columns: Vec::new(), curve }
    }

    fn of_table(outcome: TableOutcome) -> Self {
        let TableOutcome { value, columns, rows, details } = outcome;
        let mean_of = rows.as_ref().map(|_| Arm::Real);
        Answer { real: rows, mean_of, details, columns, ..Answer::of(value) }
    }
}

/// Returns the mean of samples as summaries have it: without those that are infinite.
pub(crate) fn mean(values: &[f64]) -> f64 {
    let finite: Vec<f64> = values.iter().copied().filter(|value| !value.is_infinite()).collect();
    if finite.is_empty() {
        return values[0];
    }
    finite.iter().sum::<f64>() / finite.len() as f64
}

/// Asks a metric about two sides; one that looks at one side alone is asked about the first.
pub(crate) fn ask(
    metric: &'static Metric,
    parameters: &Parameters,
    sides: [&Samples; 2],
) -> Result<Answer> {
    let go_on = |_, _| true;
    match (metric.compute, sides) {
        (Compute::Annotations(compute), [Samples::Annotations(file), _]) => {
            let outcome = compute(file, parameters, &go_on)?;
            let images = outcome.of_images(file.images.len()).into_iter().flatten().collect();
            Ok(Answer { real: Some(images), ..Answer::of(outcome.value) })
        }
        (Compute::Image(compute), [Samples::Images(images), _]) => {
            Answer::of_samples(images.iter().map(|image| compute(image, parameters)))
        }
        (Compute::ImageByNetwork(compute), [Samples::Images(images), _]) => {
            Answer::of_samples(images.iter().map(|image| compute(image, &Bright, parameters)))
        }
        (Compute::ImagePair(compute), [Samples::Images(real), Samples::Images(synthetic)]) => {
            let pairs = real.iter().zip(synthetic);
            Answer::of_pairs(pairs.map(|(a, b)| compute(a, b, parameters)))
        }
        (Compute::Signal(compute), [Samples::Signals(signals), _]) => {
            Answer::of_samples(signals.iter().map(|signal| compute(signal, parameters)))
        }
        (Compute::SignalPair(compute), [Samples::Signals(real), Samples::Signals(synthetic)]) => {
            let pairs = real.iter().zip(synthetic);
            Answer::of_pairs(pairs.map(|(a, b)| compute(a, b, parameters)))
        }
        (Compute::SignalSets(sets), [Samples::Signals(real), Samples::Signals(synthetic)]) => {
            sets.evaluate(real, synthetic, parameters).map(Answer::of_sets)
        }
        (Compute::AllSignals(compute), [Samples::Signals(real), Samples::Signals(synthetic)]) => {
            compute(real, synthetic, parameters, &go_on).map(Answer::of_sets)
        }
        (Compute::Table(compute), [Samples::Table(table), _]) => {
            compute(table, parameters).map(Answer::of_table)
        }
        (Compute::Tables(compute), [Samples::Table(real), Samples::Table(synthetic)]) => {
            compute(real, synthetic, parameters).map(Answer::of_table)
        }
        (Compute::VectorPair(compute), [Samples::Vectors(real), Samples::Vectors(synthetic)]) => {
            let pairs = 0..real.n().min(synthetic.n());
            Answer::of_pairs(pairs.map(|at| compute(real.row(at), synthetic.row(at), parameters)))
        }
        (
            Compute::Sets(_) | Compute::Neighbours(_),
            [Samples::Vectors(real), Samples::Vectors(synthetic)],
        ) => {
            let asked = [(metric, parameters.clone())];
            evaluate_sets(&asked, real, synthetic, &go_on)?.remove(0).map(Answer::of_sets)
        }
        _ => panic!("{} does not look at such samples", metric.id),
    }
}

/// As [`ask`], in words where it panics.
pub(crate) fn ask_safely(
    metric: &'static Metric,
    parameters: &Parameters,
    sides: [&Samples; 2],
) -> std::result::Result<Result<Answer>, String> {
    catch_unwind(AssertUnwindSafe(|| ask(metric, parameters, sides)))
        .map_err(|_| "it panics".to_owned())
}

/// Presets that are for more samples than there are here, or take long, made smaller.
fn smaller(metric: &Metric) -> Vec<(String, f64)> {
    let given: &[(&str, f64)] = match metric.id {
        "geometry_score" => &[("num_iters", 10.0), ("sample_size", 16.0)],
        _ => &[],
    };
    given.iter().map(|&(name, value)| (name.to_owned(), value)).collect()
}

/// Returns presets, made smaller where tests have fewer samples.
pub(crate) fn preset(metric: &Metric) -> Parameters {
    let given = smaller(metric).into_iter().collect();
    Parameters::for_metric(metric, &given).expect("known parameters")
}

/// Returns the presets with every combination of the choices that can be made.
pub(crate) fn choices(metric: &Metric) -> Vec<Parameters> {
    let mut all = vec![smaller(metric)];
    for parameter in metric.parameters.iter().filter(|parameter| !parameter.choices.is_empty()) {
        let with = |given: &Vec<(String, f64)>, at: usize| {
            [given.clone(), vec![(parameter.name.to_owned(), at as f64)]].concat()
        };
        let n = parameter.choices.len();
        all = all.iter().flat_map(|given| (0..n).map(move |at| with(given, at))).collect();
    }
    let complete = |given: Vec<(String, f64)>| {
        Parameters::for_metric(metric, &given.into_iter().collect()).expect("a choice")
    };
    all.into_iter().map(complete).collect()
}

/// The most of these takes long, and the least does the same less often.
const TAKES_LONG: [&str; 1] = ["num_iters"];

/// Returns the presets with one number at either end of what it may be, one after the other.
pub(crate) fn ends(metric: &Metric) -> Vec<Parameters> {
    let mut all = Vec::new();
    for parameter in metric.parameters.iter().filter(|parameter| parameter.choices.is_empty()) {
        for end in [parameter.least, parameter.most] {
            if TAKES_LONG.contains(&parameter.name) && parameter.least < end {
                continue;
            }
            let mut given: BTreeMap<String, f64> = smaller(metric).into_iter().collect();
            given.insert(parameter.name.to_owned(), end);
            all.push(Parameters::for_metric(metric, &given).expect("an end"));
        }
    }
    all
}

/// Returns every metric with each of its choices.
pub(crate) fn all() -> Vec<(&'static Metric, Parameters)> {
    let with_choices = |metric: &'static Metric| {
        choices(metric).into_iter().map(move |parameters| (metric, parameters))
    };
    registry::ALL.iter().flat_map(with_choices).collect()
}

/// Returns whether two numbers are the same up to rounding, with 1 as the least that counts.
pub(crate) fn near(a: f64, b: f64, tolerance: f64) -> bool {
    a.total_cmp(&b).is_eq() || (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
}

/// Fails with every law that was broken, not the first alone.
pub(crate) fn none(broken: &[String]) {
    assert!(broken.is_empty(), "{} broken:\n{}", broken.len(), broken.join("\n"));
}

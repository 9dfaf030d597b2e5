//! Metrics of the catalogue, each by its name.

use std::path::Path;
use std::time::Instant;

use metrics::{Compute, Metric, Parameters, evaluate_sets, registry};
use rayon::prelude::*;
use samples::{Channel, Column, ColumnKind, Contents, Image, Signal, Table, Values, Vectors};
use serde_json::Map;

use super::neighbours::both;
use super::{Measured, files, read, seconds_since};
use crate::{Outcome, inputs, machine};

/// Measures what lies in `folder` by metrics that need the same input, as a run does.
///
/// Reading the files is not measured.
pub(super) fn run(ids: &str, folder: &Path) -> Outcome<Measured> {
    let asked = ids.split('+').map(asked).collect::<Outcome<Vec<_>>>()?;
    let input = Input::of(asked[0].0, folder)?;
    machine::forget_peak();
    let bytes_before = machine::bytes_now();
    let start = Instant::now();
    let found = input.measure(&asked)?;
    let seconds = seconds_since(start);
    let names = asked.iter().map(|(metric, _)| metric.id.to_owned());
    let values: Map<_, _> = names.zip(found.into_iter().map(Into::into)).collect();
    let n = input.n(asked[0].0);
    Ok(Measured { seconds, n, decoded_bytes: None, bytes_before, gflops: None, values })
}

/// Returns a metric and what the peer's presets are called here.
fn asked(id: &str) -> Outcome<(&'static Metric, Parameters)> {
    let metric = registry::find(id).ok_or_else(|| format!("there is no metric {id}"))?;
    let given: &[(&str, f64)] = match id {
        "dtw" => &[("band", 0.1)],
        "precision_recall_distribution" => &[("clusters", 2.0)],
        "geometry_score" => &[("i_max", 10.0)],
        "spectral_coherence" | "spectral_wasserstein_distance" => &[("rate_hz", RATE_HZ)],
        _ => &[],
    };
    let given = given.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
    let parameters: Parameters =
        Parameters::for_metric(metric, &given).map_err(|error| error.to_string())?;
    Ok((metric, parameters.without_details()))
}

/// What signals are sampled with.
const RATE_HZ: f64 = 2048.0;

/// What metrics are measured on.
enum Input {
    Images(Vec<Image>),
    Signals([Vec<Signal>; 2]),
    Tables([Table; 2]),
    Vectors([Vectors; 2]),
}

impl Input {
    fn of(metric: &Metric, folder: &Path) -> Outcome<Self> {
        match metric.compute {
            Compute::Image(_) | Compute::ImagePair(_) => images(folder).map(Input::Images),
            Compute::Signal(_)
            | Compute::SignalPair(_)
            | Compute::SignalSets(_)
            | Compute::AllSignals(_) => {
                let [real, synthetic] = both(folder)?;
                Ok(Input::Signals([signals(&real)?, signals(&synthetic)?]))
            }
            Compute::Table(_) | Compute::Tables(_) => {
                let [real, synthetic] = both(folder)?;
                Ok(Input::Tables([table(&real)?, table(&synthetic)?]))
            }
            _ => both(folder).map(Input::Vectors),
        }
    }

    /// How many samples there are; pairs where every one is compared with every other.
    fn n(&self, metric: &Metric) -> usize {
        match (self, metric.compute) {
            (Input::Signals([real, synthetic]), Compute::AllSignals(_)) => {
                real.len() * synthetic.len()
            }
            (Input::Images(images), _) => images.len(),
            (Input::Signals([real, _]), _) => real.len(),
            (Input::Tables([real, _]), _) => real.n_rows(),
            (Input::Vectors([real, synthetic]), _) => real.n() + synthetic.n(),
        }
    }

    fn measure(&self, asked: &[(&'static Metric, Parameters)]) -> Outcome<Vec<f64>> {
        if let Input::Vectors([real, synthetic]) = self {
            let outcomes = evaluate_sets(asked, real, synthetic, &|_, _| true);
            let outcomes = outcomes.map_err(|error| error.to_string())?.into_iter();
            return outcomes
                .map(|outcome| outcome.map(|found| found.value).map_err(|error| error.to_string()))
                .collect();
        }
        asked
            .iter()
            .map(|(metric, parameters)| {
                self.value(metric, parameters).map_err(|error| format!("{}: {error}", metric.id))
            })
            .collect()
    }

    /// Returns a value of images, signals or tables; of single ones their mean.
    fn value(&self, metric: &Metric, parameters: &Parameters) -> metrics::Result<f64> {
        match (self, metric.compute) {
            (Input::Images(images), Compute::Image(compute)) => {
                mean(images.par_iter().map(|image| compute(image, parameters)).collect())
            }
            (Input::Images(images), Compute::ImagePair(compute)) => {
                let next = |at: usize| &images[(at + 1) % images.len()];
                let of = |(at, image): (usize, &Image)| compute(image, next(at), parameters);
                mean(images.par_iter().enumerate().map(of).collect())
            }
            (Input::Signals([real, _]), Compute::Signal(compute)) => {
                mean(real.par_iter().map(|signal| compute(signal, parameters)).collect())
            }
            (Input::Signals([real, synthetic]), Compute::SignalPair(compute)) => {
                let pairs = real.par_iter().zip(synthetic);
                mean(pairs.map(|(real, other)| compute(real, other, parameters)).collect())
            }
            (Input::Signals([real, synthetic]), Compute::SignalSets(sets)) => {
                let vectors = |signals: &[Signal]| {
                    signals
                        .par_iter()
                        .map(|signal| (sets.vector)(signal, parameters))
                        .collect::<metrics::Result<Vec<_>>>()
                };
                let real = metrics::SignalSets::gathered("real set", &vectors(real)?)?;
                let other = metrics::SignalSets::gathered("synthetic set", &vectors(synthetic)?)?;
                (sets.compare)(&real, &other, parameters, &|_, _| true).map(|found| found.value)
            }
            (Input::Signals([real, synthetic]), Compute::AllSignals(compute)) => {
                compute(real, synthetic, parameters, &|_, _| true).map(|found| found.value)
            }
            (Input::Tables([real, _]), Compute::Table(compute)) => {
                compute(real, parameters).map(|found| found.value)
            }
            (Input::Tables([real, synthetic]), Compute::Tables(compute)) => {
                compute(real, synthetic, parameters).map(|found| found.value)
            }
            _ => Err(metrics::Error::NotOfSets { metric: metric.id }),
        }
    }
}

fn mean(values: metrics::Result<Vec<f64>>) -> metrics::Result<f64> {
    values.map(|values| values.iter().sum::<f64>() / values.len() as f64)
}

fn images(folder: &Path) -> Outcome<Vec<Image>> {
    files(folder)?
        .iter()
        .map(|file| match read(file)?.contents {
            Contents::Image(image) => Ok(image),
            _ => Err(format!("{} holds no image", file.relative)),
        })
        .collect()
}

/// Takes each vector as the channels of a signal, one after the other.
fn signals(vectors: &Vectors) -> Outcome<Vec<Signal>> {
    let length = vectors.d() / inputs::N_CHANNELS;
    let channels: std::sync::Arc<[Channel]> = vec![Channel::default(); inputs::N_CHANNELS].into();
    (0..vectors.n())
        .map(|at| {
            Signal::new(channels.clone(), Some(RATE_HZ), length, vectors.row(at).to_vec())
                .map_err(|error| error.to_string())
        })
        .collect()
}

/// Takes each dimension as a column of numbers.
fn table(vectors: &Vectors) -> Outcome<Table> {
    let column = |at: usize| Column {
        name: format!("value_{at}"),
        kind: ColumnKind::Number,
        decimals: 6,
        values: Values::Numbers((0..vectors.n()).map(|row| Some(vectors.row(row)[at])).collect()),
    };
    Table::new((0..vectors.d()).map(column).collect()).map_err(|error| error.to_string())
}

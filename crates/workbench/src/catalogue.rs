//! The catalogue of metrics, for screens and terminal.

use metrics::{Better, Compute, Dimension, IntervalKind, Level, Metric, Preset, Reference};

use crate::wire::{Arm, MetricView, Modality, ParameterView};

/// The metrics that are chosen until somebody says otherwise: what every comparison needs and
/// what is quick. All others are a choice: they say less, take long, or need more than samples.
const USUAL: &[&str] = &[
    "authenticity",
    "brightness",
    "coherence_score",
    "correlation_score",
    "coverage",
    "dcr_privacy",
    "density",
    "exposure_brightness",
    "frechet_distance",
    "improved_precision",
    "improved_recall",
    "missing_score",
    "outlier_score",
    "snr",
    "spectral_wasserstein_distance",
    "statistical_similarity_score",
    "tenengrad",
    "uniqueness",
    "uniqueness_score",
    "vif_score",
];

/// Returns every metric.
pub fn metric_catalogue() -> Vec<MetricView> {
    metrics::registry::ALL.iter().map(view).collect()
}

/// Returns the name of a metric in the language that is spoken; of one that is not known, its id.
pub(crate) fn metric_title(id: &str) -> String {
    let key = format!("metrics:title.{id}");
    if words::knows(&key) { words::say(&key, &[]) } else { id.to_owned() }
}

fn view(metric: &Metric) -> MetricView {
    MetricView {
        id: metric.id.to_owned(),
        version: metric.version,
        title: metric.title.to_owned(),
        modalities: metric.modalities.iter().map(|&modality| modality.into()).collect(),
        level: metric.levels.iter().map(|&level| level_word(level).to_owned()).collect(),
        reference: reference_word(metric.reference).to_owned(),
        dimension: dimension_word(metric.dimension).to_owned(),
        unit: metric.unit.symbol().to_owned(),
        least: metric.range.low,
        most: metric.range.high,
        better: better_word(metric.better).to_owned(),
        parameters: metric
            .parameters
            .iter()
            .map(|parameter| ParameterView {
                name: parameter.name.to_owned(),
                default: match parameter.default {
                    Preset::Number(number) => Some(number),
                    Preset::Auto => None,
                },
                least: Some(parameter.least).filter(|least| least.is_finite()),
                most: Some(parameter.most).filter(|most| most.is_finite()),
                choices: parameter.choices.iter().map(|&choice| choice.to_owned()).collect(),
                meaning: parameter.meaning.to_owned(),
            })
            .collect(),
        interval: interval_words(metric).to_owned(),
        usual: USUAL.contains(&metric.id),
        needs: needs_word(metric).to_owned(),
        source: metric.source.to_owned(),
        page: metric.page.to_owned(),
    }
}

impl From<samples::Modality> for Modality {
    fn from(modality: samples::Modality) -> Self {
        match modality {
            samples::Modality::Image => Modality::Image,
            samples::Modality::Table => Modality::Table,
            samples::Modality::Signal => Modality::Signal,
            samples::Modality::Vectors => Modality::Vectors,
        }
    }
}

pub(crate) fn level_word(level: Level) -> &'static str {
    match level {
        Level::Dataset => "dataset",
        Level::Instance => "instance",
    }
}

fn reference_word(reference: Reference) -> &'static str {
    match reference {
        Reference::None => "none",
        Reference::Instance => "instance",
        Reference::Dataset => "dataset",
    }
}

/// Returns what a metric needs beside the samples.
fn needs_word(metric: &Metric) -> &'static str {
    match (metric.compute, metric.reference) {
        (Compute::ImageByNetwork(_), _) => "network",
        (Compute::Annotations(_), _) => "annotations",
        (_, Reference::Instance) => "pairs",
        _ => "",
    }
}

pub(crate) fn dimension_word(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Fidelity => "fidelity",
        Dimension::Diversity => "diversity",
        Dimension::Privacy => "privacy",
        Dimension::Quality => "quality",
        Dimension::Validity => "validity",
    }
}

pub(crate) fn better_word(better: Better) -> &'static str {
    match better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::Neither => "neither",
    }
}

/// Returns which interval a metric's value gets, or why it gets none.
pub(crate) fn interval_words(metric: &Metric) -> &'static str {
    match metric.interval {
        IntervalKind::Bootstrap => "cluster bootstrap, of shares Wilson's score",
        IntervalKind::ConditionalBootstrap => {
            "what samples are compared with held fixed: cluster bootstrap, of shares Wilson's score"
        }
        IntervalKind::HalfSampling => "half-sampling by subject",
        IntervalKind::None(reason) => reason,
    }
}

impl From<samples::Arm> for Arm {
    fn from(arm: samples::Arm) -> Self {
        match arm {
            samples::Arm::Real => Arm::Real,
            samples::Arm::Synthetic => Arm::Synthetic,
        }
    }
}

impl From<Arm> for samples::Arm {
    fn from(arm: Arm) -> Self {
        match arm {
            Arm::Real => samples::Arm::Real,
            Arm::Synthetic => samples::Arm::Synthetic,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::metric_title;

    #[test]
    fn every_metric_has_its_name_in_the_words() {
        for metric in metrics::registry::ALL {
            assert_eq!(metric_title(metric.id), metric.title);
        }
        assert_eq!(metric_title("of_next_year"), "of_next_year");
    }
}

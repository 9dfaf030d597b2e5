//! What is asked for: a metric with its parameters, and the network that it needs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use metrics::{Metric, Parameters};
use serde_json::Value;

use super::networks::NamedNetwork;
use crate::{Error, Result};

/// A metric with every parameter in place.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) metric: &'static Metric,
    pub(crate) parameters: Parameters,
    /// What was not at its default, as it was asked for.
    pub(crate) given: BTreeMap<String, f64>,
    /// The network that it asks, when it needs one and the user named it.
    pub(crate) network: Option<AskedNetwork>,
}

/// A network that the user named.
#[derive(Clone)]
pub(crate) struct AskedNetwork {
    pub(crate) sha256: String,
    /// Where its file lies, as far as that is remembered.
    pub(super) place: Option<PathBuf>,
    /// Read when it is first asked: the network, or why its file cannot be used any more.
    pub(super) network: Arc<OnceLock<Result<NamedNetwork>>>,
}

impl Asked {
    /// Finds the metric and checks its parameters.
    pub(crate) fn find(id: &str, given: &BTreeMap<String, f64>) -> Result<Self> {
        let metric =
            metrics::registry::find(id).ok_or_else(|| Error::NoSuchMetric { id: id.to_owned() })?;
        let parameters = Parameters::for_metric(metric, given)?;
        Ok(Asked { metric, parameters, given: given.clone(), network: None })
    }

    /// Finds the metric and reads its parameters from words: numbers, or the names of choices.
    pub(crate) fn parse(id: &str, words: &BTreeMap<String, String>) -> Result<Self> {
        let metric =
            metrics::registry::find(id).ok_or_else(|| Error::NoSuchMetric { id: id.to_owned() })?;
        let mut given = BTreeMap::new();
        for (name, word) in words {
            let parameter = metric.parameters.iter().find(|parameter| parameter.name == name);
            let choices = parameter.map_or(&[][..], |parameter| parameter.choices);
            let number = if choices.is_empty() {
                word.parse()
                    .map_err(|_| Error::NotANumber { name: name.clone(), given: word.to_owned() })
            } else {
                choice(choices, word).ok_or_else(|| Error::NotAChoice {
                    name: name.clone(),
                    given: word.to_owned(),
                    choices: choices.join(", "),
                })
            };
            // A name that does not exist is the first thing to say.
            given.insert(name.clone(), if parameter.is_some() { number? } else { 0.0 });
        }
        Asked::find(id, &given)
    }

    /// Returns every parameter as it is written: a number, the word of a choice, or nothing.
    pub(crate) fn written(metric: &Metric, parameters: &Parameters) -> Vec<(&'static str, Value)> {
        let word = |name: &str, number: f64| {
            let parameter = metric.parameters.iter().find(|parameter| parameter.name == name)?;
            let is_it = |&(at, _): &(usize, &&str)| (at as f64 - number).abs() < 0.5;
            parameter.choices.iter().enumerate().find(is_it).map(|(_, word)| Value::from(*word))
        };
        parameters
            .entries()
            .map(|(name, number)| match number {
                Some(number) => (name, word(name, number).unwrap_or_else(|| Value::from(number))),
                None => (name, Value::Null),
            })
            .collect()
    }
}

/// Returns the number that a choice's word stands for; the number itself is understood, too.
fn choice(choices: &[&str], word: &str) -> Option<f64> {
    let word = match (choices, word) {
        (["no", "yes"], "false") => "no",
        (["no", "yes"], "true") => "yes",
        _ => word,
    };
    let by_number = || word.parse::<usize>().ok().filter(|&at| at < choices.len());
    let at = choices.iter().position(|&choice| choice == word).or_else(by_number)?;
    Some(at as f64)
}

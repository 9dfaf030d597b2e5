//! The parameters a metric is computed with.

use std::collections::BTreeMap;

use crate::{Error, Metric, Parameter, Preset, Result};

/// Every parameter of one metric with its value: chosen, or preset.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parameters {
    values: BTreeMap<&'static str, Option<f64>>,
    seed: u64,
}

impl Parameters {
    /// Completes what was `given` by the presets of `metric`.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownParameter`]; [`Error::Parameter`] outside the bounds.
    pub fn for_metric(metric: &Metric, given: &BTreeMap<String, f64>) -> Result<Self> {
        let known =
            |name: &String| metric.parameters.iter().any(|parameter| parameter.name == name);
        if let Some(name) = given.keys().find(|name| !known(name)) {
            return Err(Error::UnknownParameter { metric: metric.id, name: name.clone() });
        }
        let mut values = BTreeMap::new();
        for parameter in metric.parameters {
            let value = match (given.get(parameter.name), parameter.default) {
                (Some(&value), _) => Some(checked(parameter, value)?),
                (None, Preset::Number(value)) => Some(value),
                (None, Preset::Auto) => None,
            };
            values.insert(parameter.name, value);
        }
        Ok(Parameters { values, seed: 0 })
    }

    /// Returns the presets of `metric`.
    pub fn preset(metric: &Metric) -> Self {
        let preset = |parameter: &Parameter| match parameter.default {
            Preset::Number(value) => Some(value),
            Preset::Auto => None,
        };
        let values =
            metric.parameters.iter().map(|parameter| (parameter.name, preset(parameter))).collect();
        Parameters { values, seed: 0 }
    }

    /// Returns the same parameters with this seed, for metrics in which chance takes part.
    #[must_use]
    pub fn seeded(self, seed: u64) -> Self {
        Parameters { seed, ..self }
    }

    /// Returns the same parameters without what only adds further numbers to the value: for a value
    /// that is computed again and again.
    #[must_use]
    pub fn without_details(mut self) -> Self {
        if let Some(ratios) = self.values.get_mut("ratios") {
            *ratios = Some(0.0);
        }
        self
    }

    /// Returns what chance starts from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Returns the value of `name`; `None` when the sample itself states it.
    ///
    /// # Panics
    ///
    /// When the metric declares no such parameter, which is a fault of its code.
    pub fn number(&self, name: &str) -> Option<f64> {
        *self
            .values
            .get(name)
            .unwrap_or_else(|| panic!("the metric declares no parameter `{name}`"))
    }

    /// Returns names and values in alphabetical order; `None` is "what the sample states".
    pub fn entries(&self) -> impl Iterator<Item = (&'static str, Option<f64>)> + '_ {
        self.values.iter().map(|(&name, &value)| (name, value))
    }

    /// Returns a number that has a preset.
    pub(crate) fn fixed(&self, name: &str) -> f64 {
        self.number(name).expect("a parameter with a preset number always has a value")
    }

    /// Returns a whole number that has a preset and is not negative.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "declared whole, and bounded below by 0 and above by 2^53"
    )]
    pub(crate) fn whole(&self, name: &str) -> usize {
        self.fixed(name) as usize
    }

    /// Returns whether a choice between no (0) and yes (1) is yes.
    pub(crate) fn flag(&self, name: &str) -> bool {
        0.5 < self.fixed(name)
    }
}

/// Returns `value` when `parameter` allows it.
fn checked(parameter: &Parameter, value: f64) -> Result<f64> {
    let is_whole = |value: f64| value.fract().abs() < f64::EPSILON;
    let fits = parameter.least <= value
        && value <= parameter.most
        && (!parameter.whole || is_whole(value))
        && (!parameter.odd || is_whole((value - 1.0) / 2.0));
    if fits {
        return Ok(value);
    }
    let kind = match (parameter.odd, parameter.whole) {
        (true, _) => "an odd number",
        (false, true) => "a whole number",
        (false, false) => "a number",
    };
    let wanted = format!("{kind} from {} to {}", parameter.least, parameter.most);
    Err(Error::Parameter { name: parameter.name, wanted, given: value })
}

//! What a signal's wrapping says, beside what its content says.

use std::borrow::Borrow;

use rayon::prelude::*;
use samples::Signal;
use study::audit::{Attribute, Channel};

use crate::attribute::{count, in_steps, numbers, words};
use crate::source::source_attributes;
use crate::spectrum::{Spectrum, filled};
use crate::steps::{Step, step_of};
use crate::{Facts, Seen};

/// The share of the power of changes below the cutoff.
const MOST_POWER: f64 = 0.999;

/// All that the audit and the choice of mends need of one signal; the values can go.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalLook {
    pub(crate) facts: Facts,
    pub(crate) rate_hz: Option<f64>,
    pub(crate) length: usize,
    pub(crate) names: Vec<String>,
    pub(crate) units: Vec<Option<String>>,
    pub(crate) least: f64,
    pub(crate) most: f64,
    /// The finest step of all channels; nothing when one of them has none.
    pub(crate) step: Option<f64>,
    /// The largest share of a channel's values that equal its least, and its most; one does not count.
    pub(crate) clipped: [f64; 2],
    zeros: f64,
    starts_at_zero: f64,
    missing: f64,
    /// In Hertz, or in cycles a value where the rate is not known.
    pub(crate) cutoff: Option<f64>,
    pub(crate) mains: [Option<f64>; 2],
    mean: f64,
    deviation: f64,
    kurtosis: f64,
}

impl SignalLook {
    /// Looks at a signal and at what is known of its file.
    pub fn of(signal: &Signal, facts: &Facts) -> Self {
        let channels: Vec<&[f64]> =
            (0..signal.channels().len()).map(|at| signal.channel(at)).collect();
        let finite = || signal.values().iter().copied().filter(|value| value.is_finite());
        let n = signal.values().len() as f64;
        let n_finite = (finite().count() as f64).max(1.0);
        let mean = finite().sum::<f64>() / n_finite;
        let moment =
            |power: i32| finite().map(|value| (value - mean).powi(power)).sum::<f64>() / n_finite;
        let variance = moment(2);
        let ends = channels.iter().map(|values| clipped(values));
        let first = channels.iter().filter(|values| values[0].abs() <= 0.0).count();
        let spectra: Vec<Spectrum> = channels
            .iter()
            .map(|values| Spectrum::of(&filled(values), signal.rate_hz().unwrap_or(1.0)))
            .collect();
        let line = |hz: f64| {
            signal.rate_hz()?;
            spectra.iter().filter_map(|spectrum| spectrum.line(hz)).reduce(f64::max)
        };
        SignalLook {
            facts: facts.clone(),
            rate_hz: signal.rate_hz(),
            length: signal.length(),
            names: signal.channels().iter().map(|channel| channel.name.clone()).collect(),
            units: signal.channels().iter().map(|channel| channel.unit.clone()).collect(),
            least: finite().reduce(f64::min).unwrap_or(0.0),
            most: finite().reduce(f64::max).unwrap_or(0.0),
            step: finest(&channels),
            clipped: ends.fold([0.0, 0.0], |most, own| [0, 1].map(|at| own[at].max(most[at]))),
            zeros: finite().filter(|value| value.abs() <= 0.0).count() as f64 / n_finite,
            starts_at_zero: first as f64 / channels.len() as f64,
            missing: (n - finite().count() as f64) / n,
            cutoff: spectra
                .iter()
                .filter_map(|spectrum| spectrum.cutoff(MOST_POWER))
                .reduce(f64::max),
            mains: [line(50.0), line(60.0)],
            mean,
            deviation: variance.sqrt(),
            kurtosis: if 0.0 < variance { moment(4) / variance.powi(2) } else { 0.0 },
        }
    }

    /// Returns its length in seconds.
    pub(crate) fn seconds(&self) -> Option<f64> {
        self.rate_hz.map(|rate| self.length as f64 / rate)
    }

    /// Returns the unit of all channels; nothing when they differ or one has none.
    pub(crate) fn unit(&self) -> Option<&String> {
        let first = self.units.first()?.as_ref()?;
        self.units.iter().all(|unit| unit.as_ref() == Some(first)).then_some(first)
    }
}

/// Returns the attributes of signals and of their files, in one order for all studies.
///
/// # Value
///
/// See `docs/methods/blinding-audit.md`, which defines each of them. The same on any number of threads.
pub fn signal_attributes<S: Borrow<Signal> + Sync>(cases: &[Seen<S>]) -> Vec<Attribute> {
    let look = |case: &Seen<S>| SignalLook::of(case.sample.borrow(), &case.facts);
    attributes_of_signals(&cases.par_iter().map(look).collect::<Vec<_>>())
}

/// Returns the attributes of signals that were looked at one by one.
pub fn attributes_of_signals(looks: &[SignalLook]) -> Vec<Attribute> {
    let container = |name: &str, of: &dyn Fn(&SignalLook) -> Option<f64>| {
        numbers(name, Channel::Container, looks, of)
    };
    let word = |name: &str, of: &dyn Fn(&SignalLook) -> Option<String>| {
        words(name, Channel::Container, looks, of)
    };
    let content = |name: &str, of: &dyn Fn(&SignalLook) -> f64| {
        numbers(name, Channel::Content, looks, |look| Some(of(look)))
    };
    let line = |ratio: Option<f64>| ratio.map(|ratio| in_steps(ratio.log10(), 0.05));
    let cutoff = |look: &SignalLook| {
        let step = if look.rate_hz.is_some() { 0.5 } else { 0.002 };
        look.cutoff.map(|hz| in_steps(hz, step))
    };
    let mut all = vec![
        container("rate", &|look| look.rate_hz),
        container("length", &|look| count(look.length)),
        container("duration", &|look| look.seconds().map(|seconds| in_steps(seconds, 0.001))),
        container("n_channels", &|look| count(look.names.len())),
        word("channels", &|look| Some(look.names.join(", "))),
        word("unit", &|look| {
            let units = look.units.iter().map(|unit| unit.as_deref().unwrap_or(""));
            let mut units: Vec<&str> = units.collect();
            units.dedup();
            Some(units.join(", "))
        }),
        container("step", &|look| look.step),
        container("clipped", &|look| Some(in_steps(look.clipped[0].max(look.clipped[1]), 0.002))),
        container("zeros", &|look| Some(in_steps(look.zeros, 0.005))),
        container("starts_at_zero", &|look| Some(look.starts_at_zero)),
        container("missing", &|look| Some(look.missing)),
        container("cutoff", &cutoff),
        container("mains_50", &|look| line(look.mains[0])),
        container("mains_60", &|look| line(look.mains[1])),
        content("mean", &|look| look.mean),
        content("deviation", &|look| look.deviation),
        content("kurtosis", &|look| look.kurtosis),
    ];
    all.extend(source_attributes(&looks.iter().map(|look| &look.facts).collect::<Vec<_>>()));
    all
}

/// Returns the finest step of all channels that are not flat, to four digits; nothing when one has none.
fn finest(channels: &[&[f64]]) -> Option<f64> {
    let mut finest = f64::INFINITY;
    for values in channels {
        match step_of(values.iter().copied()) {
            Step::Flat => {}
            Step::Of(step) => finest = finest.min(step),
            Step::None => return None,
        }
    }
    let places = 10_f64.powf(3.0 - finest.log10().floor());
    finest.is_finite().then(|| (finest * places).round() / places)
}

/// Returns the shares of values that equal the least and the most, without the one that always does.
fn clipped(values: &[f64]) -> [f64; 2] {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let ends = [finite().reduce(f64::min), finite().reduce(f64::max)];
    ends.map(|end| {
        let equal = |end: f64| finite().filter(|value| (value - end).abs() <= 0.0).count();
        let n = end.map_or(0, equal);
        n.saturating_sub(1) as f64 / values.len() as f64
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn look(rate: Option<f64>, values: &[f64]) -> SignalLook {
        let channel = samples::Channel { name: "II".to_owned(), unit: Some("mV".to_owned()) };
        let signal = Signal::new(Arc::from([channel]), rate, values.len(), values.to_vec());
        SignalLook::of(&signal.unwrap(), &Facts::default())
    }

    #[test]
    fn a_clipped_signal_in_steps_is_counted_by_hand() {
        let found = look(Some(4.0), &[0.0, 0.5, 1.0, 1.0, 1.0, -0.5, 0.0, f64::NAN]);
        assert_eq!((found.step, found.seconds()), (Some(0.5), Some(2.0)));
        // Three are largest, of which one always is.
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(close(found.clipped[0], 0.0) && close(found.clipped[1], 2.0 / 8.0));
        assert_eq!((found.zeros, found.missing), (2.0 / 7.0, 1.0 / 8.0));
        assert!(close(found.starts_at_zero, 1.0));
        // Their mean is 3/7.
        assert!((found.mean - 3.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn without_a_rate_there_are_no_mains_and_flat_lines_have_no_cutoff() {
        let found = look(None, &vec![1.0; 4000]);
        assert_eq!((found.mains, found.cutoff, found.step), ([None, None], None, None));
        let wave: Vec<f64> = (0..4000).map(|at| (f64::from(at) * 0.2).sin()).collect();
        let found = look(None, &wave);
        // 0.2 of 2π in a cycle.
        assert!((found.cutoff.unwrap() - 0.031_83).abs() < 5e-4, "{:?}", found.cutoff);
    }
}

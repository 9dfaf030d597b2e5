//! Signals to vectors by seeded random kernels.

use std::borrow::Borrow;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use samples::{Channel, Signal};

use crate::kernel::{Kernel, SHORTEST};
use crate::{Error, Result};

/// Kernels of a signal of up to so many channels; with more channels each has one.
const KERNELS: usize = 64;
/// Variance that is added to each signal's own, so that a flat line has a logarithm.
const FLOOR: f64 = 1e-4;

/// Signals to vectors by seeded random kernels.
///
/// Short kernels of many widths find waves, slopes and spikes wherever they are;
/// how often and how strongly they do describes a signal of any length. Each
/// channel is first brought to the scale of the reference set, not to its own:
/// a signal that is too loud, too quiet or shifted is somewhere else, which its
/// own mean and standard deviation say once more. Nothing is learnt but that
/// scale. Two signals that differ only in one beat of many have nearly the
/// same vector.
///
/// # Source
///
/// A. Dempster, F. Petitjean and G. I. Webb, "ROCKET: exceptionally fast and
/// accurate time series classification using random convolutional kernels",
/// Data Mining and Knowledge Discovery 34, 2020, 1454–1495. It brings each
/// signal to its own scale, draws 10,000 kernels of several lengths, and leaves
/// the largest response as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomKernels {
    layout: Layout,
    scales: Vec<Scale>,
    kernels: Vec<Kernel>,
    shortest: usize,
}

/// The channels and the rate that all signals share, as far as they state them.
#[derive(Debug, Clone, PartialEq)]
struct Layout {
    channels: Vec<Channel>,
    rate_hz: Option<f64>,
}

/// Mean and standard deviation of one channel of the reference.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Scale {
    mean: f64,
    sd: f64,
}

/// What has been learnt so far of a reference set, whose signals come one by one.
#[derive(Debug, Clone, Default)]
pub struct KernelFit {
    layout: Option<Layout>,
    sums: Vec<Moments>,
    length: usize,
}

impl RandomKernels {
    /// Learns the scale of each channel of the reference, the real set, and draws the kernels.
    ///
    /// The widest kernel fits into the shortest signal of the reference.
    ///
    /// # Errors
    ///
    /// Those of [`KernelFit::add`] and [`KernelFit::finish`].
    pub fn fit<S: Borrow<Signal>>(
        reference: impl IntoIterator<Item = S>,
        seed: u64,
    ) -> Result<Self> {
        let mut fit = KernelFit::default();
        for signal in reference {
            fit.add(signal.borrow())?;
        }
        fit.finish(seed)
    }

    /// Returns the number of values in a vector.
    pub fn dimension(&self) -> usize {
        2 * (self.kernels.len() + self.scales.len())
    }

    /// Returns the vector of `signal`.
    ///
    /// # Value
    ///
    /// For each kernel the share of places where it responds (0 to 1) and the largest response
    /// `r`, as `r / (1 + |r|)` (−1 to 1); then for each channel its mean and the logarithm of its
    /// standard deviation, both in the scale of the reference. The same bits for the same signal,
    /// reference and seed, on any number of threads.
    ///
    /// # Errors
    ///
    /// [`Error::DifferentChannels`] and [`Error::DifferentRate`] when signal and reference state
    /// them differently, [`Error::TooShort`] when the widest kernel does not fit,
    /// [`Error::NotFinite`], [`Error::ValuesTooLarge`].
    pub fn embed(&self, signal: &Signal) -> Result<Vec<f64>> {
        self.layout.check(signal)?;
        if signal.length() < self.shortest {
            return Err(Error::TooShort { given: signal.length(), least: self.shortest });
        }
        if signal.values().iter().any(|value| !value.is_finite()) {
            return Err(Error::NotFinite);
        }
        let scaled: Vec<Vec<f64>> = (0..)
            .zip(&self.scales)
            .map(|(at, scale)| {
                signal.channel(at).iter().map(|value| (value - scale.mean) / scale.sd).collect()
            })
            .collect();
        // Each kernel is worked on by one thread: the same bits on any number of threads.
        let responses: Vec<[f64; 2]> = self
            .kernels
            .par_iter()
            .enumerate()
            .map(|(at, kernel)| {
                let [share, largest] = kernel.respond(&scaled[at % scaled.len()]);
                [share, largest / (1.0 + largest.abs())]
            })
            .collect();
        let moments = scaled.iter().map(|channel| {
            let Moments { mean, squares, n } = Moments::of(channel);
            [mean, 0.5 * (squares / n + FLOOR).ln()]
        });
        let vector: Vec<f64> = responses.into_iter().chain(moments).flatten().collect();
        if vector.iter().any(|value| !value.is_finite()) {
            return Err(Error::ValuesTooLarge);
        }
        Ok(vector)
    }
}

impl KernelFit {
    /// Takes in one signal of the reference.
    ///
    /// # Errors
    ///
    /// [`Error::DifferentChannels`] and [`Error::DifferentRate`] when it and those before state
    /// them differently, [`Error::TooShort`] below nine values, [`Error::NotFinite`].
    pub fn add(&mut self, signal: &Signal) -> Result<()> {
        if let Some(layout) = &self.layout {
            layout.check(signal)?;
        }
        if signal.length() < SHORTEST {
            return Err(Error::TooShort { given: signal.length(), least: SHORTEST });
        }
        if signal.values().iter().any(|value| !value.is_finite()) {
            return Err(Error::NotFinite);
        }
        let n_channels = signal.channels().len();
        let own = (0..n_channels).map(|at| Moments::of(signal.channel(at)));
        if let Some(layout) = &mut self.layout {
            layout.complete(signal);
            self.length = self.length.min(signal.length());
            for (sum, own) in self.sums.iter_mut().zip(own) {
                sum.add(own);
            }
        } else {
            let channels = signal.channels().to_vec();
            self.layout = Some(Layout { channels, rate_hz: signal.rate_hz() });
            self.length = signal.length();
            self.sums = own.collect();
        }
        Ok(())
    }

    /// Draws the kernels for what was taken in.
    ///
    /// A channel that is the same throughout the reference keeps its own unit.
    ///
    /// # Errors
    ///
    /// [`Error::FlatSignals`] when no channel varies, or without a signal;
    /// [`Error::ValuesTooLarge`] when the spread of a channel is not finite.
    pub fn finish(self, seed: u64) -> Result<RandomKernels> {
        let layout = self.layout.ok_or(Error::FlatSignals)?;
        let mut varies = false;
        let mut scales = Vec::with_capacity(self.sums.len());
        for Moments { mean, squares, n } in self.sums {
            let sd = (squares / n).sqrt();
            if !(mean.is_finite() && sd.is_finite()) {
                return Err(Error::ValuesTooLarge);
            }
            let flat = sd <= 1e-12 * mean.abs();
            varies |= !flat;
            scales.push(Scale { mean, sd: if flat { 1.0 } else { sd } });
        }
        if !varies {
            return Err(Error::FlatSignals);
        }
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let n_kernels = KERNELS.max(scales.len());
        let kernels: Vec<Kernel> =
            (0..n_kernels).map(|_| Kernel::draw(&mut chance, self.length)).collect();
        let shortest = kernels.iter().map(Kernel::span).max().unwrap_or(SHORTEST);
        Ok(RandomKernels { layout, scales, kernels, shortest })
    }
}

impl Layout {
    /// Refuses a signal that states other channels or another rate.
    fn check(&self, signal: &Signal) -> Result<()> {
        let differ = |own: &Channel, other: &Channel| {
            let names = !own.name.is_empty() && !other.name.is_empty() && own.name != other.name;
            let units = own.unit.as_ref().zip(other.unit.as_ref());
            names || units.is_some_and(|(own, other)| own != other)
        };
        let channels = signal.channels();
        if self.channels.len() != channels.len()
            || self.channels.iter().zip(channels.iter()).any(|(own, other)| differ(own, other))
        {
            return Err(Error::DifferentChannels {
                given: words(channels),
                wanted: words(&self.channels),
            });
        }
        match self.rate_hz.zip(signal.rate_hz()) {
            Some((wanted, given)) if 1e-9 * wanted < (wanted - given).abs() => {
                Err(Error::DifferentRate { given, wanted })
            }
            _ => Ok(()),
        }
    }

    /// Adds what only `signal` states.
    fn complete(&mut self, signal: &Signal) {
        self.rate_hz = self.rate_hz.or(signal.rate_hz());
        for (own, other) in self.channels.iter_mut().zip(signal.channels().iter()) {
            if own.name.is_empty() {
                own.name.clone_from(&other.name);
            }
            if own.unit.is_none() {
                own.unit.clone_from(&other.unit);
            }
        }
    }
}

/// Words channels: `2: I (mV), II (mV)`.
fn words(channels: &[Channel]) -> String {
    let word = |channel: &Channel| {
        let name = if channel.name.is_empty() { "?" } else { &channel.name };
        channel.unit.as_ref().map_or(name.to_owned(), |unit| format!("{name} ({unit})"))
    };
    let names: Vec<String> = channels.iter().map(word).collect();
    format!("{}: {}", channels.len(), names.join(", "))
}

/// Number, mean and summed squared differences from it, of which many can be joined.
#[derive(Debug, Clone, Copy)]
struct Moments {
    n: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        Moments { n, mean, squares }
    }

    /// T. F. Chan, G. H. Golub and R. J. `LeVeque`, "Algorithms for computing the sample variance",
    /// The American Statistician 37(3), 1983, 242–247.
    fn add(&mut self, other: Moments) {
        let n = self.n + other.n;
        let shift = other.mean - self.mean;
        self.squares += other.squares + shift * shift * self.n / n * other.n;
        self.mean += shift * other.n / n;
        self.n = n;
    }
}

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;

    /// A beat of 200 values: a spike, and a wave after it of this height; a little noise.
    fn beat(wave: f64, chance: &mut ChaCha8Rng) -> Signal {
        let bump = |at: f64, centre: f64, width: f64| (-((at - centre) / width).powi(2)).exp();
        let late = chance.random_range(-4.0..4.0);
        let values = (0..200).map(|at| {
            let at = f64::from(at) - late;
            bump(at, 80.0, 3.0) + wave * bump(at, 130.0, 14.0) + chance.random_range(-0.02..0.02)
        });
        one(values.collect())
    }

    fn one(values: Vec<f64>) -> Signal {
        Signal::new([Channel::default()].into(), None, values.len(), values).unwrap()
    }

    fn beats(wave: f64, n: usize, seed: u64) -> Vec<Signal> {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        (0..n).map(|_| beat(wave, &mut chance)).collect()
    }

    fn changed(signal: &Signal, change: impl Fn(f64) -> f64) -> Signal {
        one(signal.values().iter().map(|&value| change(value)).collect())
    }

    fn distance(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
    }

    #[test]
    fn beats_of_two_shapes_are_farther_apart_than_beats_of_one() {
        let (upright, inverted) = (beats(0.3, 20, 1), beats(-0.3, 20, 2));
        for seed in 0..5 {
            let kernels = RandomKernels::fit(&upright, seed).unwrap();
            let embed = |signals: &[Signal]| -> Vec<Vec<f64>> {
                signals.iter().map(|signal| kernels.embed(signal).unwrap()).collect()
            };
            let (upright, inverted) = (embed(&upright), embed(&inverted));
            let mut within: f64 = 0.0;
            let mut between = f64::INFINITY;
            for a in &upright {
                assert_eq!(a.len(), kernels.dimension());
                within = upright.iter().fold(within, |most, b| most.max(distance(a, b)));
                between = inverted.iter().fold(between, |least, b| least.min(distance(a, b)));
            }
            assert!(within < between, "{seed}: {within} within, {between} between");
        }
    }

    #[test]
    fn loud_and_shifted_signals_are_elsewhere() {
        let reference = beats(0.3, 20, 1);
        let kernels = RandomKernels::fit(&reference, 1).unwrap();
        let embed = |signal: &Signal| kernels.embed(signal).unwrap();
        let own = reference[1..].iter().map(|other| distance(&embed(&reference[0]), &embed(other)));
        let own = own.fold(0.0, f64::max);
        for other in
            [changed(&reference[0], |value| 2.0 * value), changed(&reference[0], |v| v + 0.5)]
        {
            assert!(own < distance(&embed(&reference[0]), &embed(&other)), "{own}");
        }
        let flat = embed(&one(vec![0.0; 300]));
        assert!(own < distance(&embed(&reference[0]), &flat), "a flat line, of another length");
    }

    #[test]
    fn the_unit_of_all_signals_changes_nothing() {
        let milli = beats(0.3, 5, 1);
        let micro: Vec<Signal> =
            milli.iter().map(|signal| changed(signal, |value| 1000.0 * value + 7.0)).collect();
        let vector = |signals: &[Signal]| {
            RandomKernels::fit(signals, 3).unwrap().embed(&signals[0]).unwrap()
        };
        assert!(distance(&vector(&milli), &vector(&micro)) < 1e-9);
    }

    #[test]
    fn seed_and_reference_decide_and_threads_do_not() {
        let reference = beats(0.3, 5, 1);
        let vector = |seed| RandomKernels::fit(&reference, seed).unwrap().embed(&reference[0]);
        let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(vector(1), one_thread.install(|| vector(1)));
        assert_ne!(vector(1), vector(2));
    }

    #[test]
    fn the_scale_is_that_of_all_values_of_the_reference() {
        // By hand: 1 to 9 and 9 times 10: mean 7.5; squares 60 + 9 · 2.5² + 9 · 2.5², 18 values.
        let reference = [one((1..10).map(f64::from).collect()), one(vec![10.0; 9])];
        let kernels = RandomKernels::fit(&reference, 1).unwrap();
        let Scale { mean, sd } = kernels.scales[0];
        assert!((mean - 7.5).abs() < 1e-12 && (sd - (172.5_f64 / 18.0).sqrt()).abs() < 1e-12);
        assert_eq!(kernels.shortest, 9, "nine values hold one kernel");
    }

    #[test]
    fn what_does_not_fit_the_reference_is_a_reason() {
        let signal = |name: &str, unit: Option<&str>, rate, length: usize| {
            let channel = Channel { name: name.to_owned(), unit: unit.map(str::to_owned) };
            let values = (0..length).map(|at| (at % 7) as f64).collect();
            Signal::new([channel].into(), rate, length, values).unwrap()
        };
        // The second states what the first does not.
        let reference = [signal("", None, None, 20), signal("I", Some("mV"), Some(250.0), 30)];
        let kernels = RandomKernels::fit(&reference, 1).unwrap();
        assert!(kernels.embed(&signal("", None, None, 50)).is_ok(), "it states nothing else");
        let channels = |given: &str| {
            let (given, wanted) = (given.to_owned(), "1: I (mV)".to_owned());
            Err(Error::DifferentChannels { given, wanted })
        };
        let other = |name, unit, rate| kernels.embed(&signal(name, unit, rate, 20));
        assert_eq!(other("II", None, None), channels("1: II"));
        assert_eq!(other("", Some("µV"), None), channels("1: ? (µV)"));
        let rate = Error::DifferentRate { given: 500.0, wanted: 250.0 };
        assert_eq!(other("I", Some("mV"), Some(500.0)), Err(rate));
        let two = vec![Channel::default(); 2].into();
        let two = Signal::new(two, None, 20, vec![0.0; 40]).unwrap();
        assert_eq!(kernels.embed(&two), channels("2: ?, ?"));
        let least = kernels.shortest;
        assert!(9 < least && least <= 20, "the shortest of the reference holds the widest");
        assert_eq!(
            kernels.embed(&signal("", None, None, least - 1)),
            Err(Error::TooShort { given: least - 1, least })
        );
        assert_eq!(kernels.embed(&one(vec![f64::NAN; 20])), Err(Error::NotFinite));
        assert_eq!(kernels.embed(&one(vec![-1e308; 20])), Err(Error::ValuesTooLarge));
    }

    #[test]
    fn a_reference_that_teaches_nothing_is_a_reason() {
        let fit = |values: Vec<f64>| RandomKernels::fit([one(values)], 1);
        assert_eq!(fit(vec![0.1; 20]), Err(Error::FlatSignals));
        assert_eq!(RandomKernels::fit(&[] as &[Signal], 1), Err(Error::FlatSignals));
        assert_eq!(fit(vec![1.0; 8]), Err(Error::TooShort { given: 8, least: 9 }));
        assert_eq!(fit(vec![f64::INFINITY; 9]), Err(Error::NotFinite));
        let mut values = vec![1e200; 9];
        values[0] = -1e200;
        assert_eq!(fit(values), Err(Error::ValuesTooLarge));
    }

    #[test]
    fn many_channels_have_a_kernel_each_and_a_flat_one_is_allowed() {
        let n = 70;
        let values = (0..n * 20).map(|at| if at < 20 { 3.0 } else { (at % 11) as f64 }).collect();
        let signal = Signal::new(vec![Channel::default(); n].into(), None, 20, values).unwrap();
        let kernels = RandomKernels::fit([&signal], 1).unwrap();
        assert_eq!(kernels.embed(&signal).unwrap().len(), 2 * n + 2 * n);
    }
}

//! PCA-Gaussian: the mean and all principal components, with normal scores.

use std::sync::Arc;

use samples::{Channel, Channels, Image, Meaning, Modality, Signal, ValueRange};

use crate::blend::Blend;
use crate::{Error, Method, Result};

/// See [`PcaGaussian`] and [`SignalPcaGaussian`].
pub(crate) const METHOD: Method = Method {
    id: "pca_gaussian",
    version: 1,
    title: "Principal components with normal scores",
    modalities: &[Modality::Image, Modality::Signal],
    source: "M. Turk and A. Pentland, \"Eigenfaces for recognition\", Journal of Cognitive \
             Neuroscience 3(1), 1991, 71–86; M. E. Tipping and C. M. Bishop, \"Probabilistic \
             principal component analysis\", Journal of the Royal Statistical Society B 61(3), \
             1999, 611–622",
    meaning: "Keeps the mean, the variance of each pixel or place in time and how pairs of them \
              vary together. Each sample is a blend of all real ones, so edges, lesions and single \
              beats come out as ghosts, and it protects no one's privacy.",
};

/// The normal distribution with the mean and the covariance of a set of images.
///
/// A sample is clipped to the range, and rounded to whole numbers where the range holds at least 256. It
/// has the unit, the spacing and the window that all images have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct PcaGaussian {
    shape: [usize; 2],
    channels: Channels,
    range: ValueRange,
    meaning: Meaning,
    blend: Blend<f32>,
}

/// The normal distribution with the mean and the covariance of a set of signals.
///
/// Values are neither clipped nor rounded, and nothing is marked.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalPcaGaussian {
    channels: Arc<[Channel]>,
    rate_hz: Option<f64>,
    length: usize,
    blend: Blend<f64>,
}

impl PcaGaussian {
    /// Fits the model to images of one shape, one range and one number of channels.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] below two images, [`Error::ImagesDiffer`],
    /// [`Error::NotFinite`].
    pub fn fit(images: &[Image]) -> Result<Self> {
        let [first, _, ..] = images else {
            return Err(Error::TooFew { wanted: 2, given: images.len() });
        };
        for (index, image) in (1..).zip(images) {
            if (image.shape(), image.channels(), image.range())
                != (first.shape(), first.channels(), first.range())
            {
                return Err(Error::ImagesDiffer {
                    index,
                    wanted: words(first),
                    given: words(image),
                });
            }
            if image.values().iter().any(|value| !value.is_finite()) {
                return Err(Error::NotFinite { what: format!("image {index}") });
            }
        }

        Ok(PcaGaussian {
            shape: first.shape(),
            channels: first.channels(),
            range: first.range(),
            meaning: common(images),
            blend: Blend::of(images.iter().map(|image| image.values().to_vec()).collect()),
        })
    }

    /// Returns the mean of the images, value by value.
    pub fn mean(&self) -> &[f64] {
        self.blend.mean()
    }

    /// Returns sample `index` of the sequence that belongs to `seed`.
    ///
    /// It depends on the model, `seed` and `index` only, not on how many are drawn.
    ///
    /// # Errors
    ///
    /// None for a model that could be fitted.
    pub fn sample(&self, index: usize, seed: u64) -> Result<Image> {
        let values = self.blend.sample(index, seed, |value| self.whole_within_range(value));
        let image = Image::new(self.shape, self.channels, self.range, values)?;
        Ok(image.with_meaning(self.meaning.clone()))
    }

    #[expect(clippy::cast_possible_truncation, reason = "the nearest f32 is meant")]
    fn whole_within_range(&self, value: f64) -> f32 {
        let value = if self.range.width() < 255.0 { value } else { value.round() };
        value.clamp(self.range.low(), self.range.high()) as f32
    }
}

/// Returns what all images say of their values and pixels.
fn common(images: &[Image]) -> Meaning {
    fn shared<T: PartialEq>(mut all: impl Iterator<Item = Option<T>>) -> Option<T> {
        let first = all.next()?;
        all.all(|other| other == first).then_some(first).flatten()
    }
    let all = || images.iter().map(Image::meaning);
    Meaning {
        unit: shared(all().map(|one| one.unit.clone())),
        spacing_mm: shared(all().map(|one| one.spacing_mm)),
        window: shared(all().map(|one| one.window)),
    }
}

impl SignalPcaGaussian {
    /// Fits the model to signals of one length, one rate and the same channels.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] below two signals, [`Error::SignalsDiffer`], [`Error::NotFinite`].
    pub fn fit(signals: &[Signal]) -> Result<Self> {
        let [first, _, ..] = signals else {
            return Err(Error::TooFew { wanted: 2, given: signals.len() });
        };
        for (index, signal) in (1..).zip(signals) {
            if (signal.channels(), signal.rate_hz(), signal.length())
                != (first.channels(), first.rate_hz(), first.length())
            {
                let (wanted, given) = (words_of_signal(first), words_of_signal(signal));
                return Err(Error::SignalsDiffer { index, wanted, given });
            }
            if signal.values().iter().any(|value| !value.is_finite()) {
                return Err(Error::NotFinite { what: format!("signal {index}") });
            }
        }
        let blend = Blend::of(signals.iter().map(|signal| signal.values().to_vec()).collect());
        if blend.mean().iter().any(|value| !value.is_finite()) {
            return Err(Error::NotFinite { what: "the mean of the signals".to_owned() });
        }
        Ok(SignalPcaGaussian {
            channels: Arc::clone(first.channels()),
            rate_hz: first.rate_hz(),
            length: first.length(),
            blend,
        })
    }

    /// Returns the mean of the signals, value by value, one channel after the other.
    pub fn mean(&self) -> &[f64] {
        self.blend.mean()
    }

    /// Returns sample `index` of the sequence that belongs to `seed`.
    ///
    /// It depends on the model, `seed` and `index` only, not on how many are drawn.
    ///
    /// # Errors
    ///
    /// [`Error::NotFinite`] when the signals are so large that a sample is beyond all numbers.
    pub fn sample(&self, index: usize, seed: u64) -> Result<Signal> {
        let values = self.blend.sample(index, seed, |value| value);
        if values.iter().any(|value| !value.is_finite()) {
            return Err(Error::NotFinite { what: "the sample".to_owned() });
        }
        Ok(Signal::new(Arc::clone(&self.channels), self.rate_hz, self.length, values)?)
    }
}

fn words_of_signal(signal: &Signal) -> String {
    let channel = |channel: &Channel| {
        let name = if channel.name.is_empty() { "?" } else { &channel.name };
        channel.unit.as_ref().map_or(name.to_owned(), |unit| format!("{name} ({unit})"))
    };
    let channels: Vec<String> = signal.channels().iter().map(channel).collect();
    let rate = signal.rate_hz().map_or("no rate".to_owned(), |rate| format!("{rate} Hz"));
    format!("{} values at {rate} of {}", signal.length(), channels.join(", "))
}

fn words(image: &Image) -> String {
    let [rows, columns] = image.shape();
    let channels = match image.channels() {
        Channels::Gray => "gray",
        Channels::Rgb => "RGB",
    };
    let range = image.range();
    format!("{columns} × {rows} {channels}, {} to {}", range.low(), range.high())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gray(values: &[f32]) -> Image {
        let range = ValueRange::BITS_16;
        Image::new([1, values.len()], Channels::Gray, range, values.to_vec()).unwrap()
    }

    fn samples(images: &[Image], n: usize) -> Vec<Vec<f32>> {
        let model = PcaGaussian::fit(images).unwrap();
        (0..n).map(|index| model.sample(index, 5).unwrap().values().to_vec()).collect()
    }

    #[test]
    fn mean_and_covariance_are_those_of_the_images() {
        // By hand: means 20000 and 30000; deviations -900 0 900 and -300 600 -300;
        // variances 1620000 / 2 = 810000 and 540000 / 2 = 270000; the products sum to 0.
        let images =
            [gray(&[19100.0, 29700.0]), gray(&[20000.0, 30600.0]), gray(&[20900.0, 29700.0])];
        let n = 20_000;
        let drawn = samples(&images, n);
        let mean = |at: usize| drawn.iter().map(|it| f64::from(it[at])).sum::<f64>() / n as f64;
        let means = [mean(0), mean(1)];
        let product = |a: usize, b: usize| {
            let of = |it: &Vec<f32>| (f64::from(it[a]) - means[a]) * (f64::from(it[b]) - means[b]);
            drawn.iter().map(of).sum::<f64>() / (n - 1) as f64
        };
        // Four standard errors: of a mean σ/√n, of a variance σ²·√(2/n), of a covariance σσ'/√n.
        let root = (n as f64).sqrt();
        assert!((means[0] - 20000.0).abs() < 4.0 * 900.0 / root, "{means:?}");
        assert!((means[1] - 30000.0).abs() < 4.0 * 519.7 / root, "{means:?}");
        assert!((product(0, 0) / 810_000.0 - 1.0).abs() < 4.0 * 2_f64.sqrt() / root);
        assert!((product(1, 1) / 270_000.0 - 1.0).abs() < 4.0 * 2_f64.sqrt() / root);
        assert!(product(0, 1).abs() < 4.0 * 900.0 * 519.7 / root);
    }

    #[test]
    fn two_images_give_samples_on_the_line_between_them() {
        let drawn = samples(&[gray(&[1000.0, 5000.0]), gray(&[3000.0, 6000.0])], 50);
        for it in &drawn {
            let (x, y) = (f64::from(it[0]) - 2000.0, f64::from(it[1]) - 5500.0);
            let clipped = it.contains(&0.0);
            assert!(clipped || (x - 2.0 * y).abs() <= 1.5, "{it:?} is off by more than rounding");
        }
        assert_ne!(drawn[0], drawn[1]);
    }

    #[test]
    fn samples_are_whole_numbers_within_the_range() {
        let range = ValueRange::BITS_8;
        let image = |values: Vec<f32>| Image::new([1, 2], Channels::Gray, range, values).unwrap();
        let model = PcaGaussian::fit(&[image(vec![0.0, 255.0]), image(vec![255.0, 0.0])]).unwrap();
        let mut clipped = 0;
        for index in 0..100 {
            let sample = model.sample(index, 1).unwrap();
            assert_eq!(sample.range(), range);
            for &value in sample.values() {
                assert!((0.0..=255.0).contains(&value) && value.fract() == 0.0, "{value}");
                clipped += usize::from([0.0_f32, 255.0].contains(&value));
            }
        }
        assert!(0 < clipped, "the variance is large enough to leave the range");
    }

    #[test]
    fn a_sample_belongs_to_its_seed_and_place() {
        let values: Vec<f32> = (0..10_000).map(|i| (i % 251) as f32).collect();
        let other: Vec<f32> = values.iter().map(|value| 60_000.0 - value * 100.0).collect();
        let model =
            PcaGaussian::fit(&[gray(&values), gray(&other), gray(&vec![7.0; 10_000])]).unwrap();
        let sample = |index, seed| model.sample(index, seed).unwrap();
        let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(sample(3, 9), one_thread.install(|| sample(3, 9)), "on any number of threads");
        assert_ne!(sample(3, 9), sample(4, 9));
        assert_ne!(sample(3, 9), sample(3, 10));
    }

    #[test]
    fn images_that_cannot_be_averaged_are_named() {
        let wide = PcaGaussian::fit(&[gray(&[1.0]), gray(&[2.0]), gray(&[1.0, 2.0])]);
        let error = wide.unwrap_err().to_string();
        assert_eq!(
            error,
            "image 3 is 2 × 1 gray, 0 to 65535, the first image is 1 × 1 gray, 0 to 65535"
        );
        assert_eq!(PcaGaussian::fit(&[gray(&[1.0])]), Err(Error::TooFew { wanted: 2, given: 1 }));
        let missing = PcaGaussian::fit(&[gray(&[1.0]), gray(&[f32::NAN])]);
        assert_eq!(missing, Err(Error::NotFinite { what: "image 2".to_owned() }));
    }

    #[test]
    fn equal_images_give_themselves() {
        let image = gray(&[1.0, 65535.0, 0.0]);
        assert_eq!(samples(&[image.clone(), image.clone()], 3), vec![image.values().to_vec(); 3]);
    }

    fn signal(values: &[f64]) -> Signal {
        let channel = Channel { name: "II".to_owned(), unit: Some("mV".to_owned()) };
        Signal::new([channel].into(), Some(250.0), values.len(), values.to_vec()).unwrap()
    }

    #[test]
    fn mean_and_covariance_are_those_of_the_signals() {
        // By hand: means 0.2 and -0.3; deviations -0.9 0 0.9 and 0.3 0 -0.3 with 0.1 beside them;
        // variances 1.62 / 2 and 0.18 / 2, covariance -0.54 / 2.
        let signals = [signal(&[-0.7, 0.0]), signal(&[0.2, -0.3]), signal(&[1.1, -0.6])];
        let model = SignalPcaGaussian::fit(&signals).unwrap();
        let n = 20_000;
        let drawn: Vec<Signal> = (0..n).map(|index| model.sample(index, 5).unwrap()).collect();
        let mean = |at: usize| drawn.iter().map(|it| it.values()[at]).sum::<f64>() / n as f64;
        let means = [mean(0), mean(1)];
        let product = |a: usize, b: usize| {
            let of = |it: &Signal| (it.values()[a] - means[a]) * (it.values()[b] - means[b]);
            drawn.iter().map(of).sum::<f64>() / (n - 1) as f64
        };
        assert!((model.mean()[0] - 0.2).abs() < 1e-12 && (model.mean()[1] + 0.3).abs() < 1e-12);
        // Four standard errors, as above; the two values always vary against each other.
        let root = (n as f64).sqrt();
        assert!((means[0] - 0.2).abs() < 4.0 * 0.9 / root, "{means:?}");
        assert!((means[1] + 0.3).abs() < 4.0 * 0.3 / root, "{means:?}");
        assert!((product(0, 0) / 0.81 - 1.0).abs() < 4.0 * 2_f64.sqrt() / root);
        assert!((product(1, 1) / 0.09 - 1.0).abs() < 4.0 * 2_f64.sqrt() / root);
        assert!((product(0, 1) / -0.27 - 1.0).abs() < 4.0 * 2_f64.sqrt() / root);
        for it in &drawn {
            assert!((it.values()[0] - 0.2 + 3.0 * (it.values()[1] + 0.3)).abs() < 1e-9);
        }
    }

    #[test]
    fn a_signal_keeps_its_form_and_belongs_to_its_seed_and_place() {
        let values = |factor: f64| -> Vec<f64> {
            (0..10_000).map(|at| factor * f64::from(at % 251)).collect()
        };
        let signals = [signal(&values(0.1)), signal(&values(-0.3)), signal(&vec![0.5; 10_000])];
        let model = SignalPcaGaussian::fit(&signals).unwrap();
        let sample = |index, seed| model.sample(index, seed).unwrap();
        let (one, form) = (sample(3, 9), &signals[0]);
        assert_eq!((one.channels(), one.rate_hz()), (form.channels(), form.rate_hz()));
        assert_eq!(one.length(), form.length());
        let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(one, one_thread.install(|| sample(3, 9)), "on any number of threads");
        assert_ne!(one, sample(4, 9));
        assert_ne!(one, sample(3, 10));
    }

    #[test]
    fn signals_that_cannot_be_averaged_are_named() {
        let fit = |signals: &[Signal]| SignalPcaGaussian::fit(signals).unwrap_err();
        let longer = fit(&[signal(&[1.0]), signal(&[2.0]), signal(&[1.0, 2.0])]).to_string();
        assert_eq!(
            longer,
            "signal 3 is 2 values at 250 Hz of II (mV), the first signal is 1 values at 250 Hz of II (mV)"
        );
        let other = Signal::new([Channel::default()].into(), None, 1, vec![1.0]).unwrap();
        let wanted = "1 values at 250 Hz of II (mV)".to_owned();
        let given = "1 values at no rate of ?".to_owned();
        let differ = Error::SignalsDiffer { index: 2, wanted, given };
        assert_eq!(fit(&[signal(&[1.0]), other]), differ);
        assert_eq!(fit(&[signal(&[1.0])]), Error::TooFew { wanted: 2, given: 1 });
        let not_finite = |what: &str| Error::NotFinite { what: what.to_owned() };
        assert_eq!(fit(&[signal(&[1.0]), signal(&[f64::NAN])]), not_finite("signal 2"));
        let large = [signal(&[1.7e308]), signal(&[1.7e308])];
        assert_eq!(fit(&large), not_finite("the mean of the signals"));
    }
}

//! PCA-Gaussian: the mean image and all principal components, with normal scores.

use rayon::prelude::*;
use samples::{Channels, Image, Modality, ValueRange};

use crate::normal::Draws;
use crate::{Error, Method, Result};

/// See [`PcaGaussian`].
pub(crate) const METHOD: Method = Method {
    id: "pca_gaussian",
    version: 1,
    title: "Principal components with normal scores",
    modality: Modality::Image,
    source: "M. Turk and A. Pentland, \"Eigenfaces for recognition\", Journal of Cognitive \
             Neuroscience 3(1), 1991, 71–86; M. E. Tipping and C. M. Bishop, \"Probabilistic \
             principal component analysis\", Journal of the Royal Statistical Society B 61(3), \
             1999, 611–622",
    meaning: "Keeps the mean image, each pixel's variance and how pairs of pixels vary together. \
              Each sample is a blend of all real images, so edges and lesions come out as ghosts, \
              and it protects no one's privacy.",
};

/// The normal distribution with the mean and the covariance of a set of images.
///
/// In the basis of the principal components a sample is
/// `μ + Σₖ gₖ · √λₖ · uₖ`, with independent standard normal `gₖ` and the
/// components' variances `λₖ`. With the centred images `X` as rows and
/// `X = √(N−1) · V · √Λ · Uᵀ`, that sum is `Xᵀ · V g / √(N−1)`; and since `V`
/// is orthogonal, `V g` is again a vector of independent standard normal
/// numbers. So with all components kept a sample is drawn as
/// `μ + Xᵀ w / √(N−1)` with independent standard normal `w`: the same
/// distribution, without the eigenvectors, whose signs and order in near ties
/// differ from one processor to the next.
///
/// A sample is clipped to the range and rounded to whole numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct PcaGaussian {
    shape: [usize; 2],
    channels: Channels,
    range: ValueRange,
    mean: Vec<f64>,
    images: Vec<Vec<f32>>,
}

/// Pixels that one thread works on at a time.
const CHUNK: usize = 4096;

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

        let mut mean = vec![0.0; first.values().len()];
        for image in images {
            for (sum, &value) in mean.iter_mut().zip(image.values()) {
                *sum += f64::from(value);
            }
        }
        for sum in &mut mean {
            *sum /= images.len() as f64;
        }
        Ok(PcaGaussian {
            shape: first.shape(),
            channels: first.channels(),
            range: first.range(),
            mean,
            images: images.iter().map(|image| image.values().to_vec()).collect(),
        })
    }

    /// Returns the mean of the images, value by value.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// Returns sample `index` of the sequence that belongs to `seed`.
    ///
    /// It depends on the model, `seed` and `index` only, not on how many are drawn.
    ///
    /// # Errors
    ///
    /// None for a model that could be fitted.
    pub fn sample(&self, index: usize, seed: u64) -> Result<Image> {
        let mut draws = Draws::of(seed, index as u64);
        let scale = ((self.images.len() - 1) as f64).sqrt();
        let weights: Vec<f64> = self.images.iter().map(|_| draws.normal() / scale).collect();

        // Each value is summed over the images in their order, by one thread: the same bits on
        // any number of threads.
        let mut values = vec![0.0_f32; self.mean.len()];
        values.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, values)| {
            let start = chunk * CHUNK;
            let mean = &self.mean[start..start + values.len()];
            let mut sums = mean.to_vec();
            for (image, weight) in self.images.iter().zip(&weights) {
                for ((sum, mean), &value) in sums.iter_mut().zip(mean).zip(&image[start..]) {
                    *sum += weight * (f64::from(value) - mean);
                }
            }
            for (value, sum) in values.iter_mut().zip(&sums) {
                *value = self.whole_within_range(*sum);
            }
        });
        Ok(Image::new(self.shape, self.channels, self.range, values)?)
    }

    #[expect(clippy::cast_possible_truncation, reason = "the nearest f32 is meant")]
    fn whole_within_range(&self, value: f64) -> f32 {
        value.round().clamp(self.range.low(), self.range.high()) as f32
    }
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
}

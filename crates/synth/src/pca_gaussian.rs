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

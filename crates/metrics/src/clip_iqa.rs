//! CLIP-IQA: whether an image is rather a good or a bad photo, by a network that knows both words.

use samples::{Image, Modality};

use crate::gray::EightBit;
use crate::parameter::{DATA_RANGE, whole_auto};
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Network, Parameters, Range,
    Reference, Result, Unit,
};

/// See [`clip_iqa`].
pub const METRIC: Metric = Metric {
    id: "clip_iqa",
    version: 1,
    title: "CLIP image quality",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[
        DATA_RANGE,
        whole_auto(
            "side",
            [1.0, 4096.0],
            "Pixels on a side that an image is resized to; without it the size that the network \
             states, or 512 when it takes any.",
        ),
    ],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "J. Wang, K. C. K. Chan, C. C. Loy, AAAI 2023, arXiv:2207.12396",
    page: include_str!("../../../docs/metrics/clip_iqa.md"),
    compute: Compute::ImageByNetwork(clip_iqa),
};

/// The one input of the network.
const INPUT: &str = "image";
/// The size of an image where neither the network nor the user says one; that of pyMDMA.
const SIDE: usize = 512;
/// Mean and standard deviation of red, green and blue in the pictures that CLIP was trained on.
const MEAN: [f64; 3] = [0.481_454_66, 0.457_827_5, 0.408_210_73];
const SD: [f64; 3] = [0.268_629_54, 0.261_302_58, 0.275_777_11];
/// What CLIP multiplies a cosine by before it compares prompts.
const SHARPNESS: f64 = 100.0;

/// Returns how much more an image is like "Good photo." than like "Bad photo.", as CLIP sees it.
///
/// The image is resized bilinearly, brought to 0..1 by the stated range and standardised as CLIP
/// wants it; gray is repeated in three channels. The two cosines between the network's vector of
/// the image and its vectors of both prompts, times 100, go through a softmax.
///
/// # Value
///
/// 0 (bad) to 1 (good).
///
/// # Errors
///
/// [`Error::NotFinite`], [`Error::OutsideRange`]; [`Error::Network`] when the network takes no
/// such image, or does not answer as the metric's page asks.
///
/// # Source
///
/// J. Wang, K. C. K. Chan, C. C. Loy, "Exploring CLIP for Assessing the Look and Feel of Images",
/// AAAI 2023, arXiv:2207.12396 (2022); without the embedding of places that it leaves out, too,
/// when the file is made as the page says.
fn clip_iqa(image: &Image, network: &dyn Network, parameters: &Parameters) -> Result<f64> {
    let image = EightBit::of(image, parameters.number("data_range"))?;
    let wanted = parameters.number("side").is_some().then(|| parameters.whole("side"));
    let [rows, columns] = size(&network.sides(INPUT)?, wanted)?;
    let values = prepared(&image, [rows, columns]);
    let answers = network.answer(INPUT, &[1, 3, rows, columns], &values)?;
    score(&answers)
}

/// Returns the rows and columns that the network gets.
fn size(sides: &[Option<usize>], wanted: Option<usize>) -> Result<[usize; 2]> {
    let &[None | Some(1), Some(3), rows, columns] = sides else {
        return refused("its input `image` does not have the shape [1, 3, rows, columns]".into());
    };
    if let (Some(wanted), true) = (wanted, [rows, columns].into_iter().flatten().next().is_some())
        && [rows, columns].into_iter().flatten().any(|side| side != wanted)
    {
        let stated = |side: Option<usize>| side.map_or("any".to_owned(), |side| side.to_string());
        let (rows, columns) = (stated(rows), stated(columns));
        return refused(format!("it takes {rows} × {columns} pixels, not {wanted} × {wanted}"));
    }
    let any = wanted.unwrap_or(SIDE);
    Ok([rows.unwrap_or(any), columns.unwrap_or(any)])
}

/// Returns red, then green, then blue: resized, on 0..1, and standardised.
///
/// Pixels are areas: the middle of the first new one lies where the middle of that share of the
/// old image lies. Nothing is averaged when it gets smaller, as pyMDMA does not.
#[expect(clippy::cast_possible_truncation, reason = "single precision is what networks take")]
fn prepared(image: &EightBit<'_>, [rows, columns]: [usize; 2]) -> Vec<f32> {
    let [n_rows, n_columns] = image.shape();
    let (down, across) = (places(n_rows, rows), places(n_columns, columns));
    let mut values = vec![0.0; 3 * rows * columns];
    for (row, &(top, bottom, low)) in down.iter().enumerate() {
        for (column, &(left, right, near)) in across.iter().enumerate() {
            let corners = [(top, left), (top, right), (bottom, left), (bottom, right)]
                .map(|(row, column)| image.pixel(row, column));
            for channel in 0..3 {
                let [a, b, c, d] = corners.map(|pixel| pixel[channel]);
                let (upper, lower) = (a + near * (b - a), c + near * (d - c));
                let level = (upper + low * (lower - upper)) / 255.0;
                let place = (channel * rows + row) * columns + column;
                values[place] = ((level - MEAN[channel]) / SD[channel]) as f32;
            }
        }
    }
    values
}

/// Returns for each of `to` places the two of `from` that it lies between, and how far from the first.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the image")]
fn places(from: usize, to: usize) -> Vec<(usize, usize, f64)> {
    let last = from - 1;
    let place = |at: usize| {
        let middle = (at as f64 + 0.5) * from as f64 / to as f64 - 0.5;
        let middle = middle.clamp(0.0, last as f64);
        let first = middle as usize;
        (first, (first + 1).min(last), middle - first as f64)
    };
    (0..to).map(place).collect()
}

/// Reads the value from one of the three forms that a file may answer in.
fn score(answers: &[(String, Vec<f32>)]) -> Result<f64> {
    let find = |name: &str| {
        let values = answers.iter().find(|(other, _)| other == name).map(|(_, values)| values);
        values.map(|values| values.iter().map(|&value| f64::from(value)).collect::<Vec<f64>>())
    };
    if let Some(score) = find("score") {
        return match score[..] {
            [score] if Range::SHARE.holds(score) => Ok(score),
            [score] => refused(format!("its `score` is {score}, not 0 to 1")),
            _ => refused(format!("its `score` has {} values, not 1", score.len())),
        };
    }
    if let Some(logits) = find("logits") {
        return match logits[..] {
            [good, bad] => softmax(good, bad),
            _ => refused(format!("its `logits` has {} values, not 2", logits.len())),
        };
    }
    let (Some(embedding), Some(prompts)) = (find("embedding"), find("prompts")) else {
        return refused("it has no output `score`, `logits`, or `embedding` with `prompts`".into());
    };
    if embedding.is_empty() || prompts.len() != 2 * embedding.len() {
        let (given, wanted) = (prompts.len(), 2 * embedding.len());
        return refused(format!("its `prompts` has {given} values, not twice {}", wanted / 2));
    }
    let (good, bad) = prompts.split_at(embedding.len());
    softmax(SHARPNESS * cosine(&embedding, good)?, SHARPNESS * cosine(&embedding, bad)?)
}

fn cosine(a: &[f64], b: &[f64]) -> Result<f64> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let lengths = dot(a, a).sqrt() * dot(b, b).sqrt();
    if !(0.0 < lengths && lengths.is_finite()) {
        return refused("one of its vectors is zero or not finite".to_owned());
    }
    Ok(dot(a, b) / lengths)
}

/// Returns the share of `good`.
fn softmax(good: f64, bad: f64) -> Result<f64> {
    if !(good.is_finite() && bad.is_finite()) {
        return refused("its answer is not finite".to_owned());
    }
    Ok(1.0 / (1.0 + (bad - good).exp()))
}

fn refused<T>(reason: String) -> Result<T> {
    Err(Error::Network { reason })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use samples::{Channels, ValueRange};

    use super::*;

    /// Takes images of this size and gives these outputs; says what it was asked by the first of them.
    struct Fake {
        sides: Vec<Option<usize>>,
        answers: Vec<(String, Vec<f32>)>,
    }

    impl Network for Fake {
        fn sides(&self, _: &str) -> Result<Vec<Option<usize>>> {
            Ok(self.sides.clone())
        }

        fn answer(&self, _: &str, shape: &[usize], _: &[f32]) -> Result<Vec<(String, Vec<f32>)>> {
            let mut sides = self.sides.iter().zip(shape);
            assert!(sides.all(|(stated, given)| stated.is_none_or(|s| s == *given)));
            Ok(self.answers.clone())
        }
    }

    fn fake(answers: &[(&str, &[f32])]) -> Fake {
        let sides = vec![Some(1), Some(3), Some(4), Some(4)];
        let answers = answers.iter().map(|(name, v)| ((*name).to_owned(), v.to_vec())).collect();
        Fake { sides, answers }
    }

    fn gray(shape: [usize; 2], values: &[f32]) -> Image {
        Image::new(shape, Channels::Gray, ValueRange::BITS_8, values.to_vec()).unwrap()
    }

    fn value(network: &Fake) -> Result<f64> {
        clip_iqa(&gray([1, 1], &[7.0]), network, &Parameters::preset(&METRIC))
    }

    #[test]
    fn the_three_forms_of_an_answer_agree() {
        // Cosines 0.8 and 0.6: a difference of 20, far in the tail; logits of the same difference.
        let expected = 1.0 / (1.0 + (-20.0_f64).exp());
        let embedding = fake(&[("embedding", &[8.0, 6.0]), ("prompts", &[2.0, 0.0, 0.0, 0.1])]);
        assert!((value(&embedding).unwrap() - expected).abs() < 1e-12);
        assert!((value(&fake(&[("logits", &[25.0, 5.0])])).unwrap() - expected).abs() < 1e-12);
        assert!((value(&fake(&[("score", &[0.25])])).unwrap() - 0.25).abs() < 1e-12);
    }

    #[test]
    fn an_answer_in_no_known_form_is_a_reason() {
        for answers in [
            &[][..],
            &[("embedding", &[1.0][..])],
            &[("embedding", &[]), ("prompts", &[])],
            &[("embedding", &[1.0, 2.0]), ("prompts", &[1.0, 2.0, 3.0])],
            &[("embedding", &[0.0, 0.0]), ("prompts", &[1.0, 2.0, 3.0, 4.0])],
            &[("embedding", &[f32::NAN, 0.0]), ("prompts", &[1.0, 2.0, 3.0, 4.0])],
            &[("logits", &[1.0])],
            &[("logits", &[f32::INFINITY, 1.0])],
            &[("score", &[1.5])],
            &[("score", &[f32::NAN])],
            &[("score", &[0.1, 0.2])],
        ] {
            let got = value(&fake(answers));
            assert!(matches!(got, Err(Error::Network { .. })), "{answers:?}: {got:?}");
        }
    }

    #[test]
    fn the_size_is_the_network_s_or_else_the_user_s_or_else_512() {
        let free = [None, Some(3), None, None];
        let fixed = [Some(1), Some(3), Some(224), Some(224)];
        assert_eq!(size(&free, None), Ok([512, 512]));
        assert_eq!(size(&free, Some(300)), Ok([300, 300]));
        assert_eq!(size(&fixed, None), Ok([224, 224]));
        assert_eq!(size(&fixed, Some(224)), Ok([224, 224]));
        assert!(matches!(size(&fixed, Some(512)), Err(Error::Network { .. })));
        for sides in [&free[1..], &[Some(1), Some(1), None, None], &[Some(2), Some(3), None, None]]
        {
            assert!(matches!(size(sides, None), Err(Error::Network { .. })), "{sides:?}");
        }
    }

    #[test]
    fn pixels_are_areas_when_an_image_is_resized() {
        // By hand: the middles of four pixels over two lie at -0.25, 0.25, 0.75 and 1.25.
        let image = gray([1, 2], &[0.0, 255.0]);
        let image = EightBit::of(&image, None).unwrap();
        let values = prepared(&image, [1, 4]);
        for (channel, (mean, sd)) in MEAN.into_iter().zip(SD).enumerate() {
            for (column, level) in [0.0, 0.25, 0.75, 1.0].into_iter().enumerate() {
                let got = f64::from(values[4 * channel + column]);
                assert!((got - (level - mean) / sd).abs() < 1e-6, "{channel} {column}");
            }
        }
    }

    #[test]
    fn what_the_image_lacks_is_a_reason_before_the_network_is_asked() {
        let network = fake(&[("score", &[0.5])]);
        let preset = Parameters::preset(&METRIC);
        let nan = clip_iqa(&gray([1, 1], &[f32::NAN]), &network, &preset);
        assert_eq!(nan, Err(Error::NotFinite { input: "image" }));
        let outside = clip_iqa(&gray([1, 1], &[256.0]), &network, &preset);
        assert!(matches!(outside, Err(Error::OutsideRange { .. })));
        let given = BTreeMap::from([("side".to_owned(), 5.0)]);
        let other = Parameters::for_metric(&METRIC, &given).unwrap();
        let size = clip_iqa(&gray([1, 1], &[1.0]), &network, &other);
        assert!(matches!(size, Err(Error::Network { .. })));
    }
}

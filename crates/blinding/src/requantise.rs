//! One depth for all images: whole numbers from black to white.

use samples::{Image, ValueRange};

use crate::{Error, Result, Span};

/// Returns an image of whole numbers with a range of 0 to 2ᵇ − 1.
///
/// What is darker than black is black, what is no number, too. The values have no unit and no window
/// any more; pixels stay as far apart as they were.
pub(crate) fn requantise(image: &Image, bits: u32, spans: &[Span]) -> Result<Image> {
    let wrong = |name, wanted, given| Error::Parameter { mend: "requantise", name, wanted, given };
    if !(1..=16).contains(&bits) {
        return Err(wrong("bits", "1 to 16", f64::from(bits)));
    }
    let most = image.values().iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let [black, white] = Span::of(spans, image.range(), f64::from(most));
    let width = white - black;
    if !(width.is_finite() && 0.0 < width) {
        return Err(wrong("white", "finite and above black", white));
    }
    let largest = f64::from((1_u32 << bits) - 1);
    #[expect(clippy::cast_possible_truncation, reason = "16 bits fit into f32")]
    let level = |value: f32| {
        let share = (f64::from(value) - black) / width;
        if share.is_nan() { 0.0 } else { (share.clamp(0.0, 1.0) * largest).round() as f32 }
    };
    let values = image.values().iter().copied().map(level).collect();
    let range = ValueRange::new(0.0, largest)?;
    let mut meaning = image.meaning().clone();
    (meaning.unit, meaning.window) = (None, None);
    Ok(Image::new(image.shape(), image.channels(), range, values)?.with_meaning(meaning))
}

#[cfg(test)]
mod tests {
    use samples::{Channels, Meaning};

    use super::*;

    #[test]
    fn twelve_bits_and_eight_become_the_same_eight() {
        let of = |range, values: &[f32]| {
            Image::new([1, values.len()], Channels::Gray, range, values.to_vec()).unwrap()
        };
        let span = Span { low: 0.0, high: 65535.0, top: 4095.0, black: 0.0, white: 4095.0 };
        let twelve = of(ValueRange::BITS_16, &[0.0, 2047.0, 2048.0, 4095.0, f32::NAN]);
        let found = requantise(&twelve, 8, &[span]).unwrap();
        // 2047 / 4095 · 255 = 127.47, 2048 / 4095 · 255 = 127.53.
        assert_eq!(found.values(), [0.0, 127.0, 128.0, 255.0, 0.0]);
        assert_eq!(found.range(), ValueRange::BITS_8);
        let eight = of(ValueRange::BITS_8, &[0.0, 127.0, 255.0]);
        assert_eq!(requantise(&eight, 8, &[span]).unwrap().values(), eight.values());
    }

    #[test]
    fn units_go_with_the_values_they_belong_to() {
        let range = ValueRange::new(-1024.0, 3071.0).unwrap();
        let meaning = Meaning {
            unit: Some("HU".to_owned()),
            spacing_mm: Some([0.5, 0.5]),
            ..Meaning::default()
        };
        let image = Image::new([1, 2], Channels::Gray, range, vec![-1024.0, 3071.0]).unwrap();
        let found = requantise(&image.with_meaning(meaning), 12, &[]).unwrap();
        assert_eq!(found.values(), [0.0, 4095.0]);
        assert_eq!((&found.meaning().unit, found.meaning().spacing_mm), (&None, Some([0.5, 0.5])));
        assert!(requantise(&found, 17, &[]).is_err());
    }
}

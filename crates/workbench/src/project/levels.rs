//! The gray levels that images use, and the one window that all of a study are shown in.

use blinding::Rect;
use samples::{Image, ValueRange};

/// The levels that one image or several use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Levels {
    range: ValueRange,
    least: f32,
    most: f32,
    /// The largest step that reaches every value from the lower end of the range; `None` when values
    /// are no whole numbers.
    step: Option<u32>,
    /// The ends of the window that the file asks to be seen in; of several, the widest that holds all.
    asked: Option<[f64; 2]>,
}

impl Levels {
    /// Looks at every value of an image.
    pub(crate) fn of(image: &Image) -> Self {
        Levels::outside(image, &[])
    }

    /// Looks at every value of an image that is not covered: black there is of no image.
    pub(crate) fn outside(image: &Image, covered: &[Rect]) -> Self {
        let range = image.range();
        let (mut least, mut most) = (f32::INFINITY, f32::NEG_INFINITY);
        let mut step = Some(0);
        let [rows, columns] = image.shape();
        let mut is_covered = vec![false; if covered.is_empty() { 0 } else { rows * columns }];
        for rect in covered {
            let (right, bottom) = (rect.left + rect.width, rect.top + rect.height);
            for row in rect.top..bottom.min(rows) {
                let [from, to] =
                    [rect.left, right].map(|column| row * columns + column.min(columns));
                is_covered[from..to].fill(true);
            }
        }
        let n_channels = image.channels().count();
        for (at, &value) in image.values().iter().enumerate() {
            if is_covered.get(at / n_channels) == Some(&true) {
                continue;
            }
            least = least.min(value);
            most = most.max(value);
            // A step of 1 cannot get smaller: most images need a few values only.
            if step.is_some_and(|step| step != 1) {
                step = step.zip(whole(f64::from(value) - range.low())).map(|(a, b)| gcd(a, b));
            }
        }
        Levels { range, least, most, step, asked: asked_of(image) }
    }

    /// Returns the levels of both.
    pub(crate) fn and(self, other: Self) -> Self {
        Levels {
            range: self.range,
            least: self.least.min(other.least),
            most: self.most.max(other.most),
            step: self.step.zip(other.step).map(|(a, b)| gcd(a, b)),
            asked: self.asked.zip(other.asked).map(|(a, b)| [a[0].min(b[0]), a[1].max(b[1])]),
        }
    }

    /// Whether how finely or in how many bits values are written tells these images from others.
    ///
    /// Images of 12 bits in a file of 16 do, and images of 16 gray levels in a file of 256.
    pub(crate) fn differ(self, other: Self) -> bool {
        let finer = match (self.step, other.step) {
            // A flat black image has no step: it tells nothing of how others are written.
            (Some(0), _) | (_, Some(0)) => false,
            (a, b) => a != b,
        };
        let deep = self.range == ValueRange::BITS_16 && 2 <= self.bits().abs_diff(other.bits());
        finer || deep
    }

    /// Returns the levels in words, e.g. `12 bits in steps of 1`.
    pub(crate) fn words(self) -> String {
        let step = self.step.unwrap_or(0).max(1).to_string();
        words::say("app:levels", &[("bits", &self.bits().to_string()), ("step", &step)])
    }

    /// Returns how many bits the highest level takes.
    fn bits(self) -> u32 {
        let most = whole(f64::from(self.most) - self.range.low()).unwrap_or(u32::MAX);
        32 - (most / self.step.unwrap_or(1).max(1)).leading_zeros()
    }

    /// Returns the lowest and the highest value shown, in the units of [`super::set_contents::pixel_block`].
    ///
    /// The window that all files ask for, or else the stated range, or, where all values lie in less
    /// than a quarter of it, from the least value to the largest. It is one for all images of a study: a window of each image's own could tell
    /// how it was made.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the ends are whole numbers within 16 bits"
    )]
    pub(crate) fn window(self) -> [u16; 2] {
        let (low, width) = (self.range.low(), self.range.width());
        let stored = if self.range == ValueRange::BITS_8 { 255_u16 } else { u16::MAX };
        let place = |value: f32| (f64::from(value) - low) / width * f64::from(stored);
        if let Some(asked) = self.asked {
            return asked.map(|end| (end * f64::from(stored)).round() as u16);
        }
        let (least, most) = (place(self.least).floor(), place(self.most).ceil());
        if most - least < f64::from(stored) / 4.0 && least < most {
            [least, most].map(|end| end.clamp(0.0, f64::from(stored)) as u16)
        } else {
            [0, stored]
        }
    }
}

/// Returns the ends of the window that a file asks for, as shares of the image's range; of those that
/// leave nothing to see, none.
pub(crate) fn asked_of(image: &Image) -> Option<[f64; 2]> {
    let asked = image.meaning().window?;
    let range = image.range();
    let share = |end: f64| ((end - range.low()) / range.width()).clamp(0.0, 1.0);
    let ends = [share(asked.center - asked.width / 2.0), share(asked.center + asked.width / 2.0)];
    (ends[0] < ends[1]).then_some(ends)
}

/// Returns a whole number that is not negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is a whole number within the bounds of its type"
)]
fn whole(value: f64) -> Option<u32> {
    let is_whole = value.fract().abs() <= 0.0 && 0.0 <= value && value <= f64::from(u32::MAX);
    is_whole.then_some(value as u32)
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use samples::{Channels, Meaning, Window};

    use super::*;

    fn levels(range: ValueRange, values: &[f32]) -> Levels {
        let shape = [1, values.len()];
        Levels::of(&Image::new(shape, Channels::Gray, range, values.to_vec()).unwrap())
    }

    #[test]
    fn twelve_bits_among_sixteen_tell() {
        let twelve = levels(ValueRange::BITS_16, &[0.0, 1.0, 4095.0]);
        let sixteen = levels(ValueRange::BITS_16, &[0.0, 3.0, 65000.0]);
        assert!(twelve.differ(sixteen) && sixteen.differ(twelve));
        assert!(
            !twelve.differ(levels(ValueRange::BITS_16, &[5.0, 6.0, 2100.0])),
            "twelve bits, too"
        );
    }

    #[test]
    fn the_window_that_all_files_ask_for_is_taken() {
        let range = ValueRange::new(-1024.0, 3071.0).unwrap();
        let asking = |center: f64, width: f64| {
            let image = Image::new([1, 2], Channels::Gray, range, vec![-1000.0, 400.0]).unwrap();
            let window = Some(Window { center, width });
            Levels::of(&image.with_meaning(Meaning { window, ..Meaning::default() }))
        };
        // A soft tissue window of 40 ± 200 HU, by hand: 864 and 1264 of 4095 HU, spread over 65535.
        let soft = [13827, 20229];
        assert_eq!(asking(40.0, 400.0).window(), soft);
        let both = asking(40.0, 400.0).and(asking(50.0, 100.0));
        assert_eq!(both.window(), soft, "the wider one holds both");
        let silent = levels(range, &[-1000.0, 400.0]);
        assert_eq!(asking(40.0, 400.0).and(silent).window(), silent.window());
        assert_eq!(asking(9000.0, 10.0).window(), silent.window(), "outside of all values");
    }

    #[test]
    fn what_is_covered_has_no_levels() {
        let values = vec![0.0, 1000.0, 0.0, 4000.0];
        let image = Image::new([2, 2], Channels::Gray, ValueRange::BITS_16, values).unwrap();
        let rect = Rect { left: 0, top: 0, width: 1, height: 2 };
        assert_eq!(Levels::outside(&image, &[rect]).window(), [1000, 4000]);
    }

    #[test]
    fn coarse_levels_tell_and_black_does_not() {
        let fine = levels(ValueRange::BITS_8, &[0.0, 7.0, 255.0]);
        let coarse = levels(ValueRange::BITS_8, &[0.0, 17.0, 255.0]);
        assert!(fine.differ(coarse), "sixteen gray levels spread over 255");
        assert!(!fine.differ(levels(ValueRange::BITS_8, &[0.0, 0.0])));
        assert!(!fine.differ(fine.and(coarse)), "a fine value among coarse ones makes them fine");
    }

    #[test]
    fn the_window_is_the_range_or_what_all_use_of_it() {
        assert_eq!(levels(ValueRange::BITS_8, &[0.0, 200.0]).window(), [0, 255]);
        let narrow =
            levels(ValueRange::BITS_16, &[1000.0]).and(levels(ValueRange::BITS_16, &[4000.0]));
        assert_eq!(narrow.window(), [1000, 4000]);
        let flat = levels(ValueRange::BITS_16, &[7.0]).window();
        assert_eq!(flat, [0, 65535], "a flat image has no window of its own");
    }
}

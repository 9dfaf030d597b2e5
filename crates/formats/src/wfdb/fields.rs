//! One signal's line: where its samples are, and what they mean.

use crate::Result;

use super::stored::Stored;
use super::{broken, unsupported};

/// What one line of a header says of its signal.
#[derive(Debug)]
pub(super) struct Line {
    /// Its place in the header, from 1.
    at: usize,
    /// The file of its samples, as written.
    pub(super) file: String,
    pub(super) stored: Stored,
    /// Samples in each frame.
    pub(super) per_frame: u64,
    /// How many frames later its samples lie in the file.
    pub(super) skew: u64,
    /// Bytes before the first sample of the file.
    pub(super) offset: u64,
    /// Steps to the unit, or `None` when it was not calibrated.
    pub(super) gain: Option<f64>,
    /// The step that stands for 0 of the unit.
    pub(super) baseline: i64,
    unit: String,
    /// Where sums begin that are stored as differences.
    pub(super) first: i64,
    pub(super) checksum: Option<i64>,
    /// The name of the channel.
    pub(super) description: String,
}

impl Line {
    /// The steps to a millivolt that are meant where none are told.
    const DEFAULT_GAIN: f64 = 200.0;

    /// Reads the line of signal `at`, counted from 1.
    pub(super) fn of(line: &str, at: usize) -> Result<Self> {
        let wrong = |what: &str| broken(format!("signal {at}: {what}"));
        let mut rest = Rest(line);
        let file = rest.field().unwrap_or("").to_owned();
        let place = rest.field().ok_or_else(|| wrong("its format is missing"))?;
        let place = Place::of(place).ok_or_else(|| wrong("its format is not understood"))?;
        let stored = Stored::of(place.format).ok_or_else(|| {
            let compressed = matches!(place.format, 508 | 516 | 524);
            let what = if compressed { "compressed format" } else { "format" };
            unsupported(format!("{what} {}", place.format))
        })?;

        let gain = rest.field().map(Gain::of);
        let gain = match gain {
            None => Gain::default(),
            Some(gain) => gain.ok_or_else(|| wrong("its gain is not understood"))?,
        };
        let mut whole = |what: &str| -> Result<Option<i64>> {
            let number = rest.field().map(|field| field.parse().map_err(|_| wrong(what)));
            number.transpose()
        };
        whole("its resolution is no whole number")?;
        let zero = whole("its zero is no whole number")?.unwrap_or(0);
        let first = whole("its first value is no whole number")?.unwrap_or(zero);
        let checksum = whole("its checksum is no whole number")?;
        whole("its block size is no whole number")?;
        Ok(Line {
            at,
            file,
            stored,
            per_frame: place.per_frame,
            skew: place.skew,
            offset: place.offset,
            gain: gain.steps,
            baseline: gain.baseline.unwrap_or(zero),
            unit: gain.unit,
            first,
            checksum,
            description: rest.0.trim().to_owned(),
        })
    }

    /// Returns what a note calls the signal.
    pub(super) fn label(&self) -> String {
        if self.description.is_empty() { self.at.to_string() } else { self.description.clone() }
    }

    /// Returns the unit; `None` when the signal was not calibrated.
    pub(super) fn unit(&self) -> Option<String> {
        self.gain.map(|_| self.unit.clone())
    }

    /// Returns the value of a stored step.
    pub(super) fn value(&self, step: i32) -> f64 {
        (f64::from(step) - self.baseline as f64) / self.gain.unwrap_or(Self::DEFAULT_GAIN)
    }
}

/// What is left of a line.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn field(&mut self) -> Option<&'a str> {
        let text = self.0.trim_start();
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let (field, rest) = text.split_at(end);
        self.0 = rest;
        (!field.is_empty()).then_some(field)
    }
}

/// `format[xsamples][:skew][+offset]`
struct Place {
    format: u64,
    per_frame: u64,
    skew: u64,
    offset: u64,
}

impl Place {
    fn of(field: &str) -> Option<Self> {
        let (field, offset) = split(field, '+');
        let (field, skew) = split(field, ':');
        let (field, per_frame) = split(field, 'x');
        let number = |text: Option<&str>, default| text.map_or(Some(default), |it| it.parse().ok());
        Some(Place {
            format: field.parse().ok()?,
            per_frame: number(per_frame, 1).filter(|&n| 0 < n)?,
            skew: number(skew, 0)?,
            offset: number(offset, 0)?,
        })
    }
}

fn split(field: &str, at: char) -> (&str, Option<&str>) {
    field.split_once(at).map_or((field, None), |(left, right)| (left, Some(right)))
}

/// `gain[(baseline)][/unit]`
struct Gain {
    /// `None` when it is 0 or not told.
    steps: Option<f64>,
    baseline: Option<i64>,
    unit: String,
}

impl Default for Gain {
    fn default() -> Self {
        Gain { steps: None, baseline: None, unit: Self::UNIT.to_owned() }
    }
}

impl Gain {
    /// The unit that is meant where none is told.
    const UNIT: &str = "mV";

    fn of(field: &str) -> Option<Self> {
        let (field, unit) = split(field, '/');
        let (steps, baseline) = split(field, '(');
        let baseline = baseline.map(|text| text.strip_suffix(')').and_then(|it| it.parse().ok()));
        let baseline = match baseline {
            None => None,
            Some(baseline) => Some(baseline?),
        };
        // A gain so small that a step is no finite number is no gain.
        let usable = |steps: &f64| *steps == 0.0 || (4.0 * i64::MAX as f64 / steps).is_finite();
        let steps = steps.parse().ok().filter(|it: &f64| it.is_finite() && usable(it))?;
        let unit = unit.filter(|unit| !unit.is_empty()).unwrap_or(Self::UNIT).to_owned();
        Some(Gain { steps: Some(steps).filter(|&it| it != 0.0), baseline, unit })
    }
}

#[cfg(test)]
mod tests {
    use crate::Error;

    use super::*;

    fn line(text: &str) -> Line {
        Line::of(text, 1).unwrap()
    }

    #[test]
    fn a_full_line_is_taken_apart() {
        let line = line("03.dat 212x4:3+24 12.84(-1605)/mmHg 12 5 -943 -23651 0 ABP left arm");
        assert_eq!((line.per_frame, line.skew, line.offset), (4, 3, 24));
        assert_eq!((line.gain, line.baseline), (Some(12.84), -1605));
        assert_eq!(line.unit().as_deref(), Some("mmHg"));
        assert_eq!(line.checksum, Some(-23651));
        assert_eq!(line.description, "ABP left arm");
    }

    #[test]
    fn what_is_not_told_has_the_value_that_the_format_gives_it() {
        let bare = line("a.dat 16");
        assert_eq!((bare.gain, bare.baseline, bare.unit()), (None, 0, None));
        assert!((bare.value(100) - 0.5).abs() < 1e-12, "200 steps to a millivolt");
        assert_eq!(line("a.dat 16 0 12 1024").unit(), None, "a gain of 0 is no calibration");
        let plain = line("a.dat 16 100 12 1024");
        assert_eq!((plain.baseline, plain.unit().as_deref()), (1024, Some("mV")));
        assert_eq!(line("a.dat 16 100(7)").baseline, 7);
    }

    #[test]
    fn numbers_that_are_none_are_errors() {
        for text in [
            "a.dat",
            "a.dat x",
            "a.dat 16x0",
            "a.dat 16x4294967296294967296429",
            "a.dat 16:-3",
            "a.dat 16+x",
            "a.dat 16 nan",
            "a.dat 16 inf/mV",
            "a.dat 16 1e-320",
            "a.dat 16 200(",
            "a.dat 16 200(x)/mV",
            "a.dat 16 200 twelve",
            "a.dat 16 200 12 0 0 1.5",
        ] {
            assert!(matches!(Line::of(text, 1), Err(Error::Broken { .. })), "{text}");
        }
        for format in ["0", "999", "516"] {
            let error = Line::of(&format!("a.dat {format}"), 1).unwrap_err();
            assert!(matches!(error, Error::Unsupported { .. }), "{format}");
        }
    }
}

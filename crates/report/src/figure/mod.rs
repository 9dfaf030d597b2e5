//! Figures as SVG text, the same bytes for the same facts.
//!
//! A figure's title says what it shows. Real is blue and generators are orange
//! and then the Okabe–Ito palette in a fixed order; a shape, a dash and a label
//! say the same for those who print in grey.

mod calls;
mod canvas;
mod curve;
mod flow;
mod forest;
mod histogram;
mod role;
mod scale;
mod strip;

pub use calls::{CALLS, CallsRow, calls_by_reader};
pub use curve::{Line, curve, square};
pub use flow::{FlowStep, flow};
pub use forest::{Band, forest};
pub use histogram::{Series, histogram};
pub use role::Role;
pub use strip::interval_strip;

use crate::{Error, Result};

/// A finished figure: one `<svg>` element, safe to set into a page.
///
/// Only this crate makes one, so no text of a user ever stands in it unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Svg {
    text: String,
    caption: Caption,
    size: Size,
}

impl Svg {
    /// Returns the text of the element.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns what it says in words.
    pub fn caption(&self) -> &Caption {
        &self.caption
    }

    /// Returns how large it is.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Returns the figure as a file of its own.
    pub fn to_file(&self) -> Vec<u8> {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", self.text).into_bytes()
    }
}

/// What a figure says in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// A sentence: "Synthetic slices cover 71 % of the real ones".
    pub title: String,
    /// What is drawn and from what, for those who cannot see it.
    pub description: String,
}

/// How large a figure is, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
}

/// What an axis runs along.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// What the values are, with their unit: "age, years".
    pub label: String,
}

impl Axis {
    /// Returns whether the ends are a range.
    fn check(&self) -> Result<()> {
        if self.low.is_finite() && self.high.is_finite() && self.low < self.high {
            Ok(())
        } else {
            Err(Error::Axis { low: self.low, high: self.high })
        }
    }
}

/// One value with its interval: a row of [`interval_strip`] and of [`forest`].
#[derive(Debug, Clone, PartialEq)]
pub struct StripRow {
    /// What is written beside it: "A" in a strip, the set's name in a forest.
    pub label: String,
    /// The value; finite.
    pub value: f64,
    /// The ends of its interval, where there is one.
    pub interval: Option<(f64, f64)>,
    /// How many samples it comes from.
    pub n: Option<u64>,
    /// Whose value it is: color and shape.
    pub role: Role,
}

impl StripRow {
    fn check(&self) -> Result<()> {
        let (low, high) = self.interval.unwrap_or((self.value, self.value));
        match [self.value, low, high].into_iter().find(|value| !value.is_finite()) {
            Some(value) => Err(Error::NotFinite { label: self.label.clone(), value }),
            None => Ok(()),
        }
    }
}

//! Signals: channels of equal length and one rate, such as an ECG or a single beat.

use std::sync::Arc;

use crate::{ContentHash, Error, Result};

/// One channel: a lead of an ECG, an electrode of an EEG.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Channel {
    /// Its name as the file writes it, e.g. `II`; empty when the file has none.
    pub name: String,
    /// The unit of its values, e.g. `mV`; `None` when the file does not say.
    pub unit: Option<String>,
}

/// Something that somebody or some program marked in a signal, e.g. a beat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The place in the signal, from 0.
    pub at: usize,
    /// What it is, in the code of its source: `N`, `V`, `+`.
    pub code: String,
    /// What is written beside it, e.g. `(AFIB`; empty when nothing is.
    pub text: String,
}

/// A signal: every channel has `length` values at one rate.
///
/// A value may be NaN, where the file says that there is none. What computes
/// with signals says what it does then.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    channels: Arc<[Channel]>,
    rate_hz: Option<f64>,
    length: usize,
    values: Vec<f64>,
    marks: Vec<Mark>,
}

impl Signal {
    /// Makes a signal; `values` holds one channel after the other.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a channel or a value, [`Error::Shape`] unless there are
    /// `channels · length` values, [`Error::Rate`] unless the rate is positive and finite.
    pub fn new(
        channels: Arc<[Channel]>,
        rate_hz: Option<f64>,
        length: usize,
        values: Vec<f64>,
    ) -> Result<Self> {
        let shape = vec![channels.len(), length];
        if shape.contains(&0) {
            return Err(Error::Empty { shape });
        }
        if channels.len().checked_mul(length) != Some(values.len()) {
            return Err(Error::Shape { shape, given: values.len() });
        }
        if let Some(given) = rate_hz.filter(|rate| !(rate.is_finite() && 0.0 < *rate)) {
            return Err(Error::Rate { given });
        }
        Ok(Signal { channels, rate_hz, length, values, marks: Vec::new() })
    }

    /// Returns the signal with these marks, in the order of their places.
    #[must_use]
    pub fn with_marks(mut self, mut marks: Vec<Mark>) -> Self {
        marks.sort_by_key(|mark| mark.at);
        self.marks = marks;
        self
    }

    /// Returns the signal with other channels and another rate: what its file does not say.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] for another number of channels, [`Error::Rate`].
    pub fn stating(self, channels: Arc<[Channel]>, rate_hz: Option<f64>) -> Result<Self> {
        let marks = self.marks;
        let signal = Signal::new(channels, rate_hz, self.length, self.values)?;
        Ok(Signal { marks, ..signal })
    }

    /// Returns the channels.
    pub fn channels(&self) -> &Arc<[Channel]> {
        &self.channels
    }

    /// Returns how many values a channel has in a second; `None` when the file does not say.
    pub fn rate_hz(&self) -> Option<f64> {
        self.rate_hz
    }

    /// Returns how many values a channel has.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Returns the values of one channel.
    ///
    /// # Panics
    ///
    /// When there is no such channel, as slices do.
    pub fn channel(&self, at: usize) -> &[f64] {
        &self.values[at * self.length..(at + 1) * self.length]
    }

    /// Returns all values, one channel after the other.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Returns what is marked in it, by place. Marks are not part of the content.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Returns the SHA-256 of channels, rate and values.
    pub fn content_hash(&self) -> ContentHash {
        let mut head = Vec::new();
        for channel in self.channels.iter() {
            for text in [Some(&channel.name), channel.unit.as_ref()] {
                let bytes = text.map_or(&[][..], |text| text.as_bytes());
                head.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
                head.extend_from_slice(bytes);
            }
        }
        head.extend_from_slice(&self.rate_hz.unwrap_or(0.0).to_le_bytes());
        let body: Vec<u8> = self.values.iter().flat_map(|value| value.to_le_bytes()).collect();
        ContentHash::of(&[b"touchstone.signal/1", &head, &body])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(names: &[&str]) -> Arc<[Channel]> {
        names
            .iter()
            .map(|name| Channel { name: (*name).to_owned(), unit: Some("mV".to_owned()) })
            .collect()
    }

    #[test]
    fn a_channel_is_a_slice_of_the_values() {
        let signal = Signal::new(leads(&["I", "II"]), Some(500.0), 2, vec![1.0, 2.0, 3.0, 4.0]);
        assert_eq!(signal.unwrap().channel(1), &[3.0, 4.0]);
    }

    #[test]
    fn no_value_is_no_signal_and_no_rate_is_allowed_but_zero_is_not() {
        let one = |length, rate| Signal::new(leads(&["I"]), rate, length, vec![0.0; length]);
        assert_eq!(one(0, None), Err(Error::Empty { shape: vec![1, 0] }));
        assert_eq!(one(3, Some(0.0)), Err(Error::Rate { given: 0.0 }));
        assert!(one(3, None).is_ok(), "a file need not say its rate");
    }

    #[test]
    fn marks_are_no_content_and_come_in_order() {
        let signal = Signal::new(leads(&["I"]), None, 3, vec![0.0; 3]).unwrap();
        let mark = |at| Mark { at, code: "N".to_owned(), text: String::new() };
        let marked = signal.clone().with_marks(vec![mark(2), mark(1)]);
        assert_eq!(marked.marks()[0].at, 1);
        assert_eq!(marked.content_hash(), signal.content_hash());
    }

    #[test]
    fn rate_and_unit_are_part_of_the_content() {
        let of = |rate, unit: &str| {
            let channel = Channel { name: "I".to_owned(), unit: Some(unit.to_owned()) };
            Signal::new(Arc::from([channel]), rate, 1, vec![1.0]).unwrap().content_hash()
        };
        assert_ne!(of(Some(250.0), "mV"), of(Some(500.0), "mV"));
        assert_ne!(of(Some(250.0), "mV"), of(Some(250.0), "uV"));
    }
}

//! What the files of signals do not say, as the import states it: their rate and their unit.

use std::sync::Arc;

use samples::{Channel, ContentHash, Signal};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Result;

/// Where a set keeps what was stated of its signals.
const KEY: &str = "stated";

/// What was stated of signals whose files do not say it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stated {
    /// Values of a channel in a second.
    pub(crate) rate_hz: Option<f64>,
    /// The name and unit of each channel; one entry without a name stands for all.
    pub(crate) channels: Vec<(String, Option<String>)>,
}

impl Stated {
    /// States one rate and one unit for all channels.
    pub(crate) fn one(rate_hz: Option<f64>, unit: Option<String>) -> Self {
        Stated { rate_hz, channels: vec![(String::new(), unit)] }
    }

    /// States what a signal says of itself.
    pub(crate) fn of(signal: &Signal) -> Self {
        let channels =
            signal.channels().iter().map(|one| (one.name.clone(), one.unit.clone())).collect();
        Stated { rate_hz: signal.rate_hz(), channels }
    }

    /// Reads what a set's reading states.
    pub(crate) fn read(reading: &Value) -> Self {
        serde_json::from_value(reading[KEY].clone()).unwrap_or_default()
    }

    /// Writes it into a set's reading.
    pub(crate) fn write(&self, reading: &mut Value) {
        reading[KEY] = serde_json::to_value(self).unwrap_or_default();
    }

    /// Adds to a signal what it does not say itself.
    ///
    /// # Errors
    ///
    /// A rate that is none.
    pub(crate) fn complete(&self, signal: Signal) -> Result<Signal> {
        let of = |at: usize| self.channels.get(at).or(self.channels.last());
        let channels: Arc<[Channel]> = signal
            .channels()
            .iter()
            .enumerate()
            .map(|(at, own)| match of(at) {
                Some((name, unit)) => Channel {
                    name: if own.name.is_empty() { name.clone() } else { own.name.clone() },
                    unit: own.unit.clone().or_else(|| unit.clone()),
                },
                None => own.clone(),
            })
            .collect();
        let rate_hz = signal.rate_hz().or(self.rate_hz);
        Ok(signal.stating(channels, rate_hz)?)
    }
}

/// The file of annotations that is kept with a set of images.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptAnnotations {
    /// Its path below the folder that was imported.
    pub(crate) name: String,
    blob: String,
}

impl KeptAnnotations {
    /// Where a set keeps it; crate `store` looks there, too.
    const KEY: &'static str = "annotations";

    pub(crate) fn new(name: &str, blob: ContentHash) -> Self {
        KeptAnnotations { name: name.to_owned(), blob: blob.to_string() }
    }

    /// Reads it from a set's reading.
    pub(crate) fn read(reading: &Value) -> Option<Self> {
        serde_json::from_value(reading.get(Self::KEY)?.clone()).ok()
    }

    /// Writes it into a set's reading.
    pub(crate) fn write(&self, reading: &mut Value) {
        reading[Self::KEY] = serde_json::to_value(self).unwrap_or_default();
    }

    /// Returns the hash of its bytes.
    pub(crate) fn blob(&self) -> Result<ContentHash> {
        Ok(self.blob.parse::<ContentHash>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal(unit: Option<&str>, rate_hz: Option<f64>) -> Signal {
        let channel = Channel { name: String::new(), unit: unit.map(str::to_owned) };
        Signal::new([channel.clone(), channel].into(), rate_hz, 2, vec![0.0; 4]).unwrap()
    }

    #[test]
    fn what_a_file_says_counts_more_than_what_is_stated() {
        let stated = Stated::one(Some(360.0), Some("mV".to_owned()));
        let told = stated.complete(signal(Some("uV"), Some(500.0))).unwrap();
        assert_eq!((told.rate_hz(), told.channels()[1].unit.as_deref()), (Some(500.0), Some("uV")));
        let silent = stated.complete(signal(None, None)).unwrap();
        assert_eq!(silent.rate_hz(), Some(360.0));
        assert_eq!(silent.channels()[1].unit.as_deref(), Some("mV"), "one entry stands for all");
    }

    #[test]
    fn it_reads_back_from_a_sets_reading() {
        let mut reading = serde_json::json!({ "length": 2 });
        let stated = Stated::of(&signal(Some("mV"), Some(250.0)));
        stated.write(&mut reading);
        assert_eq!(Stated::read(&reading), stated);
        assert_eq!(Stated::read(&serde_json::json!({})), Stated::default());
    }
}

//! The protocols that come with the program, short and full.

use super::{Protocol, Subject};

/// The files, as they are shipped.
const FILES: [&str; 8] = [
    include_str!("../../../../assets/protocols/images-short.json"),
    include_str!("../../../../assets/protocols/images-full.json"),
    include_str!("../../../../assets/protocols/ecg-short.json"),
    include_str!("../../../../assets/protocols/ecg-full.json"),
    include_str!("../../../../assets/protocols/eeg-short.json"),
    include_str!("../../../../assets/protocols/eeg-full.json"),
    include_str!("../../../../assets/protocols/records-short.json"),
    include_str!("../../../../assets/protocols/records-full.json"),
];

/// One question and a comment, of whatever is read.
const QUICK: &str = include_str!("../../../../assets/protocols/quick.json");

impl Protocol {
    /// Returns the shortest protocol there is: real or synthetic, and a comment.
    ///
    /// # Panics
    ///
    /// Never: a test reads it.
    pub fn quick(modality: Subject) -> Protocol {
        Protocol { modality, ..Protocol::parse(QUICK).expect("sound") }
    }

    /// Returns the protocols that come with the program.
    ///
    /// # Panics
    ///
    /// Never: a test reads all of them.
    pub fn shipped() -> Vec<Protocol> {
        FILES.iter().map(|text| Protocol::parse(text).expect("sound")).collect()
    }
}

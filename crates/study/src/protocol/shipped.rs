//! The protocols that come with the program, short and full.

use super::Protocol;

/// The files, as they are shipped.
const FILES: [&str; 6] = [
    include_str!("../../../../assets/protocols/images-short.json"),
    include_str!("../../../../assets/protocols/images-full.json"),
    include_str!("../../../../assets/protocols/ecg-short.json"),
    include_str!("../../../../assets/protocols/ecg-full.json"),
    include_str!("../../../../assets/protocols/records-short.json"),
    include_str!("../../../../assets/protocols/records-full.json"),
];

impl Protocol {
    /// Returns the protocols that come with the program.
    ///
    /// # Panics
    ///
    /// Never: a test reads all of them.
    pub fn shipped() -> Vec<Protocol> {
        FILES.iter().map(|text| Protocol::parse(text).expect("sound")).collect()
    }
}

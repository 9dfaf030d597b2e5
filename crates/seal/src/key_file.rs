//! The truth of a study: it stays with the coordinator, and a pack only carries its commitment.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::hex::{sha256_hex, unhex};
use crate::pack::StimulusId;
use crate::{Error, Lock, Result, Unlock, lock};

/// What a key file says that it is.
pub const SCHEMA: &str = "touchstone.key/1";

/// The largest key file: 64 MiB.
const MOST: u64 = 64 << 20;

/// What is real and what is not, and the seed that everything was drawn from.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    /// [`SCHEMA`].
    pub schema: String,
    /// The study, as 32 hexadecimal digits.
    pub study: String,
    /// The version of its design, from 1.
    pub version: u32,
    /// The hash of its design, as 64 hexadecimal digits.
    pub design_hash: String,
    /// The seed, as 64 hexadecimal digits.
    pub seed: String,
    /// The salt of the commitment to the truth.
    pub salt: String,
    /// Case, arm, generator, sample, and what else is known of each.
    pub cases: Vec<Value>,
    /// The case of each stimulus.
    pub stimuli: BTreeMap<StimulusId, String>,
}

/// Shows whose key it is, and nothing of what it holds.
impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyFile of study {}, version {}", self.study, self.version)
    }
}

impl KeyFile {
    /// Returns the file, encrypted.
    ///
    /// # Errors
    ///
    /// [`Error::Unfit`] for a field that is not as it must be, and those of
    /// [`crate::lock`].
    pub fn lock(&self, with: &Lock<'_>) -> Result<Vec<u8>> {
        let unfit = |what, why: &String| Error::Unfit { what, why: why.clone() };
        if self.schema != SCHEMA {
            return Err(unfit("schema", &self.schema));
        }
        if unhex::<16>(&self.study).is_none() {
            return Err(unfit("study", &self.study));
        }
        if unhex::<32>(&self.design_hash).is_none() {
            return Err(unfit("design_hash", &self.design_hash));
        }
        if unhex::<32>(&self.seed).is_none() {
            return Err(Error::Unfit { what: "seed", why: "not 64 hexadecimal digits".to_owned() });
        }
        let text = serde_json::to_vec(self)
            .map_err(|error| Error::Unfit { what: "cases", why: error.to_string() })?;
        let size = text.len() as u64;
        if MOST < size {
            return Err(Error::TooLarge { what: "key file", size, most: MOST });
        }
        lock::lock(&text, with)
    }

    /// Returns what an encrypted key file holds.
    ///
    /// # Errors
    ///
    /// [`Error::NotAKeyFile`], [`Error::OtherVersion`], [`Error::Damaged`],
    /// and those of [`crate::unlock`].
    pub fn open(ciphertext: &[u8], with: &Unlock<'_>) -> Result<KeyFile> {
        if !ciphertext.starts_with(lock::BEGINS) {
            let is_cut = lock::BEGINS.starts_with(ciphertext);
            let at = ciphertext.len() as u64;
            return Err(if is_cut { Error::CutShort { at } } else { Error::NotAKeyFile });
        }
        let text = lock::unlock(ciphertext, with, MOST)?;
        let value: Value = serde_json::from_slice(&text).map_err(|_| Error::NotAKeyFile)?;
        match value.get("schema").and_then(Value::as_str) {
            Some(SCHEMA) => {}
            Some(found) if found.starts_with("touchstone.key/") => {
                return Err(Error::OtherVersion { found: found.to_owned() });
            }
            _ => return Err(Error::NotAKeyFile),
        }
        serde_json::from_value(value).map_err(|_| Error::damaged("key file"))
    }
}

/// Returns what a pack carries of a key file: SHA-256 of its ciphertext, as 64 digits.
///
/// Over the ciphertext, so that anyone who is handed the file can check it
/// before anyone may open it.
pub fn commitment(ciphertext: &[u8]) -> String {
    sha256_hex(ciphertext)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use serde_json::json;

    use super::*;
    use crate::Identity;

    fn key_file() -> KeyFile {
        let stimulus = StimulusId::random(&mut ChaCha8Rng::seed_from_u64(1));
        KeyFile {
            schema: SCHEMA.to_owned(),
            study: "ab".repeat(16),
            version: 2,
            design_hash: "cd".repeat(32),
            seed: "5eed".repeat(16),
            salt: "5a17".repeat(16),
            cases: vec![json!({ "case": "case-1", "arm": "real", "generator": null })],
            stimuli: BTreeMap::from([(stimulus, "case-1".to_owned())]),
        }
    }

    #[test]
    fn only_its_own_key_opens_it() {
        let (ours, theirs) = (Identity::generate(), Identity::generate());
        let file = key_file().lock(&Lock::Recipients(&[ours.recipient()])).unwrap();
        assert_eq!(KeyFile::open(&file, &Unlock::Identity(&ours)).unwrap(), key_file());
        assert_eq!(KeyFile::open(&file, &Unlock::Identity(&theirs)), Err(Error::WrongKey));
        assert!(!file.windows(8).any(|window| window == b"5eed5eed"), "the seed can be read");
    }

    #[test]
    fn the_commitment_is_sha_256() {
        // FIPS 180-4, the example "abc".
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(commitment(b"abc"), hash);
    }

    #[test]
    fn a_file_that_is_not_whole_or_none_is_refused() {
        let ours = Identity::generate();
        let to = [ours.recipient()];
        let with = Unlock::Identity(&ours);
        let file = key_file().lock(&Lock::Recipients(&to)).unwrap();
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 4;
            assert!(KeyFile::open(&changed, &with).is_err(), "byte {at} was changed unseen");
            assert!(KeyFile::open(&file[..at], &with).is_err(), "it was cut at {at} unseen");
        }
        assert_eq!(KeyFile::open(b"{}", &with), Err(Error::NotAKeyFile));
        let other = lock::lock(b"{}", &Lock::Recipients(&to)).unwrap();
        assert_eq!(KeyFile::open(&other, &with), Err(Error::NotAKeyFile));
        let later = br#"{"schema":"touchstone.key/2"}"#;
        let later = lock::lock(later, &Lock::Recipients(&to)).unwrap();
        let found = "touchstone.key/2".to_owned();
        assert_eq!(KeyFile::open(&later, &with), Err(Error::OtherVersion { found }));
    }

    #[test]
    fn the_truth_is_not_shown_by_accident() {
        let shown = format!("{:?}", key_file());
        assert!(!shown.contains("5eed") && !shown.contains("real") && !shown.contains("case-1"));
    }
}

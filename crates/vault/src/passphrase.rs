//! From words to a key, slowly.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::{Error, Result};

/// The fewest characters of a passphrase.
pub const LEAST: usize = 12;

/// What guessing one passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// 64 MiB, three passes, four lanes.
    ///
    /// # Source
    ///
    /// RFC 9106, section 4, the second recommended option.
    pub const STANDARD: Cost = Cost { memory_kib: 64 << 10, passes: 3, lanes: 4 };

    /// The most that is tried: a forged file could else ask for all memory.
    const MOST: Cost = Cost { memory_kib: 1 << 20, passes: 16, lanes: 16 };

    fn is_bearable(self) -> bool {
        self.memory_kib <= Cost::MOST.memory_kib
            && self.passes <= Cost::MOST.passes
            && self.lanes <= Cost::MOST.lanes
    }
}

/// Fails for a passphrase that is too short.
pub(crate) fn check(words: &str) -> Result<()> {
    // As many keys as were struck, however the system writes them.
    if words.nfc().count() < LEAST || words.trim().is_empty() {
        return Err(Error::PassphraseShort { least: LEAST });
    }
    Ok(())
}

/// Returns the key of a passphrase.
///
/// The words are brought to one form first: an é is one letter or two, by the
/// keyboard that wrote it.
///
/// # Source
///
/// Argon2id, version 1.3, RFC 9106; normalization form C of UAX 15.
pub(crate) fn key(words: &str, salt: &[u8], cost: Cost) -> Result<Zeroizing<[u8; 32]>> {
    const WRONG: Error = Error::Damaged { what: "the cost of passphrases" };
    if !cost.is_bearable() {
        return Err(WRONG);
    }
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32));
    let params = params.map_err(|_| WRONG)?;
    let words: Zeroizing<String> = Zeroizing::new(words.nfc().collect());
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(words.as_bytes(), salt, key.as_mut())
        .map_err(|_| Error::Damaged { what: "the salt of a passphrase" })?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::hex;

    #[test]
    fn a_key_is_that_of_the_reference_program() {
        // phc-winner-argon2, src/test.c, Argon2id: t = 2, m = 2^16, p = 1.
        let cost = Cost { memory_kib: 1 << 16, passes: 2, lanes: 1 };
        let key = key("password", b"somesalt", cost).unwrap();
        assert_eq!(
            hex(key.as_slice()),
            "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
        );
    }

    #[test]
    fn a_letter_with_an_accent_is_one_however_it_was_typed() {
        let cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };
        let key = |words| key(words, b"somesalt", cost).unwrap();
        assert_eq!(key("caf\u{e9}"), key("cafe\u{301}"));
        assert_ne!(key("caf\u{e9}"), key("cafe"));
        assert!(check("cafe\u{301} cafe\u{301} x").is_err(), "11 keys, though 13 characters");
    }

    #[test]
    fn a_forged_cost_is_not_paid() {
        let cost = Cost { memory_kib: u32::MAX, passes: 1, lanes: 1 };
        assert!(matches!(key("w", b"somesalt", cost), Err(Error::Damaged { .. })));
        let cost = Cost { memory_kib: 0, passes: 0, lanes: 0 };
        assert!(matches!(key("w", b"somesalt", cost), Err(Error::Damaged { .. })));
    }
}

//! A key on paper, for the day when all passphrases are forgotten.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::wrap::random;
use crate::{Error, Result};

/// How many bytes it has: 160 bits cannot be guessed, so they need no slow function.
const BYTES: usize = 20;
/// How many letters say that the others were copied well.
const CHECKS: usize = 4;
/// Letters in a group.
const GROUP: usize = 4;
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A random key that is written as nine groups of four letters.
///
/// The last group is a check of the others. Letters that are easily confused
/// are read as the same: O as 0, I and L as 1; blanks and hyphens may stand
/// anywhere.
///
/// # Source
///
/// Letters: Crockford's base 32. Check: the first 20 bits of SHA-256.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryKey(Zeroizing<[u8; BYTES]>);

impl RecoveryKey {
    /// Returns a new key from the system's randomness.
    ///
    /// # Errors
    ///
    /// [`Error::System`].
    pub fn generate() -> Result<RecoveryKey> {
        Ok(RecoveryKey(Zeroizing::new(random()?)))
    }

    pub(crate) fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }
}

impl fmt::Display for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = [spell(self.0.as_slice()), check(&self.0)].concat();
        for (at, group) in letters.chunks(GROUP).enumerate() {
            if 0 < at {
                f.write_str("-")?;
            }
            for &letter in group {
                write!(f, "{}", char::from(letter))?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey")
    }
}

impl FromStr for RecoveryKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<RecoveryKey> {
        let mut letters = Vec::new();
        for letter in text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let at = LETTERS.iter().position(|&known| char::from(known) == letter);
            letters.push(u8::try_from(at.ok_or(Error::NotARecoveryKey)?).unwrap_or_default());
        }
        if letters.len() != BYTES * 8 / 5 + CHECKS {
            return Err(Error::NotARecoveryKey);
        }
        let mut bytes = Zeroizing::new([0; BYTES]);
        for (bit, byte) in (0..BYTES * 8).map(|bit| (bit, bit / 8)) {
            let set = (letters[bit / 5] >> (4 - bit % 5)) & 1;
            bytes[byte] |= set << (7 - bit % 8);
        }
        let given: Vec<u8> =
            letters[BYTES * 8 / 5..].iter().map(|&at| LETTERS[usize::from(at)]).collect();
        if given == check(&bytes) { Ok(RecoveryKey(bytes)) } else { Err(Error::NotARecoveryKey) }
    }
}

/// Returns five bits as a letter, over and over.
fn spell(bytes: &[u8]) -> Vec<u8> {
    let bit = |at: usize| (bytes[at / 8] >> (7 - at % 8)) & 1;
    (0..bytes.len() * 8 / 5)
        .map(|letter| (0..5).fold(0, |value, at| (value << 1) | bit(letter * 5 + at)))
        .map(|value: u8| LETTERS[usize::from(value)])
        .collect()
}

fn check(bytes: &[u8; BYTES]) -> Vec<u8> {
    let mut letters = spell(&Sha256::digest(bytes)[..5]);
    letters.truncate(CHECKS);
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_crockford() {
        assert_eq!(spell(&[0xff; 5]), b"ZZZZZZZZ");
        // The values from one to eight, five bits each.
        assert_eq!(spell(&[0x08, 0x86, 0x42, 0x98, 0xe8]), b"12345678");
    }

    #[test]
    fn a_key_is_read_as_people_write_it() {
        let key = RecoveryKey::generate().unwrap();
        let text = key.to_string();
        assert_eq!(text.len(), 9 * 4 + 8);
        let sloppy = text.to_lowercase().replace('-', "  ").replace('0', "o").replace('1', "l");
        assert_eq!(sloppy.parse(), Ok(key.clone()));
        assert_eq!(text.replace('1', "I").parse(), Ok(key));
    }

    #[test]
    fn a_slip_of_the_pen_is_noticed() {
        let text = RecoveryKey::generate().unwrap().to_string();
        let mut taken = 0;
        for (at, letter) in text.char_indices().filter(|(_, letter)| *letter != '-') {
            let other = if letter == 'X' { 'Y' } else { 'X' };
            let mut slip = text.clone();
            slip.replace_range(at..=at, &other.to_string());
            taken += usize::from(slip.parse::<RecoveryKey>().is_ok());
        }
        // A check of 20 bits misses one slip in a million.
        assert_eq!(taken, 0);
        assert_eq!(text[1..].parse::<RecoveryKey>(), Err(Error::NotARecoveryKey));
        assert_eq!("".parse::<RecoveryKey>(), Err(Error::NotARecoveryKey));
        assert_eq!("ü".repeat(36).parse::<RecoveryKey>(), Err(Error::NotARecoveryKey));
    }
}

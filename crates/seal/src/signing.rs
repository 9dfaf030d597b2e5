//! Readers' keys: Ed25519, and how they are written and told.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::{Error, Result};

/// What a C2SP note calls Ed25519.
const ED25519: u8 = 1;

/// The key that signs: it stays on the reader's workstation.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

/// The key that proves a signature: it is enrolled with the coordinator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(ed25519_dalek::VerifyingKey);

impl SigningKey {
    /// Returns the key of 32 random bytes, which are its secret: see RFC 8032, 5.1.5.
    pub fn from_bytes(bytes: &[u8; 32]) -> SigningKey {
        SigningKey(ed25519_dalek::SigningKey::from_bytes(bytes))
    }

    /// Returns the secret bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Returns the key that proves what this one signs.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Returns the signature of `message`, always the same.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        ed25519_dalek::Signer::sign(&self.0, message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey of {}", self.public())
    }
}

impl PublicKey {
    /// Returns the key of its 32 bytes.
    ///
    /// # Errors
    ///
    /// [`Error::NotAKey`] when they are no point, or one that proves anything.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<PublicKey> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).ok();
        key.filter(|key| !key.is_weak()).map(PublicKey).ok_or(NO_KEY)
    }

    /// Returns its 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Returns a short code that two people can compare: four times four letters or digits.
    ///
    /// The first 80 bits of the SHA-256 of the key's bytes, in base32 (RFC 4648).
    pub fn fingerprint(&self) -> String {
        let letters = base32(&Sha256::digest(self.to_bytes())[..10]);
        let groups: Vec<&str> =
            letters.as_bytes().chunks(4).filter_map(|group| str::from_utf8(group).ok()).collect();
        groups.join("-")
    }

    /// Returns the name under which the key signs notes: `touchstone/` and its fingerprint.
    pub fn name(&self) -> String {
        format!("touchstone/{}", self.fingerprint())
    }

    /// Returns the key's text under another name: name, id and key, joined by `+`.
    ///
    /// # Source
    ///
    /// C2SP signed-note, "Verifier keys".
    pub fn under(&self, name: &str) -> String {
        let mut key = vec![ED25519];
        key.extend(self.to_bytes());
        format!("{name}+{}+{}", hex(&self.id(name)), BASE64.encode(key))
    }

    /// Returns the key's id in notes: four bytes of SHA-256 of name, newline, kind and key.
    pub(crate) fn id(&self, name: &str) -> [u8; 4] {
        let mut hash = Sha256::new();
        hash.update(name.as_bytes());
        hash.update([b'\n', ED25519]);
        hash.update(self.to_bytes());
        let hash = hash.finalize();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// Returns whether the signature is this key's, of this message.
    pub(crate) fn proves(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.0.verify_strict(message, &signature).is_ok()
    }
}

/// The key's text, under its own name.
impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.under(&self.name()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fingerprint())
    }
}

impl FromStr for PublicKey {
    type Err = Error;

    /// Reads a key's text; a mistyped one does not agree with its own id.
    fn from_str(text: &str) -> Result<PublicKey> {
        let text = text.trim();
        let key = text.splitn(3, '+').nth(2).ok_or(NO_KEY)?;
        let key = BASE64.decode(key).map_err(|_| NO_KEY)?;
        let (&kind, bytes) = key.split_first().ok_or(NO_KEY)?;
        let bytes: &[u8; 32] = bytes.try_into().map_err(|_| NO_KEY)?;
        let key = PublicKey::from_bytes(bytes)?;
        if kind == ED25519 && key.to_string() == text { Ok(key) } else { Err(NO_KEY) }
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<PublicKey, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

const NO_KEY: Error = Error::NotAKey { what: "public key" };

/// Returns `bytes` in base32, without padding: five bits a letter.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for five in bytes.chunks(5) {
        let mut word = [0; 8];
        word[3..3 + five.len()].copy_from_slice(five);
        let word = u64::from_be_bytes(word);
        for at in 0..(8 * five.len()).div_ceil(5) {
            let letter = (word >> (35 - 5 * at)) & 31;
            text.push(char::from(LETTERS[usize::try_from(letter).unwrap_or(0)]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex::unhex;

    #[test]
    fn keys_and_signatures_are_those_of_rfc_8032() {
        // RFC 8032, section 7.1, tests 1 and 3.
        let cases: [(&str, &str, &[u8], &str); 2] = [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                b"",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155\
                 5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            ),
            (
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                &[0xaf, 0x82],
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
                 18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            ),
        ];
        for (secret, public, message, signature) in cases {
            let key = SigningKey::from_bytes(&unhex(secret).unwrap());
            assert_eq!(hex(&key.public().to_bytes()), public);
            assert_eq!(hex(&key.sign(message)), signature);
            assert!(key.public().proves(message, &unhex(signature).unwrap()));
            assert!(!key.public().proves(b"other", &unhex(signature).unwrap()));
            assert_eq!(hex(&key.to_bytes()), secret);
        }
    }

    #[test]
    fn the_text_of_a_key_is_that_of_the_note_specification() {
        // C2SP signed-note, "Verifier keys", example.
        let text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        let bytes = BASE64.decode(&text[25..]).unwrap();
        let key = PublicKey::from_bytes(bytes[1..].try_into().unwrap()).unwrap();
        assert_eq!(key.under("example.com/foo"), text);
    }

    #[test]
    fn base32_is_that_of_rfc_4648() {
        // RFC 4648, section 10, without its padding.
        let cases = [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ")];
        for (bytes, text) in cases.into_iter().chain([("foobar", "MZXW6YTBOI")]) {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn a_mistyped_key_is_refused() {
        let key = SigningKey::from_bytes(&[7; 32]).public();
        let text = key.to_string();
        assert_eq!(text.parse(), Ok(key));
        assert_eq!(key.fingerprint().len(), 19);
        for (at, letter) in text.char_indices() {
            let mut wrong = text.clone();
            wrong.replace_range(at..=at, if letter == 'A' { "B" } else { "A" });
            assert_eq!(wrong.parse::<PublicKey>(), Err(NO_KEY), "letter {at}");
        }
    }

    #[test]
    fn a_key_that_proves_anything_is_refused() {
        // The neutral point, of order 1.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        assert_eq!(PublicKey::from_bytes(&neutral), Err(NO_KEY));
    }
}

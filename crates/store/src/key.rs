//! The key of an encrypted project.

use std::fmt;
use std::str::FromStr as _;

use samples::ContentHash;
use seal::{Identity, Lock, Recipient, Unlock};
use vault::Secret;
use zeroize::Zeroizing;

use crate::{Error, Result};

/// What an encrypted project is opened with: all of it follows from one secret.
///
/// The secret is an age identity, so that sample files can be opened by any
/// program of age, should this one be gone.
#[derive(Clone)]
pub struct Key {
    secret: Secret,
    identity: Identity,
    recipient: Recipient,
    database: Zeroizing<[u8; 32]>,
    names: Secret,
}

impl Key {
    /// Returns a new key, from the system's randomness.
    ///
    /// # Errors
    ///
    /// None that a new identity could give.
    pub fn generate() -> Result<Key> {
        Key::of(Secret::new(Identity::generate().to_secret_text().into_bytes()))
    }

    /// Returns the key that follows from a project's secret.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] when the secret is no age identity.
    pub fn of(secret: Secret) -> Result<Key> {
        let identity = std::str::from_utf8(secret.expose())
            .ok()
            .and_then(|text| Identity::from_str(text).ok())
            .ok_or(Error::Damaged { detail: "the project's secret is none".to_owned() })?;
        Ok(Key {
            recipient: identity.recipient(),
            database: secret.derive("touchstone.project/1 database"),
            names: Secret::new(secret.derive("touchstone.project/1 names of samples").to_vec()),
            identity,
            secret,
        })
    }

    /// Returns the secret that it follows from.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Returns what the database takes as its key: no words but 32 bytes, so that it derives nothing.
    pub(crate) fn database(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("x'{}'", hex(self.database.as_slice()).as_str()))
    }

    /// Returns the name under which bytes with this hash are kept.
    ///
    /// A hash alone would tell who has the same picture that it is there.
    pub(crate) fn name(&self, hash: &ContentHash) -> String {
        hex(self.names.derive(&hash.to_string()).as_slice()).to_string()
    }

    /// Encrypts bytes, in chunks of 64 KiB.
    pub(crate) fn close(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let to = [self.recipient.clone()];
        seal::lock(bytes, &Lock::Recipients(&to)).map_err(|error| match error {
            seal::Error::Disk { why } => Error::File(std::io::Error::other(why)),
            other => Error::Damaged { detail: other.to_string() },
        })
    }

    /// Decrypts bytes; nothing when they were changed, cut, or of another key.
    pub(crate) fn open(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        seal::unlock(bytes, &Unlock::Identity(&self.identity), u64::MAX - 1).ok()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |four_bits: u8| char::from(DIGITS[usize::from(four_bits)]);
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len()));
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

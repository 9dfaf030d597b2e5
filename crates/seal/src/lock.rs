//! Encryption: by a passphrase, or to the keys of those who may open.

use std::io::{BufRead, Read, Write};
use std::iter;

use age::secrecy::SecretString;
use age::stream::{StreamReader, StreamWriter};
use age::{DecryptError, Decryptor, EncryptError, Encryptor, scrypt};

use crate::{Error, Identity, Recipient, Result};

/// What every encrypted file begins with.
pub(crate) const BEGINS: &[u8] = b"age-encryption.org/v1\n";

/// How hard a passphrase is made to guess: scrypt with N = 2¹⁸, about a second and 256 MiB.
pub const WORK: u8 = 18;

/// The hardest passphrase that is tried: a forged file could else ask for all memory.
const MOST_WORK: u8 = 20;

/// The nonce after a header.
const NONCE: u64 = 16;

/// The longest line of a header: age writes 64 characters at most.
const MOST_LINE: u64 = 1 << 10;

/// The longest header.
const MOST_HEADER: u64 = 64 << 10;

/// How a file is closed. The two cannot be mixed: age forbids it.
#[derive(Clone, Copy)]
pub enum Lock<'a> {
    /// By words that are told on another way.
    Passphrase {
        /// The words.
        words: &'a str,
        /// The exponent of scrypt's N, from 1 to 20: [`WORK`] outside of tests.
        work: u8,
    },
    /// To keys, each of which opens it.
    Recipients(&'a [Recipient]),
}

/// What a file is opened with.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// Nothing: the file is not encrypted.
    Plain,
    /// The words that closed it.
    Passphrase(&'a str),
    /// One of the keys that it was closed to.
    Identity(&'a Identity),
}

/// Returns a writer that encrypts what is written, until it is finished.
///
/// # Errors
///
/// [`Error::NobodyToOpen`], [`Error::Unfit`], and those of the disk.
pub(crate) fn closing<W: Write>(to: W, lock: &Lock<'_>) -> Result<StreamWriter<W>> {
    let encryptor = match *lock {
        Lock::Passphrase { words, work } => {
            if words.is_empty() {
                return Err(Error::NobodyToOpen);
            }
            if !(1..=MOST_WORK).contains(&work) {
                return Err(Error::Unfit { what: "work", why: work.to_string() });
            }
            let mut recipient = scrypt::Recipient::new(SecretString::from(words.to_owned()));
            recipient.set_work_factor(work);
            Encryptor::with_recipients(iter::once(&recipient as _))
        }
        Lock::Recipients(recipients) => {
            Encryptor::with_recipients(recipients.iter().map(|recipient| &recipient.0 as _))
        }
    };
    let encryptor = encryptor.map_err(|error| match error {
        EncryptError::Io(error) => error.into(),
        _ => Error::NobodyToOpen,
    })?;
    Ok(encryptor.wrap_output(to)?)
}

/// Returns a reader of what an encrypted file of `size` bytes holds.
///
/// # Errors
///
/// [`Error::WrongPassphrase`], [`Error::WrongKey`], [`Error::Locked`],
/// [`Error::CutShort`], [`Error::Damaged`], and those of the disk.
pub(crate) fn opening<R: BufRead>(
    from: R,
    size: u64,
    unlock: &Unlock<'_>,
) -> Result<StreamReader<R>> {
    let refused = |error| refused(error, size);
    let decryptor = Decryptor::new_buffered(from).map_err(refused)?;
    let by_words = decryptor.is_scrypt();
    match *unlock {
        Unlock::Plain => Err(Error::Locked),
        Unlock::Passphrase(words) if by_words => {
            let mut identity = scrypt::Identity::new(SecretString::from(words.to_owned()));
            identity.set_max_work_factor(MOST_WORK);
            decryptor.decrypt(iter::once(&identity as _)).map_err(|error| match error {
                DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
                    Error::WrongPassphrase
                }
                other => refused(other),
            })
        }
        Unlock::Identity(_) if by_words => Err(Error::WrongPassphrase),
        Unlock::Passphrase(_) => Err(Error::WrongKey),
        Unlock::Identity(identity) => {
            decryptor.decrypt(iter::once(&identity.0 as _)).map_err(refused)
        }
    }
}

/// Returns `bytes`, encrypted.
///
/// # Errors
///
/// [`Error::NobodyToOpen`], [`Error::Unfit`].
pub fn lock(bytes: &[u8], lock: &Lock<'_>) -> Result<Vec<u8>> {
    let mut to = closing(Vec::new(), lock)?;
    to.write_all(bytes)?;
    Ok(to.finish()?)
}

/// Returns what the encrypted `bytes` hold, if it has `most` bytes at most.
///
/// # Errors
///
/// [`Error::WrongPassphrase`], [`Error::WrongKey`], [`Error::Locked`],
/// [`Error::CutShort`], [`Error::Damaged`], [`Error::TooLarge`].
pub fn unlock(bytes: &[u8], unlock: &Unlock<'_>, most: u64) -> Result<Vec<u8>> {
    let mut opened = Vec::new();
    let from = opening(bytes, bytes.len() as u64, unlock)?;
    from.take(most.saturating_add(1)).read_to_end(&mut opened).map_err(|error| {
        // All is in memory: only the cipher refuses, and it cannot tell a cut from a change.
        match error.kind() {
            std::io::ErrorKind::UnexpectedEof => Error::CutShort { at: bytes.len() as u64 },
            _ => Error::damaged("ciphertext"),
        }
    })?;
    let size = opened.len() as u64;
    if most < size {
        return Err(Error::TooLarge { what: "content", size, most });
    }
    Ok(opened)
}

/// Returns how many bytes stand before the cipher's first, in a file of `size` bytes.
///
/// # Errors
///
/// [`Error::CutShort`] when the header does not end, [`Error::Damaged`] when it
/// is longer than a hundred recipients need, and those of the disk.
///
/// # Source
///
/// age-encryption.org/v1: lines, the last of which begins with `---`; then a
/// nonce of 16 bytes.
pub(crate) fn header_length(from: &mut impl BufRead, size: u64) -> Result<u64> {
    let mut length = 0;
    let mut line = Vec::new();
    while !line.starts_with(b"---") {
        line.clear();
        let n = from.by_ref().take(MOST_LINE).read_until(b'\n', &mut line)? as u64;
        if !line.ends_with(b"\n") {
            return Err(if n < MOST_LINE {
                Error::CutShort { at: size }
            } else {
                Error::damaged("header")
            });
        }
        length += n;
        if MOST_HEADER < length {
            return Err(Error::damaged("header"));
        }
    }
    Ok(length + NONCE)
}

/// Returns why the header of a file of `size` bytes is not taken.
fn refused(error: DecryptError, size: u64) -> Error {
    match error {
        DecryptError::NoMatchingKeys => Error::WrongKey,
        DecryptError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Error::CutShort { at: size }
        }
        DecryptError::Io(error) => error.into(),
        _ => Error::damaged("header"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Lock<'_> = Lock::Passphrase { words: "correct horse", work: 2 };

    #[test]
    fn what_is_locked_is_unlocked_by_its_own_words_or_key_only() {
        let (ours, theirs) = (Identity::generate(), Identity::generate());
        let by_words = lock(b"truth", &QUICK).unwrap();
        let by_key = lock(b"truth", &Lock::Recipients(&[ours.recipient()])).unwrap();
        let open = |bytes, with| unlock(bytes, &with, 100);
        assert_eq!(open(&by_words, Unlock::Passphrase("correct horse")).unwrap(), b"truth");
        assert_eq!(open(&by_key, Unlock::Identity(&ours)).unwrap(), b"truth");
        let wrong = [
            (&by_words, Unlock::Passphrase("battery staple"), Error::WrongPassphrase),
            (&by_words, Unlock::Identity(&ours), Error::WrongPassphrase),
            (&by_words, Unlock::Plain, Error::Locked),
            (&by_key, Unlock::Identity(&theirs), Error::WrongKey),
            (&by_key, Unlock::Passphrase("correct horse"), Error::WrongKey),
        ];
        for (bytes, with, why) in wrong {
            assert_eq!(open(bytes, with), Err(why));
        }
    }

    #[test]
    fn a_lock_that_nobody_could_open_is_refused() {
        assert_eq!(lock(b"", &Lock::Recipients(&[])), Err(Error::NobodyToOpen));
        let no_words = Lock::Passphrase { words: "", work: 2 };
        assert_eq!(lock(b"", &no_words), Err(Error::NobodyToOpen));
        let harder_than_is_opened = Lock::Passphrase { words: "w", work: 21 };
        assert!(matches!(lock(b"", &harder_than_is_opened), Err(Error::Unfit { .. })));
    }

    #[test]
    fn content_beyond_the_limit_is_refused() {
        let locked = lock(&[7; 101], &QUICK).unwrap();
        let most = |most| unlock(&locked, &Unlock::Passphrase("correct horse"), most);
        assert!(most(101).is_ok());
        assert_eq!(most(100), Err(Error::TooLarge { what: "content", size: 101, most: 100 }));
    }
}

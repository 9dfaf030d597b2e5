//! Writing a pack, one stimulus at a time.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::{HEAD, LENGTH, MAGIC, MOST_MANIFEST, Manifest, StimulusId, rounded};
use crate::{Error, Lock, Result, lock};

/// Writes the plain bytes of a pack: for comparison, and for what encrypts them.
///
/// Only one stimulus at a time is in memory. The same manifest and the same
/// stimuli give the same bytes.
///
/// # Input
///
/// * `largest`: the bytes of the largest stimulus; all slots have its size.
/// * `pull`: returns the bytes of a stimulus; asked once for each, in the order
///   of their ids, which says nothing of them.
///
/// # Errors
///
/// [`Error::Unfit`], [`Error::TooLarge`] for a stimulus beyond `largest` or a
/// manifest beyond 64 MiB, those of `pull`, and those of the disk.
pub fn write_plain<W: Write>(
    manifest: &Manifest,
    largest: u64,
    pull: &mut dyn FnMut(StimulusId) -> Result<Vec<u8>>,
    to: W,
) -> Result<W> {
    manifest.check()?;
    let text = serde_json::to_vec(manifest)
        .map_err(|error| Error::Unfit { what: "manifest", why: error.to_string() })?;
    let size = text.len() as u64;
    if MOST_MANIFEST < size {
        return Err(Error::TooLarge { what: "manifest", size, most: MOST_MANIFEST });
    }
    let slot = largest.checked_add(LENGTH).and_then(rounded);
    let slot = slot.ok_or(Error::TooLarge { what: "stimulus", size: largest, most: u64::MAX })?;

    let mut to = Hashing { to, hash: Sha256::new() };
    to.write_all(MAGIC)?;
    to.write_all(&size.to_le_bytes())?;
    to.write_all(&slot.to_le_bytes())?;
    to.write_all(&text)?;
    let written = HEAD + size;
    zeros(&mut to, rounded(written).unwrap_or(written) - written)?;

    for entry in &manifest.stimuli {
        let bytes = pull(entry.id)?;
        let size = bytes.len() as u64;
        if largest < size {
            return Err(Error::TooLarge { what: "stimulus", size, most: largest });
        }
        to.write_all(&size.to_le_bytes())?;
        to.write_all(&bytes)?;
        zeros(&mut to, slot - LENGTH - size)?;
    }
    let Hashing { mut to, hash } = to;
    to.write_all(&hash.finalize())?;
    Ok(to)
}

/// Writes a pack that only the holders of the passphrase, or of one of the keys, can open.
///
/// # Input
///
/// As for [`write_plain`]; `to` is wrapped in a buffer by the caller if it needs one.
///
/// # Errors
///
/// Those of [`write_plain`], and [`Error::NobodyToOpen`].
pub fn write_locked<W: Write>(
    manifest: &Manifest,
    largest: u64,
    pull: &mut dyn FnMut(StimulusId) -> Result<Vec<u8>>,
    lock: &Lock<'_>,
    to: W,
) -> Result<W> {
    // Before the cipher's header is written, so that nothing is left of a pack that cannot be.
    manifest.check()?;
    let to = write_plain(manifest, largest, pull, lock::closing(to, lock)?)?;
    Ok(to.finish()?)
}

fn zeros(to: &mut impl Write, n: u64) -> io::Result<()> {
    io::copy(&mut io::Read::take(io::repeat(0), n), to)?;
    Ok(())
}

/// Hashes what goes through.
struct Hashing<W> {
    to: W,
    hash: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.to.write(bytes)?;
        self.hash.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

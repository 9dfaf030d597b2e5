//! Opening a pack: the file stays encrypted on the disk, and one stimulus at a time is decrypted.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use age::stream::StreamReader;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    BUCKET, HEAD, LENGTH, MAGIC, MOST_MANIFEST, Manifest, SCHEMA, SUM, StimulusId, rounded,
};
use crate::{Error, Result, Unlock, lock};

/// What age's cipher adds to each 64 KiB.
const TAG: u64 = 16;

/// The plain bytes between two tags.
const CHUNK: u64 = 64 << 10;

/// An open pack.
pub struct Pack<R: Read + Seek> {
    from: Source<R>,
    manifest: Manifest,
    /// Where the first slot begins.
    first: u64,
    slot: u64,
}

enum Source<R: Read + Seek> {
    Plain(BufReader<R>),
    Locked {
        from: Box<StreamReader<BufReader<R>>>,
        /// The bytes before the cipher's first.
        header: u64,
    },
}

impl<R: Read + Seek> Pack<R> {
    /// Opens a pack, and reads its manifest.
    ///
    /// Nothing decrypted is written anywhere. That a locked pack was not
    /// changed is seen as its parts are read; [`Pack::verify`] reads all.
    ///
    /// # Errors
    ///
    /// [`Error::NotAPack`], [`Error::OtherVersion`], [`Error::CutShort`],
    /// [`Error::Damaged`], [`Error::WrongPassphrase`], [`Error::WrongKey`],
    /// [`Error::Locked`], and those of the disk.
    pub fn open(mut from: R, unlock: &Unlock<'_>) -> Result<Pack<R>> {
        let size = from.seek(SeekFrom::End(0))?;
        from.rewind()?;
        let mut begins = Vec::new();
        from.by_ref().take(lock::BEGINS.len() as u64).read_to_end(&mut begins)?;
        from.rewind()?;
        let from = BufReader::new(from);
        let is = |whole: &[u8]| begins.starts_with(whole);
        let is_cut = |whole: &[u8]| begins.len() < whole.len() && whole.starts_with(&begins);
        if is(lock::BEGINS) {
            let mut from = from;
            let header = lock::header_length(&mut from, size)?;
            from.rewind()?;
            let from = lock::opening(from, size, unlock)?;
            return Pack::read(Source::Locked { from: Box::new(from), header }, size);
        }
        if is_cut(lock::BEGINS) || is_cut(MAGIC) {
            return Err(Error::CutShort { at: size });
        }
        if !is(&MAGIC[..6]) {
            return Err(Error::NotAPack);
        }
        Pack::read(Source::Plain(from), size)
    }

    /// Returns what the pack says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Reads the whole pack, and compares it with the hash at its end.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`], [`Error::CutShort`], and those of the disk.
    pub fn verify(&mut self) -> Result<()> {
        self.from.seek(SeekFrom::Start(0))?;
        let mut hash = Sha256::new();
        let mut left = self.end();
        let mut buffer = vec![0; 1 << 16];
        while 0 < left {
            let wanted = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
            let place = if self.end() - left < self.first { "manifest" } else { "stimuli" };
            fill(&mut self.from, &mut buffer[..wanted], place)?;
            hash.update(&buffer[..wanted]);
            left -= wanted as u64;
        }
        let mut sum = [0; 32];
        fill(&mut self.from, &mut sum, "checksum")?;
        if sum == *hash.finalize() { Ok(()) } else { Err(Error::damaged("checksum")) }
    }

    /// Returns the bytes of a stimulus.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchStimulus`], [`Error::Damaged`], and those of the disk.
    pub fn stimulus(&mut self, id: StimulusId) -> Result<Vec<u8>> {
        let place = format!("stimulus {id}");
        let at = self.manifest.stimuli.binary_search_by_key(&id, |entry| entry.id);
        let at = at.map_err(|_| Error::NoSuchStimulus { id: id.to_string() })? as u64;
        self.from.seek(SeekFrom::Start(self.first + at * self.slot))?;
        let mut length = [0; 8];
        fill(&mut self.from, &mut length, &place)?;
        let length = u64::from_le_bytes(length);
        if self.slot - LENGTH < length {
            return Err(Error::damaged(place));
        }
        let length = usize::try_from(length).map_err(|_| Error::damaged(place.as_str()))?;
        let mut bytes = vec![0; length];
        fill(&mut self.from, &mut bytes, &place)?;
        Ok(bytes)
    }

    /// Returns where the hash at the end begins.
    fn end(&self) -> u64 {
        self.first + self.slot * self.manifest.stimuli.len() as u64
    }

    /// Reads head and manifest of a file of `size` bytes.
    fn read(mut from: Source<R>, size: u64) -> Result<Pack<R>> {
        let mut head = [0; 24];
        fill_or_cut(&mut from, &mut head, "head", size)?;
        let [magic, length, slot] = [&head[..8], &head[8..16], &head[16..]];
        if magic != MAGIC {
            let found = String::from_utf8_lossy(magic).trim_end().to_owned();
            let is_ours = magic.starts_with(&MAGIC[..6]) && magic.ends_with(b"\n");
            return Err(if is_ours { Error::OtherVersion { found } } else { Error::NotAPack });
        }
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |sum, &b| sum << 8 | u64::from(b));
        let (length, slot) = (number(length), number(slot));
        if MOST_MANIFEST < length || slot % BUCKET != 0 || slot == 0 {
            return Err(Error::damaged("head"));
        }

        let first = rounded(HEAD + length).ok_or_else(|| Error::damaged("head"))?;
        // Not before the bytes are known to be there: a forged length must not take memory.
        if size < first {
            return Err(Error::CutShort { at: size });
        }
        let padded = usize::try_from(first - HEAD).map_err(|_| Error::damaged("head"))?;
        let mut text = vec![0; padded];
        fill_or_cut(&mut from, &mut text, "manifest", size)?;
        let length = usize::try_from(length).map_err(|_| Error::damaged("head"))?;
        if text[length..].iter().any(|&byte| byte != 0) {
            return Err(Error::damaged("manifest"));
        }
        let manifest = manifest(&text[..length])?;
        let pack = Pack { from, manifest, first, slot };
        pack.has_all(size)
    }

    /// Looks that the file, of `size` bytes, has the length that its head tells.
    fn has_all(mut self, size: u64) -> Result<Pack<R>> {
        let n = self.manifest.stimuli.len() as u64;
        let plain = self.slot.checked_mul(n).and_then(|all| all.checked_add(self.first + SUM));
        let plain = plain.ok_or_else(|| Error::damaged("head"))?;
        let added = match &self.from {
            Source::Plain(_) => 0,
            Source::Locked { header, .. } => header + TAG * plain.div_ceil(CHUNK),
        };
        match plain.checked_add(added) {
            Some(wanted) if wanted == size => {}
            Some(wanted) if wanted < size => return Err(Error::damaged("end")),
            _ => return Err(Error::CutShort { at: size }),
        }
        // The cipher answers for the length itself, too.
        let end = self.from.seek(SeekFrom::End(0)).map_err(|_| Error::damaged("end"))?;
        if end == plain { Ok(self) } else { Err(Error::damaged("end")) }
    }
}

/// Fills `bytes` from a file that is known to be long enough.
fn fill(from: &mut impl Read, bytes: &mut [u8], place: &str) -> Result<()> {
    from.read_exact(bytes).map_err(|error| match error.kind() {
        // The first is what the cipher says of a chunk that was changed.
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Error::damaged(place),
        _ => error.into(),
    })
}

/// Fills `bytes` from a file of `size` bytes that may be too short.
fn fill_or_cut(from: &mut impl Read, bytes: &mut [u8], place: &str, size: u64) -> Result<()> {
    from.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Error::CutShort { at: size },
        io::ErrorKind::InvalidData => Error::damaged(place),
        _ => error.into(),
    })
}

/// Reads a manifest, which must be one that could have been written.
fn manifest(text: &[u8]) -> Result<Manifest> {
    let damaged = || Error::damaged("manifest");
    let value: Value = serde_json::from_slice(text).map_err(|_| damaged())?;
    match value.get("schema").and_then(Value::as_str) {
        Some(SCHEMA) => {}
        Some(found) => return Err(Error::OtherVersion { found: found.to_owned() }),
        None => return Err(damaged()),
    }
    let manifest: Manifest = serde_json::from_value(value).map_err(|_| damaged())?;
    manifest.check().map_err(|_| damaged())?;
    Ok(manifest)
}

impl<R: Read + Seek> Read for Source<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Source::Plain(from) => from.read(bytes),
            Source::Locked { from, .. } => from.read(bytes),
        }
    }
}

impl<R: Read + Seek> Seek for Source<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Source::Plain(from) => from.seek(to),
            Source::Locked { from, .. } => from.seek(to),
        }
    }
}

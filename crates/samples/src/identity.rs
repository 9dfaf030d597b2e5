//! Which sample is which: by content, and by place in a set.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// SHA-256 of a sample's canonical content.
///
/// Equal contents have equal hashes, in whatever file they came: this finds
/// exact copies. It is not an id, because two equal rows are two samples.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// Hashes `pieces`, each preceded by its length, so that no two lists collide.
    pub fn of(pieces: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for piece in pieces {
            hasher.update((piece.len() as u64).to_le_bytes());
            hasher.update(piece);
        }
        ContentHash(hasher.finalize().into())
    }

    /// Hashes `pieces` and then `values`, as one more piece of their bytes, little end first.
    ///
    /// The same as [`ContentHash::of`] with the bytes written out, which for a large image would
    /// take as much memory as the image.
    pub(crate) fn of_values(pieces: &[&[u8]], values: &[f32]) -> Self {
        const AT_ONCE: usize = 4096;
        let mut hasher = Sha256::new();
        for piece in pieces {
            hasher.update((piece.len() as u64).to_le_bytes());
            hasher.update(piece);
        }
        hasher.update((size_of_val(values) as u64).to_le_bytes());
        let mut bytes = Vec::with_capacity(AT_ONCE * size_of::<f32>());
        for some in values.chunks(AT_ONCE) {
            bytes.clear();
            for value in some {
                bytes.extend_from_slice(&value.to_le_bytes());
            }
            hasher.update(&bytes);
        }
        ContentHash(hasher.finalize().into())
    }

    /// Returns the plain SHA-256 of `bytes`, as `sha256sum` prints it.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        ContentHash(Sha256::digest(bytes).into())
    }

    /// Returns the 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the first eight digits, for people.
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

impl FromStr for ContentHash {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::NotAHash { given: text.to_owned() };
        if text.len() != 64 || !text.is_ascii() {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| wrong())?;
        }
        Ok(ContentHash(bytes))
    }
}

/// A set within its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetId(pub i64);

impl fmt::Display for SetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "set-{}", self.0)
    }
}

/// A sample: its set, its place there, and its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SampleId {
    /// The set it belongs to.
    pub set: SetId,
    /// Its place in the set, from 0.
    pub ordinal: u32,
    /// What it holds.
    pub content: ContentHash,
}

impl fmt::Display for SampleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}.{}", self.set, self.ordinal, self.content.short())
    }
}

/// The ordered content hashes of a set, as one hash: part of the key of every stored value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Manifest(pub ContentHash);

impl Manifest {
    /// Hashes the contents in their order.
    pub fn of(contents: impl IntoIterator<Item = ContentHash>) -> Self {
        let bytes: Vec<u8> = contents.into_iter().flat_map(|content| content.0).collect();
        Manifest(ContentHash::of(&[b"touchstone.manifest/1", &bytes]))
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back_from_its_text() {
        let hash = ContentHash::of(&[b"a", b"bc"]);
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert!("zz".parse::<ContentHash>().is_err(), "too short and not hexadecimal");
    }

    #[test]
    fn where_one_piece_ends_matters() {
        assert_ne!(ContentHash::of(&[b"a", b"bc"]), ContentHash::of(&[b"ab", b"c"]));
    }

    #[test]
    fn the_hash_of_bytes_is_plain_sha_256() {
        // FIPS 180-4, example "abc".
        assert_eq!(
            ContentHash::of_bytes(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn a_manifest_depends_on_the_order() {
        let (a, b) = (ContentHash::of_bytes(b"a"), ContentHash::of_bytes(b"b"));
        assert_ne!(Manifest::of([a, b]), Manifest::of([b, a]));
    }
}

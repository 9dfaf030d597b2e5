//! The head of a trail, to be kept elsewhere: only it shows that a tail was cut off.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::hex::{hex, unhex};
use crate::{Error, PublicKey, Result, SigningKey, note};

/// How long a trail was, and what it ended with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which trail it is.
    pub origin: String,
    /// How many entries it had.
    pub size: u64,
    /// The hash of the last one, as 64 hexadecimal digits.
    pub root: String,
}

impl Checkpoint {
    /// Returns the three lines: origin, size, and the hash in base64.
    ///
    /// The trail is a chain and no tree: its root is the hash of its last
    /// entry, which depends on all before it.
    ///
    /// # Errors
    ///
    /// [`Error::Unfit`] when the origin is empty or holds a control character,
    /// or the root is no hash.
    ///
    /// # Source
    ///
    /// C2SP tlog-checkpoint, "Note text", without extension lines.
    pub fn text(&self) -> Result<String> {
        let Checkpoint { origin, size, root } = self;
        if origin.is_empty() || origin.contains(|letter: char| letter.is_control()) {
            return Err(Error::Unfit { what: "origin", why: origin.clone() });
        }
        let bytes: [u8; 32] =
            unhex(root).ok_or_else(|| Error::Unfit { what: "root", why: root.clone() })?;
        Ok(format!("{origin}\n{size}\n{}\n", BASE64.encode(bytes)))
    }

    /// Returns the checkpoint of three lines, written exactly as [`Checkpoint::text`] does.
    ///
    /// # Errors
    ///
    /// [`Error::NotANote`].
    pub fn parse(text: &str) -> Result<Checkpoint> {
        let mut lines = text.split('\n');
        let mut line = || lines.next().ok_or(Error::NotANote);
        let (origin, size, root) = (line()?, line()?, line()?);
        let bytes: Vec<u8> = BASE64.decode(root).map_err(|_| Error::NotANote)?;
        let size = size.parse().map_err(|_| Error::NotANote)?;
        let checkpoint = Checkpoint { origin: origin.to_owned(), size, root: hex(&bytes) };
        match checkpoint.text() {
            Ok(own) if own == text => Ok(checkpoint),
            _ => Err(Error::NotANote),
        }
    }

    /// Returns the checkpoint as a note, signed under the key's own name.
    ///
    /// # Errors
    ///
    /// [`Error::Unfit`], as for [`Checkpoint::text`].
    pub fn sign(&self, key: &SigningKey) -> Result<String> {
        note::sign(&self.text()?, &key.public().name(), key)
    }

    /// Returns the checkpoint of a note that `key` signed under its own name.
    ///
    /// # Errors
    ///
    /// [`Error::NotANote`], [`Error::WrongKey`], [`Error::Tampered`].
    pub fn verify(note: &str, key: &PublicKey) -> Result<Checkpoint> {
        Checkpoint::parse(note::open(note, &key.name(), key)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // C2SP tlog-checkpoint, the example.
    const EXAMPLE: &str =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    #[test]
    fn the_example_of_the_specification_is_read_and_written_again() {
        let checkpoint = Checkpoint::parse(EXAMPLE).unwrap();
        assert_eq!(checkpoint.origin, "example.com/behind-the-sofa");
        assert_eq!(checkpoint.size, 20_852_163);
        assert!(checkpoint.root.starts_with("0ac5186a91863e8e"), "0x0a 0xc5 … is CsUY …");
        assert_eq!(checkpoint.text().unwrap(), EXAMPLE);
    }

    #[test]
    fn what_is_signed_is_verified_by_its_key_only() {
        let key = SigningKey::from_bytes(&[3; 32]);
        let other = SigningKey::from_bytes(&[4; 32]).public();
        let checkpoint = Checkpoint::parse(EXAMPLE).unwrap();
        let note = checkpoint.sign(&key).unwrap();
        assert!(note.starts_with(EXAMPLE));
        assert_eq!(Checkpoint::verify(&note, &key.public()), Ok(checkpoint));
        assert_eq!(Checkpoint::verify(&note, &other), Err(Error::WrongKey));
        let shorter = note.replace("20852163", "20852162");
        let wrong = Checkpoint::verify(&shorter, &key.public());
        assert_eq!(wrong, Err(Error::Tampered { what: "signature" }));
    }

    #[test]
    fn another_form_is_refused() {
        let cases = [
            EXAMPLE.replace("20852163", "020852163"),
            EXAMPLE.replace("20852163", "+20852163"),
            EXAMPLE.replace("20852163", "-1"),
            EXAMPLE.replace("example.com/behind-the-sofa", ""),
            EXAMPLE.replace("CsUY", ""),
            format!("{EXAMPLE}more\n"),
            EXAMPLE.trim_end().to_owned(),
        ];
        for text in cases {
            assert_eq!(Checkpoint::parse(&text), Err(Error::NotANote), "{text:?}");
        }
    }
}

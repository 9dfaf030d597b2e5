//! A checkpoint: where a trail stood when somebody noted it, and who signed that.
//!
//! It is a signed note (C2SP signed-note, tlog-checkpoint): the name of the trail, how many records it
//! has, the hash of the last one in base64; an empty line; and lines of signatures, `— name base64`.
//! A checkpoint of an older export has no signature: `touchstone.trail/1`, the number, the hash in
//! hexadecimal digits.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use super::{GENESIS, Log};

/// The first line of a checkpoint without a signature.
const UNSIGNED: &str = "touchstone.trail/1";
/// What a line of a signature begins with.
const DASH: &str = "\u{2014} ";
/// The kind of a key in its text: Ed25519.
const ED25519: u8 = 1;

/// Where a trail stood when somebody noted it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Checkpoint {
    pub(super) n: usize,
    head: String,
    /// Nothing in a checkpoint of an older export.
    signed: Option<Note>,
}

/// A text, and who signed it.
#[derive(Debug, PartialEq, Eq)]
struct Note {
    text: String,
    /// Each with the name under which it was made.
    signatures: Vec<(String, Vec<u8>)>,
}

/// What a checkpoint says of a trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    Agrees,
    Differs,
    CutOff,
    NotGiven,
}

/// What became of a checkpoint's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signed {
    /// By the key that was given.
    Holds,
    /// Not by the key that was given.
    Wrong,
    /// No key was given.
    NotChecked,
}

impl Checkpoint {
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        if text.lines().next()? == UNSIGNED {
            let mut lines = text.lines().skip(1);
            let n = lines.next()?.parse().ok()?;
            let head = lines.next()?.to_owned();
            let is_hash = head.len() == 64 && head.bytes().all(|byte| byte.is_ascii_hexdigit());
            return is_hash.then_some(Checkpoint { n, head, signed: None });
        }
        let (body, signatures) = text.split_once("\n\n")?;
        let mut lines = body.lines().skip(1);
        let n = lines.next()?.parse().ok()?;
        let root: [u8; 32] = BASE64.decode(lines.next()?).ok()?.try_into().ok()?;
        let signatures: Option<Vec<(String, Vec<u8>)>> = signatures
            .lines()
            .map(|line| {
                let (name, signature) = line.strip_prefix(DASH)?.split_once(' ')?;
                Some((name.to_owned(), BASE64.decode(signature).ok()?))
            })
            .collect();
        let signed = Some(Note { text: format!("{body}\n"), signatures: signatures? });
        Some(Checkpoint { n, head: hex(&root), signed })
    }

    pub(super) fn compare(&self, log: &Log) -> Compared {
        let there = match self.n.checked_sub(1) {
            None => Some(GENESIS),
            Some(last) => log.hashes.get(last).map(String::as_str),
        };
        match there {
            Some(hash) if hash == self.head => Compared::Agrees,
            Some(_) => Compared::Differs,
            None => Compared::CutOff,
        }
    }

    /// Returns whether the key whose text is given signed it.
    pub(super) fn signed_by(&self, key: Option<&str>) -> Signed {
        let Some(key) = key else { return Signed::NotChecked };
        if self.proved(key).is_some() { Signed::Holds } else { Signed::Wrong }
    }

    fn proved(&self, key: &str) -> Option<()> {
        let Note { text, signatures } = self.signed.as_ref()?;
        // The text of a key: its name, its id, and the key itself; base64 knows the plus, too.
        let mut parts = key.trim().splitn(3, '+');
        let (name, id) = (parts.next()?, parts.next()?);
        let bytes = BASE64.decode(parts.next()?).ok()?;
        let (kind, point) = bytes.split_first()?;
        let own = Sha256::digest([name.as_bytes(), b"\n", &bytes].concat());
        if *kind != ED25519 || hex(&own[..4]) != id {
            return None;
        }
        let key = VerifyingKey::from_bytes(point.try_into().ok()?).ok()?;
        let proves = |(by, signature): &(String, Vec<u8>)| {
            let signature = signature.strip_prefix(&own[..4]).filter(|_| by == name);
            let signature = signature.and_then(|bytes| Signature::from_slice(bytes).ok());
            signature
                .is_some_and(|signature| key.verify_strict(text.as_bytes(), &signature).is_ok())
        };
        signatures.iter().any(proves).then_some(())
    }
}

impl Compared {
    pub(super) fn word(self) -> &'static str {
        match self {
            Compared::Agrees => "agrees",
            Compared::Differs => "differs",
            Compared::CutOff => "cut off",
            Compared::NotGiven => "not given",
        }
    }

    pub(super) fn sentence(self) -> &'static str {
        match self {
            Compared::Agrees => "The checkpoint agrees: up to it, nothing was changed or cut off.",
            Compared::Differs => "The checkpoint differs: this is not the trail that was noted.",
            Compared::CutOff => "The trail ends before the checkpoint: records are missing.",
            Compared::NotGiven => {
                "Without a checkpoint that was kept elsewhere, nobody can see whether the end was cut off."
            }
        }
    }
}

impl Signed {
    pub(super) fn word(self) -> &'static str {
        match self {
            Signed::Holds => "holds",
            Signed::Wrong => "wrong",
            Signed::NotChecked => "not checked",
        }
    }

    pub(super) fn sentence(self) -> &'static str {
        match self {
            Signed::Holds => "\nIts signature is that of the key.",
            Signed::Wrong => {
                "\nIts signature is not that of the key: somebody else made this checkpoint."
            }
            Signed::NotChecked => "",
        }
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of golang.org/x/mod/sumdb/note, whose text is no checkpoint but whose signature is one.
    const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                        then you don't know what your problem is.\n";
    const SIGNATURE: &str = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

    fn note() -> Checkpoint {
        let signature = ("PeterNeumann".to_owned(), BASE64.decode(SIGNATURE).unwrap());
        Checkpoint {
            n: 0,
            head: String::new(),
            signed: Some(Note { text: TEXT.to_owned(), signatures: vec![signature] }),
        }
    }

    #[test]
    fn a_signature_that_go_made_holds_and_no_other() {
        assert_eq!(note().signed_by(Some(KEY)), Signed::Holds);
        assert_eq!(note().signed_by(None), Signed::NotChecked);
        let mut changed = note();
        if let Some(note) = &mut changed.signed {
            note.text = note.text.replace("answer", "remedy");
        }
        assert_eq!(changed.signed_by(Some(KEY)), Signed::Wrong);
        let mut renamed = note();
        if let Some(note) = &mut renamed.signed {
            note.signatures[0].0 = "EnochRoot".to_owned();
        }
        assert_eq!(renamed.signed_by(Some(KEY)), Signed::Wrong);
        for wrong in
            ["", "PeterNeumann", &KEY.replace("c74f", "c74e"), &KEY.replace("LDE4", "LDE5")]
        {
            assert_eq!(note().signed_by(Some(wrong)), Signed::Wrong, "{wrong}");
        }
        let unsigned = Checkpoint { signed: None, ..note() };
        assert_eq!(unsigned.signed_by(Some(KEY)), Signed::Wrong);
    }

    #[test]
    fn the_example_of_the_specification_is_read() {
        // C2SP tlog-checkpoint.
        let text = "example.com/behind-the-sofa\n20852163\n\
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
            \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
        let known = Checkpoint::parse(text.as_bytes()).unwrap();
        assert_eq!(known.n, 20_852_163);
        assert!(known.head.starts_with("0ac5186a91863e8e"), "0x0a 0xc5 … is CsUY …");
        for none in ["", "a\n1\nshort\n\n", "a\nb\n", &text.replace("\u{2014} ", "- ")] {
            assert_eq!(Checkpoint::parse(none.as_bytes()), None, "{none}");
        }
    }
}

//! Signed notes: a text, and below it who signed it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::{Error, PublicKey, Result, SigningKey};

/// What a line of a signature begins with.
const DASH: &str = "\u{2014} ";

/// Returns the note of a text, signed by `key` under `name`.
///
/// # Errors
///
/// [`Error::NotANote`] for a text that does not end with a newline or holds
/// another control character, and for a name with a blank or a plus.
///
/// # Source
///
/// C2SP signed-note.
pub fn sign(text: &str, name: &str, key: &SigningKey) -> Result<String> {
    if !is_text(text) || !is_name(name) {
        return Err(Error::NotANote);
    }
    let mut signature = key.public().id(name).to_vec();
    signature.extend(key.sign(text.as_bytes()));
    Ok(format!("{text}\n{DASH}{name} {}\n", BASE64.encode(signature)))
}

/// Returns the text of a note that `key` signed under `name`.
///
/// Signatures of others are passed over.
///
/// # Errors
///
/// [`Error::NotANote`], [`Error::WrongKey`] when the key did not sign, and
/// [`Error::Tampered`] when it signed another text.
///
/// # Source
///
/// C2SP signed-note.
pub fn open<'a>(note: &'a str, name: &str, key: &PublicKey) -> Result<&'a str> {
    let end = note.rfind("\n\n").ok_or(Error::NotANote)?;
    let (text, signatures) = (&note[..=end], &note[end + 2..]);
    if !is_text(text) || !is_text(signatures) {
        return Err(Error::NotANote);
    }
    let mut signed = false;
    for line in signatures.lines() {
        let line = line.strip_prefix(DASH).ok_or(Error::NotANote)?;
        let (by, signature) = line.split_once(' ').ok_or(Error::NotANote)?;
        let signature = BASE64.decode(signature).map_err(|_| Error::NotANote)?;
        let (id, signature) = signature.split_first_chunk::<4>().ok_or(Error::NotANote)?;
        if !is_name(by) || signature.is_empty() {
            return Err(Error::NotANote);
        }
        if by == name && *id == key.id(name) {
            let signature = signature.try_into().map_err(|_| Error::NotANote)?;
            if !key.proves(text.as_bytes(), signature) {
                return Err(Error::Tampered { what: "signature" });
            }
            signed = true;
        }
    }
    if signed { Ok(text) } else { Err(Error::WrongKey) }
}

/// Returns whether each line ends, and nothing but newlines controls.
fn is_text(text: &str) -> bool {
    text.ends_with('\n') && !text.bytes().any(|byte| byte < 0x20 && byte != b'\n')
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|letter: char| letter.is_whitespace() || letter == '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of golang.org/x/mod/sumdb/note: key of a server, text, and note.
    const SECRET: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                        then you don't know what your problem is.\n";
    const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\n\u{2014} PeterNeumann \
        x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    fn key() -> SigningKey {
        let bytes = BASE64.decode(SECRET).unwrap();
        SigningKey::from_bytes(bytes[1..].try_into().unwrap())
    }

    #[test]
    fn notes_are_those_that_go_writes_and_reads() {
        assert_eq!(key().public().under("PeterNeumann"), PUBLIC);
        assert_eq!(sign(TEXT, "PeterNeumann", &key()).unwrap(), NOTE);
        assert_eq!(open(NOTE, "PeterNeumann", &key().public()), Ok(TEXT));
    }

    #[test]
    fn the_note_of_the_specification_is_read() {
        // C2SP signed-note, "Verifier keys", example.
        let key = BASE64.decode("AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k").unwrap();
        let key = PublicKey::from_bytes(key[1..].try_into().unwrap()).unwrap();
        let note = "This is an example message.\n\n\u{2014} example.com/foo \
            Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
        assert_eq!(open(note, "example.com/foo", &key), Ok("This is an example message.\n"));
    }

    #[test]
    fn a_text_with_blank_lines_is_signed_whole_and_others_may_sign_too() {
        let text = "one\n\ntwo\n\n\nthree\n";
        let (ours, theirs) = (key(), SigningKey::from_bytes(&[9; 32]));
        let mut note = sign(text, "us", &ours).unwrap();
        let other = sign(text, "them", &theirs).unwrap();
        note.push_str(other.lines().last().unwrap());
        note.push('\n');
        assert_eq!(open(&note, "us", &ours.public()), Ok(text));
        assert_eq!(open(&note, "them", &theirs.public()), Ok(text));
        assert_eq!(open(&note, "us", &theirs.public()), Err(Error::WrongKey));
    }

    #[test]
    fn no_byte_of_a_note_can_be_changed() {
        for at in 0..NOTE.len() {
            let mut bytes = NOTE.as_bytes().to_vec();
            bytes[at] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            assert!(open(&changed, "PeterNeumann", &key().public()).is_err(), "byte {at}");
        }
        let changed = NOTE.replace("answer", "remedy");
        let wrong = open(&changed, "PeterNeumann", &key().public());
        assert_eq!(wrong, Err(Error::Tampered { what: "signature" }));
    }

    #[test]
    fn what_would_not_be_a_note_is_not_signed() {
        for (text, name) in [("no end", "n"), ("a\r\n", "n"), ("a\n", "a b"), ("a\n", "a+b")] {
            assert_eq!(sign(text, name, &key()), Err(Error::NotANote));
        }
        for note in ["", "\n\n", "a\n\n", "a\n\n\u{2014} n\n", "a\n\n\u{2014} n !\n"] {
            assert_eq!(open(note, "n", &key().public()), Err(Error::NotANote), "{note:?}");
        }
    }
}

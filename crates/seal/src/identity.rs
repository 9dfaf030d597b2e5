//! The coordinator's key: what sessions are encrypted to, and opened with.

use std::fmt;
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use age::x25519;

use crate::{Error, Result};

/// The secret half: whoever has it opens what was encrypted to its recipient.
#[derive(Clone)]
pub struct Identity(pub(crate) x25519::Identity);

/// The public half: it may be given to everybody.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(pub(crate) x25519::Recipient);

impl Identity {
    /// Returns a new identity, from the system's randomness.
    pub fn generate() -> Identity {
        Identity(x25519::Identity::generate())
    }

    /// Returns the identity as text, `AGE-SECRET-KEY-1…`, to be kept where nobody else reads.
    pub fn to_secret_text(&self) -> String {
        self.0.to_string().expose_secret().to_owned()
    }

    /// Returns the public half.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }
}

impl FromStr for Identity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Identity> {
        text.trim().parse().map(Identity).map_err(|_| Error::NotAKey { what: "identity" })
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity of {}", self.recipient())
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Recipient {
    type Err = Error;

    fn from_str(text: &str) -> Result<Recipient> {
        text.trim().parse().map(Recipient).map_err(|_| Error::NotAKey { what: "recipient" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of the age specification, age-encryption.org/v1: 32 bytes of 0x42.
    const SECRET: &str =
        "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    const PUBLIC: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    #[test]
    fn keys_are_those_that_other_programs_of_age_read() {
        let identity: Identity = SECRET.parse().unwrap();
        assert_eq!(identity.to_secret_text(), SECRET);
        assert_eq!(identity.recipient().to_string(), PUBLIC);
        assert_eq!(PUBLIC.parse::<Recipient>().unwrap(), identity.recipient());
    }

    #[test]
    fn a_mistyped_key_is_refused() {
        for (at, _) in SECRET.char_indices() {
            let mut text = SECRET.to_owned().into_bytes();
            text[at] = if text[at] == b'Z' { b'Y' } else { b'Z' };
            let text = String::from_utf8(text).unwrap();
            assert_eq!(text.parse::<Identity>().err(), Some(Error::NotAKey { what: "identity" }));
        }
        assert_eq!(SECRET.parse::<Recipient>(), Err(Error::NotAKey { what: "recipient" }));
    }

    #[test]
    fn a_secret_is_not_shown_by_accident() {
        let identity: Identity = SECRET.parse().unwrap();
        assert!(!format!("{identity:?}").contains("SECRET"));
    }
}

//! Names of patients that two projects can compare and nobody else can read.

use crate::keyed::mac;

/// What a tag stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked<'a> {
    /// A patient, by their own id.
    Subject(&'a str),
    /// A sample of no patient that is known, by the hash of its content: its tag fits no patient.
    Sample(&'a str),
}

/// Returns HMAC-SHA256(`word`, kind ␟ name) as 64 hexadecimal digits, where the kind is `subject` or
/// `sample`.
///
/// A plain hash of a patient's number can be guessed: there are few numbers, and each is tried in a
/// moment. With a word that only the two coordinators know, a number can be tried by them alone. A
/// word that can be guessed makes it a plain hash again.
///
/// # Input
///
/// * `word`: at least some letters; blanks around it do not count.
///
/// # Source
///
/// RFC 2104 and FIPS 198-1 for HMAC; what goes into it is this project's.
pub fn linking_tag(word: &str, linked: Linked<'_>) -> String {
    let (kind, name) = match linked {
        Linked::Subject(id) => ("subject", id),
        Linked::Sample(hash) => ("sample", hash),
    };
    let tag = mac(word.trim().as_bytes(), &[kind, name]);
    let digits: Vec<String> = tag.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_is_the_one_that_another_program_gives() {
        // Python 3: hmac.new(b"lamp river anvil", b"subject\x1fp-001", "sha256").hexdigest()
        let patient = linking_tag(" lamp river anvil ", Linked::Subject("p-001"));
        assert_eq!(patient, "48d3c40d812d9589699c3438ab79210e52b3ae39eb8c714c2db37f5c34b0d91b");
        // The same of b"sample\x1f" + b"ab" * 32.
        let sample = linking_tag("lamp river anvil", Linked::Sample(&"ab".repeat(32)));
        assert_eq!(sample, "c298ef47f9b438fda75edd6b32f2d6f5a467e0a3575f895f4c9862c149b426e7");
    }

    #[test]
    fn another_word_or_kind_gives_another_tag() {
        let tag = linking_tag("one word", Linked::Subject("p1"));
        assert_ne!(tag, linking_tag("other word", Linked::Subject("p1")));
        assert_ne!(tag, linking_tag("one word", Linked::Sample("p1")));
    }
}

//! Everything that is said has its words, and the words name only what is told.

use seal::Error;
use seal::merge::{About, Complaint};

/// One of each.
fn errors() -> Vec<Error> {
    let text = String::new;
    vec![
        Error::NotCanonical { why: "" },
        Error::NotAPack,
        Error::NotAKeyFile,
        Error::NotASession,
        Error::NotANote,
        Error::NotAKey { what: "" },
        Error::OtherVersion { found: text() },
        Error::CutShort { at: 1 },
        Error::Damaged { place: text(), line: 1 },
        Error::Tampered { what: "" },
        Error::WrongPassphrase,
        Error::WrongKey,
        Error::Locked,
        Error::NobodyToOpen,
        Error::NoSuchStimulus { id: text() },
        Error::TooLarge { what: "", size: 1, most: 1 },
        Error::Unfit { what: "", why: text() },
        Error::Disk { why: text() },
    ]
}

/// One of each that has words of its own.
fn complaints() -> Vec<Complaint> {
    let text = String::new;
    let all = vec![
        About::Duplicate { same_as: text() },
        About::Superseded { by: text() },
        About::Conflict { with: Vec::new() },
        About::NotChosen { chosen: text() },
        About::OtherStudy { found: text() },
        About::OtherVersion { found: 1, expected: 2 },
        About::UnknownReader,
        About::UnknownPresentation { presentation: text() },
        About::OtherKey { found: text(), enrolled: Some(text()) },
        About::OtherKey { found: text(), enrolled: None },
        About::ClockBack { seq: 1, at: text() },
        About::ClockAhead { seq: 1, at: text() },
        About::MissingReader,
        About::Incomplete { n: 1, of: 2 },
    ];
    all.into_iter().map(|about| Complaint { file: None, reader: None, about }).collect()
}

#[test]
fn every_code_has_its_words_and_every_place_in_them_a_value() {
    let errors = errors().into_iter().map(|error| (error.code(), error.params()));
    let complaints = complaints().into_iter().map(|said| (said.code(), said.params()));
    let mut codes = Vec::new();
    for (code, params) in errors.chain(complaints) {
        let key = code.replacen('.', ":", 1);
        let params: Vec<(&str, &str)> =
            params.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for part in ["message", "hint"] {
            let key = format!("{key}.{part}");
            assert!(words::knows(&key), "{key} has no words");
            let said = words::say(&key, &params);
            assert!(!said.contains("{{"), "{key} names what is not told: {said}");
        }
        codes.push(code);
    }
    // And there are no words that nothing says.
    let keys = words::keys(words::Language::English);
    let n = keys.iter().filter(|key| key.starts_with("seal:")).count();
    assert_eq!(n, 2 * codes.len());
}

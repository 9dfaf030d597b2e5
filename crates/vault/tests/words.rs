//! Everything that is said has its words, and the words name only what is told.

use vault::{Error, Role};

/// One of each.
fn errors() -> Vec<Error> {
    let text = String::new;
    vec![
        Error::WrongPassphrase { user: text() },
        Error::WrongRecoveryKey,
        Error::NotARecoveryKey,
        Error::NoSuchUser { user: text() },
        Error::UserExists { user: text() },
        Error::UserName { most: 1 },
        Error::LastCoordinator,
        Error::PassphraseShort { least: 1 },
        Error::Damaged { what: "" },
        Error::Tampered,
        Error::TooNew,
        Error::System { what: "" },
    ]
}

#[test]
fn every_code_has_its_words_and_every_place_in_them_a_value() {
    let errors = errors();
    for error in &errors {
        let key = error.code().replacen('.', ":", 1);
        let params = error.params();
        let params: Vec<(&str, &str)> =
            params.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for part in ["message", "hint"] {
            let key = format!("{key}.{part}");
            assert!(words::knows(&key), "{key} has no words");
            let said = words::say(&key, &params);
            assert!(!said.contains("{{"), "{key} names what is not told: {said}");
        }
    }
    // And there are no words that nothing says.
    let keys = words::keys(words::Language::English);
    let n = keys.iter().filter(|key| key.starts_with("vault:") && !key.contains("role.")).count();
    assert_eq!(n, 2 * errors.len());
    for role in Role::ALL {
        for part in ["title", "may"] {
            assert!(words::knows(&format!("vault:role.{role}.{part}")), "{role} has no {part}");
        }
    }
}

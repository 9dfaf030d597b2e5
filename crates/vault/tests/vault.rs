//! A vault opens for whom it should, and for nobody else.

// What only tests call may stop them.
#![allow(clippy::unwrap_used)]

use vault::{Cost, Error, NewUser, Role, Secret, Vault};

const QUICK: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };
const NOW: &str = "2026-11-30T09:00:00.000Z";
const ADA: &str = "the first of all programs";
const BEN: &str = "twelve quiet letters";

fn user<'a>(name: &'a str, role: Role, passphrase: &'a str) -> NewUser<'a> {
    NewUser { name, role, passphrase, since: NOW, cost: QUICK }
}

fn secret() -> Secret {
    Secret::new(b"AGE-SECRET-KEY-of-a-project".to_vec())
}

fn of_two() -> (Vault, String) {
    let (mut vault, key) =
        Vault::create(&secret(), true, &user("Ada", Role::Auditor, ADA)).unwrap();
    vault.add(&secret(), &user(" Ben ", Role::Reader, BEN)).unwrap();
    (vault, key.to_string())
}

#[test]
fn each_user_opens_the_same_secret_by_their_own_words() {
    let (vault, key) = of_two();
    let vault = Vault::parse(&vault.text()).unwrap();
    let (ada, opened) = vault.unlock("Ada", ADA).unwrap();
    assert_eq!((ada.role, opened), (Role::Coordinator, secret()), "the first one coordinates");
    let (ben, opened) = vault.unlock("Ben", BEN).unwrap();
    assert_eq!((ben.role, opened), (Role::Reader, secret()));
    assert_eq!(vault.recover(&key).unwrap(), secret());
    assert!(!vault.text().contains("AGE-SECRET"));

    let wrong = |user: &str| Error::WrongPassphrase { user: user.to_owned() };
    assert_eq!(vault.unlock("Ada", BEN).unwrap_err(), wrong("Ada"));
    assert_eq!(vault.unlock("Ben", "").unwrap_err(), wrong("Ben"));
    assert_eq!(vault.unlock("Eve", ADA).unwrap_err(), Error::NoSuchUser { user: "Eve".into() });
}

#[test]
fn who_is_removed_or_has_other_words_does_not_open_it_as_before() {
    let (mut vault, _) = of_two();
    vault.set_passphrase(&secret(), "Ben", "quite another phrase", QUICK).unwrap();
    assert!(vault.unlock("Ben", BEN).is_err());
    assert!(vault.unlock("Ben", "quite another phrase").is_ok());
    vault.remove(&secret(), "Ben").unwrap();
    assert!(matches!(vault.unlock("Ben", BEN), Err(Error::NoSuchUser { .. })));
    assert_eq!(vault.remove(&secret(), "Ada"), Err(Error::LastCoordinator));
    assert!(vault.unlock("Ada", ADA).is_ok());
}

#[test]
fn a_new_recovery_key_takes_the_place_of_the_old_one() {
    let (mut vault, old) = of_two();
    let new = vault.renew_recovery(&secret(), "2026-12-01T09:00:00.000Z").unwrap();
    assert_eq!(vault.recover(&old), Err(Error::WrongRecoveryKey));
    assert_eq!(vault.recover(&new.to_string()), Ok(secret()));
    assert_eq!(vault.recover("not a key"), Err(Error::NotARecoveryKey));
}

#[test]
fn short_words_and_taken_names_are_refused() {
    let (mut vault, _) = of_two();
    let mut add = |name, words| vault.add(&secret(), &user(name, Role::Reader, words)).unwrap_err();
    assert_eq!(add("Cy", "short words"), Error::PassphraseShort { least: 12 });
    assert_eq!(add("Cy", "             "), Error::PassphraseShort { least: 12 });
    assert_eq!(add("ben", BEN), Error::UserExists { user: "ben".into() });
    for name in ["", "  ", "a\nb", &"x".repeat(61)] {
        assert_eq!(add(name, BEN), Error::UserName { most: 60 });
    }
}

#[test]
fn a_list_that_was_changed_from_outside_opens_for_nobody() {
    let (vault, _) = of_two();
    let text = vault.text();
    let raised = text.replace("\"reader\"", "\"coordinator\"");
    let plain = text.replace("\"encrypted\": true", "\"encrypted\": false");
    let renamed = text.replace("\"Ben\"", "\"Bea\"");
    assert!(raised != text && plain != text && renamed != text);
    for (changed, by) in [(&raised, "Ada"), (&plain, "Ada"), (&renamed, "Ada")] {
        let vault = Vault::parse(changed).unwrap();
        assert_eq!(vault.unlock(by, ADA).unwrap_err(), Error::Tampered);
    }
    let raised = Vault::parse(&raised).unwrap().unlock("Ben", BEN).unwrap_err();
    assert_eq!(raised, Error::WrongPassphrase { user: "Ben".into() }, "the role is bound to it");
}

#[test]
fn no_byte_of_the_file_can_be_changed_unnoticed() {
    let (vault, _) = of_two();
    let text = vault.text();
    for at in 0..text.len() {
        for flip in [1, 2, 0x40] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= flip;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            let Ok(vault) = Vault::parse(&changed) else { continue };
            // A blank of the layout may become another one.
            if vault.text() != text {
                assert!(vault.unlock("Ada", ADA).is_err(), "byte {at} ^ {flip}");
            }
        }
    }
}

#[test]
fn a_file_of_a_newer_program_and_one_that_is_none_are_told_apart() {
    let (vault, _) = of_two();
    let newer = vault.text().replace("\"version\": 1", "\"version\": 2");
    assert_eq!(Vault::parse(&newer), Err(Error::TooNew));
    for not in ["", "{}", "[]", &vault.text()[..40], "{\"format\":\"x\",\"version\":1}"] {
        assert!(matches!(Vault::parse(not), Err(Error::Damaged { .. })), "{not}");
    }
}

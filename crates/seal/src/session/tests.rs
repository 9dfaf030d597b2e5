//! What a session keeps, and each way in which it can be wrong.

use std::io::{Cursor, Read};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use super::*;
use crate::{Error, Identity, Lock, Result, SigningKey, lock};

/// Returns a chain: a start, and one answer for each presentation.
pub(crate) fn records(reader: &str, presentations: &[&str]) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    let start = json!({
        "t": "2026-11-23T09:00:00.000Z", "actor": reader, "type": "session.start", "study": 1,
    });
    records.push(Record::after(None, start).unwrap());
    for (minute, presentation) in (1..).zip(presentations) {
        let event = event(reader, presentation, &format!("2026-11-23T09:{minute:02}:00.000Z"));
        records.push(Record::after(records.last(), event).unwrap());
    }
    records
}

/// Returns an event in the form in which the store writes it.
pub(crate) fn event(reader: &str, presentation: &str, at: &str) -> Value {
    json!({
        "t": at, "actor": reader, "type": "answer.create", "study": 1,
        "presentation": presentation,
        "answers": [{
            "question": "q_real", "type": "ordinal", "value": "2", "value_num": "2.5",
            "rt_ms": 4100, "first_answer_rt_ms": 3000, "changes": 1, "interrupted": false,
            "answered_at_utc": at, "corrects": null,
        }],
    })
}

pub(crate) fn about(reader: &str) -> About {
    About {
        study: "ab".repeat(16),
        version: 1,
        design_hash: "cd".repeat(32),
        reader: reader.to_owned(),
        workstation: "site-a".to_owned(),
        program: "touchstone 0.1.0".to_owned(),
        display: json!({ "scale": 1.25 }),
        sealed_at: "2026-11-23T10:00:00.000Z".to_owned(),
    }
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[5; 32])
}

fn sealed() -> Vec<u8> {
    seal(&about("reader-01"), &records("reader-01", &["p1", "p2", "p3"]), &key()).unwrap()
}

fn read(bytes: &[u8]) -> Result<SealedSession> {
    SealedSession::read(bytes, None)
}

/// Returns the file with `from` replaced in one of its files; sums and checksums are made anew,
/// and the signature is when `key` is given.
fn forged(file: &str, from: &str, to: &str, key: Option<&SigningKey>) -> Vec<u8> {
    let mut files = container::read(&sealed()).unwrap();
    let at = files.iter().position(|(name, _)| name == file).unwrap();
    let text = String::from_utf8(files[at].1.clone()).unwrap();
    assert!(text.contains(from), "{from} is there to be replaced");
    files[at].1 = text.replacen(from, to, 1).into_bytes();
    files[4].1 = sums(files[..4].iter().map(|(name, bytes)| (name.as_str(), &bytes[..]))).into();
    if let Some(key) = key {
        let session: Session = serde_json::from_slice(&files[0].1).unwrap();
        let statement = session.statement(str::from_utf8(&files[4].1).unwrap());
        let note = crate::note::sign(&statement, &key.public().name(), key).unwrap();
        files[5].1 = note.into_bytes();
    }
    container::write(&files).unwrap()
}

#[test]
fn what_was_sealed_is_read_plain_and_encrypted() {
    let identity = Identity::generate();
    let plain = sealed();
    let session = read(&plain).unwrap();
    assert_eq!(session.session.n_answers, 3);
    assert_eq!(session.session.public_key, key().public());
    assert_eq!(session.records, records("reader-01", &["p1", "p2", "p3"]));
    let answer = &session.answers[1];
    assert_eq!((answer.presentation.as_str(), answer.seq), ("p2", 2));
    assert_eq!((answer.value_num.as_deref(), answer.rt_ms), (Some("2.5"), 4100));
    assert_eq!(sealed(), plain, "the same input gives the same bytes");

    let shut = lock(&plain, &Lock::Recipients(&[identity.recipient()])).unwrap();
    assert_eq!(SealedSession::read(&shut, Some(&identity)).unwrap(), session);
    assert_eq!(read(&shut), Err(Error::Locked));
    let other = Identity::generate();
    assert_eq!(SealedSession::read(&shut, Some(&other)), Err(Error::WrongKey));
}

#[test]
fn the_files_are_those_that_are_documented() {
    let mut archive = zip::ZipArchive::new(Cursor::new(sealed())).unwrap();
    let mut text = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let answers = text("answers.jsonl");
    // By hand: the event's answer with presentation and seq, its keys sorted.
    let first = concat!(
        r#"{"answered_at_utc":"2026-11-23T09:01:00.000Z","changes":1,"corrects":null,"#,
        r#""first_answer_rt_ms":3000,"interrupted":false,"presentation":"p1","question":"q_real","#,
        r#""rt_ms":4100,"seq":1,"type":"ordinal","value":"2","value_num":"2.5"}"#
    );
    assert_eq!(answers.lines().next(), Some(first));
    let head = text("head.txt");
    let lines: Vec<&str> = head.lines().collect();
    assert_eq!(lines[..2], [&format!("touchstone/{}/reader-01", "ab".repeat(16)), "4"]);
    let sums = text("SHA256SUMS");
    let names: Vec<&str> = sums.lines().map(|line| &line[66..]).collect();
    assert_eq!(names, ["session.json", "events.jsonl", "answers.jsonl", "head.txt"]);
    let signature = text("signature.txt");
    let study = format!("study {}", "ab".repeat(16));
    assert!(
        signature.starts_with(&format!("touchstone.session/1\n{study}\nreader reader-01\nsums "))
    );
}

#[test]
fn answers_of_others_at_the_workstation_stay_out() {
    let mut all = records("reader-01", &["p1"]);
    let theirs = event("reader-02", "p9", "2026-11-23T09:30:00.000Z");
    all.push(Record::after(all.last(), theirs).unwrap());
    let session = read(&seal(&about("reader-01"), &all, &key()).unwrap()).unwrap();
    assert_eq!(session.answers.len(), 1);
    assert_eq!(session.records.len(), 3);
}

#[test]
fn a_byte_changed_anywhere_is_refused_and_so_is_a_cut() {
    let plain = sealed();
    let identity = Identity::generate();
    let shut = lock(&plain, &Lock::Recipients(&[identity.recipient()])).unwrap();
    let mut chance = ChaCha8Rng::seed_from_u64(1);
    for at in 0..plain.len() {
        let mut changed = plain.clone();
        changed[at] ^= 1 << (chance.next_u32() % 8);
        assert!(read(&changed).is_err(), "byte {at} was changed unseen");
    }
    for at in 0..plain.len() {
        assert_eq!(read(&plain[..at]), Err(Error::CutShort { at: at as u64 }));
    }
    let anywhere: Vec<usize> = (0..200).map(|_| chance.next_u32() as usize % shut.len()).collect();
    for at in (1..300).chain(anywhere) {
        let mut changed = shut.clone();
        changed[at] ^= 1 << (chance.next_u32() % 8);
        assert!(SealedSession::read(&changed, Some(&identity)).is_err(), "byte {at}");
        assert!(SealedSession::read(&shut[..at], Some(&identity)).is_err(), "cut at {at}");
    }
}

#[test]
fn a_change_by_somebody_without_the_key_is_seen() {
    let cases = [
        ("session.json", "site-a", "site-b"),
        ("answers.jsonl", "4100", "4200"),
        ("events.jsonl", "4100", "4200"),
        ("head.txt", "4\n", "3\n"),
    ];
    for (file, from, to) in cases {
        let wrong = read(&forged(file, from, to, None));
        assert_eq!(wrong, Err(Error::Tampered { what: "signature.txt" }), "{file}");
    }
}

#[test]
fn even_with_the_key_the_parts_must_agree() {
    let cases = [
        ("answers.jsonl", "4100", "4200", Error::Tampered { what: "answers.jsonl" }),
        (
            "session.json",
            r#""n_answers": 3"#,
            r#""n_answers": 2"#,
            Error::Tampered { what: "n_answers" },
        ),
        ("head.txt", "\n4\n", "\n3\n", Error::Tampered { what: "head.txt" }),
        (
            "events.jsonl",
            "\"changes\":1",
            "\"changes\":2",
            Error::Damaged { place: "events.jsonl".to_owned(), line: 2 },
        ),
        ("session.json", "2026-11-23T10", "yesterday", Error::damaged("session.json")),
        (
            "session.json",
            "touchstone.session/1",
            "touchstone.session/2",
            Error::OtherVersion { found: "touchstone.session/2".to_owned() },
        ),
        ("session.json", "touchstone.session/1", "something.else/1", Error::NotASession),
    ];
    for (file, from, to, why) in cases {
        assert_eq!(read(&forged(file, from, to, Some(&key()))), Err(why), "{file}: {to}");
    }
}

#[test]
fn a_signature_by_another_key_is_not_this_one_s() {
    let other = SigningKey::from_bytes(&[6; 32]);
    assert_eq!(read(&forged("head.txt", "4", "4", Some(&other))), Err(Error::WrongKey));
}

#[test]
fn more_files_fewer_or_others_are_refused() {
    let files = container::read(&sealed()).unwrap();
    let refused = |files: &[container::File]| read(&container::write(files).unwrap());
    let list = Err(Error::Tampered { what: "list of files" });
    let mut more = files.clone();
    more.push(("../../evil".to_owned(), Vec::new()));
    assert_eq!(refused(&more), list);
    let mut twice = files.clone();
    twice.push(files[2].clone());
    assert_eq!(refused(&twice), list);
    assert_eq!(refused(&files[..5]), list);
    let mut swapped = files.clone();
    swapped.swap(1, 2);
    assert_eq!(refused(&swapped), list);
    assert_eq!(refused(&files[1..]), Err(Error::NotASession));
    // Another signature below the first, which would change the file unseen.
    let mut signed = files;
    let line = "\u{2014} other AAAAAAAA\n";
    signed[5].1.extend(line.as_bytes());
    assert_eq!(refused(&signed), Err(Error::Tampered { what: "signature.txt" }));
    assert_eq!(read(b"%PDF-1.7"), Err(Error::NotASession));
}

#[test]
fn a_file_beyond_the_limit_is_not_looked_at() {
    let most = usize::try_from(MOST).unwrap();
    let wrong = Error::TooLarge { what: "session", size: MOST + 1, most: MOST };
    assert_eq!(read(&vec![0; most + 1]), Err(wrong));
}

#[test]
fn what_could_not_be_read_is_not_sealed() {
    let chain = records("reader-01", &["p1", "p2"]);
    let unfit = |change: &dyn Fn(&mut About)| {
        let mut about = about("reader-01");
        change(&mut about);
        match seal(&about, &chain, &key()) {
            Err(Error::Unfit { what, .. }) => what,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(unfit(&|a| a.study = "demo".to_owned()), "study");
    assert_eq!(unfit(&|a| a.design_hash = "demo".to_owned()), "design_hash");
    assert_eq!(unfit(&|a| a.reader = "a\nstudy b".to_owned()), "reader");
    assert_eq!(unfit(&|a| a.sealed_at = "noon".to_owned()), "sealed_at");

    let mut gap = chain.clone();
    gap.remove(1);
    let astray = Err(Error::Damaged { place: "events.jsonl".to_owned(), line: 2 });
    assert_eq!(seal(&about("reader-01"), &gap, &key()), astray);
    let mut odd = event("reader-01", "p1", "2026-11-23T09:01:00.000Z");
    odd["answers"][0]["answered_at_utc"] = json!("noon");
    let odd = vec![chain[0].clone(), Record::after(Some(&chain[0]), odd).unwrap()];
    assert_eq!(seal(&about("reader-01"), &odd, &key()), astray);
}

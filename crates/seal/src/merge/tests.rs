//! Each thing that merging says, by the smallest case that has it.

use serde_json::json;

use super::*;
use crate::chain::Record;
use crate::session::tests as sample;
use crate::{Error, SigningKey};

type Given = (String, Result<SealedSession>);

fn key(of: u8) -> SigningKey {
    SigningKey::from_bytes(&[of; 32])
}

/// Returns the session of a chain, as a file of this name.
fn file(name: &str, reader: &str, records: &[Record], of: u8) -> Given {
    sealed(name, &sample::about(reader), records, of)
}

fn sealed(name: &str, about: &crate::session::About, records: &[Record], of: u8) -> Given {
    let bytes = crate::session::seal(about, records, &key(of)).unwrap();
    (name.to_owned(), SealedSession::read(&bytes, None))
}

/// Returns a study of two readers with two presentations each.
fn expected() -> Expected {
    let place = |reader: &str, position| Place { reader: reader.to_owned(), round: 1, position };
    Expected {
        study: "ab".repeat(16),
        version: 1,
        design_hash: "cd".repeat(32),
        readers: BTreeMap::from([("r1".to_owned(), None), ("r2".to_owned(), None)]),
        presentations: BTreeMap::from([
            ("p1".to_owned(), place("r1", 1)),
            ("p2".to_owned(), place("r1", 2)),
            ("q1".to_owned(), place("r2", 2)),
            ("q2".to_owned(), place("r2", 1)),
        ]),
        chosen: BTreeMap::new(),
    }
}

fn r1() -> Given {
    file("one", "r1", &sample::records("r1", &["p1", "p2"]), 1)
}

fn r2() -> Given {
    file("two", "r2", &sample::records("r2", &["q1", "q2"]), 2)
}

/// Returns who is complained about, and with which code.
fn said(merged: &Merged) -> Vec<(&str, &'static str)> {
    let said = merged.complaints.iter().map(|complaint| {
        let whom = complaint.file.as_ref().or(complaint.reader.as_ref());
        (whom.map_or("", String::as_str), complaint.code())
    });
    said.collect()
}

fn presentations(merged: &Merged) -> Vec<&str> {
    merged.answers.iter().map(|merged| merged.answer.presentation.as_str()).collect()
}

#[test]
fn sound_sessions_are_merged_by_reader_and_position() {
    let merged = merge(vec![r2(), r1()], &expected());
    assert_eq!(said(&merged), []);
    assert_eq!(presentations(&merged), ["p1", "p2", "q2", "q1"]);
    let readers: Vec<&str> = merged.sessions.iter().map(|s| s.reader.as_str()).collect();
    assert_eq!(readers, ["r1", "r2"]);
    let text = String::from_utf8(merged.to_jsonl().unwrap()).unwrap();
    // By hand: the fields of the answer and its place, sorted.
    let first = concat!(
        r#"{"answered_at_utc":"2026-11-23T09:01:00.000Z","changes":1,"corrects":null,"#,
        r#""first_answer_rt_ms":3000,"interrupted":false,"missing":null,"position":1,"#,
        r#""presentation":"p1","question":"q_real","reader":"r1","round":1,"rt_ms":4100,"#,
        r#""seq":1,"type":"ordinal","value":"2","value_num":"2.5"}"#
    );
    assert_eq!(text.lines().next(), Some(first));
}

#[test]
fn the_same_session_twice_counts_once() {
    let again = ("again".to_owned(), r1().1);
    let merged = merge(vec![r1(), r2(), again], &expected());
    assert_eq!(said(&merged), [("one", "seal.merge_duplicate")]);
    assert_eq!(merged.complaints[0].about, About::Duplicate { same_as: "again".to_owned() });
    assert_eq!(
        merged.to_jsonl().unwrap(),
        merge(vec![r1(), r2()], &expected()).to_jsonl().unwrap()
    );
}

#[test]
fn a_longer_session_supersedes_what_it_goes_on_from() {
    let whole = sample::records("r1", &["p1", "p2"]);
    let early = file("early", "r1", &whole[..2], 1);
    let mut later = sample::about("r1");
    later.sealed_at = "2026-11-23T11:00:00.000Z".to_owned();
    let resealed = sealed("resealed", &later, &whole, 1);
    let merged = merge(vec![early, r1(), r2(), resealed], &expected());
    let superseded = "seal.merge_superseded";
    assert_eq!(said(&merged), [("early", superseded), ("one", superseded)]);
    assert_eq!(merged.sessions[0].file, "resealed");
    assert_eq!(presentations(&merged), ["p1", "p2", "q2", "q1"]);
}

#[test]
fn diverging_sessions_do_not_count_until_one_is_chosen() {
    let whole = sample::records("r1", &["p1", "p2"]);
    let other = sample::records("r1", &["p1", "p1"]);
    assert_eq!(whole[1], other[1], "they part after the second entry");
    let files = || vec![r1(), file("b", "r1", &other, 1), file("c", "r1", &whole[..2], 1), r2()];
    let merged = merge(files(), &expected());
    let conflict = "seal.merge_conflict";
    assert_eq!(said(&merged)[..2], [("b", conflict), ("c", "seal.merge_superseded")]);
    assert_eq!(said(&merged)[2..], [("one", conflict)]);
    assert_eq!(presentations(&merged), ["q2", "q1"]);

    let mut chosen = expected();
    chosen.chosen.insert("r1".to_owned(), r1().1.unwrap().content);
    let merged = merge(files(), &chosen);
    assert_eq!(said(&merged)[0], ("b", "seal.merge_not_chosen"));
    assert_eq!(presentations(&merged), ["p1", "p2", "q2", "q1"]);
}

#[test]
fn sessions_from_elsewhere_are_left_out() {
    let chain = sample::records("r1", &["p1", "p2"]);
    let with = |name: &str, change: &dyn Fn(&mut crate::session::About)| {
        let mut about = sample::about("r1");
        change(&mut about);
        sealed(name, &about, &chain, 1)
    };
    let files = vec![
        with("study", &|about| about.study = "00".repeat(16)),
        with("version", &|about| about.version = 2),
        with("design", &|about| about.design_hash = "00".repeat(32)),
        file("stranger", "r9", &sample::records("r9", &["p1"]), 9),
        ("broken".to_owned(), Err(Error::CutShort { at: 7 })),
        r2(),
    ];
    let merged = merge(files, &expected());
    let all = [
        ("r1", "seal.merge_missing_reader"),
        ("broken", "seal.cut_short"),
        ("design", "seal.merge_other_version"),
        ("stranger", "seal.merge_unknown_reader"),
        ("study", "seal.merge_other_study"),
        ("version", "seal.merge_other_version"),
    ];
    assert_eq!(said(&merged), all);
    assert_eq!(presentations(&merged), ["q2", "q1"]);
}

#[test]
fn a_key_that_is_not_the_reader_s_is_refused() {
    let mut enrolled = expected();
    enrolled.readers.insert("r1".to_owned(), Some(key(7).public()));
    let merged = merge(vec![r1(), r2()], &enrolled);
    let codes = [("r1", "seal.merge_missing_reader"), ("one", "seal.merge_other_key")];
    assert_eq!(said(&merged), codes);
    enrolled.readers.insert("r1".to_owned(), Some(key(1).public()));
    assert_eq!(said(&merge(vec![r1(), r2()], &enrolled)), []);

    // With none enrolled, two keys for one reader cannot be told apart.
    let forged = file("forged", "r1", &sample::records("r1", &["p1", "p2"]), 3);
    let merged = merge(vec![r1(), forged, r2()], &expected());
    let several = "seal.merge_several_keys";
    assert_eq!(said(&merged), [("forged", several), ("one", several)]);
    assert_eq!(presentations(&merged), ["q2", "q1"]);
}

#[test]
fn presentations_of_nobody_and_of_others_are_left_out() {
    let chain = sample::records("r1", &["p1", "q1", "zz", "p2"]);
    let merged = merge(vec![file("one", "r1", &chain, 1), r2()], &expected());
    let unknown = "seal.merge_unknown_presentation";
    assert_eq!(said(&merged), [("one", unknown), ("one", unknown)]);
    assert_eq!(presentations(&merged), ["p1", "p2", "q2", "q1"]);
}

#[test]
fn a_clock_that_goes_back_or_ahead_is_told_and_changes_nothing() {
    let mut chain = sample::records("r1", &["p1"]);
    for (presentation, at) in [("p2", "2026-11-23T08:59:00Z"), ("p2", "2026-11-23T10:00:00.001Z")] {
        let event = sample::event("r1", presentation, at);
        chain.push(Record::after(chain.last(), event).unwrap());
    }
    let merged = merge(vec![file("one", "r1", &chain, 1), r2()], &expected());
    let about: Vec<&About> = merged.complaints.iter().map(|c| &c.about).collect();
    let ahead = About::ClockAhead { seq: 3, at: "2026-11-23T10:00:00.001Z".to_owned() };
    let back = About::ClockBack { seq: 2, at: "2026-11-23T08:59:00Z".to_owned() };
    assert_eq!(about, [&ahead, &back]);
    assert_eq!(presentations(&merged), ["p1", "p2", "p2", "q2", "q1"]);

    // 11:30 two hours east of UTC is 9:30: written in another way, and in order; so is the
    // same moment again, and that of the sealing.
    let mut chain = sample::records("r1", &["p1"]);
    for at in ["2026-11-23T11:30:00+02:00", "2026-11-23T09:30:00Z", "2026-11-23T10:00:00Z"] {
        let event = sample::event("r1", "p2", at);
        chain.push(Record::after(chain.last(), event).unwrap());
    }
    assert_eq!(said(&merge(vec![file("one", "r1", &chain, 1), r2()], &expected())), []);
}

#[test]
fn what_is_missing_is_counted() {
    let half = file("half", "r1", &sample::records("r1", &["p2", "p2"]), 1);
    let merged = merge(vec![half], &expected());
    let about: Vec<&About> = merged.complaints.iter().map(|c| &c.about).collect();
    assert_eq!(about, [&About::MissingReader, &About::Incomplete { n: 1, of: 2 }]);
    let nothing = merge(Vec::new(), &expected());
    assert_eq!(said(&nothing).len(), 2);
    assert!(nothing.to_jsonl().unwrap().is_empty());
}

#[test]
fn answers_of_one_entry_stay_in_their_order() {
    let mut event = sample::event("r1", "p1", "2026-11-23T09:01:00.000Z");
    let mut second = event["answers"][0].clone();
    second["question"] = json!("a_comment");
    event["answers"].as_array_mut().unwrap().push(second);
    let chain = vec![Record::after(None, event).unwrap()];
    let merged = merge(vec![file("one", "r1", &chain, 1)], &expected());
    let questions: Vec<&str> = merged.answers.iter().map(|m| m.answer.question.as_str()).collect();
    assert_eq!(questions, ["q_real", "a_comment"]);
}

//! What holds whatever order sessions come in.

#![allow(clippy::unwrap_used)] // The helpers of tests are tests, too.

use std::collections::BTreeMap;

use seal::chain::Record;
use seal::merge::{Expected, Merged, Place, merge};
use seal::session::{About, seal};
use seal::{Identity, Lock, SealedSession, SigningKey, lock};
use serde_json::json;

const STUDY: &str = "0123456789abcdef0123456789abcdef";
const N: u32 = 4;

fn presentation(reader: u32, position: u32) -> String {
    format!("{reader:016x}{position:016x}")
}

/// Returns the bytes of a reader's sealed session from one of three sites.
fn sealed(reader: u32) -> Vec<u8> {
    let code = format!("reader-{reader}");
    let mut records: Vec<Record> = Vec::new();
    for position in 1..=N {
        let at = format!("2026-11-23T09:{position:02}:00.000Z");
        let event = json!({
            "t": at, "actor": code, "type": "answer.create",
            "presentation": presentation(reader, position),
            "answers": [{
                "question": "q_real", "type": "ordinal", "value": position.to_string(),
                "value_num": position.to_string(), "rt_ms": 1000 * reader + position,
                "first_answer_rt_ms": null, "changes": 0, "interrupted": false,
                "answered_at_utc": at,
            }],
        });
        records.push(Record::after(records.last(), event).unwrap());
    }
    let about = About {
        study: STUDY.to_owned(),
        version: 3,
        design_hash: STUDY.repeat(2),
        reader: code,
        workstation: format!("site-{}", reader % 3),
        program: "touchstone 0.1.0".to_owned(),
        display: json!({ "scale": 1 }),
        sealed_at: "2026-11-23T10:00:00.000Z".to_owned(),
    };
    let key = SigningKey::from_bytes(&[u8::try_from(reader).unwrap(); 32]);
    seal(&about, &records, &key).unwrap()
}

fn expected(readers: u32) -> Expected {
    let mut expected = Expected {
        study: STUDY.to_owned(),
        version: 3,
        design_hash: STUDY.repeat(2),
        ..Expected::default()
    };
    for reader in 1..=readers {
        let code = format!("reader-{reader}");
        expected.readers.insert(code.clone(), None);
        for position in 1..=N {
            let place = Place { reader: code.clone(), round: 1, position };
            expected.presentations.insert(presentation(reader, position), place);
        }
    }
    expected
}

/// Returns all orders of `0..n`, by Heap's way.
fn orders(n: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..n).collect();
    let mut counts = vec![0; n];
    let mut all = vec![order.clone()];
    let mut at = 1;
    while at < n {
        if counts[at] < at {
            order.swap(if at % 2 == 0 { 0 } else { counts[at] }, at);
            all.push(order.clone());
            counts[at] += 1;
            at = 1;
        } else {
            counts[at] = 0;
            at += 1;
        }
    }
    all
}

#[test]
fn every_order_of_six_files_gives_the_same_bytes_and_the_same_complaints() {
    // Six readers at three sites: five sent a session, one of them twice, one of them spoiled.
    let identity = Identity::generate();
    let mut files: BTreeMap<String, Vec<u8>> =
        (1..=5).map(|reader| (format!("{reader}.session"), sealed(reader))).collect();
    // The repeat is encrypted, and so has other bytes.
    let again = lock(&sealed(2), &Lock::Recipients(&[identity.recipient()])).unwrap();
    files.insert("again.session".to_owned(), again);
    let spoiled = files.get_mut("4.session").unwrap();
    let at = spoiled.windows(5).position(|window| window == b"4001,").unwrap();
    spoiled[at] = b'5';
    let files: Vec<_> = files
        .into_iter()
        .map(|(name, bytes)| (name, SealedSession::read(&bytes, Some(&identity))))
        .collect();
    assert_eq!(files.len(), 6);

    let expected = expected(6);
    let merged = |order: &[usize]| -> Merged {
        merge(order.iter().map(|&at| files[at].clone()).collect(), &expected)
    };
    let first = merged(&[0, 1, 2, 3, 4, 5]);
    let codes: Vec<&str> = first.complaints.iter().map(seal::merge::Complaint::code).collect();
    let known = [
        "seal.merge_missing_reader", // the fourth, whose file is spoiled
        "seal.merge_missing_reader", // the sixth
        "seal.damaged",
        "seal.merge_duplicate",
    ];
    assert_eq!(codes, known);
    // Readers 1, 2, 3 and 5, four presentations each, by hand.
    let text = String::from_utf8(first.to_jsonl().unwrap()).unwrap();
    assert_eq!(text.lines().count(), 16);
    let times: Vec<u64> = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["rt_ms"].as_u64())
        .map(Option::unwrap)
        .collect();
    let by_hand: Vec<u64> =
        [1, 2, 3, 5].iter().flat_map(|reader| (1..=4).map(move |at| 1000 * reader + at)).collect();
    assert_eq!(times, by_hand);

    let orders = orders(6);
    assert_eq!(orders.len(), 720);
    for order in orders {
        let other = merged(&order);
        assert_eq!(other.to_jsonl().unwrap(), first.to_jsonl().unwrap(), "{order:?}");
        assert_eq!(other.complaints, first.complaints, "{order:?}");
        assert_eq!(other.sessions, first.sessions, "{order:?}");
    }
    let twice = merged(&[0, 1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 0]);
    assert_eq!(twice.to_jsonl().unwrap(), first.to_jsonl().unwrap());
}

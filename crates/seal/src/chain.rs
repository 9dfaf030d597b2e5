//! Events chained by their hashes: the one rule that trail, session and verifier share.

use std::fmt::Write as _;

use serde_json::Value;

use crate::hex::sha256_hex;
use crate::{Error, Result};

/// What stands before the first event: 64 zeros.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The largest whole number that every JSON reader keeps exactly: 2⁵³ − 1.
const MOST: u64 = (1 << 53) - 1;

/// One entry of a chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its place, from 0.
    pub seq: i64,
    /// The hash of the entry before it; [`GENESIS`] for the first.
    pub prev: String,
    /// What happened.
    pub event: Value,
    /// See [`link`].
    pub hash: String,
}

/// Returns the canonical text of `value`: sorted keys, no blanks, and no fractions.
///
/// Times are kept as text and durations as whole milliseconds, so that no
/// floating-point number has to be written the same way everywhere.
///
/// # Errors
///
/// [`Error::NotCanonical`] for a number with a fraction or beyond 2⁵³ − 1.
///
/// # Source
///
/// RFC 8785, without its floating-point numbers.
pub fn canonical(value: &Value) -> Result<String> {
    let mut text = String::new();
    write(value, &mut text)?;
    Ok(text)
}

/// Returns the hash of an entry: SHA-256 of the canonical text of event, prev and seq.
///
/// # Input
///
/// * `seq`: its place, from 0.
/// * `prev`: the hash of the entry before it, as 64 hexadecimal digits.
///
/// # Errors
///
/// [`Error::NotCanonical`].
///
/// # Source
///
/// RFC 8785 and FIPS 180-4; the rule itself is this project's.
pub fn link(seq: i64, prev: &str, event: &Value) -> Result<String> {
    Ok(link_text(seq, prev, &canonical(event)?))
}

impl Record {
    /// Returns the entry that follows `last`; the first of a chain when there is none.
    ///
    /// # Errors
    ///
    /// [`Error::NotCanonical`], and for an event that is no object, too.
    pub fn after(last: Option<&Record>, event: Value) -> Result<Record> {
        if !event.is_object() {
            return Err(Error::NotCanonical { why: "an event that is no object" });
        }
        let (seq, prev) = match last {
            Some(last) => (last.seq + 1, last.hash.clone()),
            None => (0, GENESIS.to_owned()),
        };
        let hash = link(seq, &prev, &event)?;
        Ok(Record { seq, prev, event, hash })
    }
}

/// Returns entries as lines of JSON: event, hash, prev and seq.
///
/// # Errors
///
/// [`Error::NotCanonical`].
pub fn lines(records: &[Record]) -> Result<String> {
    let mut text = String::new();
    for Record { seq, prev, event, hash } in records {
        let event = canonical(event)?;
        line(&mut text, *seq, prev, &event, hash);
    }
    Ok(text)
}

/// Returns the entries that lines of JSON hold, each of which follows from the one before it.
///
/// # Input
///
/// * `place`: what the lines are called where one is wrong.
///
/// # Errors
///
/// [`Error::Damaged`] with the first line that is not written as [`lines`]
/// writes it, does not follow, or has another hash.
pub fn read_lines(text: &str, place: &str) -> Result<Vec<Record>> {
    let mut records: Vec<Record> = Vec::new();
    let mut own = String::new();
    for (number, given) in (1..).zip(text.split_inclusive('\n')) {
        let wrong = || Error::Damaged { place: place.to_owned(), line: number };
        let mut value: Value = serde_json::from_str(given).map_err(|_| wrong())?;
        let event = value.get_mut("event").map(Value::take).ok_or_else(wrong)?;
        let record = Record::after(records.last(), event).map_err(|_| wrong())?;
        own.clear();
        let event = canonical(&record.event).map_err(|_| wrong())?;
        line(&mut own, record.seq, &record.prev, &event, &record.hash);
        if own != given {
            return Err(wrong());
        }
        records.push(record);
    }
    Ok(records)
}

/// Returns the first entry, as a line from 1, that does not follow from the one before it.
///
/// # Errors
///
/// [`Error::NotCanonical`].
pub(crate) fn first_astray(records: &[Record]) -> Result<Option<u64>> {
    let mut last = None;
    for (line, record) in (1..).zip(records) {
        if Record::after(last, record.event.clone())? != *record {
            return Ok(Some(line));
        }
        last = Some(record);
    }
    Ok(None)
}

/// Returns the hash of an entry whose event is given as its canonical text.
pub fn link_text(seq: i64, prev: &str, event: &str) -> String {
    // The keys are in canonical order, and neither a hash nor a number needs an escape.
    sha256_hex(format!(r#"{{"event":{event},"prev":"{prev}","seq":{seq}}}"#).as_bytes())
}

fn line(text: &mut String, seq: i64, prev: &str, event: &str, hash: &str) {
    writeln!(text, r#"{{"event":{event},"hash":"{hash}","prev":"{prev}","seq":{seq}}}"#)
        .expect("a String takes all that is written");
}

fn write(value: &Value, text: &mut String) -> Result<()> {
    match value {
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            match size {
                Some(size) if size <= MOST => text.push_str(&number.to_string()),
                Some(_) => return Err(Error::NotCanonical { why: "a number beyond 2^53" }),
                None => return Err(Error::NotCanonical { why: "a number with a fraction" }),
            }
        }
        // These three are written in one way only, and escapes are those of RFC 8785.
        Value::Null | Value::Bool(_) | Value::String(_) => text.push_str(&value.to_string()),
        Value::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                if 0 < at {
                    text.push(',');
                }
                write(item, text)?;
            }
            text.push(']');
        }
        Value::Object(fields) => {
            // By UTF-16 units, as RFC 8785 says: that is not the order of UTF-8 bytes.
            let mut fields: Vec<(Vec<u16>, &String, &Value)> = fields
                .iter()
                .map(|(key, value)| (key.encode_utf16().collect(), key, value))
                .collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            text.push('{');
            for (at, (_, key, value)) in fields.into_iter().enumerate() {
                if 0 < at {
                    text.push(',');
                }
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(value, text)?;
            }
            text.push('}');
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const GOLDEN: &str = include_str!("../../../tests/golden/store/audit_hash_chain.json");

    fn golden() -> (Vec<Record>, String) {
        let case: Value = serde_json::from_str(GOLDEN).unwrap();
        assert_eq!(case["data"]["genesis"], GENESIS);
        let mut records: Vec<Record> = Vec::new();
        let mut text = String::new();
        let expected = case["expected"].as_array().unwrap();
        assert_eq!(expected.len(), 4);
        for (event, expected) in case["data"]["events"].as_array().unwrap().iter().zip(expected) {
            let record = Record::after(records.last(), event.clone()).unwrap();
            assert_eq!(json!(record.seq), expected["seq"]);
            assert_eq!(json!(record.prev), expected["prev"]);
            assert_eq!(json!(record.hash), expected["hash"], "{}", case["source"]);
            text.push_str(&canonical(expected).unwrap());
            text.push('\n');
            records.push(record);
        }
        (records, text)
    }

    #[test]
    fn the_chain_is_the_one_of_the_golden_file() {
        let (records, text) = golden();
        assert_eq!(lines(&records).unwrap(), text);
        assert_eq!(read_lines(&text, "events.jsonl").unwrap(), records);
    }

    #[test]
    fn no_byte_of_the_lines_can_be_changed() {
        let (_, text) = golden();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            // What is no text any more is found before the chain is looked at.
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            let number = 1 + text[..at].matches('\n').count() as u64;
            let wrong = read_lines(&changed, "e").unwrap_err();
            assert_eq!(wrong, Error::Damaged { place: "e".to_owned(), line: number }, "byte {at}");
        }
    }

    #[test]
    fn a_line_left_out_or_moved_is_found() {
        let (_, text) = golden();
        let all: Vec<&str> = text.split_inclusive('\n').collect();
        let wrong_at = |lines: &[&str]| match read_lines(&lines.concat(), "e") {
            Err(Error::Damaged { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(wrong_at(&[all[0], all[2], all[3]]), 2);
        assert_eq!(wrong_at(&[all[1], all[2], all[3]]), 1);
        assert_eq!(wrong_at(&[all[0], all[2], all[1]]), 2);
        assert_eq!(wrong_at(&[all[0], all[0]]), 2);
        // A tail that was cut off cannot be seen from within.
        assert!(read_lines(&all[..2].concat(), "e").is_ok());
    }

    #[test]
    fn keys_are_sorted_by_utf_16_and_strings_escaped_as_rfc_8785_says() {
        // Keys of RFC 8785, section 3.2.3, in the order given there.
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis"
        });
        assert_eq!(
            canonical(&value).unwrap(),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\
             \"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\",\
             \"\u{1f600}\":\"Emoji: Grinning Face\",\
             \"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        );
        // The string of RFC 8785, section 3.2.2.
        let text = json!("\u{20ac}$\u{0f}\u{0a}A'\u{42}\u{22}\u{5c}\\\"/");
        assert_eq!(canonical(&text).unwrap(), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    }

    #[test]
    fn fractions_huge_numbers_and_bare_events_are_refused() {
        assert!(canonical(&json!({ "rt": 0.5 })).is_err());
        assert!(canonical(&json!([9_007_199_254_740_992_u64])).is_err());
        assert_eq!(canonical(&json!([-9_007_199_254_740_991_i64])).unwrap(), "[-9007199254740991]");
        assert!(Record::after(None, json!([])).is_err());
    }
}

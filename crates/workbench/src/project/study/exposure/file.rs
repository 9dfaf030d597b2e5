//! The file that tells another project what readers saw here: `docs/formats/exposure.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use samples::ContentHash;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime, UtcOffset};

use crate::error::ExposureError;
use crate::names::name_of;
use crate::{Error, Result, clock};

/// What such a file says it is, before the number of its version.
const SCHEMA: &str = "touchstone.exposure/";
/// The version that is written, and the newest that is read.
const VERSION: u32 = 1;
/// The most bytes of a file that is read: some 300,000 entries.
const MOST_BYTES: u64 = 64 << 20;
/// The most letters of a code or of a name.
const MOST_LETTERS: usize = 80;
/// By how much the clock of another computer may go ahead, in hours.
const AHEAD: i64 = 24;

/// What a project tells of its readers.
#[derive(Debug, Serialize)]
pub(super) struct ExposureFile {
    schema: String,
    version: &'static str,
    project: ProjectNamed,
    made_at: String,
    /// Sorted by reader and hash: the order of reading is not told.
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ProjectNamed {
    id: String,
    name: String,
}

/// A sample that was shown to a reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) reader: String,
    pub(super) content_hash: String,
    /// What names the patient to who has the linking word; without a word there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<String>,
    pub(super) n: u32,
    pub(super) first_at: String,
    pub(super) last_at: String,
}

impl ExposureFile {
    pub(super) fn new(id: String, name: String, made_at: String, entries: Vec<Entry>) -> Self {
        ExposureFile {
            schema: format!("{SCHEMA}{VERSION}"),
            version: crate::VERSION,
            project: ProjectNamed { id, name },
            made_at,
            entries,
        }
    }

    /// Returns the bytes of the file.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|_| Error::Broke)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// What a file of another project was found to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) project: String,
    pub(super) name: String,
    pub(super) sha256: ContentHash,
    pub(super) made_at: String,
    /// What can be used, with times in UTC to the millisecond.
    pub(super) entries: Vec<Seen>,
    /// How many entries cannot be used, by the word for why.
    pub(super) left_out: BTreeMap<&'static str, usize>,
    /// How many have a time to come, which is taken for now.
    pub(super) n_ahead: usize,
}

/// An entry that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) reader: String,
    pub(super) content: ContentHash,
    pub(super) tag: Option<String>,
    pub(super) n: u32,
    pub(super) first_at: String,
    pub(super) last_at: String,
}

impl Found {
    /// Returns the codes of the readers there, with how many samples each saw.
    pub(super) fn readers(&self) -> BTreeMap<&str, usize> {
        let mut readers: BTreeMap<&str, BTreeSet<ContentHash>> = BTreeMap::new();
        for entry in &self.entries {
            readers.entry(&entry.reader).or_default().insert(entry.content);
        }
        readers.into_iter().map(|(reader, seen)| (reader, seen.len())).collect()
    }

    pub(super) fn is_tagged(&self) -> bool {
        self.entries.iter().any(|entry| entry.tag.is_some())
    }
}

/// Reads a file of exposures.
///
/// # Errors
///
/// [`Error::File`], and of [`ExposureError`] those that speak of a file.
pub(super) fn read(path: &Path, now: &str) -> Result<Found> {
    let name = name_of(path);
    let unread = |why: String| Error::File { name: name.clone(), tried: "read", why };
    let about = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NoSuchPath { name: name.clone() },
        _ => unread(error.to_string()),
    })?;
    if MOST_BYTES < about.len() {
        return Err(ExposureError::TooLarge { name, bytes: about.len(), most: MOST_BYTES }.into());
    }
    let bytes = std::fs::read(path).map_err(|error| unread(error.to_string()))?;
    Ok(parse(&bytes, name, now)?)
}

/// Returns what the bytes of a file say.
///
/// # Input
///
/// * `now`: in UTC; what lies more than a day behind it is to come, and is taken for now.
fn parse(bytes: &[u8], name: String, now: &str) -> std::result::Result<Found, ExposureError> {
    let document: Value = match serde_json::from_slice(bytes) {
        Ok(document) => document,
        Err(error) if error.is_eof() => return Err(ExposureError::CutShort { name }),
        Err(_) => return Err(ExposureError::NotOne { name }),
    };
    let version = document["schema"].as_str().and_then(|schema| schema.strip_prefix(SCHEMA));
    match version.and_then(|version| version.parse::<u32>().ok()) {
        Some(VERSION) => {}
        Some(given) if VERSION < given => {
            return Err(ExposureError::Newer { name, given, known: VERSION });
        }
        _ => return Err(ExposureError::NotOne { name }),
    }
    let damaged = |field: &'static str| ExposureError::Damaged { name: name.clone(), field };
    let project: ProjectNamed =
        serde_json::from_value(document["project"].clone()).map_err(|_| damaged("project"))?;
    if !is_digits(&project.id, 32) || !is_name(&project.name) {
        return Err(damaged("project"));
    }
    let made_at = document["made_at"].as_str().and_then(in_utc).ok_or(damaged("made_at"))?;
    let given = document["entries"].as_array().ok_or(damaged("entries"))?;
    let latest = in_utc(now).map(|now| now + Duration::hours(AHEAD));
    let latest = latest.map(clock::at).unwrap_or_default();
    let mut found = Found {
        project: project.id,
        name: project.name,
        sha256: ContentHash::of_bytes(bytes),
        made_at: clock::at(made_at),
        entries: Vec::with_capacity(given.len()),
        left_out: BTreeMap::new(),
        n_ahead: 0,
    };
    for entry in given {
        match seen(entry) {
            Ok(mut seen) => {
                let ahead = latest < seen.last_at;
                for at in [&mut seen.first_at, &mut seen.last_at] {
                    if latest < *at {
                        now.clone_into(at);
                    }
                }
                found.n_ahead += usize::from(ahead);
                found.entries.push(seen);
            }
            Err(why) => *found.left_out.entry(why).or_default() += 1,
        }
    }
    if found.entries.is_empty() {
        let n_left_out = found.left_out.values().sum();
        return Err(ExposureError::Empty { name, n_left_out });
    }
    Ok(found)
}

/// Returns an entry that can be used, or the word for why it cannot.
fn seen(entry: &Value) -> std::result::Result<Seen, &'static str> {
    let entry: Entry = serde_json::from_value(entry.clone()).map_err(|_| "form")?;
    if !is_name(&entry.reader) || entry.reader.trim() != entry.reader {
        return Err("reader");
    }
    if !is_digits(&entry.content_hash, 64) {
        return Err("hash");
    }
    let content = entry.content_hash.parse().map_err(|_| "hash")?;
    if entry.subject.as_ref().is_some_and(|tag| !is_digits(tag, 64)) {
        return Err("subject");
    }
    if entry.n == 0 {
        return Err("number");
    }
    let (first, last) = (in_utc(&entry.first_at), in_utc(&entry.last_at));
    let (Some(first), Some(last)) = (first, last) else { return Err("time") };
    if last < first {
        return Err("time");
    }
    Ok(Seen {
        reader: entry.reader,
        content,
        tag: entry.subject,
        n: entry.n,
        first_at: clock::at(first),
        last_at: clock::at(last),
    })
}

/// Returns a time of this era in UTC.
fn in_utc(text: &str) -> Option<OffsetDateTime> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?.checked_to_offset(UtcOffset::UTC)?;
    (1970..=2500).contains(&time.year()).then_some(time)
}

/// Whether a text has so many hexadecimal digits, in small letters, and nothing else.
fn is_digits(text: &str, n: usize) -> bool {
    text.len() == n && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_name(name: &str) -> bool {
    !name.trim().is_empty()
        && name.chars().count() <= MOST_LETTERS
        && !name.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: &str = "2026-03-01T12:00:00.000Z";
    const AT: &str = "2026-02-01T10:00:00.000Z";

    fn entry() -> Value {
        json!({
            "reader": "R1", "content_hash": "0a".repeat(32), "n": 1,
            "first_at": AT, "last_at": AT,
        })
    }

    fn file(entries: &[Value]) -> Value {
        json!({
            "schema": "touchstone.exposure/1", "version": "9.9.9",
            "project": { "id": "1f".repeat(16), "name": "There" },
            "made_at": AT, "entries": entries,
        })
    }

    fn parsed(document: &Value) -> std::result::Result<Found, ExposureError> {
        parse(document.to_string().as_bytes(), "x.tsexposure".to_owned(), NOW)
    }

    #[test]
    fn one_bad_entry_costs_itself_alone() {
        let bad = [
            ("reader", json!(""), "reader"),
            ("reader", json!(" R1"), "reader"),
            ("reader", json!("R\n1"), "reader"),
            ("reader", json!("R".repeat(81)), "reader"),
            ("reader", json!(7), "form"),
            ("content_hash", json!("0a"), "hash"),
            ("content_hash", json!("+a".repeat(32)), "hash"),
            ("content_hash", json!("ä".repeat(32)), "hash"),
            ("content_hash", json!(null), "form"),
            ("subject", json!("p-001"), "subject"),
            ("n", json!(0), "number"),
            ("n", json!(-1), "form"),
            ("n", json!(1.5), "form"),
            ("n", json!(1e12), "form"),
            ("last_at", json!("yesterday"), "time"),
            ("last_at", json!("2026-02-30T10:00:00Z"), "time"),
            ("last_at", json!("2026-01-31T10:00:00Z"), "time"),
            ("last_at", json!("9999-12-31T23:59:59-23:59"), "time"),
            ("first_at", json!(""), "time"),
        ];
        for (field, value, why) in bad {
            let mut spoiled = entry();
            spoiled[field] = value;
            let found = parsed(&file(&[entry(), spoiled.clone()])).unwrap();
            assert_eq!(found.entries.len(), 1, "{spoiled}");
            assert_eq!(found.left_out, [(why, 1)].into(), "{spoiled}");
        }
        for spoiled in [json!(null), json!([]), json!("R1"), json!({})] {
            let found = parsed(&file(&[spoiled, entry()])).unwrap();
            assert_eq!(found.left_out, [("form", 1)].into());
        }
    }

    #[test]
    fn a_file_is_refused_for_what_is_wrong_with_it() {
        let spoiled = |field: &str, value: Value| {
            let mut document = file(&[entry()]);
            document[field] = value;
            parsed(&document).unwrap_err().code()
        };
        assert_eq!(spoiled("schema", json!("touchstone.session/1")), "workbench.exposureNotOne");
        assert_eq!(spoiled("schema", json!(1)), "workbench.exposureNotOne");
        assert_eq!(spoiled("schema", json!("touchstone.exposure/2")), "workbench.exposureNewer");
        assert_eq!(spoiled("schema", json!("touchstone.exposure/0")), "workbench.exposureNotOne");
        assert_eq!(spoiled("project", json!("There")), "workbench.exposureDamaged");
        assert_eq!(
            spoiled("project", json!({ "id": "x", "name": "y" })),
            "workbench.exposureDamaged"
        );
        assert_eq!(spoiled("made_at", json!("now")), "workbench.exposureDamaged");
        assert_eq!(spoiled("entries", json!({})), "workbench.exposureDamaged");
        assert_eq!(spoiled("entries", json!([])), "workbench.exposureEmpty");
        assert_eq!(spoiled("entries", json!([1, 2])), "workbench.exposureEmpty");
        for document in [json!([]), json!(1), json!(null), json!({})] {
            assert_eq!(parsed(&document).unwrap_err().code(), "workbench.exposureNotOne");
        }
    }

    #[test]
    fn every_cut_of_a_file_is_refused() {
        let whole = file(&[entry()]).to_string();
        for n in 0..whole.len() {
            let refused = parse(&whole.as_bytes()[..n], "x".to_owned(), NOW).unwrap_err();
            assert_eq!(refused.code(), "workbench.exposureCutShort", "{n} bytes");
        }
    }

    #[test]
    fn a_clock_that_goes_ahead_is_forgiven_a_day_and_then_counts_as_now() {
        let mut near = entry();
        near["last_at"] = json!("2026-03-02T12:00:00.000Z");
        let mut far = entry();
        far["first_at"] = json!("2026-03-02T12:00:00.001Z");
        far["last_at"] = json!("2031-01-01T00:00:00Z");
        let found = parsed(&file(&[near, far])).unwrap();
        assert_eq!(found.n_ahead, 1);
        assert_eq!(found.entries[0].last_at, "2026-03-02T12:00:00.000Z");
        assert_eq!((&*found.entries[1].first_at, &*found.entries[1].last_at), (NOW, NOW));
    }

    #[test]
    fn times_of_any_zone_are_told_in_utc() {
        let mut there = entry();
        there["first_at"] = json!("2026-02-01T09:00:00+01:00");
        there["last_at"] = json!("2026-02-01T09:00:00.25-02:30");
        let found = parsed(&file(&[there])).unwrap();
        // By hand.
        assert_eq!(found.entries[0].first_at, "2026-02-01T08:00:00.000Z");
        assert_eq!(found.entries[0].last_at, "2026-02-01T11:30:00.250Z");
    }
}

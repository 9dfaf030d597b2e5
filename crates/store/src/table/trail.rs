//! The audit trail: events chained by their hashes, only ever added to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use seal::chain::{GENESIS, Record, canonical, link_text};
use serde_json::Value;

use super::{Group, Step, answers, column, forms};
use crate::commitment::{AllTold, Astray};
use crate::{Error, Project, Result, StudyId};

pub(super) const GROUP: Group = Group {
    name: "trail",
    create: &[V1, V2],
    steps: &[Step { to: 1, sql: V1 }, Step { to: 2, sql: V2 }],
};

const V1: &str = "
CREATE TABLE trail (
    seq INTEGER PRIMARY KEY NOT NULL,
    prev TEXT NOT NULL,
    event TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER trail_is_not_changed BEFORE UPDATE ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END;
CREATE TRIGGER trail_is_not_deleted BEFORE DELETE ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END;
";

// `INSERT OR REPLACE` deletes what is in its way, and asks no trigger of deletion unless the
// connection has `recursive_triggers` on: others' connections have not.
const V2: &str = "
CREATE TRIGGER trail_is_not_replaced BEFORE INSERT ON trail
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM trail)
  OR EXISTS (SELECT 1 FROM trail WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END;
";

/// What a look through the whole trail found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailCheck {
    /// How many entries there are.
    pub n: u64,
    /// The hash of the last entry; [`GENESIS`] when there is none.
    pub head: String,
    /// The first entry that does not follow from those before it.
    pub broken_at: Option<i64>,
    /// Entries whose answers are not those in the table of answers, either way.
    pub answers_astray: Vec<i64>,
    /// Studies whose rows are not those that the trail locked.
    pub studies_astray: Vec<(i64, Astray)>,
}

impl TrailCheck {
    /// Returns whether nothing was found to be wrong.
    ///
    /// A tail that was cut off cannot be seen from within: compare
    /// [`TrailCheck::head`] with one that was noted elsewhere.
    pub fn is_sound(&self) -> bool {
        self.broken_at.is_none() && self.answers_astray.is_empty() && self.studies_astray.is_empty()
    }
}

impl Project {
    /// Adds an event to the trail; when this returns, it is on the disk.
    ///
    /// # Input
    ///
    /// * `event`: an object of texts, whole numbers, lists and objects; without
    ///   the fields `answers` and `form`, which belong to [`Project::record_answers`] and
    ///   [`Project::record_form`].
    ///
    /// # Errors
    ///
    /// [`Error::NotCanonical`], [`Error::ReadOnly`], and those of the disk.
    pub fn append_event(&self, event: &Value) -> Result<Record> {
        if event.get("answers").is_some() || event.get("form").is_some() {
            return Err(Error::NotCanonical { why: "answers that are not recorded as such" });
        }
        self.write(|transaction| append(transaction, event))
    }

    /// Returns `limit` entries from `offset` on.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn trail(&self, offset: i64, limit: u32) -> Result<Vec<Record>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT seq, prev, event, hash FROM trail WHERE ?1 <= seq ORDER BY seq LIMIT ?2",
            )?;
            let records = query.query_map(params![offset, limit], record)?;
            Ok(records.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns the last entry.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn trail_head(&self) -> Result<Option<Record>> {
        self.read(head)
    }

    /// Returns the first `n` entries as lines of JSON: event, hash, prev and seq, as they are kept.
    ///
    /// An event that is no JSON stays as it is, so that who checks the lines finds it.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn trail_lines(&self, n: u64) -> Result<String> {
        self.read(|connection| {
            let mut query = connection
                .prepare("SELECT seq, prev, event, hash FROM trail ORDER BY seq LIMIT ?1")?;
            let mut rows = query.query([n])?;
            let mut lines = String::new();
            while let Some(row) = rows.next()? {
                let (seq, event): (i64, String) = (row.get("seq")?, row.get("event")?);
                let text = |column: &str| row.get::<_, String>(column).map(Value::from);
                let (hash, prev) = (text("hash")?, text("prev")?);
                let event = event.replace(['\n', '\r'], " ");
                writeln!(lines, r#"{{"event":{event},"hash":{hash},"prev":{prev},"seq":{seq}}}"#)
                    .expect("a String takes all that is written");
            }
            Ok(lines)
        })
    }

    /// Returns the first entry of a study with this `type`.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn first_event(&self, study: StudyId, kind: &str) -> Result<Option<i64>> {
        self.read(|connection| {
            // What is no JSON was tampered with, and is told elsewhere.
            let mut query = connection.prepare(
                "SELECT min(seq) FROM trail WHERE CASE
                 WHEN instr(event, '\"' || ?2 || '\"') = 0 OR NOT json_valid(event) THEN 0
                 ELSE event ->> '$.type' = ?2 AND event ->> '$.study' = ?1 END",
            )?;
            Ok(query.query_row(params![study.0, kind], |row| row.get(0))?)
        })
    }

    /// Returns the events of a study with this `type`, in their order.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn events_of(&self, study: StudyId, kind: &str) -> Result<Vec<Record>> {
        self.read(|connection| {
            let mut query = connection.prepare(
                "SELECT seq, prev, event, hash FROM trail WHERE CASE
                 WHEN instr(event, '\"' || ?2 || '\"') = 0 OR NOT json_valid(event) THEN 0
                 ELSE event ->> '$.type' = ?2 AND event ->> '$.study' = ?1 END ORDER BY seq",
            )?;
            let found = query.query_map(params![study.0, kind], record)?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns the entries of a study whose event has `field` set to true.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn events_with(&self, study: StudyId, field: &str) -> Result<BTreeSet<i64>> {
        self.read(|connection| {
            let mut query = connection.prepare(
                "SELECT seq FROM trail WHERE CASE
                 WHEN instr(event, '\"' || ?2 || '\"') = 0 OR NOT json_valid(event) THEN 0
                 ELSE event -> ?2 = 'true' AND event ->> '$.study' = ?1 END",
            )?;
            let found = query.query_map(params![study.0, field], |row| row.get(0))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Looks through the whole trail, and compares answers and locked studies with it.
    ///
    /// # Errors
    ///
    /// Those of the disk; what is wrong with the trail is a value, not an error.
    pub fn verify_trail(&self) -> Result<TrailCheck> {
        self.read(verify)
    }
}

/// Adds an event within a change.
pub(super) fn append(transaction: &Transaction<'_>, event: &Value) -> Result<Record> {
    let record = Record::after(head(transaction)?.as_ref(), event.clone())?;
    transaction
        .prepare_cached("INSERT INTO trail (seq, prev, event, hash) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![record.seq, record.prev, canonical(event)?, record.hash])?;
    Ok(record)
}

fn head(connection: &Connection) -> Result<Option<Record>> {
    let mut query = connection
        .prepare_cached("SELECT seq, prev, event, hash FROM trail ORDER BY seq DESC LIMIT 1")?;
    Ok(query.query_row([], record).optional()?)
}

fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        seq: row.get("seq")?,
        prev: row.get("prev")?,
        event: column::json(row, "event")?,
        hash: row.get("hash")?,
    })
}

fn verify(connection: &Connection) -> Result<TrailCheck> {
    let mut rows: BTreeMap<i64, Vec<answers::Entry>> = answers::entries(connection)?;
    let mut forms: BTreeMap<i64, Vec<Value>> = forms::entries(connection)?;
    let mut told = AllTold::default();
    let mut check = TrailCheck {
        n: 0,
        head: GENESIS.to_owned(),
        broken_at: None,
        answers_astray: Vec::new(),
        studies_astray: Vec::new(),
    };

    let mut query = connection.prepare("SELECT seq, prev, event, hash FROM trail ORDER BY seq")?;
    let mut entries = query.query([])?;
    let mut expected = 0;
    while let Some(row) = entries.next()? {
        let (seq, prev): (i64, String) = (row.get("seq")?, row.get("prev")?);
        let (text, hash): (String, String) = (row.get("event")?, row.get("hash")?);
        let event: Option<Value> = serde_json::from_str(&text).ok();
        let as_written = event.as_ref().and_then(|event| canonical(event).ok());
        let follows = seq == expected
            && prev == check.head
            && as_written.as_deref() == Some(text.as_str())
            && hash == link_text(seq, &prev, &text);
        if !follows && check.broken_at.is_none() {
            check.broken_at = Some(seq);
        }

        if let Some(event) = &event {
            told.hear(event);
        }
        let there = rows.remove(&seq).unwrap_or_default();
        let in_form = forms.remove(&seq).unwrap_or_default();
        if !answers::agree(event.as_ref(), &prev, &hash, &there)
            || !forms::agree(event.as_ref(), &in_form)
        {
            check.answers_astray.push(seq);
        }
        expected = seq + 1;
        check.n += 1;
        check.head = hash;
    }
    // Answers of which the trail knows nothing.
    check.answers_astray.extend(rows.into_keys());
    check.answers_astray.extend(forms.into_keys());
    check.studies_astray = told.compare(connection)?;
    Ok(check)
}

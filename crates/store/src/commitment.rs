//! What fixes a locked study in the trail without telling anything of it.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit, Mac};
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};
use sha2::Sha256;
use study::{Design, Presentation};

use crate::table::designs::presentations_of;
use crate::{Result, StudyId};

/// Stands before a commitment, and is the first line of what it is taken over.
const VERSION: &str = "touchstone.truth/3";
/// The version before, which did not know of stages, strata and pairs.
const SECOND: &str = "touchstone.truth/2";

/// What is taken up of a study; in the version before, without the columns between.
const STUDY: &str = "SELECT seed, request FROM studies WHERE id = ?1";
const PRESENTATIONS: &str = "
    SELECT presentation_id, side, question_set, stage, purpose, repeat_of FROM presentations
    WHERE study_id = ?1 ORDER BY presentation_id";
const SHOWN: &str = "
    SELECT presentation_id, place, presentation_cases.case_id
    FROM presentation_cases JOIN presentations USING (presentation_id)
    WHERE study_id = ?1 ORDER BY presentation_id, place";
const CASES: &str = "
    SELECT case_id, cases.arm, cases.generator, cases.set_id, cases.ordinal, content_hash, part, blob,
           cases.role, cases.stratum, cases.pair, cases.subject, cases.nearest
    FROM cases LEFT JOIN samples USING (set_id, ordinal) LEFT JOIN files ON files.id = file_id
    WHERE study_id = ?1 ORDER BY case_id";
const PRESENTATIONS_2: &str = "
    SELECT presentation_id, side, question_set FROM presentations WHERE study_id = ?1
    ORDER BY presentation_id";
const CASES_2: &str = "
    SELECT case_id, cases.arm, cases.generator, cases.set_id, cases.ordinal, content_hash, part, blob
    FROM cases LEFT JOIN samples USING (set_id, ordinal) LEFT JOIN files ON files.id = file_id
    WHERE study_id = ?1 ORDER BY case_id";

/// What is wrong with a study, as its rows stand now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Astray {
    /// The trail locks a study that is not there, or not locked; or a locked one was never locked.
    Lock,
    /// Its readers, presentations or their order are not those that were locked.
    Design,
    /// Its cases, their samples, its request or its seed are not those that were locked.
    Truth,
    /// It does not stand where the trail took it.
    State,
}

impl Astray {
    /// Returns the word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Astray::Lock => "lock",
            Astray::Design => "design",
            Astray::Truth => "truth",
            Astray::State => "state",
        }
    }
}

/// What the trail says of one study.
#[derive(Debug, Default)]
pub(crate) struct Told {
    locks: Vec<Value>,
    state: Option<String>,
}

/// What the trail says of all studies.
#[derive(Debug, Default)]
pub(crate) struct AllTold(BTreeMap<i64, Told>);

impl AllTold {
    /// Takes up what an entry says of a study.
    pub(crate) fn hear(&mut self, event: &Value) {
        let (Some(study), Some(to)) = (event["study"].as_i64(), event["to"].as_str()) else {
            return;
        };
        let told = self.0.entry(study).or_default();
        told.state = Some(to.to_owned());
        if to == "locked" {
            told.locks.push(event.clone());
        }
    }

    /// Compares every study with what was heard of it.
    pub(crate) fn compare(mut self, connection: &Connection) -> Result<Vec<(i64, Astray)>> {
        let mut query = connection.prepare("SELECT id, state, design_hash FROM studies")?;
        let rows = query.query_map([], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?))
        })?;
        let mut astray = Vec::new();
        for row in rows {
            let (study, state, hash) = row?;
            let told = self.0.remove(&study).unwrap_or_default();
            let [lock] = told.locks.as_slice() else {
                let is_locked = hash.is_some() || !["draft", "piloted"].contains(&&*state);
                if is_locked || !told.locks.is_empty() {
                    astray.push((study, Astray::Lock));
                }
                continue;
            };
            if told.state != Some(state) {
                astray.push((study, Astray::State));
            }
            if !keeps_design(connection, study, hash.as_deref(), lock)? {
                astray.push((study, Astray::Design));
            }
            if !keeps_truth(connection, study, lock)? {
                astray.push((study, Astray::Truth));
            }
        }
        let gone = self.0.into_iter().filter(|(_, told)| !told.locks.is_empty());
        astray.extend(gone.map(|(study, _)| (study, Astray::Lock)));
        Ok(astray)
    }
}

/// Returns the commitment to all that was drawn and kept for a study: to whoever has not the salt,
/// it is a random number.
///
/// It covers seed, request, the questions of every presentation, and for each case its side,
/// generator and sample down to the hash of the bytes. The salt must be drawn for this alone: a
/// seed may be a short number that somebody chose, and could be tried out.
///
/// # Source
///
/// RFC 2104 and FIPS 198-1 for HMAC-SHA256; the text is this project's.
pub(crate) fn commitment(connection: &Connection, study: i64, salt: &[u8; 32]) -> Result<String> {
    taken_over(connection, study, salt, VERSION, &[STUDY, PRESENTATIONS, SHOWN, CASES])
}

fn taken_over(
    connection: &Connection,
    study: i64,
    salt: &[u8; 32],
    version: &str,
    queries: &[&str],
) -> Result<String> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(salt).expect("HMAC takes a key of any length (RFC 2104)");
    mac.update(version.as_bytes());
    for sql in queries {
        let mut query = connection.prepare_cached(sql)?;
        let n_columns = query.column_count();
        let mut rows = query.query([study])?;
        while let Some(row) = rows.next()? {
            let cells = (0..n_columns).map(|at| row.get(at).map(cell));
            let cells = cells.collect::<rusqlite::Result<Vec<Value>>>()?;
            // JSON parts the cells: no text can pretend to be two of them.
            mac.update(format!("\n{}", Value::from(cells)).as_bytes());
        }
        mac.update(b"\n");
    }
    Ok(format!("{version}:{}", hex(&mac.finalize().into_bytes())))
}

fn cell(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Integer(number) => json!(number),
        Cell::Text(text) => json!(text),
        // The tables are strict, and none of these columns is one of these.
        Cell::Real(number) => json!(number.to_bits()),
        Cell::Blob(bytes) => json!(hex(&bytes)),
    }
}

fn keeps_design(
    connection: &Connection,
    study: i64,
    hash: Option<&str>,
    lock: &Value,
) -> Result<bool> {
    let told = lock["design_hash"].as_str();
    let presentations = in_order(connection, study, lock)?;
    let n_told = lock["n_presentations"].as_u64();
    if told != hash || n_told != Some(presentations.len() as u64) {
        return Ok(false);
    }
    Ok(told == Some(hex(&Design::of(presentations).hash).as_str()))
}

/// Returns the presentations in the order of the design: by reader as asked for, then as read.
fn in_order(connection: &Connection, study: i64, lock: &Value) -> Result<Vec<Presentation>> {
    let mut presentations = presentations_of(connection, StudyId(study), None)?;
    let version = lock["design_version"].as_i64();
    let kept: Option<i64> = connection
        .query_row("SELECT design_version FROM studies WHERE id = ?1", [study], |row| row.get(0))
        .optional()?;
    if version != kept {
        return Ok(Vec::new());
    }
    // The trails of the first version did not name the readers: there, the request does.
    let request: Option<String> = connection
        .query_row("SELECT request FROM studies WHERE id = ?1", [study], |row| row.get(0))
        .optional()?;
    let request: Value =
        request.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let named = if lock["readers"].is_array() { &lock["readers"] } else { &request["readers"] };
    let named: Vec<&str> =
        named.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::trim).collect();
    presentations.sort_by_cached_key(|p| {
        let place = named.iter().position(|code| *code == p.reader);
        (place.unwrap_or(usize::MAX), p.reader.clone(), p.round, p.position)
    });
    Ok(presentations)
}

fn keeps_truth(connection: &Connection, study: i64, lock: &Value) -> Result<bool> {
    let Some(told) = lock["truth_commitment"].as_str() else { return Ok(false) };
    let is_second = told.starts_with(SECOND);
    if !told.starts_with(VERSION) && !is_second {
        return Ok(told == first_commitment(connection, study)?);
    }
    let salt: Option<String> = connection
        .query_row(
            "SELECT salt FROM commitments WHERE study_id = ?1 AND design_version = ?2",
            params![study, lock["design_version"].as_i64()],
            |row| row.get(0),
        )
        .optional()?;
    let Some(salt) = salt.and_then(|salt| salt.parse::<samples::ContentHash>().ok()) else {
        return Ok(false);
    };
    let salt = salt.as_bytes();
    if is_second {
        let queries = [STUDY, PRESENTATIONS_2, CASES_2];
        return Ok(told == taken_over(connection, study, salt, SECOND, &queries)?);
    }
    Ok(told == commitment(connection, study, salt)?)
}

/// Returns the commitment as studies of the first version have it: to cases and sides alone.
fn first_commitment(connection: &Connection, study: i64) -> Result<String> {
    let seed: String =
        connection
            .query_row("SELECT seed FROM studies WHERE id = ?1", [study], |row| row.get(0))?;
    let Ok(seed) = seed.parse::<samples::ContentHash>() else { return Ok(String::new()) };
    let mut mac = Hmac::<Sha256>::new_from_slice(seed.as_bytes())
        .expect("HMAC takes a key of any length (RFC 2104)");
    mac.update(b"truth\x1f");
    let mut query = connection
        .prepare("SELECT case_id, arm FROM cases WHERE study_id = ?1 ORDER BY case_id")?;
    let mut rows = query.query([study])?;
    while let Some(row) = rows.next()? {
        let (case, arm): (String, String) = (row.get(0)?, row.get(1)?);
        mac.update(format!("{case}\u{1f}{arm}\n").as_bytes());
    }
    Ok(hex(&mac.finalize().into_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    crate::table::studies::hex(bytes)
}

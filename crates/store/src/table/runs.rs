//! Runs of metrics: values, each under the key of everything that it depends on.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use samples::{Arm, ContentHash, SetId};
use serde_json::Value;

use super::column::{self, Json};
use super::{Group, Step};
use crate::{Error, JobState, Project, Result};

pub(super) const GROUP: Group =
    Group { name: "runs", create: &[V1], steps: &[Step { to: 1, sql: V1 }] };

const V1: &str = "
CREATE TABLE runs (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT,
    request TEXT NOT NULL,
    seed TEXT NOT NULL,
    program_version TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE TABLE run_values (
    id INTEGER PRIMARY KEY NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    key TEXT NOT NULL CHECK (length(key) = 64),
    metric TEXT NOT NULL,
    metric_version INTEGER NOT NULL,
    parameters TEXT NOT NULL,
    real_set INTEGER REFERENCES sets (id),
    synthetic_set INTEGER REFERENCES sets (id),
    level TEXT NOT NULL,
    value REAL,
    reason TEXT,
    interval TEXT,
    n_real INTEGER NOT NULL,
    n_synthetic INTEGER NOT NULL,
    seconds REAL NOT NULL,
    extra TEXT NOT NULL,
    UNIQUE (run_id, key)
) STRICT;
CREATE INDEX run_values_by_key ON run_values (key);
CREATE TABLE instance_values (
    value_id INTEGER NOT NULL REFERENCES run_values (id) ON DELETE CASCADE,
    arm TEXT NOT NULL CHECK (arm IN ('real', 'synthetic')),
    ordinal INTEGER NOT NULL,
    value REAL,
    reason TEXT,
    PRIMARY KEY (value_id, arm, ordinal)
) STRICT, WITHOUT ROWID;
";

/// A run within its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunId(pub i64);

/// A value within its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValueId(pub i64);

/// A run before it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRun {
    /// Its name, for people.
    pub name: Option<String>,
    /// What was asked.
    pub request: Value,
    /// The seed of all its chance.
    pub seed: u64,
    /// The program that computes it.
    pub program_version: String,
}

/// A run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// Its name, for people.
    pub name: Option<String>,
    /// What was asked.
    pub request: Value,
    /// The seed of all its chance.
    pub seed: u64,
    /// The program that computed it.
    pub program_version: String,
    /// How it stands.
    pub state: JobState,
    /// When it was begun.
    pub created_at: String,
}

/// A value of a metric, or why there is none, before it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewValue {
    /// The hash of everything that the value depends on.
    pub key: ContentHash,
    /// The metric's id.
    pub metric: String,
    /// The metric's version.
    pub metric_version: u32,
    /// The metric's parameters.
    pub parameters: Value,
    /// The real set.
    pub real: Option<SetId>,
    /// The synthetic set.
    pub synthetic: Option<SetId>,
    /// What the value is of: `set`, `pair`, a stratum.
    pub level: String,
    /// The value; it may be infinite.
    pub value: Option<f64>,
    /// Why there is no value, or what is to be said beside it.
    pub reason: Option<Value>,
    /// The interval, and how it was made.
    pub interval: Option<Value>,
    /// Real samples used.
    pub n_real: u64,
    /// Synthetic samples used.
    pub n_synthetic: u64,
    /// How long it took.
    pub seconds: f64,
    /// What else belongs to it.
    pub extra: Value,
}

/// A value that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredValue {
    /// Its id.
    pub id: ValueId,
    /// The run it belongs to.
    pub run: RunId,
    /// The value.
    pub value: NewValue,
}

/// A metric's value for one sample, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct InstanceValue {
    /// The arm of the sample.
    pub arm: Arm,
    /// The ordinal of the sample in its set.
    pub ordinal: u32,
    /// The value; it may be infinite.
    pub value: Option<f64>,
    /// Why there is none: a code.
    pub reason: Option<String>,
}

impl Project {
    /// Keeps a new run, running.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`] and those of the disk.
    pub fn add_run(&self, run: &NewRun, now: &str) -> Result<RunId> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO runs (name, request, seed, program_version, state, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    run.name,
                    Json(&run.request),
                    run.seed.to_string(),
                    run.program_version,
                    JobState::Running.as_str(),
                    now
                ],
            )?;
            Ok(RunId(transaction.last_insert_rowid()))
        })
    }

    /// Says how a run stands.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::ReadOnly`], and those of the disk.
    pub fn set_run_state(&self, run: RunId, state: JobState) -> Result<()> {
        self.change_run(
            run,
            "UPDATE runs SET state = ?2 WHERE id = ?1",
            params![run.0, state.as_str()],
        )
    }

    /// Gives a run a name, or takes it away.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::ReadOnly`], and those of the disk.
    pub fn rename_run(&self, run: RunId, name: Option<&str>) -> Result<()> {
        self.change_run(run, "UPDATE runs SET name = ?2 WHERE id = ?1", params![run.0, name])
    }

    /// Deletes a run and its values: they can be computed again.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::ReadOnly`], and those of the disk.
    pub fn delete_run(&self, run: RunId) -> Result<()> {
        self.change_run(run, "DELETE FROM runs WHERE id = ?1", [run.0])
    }

    /// Returns a run.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] and those of the disk.
    pub fn run(&self, run: RunId) -> Result<Run> {
        self.read(|connection| {
            let mut query = connection.prepare_cached("SELECT * FROM runs WHERE id = ?1")?;
            let found = query.query_row([run.0], stored_run).optional()?;
            found.ok_or_else(|| no_such(run))
        })
    }

    /// Returns all runs, the newest first.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn runs(&self) -> Result<Vec<Run>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached("SELECT * FROM runs ORDER BY id DESC")?;
            let runs = query.query_map([], stored_run)?;
            Ok(runs.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Keeps a value and those of its samples; what the run had under this key gives way.
    ///
    /// Infinite values come back as they were; minus zero comes back as zero.
    ///
    /// # Errors
    ///
    /// [`Error::NotANumber`] for NaN, [`Error::NoSuch`], [`Error::ReadOnly`],
    /// and those of the disk.
    pub fn add_value(
        &self,
        run: RunId,
        value: &NewValue,
        instances: &[InstanceValue],
    ) -> Result<ValueId> {
        self.write(|transaction| {
            check_numbers(value, instances)?;
            let exists = "SELECT count(*) FROM runs WHERE id = ?1";
            if transaction.query_row(exists, [run.0], |row| row.get::<_, u32>(0))? == 0 {
                return Err(no_such(run));
            }
            let id = insert_value(transaction, run, value)?;
            insert_instances(transaction, id, instances)?;
            Ok(id)
        })
    }

    /// Returns the newest value under this key, of whatever run.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn value_by_key(&self, key: &ContentHash) -> Result<Option<StoredValue>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT * FROM run_values WHERE key = ?1 ORDER BY id DESC LIMIT 1",
            )?;
            Ok(query.query_row([key.to_string()], stored_value).optional()?)
        })
    }

    /// Gives a run a value that another run computed, with those of its samples.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::ReadOnly`], and those of the disk.
    pub fn reuse_value(&self, value: ValueId, run: RunId) -> Result<ValueId> {
        let stored = self.value(value)?;
        if stored.run == run {
            return Ok(value);
        }
        let instances = self.instance_values(value)?;
        self.add_value(run, &stored.value, &instances)
    }

    /// Returns one value.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] and those of the disk.
    pub fn value(&self, value: ValueId) -> Result<StoredValue> {
        self.read(|connection| {
            let mut query = connection.prepare_cached("SELECT * FROM run_values WHERE id = ?1")?;
            let found = query.query_row([value.0], stored_value).optional()?;
            found.ok_or_else(|| Error::NoSuch { what: "value", id: value.0.to_string() })
        })
    }

    /// Returns the values of a run, in the order they were kept.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn values(&self, run: RunId) -> Result<Vec<StoredValue>> {
        self.read(|connection| {
            let mut query = connection
                .prepare_cached("SELECT * FROM run_values WHERE run_id = ?1 ORDER BY id")?;
            let values = query.query_map([run.0], stored_value)?;
            Ok(values.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns the values of single samples that belong to a value: real ones first, by ordinal.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn instance_values(&self, value: ValueId) -> Result<Vec<InstanceValue>> {
        self.read(|connection| instance_values(connection, value))
    }

    fn change_run(&self, run: RunId, sql: &str, values: impl rusqlite::Params) -> Result<()> {
        self.write(|transaction| match transaction.execute(sql, values)? {
            0 => Err(no_such(run)),
            _ => Ok(()),
        })
    }
}

fn no_such(run: RunId) -> Error {
    Error::NoSuch { what: "run", id: run.0.to_string() }
}

/// The database would keep NaN as "no value", without a reason.
fn check_numbers(value: &NewValue, instances: &[InstanceValue]) -> Result<()> {
    let numbers = instances.iter().map(|instance| instance.value).chain([value.value]);
    if numbers.flatten().any(f64::is_nan) {
        return Err(Error::NotANumber { what: value.metric.clone() });
    }
    if value.seconds.is_nan() {
        return Err(Error::NotANumber { what: "seconds".to_owned() });
    }
    Ok(())
}

fn insert_value(transaction: &Transaction<'_>, run: RunId, value: &NewValue) -> Result<ValueId> {
    let key = value.key.to_string();
    transaction
        .prepare_cached("DELETE FROM run_values WHERE run_id = ?1 AND key = ?2")?
        .execute(params![run.0, key])?;
    transaction
        .prepare_cached(
            "INSERT INTO run_values (run_id, key, metric, metric_version, parameters, real_set,
                                     synthetic_set, level, value, reason, interval, n_real,
                                     n_synthetic, seconds, extra)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(params![
            run.0,
            key,
            value.metric,
            value.metric_version,
            Json(&value.parameters),
            value.real.map(|set| set.0),
            value.synthetic.map(|set| set.0),
            value.level,
            value.value,
            value.reason.as_ref().map(Json),
            value.interval.as_ref().map(Json),
            value.n_real,
            value.n_synthetic,
            value.seconds,
            Json(&value.extra)
        ])?;
    Ok(ValueId(transaction.last_insert_rowid()))
}

fn insert_instances(
    transaction: &Transaction<'_>,
    value: ValueId,
    instances: &[InstanceValue],
) -> Result<()> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO instance_values (value_id, arm, ordinal, value, reason)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for instance in instances {
        let InstanceValue { arm, ordinal, value: number, reason } = instance;
        insert.execute(params![value.0, arm.as_str(), ordinal, number, reason])?;
    }
    Ok(())
}

fn instance_values(connection: &Connection, value: ValueId) -> Result<Vec<InstanceValue>> {
    let mut query = connection.prepare_cached(
        "SELECT * FROM instance_values WHERE value_id = ?1 ORDER BY arm, ordinal",
    )?;
    let instances = query.query_map([value.0], |row| {
        Ok(InstanceValue {
            arm: column::word(row, "arm", Arm::from_word)?,
            ordinal: row.get("ordinal")?,
            value: row.get("value")?,
            reason: row.get("reason")?,
        })
    })?;
    Ok(instances.collect::<rusqlite::Result<_>>()?)
}

fn stored_run(row: &Row<'_>) -> rusqlite::Result<Run> {
    Ok(Run {
        id: RunId(row.get("id")?),
        name: row.get("name")?,
        request: column::json(row, "request")?,
        seed: column::word(row, "seed", |text| text.parse().ok())?,
        program_version: row.get("program_version")?,
        state: column::word(row, "state", JobState::from_word)?,
        created_at: row.get("created_at")?,
    })
}

fn stored_value(row: &Row<'_>) -> rusqlite::Result<StoredValue> {
    let value = NewValue {
        key: column::hash(row, "key")?,
        metric: row.get("metric")?,
        metric_version: row.get("metric_version")?,
        parameters: column::json(row, "parameters")?,
        real: row.get::<_, Option<i64>>("real_set")?.map(SetId),
        synthetic: row.get::<_, Option<i64>>("synthetic_set")?.map(SetId),
        level: row.get("level")?,
        value: row.get("value")?,
        reason: column::json_if_any(row, "reason")?,
        interval: column::json_if_any(row, "interval")?,
        n_real: row.get("n_real")?,
        n_synthetic: row.get("n_synthetic")?,
        seconds: row.get("seconds")?,
        extra: column::json(row, "extra")?,
    };
    Ok(StoredValue { id: ValueId(row.get("id")?), run: RunId(row.get("run_id")?), value })
}

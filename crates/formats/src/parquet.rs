//! Parquet: tables by columns, as data frames write them.

mod column;
mod footer;
mod kind;
mod pages;
mod thrift;
mod times;

use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::ParquetMetaData;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use bytes::Bytes;
use samples::{Column, Contents, Table, Values};

use crate::csv::{identifies_people, unique};
use crate::quiet::quietly;
use crate::{Error, Format, Input, Limits, Match, Note, Notes, Peek, Result};

use kind::Kind;

/// See <https://parquet.apache.org/docs/file-format/>.
pub(crate) struct Parquet;

const TITLE: &str = "Parquet";

impl Format for Parquet {
    fn id(&self) -> &'static str {
        "parquet"
    }

    fn title(&self) -> &'static str {
        TITLE
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["parquet", "pq"]
    }

    fn recognise(&self, file: &Peek<'_>) -> Match {
        if footer::SIGNATURES.iter().any(|signature| file.head.starts_with(signature)) {
            Match::BySignature
        } else if file.has_extension(self.extensions()) {
            Match::ByName
        } else {
            Match::No
        }
    }

    fn read(&self, input: &Input<'_>, limits: &Limits, notes: &mut Notes) -> Result<Contents> {
        footer::check(input.bytes, limits)?;
        // The library trusts what a page holds; where that is damaged it may panic.
        quietly(|| table(input.bytes, limits, notes))
            .unwrap_or_else(|| Err(broken("its values contradict each other")))
            .map(Contents::Table)
    }
}

fn table(bytes: &[u8], limits: &Limits, notes: &mut Notes) -> Result<Table> {
    let file = SerializedFileReader::new(Bytes::copy_from_slice(bytes)).map_err(failed)?;
    let metadata = file.metadata();
    let wanted = wanted(metadata, notes);
    if wanted.is_empty() {
        return Err(Error::NoColumns);
    }
    let n_rows = n_rows(metadata)?;
    if n_rows == 0 {
        return Err(Error::NoRows);
    }
    let given = n_rows.saturating_mul(wanted.len() as u64);
    if limits.cells < given {
        return Err(Error::TooManyCells { given, limit: limits.cells });
    }
    pages::check(bytes, metadata, &wanted, limits)?;

    let names: Vec<String> = wanted.iter().map(|column| column.name.trim().to_owned()).collect();
    let names = unique(&names, 1, notes);
    let mut room = limits.bytes;
    let mut columns = Vec::with_capacity(wanted.len());
    for (name, wanted) in names.into_iter().zip(&wanted) {
        let column = column::read(&file, wanted, name, &mut room, limits, notes)?;
        if is_index(&column) {
            notes.add(Note::IndexDropped);
            continue;
        }
        if identifies_people(&column.name) {
            notes.add(Note::IdentifiesPeople { column: column.name.clone() });
        }
        columns.push(column);
    }
    if columns.is_empty() {
        return Err(Error::NoColumns);
    }
    Ok(Table::new(columns)?)
}

/// A column that holds plain values.
struct Wanted {
    /// Its place among the leaves of the schema.
    leaf: usize,
    name: String,
    kind: Kind,
}

/// Returns the columns of plain values; the others are left out, each with one note.
fn wanted(metadata: &ParquetMetaData, notes: &mut Notes) -> Vec<Wanted> {
    let schema = metadata.file_metadata().schema_descr();
    let mut wanted = Vec::new();
    let mut left_out = None;
    for (leaf, column) in schema.columns().iter().enumerate() {
        let is_flat = column.path().parts().len() == 1 && column.max_rep_level() == 0;
        if let Some(kind) = Kind::of(column).filter(|_| is_flat) {
            wanted.push(Wanted { leaf, name: column.name().to_owned(), kind });
        } else if left_out.replace(schema.get_column_root_idx(leaf))
            != Some(schema.get_column_root_idx(leaf))
        {
            // A group has many leaves and one name.
            let column = schema.get_column_root(leaf).name().to_owned();
            notes.add(Note::ColumnLeftOut { column });
        }
    }
    wanted
}

/// Returns the number of rows, on which the whole and its parts must agree.
fn n_rows(metadata: &ParquetMetaData) -> Result<u64> {
    let whole = |n: i64| u64::try_from(n).map_err(|_| broken("a number of rows is negative"));
    let mut sum = 0_u64;
    for group in metadata.row_groups() {
        sum = sum.saturating_add(whole(group.num_rows())?);
    }
    if sum == whole(metadata.file_metadata().num_rows())? {
        Ok(sum)
    } else {
        Err(broken("its numbers of rows differ"))
    }
}

/// Says whether a column is the one that pandas writes to count the rows.
fn is_index(column: &Column) -> bool {
    let Values::Numbers(numbers) = &column.values else { return false };
    let counts = |from: u32| {
        let mut wanted = f64::from(from);
        numbers.iter().all(|number| {
            let fits = number.is_some_and(|number| number.total_cmp(&wanted).is_eq());
            wanted += 1.0;
            fits
        })
    };
    column.name == "__index_level_0__" && (counts(0) || counts(1))
}

fn broken(detail: impl Into<String>) -> Error {
    Error::Broken { format: TITLE, detail: detail.into() }
}

fn cut() -> Error {
    Error::Truncated { format: TITLE }
}

fn failed(error: ParquetError) -> Error {
    match error {
        ParquetError::EOF(_) => cut(),
        ParquetError::NYI(what) => Error::Unsupported { format: TITLE, what },
        ParquetError::General(detail) => broken(detail),
        other => broken(other.to_string()),
    }
}

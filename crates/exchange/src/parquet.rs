//! A table as Parquet.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use crate::column::{Column, Kind};
use crate::table::{Cell, Table};
use crate::times::microseconds;
use crate::{Error, Result};

/// Returns a table as Parquet: text to the letter, whole numbers of 64 bits, doubles, truth values, and
/// times in UTC to the microsecond; what is empty is null.
///
/// # Errors
///
/// [`Error::NotATime`], [`Error::WrongKind`], [`Error::Unwritten`].
///
/// # Source
///
/// Apache Parquet, <https://parquet.apache.org/docs/file-format/>.
pub fn parquet(table: &Table) -> Result<Vec<u8>> {
    let fields = table.columns.iter().map(field).collect::<std::result::Result<Vec<_>, _>>();
    let fields = fields.map_err(|error| unwritten(&error))?;
    let schema = Type::group_type_builder(table.name).with_fields(fields).build();
    let schema = schema.map_err(|error| unwritten(&error))?;
    let properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_compression(Compression::SNAPPY)
        .set_created_by("Touchstone".to_owned())
        .build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties))
        .map_err(|error| unwritten(&error))?;
    if !table.rows.is_empty() {
        let mut group = writer.next_row_group().map_err(|error| unwritten(&error))?;
        for (at, column) in table.columns.iter().enumerate() {
            let next = group.next_column().map_err(|error| unwritten(&error))?;
            let mut open = next.ok_or_else(|| Error::Unwritten {
                format: FORMAT,
                why: format!("there is no room for {}", column.name),
            })?;
            write(&mut open, table, at, column)?;
            open.close().map_err(|error| unwritten(&error))?;
        }
        group.close().map_err(|error| unwritten(&error))?;
    }
    writer.close().map_err(|error| unwritten(&error))?;
    Ok(bytes)
}

const FORMAT: &str = "Parquet";

fn unwritten(error: &ParquetError) -> Error {
    Error::Unwritten { format: FORMAT, why: error.to_string() }
}

fn field(column: &Column) -> std::result::Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Flag => (Physical::BOOLEAN, None),
        Kind::Time => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
    };
    let field = Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()?;
    Ok(Arc::new(field))
}

fn write(
    open: &mut SerializedColumnWriter<'_>,
    table: &Table,
    at: usize,
    column: &Column,
) -> Result<()> {
    match column.kind {
        Kind::Text => fill::<ByteArrayType>(open, table, at, column, |cell| match cell {
            Cell::Text(text) => Some(ByteArray::from(text.as_str())),
            _ => None,
        }),
        Kind::Whole => fill::<Int64Type>(open, table, at, column, |cell| match cell {
            Cell::Whole(number) => Some(*number),
            _ => None,
        }),
        Kind::Number => fill::<DoubleType>(open, table, at, column, |cell| match cell {
            Cell::Number(number) => Some(*number),
            _ => None,
        }),
        Kind::Flag => fill::<BoolType>(open, table, at, column, |cell| match cell {
            Cell::Flag(flag) => Some(*flag),
            _ => None,
        }),
        Kind::Time => fill::<Int64Type>(open, table, at, column, |cell| match cell {
            Cell::Text(text) => microseconds(text),
            _ => None,
        }),
    }
}

/// Writes one column; `of` gives nothing for a cell of another kind.
fn fill<T: DataType>(
    open: &mut SerializedColumnWriter<'_>,
    table: &Table,
    at: usize,
    column: &Column,
    of: impl Fn(&Cell) -> Option<T::T>,
) -> Result<()> {
    let mut values = Vec::new();
    let mut there = Vec::with_capacity(table.rows.len());
    for (row, cells) in table.rows.iter().enumerate() {
        let cell = cells.get(at).unwrap_or(&Cell::Empty);
        if *cell == Cell::Empty {
            there.push(0);
            continue;
        }
        values.push(of(cell).ok_or_else(|| wrong(table, column, row + 1, cell))?);
        there.push(1);
    }
    let written = open.typed::<T>().write_batch(&values, Some(&there), None);
    written.map(|_| ()).map_err(|error| unwritten(&error))
}

fn wrong(table: &Table, column: &Column, row: usize, cell: &Cell) -> Error {
    let (table, name) = (table.name.to_owned(), column.name.to_owned());
    match cell {
        Cell::Text(given) if column.kind == Kind::Time => {
            Error::NotATime { table, column: name, row, given: given.clone() }
        }
        _ => Error::WrongKind { table, column: name, row },
    }
}

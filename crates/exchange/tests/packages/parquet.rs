//! `answers.parquet`, as the reader of the `parquet` crate has it.

use bytes::Bytes;
use exchange::parquet::parquet;
use exchange::{Cell, Column, Error, Table};
use parquet::basic::{LogicalType, TimeUnit, Type as Physical};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;

use crate::study::{files, study};
use crate::{file, json_of};

fn open(bytes: &[u8]) -> SerializedFileReader<Bytes> {
    SerializedFileReader::new(Bytes::copy_from_slice(bytes)).unwrap()
}

#[test]
fn columns_have_the_types_of_the_schema() {
    let files = files(&study(), true);
    let reader = open(file(&files, "answers.parquet"));
    let columns = reader.metadata().file_metadata().schema_descr().columns().to_vec();
    let descriptor = json_of(file(&files, "datapackage.json"));
    let fields = descriptor["resources"][0]["schema"]["fields"].as_array().unwrap().clone();
    assert_eq!(columns.len(), fields.len());
    for (column, field) in columns.iter().zip(fields) {
        assert_eq!(column.name(), field["name"]);
        let wanted = match field["type"].as_str().unwrap() {
            "string" => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            "integer" => (Physical::INT64, None),
            "number" => (Physical::DOUBLE, None),
            "boolean" => (Physical::BOOLEAN, None),
            "datetime" => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
            other => panic!("{other}"),
        };
        let is = (column.physical_type(), column.logical_type_ref().cloned());
        assert_eq!(is, wanted, "{}", column.name());
    }
}

#[test]
fn cells_read_back_to_the_letter() {
    let files = files(&study(), true);
    let reader = open(file(&files, "answers.parquet"));
    let rows = json_of(file(&files, "answers.json"));
    let rows = rows.as_array().unwrap();
    let mut n = 0;
    for (read, row) in reader.get_row_iter(None).unwrap().zip(rows) {
        for (name, field) in read.unwrap().get_column_iter() {
            let wanted = &row[name.as_str()];
            let same = match field {
                Field::Null => wanted.is_null(),
                Field::Str(text) => wanted == text.as_str(),
                Field::Long(number) => wanted == number,
                Field::Double(number) => wanted.as_f64() == Some(*number),
                Field::Bool(flag) => wanted == flag,
                Field::TimestampMicros(at) => {
                    let form = &time::format_description::well_known::Rfc3339;
                    let told = time::OffsetDateTime::parse(wanted.as_str().unwrap(), form).unwrap();
                    told.unix_timestamp_nanos() == i128::from(*at) * 1000
                }
                other => panic!("{other:?}"),
            };
            assert!(same, "{name}: {field:?} is not {wanted}");
            n += 1;
        }
    }
    assert_eq!(n, rows.len() * 31, "every cell was looked at");
}

#[test]
fn a_moment_is_counted_from_1970() {
    let table = Table {
        name: "t",
        columns: vec![Column::time("at", "When.")],
        rows: vec![vec![Cell::Text("2001-09-09T01:46:40.5Z".to_owned())], vec![Cell::Empty]],
        ..Table::default()
    };
    let reader = open(&parquet(&table).unwrap());
    let read: Vec<Field> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().get_column_iter().next().unwrap().1.clone())
        .collect();
    // A thousand million seconds after the beginning of 1970 were over at 01:46:40 on that day.
    assert_eq!(read, [Field::TimestampMicros(1_000_000_000_500_000), Field::Null]);
}

#[test]
fn what_does_not_fit_is_an_error_with_its_place() {
    let of = |column: Column, cell: Cell| {
        let rows = vec![vec![Cell::Empty], vec![cell]];
        parquet(&Table { name: "t", columns: vec![column], rows, ..Table::default() })
    };
    let (table, column, row) = ("t".to_owned(), "c".to_owned(), 2);
    let given = "yesterday".to_owned();
    assert_eq!(
        of(Column::time("c", "When."), Cell::Text(given.clone())),
        Err(Error::NotATime { table: table.clone(), column: column.clone(), row, given })
    );
    assert_eq!(
        of(Column::whole("c", "How many."), Cell::Flag(true)),
        Err(Error::WrongKind { table, column, row })
    );
    let none =
        Table { name: "t", columns: vec![Column::flag("c", "Whether.")], ..Table::default() };
    assert_eq!(open(&parquet(&none).unwrap()).metadata().file_metadata().num_rows(), 0);
}

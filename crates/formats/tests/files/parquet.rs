//! Parquet files that are odd, damaged or hostile.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use formats::{Error, Input, Limits, Note, Reading, Result, read};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

fn golden(file: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/formats/parquet");
    fs::read(folder.join(file)).unwrap()
}

fn reading(bytes: &[u8]) -> Result<Reading> {
    read(&Input::alone("a.parquet", bytes), &Limits::default())
}

fn error(bytes: &[u8]) -> Error {
    reading(bytes).unwrap_err()
}

/// A file of one column of whole numbers, or of none.
fn file(schema: &str, numbers: Option<&[i32]>) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut bytes = Vec::new();
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
    if let Some(numbers) = numbers {
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(numbers, None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

#[test]
fn a_table_without_rows_or_columns_is_an_error() {
    assert_eq!(error(&file("message a { required int32 n; }", None)), Error::NoRows);
    assert_eq!(error(&file("message a { required int32 n; }", Some(&[]))), Error::NoRows);
    assert_eq!(error(&file("message a { }", None)), Error::NoColumns);
}

#[test]
fn a_table_of_nothing_but_groups_has_no_column() {
    let schema = "message a { repeated int32 n; required binary b; }";
    assert_eq!(error(&file(schema, None)), Error::NoColumns);
}

#[test]
fn what_is_no_cell_is_left_out_and_named() {
    let notes = reading(&golden("types.parquet")).unwrap().notes;
    for column in ["list", "group", "bytes"] {
        let note = Note::ColumnLeftOut { column: column.to_owned() };
        assert_eq!(notes.iter().filter(|&other| *other == note).count(), 1, "{column}");
    }
}

#[test]
fn a_file_that_is_cut_anywhere_is_an_error() {
    for name in ["frame.parquet", "types.parquet", "delta.parquet", "lz4.parquet"] {
        let bytes = golden(name);
        for end in 0..bytes.len() {
            assert!(reading(&bytes[..end]).is_err(), "{name} at {end}");
        }
    }
}

#[test]
fn a_footer_of_an_impossible_length_is_an_error() {
    let bytes = golden("lz4.parquet");
    let at = bytes.len() - 8;
    for length in [0, 1, 7, 0x7fff_ffff, u32::MAX, u32::try_from(bytes.len()).unwrap()] {
        let mut bytes = bytes.clone();
        bytes[at..at + 4].copy_from_slice(&length.to_le_bytes());
        assert!(matches!(error(&bytes), Error::Broken { .. }), "{length}");
    }
    let garbage = [b"PAR1", &[0xa5; 5000][..], &5000_u32.to_le_bytes(), b"PAR1"].concat();
    assert!(matches!(error(&garbage), Error::Broken { .. }));
    for short in [&b"PAR1"[..], b"PAR1PAR1", b"PAR1\0\0\0\0PAR1"] {
        assert!(reading(short).is_err(), "{short:?}");
    }
}

#[test]
fn a_column_that_says_to_have_billions_of_children_takes_no_memory() {
    // By hand: version 1; a schema of one element with 2,000,000,000 children; no rows.
    let children = [0x15, 0x02, 0x19, 0x1c, 0x48, 0x01, b'a', 0x15, 0x80, 0xa8, 0xd6, 0xb9, 0x0e];
    let footer = [&children[..], &[0, 0x16, 0, 0x19, 0x0c, 0]].concat();
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    let bytes = [b"PAR1", &footer[..], &length, b"PAR1"].concat();
    assert_eq!(error(&bytes).to_string(), "the Parquet is damaged: its columns are no tree");
}

#[test]
fn an_encrypted_file_and_another_kind_of_file_say_what_they_are() {
    let encrypted = [&b"PARE"[..], &[0; 20], b"PARE"].concat();
    assert_eq!(error(&encrypted).to_string(), "encryption in Parquet cannot be read");
    assert_eq!(error(b"a,b\n1,2\n"), Error::NotWhatItSays { format: "Parquet" });
}

#[test]
fn rows_are_counted_against_the_limit_before_they_are_read() {
    let limits = Limits { cells: 35, ..Limits::default() };
    let error = read(&Input::alone("a.parquet", &golden("delta.parquet")), &limits).unwrap_err();
    assert_eq!(error, Error::TooManyCells { given: 60, limit: 35 });
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_is_refused() {
    // One long word, named a hundred thousand times by its place in a dictionary.
    let schema = Arc::new(parse_message_type("message a { required binary w (UTF8); }").unwrap());
    let mut bytes = Vec::new();
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let words = vec![ByteArray::from("x".repeat(10_000).as_str()); 100_000];
    column.typed::<ByteArrayType>().write_batch(&words, None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    assert!(bytes.len() < 100_000, "{} bytes", bytes.len());

    let limits = Limits { bytes: 100 << 20, ..Limits::default() };
    let error = read(&Input::alone("a.parquet", &bytes), &limits).unwrap_err();
    assert!(matches!(error, Error::TooManyBytes { .. }), "{error:?}");
}

#[test]
fn values_that_contradict_each_other_are_an_error_and_not_a_panic() {
    // Every byte of a file in turn, as damage by a disk or by hand.
    for name in ["lz4.parquet", "delta.parquet"] {
        let whole = golden(name);
        for at in 0..whole.len() {
            for value in [0, 0x7f, 0xff, whole[at] ^ 1, whole[at] ^ 0x10] {
                let mut bytes = whole.clone();
                bytes[at] = value;
                // Either outcome is right: what is asked is that there is one.
                drop(reading(&bytes));
            }
        }
    }
}

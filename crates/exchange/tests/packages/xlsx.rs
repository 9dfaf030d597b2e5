//! `study.xlsx`, as `calamine` reads it.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use exchange::xlsx::xlsx;
use exchange::{Cell, Column, Error, Table};

use crate::study::{MADE_AT, NASTY, files, study};
use crate::{csv_of, file, json_of};

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

/// A table of one column of text.
fn words(cells: Vec<Cell>) -> Table {
    let rows = cells.into_iter().map(|cell| vec![cell]).collect();
    Table { name: "t", columns: vec![Column::text("c", "Words.")], rows, ..Table::default() }
}

fn cell(bytes: &[u8], row: u32) -> Option<Data> {
    open(bytes).worksheet_range("t").unwrap().get_value((row, 0)).cloned()
}

#[test]
fn there_is_a_sheet_for_each_table_with_its_rows() {
    let files = files(&study(), true);
    let mut book = open(file(&files, "study.xlsx"));
    let descriptor = json_of(file(&files, "datapackage.json"));
    let tables = descriptor["resources"].as_array().unwrap();
    let names: Vec<&str> = tables.iter().map(|table| table["name"].as_str().unwrap()).collect();
    assert_eq!(book.sheet_names(), names);
    for name in names {
        let (columns, rows) = csv_of(file(&files, &format!("{name}.csv")));
        let sheet = book.worksheet_range(name).unwrap();
        assert_eq!(sheet.get_size(), (rows.len() + 1, columns.len()), "{name}");
        let head: Vec<String> = sheet.headers().unwrap();
        assert_eq!(head, columns);
        assert!(book.worksheet_formula(name).unwrap().is_empty(), "{name} has a formula");
    }
}

#[test]
fn cells_have_the_kind_of_what_they_say() {
    let files = files(&study(), true);
    let sheet = open(file(&files, "study.xlsx")).worksheet_range("answers").unwrap();
    let (names, _) = csv_of(file(&files, "answers.csv"));
    let at = |row: u32, name: &str| {
        let column = names.iter().position(|known| known == name).unwrap();
        sheet.get_value((row, u32::try_from(column).unwrap())).cloned().unwrap_or_default()
    };
    assert_eq!(at(1, "reader"), Data::String("R1".to_owned()));
    assert_eq!(at(1, "position"), Data::Float(1.0));
    assert_eq!(at(1, "rt_ms"), Data::Float(2310.5));
    assert_eq!(at(1, "is_repeat"), Data::Bool(false));
    assert_eq!(at(1, "side_synthetic"), Data::Empty);
    let Data::DateTime(time) = at(1, "answered_at_utc") else { panic!("no time") };
    // 2 February 2026 is day 46055 of the spreadsheets' count: 25569 is the first of 1970, and
    // 2026-02-02 the 20486th day after it; 8:01:05.125 are 28865.125 of its 86400 seconds.
    let wanted = 46055.0 + 28865.125 / 86400.0;
    assert!((time.as_f64() - wanted).abs() < 1e-8, "{}", time.as_f64());
}

#[test]
fn text_stays_text_whatever_it_looks_like() {
    let cells = NASTY.map(|text| Cell::Text(text.to_owned())).to_vec();
    let bytes = xlsx(&[words(cells)], MADE_AT).unwrap();
    for (row, text) in (1..).zip(NASTY) {
        let Some(Data::String(read)) = cell(&bytes, row) else { panic!("{text:?} is no text") };
        let plain =
            text.replace("\r\n", "\n").replace('\0', "[U+0000]").replace('\u{7}', "[U+0007]");
        assert_eq!(read, plain.replace('\u{202E}', "[U+202E]"));
    }
    assert!(open(&bytes).worksheet_formula("t").unwrap().is_empty());
}

#[test]
fn what_a_cell_cannot_hold_is_cut_and_says_so() {
    // Excel's limits: 32,767 letters, where one beyond the first plane counts as two.
    for (letter, wide) in [("a", 1), ("🫀", 2)] {
        let fits = letter.repeat(32_766 / wide);
        let bytes = xlsx(&[words(vec![Cell::Text(fits.clone())])], MADE_AT).unwrap();
        assert_eq!(cell(&bytes, 1), Some(Data::String(fits)));
        let long = letter.repeat(32_768 / wide);
        let bytes = xlsx(&[words(vec![Cell::Text(long)])], MADE_AT).unwrap();
        let Some(Data::String(read)) = cell(&bytes, 1) else { panic!("no text") };
        assert!(read.ends_with("[cut: 32768 letters; all of them are in the CSV file]"));
        assert!(read.encode_utf16().count() <= 32_767, "{}", read.encode_utf16().count());
    }
}

#[test]
fn what_a_sheet_cannot_hold_is_refused() {
    let many = words(vec![Cell::Empty; 1_048_576]);
    let refused = xlsx(&[many], MADE_AT).unwrap_err();
    let (table, n, most) = ("t".to_owned(), 1_048_576, 1_048_575);
    assert_eq!(refused, Error::TooManyRows { table, n, most });
    assert!(matches!(xlsx(&[], "noon"), Err(Error::NotATime { .. })));
}

#[test]
fn odd_numbers_are_words_or_nothing() {
    let numbers = [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 0.1];
    let table = Table {
        name: "t",
        columns: vec![Column::number("c", "A number.")],
        rows: numbers.iter().map(|&number| vec![Cell::Number(number)]).collect(),
        ..Table::default()
    };
    let bytes = xlsx(&[table], MADE_AT).unwrap();
    assert_eq!(cell(&bytes, 1), Some(Data::String("INF".to_owned())));
    assert_eq!(cell(&bytes, 2), Some(Data::String("-INF".to_owned())));
    assert_eq!(cell(&bytes, 3).unwrap_or_default(), Data::Empty);
    assert_eq!(cell(&bytes, 4), Some(Data::Float(0.1)));
    let large = words(vec![Cell::Whole(i64::MAX)]);
    let bytes = xlsx(&[large], MADE_AT).unwrap();
    assert_eq!(cell(&bytes, 1), Some(Data::String("9223372036854775807".to_owned())));
}

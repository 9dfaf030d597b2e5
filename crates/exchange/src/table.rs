//! Tables as files: CSV and JSON with every digit.

use serde_json::{Map, Number, Value, json};

use crate::column::Column;
use crate::harmless::{harmless, plain};

/// One cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known, or nothing applies.
    Empty,
    /// Words, ids, codes; times in UTC as RFC 3339.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with all its digits; may be infinite. NaN is written as nothing.
    Number(f64),
    /// Yes or no: `true` and `false`.
    Flag(bool),
}

/// Named columns and their rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Its name: of its file, its sheet and its resource.
    pub name: &'static str,
    /// What one row is.
    pub about: &'static str,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The columns that together name a row; none when nothing does.
    pub key: &'static [&'static str],
    /// Where columns name rows of other tables.
    pub links: &'static [Link],
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

/// Columns that name a row of another table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The columns here.
    pub from: &'static [&'static str],
    /// The other table.
    pub table: &'static str,
    /// Its columns, in the same order.
    pub to: &'static [&'static str],
}

impl Table {
    /// Returns the table as CSV: UTF-8, a line feed after each row, RFC 4180 quotes.
    ///
    /// Text that a spreadsheet would run as a formula gets a leading apostrophe;
    /// true numbers, negative ones too, are left alone. Characters that hide or
    /// reorder what stands beside them are written out, as `[U+202E]`. Infinity is
    /// `INF`, as Table Schema has it.
    pub fn csv(&self) -> Vec<u8> {
        let mut file = Vec::new();
        push_row(&mut file, self.columns.iter().map(|column| harmless(column.name)));
        for row in &self.rows {
            push_row(&mut file, row.iter().map(written));
        }
        file
    }

    /// Returns the table as JSON: a list of objects, keys in the order of the columns' names.
    ///
    /// Infinity is the text `"Infinity"`, nothing is `null`. Text stays as it is:
    /// no program runs a JSON text as a formula.
    pub fn json(&self) -> Vec<u8> {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let names = self.columns.iter().map(|column| column.name.to_owned());
                Value::Object(names.zip(row.iter().map(valued)).collect::<Map<_, _>>())
            })
            .collect();
        format!("{:#}\n", Value::Array(rows)).into_bytes()
    }
}

/// Returns rows of text as CSV, made harmless as [`Table::csv`] does.
pub(crate) fn csv_of(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut file = Vec::new();
    for row in rows {
        push_row(&mut file, row.iter().map(|text| harmless(text)));
    }
    file
}

/// Quotes a field where RFC 4180 asks for it, and one that is all of an empty row.
fn push_row(file: &mut Vec<u8>, fields: impl Iterator<Item = String>) {
    let fields: Vec<String> = fields.collect();
    let alone = fields.len() == 1;
    for (at, field) in fields.iter().enumerate() {
        if at != 0 {
            file.push(b',');
        }
        if field.contains([',', '"', '\n', '\r']) || (alone && field.is_empty()) {
            file.push(b'"');
            file.extend_from_slice(field.replace('"', "\"\"").as_bytes());
            file.push(b'"');
        } else {
            file.extend_from_slice(field.as_bytes());
        }
    }
    file.push(b'\n');
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => plain(*number),
        Cell::Flag(flag) => flag.to_string(),
    }
}

fn valued(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Whole(number) => json!(number),
        Cell::Number(number) if number.is_infinite() => {
            json!(if *number < 0.0 { "-Infinity" } else { "Infinity" })
        }
        Cell::Number(number) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
        Cell::Flag(flag) => json!(flag),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    fn column(cells: Vec<Cell>) -> Table {
        Table {
            columns: vec![Column::text("c", "Anything.")],
            rows: cells.into_iter().map(|cell| vec![cell]).collect(),
            ..Table::default()
        }
    }

    #[test]
    fn a_csv_reads_back_as_it_was() {
        let odd = [
            "plain",
            "a,b",
            "say \"no\"",
            "two\nlines",
            "",
            " padded ",
            "é–漢",
            "\r\n",
            "semi;colon",
        ];
        let table = Table {
            columns: vec![Column::text("text", "Words."), Column::whole("n", "A number.")],
            rows: odd
                .iter()
                .map(|text| vec![Cell::Text((*text).into()), Cell::Whole(-3)])
                .collect(),
            ..Table::default()
        };
        let read = read_back(&table.csv());
        assert_eq!(read[0], ["text", "n"]);
        for (row, text) in read[1..].iter().zip(odd) {
            // A leading carriage return is one of the characters that get an apostrophe.
            assert_eq!(row[0].trim_start_matches('\''), text);
            assert_eq!(row[1], "-3");
        }
    }

    #[test]
    fn rows_end_with_one_line_feed() {
        let csv = String::from_utf8(column(vec![Cell::Whole(1), Cell::Empty]).csv()).unwrap();
        assert_eq!(csv, "c\n1\n\"\"\n", "an empty row of one column stays a row");
    }

    #[test]
    fn no_text_is_run_as_a_formula() {
        for text in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "-",
            "=",
            "+inf",
            "-nan",
            "-1e999",
        ] {
            assert_eq!(
                read_back(&column(vec![Cell::Text(text.into())]).csv())[1][0],
                format!("'{text}")
            );
        }
        let header = Table { columns: vec![Column::text("=A1", "")], ..Table::default() };
        assert_eq!(header.csv(), b"'=A1\n");
    }

    #[test]
    fn true_numbers_are_untouched() {
        for text in ["-1.5", "+2", "-1e-5", "3", "a=1", "1-2"] {
            assert_eq!(read_back(&column(vec![Cell::Text(text.into())]).csv())[1][0], text);
        }
        let numbers = [-1.5, 1.0 / 3.0, f64::INFINITY, f64::NEG_INFINITY];
        let read = read_back(&column(numbers.iter().map(|&n| Cell::Number(n)).collect()).csv());
        for (row, number) in read[1..].iter().zip(numbers) {
            assert_eq!(row[0].parse::<f64>().unwrap().to_bits(), number.to_bits(), "{}", row[0]);
        }
    }

    #[test]
    fn what_hides_or_reorders_is_written_out() {
        let odd = "a\0b\u{1b}[31m\u{202E}c\u{feff}\u{85}";
        let read = read_back(&column(vec![Cell::Text(odd.into())]).csv());
        assert_eq!(read[1][0], "a[U+0000]b[U+001B][31m[U+202E]c[U+FEFF][U+0085]");
        let json: Value =
            serde_json::from_slice(&column(vec![Cell::Text(odd.into())]).json()).unwrap();
        assert_eq!(json[0]["c"], odd, "JSON has it as it was");
    }

    #[test]
    fn json_says_infinity_in_words_and_missing_as_null() {
        let table = column(vec![
            Cell::Number(f64::INFINITY),
            Cell::Number(f64::NEG_INFINITY),
            Cell::Number(f64::NAN),
            Cell::Number(0.1),
            Cell::Empty,
            Cell::Text("=1".into()),
            Cell::Flag(true),
            Cell::Whole(7),
        ]);
        let read: Value = serde_json::from_slice(&table.json()).unwrap();
        let cells: Vec<_> = read.as_array().unwrap().iter().map(|row| row["c"].clone()).collect();
        let wanted = [
            json!("Infinity"),
            json!("-Infinity"),
            json!(null),
            json!(0.1),
            json!(null),
            json!("=1"),
            json!(true),
            json!(7),
        ];
        assert_eq!(cells, wanted);
    }
}

//! Tables as files: CSV and JSON with every digit.

use serde_json::{Map, Number, Value, json};

use crate::number::exact;

/// One cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known, or nothing applies.
    Empty,
    /// Words, ids, codes.
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
    /// The names, in order.
    pub columns: Vec<String>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Returns the table as CSV: UTF-8, a line feed after each row, RFC 4180 quotes.
    ///
    /// Text that a spreadsheet would run as a formula gets a leading apostrophe;
    /// true numbers, negative ones too, are left alone.
    pub fn csv(&self) -> Vec<u8> {
        let mut file = Vec::new();
        push_row(&mut file, self.columns.iter().map(|name| harmless(name)));
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
                let cells = self.columns.iter().cloned().zip(row.iter().map(valued));
                Value::Object(cells.collect::<Map<_, _>>())
            })
            .collect();
        format!("{:#}\n", Value::Array(rows)).into_bytes()
    }
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
        Cell::Number(number) => exact(*number),
        Cell::Flag(flag) => flag.to_string(),
    }
}

fn valued(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Whole(number) => json!(number),
        Cell::Number(number) if number.is_infinite() => json!(exact(*number)),
        Cell::Number(number) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
        Cell::Flag(flag) => json!(flag),
    }
}

/// Returns `text` as a spreadsheet will show and not run it.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Returns whether `text` is a finite decimal number and nothing else.
fn is_number(text: &str) -> bool {
    let allowed =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    text.bytes().all(allowed) && text.parse::<f64>().is_ok_and(f64::is_finite)
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
            columns: vec!["c".into()],
            rows: cells.into_iter().map(|cell| vec![cell]).collect(),
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
            columns: vec!["text".into(), "n".into()],
            rows: odd
                .iter()
                .map(|text| vec![Cell::Text((*text).into()), Cell::Whole(-3)])
                .collect(),
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
        let header = Table { columns: vec!["=A1".into()], rows: vec![] };
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

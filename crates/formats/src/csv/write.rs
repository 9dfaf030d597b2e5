//! Tables to CSV.

use csv::{Terminator, WriterBuilder};
use samples::{Cell, Table};

use crate::{Error, Result};

use super::TITLE;

/// Returns a table as CSV: UTF-8, commas, `\n`, quotes where they are needed.
///
/// A number is written with its column's decimals where that says it exactly,
/// and else with as many digits as it takes to read the same number back. A
/// missing cell is empty.
///
/// # Errors
///
/// [`Error::Unwritable`].
pub fn write_csv(table: &Table) -> Result<Vec<u8>> {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    let unwritable = |detail: String| Error::Unwritable { format: TITLE, detail };
    let names = table.columns().iter().map(|column| column.name.as_str());
    writer.write_record(names).map_err(|error| unwritable(error.to_string()))?;
    for row in 0..table.n_rows() {
        let cells = table.columns().iter().map(|column| match column.cell(row) {
            Cell::Missing => String::new(),
            Cell::Number(number) => shown(number, column.decimals),
            Cell::Word(word) => word.to_owned(),
        });
        writer.write_record(cells).map_err(|error| unwritable(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| unwritable(error.to_string()))
}

fn shown(number: f64, decimals: u8) -> String {
    let short = format!("{number:.*}", usize::from(decimals));
    let exact = short.parse().is_ok_and(|read: f64| read.to_bits() == number.to_bits());
    if exact { short } else { format!("{number:?}") }
}

#[cfg(test)]
mod tests {
    use samples::{Column, ColumnKind, Values};

    use super::*;

    #[test]
    fn numbers_keep_their_decimals_and_their_exact_value() {
        let column = |name: &str, decimals, numbers: &[Option<f64>]| Column {
            name: name.to_owned(),
            kind: ColumnKind::Number,
            decimals,
            values: Values::Numbers(numbers.to_vec()),
        };
        let table = Table::new(vec![
            column("dose", 2, &[Some(1.5), Some(0.125), None]),
            column("huge, signed", 0, &[Some(1e300), Some(-2.0), Some(0.1 + 0.2)]),
        ]);
        let text = String::from_utf8(write_csv(&table.unwrap()).unwrap()).unwrap();
        let huge = format!("{:.0}", 1e300);
        let wanted =
            format!("dose,\"huge, signed\"\n1.50,{huge}\n0.125,-2\n,0.30000000000000004\n");
        assert_eq!(text, wanted);
    }
}

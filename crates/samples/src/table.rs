//! Tables: named columns of equal length.

use std::collections::BTreeSet;

use crate::{ContentHash, Error, Result};

/// What a column's values mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnKind {
    /// Numbers that are measured or counted.
    Number,
    /// One of a few words or codes.
    Category,
    /// Free text, dates and identifiers: shown, never averaged.
    Text,
}

impl ColumnKind {
    /// Returns the word that is stored and exported.
    pub fn as_str(self) -> &'static str {
        match self {
            ColumnKind::Number => "number",
            ColumnKind::Category => "category",
            ColumnKind::Text => "text",
        }
    }
}

/// The values of a column; `None` is a missing one.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Finite numbers.
    Numbers(Vec<Option<f64>>),
    /// Words as they stand in the file.
    Words(Vec<Option<String>>),
}

impl Values {
    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        match self {
            Values::Numbers(numbers) => numbers.len(),
            Values::Words(words) => words.len(),
        }
    }

    /// Returns whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// One cell of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing was written.
    Missing,
    /// A finite number.
    Number(f64),
    /// A word.
    Word(&'a str),
}

impl Cell<'_> {
    /// Returns the cell as it is written: a number with `decimals` digits after the point, a word as it
    /// is, and nothing when it is missing. What rounds to zero has no sign: nobody measures minus
    /// nothing.
    pub fn text(&self, decimals: u8) -> Option<String> {
        match *self {
            Cell::Missing => None,
            Cell::Number(number) => {
                let text = format!("{number:.*}", usize::from(decimals));
                let nothing = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
                Some(if nothing { text.trim_start_matches('-').to_owned() } else { text })
            }
            Cell::Word(word) => Some(word.to_owned()),
        }
    }
}

/// A named column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name, as it stands in the file.
    pub name: String,
    /// What its values mean.
    pub kind: ColumnKind,
    /// The most digits after the point that any of its numbers was written with.
    pub decimals: u8,
    /// The values, one for each row.
    pub values: Values,
}

impl Column {
    /// Returns the cell of `row`.
    ///
    /// # Panics
    ///
    /// When `row` is not in the column, as slices do.
    pub fn cell(&self, row: usize) -> Cell<'_> {
        match &self.values {
            Values::Numbers(numbers) => numbers[row].map_or(Cell::Missing, Cell::Number),
            Values::Words(words) => words[row].as_deref().map_or(Cell::Missing, Cell::Word),
        }
    }

    /// Returns how many cells are missing.
    pub fn n_missing(&self) -> usize {
        (0..self.values.len()).filter(|&row| self.cell(row) == Cell::Missing).count()
    }
}

/// A table: columns with different names and equal lengths.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
    n_rows: usize,
}

impl Table {
    /// Makes a table.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a column or a row, [`Error::RaggedColumns`],
    /// [`Error::TwoColumnsOfOneName`].
    pub fn new(columns: Vec<Column>) -> Result<Self> {
        let n_rows = columns.first().map_or(0, |column| column.values.len());
        if n_rows == 0 {
            return Err(Error::Empty { shape: vec![n_rows, columns.len()] });
        }
        let mut names = BTreeSet::new();
        for column in &columns {
            if column.values.len() != n_rows {
                return Err(Error::RaggedColumns {
                    column: column.name.clone(),
                    given: column.values.len(),
                    wanted: n_rows,
                });
            }
            if !names.insert(column.name.as_str()) {
                return Err(Error::TwoColumnsOfOneName { column: column.name.clone() });
            }
        }
        Ok(Table { columns, n_rows })
    }

    /// Returns the columns in the order of the file.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns the number of rows.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Returns the table of these rows, in this order.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a row.
    ///
    /// # Panics
    ///
    /// When there is no such row, as slices do.
    pub fn select(&self, rows: &[usize]) -> Result<Self> {
        let selected = |column: &Column| {
            let values = match &column.values {
                Values::Numbers(numbers) => {
                    Values::Numbers(rows.iter().map(|&row| numbers[row]).collect())
                }
                Values::Words(words) => {
                    Values::Words(rows.iter().map(|&row| words[row].clone()).collect())
                }
            };
            Column { name: column.name.clone(), values, ..*column }
        };
        Table::new(self.columns.iter().map(selected).collect())
    }

    /// Returns the SHA-256 of one row: names and cells in order.
    ///
    /// # Panics
    ///
    /// When `row` is not in the table, as slices do.
    pub fn row_hash(&self, row: usize) -> ContentHash {
        let mut body = Vec::new();
        let mut put = |piece: &[u8]| {
            body.extend_from_slice(&(piece.len() as u64).to_le_bytes());
            body.extend_from_slice(piece);
        };
        for column in &self.columns {
            put(column.name.as_bytes());
            match column.cell(row) {
                Cell::Missing => put(b"-"),
                Cell::Number(number) => {
                    put(b"n");
                    put(&number.to_le_bytes());
                }
                Cell::Word(word) => {
                    put(b"w");
                    put(word.as_bytes());
                }
            }
        }
        ContentHash::of(&[b"touchstone.row/1", &body])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(name: &str, values: &[Option<f64>]) -> Column {
        Column {
            name: name.to_owned(),
            kind: ColumnKind::Number,
            decimals: 0,
            values: Values::Numbers(values.to_vec()),
        }
    }

    #[test]
    fn a_table_has_one_name_for_each_column() {
        let table = Table::new(vec![numbers("age", &[Some(1.0)]), numbers("age", &[None])]);
        assert_eq!(table, Err(Error::TwoColumnsOfOneName { column: "age".to_owned() }));
    }

    #[test]
    fn columns_of_different_length_are_refused() {
        let table = Table::new(vec![numbers("a", &[Some(1.0)]), numbers("b", &[])]);
        assert!(matches!(table, Err(Error::RaggedColumns { .. })), "b has no row");
    }

    #[test]
    fn a_number_is_written_with_so_many_decimals_and_never_as_minus_nothing() {
        assert_eq!(Cell::Number(1.5).text(2).as_deref(), Some("1.50"));
        assert_eq!(Cell::Number(-0.34).text(1).as_deref(), Some("-0.3"));
        assert_eq!(
            Cell::Number(-0.3).text(0).as_deref(),
            Some("0"),
            "`-0` would tell who computed it"
        );
        assert_eq!(Cell::Number(-0.04).text(1).as_deref(), Some("0.0"));
        assert_eq!(Cell::Word(" a").text(3).as_deref(), Some(" a"));
        assert_eq!(Cell::Missing.text(2), None);
    }

    #[test]
    fn equal_rows_have_equal_hashes_and_a_missing_cell_is_not_zero() {
        let table = Table::new(vec![numbers("a", &[Some(0.0), None, Some(0.0)])]).unwrap();
        assert_eq!(table.row_hash(0), table.row_hash(2));
        assert_ne!(table.row_hash(0), table.row_hash(1));
    }
}

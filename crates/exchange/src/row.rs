//! Rows of a kind as a table: each column is said together with its cell.

use crate::column::Column;
use crate::table::{Cell, Link, Table};

/// A column, and how a row fills it.
pub(crate) type Field<R> = (Column, fn(&R) -> Cell);

/// What is a row of a table.
pub(crate) trait Row: Sized {
    /// The table's name.
    const NAME: &'static str;
    /// What one row is.
    const ABOUT: &'static str;
    /// The columns that together name a row.
    const KEY: &'static [&'static str];
    /// Where columns name rows of other tables.
    const LINKS: &'static [Link];

    /// The columns, in order.
    fn fields() -> Vec<Field<Self>>;
}

/// Lays `rows` out; an empty table still has its columns.
pub(crate) fn table<R: Row>(rows: &[R]) -> Table {
    let fields = R::fields();
    let cells = |row: &R| fields.iter().map(|(_, cell)| cell(row)).collect();
    Table {
        name: R::NAME,
        about: R::ABOUT,
        key: R::KEY,
        links: R::LINKS,
        rows: rows.iter().map(cells).collect(),
        columns: fields.iter().map(|(column, _)| *column).collect(),
    }
}

pub(crate) fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

pub(crate) fn text_or_nothing(words: Option<&String>) -> Cell {
    words.map_or(Cell::Empty, |words| text(words))
}

pub(crate) fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

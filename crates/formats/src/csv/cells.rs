//! Rows to cells, by polars: every cell as the text that it is.

use std::io::Cursor;
use std::sync::Arc;

use polars::prelude::{CsvReadOptions, DataFrame, DataType, Field, PolarsError, Schema, SerReader};

use crate::{Error, Result};

use super::TITLE;
use super::layout::Layout;

/// Reads the rows; an empty cell is a missing one.
pub(super) fn read(layout: &Layout) -> Result<DataFrame> {
    let schema: Schema = (0..layout.header.len())
        .map(|at| Field::new(at.to_string().into(), DataType::String))
        .collect();
    let frame = CsvReadOptions::default()
        .with_has_header(false)
        .with_infer_schema_length(Some(0))
        .with_schema(Some(Arc::new(schema)))
        .into_reader_with_file_handle(Cursor::new(&layout.rows))
        .finish()
        .map_err(broken)?;
    let (read, wanted) = (frame.height(), layout.n_rows);
    if read != wanted {
        // Two readers that disagree on the rows: no cell can be trusted.
        return Err(Error::Broken {
            format: TITLE,
            detail: format!("{read} of {wanted} rows were read"),
        });
    }
    Ok(frame)
}

/// Returns the cells, column by column.
pub(super) fn by_column(frame: &DataFrame) -> Result<Vec<Vec<Option<&str>>>> {
    frame
        .columns()
        .iter()
        .map(|column| Ok(column.str().map_err(broken)?.iter().collect()))
        .collect()
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn broken(error: PolarsError) -> Error {
    Error::Broken { format: TITLE, detail: error.to_string() }
}

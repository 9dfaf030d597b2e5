//! Tables as a workbook, one sheet for each.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::column::Kind;
use crate::harmless::{plain, shown};
use crate::table::{Cell, Table};
use crate::times::{microseconds, seconds};
use crate::{Error, Result};

/// How many rows a sheet holds, its header included.
const ROWS: usize = 1_048_576;
/// How many letters a cell holds, as UTF-16.
const LETTERS: usize = 32_767;
/// The whole numbers that a cell keeps: from minus to plus this.
const WHOLE: i64 = 1 << 53;

/// Returns the workbook: typed cells, one sheet for each table, its header in bold and in sight.
///
/// Text stays text, also where it looks like a formula. What hides or reorders text is written out. A
/// text that is longer than a cell holds ends with a note that says so, and so does none of the others.
/// Times are days since 1900 in UTC, to the millisecond.
///
/// # Input
///
/// * `made_at`: when, in UTC as RFC 3339; it stands in the file in place of the clock's time.
///
/// # Errors
///
/// [`Error::TooManyRows`], [`Error::NotATime`] for `made_at`, [`Error::Unwritten`].
///
/// # Source
///
/// ECMA-376, Office Open XML; the limits are those of Excel's specification.
pub fn xlsx(tables: &[Table], made_at: &str) -> Result<Vec<u8>> {
    let made = seconds(made_at).and_then(|at| ExcelDateTime::from_timestamp(at).ok());
    let made = made.ok_or_else(|| Error::NotATime {
        table: "study".to_owned(),
        column: "made_at".to_owned(),
        row: 1,
        given: made_at.to_owned(),
    })?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for table in tables {
        let n = table.rows.len() + 1;
        if ROWS < n {
            let table = table.name.to_owned();
            return Err(Error::TooManyRows { table, n: n - 1, most: ROWS - 1 });
        }
        sheet(workbook.add_worksheet(), table).map_err(|error| unwritten(&error))?;
    }
    workbook.save_to_buffer().map_err(|error| unwritten(&error))
}

fn unwritten(error: &XlsxError) -> Error {
    Error::Unwritten { format: "XLSX", why: error.to_string() }
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> std::result::Result<(), XlsxError> {
    let header = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
    let time = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss.000");
    sheet.set_name(table.name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, at, column.name, &header)?;
        sheet.set_column_width(at, width(table, usize::from(at)))?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for ((at, column), cell) in (0_u16..).zip(&table.columns).zip(cells) {
            write(sheet, (row, at), column.kind, cell, &time)?;
        }
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    kind: Kind,
    cell: &Cell,
    time: &Format,
) -> std::result::Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => match moment(text).filter(|_| kind == Kind::Time) {
            Some(moment) => {
                sheet.write_with_format(row, at, &moment, time)?;
            }
            None => {
                sheet.write_string(row, at, fitting(text))?;
            }
        },
        Cell::Whole(number) if (-WHOLE..=WHOLE).contains(number) => {
            sheet.write_number(row, at, *number as f64)?;
        }
        Cell::Whole(number) => {
            sheet.write_string(row, at, number.to_string())?;
        }
        Cell::Number(number) if number.is_finite() => {
            sheet.write_number(row, at, *number)?;
        }
        Cell::Number(number) => {
            let words = plain(*number);
            if !words.is_empty() {
                sheet.write_string(row, at, words)?;
            }
        }
        Cell::Flag(flag) => {
            sheet.write_boolean(row, at, *flag)?;
        }
    }
    Ok(())
}

/// Returns a time of the years that a sheet counts.
fn moment(text: &str) -> Option<ExcelDateTime> {
    /// The microseconds from 1970 on that a sheet's days reach to, the end of the year 9999.
    const DAY: f64 = 86_400e6;
    let days = microseconds(text)? as f64 / DAY + 25_569.0;
    if !(61.0..2_958_466.0).contains(&days) {
        return None;
    }
    ExcelDateTime::from_serial_datetime(days).ok()
}

/// Returns `text` as a cell holds it; what is cut says so.
fn fitting(text: &str) -> String {
    let text = shown(text).replace("\r\n", "\n").replace('\r', "\n");
    let letters = text.encode_utf16().count();
    if letters <= LETTERS {
        return text;
    }
    let note = format!(" … [cut: {letters} letters; all of them are in the CSV file]");
    let mut room = LETTERS - note.encode_utf16().count();
    let kept = text.chars().take_while(|character| {
        let needed = character.len_utf16();
        let fits = needed <= room;
        room -= if fits { needed } else { room };
        fits
    });
    let mut kept: String = kept.collect();
    kept.push_str(&note);
    kept
}

/// Returns how wide a column is, in letters: as its longest of the first rows, within reason.
fn width(table: &Table, at: usize) -> f64 {
    let of = |cell: &Cell| match cell {
        Cell::Text(text) => text.chars().take(60).count(),
        Cell::Empty => 0,
        _ => 8,
    };
    let cells = table.rows.iter().take(200).filter_map(|row| row.get(at)).map(of);
    let name = table.columns.get(at).map_or(0, |column| column.name.len());
    let widest = cells.chain([name]).max().unwrap_or(0).clamp(6, 48);
    widest as f64 + 2.0
}

//! The pages of one column to its cells.

use std::collections::BTreeSet;

use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use ::parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use bytes::Bytes;
use samples::{Column, ColumnKind, Values};

use crate::csv::{Written, decimals, kind_of_words};
use crate::npy::half;
use crate::{Error, Limits, Note, Notes, Result};

use super::kind::Kind;
use super::{Wanted, broken, cut, failed, times};

/// Reads a column; `room` is how many bytes its words may take.
pub(super) fn read(
    file: &SerializedFileReader<Bytes>,
    wanted: &Wanted,
    name: String,
    room: &mut u64,
    limits: &Limits,
    notes: &mut Notes,
) -> Result<Column> {
    let mut cells = Cells::default();
    for at in 0..file.num_row_groups() {
        let group = file.get_row_group(at).map_err(failed)?;
        let before = cells.n_bytes;
        read_group(group.as_ref(), wanted, &mut cells, *room)?;
        let used = cells.n_bytes - before;
        *room = room.checked_sub(used).ok_or(Error::TooManyBytes {
            given: limits.bytes.saturating_add(used),
            limit: limits.bytes,
        })?;
    }
    Ok(cells.into_column(name, notes))
}

fn read_group(
    group: &dyn RowGroupReader,
    wanted: &Wanted,
    cells: &mut Cells,
    room: u64,
) -> Result<()> {
    let n_rows = usize::try_from(group.metadata().num_rows()).map_err(|_| cut())?;
    let most = cells.n_bytes.saturating_add(room);
    let kind = wanted.kind;
    match group.get_column_reader(wanted.leaf).map_err(failed)? {
        ColumnReader::BoolColumnReader(reader) => {
            each(reader, n_rows, |value| cells.put_word(value.map(ToString::to_string), most))
        }
        ColumnReader::Int32ColumnReader(reader) => each(reader, n_rows, |value| match kind {
            Kind::WholeUnsigned => cells.put_whole(value.map(|it| it.cast_unsigned().into()), 0),
            _ => put_long(cells, value.map(|&it| it.into()), kind, most),
        }),
        ColumnReader::Int64ColumnReader(reader) => each(reader, n_rows, |value| match kind {
            Kind::WholeUnsigned => cells.put_whole(value.map(|it| it.cast_unsigned().into()), 0),
            _ => put_long(cells, value.copied(), kind, most),
        }),
        ColumnReader::Int96ColumnReader(reader) => {
            each(reader, n_rows, |value| cells.put_word(value.map(moment), most))
        }
        ColumnReader::FloatColumnReader(reader) => each(reader, n_rows, |value| {
            // The digits are those of 32 bits, the value is exact.
            cells.put_real(value.map(|&it| (f64::from(it), it.to_string())));
            Ok(())
        }),
        ColumnReader::DoubleColumnReader(reader) => each(reader, n_rows, |value| {
            cells.put_real(value.map(|&it| (it, it.to_string())));
            Ok(())
        }),
        ColumnReader::ByteArrayColumnReader(reader) => {
            each(reader, n_rows, |value| put_bytes(cells, value.map(ByteArray::data), kind, most))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => each(reader, n_rows, |value| {
            put_bytes(cells, value.map(|it: &FixedLenByteArray| it.data()), kind, most)
        }),
    }
}

/// Calls `put` with every value, or with nothing where there is none.
fn each<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    n_rows: usize,
    mut put: impl FnMut(Option<&T::T>) -> Result<()>,
) -> Result<()> {
    /// Few, because the library holds all of them at once, and a word may be long.
    const AT_ONCE: usize = 256;
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let mut left = n_rows;
    while 0 < left {
        values.clear();
        levels.clear();
        let (n, _, _) = reader
            .read_records(left.min(AT_ONCE), Some(&mut levels), None, &mut values)
            .map_err(failed)?;
        if n == 0 {
            return Err(cut());
        }
        left = left.saturating_sub(n);
        if levels.is_empty() {
            values.iter().try_for_each(|value| put(Some(value)))?;
            continue;
        }
        let mut values = values.iter();
        for level in &levels {
            // A plain column has level 1 where a value is, and 0 where none is.
            let value = if *level == 1 { Some(values.next().ok_or_else(cut)?) } else { None };
            put(value)?;
        }
    }
    Ok(())
}

fn moment(value: &Int96) -> String {
    let data = value.data();
    let nanos = u64::from(data[0]) | u64::from(data[1]) << 32;
    times::julian(data[2].cast_signed().into(), nanos.cast_signed())
}

fn put_long(cells: &mut Cells, value: Option<i64>, kind: Kind, most: u64) -> Result<()> {
    match kind {
        Kind::Day => cells.put_word(value.map(times::day), most),
        Kind::Time(unit) => cells.put_word(value.map(|it| times::time(it, unit)), most),
        Kind::Moment { unit, utc } => {
            cells.put_word(value.map(|it| times::moment(it, unit, utc)), most)
        }
        Kind::Decimal { scale } => cells.put_whole(value.map(i128::from), scale),
        _ => cells.put_whole(value.map(i128::from), 0),
    }
}

fn put_bytes(cells: &mut Cells, value: Option<&[u8]>, kind: Kind, most: u64) -> Result<()> {
    match kind {
        Kind::Decimal { scale } => {
            let number =
                value.map(|bytes| whole(bytes).ok_or_else(|| broken("a number is too long")));
            cells.put_whole(number.transpose()?, scale)
        }
        Kind::Half => {
            let number = value.map(|bytes| {
                let bits = bytes.iter().rev().fold(0, |sum: u64, &byte| sum << 8 | u64::from(byte));
                let number = half(bits & 0xffff);
                (number, number.to_string())
            });
            cells.put_real(number);
            Ok(())
        }
        Kind::Uuid => cells.put_word(value.map(uuid), most),
        _ => {
            let word = value.map(|bytes| std::str::from_utf8(bytes).map(str::to_owned));
            cells.put_word(word.transpose().map_err(|_| broken("a word is no text"))?, most)
        }
    }
}

/// Returns the number that bytes spell, the big end first.
fn whole(bytes: &[u8]) -> Option<i128> {
    let sign = if bytes.first().is_some_and(|&first| 127 < first) { u8::MAX } else { 0 };
    let mut all = [sign; 16];
    all.get_mut(16_usize.checked_sub(bytes.len())?..)?.copy_from_slice(bytes);
    Some(i128::from_be_bytes(all))
}

fn uuid(bytes: &[u8]) -> String {
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [0..4, 4..6, 6..8, 8..10, 10..16];
    parts.map(|part| hex.get(part).unwrap_or_default().concat()).join("-")
}

/// Cells as they come: numbers, until one of them can only be kept as a word.
#[derive(Default)]
struct Cells {
    numbers: Vec<Option<f64>>,
    words: Vec<Option<String>>,
    is_words: bool,
    has_too_many_digits: bool,
    decimals: u8,
    n_not_a_number: u64,
    n_infinite: u64,
    /// What all words take.
    n_bytes: u64,
}

impl Cells {
    fn put_real(&mut self, value: Option<(f64, String)>) {
        let number = value.and_then(|(number, text)| {
            self.n_not_a_number += u64::from(number.is_nan());
            self.n_infinite += u64::from(number.is_infinite());
            let number = Some(number).filter(|number| number.is_finite())?;
            self.decimals = self.decimals.max(decimals(&text, false));
            Some(number)
        });
        self.numbers.push(number);
    }

    /// Puts a whole number of which the last `scale` digits lie behind the point.
    fn put_whole(&mut self, value: Option<i128>, scale: u8) -> Result<()> {
        /// The first number of 16 digits: such are identifiers.
        const TOO_LARGE: u128 = 1_000_000_000_000_000;
        self.decimals = self.decimals.max(scale);
        if scale == 0 && value.is_some_and(|value| TOO_LARGE <= value.unsigned_abs()) {
            self.become_words();
        }
        if self.is_words {
            self.words.push(value.map(|value| value.to_string()));
        } else {
            let number = value.map(|value| with_point(value, scale).parse());
            let number = number.transpose().map_err(|_| broken("a number is too long"))?;
            self.numbers.push(number);
        }
        Ok(())
    }

    /// Numbers that would be rounded are kept as words, and all others of their column with them.
    fn become_words(&mut self) {
        if !self.is_words {
            (self.is_words, self.has_too_many_digits, self.decimals) = (true, true, 0);
            let numbers = std::mem::take(&mut self.numbers).into_iter();
            self.words =
                numbers.map(|number| number.map(|number| format!("{number:.0}"))).collect();
        }
    }

    fn put_word(&mut self, word: Option<String>, most: u64) -> Result<()> {
        self.is_words = true;
        self.n_bytes += word.as_ref().map_or(0, |word| word.len() as u64);
        if most < self.n_bytes {
            return Err(Error::TooManyBytes { given: self.n_bytes, limit: most });
        }
        self.words.push(word);
        Ok(())
    }

    /// Decides, as for a CSV, what is missing and what the words are.
    fn into_column(mut self, name: String, notes: &mut Notes) -> Column {
        let column = || name.clone();
        let mut missing: BTreeSet<String> = BTreeSet::new();
        let mut n_missing = self.n_not_a_number;
        if 0 < n_missing {
            missing.insert("NaN".to_owned());
        }
        for word in &mut self.words {
            if word.as_ref().is_none_or(|word| Written::of(word) != Written::Missing) {
                continue;
            }
            let text = word.take().unwrap_or_default().trim().to_owned();
            if !text.is_empty() {
                missing.insert(text);
                n_missing += 1;
            }
        }
        if 0 < n_missing {
            let words = missing.into_iter().collect::<Vec<_>>().join(" ");
            notes.add(Note::MissingWords { column: column(), words, cells: n_missing });
        }
        if 0 < self.n_infinite {
            notes.add(Note::NotFinite { column: column(), cells: self.n_infinite });
        }
        if self.has_too_many_digits {
            notes.add(Note::TooManyDigits { column: column() });
        }
        let has_numbers = self.numbers.iter().any(Option::is_some);
        if has_numbers {
            let values = Values::Numbers(self.numbers);
            return Column { name, kind: ColumnKind::Number, decimals: self.decimals, values };
        }
        if !self.is_words {
            self.words = vec![None; self.numbers.len()];
        }
        if self.words.iter().all(Option::is_none) && self.n_infinite == 0 {
            notes.add(Note::EmptyColumn { column: column() });
        }
        let kind = kind_of_words(&self.words.iter().map(Option::as_deref).collect::<Vec<_>>());
        Column { name, kind, decimals: 0, values: Values::Words(self.words) }
    }
}

/// Writes a whole number with a point before its last `scale` digits.
fn with_point(value: i128, scale: u8) -> String {
    let scale = usize::from(scale);
    if scale == 0 {
        return value.to_string();
    }
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, after) = digits.split_at(digits.len() - scale);
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{whole}.{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_point_and_sign() {
        assert_eq!(with_point(-5, 2), "-0.05");
        assert_eq!(with_point(12_345, 2), "123.45");
        assert_eq!(with_point(0, 3), "0.000");
        assert_eq!(whole(&[0xff, 0xfe]), Some(-2));
        assert_eq!(whole(&[0; 17]), None);
    }

    #[test]
    fn an_identifier_of_16_bytes_has_its_dashes() {
        let bytes: Vec<u8> = (0..16).collect();
        assert_eq!(uuid(&bytes), "00010203-0405-0607-0809-0a0b0c0d0e0f");
    }

    #[test]
    fn a_number_of_too_many_digits_turns_its_column_into_words() {
        let mut cells = Cells::default();
        for value in [Some(7), None, Some(1_000_000_000_000_000), Some(8)] {
            cells.put_whole(value, 0).unwrap();
        }
        let mut notes = Notes::default();
        let column = cells.into_column("id".to_owned(), &mut notes);
        let words = [Some("7"), None, Some("1000000000000000"), Some("8")];
        let words = words.map(|word| word.map(str::to_owned)).to_vec();
        assert_eq!(column.values, Values::Words(words));
        assert_eq!(notes.into_parts().0, [Note::TooManyDigits { column: "id".to_owned() }]);
    }
}

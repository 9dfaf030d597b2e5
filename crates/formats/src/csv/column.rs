//! Cells to typed columns, each decided on all its cells.

use std::collections::BTreeSet;

use samples::{Column, ColumnKind, Values};

use crate::{Note, Notes};

use super::written::{
    MINUS, Written, decimals, has_leading_zero, has_too_many_digits, is_date, is_percent, number,
};

/// Returns the columns, typed, with a note for all that had to be decided.
pub(super) fn type_all(
    names: Vec<String>,
    cells: &[Vec<Option<&str>>],
    separator: u8,
    notes: &mut Notes,
) -> Vec<Column> {
    let surveys: Vec<Survey> = cells.iter().map(|cells| Survey::of(cells)).collect();
    let commas = Commas::of(&surveys, separator);
    names
        .into_iter()
        .zip(cells.iter().zip(&surveys))
        .map(|(name, (cells, survey))| type_one(name, cells, survey, commas, notes))
        .collect()
}

/// How the cells of one column are written.
#[derive(Default)]
struct Survey {
    /// The words, other than nothing, that stand for missing values.
    missing_words: BTreeSet<String>,
    n_missing_words: u64,
    n_infinite: u64,
    n_plain: u64,
    n_point: u64,
    n_grouped: u64,
    n_decimal: u64,
    n_point_grouped: u64,
    n_unclear: u64,
    n_unclear_point: u64,
    n_words: u64,
    n_percent: u64,
    has_minus: bool,
    has_leading_zero: bool,
    has_too_many_digits: bool,
}

impl Survey {
    fn of(cells: &[Option<&str>]) -> Self {
        let mut survey = Survey::default();
        for cell in cells.iter().flatten() {
            let written = Written::of(cell);
            match written {
                Written::Missing => {
                    let word = cell.trim();
                    if !word.is_empty() {
                        survey.missing_words.insert(word.to_owned());
                        survey.n_missing_words += 1;
                    }
                }
                Written::Infinite => survey.n_infinite += 1,
                Written::Plain => {
                    survey.n_plain += 1;
                    survey.has_leading_zero |= has_leading_zero(cell);
                    survey.has_too_many_digits |= has_too_many_digits(cell);
                }
                Written::Point => survey.n_point += 1,
                Written::Grouped => survey.n_grouped += 1,
                Written::Decimal => survey.n_decimal += 1,
                Written::PointGrouped => survey.n_point_grouped += 1,
                Written::Unclear => survey.n_unclear += 1,
                Written::UnclearPoint => survey.n_unclear_point += 1,
                Written::Word => survey.n_words += 1,
            }
            if written.is_number() {
                survey.n_percent += u64::from(is_percent(cell));
                survey.has_minus |= cell.trim_start().starts_with(MINUS);
            }
        }
        survey
    }

    fn n_numbers(&self) -> u64 {
        self.n_plain
            + self.n_point
            + self.n_grouped
            + self.n_decimal
            + self.n_point_grouped
            + self.n_unclear
            + self.n_unclear_point
    }

    /// Says whether all cells are numbers, or all of them percentages.
    fn is_numbers(&self) -> bool {
        let percent = self.n_percent == 0 || self.n_percent == self.n_numbers();
        self.n_words == 0 && 0 < self.n_numbers() && percent
    }

    /// Says whether a cell can only be read with a point before its decimals.
    fn shows_points(&self) -> bool {
        0 < self.n_point + self.n_grouped
    }

    /// Says whether a cell can only be read with a comma before its decimals.
    fn shows_commas(&self) -> bool {
        0 < self.n_decimal + self.n_point_grouped
    }
}

/// What commas in numbers mean, and with them points.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Commas {
    /// Commas group thousands, a point stands before decimals.
    Thousands,
    /// A comma stands before decimals, points group thousands.
    Decimals,
    /// Nothing tells.
    Unknown,
    /// Both are there.
    Unclear,
}

impl Commas {
    /// Columns that can be read in one way only decide for those that can be read in either.
    ///
    /// Where none decides, commas in a file that separates by commas group
    /// thousands: who wants decimals after a comma separates by something else.
    fn of(surveys: &[Survey], separator: u8) -> Self {
        let numbers = || surveys.iter().filter(|survey| survey.is_numbers());
        match (numbers().any(Survey::shows_points), numbers().any(Survey::shows_commas)) {
            (true, false) => Commas::Thousands,
            (false, true) => Commas::Decimals,
            (false, false) if separator == b',' => Commas::Thousands,
            (false, false) => Commas::Unknown,
            (true, true) => Commas::Unclear,
        }
    }

    /// What they mean in one column, where `self` is what they mean in the file.
    fn within(self, survey: &Survey) -> Self {
        match (survey.shows_points(), survey.shows_commas()) {
            (true, true) => Commas::Unclear,
            (false, true) => Commas::Decimals,
            // A point among columns with decimal commas may be a day or a version.
            (true, false) if self == Commas::Unclear && survey.n_grouped == 0 => Commas::Unclear,
            (true, false) => Commas::Thousands,
            // `1.234` alone is what most programs write for one and a quarter, nearly.
            (false, false) if survey.n_unclear == 0 && self == Commas::Unknown => Commas::Thousands,
            (false, false) if survey.n_unclear + survey.n_unclear_point == 0 => Commas::Thousands,
            (false, false) if self == Commas::Unknown => Commas::Unclear,
            (false, false) => self,
        }
    }
}

fn type_one(
    name: String,
    cells: &[Option<&str>],
    survey: &Survey,
    commas: Commas,
    notes: &mut Notes,
) -> Column {
    let column = || name.clone();
    if 0 < survey.n_missing_words {
        let words = survey.missing_words.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        notes.add(Note::MissingWords { column: column(), words, cells: survey.n_missing_words });
    }
    if survey.n_words + survey.n_infinite + survey.n_numbers() == 0 {
        notes.add(Note::EmptyColumn { column: column() });
    }
    if !survey.is_numbers() {
        let (numbers, n_words) = (survey.n_numbers(), survey.n_words);
        if 0 < n_words && n_words <= numbers {
            notes.add(Note::Mixed { column: column(), numbers, words: n_words });
        } else if n_words == 0 && 0 < survey.n_percent {
            notes.add(Note::SomePercent { column: column(), cells: survey.n_percent });
        }
        return words(name, cells);
    }
    let commas = commas.within(survey);
    let kept_as_words = if commas == Commas::Unclear {
        Some(Note::UnclearCommas { column: column() })
    } else if survey.has_leading_zero {
        Some(Note::LeadingZeros { column: column() })
    } else if survey.has_too_many_digits {
        Some(Note::TooManyDigits { column: column() })
    } else {
        None
    };
    if let Some(note) = kept_as_words {
        notes.add(note);
        return words(name, cells);
    }

    if 0 < survey.n_infinite {
        notes.add(Note::NotFinite { column: column(), cells: survey.n_infinite });
    }
    let decimal_comma = commas == Commas::Decimals;
    if 0 < survey.n_grouped + survey.n_decimal + survey.n_unclear {
        notes.add(if decimal_comma {
            Note::DecimalCommas { column: column() }
        } else {
            Note::ThousandsCommas { column: column() }
        });
    }
    if decimal_comma && 0 < survey.n_point_grouped + survey.n_unclear_point {
        notes.add(Note::ThousandsPoints { column: column() });
    }
    if 0 < survey.n_percent {
        notes.add(Note::Percent { column: column() });
    }
    if survey.has_minus {
        notes.add(Note::MinusSigns { column: column() });
    }
    numbers(name, cells, decimal_comma)
}

fn numbers(name: String, cells: &[Option<&str>], decimal_comma: bool) -> Column {
    let written = |cell: &&str| Written::of(cell).is_number();
    let present = || cells.iter().map(|cell| cell.filter(written));
    let most = present().flatten().map(|cell| decimals(cell, decimal_comma)).max();
    let numbers = present().map(|cell| cell.and_then(|cell| number(cell, decimal_comma)));
    let values = Values::Numbers(numbers.collect());
    Column { name, kind: ColumnKind::Number, decimals: most.unwrap_or(0), values }
}

/// Keeps the cells as they stand in the file.
fn words(name: String, cells: &[Option<&str>]) -> Column {
    let words: Vec<Option<&str>> = cells
        .iter()
        .map(|cell| cell.filter(|cell| Written::of(cell) != Written::Missing))
        .collect();
    let kind = kind_of_words(&words);
    let values = Values::Words(words.into_iter().map(|word| word.map(str::to_owned)).collect());
    Column { name, kind, decimals: 0, values }
}

/// Tells categories from free text, days and identifiers.
///
/// Categories are at most 20 different words, or one in 20 rows where that is
/// more; they come back, so that of five or more cells no nine in ten are
/// different; and none is as long as a sentence or a day.
pub(crate) fn kind_of_words(words: &[Option<&str>]) -> ColumnKind {
    const FEW: usize = 20;
    const LONGEST: usize = 64;
    let present: Vec<&str> = words.iter().copied().flatten().collect();
    let different = present.iter().collect::<BTreeSet<_>>().len();
    let few = different <= FEW.max(words.len() / 20);
    let unlike = 5 <= present.len() && present.len() * 9 < different * 10;
    let sentences = present.iter().any(|word| LONGEST < word.chars().count());
    let days = present.iter().all(|word| is_date(word));
    if present.is_empty() || !few || unlike || sentences || days {
        ColumnKind::Text
    } else {
        ColumnKind::Category
    }
}

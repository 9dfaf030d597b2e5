//! Cells to typed columns, each decided on all its cells.

use std::collections::BTreeSet;

use samples::{Column, ColumnKind, Values};

use crate::{Note, Notes};

use super::written::{Written, decimals, has_leading_zero, has_too_many_digits, is_date, number};

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
    n_grouped: u64,
    n_decimal: u64,
    n_unclear: u64,
    n_words: u64,
    has_point: bool,
    has_leading_zero: bool,
    has_too_many_digits: bool,
}

impl Survey {
    fn of(cells: &[Option<&str>]) -> Self {
        let mut survey = Survey::default();
        for cell in cells.iter().flatten() {
            match Written::of(cell) {
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
                    survey.has_point |= cell.contains('.');
                    survey.has_leading_zero |= has_leading_zero(cell);
                    survey.has_too_many_digits |= has_too_many_digits(cell);
                }
                Written::Grouped => survey.n_grouped += 1,
                Written::Decimal => survey.n_decimal += 1,
                Written::Unclear => survey.n_unclear += 1,
                Written::Word => survey.n_words += 1,
            }
        }
        survey
    }

    fn n_numbers(&self) -> u64 {
        self.n_plain + self.n_grouped + self.n_decimal + self.n_unclear
    }

    fn is_numbers(&self) -> bool {
        self.n_words == 0 && 0 < self.n_numbers()
    }
}

/// What commas in numbers mean in this file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Commas {
    Thousands,
    Decimals,
    Unclear,
}

impl Commas {
    /// Columns whose commas can mean one thing only decide for those where they can mean either.
    ///
    /// Where none decides, commas in a file that separates by commas group
    /// thousands: who wants decimals after a comma separates by something else.
    fn of(surveys: &[Survey], separator: u8) -> Self {
        let numbers = || surveys.iter().filter(|survey| survey.is_numbers());
        let grouped = numbers().any(|survey| 0 < survey.n_grouped);
        let decimal = numbers().any(|survey| 0 < survey.n_decimal);
        match (grouped, decimal) {
            (true, false) => Commas::Thousands,
            (false, true) => Commas::Decimals,
            (false, false) if separator == b',' => Commas::Thousands,
            _ => Commas::Unclear,
        }
    }

    /// What they mean in one column; with commas for decimals a point means nothing good.
    fn within(self, survey: &Survey) -> Self {
        let one = match (0 < survey.n_grouped, 0 < survey.n_decimal, 0 < survey.n_unclear) {
            (true, true, _) => Commas::Unclear,
            (false, true, _) => Commas::Decimals,
            (false, false, true) => self,
            (false, false, false) if self == Commas::Decimals => Commas::Decimals,
            (true, false, _) | (false, false, false) => Commas::Thousands,
        };
        if one == Commas::Decimals && survey.has_point { Commas::Unclear } else { one }
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
        if 0 < survey.n_words && survey.n_words <= survey.n_numbers() {
            let (numbers, words) = (survey.n_numbers(), survey.n_words);
            notes.add(Note::Mixed { column: column(), numbers, words });
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
    if 0 < survey.n_grouped + survey.n_decimal + survey.n_unclear {
        notes.add(match commas {
            Commas::Decimals => Note::DecimalCommas { column: column() },
            _ => Note::ThousandsCommas { column: column() },
        });
    }
    numbers(name, cells, commas == Commas::Decimals)
}

fn numbers(name: String, cells: &[Option<&str>], decimal_comma: bool) -> Column {
    let written = |cell: &&str| !matches!(Written::of(cell), Written::Missing | Written::Infinite);
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

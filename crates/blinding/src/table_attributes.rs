//! What the writing of a table's cells says, beside what they say.

use std::collections::{BTreeMap, BTreeSet};

use samples::{Cell, Column};
use study::audit::{Attribute, Channel};

use crate::attribute::{numbers, words};
use crate::number_format::{decimals_of, last_digit};
use crate::source::source_attributes;
use crate::{Row, Seen};

/// A column with fewer different numbers holds codes, whose last digit is their content.
const CODES: usize = 20;

/// Returns the attributes of rows and of their files.
///
/// # Value
///
/// See `docs/methods/blinding-audit.md`, which defines each of them; the name of the column follows
/// behind a colon: `decimals:age`. Columns come in the order of the first table that has them.
pub fn table_attributes(cases: &[Seen<Row<'_>>]) -> Vec<Attribute> {
    let mut all = Vec::new();
    for name in column_names(cases) {
        let own =
            |case: &Seen<Row<'_>>| case.sample.table.column(name).cloned_cell(case.sample.row);
        let cells: Vec<Own> = cases.iter().map(own).collect();
        let numbers_of = |attribute: &str, channel, of: &dyn Fn(&Own) -> Option<f64>| {
            numbers(&format!("{attribute}:{name}"), channel, &cells, of)
        };
        let words_of = |attribute: &str, channel, of: &dyn Fn(&Own) -> Option<String>| {
            words(&format!("{attribute}:{name}"), channel, &cells, of)
        };
        let missing = |own: &Own| Some(f64::from(u8::from(matches!(own, Own::Missing))));
        all.push(numbers_of("missing", Channel::Container, &missing));
        if cells.iter().any(|own| matches!(own, Own::Number(..))) {
            let written: BTreeSet<String> = cells.iter().filter_map(Own::number_word).collect();
            // A missing number is not written: it must not count twice.
            let most = |own: &Own| match own {
                Own::Number(number, most) => f64::from(decimals_of(*number, *most)),
                _ => 0.0,
            };
            all.push(numbers_of("decimals", Channel::Container, &|own| Some(most(own))));
            if CODES <= written.len() {
                all.push(words_of("last_digit", Channel::Container, &|own| match own {
                    Own::Number(number, most) => Some(last_digit(*number, *most).to_string()),
                    _ => None,
                }));
                // Both together tell what neither does.
                let round = |own: &Own| match own {
                    Own::Number(number, most) => {
                        f64::from(u8::from(['0', '5'].contains(&last_digit(*number, *most))))
                    }
                    _ => 0.0,
                };
                all.push(numbers_of("zero_or_five", Channel::Container, &|own| Some(round(own))));
            }
            all.push(numbers_of("value", Channel::Content, &|own| match own {
                Own::Number(number, _) => Some(*number),
                _ => None,
            }));
        }
        if cells.iter().any(|own| matches!(own, Own::Word(_))) {
            let spellings = spellings(&cells);
            all.push(words_of("spelling", Channel::Container, &|own| match own {
                Own::Word(word) if 1 < spellings[&letters(word)].len() => Some(word.clone()),
                _ => None,
            }));
            all.push(words_of("word", Channel::Content, &|own| match own {
                Own::Word(word) => Some(letters(word)),
                _ => None,
            }));
        }
    }
    all.extend(source_attributes(&cases.iter().map(|case| &case.facts).collect::<Vec<_>>()));
    all
}

/// Returns the columns of all tables, each once.
fn column_names<'a>(cases: &[Seen<Row<'a>>]) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    let mut last: Option<&samples::Table> = None;
    for case in cases {
        let table = case.sample.table;
        if last.is_some_and(|last| std::ptr::eq(last, table)) {
            continue;
        }
        last = Some(table);
        let columns = table.columns().iter().map(|column| column.name.as_str());
        names.extend(columns.filter(|name| seen.insert(*name)));
    }
    names
}

/// Returns a word by its letters alone, so that how it is written does not count.
pub(crate) fn letters(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A cell of one column.
enum Own {
    Missing,
    /// A number, and the most decimals of its column.
    Number(f64, u8),
    Word(String),
}

impl Own {
    fn number_word(&self) -> Option<String> {
        match self {
            Own::Number(number, _) => Some(number.to_string()),
            _ => None,
        }
    }
}

/// A cell of a column that may not be there.
trait ClonedCell {
    fn cloned_cell(self, row: usize) -> Own;
}

impl ClonedCell for Option<&Column> {
    fn cloned_cell(self, row: usize) -> Own {
        match self.map_or(Cell::Missing, |column| column.cell(row)) {
            Cell::Missing => Own::Missing,
            Cell::Number(number) => Own::Number(number, self.map_or(0, |column| column.decimals)),
            Cell::Word(word) => Own::Word(word.to_owned()),
        }
    }
}

/// Returns how each word is written.
fn spellings(cells: &[Own]) -> BTreeMap<String, BTreeSet<&str>> {
    let mut spellings: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for own in cells {
        if let Own::Word(word) = own {
            spellings.entry(letters(word)).or_default().insert(word);
        }
    }
    spellings
}

#[cfg(test)]
mod tests {
    use samples::{ColumnKind, Table, Values};
    use study::audit;

    use super::*;
    use crate::Facts;

    fn table() -> Table {
        let numbers = (0..24).map(|at| (at != 3).then(|| f64::from(at) + 0.25)).collect();
        let sex = (0..24).map(|at| Some(["Male", "male", "Female"][at % 3].to_owned())).collect();
        let column =
            |name: &str, kind, values| Column { name: name.to_owned(), kind, decimals: 6, values };
        Table::new(vec![
            column("age", ColumnKind::Number, Values::Numbers(numbers)),
            column("sex", ColumnKind::Category, Values::Words(sex)),
        ])
        .unwrap()
    }

    #[test]
    fn how_cells_are_written_is_said_column_by_column() {
        let table = table();
        let seen = |row| Seen { sample: Row { table: &table, row }, facts: Facts::default() };
        let cases: Vec<_> = (0..24).map(seen).collect();
        let attributes = table_attributes(&cases);
        let of = |name: &str| &attributes.iter().find(|found| found.name == name).unwrap().values;
        let audit::Values::Numbers(decimals) = of("decimals:age") else { panic!() };
        assert_eq!(decimals[..4], [Some(2.0), Some(2.0), Some(2.0), Some(0.0)]);
        let audit::Values::Words(digits) = of("last_digit:age") else { panic!() };
        assert_eq!(digits[2..4], ["5", ""]);
        let audit::Values::Numbers(round) = of("zero_or_five:age") else { panic!() };
        assert_eq!(round[2..4], [Some(1.0), Some(0.0)]);
        let audit::Values::Words(spelling) = of("spelling:sex") else { panic!() };
        assert_eq!(spelling[..3], ["Male", "male", ""], "female is written one way only");
        let audit::Values::Words(word) = of("word:sex") else { panic!() };
        assert_eq!(word[..3], ["male", "male", "female"]);
    }
}

//! The cells of a card, as readers see them.

use samples::{Cell, Column, Table, Values};

use crate::table_attributes::letters;
use crate::{CardColumn, Result, Row};

/// Returns the cells of a row that are on the card, each with the name of its column, in the order of
/// the card; `None` is a missing one.
///
/// They are written alike for all cases, or as the table has them when they are `plain`.
pub fn card_cells(card: &[CardColumn], row: Row<'_>, plain: bool) -> Vec<(String, Option<String>)> {
    card.iter()
        .filter_map(|card| {
            let column = row.table.column(&card.name)?;
            let text = match column.cell(row.row) {
                Cell::Word(word) if !plain => Some(spelt(card, word)),
                cell => cell.text(if plain { column.decimals } else { card.decimals }),
            };
            Some((card.name.clone(), text))
        })
        .collect()
}

/// Returns a table of the card's columns with its cells as [`card_cells`] writes them, for the audit of
/// what readers see.
///
/// # Errors
///
/// [`crate::Error::Sample`] when the table has none of the columns.
pub fn as_shown(card: &[CardColumn], table: &Table, plain: bool) -> Result<Table> {
    let column = |card: &CardColumn| {
        let own = table.column(&card.name)?;
        if plain {
            return Some(own.clone());
        }
        // Written and read again, so that a number is the one that stands there.
        let rounded = |number: f64| {
            let text = Cell::Number(number).text(card.decimals);
            text.and_then(|text| text.parse().ok()).unwrap_or(number)
        };
        let values = match &own.values {
            Values::Numbers(numbers) => {
                Values::Numbers(numbers.iter().map(|number| number.map(rounded)).collect())
            }
            Values::Words(words) => {
                let alike = |word: &Option<String>| word.as_ref().map(|word| spelt(card, word));
                Values::Words(words.iter().map(alike).collect())
            }
        };
        let decimals = own.decimals.min(card.decimals);
        Some(Column { name: card.name.clone(), kind: own.kind, decimals, values })
    };
    Ok(Table::new(card.iter().filter_map(column).collect())?)
}

/// Returns a word as all of its column are written.
fn spelt(card: &CardColumn, word: &str) -> String {
    card.words.get(&letters(word)).map_or_else(|| word.trim().to_owned(), Clone::clone)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use samples::ColumnKind;

    use super::*;

    /// A column of numbers and one of words.
    fn table() -> Table {
        let words = ["FEMALE", " male", " other"].map(|word| Some(word.to_owned()));
        let column = |name: &str, kind, decimals, values| Column {
            name: name.to_owned(),
            kind,
            decimals,
            values,
        };
        Table::new(vec![
            column("sex", ColumnKind::Category, 0, Values::Words(words.to_vec())),
            column(
                "be",
                ColumnKind::Number,
                2,
                Values::Numbers(vec![Some(-0.3), Some(2.46), None]),
            ),
        ])
        .unwrap()
    }

    fn card() -> [CardColumn; 2] {
        let words = [("male", "Male"), ("female", "Female")];
        let words = words.map(|(letters, word)| (letters.to_owned(), word.to_owned()));
        let column =
            |name: &str, decimals, words| CardColumn { name: name.to_owned(), decimals, words };
        [column("be", 0, BTreeMap::new()), column("sex", 0, words.into())]
    }

    fn written(plain: bool) -> Vec<[Option<String>; 2]> {
        let table = table();
        (0..3)
            .map(|row| {
                let cells = card_cells(&card(), Row { table: &table, row }, plain);
                let [(first, number), (second, word)] = <[_; 2]>::try_from(cells).unwrap();
                assert_eq!([first, second], ["be", "sex"], "in the order of the card");
                [number, word]
            })
            .collect()
    }

    #[test]
    fn cells_are_written_one_way_and_no_number_is_a_negative_zero() {
        let alike = [[Some("0"), Some("Female")], [Some("2"), Some("Male")], [None, Some("other")]];
        let plain = [
            [Some("-0.30"), Some("FEMALE")],
            [Some("2.46"), Some(" male")],
            [None, Some(" other")],
        ];
        for (is_plain, expected) in [(false, alike), (true, plain)] {
            let cells = written(is_plain);
            let cells: Vec<_> =
                cells.iter().map(|row| row.each_ref().map(|cell| cell.as_deref())).collect();
            assert_eq!(cells, expected, "`-0` would tell who computed it");
        }
    }

    #[test]
    fn the_table_that_is_audited_holds_what_is_written() {
        for plain in [false, true] {
            let shown = as_shown(&card(), &table(), plain).unwrap();
            for (row, cells) in written(plain).into_iter().enumerate() {
                let own = shown.columns().iter().map(|own| own.cell(row).text(own.decimals));
                assert_eq!(own.collect::<Vec<_>>(), cells);
            }
        }
        let none = CardColumn { name: "age".to_owned(), decimals: 0, words: BTreeMap::new() };
        assert!(as_shown(&[none], &table(), false).is_err(), "a table has columns");
    }

    #[test]
    fn a_card_reads_back_from_the_study_it_is_stored_with() {
        let text = r#"{"name":"sex","decimals":0,"words":{"female":"Female","male":"Male"}}"#;
        assert_eq!(serde_json::from_str::<CardColumn>(text).unwrap(), card()[1]);
        assert_eq!(serde_json::to_string(&card()[1]).unwrap(), text);
    }
}

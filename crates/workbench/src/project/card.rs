//! The patient card: which columns a reader sees, and how their cells are written.
//!
//! A card is fixed when its study is locked. What tells the sides apart by how
//! it is written, and not by what it says of a patient, is left off or written
//! alike.

use std::collections::{BTreeMap, BTreeSet};

use samples::{Cell, Column, ColumnKind, Table, Values};
use serde::{Deserialize, Serialize};

use super::sets::cell_text;
use crate::wire::{Arm, CardField, ColumnLeftOff};

/// A column of the patient card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CardColumn {
    pub(crate) name: String,
    /// As many as both sides use: zeros at the end would tell who writes with fewer.
    pub(crate) decimals: u8,
    /// How each word is written, by its letters alone: `male` for `Male` and ` male`.
    pub(crate) words: BTreeMap<String, String>,
}

/// Why a column is not on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhyNot {
    /// Not every set has it.
    OnlyInSome,
    /// It holds numbers in one set and words in another.
    OtherKind,
    /// Free text may say anything, also who wrote it.
    Text,
    /// Its name suggests that it identifies people or records.
    Identifies,
    /// Subjects or strata were read from it.
    SubjectOrStratum,
    /// It counts the rows.
    CountsRows,
    /// The two sides use other words.
    WordsDiffer,
    /// Only one side has missing cells.
    MissingOnOneSide,
}

impl WhyNot {
    /// Returns the key of its words.
    pub(crate) fn key(self) -> &'static str {
        match self {
            WhyNot::OnlyInSome => "onlyInSome",
            WhyNot::OtherKind => "otherKind",
            WhyNot::Text => "text",
            WhyNot::Identifies => "identifies",
            WhyNot::SubjectOrStratum => "subjectOrStratum",
            WhyNot::CountsRows => "countsRows",
            WhyNot::WordsDiffer => "wordsDiffer",
            WhyNot::MissingOnOneSide => "missingOnOneSide",
        }
    }

    /// Says it for the coordinator.
    pub(crate) fn left_off(self, column: &str) -> ColumnLeftOff {
        ColumnLeftOff {
            column: column.to_owned(),
            why: words::say(&format!("app:card.{}", self.key()), &[]),
        }
    }
}

/// What a reader sees of a patient, and what not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Card {
    pub(crate) columns: Vec<CardColumn>,
    pub(crate) left_off: Vec<(String, WhyNot)>,
}

/// A table of one side, with the columns that its subjects and strata were read from.
pub(crate) struct SideTable<'a> {
    pub(crate) arm: Arm,
    pub(crate) table: &'a Table,
    pub(crate) rules: BTreeSet<String>,
}

/// Of all cells, the share that may be a word which the other side never uses.
const STRANGE_WORDS: f64 = 0.1;
/// Of all numbers, the share that the decimals of a column have to be enough for.
const MOST_NUMBERS: f64 = 0.9;

/// Returns the columns a reader may see, and why the others are left off.
///
/// The first table gives the order, whichever side it is on.
pub(crate) fn card(sides: &[SideTable<'_>]) -> Card {
    let mut card = Card::default();
    let mut seen = BTreeSet::new();
    for column in sides.iter().flat_map(|side| side.table.columns()) {
        if !seen.insert(&column.name) {
            continue;
        }
        match card_column(&column.name, sides) {
            Ok(shown) => card.columns.push(shown),
            Err(why) => card.left_off.push((column.name.clone(), why)),
        }
    }
    card
}

fn card_column(name: &str, sides: &[SideTable<'_>]) -> Result<CardColumn, WhyNot> {
    let columns: Option<Vec<(Arm, &Column)>> =
        sides.iter().map(|side| Some((side.arm, side.table.column(name)?))).collect();
    let columns = columns.ok_or(WhyNot::OnlyInSome)?;
    let kind = columns[0].1.kind;
    if columns.iter().any(|(_, column)| column.kind != kind) {
        return Err(WhyNot::OtherKind);
    }
    if formats::identifies_people(name) || names_a_record(name) {
        return Err(WhyNot::Identifies);
    }
    if kind == ColumnKind::Text {
        return Err(WhyNot::Text);
    }
    if sides.iter().any(|side| side.rules.contains(name)) {
        return Err(WhyNot::SubjectOrStratum);
    }
    if columns.iter().any(|(_, column)| counts_rows(column)) {
        return Err(WhyNot::CountsRows);
    }
    let missing = |arm: Arm| {
        let own = columns.iter().filter(|(side, _)| *side == arm);
        own.map(|(_, column)| column.n_missing()).sum::<usize>()
    };
    if (missing(Arm::Real) == 0) != (missing(Arm::Synthetic) == 0) {
        return Err(WhyNot::MissingOnOneSide);
    }
    let words = common_words(&columns)?;
    let decimals = columns.iter().map(|(_, column)| decimals_used(column)).min().unwrap_or(0);
    Ok(CardColumn { name: name.to_owned(), decimals, words })
}

/// Returns how each word is written, or why the words tell the sides apart.
fn common_words(columns: &[(Arm, &Column)]) -> Result<BTreeMap<String, String>, WhyNot> {
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut spellings: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for (arm, column) in columns {
        let Values::Words(words) = &column.values else { continue };
        for word in words.iter().flatten() {
            let key = letters(word);
            counts.entry(key.clone()).or_default()[usize::from(*arm == Arm::Synthetic)] += 1;
            *spellings.entry(key).or_default().entry(word.trim()).or_default() += 1;
        }
    }
    for side in [0, 1] {
        let all: usize = counts.values().map(|n| n[side]).sum();
        let strange: usize = counts.values().filter(|n| n[1 - side] == 0).map(|n| n[side]).sum();
        if STRANGE_WORDS * (all as f64) < strange as f64 {
            return Err(WhyNot::WordsDiffer);
        }
    }
    let most_common = |spelt: BTreeMap<&str, usize>| {
        let most = spelt.into_iter().max_by(|(a, n), (b, m)| n.cmp(m).then(b.cmp(a)));
        most.map(|(word, _)| word.to_owned()).unwrap_or_default()
    };
    Ok(spellings.into_iter().map(|(key, spelt)| (key, most_common(spelt))).collect())
}

/// Returns a word by its letters alone, so that how it is written does not count.
fn letters(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns the decimals that most numbers of a column need: one odd number does not count.
fn decimals_used(column: &Column) -> u8 {
    let Values::Numbers(numbers) = &column.values else { return 0 };
    let mut needed: Vec<u8> =
        numbers.iter().flatten().map(|&number| decimals_of(number, column.decimals)).collect();
    needed.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a length is a place within it"
    )]
    let place = (needed.len() as f64 * MOST_NUMBERS) as usize;
    needed.get(place).or(needed.last()).copied().unwrap_or(0)
}

/// Returns the fewest decimals that write a number as it is, at most those of its column.
fn decimals_of(number: f64, most: u8) -> u8 {
    let whole = format!("{number:.*}", usize::from(most));
    let Some((_, behind)) = whole.split_once('.') else { return 0 };
    u8::try_from(behind.trim_end_matches('0').len()).unwrap_or(most)
}

/// Whether a column only counts its rows.
fn counts_rows(column: &Column) -> bool {
    let Values::Numbers(numbers) = &column.values else { return false };
    let steps = |pair: &[Option<f64>]| matches!(pair, [Some(a), Some(b)] if ((b - a) - 1.0).abs() < f64::EPSILON);
    2 < numbers.len() && numbers.windows(2).all(steps)
}

/// Whether a name suggests that a column numbers records, e.g. `patient_id`, `Case No`.
fn names_a_record(name: &str) -> bool {
    const WHAT: [&str; 9] =
        ["id", "patient", "subject", "record", "case", "person", "index", "row", "unnamed"];
    let parts: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    let numbered = |part: &String| ["id", "ids", "no", "nr", "number"].contains(&part.as_str());
    match parts.as_slice() {
        [only] => {
            WHAT.contains(&only.as_str())
                || WHAT.iter().any(|what| *what != "id" && *only == format!("{what}id"))
        }
        [first, .., last] => {
            last == "id" || (WHAT.contains(&first.as_str()) && numbered(last)) || first == "unnamed"
        }
        [] => false,
    }
}

/// Writes the fields of one row: alike, or as the table has them when they are `plain`.
pub(crate) fn fields(
    card: &[CardColumn],
    table: &Table,
    row: usize,
    plain: bool,
) -> Vec<CardField> {
    card.iter()
        .filter_map(|card| {
            let column = table.column(&card.name)?;
            let value = match column.cell(row) {
                Cell::Word(word) if plain => Some(word.to_owned()),
                Cell::Word(word) => Some(spelt(card, word)),
                other if plain => cell_text(other, column.decimals),
                other => cell_text(other, card.decimals),
            };
            Some(CardField { name: card.name.clone(), value })
        })
        .collect()
}

/// Returns a word as all of its column are written.
fn spelt(card: &CardColumn, word: &str) -> String {
    card.words.get(&letters(word)).map_or_else(|| word.trim().to_owned(), Clone::clone)
}

/// Returns a table of the card's columns with its cells as readers see them.
///
/// # Errors
///
/// None for a table that is one.
pub(crate) fn as_shown(card: &[CardColumn], table: &Table, plain: bool) -> crate::Result<Table> {
    let column = |card: &CardColumn| {
        let own = table.column(&card.name)?;
        if plain {
            return Some(own.clone());
        }
        let scale = 10_f64.powi(i32::from(card.decimals));
        // Written and read again, so that a number is the one that stands there.
        let rounded = |number: f64| {
            let text = format!("{number:.*}", usize::from(card.decimals));
            text.parse().unwrap_or((number * scale).round() / scale) + 0.0
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

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str, cells: &[&str]) -> Column {
        let cells = cells.iter().map(|cell| (!cell.is_empty()).then(|| (*cell).to_owned()));
        Column {
            name: name.to_owned(),
            kind: ColumnKind::Category,
            decimals: 0,
            values: Values::Words(cells.collect()),
        }
    }

    fn numbers(name: &str, decimals: u8, cells: &[f64]) -> Column {
        Column {
            name: name.to_owned(),
            kind: ColumnKind::Number,
            decimals,
            values: Values::Numbers(cells.iter().copied().map(Some).collect()),
        }
    }

    fn judged(real: Column, synthetic: Column) -> Result<CardColumn, WhyNot> {
        let (real, synthetic) = (Table::new(vec![real]), Table::new(vec![synthetic]));
        let (real, synthetic) = (real.unwrap(), synthetic.unwrap());
        let side = |arm, table| SideTable { arm, table, rules: BTreeSet::new() };
        let sides = [side(Arm::Real, &real), side(Arm::Synthetic, &synthetic)];
        let mut card = card(&sides);
        match card.left_off.first() {
            Some((_, why)) => Err(*why),
            None => Ok(card.columns.remove(0)),
        }
    }

    #[test]
    fn other_words_on_each_side_are_left_off() {
        let sex = judged(words("sex", &["M", "F", "M"]), words("sex", &["male", "female", "male"]));
        assert_eq!(sex, Err(WhyNot::WordsDiffer));
        let source = judged(words("source", &["a", "a", "a"]), words("source", &["b", "b", "b"]));
        assert_eq!(source, Err(WhyNot::WordsDiffer));
    }

    #[test]
    fn a_rare_word_of_one_side_is_content_and_stays() {
        let many = |rare: &str| {
            let mut cells = vec!["no"; 19];
            cells.push(rare);
            words("ectopic", &cells)
        };
        assert!(judged(many("yes"), many("no")).is_ok(), "one of twenty is no other spelling");
    }

    #[test]
    fn one_word_is_written_one_way() {
        let card =
            judged(words("sex", &["Male", "Female", "Male"]), words("sex", &["male", " female"]));
        let card = card.unwrap();
        let table = Table::new(vec![words("sex", &[" male", "FEMALE"])]).unwrap();
        let cell = |row| fields(std::slice::from_ref(&card), &table, row, false).remove(0).value;
        assert_eq!(cell(0).as_deref(), Some("Male"));
        assert_eq!(cell(1).as_deref(), Some("Female"));
    }

    #[test]
    fn gaps_on_one_side_only_are_left_off() {
        let full = || words("ecg", &["a", "b", "a"]);
        assert_eq!(judged(full(), words("ecg", &["a", "", "b"])), Err(WhyNot::MissingOnOneSide));
        assert!(judged(words("ecg", &["", "a", "b"]), words("ecg", &["a", "", "b"])).is_ok());
    }

    #[test]
    fn numbers_are_written_with_the_decimals_that_most_of_both_sides_have() {
        let mut ages = vec![47.0, 51.0, 60.667];
        ages.extend((0..40).map(f64::from));
        let card = judged(numbers("age", 3, &ages), numbers("age", 3, &[54.804, 61.115, 40.2]));
        assert_eq!(card.map(|card| card.decimals), Ok(0), "one odd age is no rule");
        let card = judged(numbers("k", 1, &[4.1, 3.9, 5.0]), numbers("k", 4, &[4.1234, 3.0, 5.5]));
        assert_eq!(card.map(|card| card.decimals), Ok(1));
    }

    #[test]
    fn no_number_is_a_negative_zero() {
        let table = Table::new(vec![numbers("be", 1, &[-0.3, 0.2])]).unwrap();
        let card = CardColumn { name: "be".to_owned(), decimals: 0, words: BTreeMap::new() };
        let field = fields(&[card], &table, 0, false).remove(0);
        assert_eq!(field.value.as_deref(), Some("0"), "`-0` would tell who computed it");
    }

    #[test]
    fn what_numbers_records_is_left_off_and_what_measures_them_is_not() {
        for name in ["patient_id", "ID", "Case No", "subjectid", "stay_id", "Unnamed: 0", "record"]
        {
            assert!(names_a_record(name), "{name}");
        }
        for name in ["age", "case_mix", "acid", "patient_age", "covid", "n_rows", "number of beds"]
        {
            assert!(!names_a_record(name), "{name}");
        }
        let rows = || numbers("seq", 0, &[7.0, 8.0, 9.0]);
        assert_eq!(judged(rows(), rows()), Err(WhyNot::CountsRows));
    }

    #[test]
    fn what_subjects_were_read_from_is_left_off() {
        let table = Table::new(vec![numbers("hospital", 0, &[3.0, 1.0, 2.0])]).unwrap();
        let side =
            |arm| SideTable { arm, table: &table, rules: BTreeSet::from(["hospital".into()]) };
        let card = card(&[side(Arm::Real), side(Arm::Synthetic)]);
        assert!(card.columns.is_empty());
        assert_eq!(card.left_off, [("hospital".to_owned(), WhyNot::SubjectOrStratum)]);
    }
}

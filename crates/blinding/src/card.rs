//! The patient card: which columns readers see, and how their cells are written.
//!
//! A card is the same for all cases and fixed when its study is locked. What tells the sides apart by how
//! it is written, and not by what it says of a patient, is left off or written alike.

use std::collections::{BTreeMap, BTreeSet};

use samples::{Arm, Column, ColumnKind, Table, Values};
use serde::{Deserialize, Serialize};

use crate::number_format::decimals_of;
use crate::record_names::{counts_rows, names_a_record};
use crate::table_attributes::letters;

/// What readers see of a row, and what not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// The columns that are shown, in their order for all cases.
    pub columns: Vec<CardColumn>,
    /// The columns that are not, and why.
    pub left_off: Vec<(String, WhyNot)>,
}

/// How the cells of one column are written; stored with the study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardColumn {
    /// Its name.
    pub name: String,
    /// As many as both sides use: zeros at the end would tell who writes with fewer.
    pub decimals: u8,
    /// How each word is written, by its letters alone: `male` for `Male` and ` male`.
    pub words: BTreeMap<String, String>,
}

/// Why a column is not on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// Not every table has it.
    OnlyInSome,
    /// It holds numbers in one table and words in another.
    OtherKind,
    /// Free text may say anything, also who wrote it.
    Text,
    /// Its name suggests that it identifies people or records.
    Identifies,
    /// Subjects, strata or diagnoses were read from it.
    SubjectOrStratum,
    /// It counts the rows.
    CountsRows,
    /// The two sides use other words.
    WordsDiffer,
    /// Only one side has missing cells.
    MissingOnOneSide,
}

impl WhyNot {
    /// Every reason there is.
    pub const ALL: [WhyNot; 8] = [
        WhyNot::OnlyInSome,
        WhyNot::OtherKind,
        WhyNot::Text,
        WhyNot::Identifies,
        WhyNot::SubjectOrStratum,
        WhyNot::CountsRows,
        WhyNot::WordsDiffer,
        WhyNot::MissingOnOneSide,
    ];

    /// Returns its word, which picks its reason from the catalogue: `blinding:left_off.<word>`.
    pub fn as_str(self) -> &'static str {
        match self {
            WhyNot::OnlyInSome => "only_in_some",
            WhyNot::OtherKind => "other_kind",
            WhyNot::Text => "text",
            WhyNot::Identifies => "identifies",
            WhyNot::SubjectOrStratum => "subject_or_stratum",
            WhyNot::CountsRows => "counts_rows",
            WhyNot::WordsDiffer => "words_differ",
            WhyNot::MissingOnOneSide => "missing_on_one_side",
        }
    }
}

/// A table of one side, with the columns that are not the readers' to see, whatever they hold.
#[derive(Debug, Clone)]
pub struct SideTable<'a> {
    /// Its side.
    pub arm: Arm,
    /// The table, with all its rows: those that are no cases count, too.
    pub table: &'a Table,
    /// Names of columns that identify people.
    pub people: BTreeSet<String>,
    /// Names of columns that subjects, strata and diagnoses were read from.
    pub rules: BTreeSet<String>,
}

/// Of all cells, the share that may be a word which the other side never uses.
const STRANGE_WORDS: f64 = 0.1;
/// Of all numbers, the share that the decimals of a column have to be enough for.
const MOST_NUMBERS: f64 = 0.9;

/// Returns the columns that readers may see, and why the others are left off.
///
/// The first table gives the order, whichever side it is on. Numbers get the decimals of the table
/// that has fewest, words the spelling that is most common. Without a table, there is no column.
pub fn card(sides: &[SideTable<'_>]) -> Card {
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
    if sides.iter().any(|side| side.people.contains(name)) || names_a_record(name) {
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
        let side =
            |arm, table| SideTable { arm, table, people: BTreeSet::new(), rules: BTreeSet::new() };
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
    fn what_numbers_records_or_counts_rows_is_left_off() {
        let ids = || numbers("patient_id", 0, &[7.0, 3.0, 9.0]);
        assert_eq!(judged(ids(), ids()), Err(WhyNot::Identifies));
        let rows = || numbers("seq", 0, &[7.0, 8.0, 9.0]);
        assert_eq!(judged(rows(), rows()), Err(WhyNot::CountsRows));
    }

    #[test]
    fn who_somebody_is_and_what_subjects_were_read_from_is_left_off() {
        let columns =
            vec![words("name", &["a", "b", "a"]), numbers("hospital", 0, &[3.0, 1.0, 2.0])];
        let table = Table::new(columns).unwrap();
        let [people, rules] = ["name", "hospital"].map(|name| BTreeSet::from([name.to_owned()]));
        let side =
            |arm| SideTable { arm, table: &table, people: people.clone(), rules: rules.clone() };
        let card = card(&[side(Arm::Real), side(Arm::Synthetic)]);
        assert!(card.columns.is_empty());
        let why = [("name", WhyNot::Identifies), ("hospital", WhyNot::SubjectOrStratum)];
        assert_eq!(card.left_off, why.map(|(name, why)| (name.to_owned(), why)));
    }

    #[test]
    fn columns_of_other_kinds_free_text_and_those_of_one_side_are_left_off() {
        let number = || numbers("x", 0, &[1.0, 5.0, 2.0]);
        assert_eq!(judged(number(), words("x", &["a", "b", "a"])), Err(WhyNot::OtherKind));
        let text = || Column { kind: ColumnKind::Text, ..words("x", &["a", "b", "a"]) };
        assert_eq!(judged(text(), text()), Err(WhyNot::Text));
        assert_eq!(judged(number(), numbers("y", 0, &[1.0])), Err(WhyNot::OnlyInSome));
    }
}

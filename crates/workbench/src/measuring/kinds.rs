//! A table read the way the real one was.
//!
//! What a column's cells are is decided on all cells of one file, so that two files may
//! disagree: five rows of a category look like free text, and codes without their leading
//! zeros like numbers. Where tables are compared, the real one decides.

use std::collections::BTreeMap;

use samples::{Cell, Column, ColumnKind, Table, Values};

/// A table in the kinds and the order of columns of another one.
pub(super) struct Alike {
    pub(super) table: Table,
    /// What had to be done, in words.
    pub(super) notes: Vec<String>,
    /// Whether every cell could be kept.
    pub(super) whole: bool,
}

/// Brings the columns of `table` to the kinds and the order of `reference`; columns that only
/// `table` has come last, as they are.
///
/// A cell that does not fit counts as missing. A column of which more than half does not fit
/// stays as it is: it holds something else.
pub(super) fn like(table: &Table, reference: &Table) -> Alike {
    let mut notes = Vec::new();
    let mut whole = true;
    let mut columns = Vec::with_capacity(table.columns().len());
    for wanted in reference.columns() {
        let Some(column) = table.column(&wanted.name) else { continue };
        let (column, n_unfit) = converted(column, wanted, &mut notes);
        whole &= n_unfit == 0;
        columns.push(column);
    }
    let is_extra = |column: &&Column| reference.column(&column.name).is_none();
    columns.extend(table.columns().iter().filter(is_extra).cloned());
    let table = Table::new(columns).expect("the same columns, in another order");
    Alike { table, notes, whole }
}

/// Returns the column in the kind of `wanted`, and how many cells do not fit it.
fn converted(column: &Column, wanted: &Column, notes: &mut Vec<String>) -> (Column, usize) {
    let as_it_is = || (column.clone(), 0);
    if column.kind == wanted.kind || wanted.kind == ColumnKind::Text {
        return as_it_is();
    }
    let n_rows = column.values.len();
    let n_present = n_rows - column.n_missing();
    let values = if wanted.kind == ColumnKind::Number {
        Values::Numbers((0..n_rows).map(|row| number_of(column.cell(row))).collect())
    } else {
        let spelling = Spelling::of(wanted);
        Values::Words((0..n_rows).map(|row| spelling.word_of(column.cell(row))).collect())
    };
    let as_wanted = Column { kind: wanted.kind, values, ..column.clone() };
    let n_unfit = as_wanted.n_missing() - column.n_missing();
    if n_present < 2 * n_unfit {
        return as_it_is();
    }
    if 0 < n_present {
        let count = n_unfit.to_string();
        let params = [("column", column.name.as_str()), ("count", &count)];
        let how = format!("app:kinds.{}", wanted.kind.as_str());
        let unfit =
            if 0 < n_unfit { words::say("app:kinds.unfit", &params) } else { String::new() };
        notes.push(format!("{} {unfit}", words::say(&how, &params)).trim_end().to_owned());
    }
    (as_wanted, n_unfit)
}

fn number_of(cell: Cell<'_>) -> Option<f64> {
    match cell {
        Cell::Missing => None,
        Cell::Number(number) => Some(number),
        Cell::Word(word) => parsed(word),
    }
}

/// Reads a plain number; `inf` and `nan` are words.
fn parsed(word: &str) -> Option<f64> {
    let word = word.trim();
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    if !word.chars().all(plain) {
        return None;
    }
    word.parse().ok().filter(|number: &f64| number.is_finite())
}

/// How a category's words are written where they are numbers.
struct Spelling {
    /// By the bits of the number; 0 has one sign.
    words: BTreeMap<u64, String>,
    /// Whether all words are numbers, so that one that was not seen can be, too.
    all_numbers: bool,
}

impl Spelling {
    fn of(category: &Column) -> Self {
        let mut words = BTreeMap::new();
        let mut all_numbers = true;
        for row in 0..category.values.len() {
            let word = match category.cell(row) {
                Cell::Missing => continue,
                Cell::Number(number) => number.to_string(),
                Cell::Word(word) => word.to_owned(),
            };
            match parsed(&word) {
                // Of several spellings, the plain one.
                Some(number) if word == number.to_string() => {
                    words.insert(bits(number), word);
                }
                Some(number) => {
                    words.entry(bits(number)).or_insert(word);
                }
                None => all_numbers = false,
            }
        }
        Spelling { words, all_numbers }
    }

    fn word_of(&self, cell: Cell<'_>) -> Option<String> {
        match cell {
            Cell::Missing => None,
            Cell::Word(word) => Some(word.to_owned()),
            Cell::Number(number) => match self.words.get(&bits(number)) {
                Some(word) => Some(word.clone()),
                None => self.all_numbers.then(|| number.to_string()),
            },
        }
    }
}

fn bits(number: f64) -> u64 {
    // Adding 0 turns -0 into 0, which it equals.
    (number + 0.0).to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(name: &str, values: &[Option<f64>]) -> Column {
        let values = Values::Numbers(values.to_vec());
        Column { name: name.to_owned(), kind: ColumnKind::Number, decimals: 0, values }
    }

    fn words(name: &str, kind: ColumnKind, values: &[&str]) -> Column {
        let word = |word: &&str| (!word.is_empty()).then(|| (*word).to_owned());
        let values = Values::Words(values.iter().map(word).collect());
        Column { name: name.to_owned(), kind, decimals: 0, values }
    }

    fn one(column: Column, reference: Column) -> (Column, Vec<String>) {
        let (table, reference) =
            (Table::new(vec![column]).unwrap(), Table::new(vec![reference]).unwrap());
        let alike = like(&table, &reference);
        (alike.table.columns()[0].clone(), alike.notes)
    }

    #[test]
    fn words_that_are_numbers_are_read_as_numbers_where_the_reference_has_numbers() {
        let given = words("a", ColumnKind::Category, &["007", "1.5", "", "-2e1"]);
        let (column, notes) = one(given, numbers("a", &[Some(1.0)]));
        let expected = Values::Numbers(vec![Some(7.0), Some(1.5), None, Some(-20.0)]);
        assert_eq!((column.kind, column.values), (ColumnKind::Number, expected));
        assert_eq!(notes.len(), 1, "{notes:?}");
    }

    #[test]
    fn numbers_are_spelt_as_the_category_of_the_reference_spells_them() {
        let reference = words("a", ColumnKind::Category, &["01", "02", "10"]);
        let given = numbers("a", &[Some(1.0), Some(10.0), Some(3.0), None]);
        let (column, _) = one(given, reference);
        let expected = words("a", ColumnKind::Category, &["01", "10", "3", ""]);
        assert_eq!(column.values, expected.values, "3 was not seen, and is another word");
    }

    #[test]
    fn cells_that_do_not_fit_are_missing_and_said() {
        let given = words("a", ColumnKind::Text, &["1", "2", "3", "unknown"]);
        let (column, notes) = one(given, numbers("a", &[Some(1.0)]));
        assert_eq!(column.values, Values::Numbers(vec![Some(1.0), Some(2.0), Some(3.0), None]));
        assert!(notes[0].contains("1 cell"), "{notes:?}");
    }

    #[test]
    fn a_column_of_something_else_stays_what_it_is() {
        let reference = words("sex", ColumnKind::Category, &["m", "f"]);
        let (column, notes) = one(numbers("sex", &[Some(0.0), Some(1.0)]), reference);
        assert_eq!(column.kind, ColumnKind::Number, "0 and 1 are neither m nor f");
        let given = words("a", ColumnKind::Text, &["1", "b", "c"]);
        assert_eq!(one(given, numbers("a", &[Some(1.0)])).0.kind, ColumnKind::Text);
        assert_eq!(notes, [""; 0]);
    }

    #[test]
    fn text_is_a_category_where_the_reference_has_one_and_nothing_is_of_any_kind() {
        let reference = || words("a", ColumnKind::Category, &["x", "y"]);
        let (column, _) = one(words("a", ColumnKind::Text, &["x", "z"]), reference());
        assert_eq!(column.kind, ColumnKind::Category);
        let (column, notes) = one(words("a", ColumnKind::Text, &["", ""]), reference());
        assert_eq!((column.kind, notes.len()), (ColumnKind::Category, 0));
        let empty = words("a", ColumnKind::Text, &["", ""]);
        let (column, _) = one(empty, numbers("a", &[Some(1.0)]));
        assert_eq!(column.values, Values::Numbers(vec![None, None]));
    }

    #[test]
    fn columns_stand_in_the_order_of_the_reference() {
        let table =
            Table::new(vec![numbers("z", &[None]), numbers("b", &[None]), numbers("a", &[None])]);
        let reference = Table::new(vec![numbers("a", &[None]), numbers("b", &[None])]).unwrap();
        let alike = like(&table.unwrap(), &reference);
        let names: Vec<&str> = alike.table.columns().iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "z"]);
    }
}

//! One way to write the rows of all tables: the columns, their decimals, their words.

use std::collections::{BTreeMap, BTreeSet};

use samples::{Arm, Cell, Column, ColumnKind, Table, Values};
use serde::{Deserialize, Serialize};
use study::audit::{Audit, Channel};

use crate::number_format::{decimals_of, write};
use crate::table_attributes::{column_names, letters};
use crate::{Error, Result, Row, Seen};

/// How the rows of all tables are written; stored with the study.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFormat {
    /// The columns that are shown, in their order for all cases.
    pub columns: Vec<CardColumn>,
    /// The columns that are not, and why.
    pub left_off: Vec<LeftOff>,
}

/// How the cells of one column are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardColumn {
    /// Its name.
    pub name: String,
    /// The decimals of all its numbers.
    pub decimals: u8,
    /// How each word is written, by its letters alone: `Male` for `male`.
    pub words: BTreeMap<String, String>,
}

/// A column that is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOff {
    /// Its name.
    pub name: String,
    /// Why.
    pub why: WhyNot,
}

/// Why a column cannot be written alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// Not every table has it.
    OnlyInSome,
    /// It holds numbers in one table and words in another.
    OtherKind,
    /// Free text may say anything, also who wrote it.
    Text,
    /// The sources use other words.
    WordsDiffer,
    /// What is missing tells the sources apart, or only one of them misses any.
    MissingTells,
    /// The last digits of its whole numbers tell the sources apart.
    DigitsTell,
}

impl WhyNot {
    /// Returns its word, which picks its reason from the catalogue.
    pub fn as_str(self) -> &'static str {
        match self {
            WhyNot::OnlyInSome => "only_in_some",
            WhyNot::OtherKind => "other_kind",
            WhyNot::Text => "text",
            WhyNot::WordsDiffer => "words_differ",
            WhyNot::MissingTells => "missing_tells",
            WhyNot::DigitsTell => "digits_tell",
        }
    }
}

/// Of all cells of a source, the share that may be a word which the other never uses.
const STRANGE_WORDS: f64 = 0.1;
/// Of all numbers of a source, the share that the decimals of a column have to be enough for.
const MOST_NUMBERS: f64 = 0.9;

impl CardFormat {
    /// Chooses how all rows are written, from an audit of [`crate::table_attributes`].
    ///
    /// Numbers get the decimals of the source that has fewer, and one less where their last digits tell;
    /// words get their most common spelling; what is missing is one token, `None`. Columns that tell
    /// all the same are left off. Columns that identify people, or that count rows, are the caller's to
    /// take away.
    ///
    /// # Errors
    ///
    /// [`Error::Arms`] unless there is a source for each case.
    pub fn suggest(audit: &Audit, cases: &[Seen<Row<'_>>], arms: &[Arm]) -> Result<Self> {
        if arms.len() != cases.len() {
            return Err(Error::Arms { arms: arms.len(), cases: cases.len() });
        }
        let telling: BTreeSet<&str> = audit
            .leaks
            .iter()
            .filter(|leak| leak.channel == Channel::Container && leak.tells())
            .map(|leak| leak.name.as_str())
            .collect();
        let mut format = CardFormat::default();
        for name in column_names(cases) {
            match card_column(name, cases, arms, &telling) {
                Ok(column) => format.columns.push(column),
                Err(why) => format.left_off.push(LeftOff { name: name.to_owned(), why }),
            }
        }
        Ok(format)
    }

    /// Writes the cells of a row, in the order of the columns; `None` is a missing one.
    pub fn write(&self, row: Row<'_>) -> Vec<Option<String>> {
        let cell = |card: &CardColumn| {
            let column = row.table.column(&card.name)?;
            match column.cell(row.row) {
                Cell::Missing => None,
                Cell::Number(number) => Some(write(number, card.decimals)),
                Cell::Word(word) => Some(card.spelt(word).to_owned()),
            }
        };
        self.columns.iter().map(cell).collect()
    }

    /// Returns a table as readers get it, for the audit of what came out; without any column that is
    /// shown, nothing.
    ///
    /// # Errors
    ///
    /// None for a table that is one.
    pub fn applied(&self, table: &Table) -> Result<Option<Table>> {
        let shown = |card: &CardColumn| {
            let column = table.column(&card.name)?;
            let rounded = |number: &f64| write(*number, card.decimals).parse().unwrap_or(*number);
            let values = match &column.values {
                Values::Numbers(numbers) => Values::Numbers(
                    numbers.iter().map(|number| number.as_ref().map(rounded)).collect(),
                ),
                Values::Words(words) => Values::Words(
                    words
                        .iter()
                        .map(|word| word.as_ref().map(|word| card.spelt(word).to_owned()))
                        .collect(),
                ),
            };
            Some(Column {
                name: card.name.clone(),
                kind: column.kind,
                decimals: card.decimals,
                values,
            })
        };
        let columns: Vec<Column> = self.columns.iter().filter_map(shown).collect();
        if columns.is_empty() { Ok(None) } else { Ok(Some(Table::new(columns)?)) }
    }
}

impl CardColumn {
    fn spelt<'a>(&'a self, word: &'a str) -> &'a str {
        self.words.get(&letters(word)).map_or(word.trim(), String::as_str)
    }
}

fn card_column(
    name: &str,
    cases: &[Seen<Row<'_>>],
    arms: &[Arm],
    telling: &BTreeSet<&str>,
) -> std::result::Result<CardColumn, WhyNot> {
    let columns: Option<Vec<&Column>> =
        cases.iter().map(|case| case.sample.table.column(name)).collect();
    let columns = columns.ok_or(WhyNot::OnlyInSome)?;
    let kind = columns[0].kind;
    if columns.iter().any(|column| column.kind != kind) {
        return Err(WhyNot::OtherKind);
    }
    if kind == ColumnKind::Text {
        return Err(WhyNot::Text);
    }
    let tells = |attribute: &str| telling.contains(format!("{attribute}:{name}").as_str());
    let cells: Vec<(Arm, Cell<'_>, u8)> = cases
        .iter()
        .zip(arms)
        .zip(&columns)
        .map(|((case, &arm), column)| (arm, column.cell(case.sample.row), column.decimals))
        .collect();
    let misses = |of: Arm| cells.iter().any(|(arm, cell, _)| *arm == of && *cell == Cell::Missing);
    if tells("missing") || misses(Arm::Real) != misses(Arm::Synthetic) {
        return Err(WhyNot::MissingTells);
    }
    let words = common_words(&cells)?;
    let of = |arm| decimals_used(&cells, arm);
    let mut decimals = of(Arm::Real).min(of(Arm::Synthetic));
    if (tells("last_digit") || tells("zero_or_five")) && !tells("decimals") {
        decimals = decimals.checked_sub(1).ok_or(WhyNot::DigitsTell)?;
    }
    Ok(CardColumn { name: name.to_owned(), decimals, words })
}

/// Returns how each word is written, or why the words tell the sources apart.
fn common_words(
    cells: &[(Arm, Cell<'_>, u8)],
) -> std::result::Result<BTreeMap<String, String>, WhyNot> {
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut spellings: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for (arm, cell, _) in cells {
        let Cell::Word(word) = cell else { continue };
        let key = letters(word);
        counts.entry(key.clone()).or_default()[usize::from(*arm == Arm::Synthetic)] += 1;
        *spellings.entry(key).or_default().entry(word.trim()).or_default() += 1;
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

/// Returns the decimals that most numbers of a source need: one odd number does not count.
fn decimals_used(cells: &[(Arm, Cell<'_>, u8)], of: Arm) -> u8 {
    let own = cells.iter().filter(|(arm, ..)| *arm == of);
    let mut needed: Vec<u8> = own
        .filter_map(|(_, cell, most)| match cell {
            Cell::Number(number) => Some(decimals_of(*number, *most)),
            _ => None,
        })
        .collect();
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
    use study::audit::audit;

    use super::*;
    use crate::{Facts, table_attributes};

    fn words(cells: &[&str]) -> Values {
        let cells = cells.iter().map(|cell| (!cell.is_empty()).then(|| (*cell).to_owned()));
        Values::Words(cells.collect())
    }

    /// Chooses for one column, written in two ways.
    fn chosen(kind: ColumnKind, real: Values, synthetic: Values) -> CardFormat {
        let table = |values| {
            let column = Column { name: "x".to_owned(), kind, decimals: 6, values };
            Table::new(vec![column]).unwrap()
        };
        let tables = [(Arm::Real, table(real)), (Arm::Synthetic, table(synthetic))];
        let (mut cases, mut arms) = (Vec::new(), Vec::new());
        for (arm, table) in &tables {
            for row in 0..table.n_rows() {
                cases.push(Seen { sample: Row { table, row }, facts: Facts::default() });
                arms.push(*arm);
            }
        }
        let found = audit(&arms, &table_attributes(&cases), 1).unwrap();
        CardFormat::suggest(&found, &cases, &arms).unwrap()
    }

    #[test]
    fn words_are_written_one_way_or_not_at_all() {
        let card = chosen(
            ColumnKind::Category,
            words(&["Male", "Female", "Male"]),
            words(&["male", " female"]),
        );
        let table = |cells: &[&str]| {
            let kind = ColumnKind::Category;
            let column = Column { name: "x".to_owned(), kind, decimals: 0, values: words(cells) };
            Table::new(vec![column]).unwrap()
        };
        let row = table(&["FEMALE", " male", ""]);
        let written: Vec<_> =
            (0..3).map(|at| card.write(Row { table: &row, row: at }).remove(0)).collect();
        assert_eq!(written, [Some("Female".to_owned()), Some("Male".to_owned()), None]);
        let card = chosen(ColumnKind::Category, words(&["M", "F"]), words(&["male", "female"]));
        assert_eq!(card.left_off[0].why, WhyNot::WordsDiffer);
    }

    #[test]
    fn numbers_get_the_decimals_of_the_coarser_source_and_gaps_of_one_are_left_off() {
        let numbers = |of: &[f64]| Values::Numbers(of.iter().copied().map(Some).collect());
        let card = chosen(
            ColumnKind::Number,
            numbers(&[1.25, 2.5, 3.75]),
            numbers(&[1.234_567, 2.5, 3.267_949]),
        );
        assert_eq!(card.columns[0].decimals, 2);
        let gaps = Values::Numbers(vec![Some(1.0), None]);
        let card = chosen(ColumnKind::Number, numbers(&[1.0, 2.0]), gaps);
        assert_eq!(card.left_off[0].why, WhyNot::MissingTells);
    }

    #[test]
    fn text_is_never_shown_and_a_format_reads_back() {
        let card = chosen(ColumnKind::Text, words(&["a", "b"]), words(&["a", "b"]));
        assert_eq!(card.left_off[0].why.as_str(), "text");
        let text = serde_json::to_string(&card).unwrap();
        assert_eq!(serde_json::from_str::<CardFormat>(&text).unwrap(), card);
    }
}

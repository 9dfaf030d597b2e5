//! Tables to vectors in the scale of a reference table.

use std::collections::BTreeMap;

use samples::{Cell, Column, ColumnKind, Table, Values, Vectors};

use crate::{Error, Result};

/// Tables to vectors in the scale of a reference table.
///
/// The layout is fixed by the reference: each number column takes two places
/// (its standardised value, and 1 where it is missing), each category column one
/// place for every word of the reference and one for any other word. A missing
/// category has 0 in all of them. A one-hot place holds 1/√2, so that two rows
/// of different category are 1 apart, as are two rows that lie one standard
/// deviation apart.
#[derive(Debug, Clone, PartialEq)]
pub struct TableStandard {
    columns: Vec<Fitted>,
    dimension: usize,
}

/// A column that has no place in a vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutColumn {
    /// Its name.
    pub name: String,
    /// Why.
    pub why: WhyLeftOut,
}

/// Why a column has no place in a vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyLeftOut {
    /// It is text, which has no distance, or has no value at all in the reference.
    Text,
    /// Its numbers are all the same in the reference, or fewer than two.
    Constant,
    /// It is text, and the reference has no column of its name.
    Extra,
}

/// What was learnt of one column of the reference.
#[derive(Debug, Clone, PartialEq)]
struct Fitted {
    name: String,
    scale: Scale,
}

/// How a column's cells become numbers.
#[derive(Debug, Clone, PartialEq)]
enum Scale {
    Number { mean: f64, sd: f64 },
    Category { places: BTreeMap<String, usize> },
    LeftOut(ColumnKind),
}

impl Scale {
    fn width(&self) -> usize {
        match self {
            Scale::Number { .. } => 2,
            Scale::Category { places } => places.len() + 1,
            Scale::LeftOut(_) => 0,
        }
    }

    fn kind(&self) -> ColumnKind {
        match self {
            Scale::Number { .. } => ColumnKind::Number,
            Scale::Category { .. } => ColumnKind::Category,
            Scale::LeftOut(kind) => *kind,
        }
    }
}

impl TableStandard {
    /// Learns the scale of each column of `reference`: the real set.
    ///
    /// A number column that does not vary, or has no number at all, and every
    /// text column have no place in a vector; see [`TableStandard::left_out`].
    ///
    /// # Errors
    ///
    /// [`Error::NoUsableColumn`]; [`Error::NothingVaries`]; [`Error::TooLarge`]
    /// when the spread of a column is not finite.
    pub fn fit(reference: &Table) -> Result<Self> {
        let columns = reference
            .columns()
            .iter()
            .map(|column| Ok(Fitted { name: column.name.clone(), scale: scale_of(column)? }))
            .collect::<Result<Vec<_>>>()?;
        let dimension = columns.iter().map(|column| column.scale.width()).sum();
        if dimension == 0 {
            let any = reference.columns().iter().any(|column| column.kind != ColumnKind::Text);
            return Err(if any { Error::NothingVaries } else { Error::NoUsableColumn });
        }
        Ok(TableStandard { columns, dimension })
    }

    /// Returns the number of values in a vector.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// Returns the columns that have no place in a vector: those of the reference in its order,
    /// then those that only `table` has.
    pub fn left_out(&self, table: &Table) -> Vec<LeftOutColumn> {
        let own = self.columns.iter().filter(|column| column.scale.width() == 0).map(|column| {
            let text = column.scale.kind() == ColumnKind::Text;
            let why = if text { WhyLeftOut::Text } else { WhyLeftOut::Constant };
            LeftOutColumn { name: column.name.clone(), why }
        });
        let extra = table
            .columns()
            .iter()
            .filter(|column| !self.knows(&column.name))
            .map(|column| LeftOutColumn { name: column.name.clone(), why: WhyLeftOut::Extra });
        own.chain(extra).collect()
    }

    fn knows(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    /// Returns one vector for each row of `table`.
    ///
    /// # Input
    ///
    /// `table` has the columns of the reference, in any order, with the same kinds. Columns
    /// without a place in a vector may be of any kind, or be missing; columns of text may
    /// be there in addition.
    ///
    /// # Errors
    ///
    /// [`Error::MissingColumn`], [`Error::ExtraColumn`], [`Error::KindMismatch`],
    /// [`Error::TooLarge`].
    pub fn embed(&self, table: &Table) -> Result<Vectors> {
        let is_extra =
            |column: &&Column| column.kind != ColumnKind::Text && !self.knows(&column.name);
        if let Some(extra) = table.columns().iter().find(is_extra) {
            return Err(Error::ExtraColumn { column: extra.name.clone() });
        }
        let mut values = vec![0.0; table.n_rows() * self.dimension];
        let mut start = 0;
        for fitted in self.columns.iter().filter(|column| 0 < column.scale.width()) {
            let column = table
                .column(&fitted.name)
                .ok_or_else(|| Error::MissingColumn { column: fitted.name.clone() })?;
            if column.kind != fitted.scale.kind() {
                return Err(Error::KindMismatch {
                    column: fitted.name.clone(),
                    given: column.kind.as_str(),
                    wanted: fitted.scale.kind().as_str(),
                });
            }
            let width = fitted.scale.width();
            for (row, vector) in values.chunks_exact_mut(self.dimension).enumerate() {
                let places = &mut vector[start..start + width];
                place(&fitted.scale, column.cell(row), places);
                if !places.iter().all(|value| value.is_finite()) {
                    return Err(Error::TooLarge { column: fitted.name.clone() });
                }
            }
            start += width;
        }
        Vectors::new(table.n_rows(), self.dimension, values).map_err(|_| Error::NoUsableColumn)
    }
}

/// Learns how the cells of one column become numbers.
fn scale_of(column: &Column) -> Result<Scale> {
    match (column.kind, &column.values) {
        (ColumnKind::Number, Values::Numbers(numbers)) => {
            let known: Vec<f64> = numbers.iter().flatten().copied().collect();
            let n = known.len() as f64;
            let mean = known.iter().sum::<f64>() / n;
            let squares: f64 = known.iter().map(|value| (value - mean) * (value - mean)).sum();
            let sd = (squares / (n - 1.0)).sqrt();
            if known.len() < 2 {
                return Ok(Scale::LeftOut(column.kind));
            }
            // First of all: a mean that is infinite would call any spread small.
            if !(mean.is_finite() && sd.is_finite()) {
                return Err(Error::TooLarge { column: column.name.clone() });
            }
            if sd <= 1e-12 * mean.abs() {
                return Ok(Scale::LeftOut(column.kind));
            }
            Ok(Scale::Number { mean, sd })
        }
        (ColumnKind::Category, _) => {
            let words: BTreeMap<String, usize> = (0..column.values.len())
                .filter_map(|row| word_of(column.cell(row)))
                .map(|word| (word, 0))
                .collect();
            let places = words.into_keys().enumerate().map(|(at, word)| (word, at)).collect();
            Ok(Scale::Category { places })
        }
        _ => Ok(Scale::LeftOut(column.kind)),
    }
}

/// Writes one cell into its places, which hold 0 so far.
fn place(scale: &Scale, cell: Cell<'_>, places: &mut [f64]) {
    match (scale, cell) {
        (Scale::Number { mean, sd }, Cell::Number(number)) => places[0] = (number - mean) / sd,
        (Scale::Number { .. }, _) => places[1] = 1.0,
        (Scale::Category { places: known }, cell) => {
            if let Some(word) = word_of(cell) {
                let at = known.get(&word).copied().unwrap_or(known.len());
                places[at] = std::f64::consts::FRAC_1_SQRT_2;
            }
        }
        (Scale::LeftOut(_), _) => {}
    }
}

/// Returns a category's word; codes written as numbers are words, too.
fn word_of(cell: Cell<'_>) -> Option<String> {
    match cell {
        Cell::Missing => None,
        Cell::Number(number) => Some(number.to_string()),
        Cell::Word(word) => Some(word.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::FRAC_1_SQRT_2;

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

    fn reference() -> Table {
        Table::new(vec![
            words("note", ColumnKind::Text, &["x", "y", "z"]),
            numbers("age", &[Some(40.0), Some(60.0), None]),
            words("sex", ColumnKind::Category, &["m", "f", "m"]),
        ])
        .unwrap()
    }

    fn left_out(fitted: &TableStandard, table: &Table) -> Vec<(String, WhyLeftOut)> {
        fitted.left_out(table).into_iter().map(|column| (column.name, column.why)).collect()
    }

    #[test]
    fn columns_without_a_place_may_be_missing_or_in_addition_and_are_said() {
        let mut columns = reference().columns().to_vec();
        columns.push(numbers("site", &[Some(7.0); 3]));
        let fitted = TableStandard::fit(&Table::new(columns).unwrap()).unwrap();
        let table = Table::new(vec![
            numbers("age", &[Some(50.0)]),
            words("sex", ColumnKind::Category, &["m"]),
            words("comment", ColumnKind::Text, &["made"]),
            // Text in the reference: whatever it holds here has no place, either.
            numbers("note", &[Some(1.0)]),
        ])
        .unwrap();
        assert_eq!(fitted.embed(&table).unwrap().d(), 5);
        let expected = [
            ("note".to_owned(), WhyLeftOut::Text),
            ("site".to_owned(), WhyLeftOut::Constant),
            ("comment".to_owned(), WhyLeftOut::Extra),
        ];
        assert_eq!(left_out(&fitted, &table), expected);
    }

    #[test]
    fn numbers_whose_sum_is_not_finite_are_a_reason_and_not_left_out() {
        let large = numbers("a", &[Some(1e308), Some(1.5e308), Some(1.7e308)]);
        let table = Table::new(vec![large, numbers("b", &[Some(1.0), Some(2.0), None])]);
        let fitted = TableStandard::fit(&table.unwrap());
        assert_eq!(fitted, Err(Error::TooLarge { column: "a".to_owned() }));
    }

    #[test]
    fn a_single_value_that_is_too_large_is_a_reason() {
        let table = |values: &[Option<f64>]| Table::new(vec![numbers("a", values)]).unwrap();
        let fitted = TableStandard::fit(&table(&[Some(1e-100), Some(2e-100)])).unwrap();
        let embedded = fitted.embed(&table(&[Some(1.0), Some(1e300)]));
        assert_eq!(embedded, Err(Error::TooLarge { column: "a".to_owned() }));
    }

    #[test]
    fn the_reference_decides_scale_and_layout() {
        // Mean 50, standard deviation √200; places: age, age missing, f, m, other.
        let fitted = TableStandard::fit(&reference()).unwrap();
        assert_eq!(fitted.dimension(), 5);
        assert_eq!(left_out(&fitted, &reference()), [("note".to_owned(), WhyLeftOut::Text)]);
        let table = Table::new(vec![
            words("sex", ColumnKind::Category, &["m", "x", ""]),
            words("note", ColumnKind::Text, &["", "", ""]),
            numbers("age", &[Some(50.0 + 200.0_f64.sqrt()), None, Some(50.0)]),
        ]);
        let vectors = fitted.embed(&table.unwrap()).unwrap();
        let one = FRAC_1_SQRT_2;
        let expected = [[1.0, 0.0, 0.0, one, 0.0], [0.0, 1.0, 0.0, 0.0, one], [0.0; 5]];
        for (row, expected) in expected.iter().enumerate() {
            for (value, expected) in vectors.row(row).iter().zip(expected) {
                assert!((value - expected).abs() < 1e-12, "row {row}: {:?}", vectors.row(row));
            }
        }
    }

    #[test]
    fn another_schema_is_a_reason() {
        let fitted = TableStandard::fit(&reference()).unwrap();
        let age = || numbers("age", &[Some(1.0)]);
        let note = || words("note", ColumnKind::Text, &["a"]);
        let sex = |kind| words("sex", kind, &["m"]);
        let embed = |columns| fitted.embed(&Table::new(columns).unwrap()).unwrap_err();
        assert_eq!(embed(vec![age(), note()]), Error::MissingColumn { column: "sex".to_owned() });
        let extra = vec![age(), note(), sex(ColumnKind::Category), numbers("bmi", &[None])];
        assert_eq!(embed(extra), Error::ExtraColumn { column: "bmi".to_owned() });
        let kind =
            Error::KindMismatch { column: "sex".to_owned(), given: "text", wanted: "category" };
        assert_eq!(embed(vec![age(), note(), sex(ColumnKind::Text)]), kind);
    }

    #[test]
    fn a_column_that_does_not_vary_is_left_out_and_said() {
        let table = |values: &[Option<f64>]| {
            Table::new(vec![numbers("a", values), numbers("b", &[Some(1.0), Some(2.0), None])])
        };
        let fitted = TableStandard::fit(&table(&[Some(0.1); 3]).unwrap()).unwrap();
        let left_out = left_out(&fitted, &table(&[None; 3]).unwrap());
        assert_eq!(left_out, [("a".to_owned(), WhyLeftOut::Constant)]);
        let constant = Table::new(vec![numbers("a", &[Some(1.0), Some(1.0)])]).unwrap();
        assert_eq!(TableStandard::fit(&constant), Err(Error::NothingVaries));
        let text = Table::new(vec![words("t", ColumnKind::Text, &["a"])]).unwrap();
        assert_eq!(TableStandard::fit(&text), Err(Error::NoUsableColumn));
    }
}

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
    left_out: Vec<String>,
    dimension: usize,
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
    /// text column are left out; see [`TableStandard::left_out`].
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
        let left_out = columns
            .iter()
            .filter(|column| column.scale.width() == 0)
            .map(|column| column.name.clone())
            .collect();
        Ok(TableStandard { columns, left_out, dimension })
    }

    /// Returns the number of values in a vector.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// Returns the columns that have no place in a vector, in the order of the reference.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// Returns one vector for each row of `table`.
    ///
    /// # Input
    ///
    /// `table` has the columns of the reference, in any order, with the same kinds.
    ///
    /// # Errors
    ///
    /// [`Error::MissingColumn`], [`Error::ExtraColumn`], [`Error::KindMismatch`],
    /// [`Error::TooLarge`].
    pub fn embed(&self, table: &Table) -> Result<Vectors> {
        let known = |name: &str| self.columns.iter().any(|column| column.name == name);
        if let Some(extra) = table.columns().iter().find(|column| !known(&column.name)) {
            return Err(Error::ExtraColumn { column: extra.name.clone() });
        }
        let mut values = vec![0.0; table.n_rows() * self.dimension];
        let mut start = 0;
        for fitted in &self.columns {
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
                place(&fitted.scale, column.cell(row), &mut vector[start..start + width]);
            }
            start += width;
            if !values.iter().all(|value| value.is_finite()) {
                return Err(Error::TooLarge { column: fitted.name.clone() });
            }
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
            if known.len() < 2 || sd <= 1e-12 * mean.abs() {
                return Ok(Scale::LeftOut(column.kind));
            }
            if !sd.is_finite() {
                return Err(Error::TooLarge { column: column.name.clone() });
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

    #[test]
    fn the_reference_decides_scale_and_layout() {
        // Mean 50, standard deviation √200; places: age, age missing, f, m, other.
        let fitted = TableStandard::fit(&reference()).unwrap();
        assert_eq!((fitted.dimension(), fitted.left_out()), (5, &["note".to_owned()][..]));
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
        assert_eq!(fitted.left_out(), &["a".to_owned()]);
        let constant = Table::new(vec![numbers("a", &[Some(1.0), Some(1.0)])]).unwrap();
        assert_eq!(TableStandard::fit(&constant), Err(Error::NothingVaries));
        let text = Table::new(vec![words("t", ColumnKind::Text, &["a"])]).unwrap();
        assert_eq!(TableStandard::fit(&text), Err(Error::NoUsableColumn));
    }
}

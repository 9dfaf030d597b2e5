//! Why there is no package.

/// What a package cannot be made from.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A sheet holds fewer rows than the table has.
    #[error("the table `{table}` has {n} rows, and a sheet holds {most}")]
    TooManyRows {
        /// The table.
        table: String,
        /// How many rows it has.
        n: usize,
        /// How many there may be.
        most: usize,
    },
    /// What stands where a time belongs is none.
    #[error("`{given}` in row {row} of {table}.{column} is no time in UTC")]
    NotATime {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The row, from 1.
        row: usize,
        /// What stands there.
        given: String,
    },
    /// A cell is of another kind than its column.
    #[error("row {row} of {table}.{column} is not of the column's kind")]
    WrongKind {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The row, from 1.
        row: usize,
    },
    /// Ratings could not be written for iMRMC.
    #[error("the ratings could not be written for iMRMC: {0}")]
    Ratings(#[from] stats::Error),
    /// The library that writes a format gave up.
    #[error("the {format} file could not be written: {why}")]
    Unwritten {
        /// Which format.
        format: &'static str,
        /// What stood in the way.
        why: String,
    },
}

/// A package, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns the stable code that picks the words from the catalogue.
    pub fn code(&self) -> &'static str {
        match self {
            Error::TooManyRows { .. } => "exchange.too_many_rows",
            Error::NotATime { .. } => "exchange.not_a_time",
            Error::WrongKind { .. } => "exchange.wrong_kind",
            Error::Ratings(_) => "exchange.ratings",
            Error::Unwritten { .. } => "exchange.unwritten",
        }
    }

    /// Returns what the words of [`code`](Error::code) speak of.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::TooManyRows { table, n, most } => {
                vec![("table", table.clone()), ("n", n.to_string()), ("most", most.to_string())]
            }
            Error::NotATime { table, column, row, given } => vec![
                ("table", table.clone()),
                ("column", column.clone()),
                ("row", row.to_string()),
                ("given", given.clone()),
            ],
            Error::WrongKind { table, column, row } => {
                vec![("table", table.clone()), ("column", column.clone()), ("row", row.to_string())]
            }
            Error::Ratings(why) => vec![("why", why.to_string())],
            Error::Unwritten { format, why } => {
                vec![("format", (*format).to_owned()), ("why", why.clone())]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_words_that_use_its_parameters() {
        let (table, column) = ("answers".to_owned(), "t".to_owned());
        let errors = [
            Error::TooManyRows { table: table.clone(), n: 2, most: 1 },
            Error::NotATime {
                table: table.clone(),
                column: column.clone(),
                row: 1,
                given: "noon".into(),
            },
            Error::WrongKind { table, column, row: 1 },
            Error::Ratings(stats::Error::NotFinite),
            Error::Unwritten { format: "XLSX", why: "the disk said no".into() },
        ];
        for error in errors {
            let key = error.code().replacen('.', ":", 1);
            let params = error.params();
            let params: Vec<_> = params.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let message = words::say(&format!("{key}.message"), &params);
            assert_eq!(message, error.to_string(), "the catalogue says what the error says");
            assert!(words::knows(&format!("{key}.hint")), "{key} has no hint");
        }
    }
}

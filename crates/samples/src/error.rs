//! What can be wrong with data before anything is done with it.

/// Why a value is not a sample.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The number of values is not the product of the shape.
    #[error("{given} values do not fill the shape {shape:?}")]
    Shape {
        /// The shape asked for.
        shape: Vec<usize>,
        /// How many values were given.
        given: usize,
    },
    /// A side of the shape is zero.
    #[error("there is nothing in it: the shape is {shape:?}")]
    Empty {
        /// The shape given.
        shape: Vec<usize>,
    },
    /// The value range is no range.
    #[error("the value range {low} to {high} is empty or not finite")]
    Range {
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// A rate is no rate.
    #[error("a rate of {given} values a second is not positive and finite")]
    Rate {
        /// The rate given.
        given: f64,
    },
    /// Two columns of one table have different lengths.
    #[error("column `{column}` has {given} rows, the table has {wanted}")]
    RaggedColumns {
        /// The column's name.
        column: String,
        /// Its rows.
        given: usize,
        /// The table's rows.
        wanted: usize,
    },
    /// Two columns of one table have one name.
    #[error("two columns are called `{column}`")]
    TwoColumnsOfOneName {
        /// The name.
        column: String,
    },
    /// A text is not a content hash.
    #[error("`{given}` is not a content hash of 64 hexadecimal digits")]
    NotAHash {
        /// What was given.
        given: String,
    },
}

/// A value, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

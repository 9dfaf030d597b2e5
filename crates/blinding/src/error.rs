//! Why a mend cannot be applied.

/// Why a mend cannot be applied.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A mend of signals was asked of an image, or the other way round.
    #[error("`{mend}` cannot be applied to {given}")]
    WrongKind {
        /// The mend.
        mend: &'static str,
        /// What it was asked of: `an image` or `a signal`.
        given: &'static str,
    },
    /// A mend's number makes no sense.
    #[error("`{name}` of `{mend}` is {given}; it must be {wanted}")]
    Parameter {
        /// The mend.
        mend: &'static str,
        /// The number's name.
        name: &'static str,
        /// What it must be.
        wanted: &'static str,
        /// What was given.
        given: f64,
    },
    /// The image is smaller than what should be cut out of it.
    #[error("{columns} × {rows} pixels cannot be cut out of {of_columns} × {of_rows}")]
    TooSmall {
        /// Columns asked for.
        columns: usize,
        /// Rows asked for.
        rows: usize,
        /// Columns there are.
        of_columns: usize,
        /// Rows there are.
        of_rows: usize,
    },
    /// The signal is shorter than what should be cut out of it.
    #[error("{wanted} values cannot be cut out of {given}")]
    TooShort {
        /// Values asked for.
        wanted: usize,
        /// Values there are.
        given: usize,
    },
    /// The signal does not say how many values it has in a second.
    #[error("the signal states no rate")]
    NoRate,
    /// The signal lacks a channel that all should have.
    #[error("the signal has no channel `{name}`")]
    NoChannel {
        /// The channel's name.
        name: String,
    },
    /// A unit cannot be turned into another.
    #[error("values in `{from}` cannot be written in `{to}`")]
    Unit {
        /// The unit of the signal; empty when it states none.
        from: String,
        /// The unit asked for.
        to: String,
    },
    /// An image could not be compressed, or not be read again.
    #[error("the image could not be compressed: {detail}")]
    Compression {
        /// What the codec says.
        detail: String,
    },
    /// What came out is no sample.
    #[error(transparent)]
    Sample(#[from] samples::Error),
}

/// A value, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns the word that picks the text from the catalogue; it never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Error::WrongKind { .. } => "blinding.wrong_kind",
            Error::Parameter { .. } => "blinding.parameter",
            Error::TooSmall { .. } => "blinding.too_small",
            Error::TooShort { .. } => "blinding.too_short",
            Error::NoRate => "blinding.no_rate",
            Error::NoChannel { .. } => "blinding.no_channel",
            Error::Unit { .. } => "blinding.unit",
            Error::Compression { .. } => "blinding.compression",
            Error::Sample(_) => "blinding.sample",
        }
    }

    /// Returns what the text speaks of.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::WrongKind { mend, given } => {
                vec![("mend", (*mend).to_owned()), ("given", (*given).to_owned())]
            }
            Error::Parameter { mend, name, wanted, given } => vec![
                ("mend", (*mend).to_owned()),
                ("name", (*name).to_owned()),
                ("wanted", (*wanted).to_owned()),
                ("given", given.to_string()),
            ],
            Error::TooSmall { columns, rows, of_columns, of_rows } => vec![
                ("columns", columns.to_string()),
                ("rows", rows.to_string()),
                ("of_columns", of_columns.to_string()),
                ("of_rows", of_rows.to_string()),
            ],
            Error::TooShort { wanted, given } => {
                vec![("wanted", wanted.to_string()), ("given", given.to_string())]
            }
            Error::NoRate => vec![],
            Error::NoChannel { name } => vec![("name", name.clone())],
            Error::Unit { from, to } => vec![("from", from.clone()), ("to", to.clone())],
            Error::Compression { detail } => vec![("detail", detail.clone())],
            Error::Sample(error) => vec![("detail", error.to_string())],
        }
    }
}

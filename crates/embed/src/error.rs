//! Why there is no vector.

/// Why a sample has no vector.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A pixel of an image or a value of a signal is NaN or infinite.
    #[error("there is a value in the image or signal that is not finite")]
    NotFinite,
    /// A signal has other channels than the reference.
    #[error("the signal has the channels {given}, the reference has {wanted}")]
    DifferentChannels {
        /// Number, names and units in the signal.
        given: String,
        /// Those of the reference.
        wanted: String,
    },
    /// A signal has another rate than the reference.
    #[error("the signal has {given} values a second, the reference has {wanted}")]
    DifferentRate {
        /// That of the signal, in hertz.
        given: f64,
        /// That of the reference.
        wanted: f64,
    },
    /// A signal has too few values.
    #[error("the signal has {given} values in a channel, at least {least} are needed")]
    TooShort {
        /// How many it has.
        given: usize,
        /// The fewest that do.
        least: usize,
    },
    /// No channel of the reference varies.
    #[error("no channel of the reference signals varies")]
    FlatSignals,
    /// The values of a signal are too large.
    #[error("the values of the signal are too large to be squared")]
    ValuesTooLarge,
    /// No column can be turned into numbers.
    #[error("the table has no column of numbers or categories")]
    NoUsableColumn,
    /// Every usable column is the same in all rows.
    #[error("no column of the reference table varies")]
    NothingVaries,
    /// A column of the reference is not in the table.
    #[error("the table has no column `{column}`, the reference has")]
    MissingColumn {
        /// Its name.
        column: String,
    },
    /// A column of the table is not in the reference.
    #[error("the table has a column `{column}`, the reference has not")]
    ExtraColumn {
        /// Its name.
        column: String,
    },
    /// A column holds one kind of values here and another in the reference.
    #[error("the column `{column}` holds a {given} here and a {wanted} in the reference")]
    KindMismatch {
        /// Its name.
        column: String,
        /// The kind in the table.
        given: &'static str,
        /// The kind in the reference.
        wanted: &'static str,
    },
    /// The numbers of a column are too large.
    #[error("the numbers of column `{column}` are too large to be standardised")]
    TooLarge {
        /// Its name.
        column: String,
    },
}

impl Error {
    /// Returns the stable code that picks the words.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NotFinite => "embed.not_finite",
            Error::DifferentChannels { .. } => "embed.different_channels",
            Error::DifferentRate { .. } => "embed.different_rate",
            Error::TooShort { .. } => "embed.too_short",
            Error::FlatSignals => "embed.flat_signals",
            Error::ValuesTooLarge => "embed.values_too_large",
            Error::NoUsableColumn => "embed.no_usable_column",
            Error::NothingVaries => "embed.nothing_varies",
            Error::MissingColumn { .. } => "embed.missing_column",
            Error::ExtraColumn { .. } => "embed.extra_column",
            Error::KindMismatch { .. } => "embed.kind_mismatch",
            Error::TooLarge { .. } => "embed.too_large",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::NotFinite
            | Error::FlatSignals
            | Error::ValuesTooLarge
            | Error::NoUsableColumn
            | Error::NothingVaries => Vec::new(),
            Error::DifferentChannels { given, wanted } => {
                vec![("given", given.clone()), ("wanted", wanted.clone())]
            }
            Error::DifferentRate { given, wanted } => {
                vec![("given", given.to_string()), ("wanted", wanted.to_string())]
            }
            Error::TooShort { given, least } => {
                vec![("given", given.to_string()), ("least", least.to_string())]
            }
            Error::MissingColumn { column }
            | Error::ExtraColumn { column }
            | Error::TooLarge { column } => vec![("column", column.clone())],
            Error::KindMismatch { column, given, wanted } => vec![
                ("column", column.clone()),
                ("given", (*given).to_owned()),
                ("wanted", (*wanted).to_owned()),
            ],
        }
    }
}

/// A vector, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

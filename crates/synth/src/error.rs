//! Why a model cannot be fitted, or makes no sample.

/// Why a model cannot be fitted, or makes no sample.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// One sample shows no variation.
    #[error("a model needs at least {wanted} samples, and there are {given}")]
    TooFew {
        /// How many it needs.
        wanted: usize,
        /// How many there are.
        given: usize,
    },
    /// Every column is text.
    #[error("the table has no column of numbers or categories")]
    NothingToModel,
    /// A number is infinite or not a number.
    #[error("{what} holds a value that is not a finite number")]
    NotFinite {
        /// The column, image or signal.
        what: String,
    },
    /// The images cannot be averaged.
    #[error("image {index} is {given}, the first image is {wanted}")]
    ImagesDiffer {
        /// Which one differs first, counted from 1.
        index: usize,
        /// What the first image is.
        wanted: String,
        /// What this one is.
        given: String,
    },
    /// The signals cannot be averaged.
    #[error("signal {index} is {given}, the first signal is {wanted}")]
    SignalsDiffer {
        /// Which one differs first, counted from 1.
        index: usize,
        /// What the first signal is.
        wanted: String,
        /// What this one is.
        given: String,
    },
    /// No sample was asked for.
    #[error("no sample was asked for")]
    NoneWanted,
    /// What was made is no sample.
    #[error(transparent)]
    Sample(#[from] samples::Error),
}

/// A value, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns the word that picks the text from the catalogue; it never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Error::TooFew { .. } => "synth.too_few",
            Error::NothingToModel => "synth.nothing_to_model",
            Error::NotFinite { .. } => "synth.not_finite",
            Error::ImagesDiffer { .. } => "synth.images_differ",
            Error::SignalsDiffer { .. } => "synth.signals_differ",
            Error::NoneWanted => "synth.none_wanted",
            Error::Sample(_) => "synth.sample",
        }
    }

    /// Returns what the text speaks of.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::TooFew { wanted, given } => {
                vec![("wanted", wanted.to_string()), ("given", given.to_string())]
            }
            Error::NothingToModel | Error::NoneWanted => vec![],
            Error::NotFinite { what } => vec![("what", what.clone())],
            Error::ImagesDiffer { index, wanted, given }
            | Error::SignalsDiffer { index, wanted, given } => vec![
                ("index", index.to_string()),
                ("wanted", wanted.clone()),
                ("given", given.clone()),
            ],
            Error::Sample(error) => vec![("detail", error.to_string())],
        }
    }
}

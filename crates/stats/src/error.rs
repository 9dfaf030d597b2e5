//! Why there is no estimate.

/// Why a statistic gives no estimate.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Error {
    /// There is nothing to estimate from.
    #[error("there is no value")]
    Empty,
    /// A value is NaN or infinite.
    #[error("there is a value that is not finite")]
    NotFinite,
    /// Values and clusters do not belong together.
    #[error("there are {values} values and {clusters} clusters named for them")]
    LengthMismatch {
        /// How many values were given.
        values: usize,
        /// How many cluster labels were given.
        clusters: usize,
    },
    /// One cluster does not vary.
    #[error("an interval needs at least {least} subjects, there are {given}")]
    TooFewClusters {
        /// How many different clusters there are.
        given: usize,
        /// The fewest that do.
        least: usize,
    },
    /// A level is not between 0 and 1.
    #[error("the level must lie between 0 and 1, not {given}")]
    Level {
        /// What was given.
        given: f64,
    },
    /// Too few resamples for the tails of the level.
    #[error("the interval needs at least {least} resamples, not {given}")]
    TooFewResamples {
        /// How many were asked for.
        given: usize,
        /// The fewest that do.
        least: usize,
    },
    /// A probability is not between 0 and 1.
    #[error("`{name}` must lie between 0 and 1, not {given}")]
    Probability {
        /// Which one.
        name: &'static str,
        /// What was given.
        given: f64,
    },
    /// A margin leaves no share on one of its sides.
    #[error("the margin must be above 0 and leave both of its ends between 0 and 1, not {given}")]
    Margin {
        /// What was given.
        given: f64,
    },
    /// More are counted than there are.
    #[error("{given} of {all} is more than all")]
    MoreThanAll {
        /// How many were counted.
        given: u64,
        /// How many there are.
        all: u64,
    },
    /// More calls than tails are computed for.
    #[error("{given} calls are more than the {most} that exact tests are computed for")]
    TooMany {
        /// How many were given.
        given: u64,
        /// The most.
        most: u64,
    },
    /// One reader does not vary.
    #[error("at least {least} readers are needed, not {given}")]
    TooFewReaders {
        /// How many there are.
        given: u64,
        /// The fewest that do.
        least: u64,
    },
    /// The components of a pilot leave no variance, or so little that any effect is certain.
    #[error("the pilot's variances and covariances leave next to no variance of the difference")]
    Components,
}

/// Checks that a probability is one.
pub(crate) fn probability(name: &'static str, given: f64) -> Result<()> {
    if (0.0..=1.0).contains(&given) { Ok(()) } else { Err(Error::Probability { name, given }) }
}

impl Error {
    /// Returns the stable code that picks the words.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Empty => "stats.empty",
            Error::NotFinite => "stats.not_finite",
            Error::LengthMismatch { .. } => "stats.length_mismatch",
            Error::TooFewClusters { .. } => "stats.too_few_clusters",
            Error::Level { .. } => "stats.level",
            Error::TooFewResamples { .. } => "stats.too_few_resamples",
            Error::Probability { .. } => "stats.probability",
            Error::Margin { .. } => "stats.margin",
            Error::MoreThanAll { .. } => "stats.more_than_all",
            Error::TooMany { .. } => "stats.too_many",
            Error::TooFewReaders { .. } => "stats.too_few_readers",
            Error::Components => "stats.components",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::Empty | Error::NotFinite | Error::Components => Vec::new(),
            Error::LengthMismatch { values, clusters } => {
                vec![("values", values.to_string()), ("clusters", clusters.to_string())]
            }
            Error::TooFewClusters { given, least } | Error::TooFewResamples { given, least } => {
                vec![("given", given.to_string()), ("least", least.to_string())]
            }
            Error::Level { given } | Error::Margin { given } => {
                vec![("given", given.to_string())]
            }
            Error::Probability { name, given } => {
                vec![("name", (*name).to_owned()), ("given", given.to_string())]
            }
            Error::MoreThanAll { given, all } => {
                vec![("given", given.to_string()), ("all", all.to_string())]
            }
            Error::TooMany { given, most } => {
                vec![("given", given.to_string()), ("most", most.to_string())]
            }
            Error::TooFewReaders { given, least } => {
                vec![("given", given.to_string()), ("least", least.to_string())]
            }
        }
    }
}

/// An estimate, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

/// The most calls that exact tests are computed for: beyond, tails lose digits.
pub const MOST_CALLS: u64 = 50_000;

/// Checks that there are calls, and not too many of them.
pub(crate) fn calls(given: u64) -> Result<()> {
    match given {
        0 => Err(Error::Empty),
        given if MOST_CALLS < given => Err(Error::TooMany { given, most: MOST_CALLS }),
        _ => Ok(()),
    }
}

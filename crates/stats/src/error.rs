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
    /// Two lists that belong together have different lengths.
    #[error("there are {left} values on one side and {right} on the other")]
    PairMismatch {
        /// How many are on one side.
        left: usize,
        /// How many are on the other.
        right: usize,
    },
    /// Too few pairs of values.
    #[error("at least {least} pairs of values are needed, there are {given}")]
    TooFewPairs {
        /// How many there are.
        given: usize,
        /// The fewest that do.
        least: usize,
    },
    /// All values are equal: nothing can be ordered.
    #[error("all values are equal")]
    AllEqual,
    /// The order is the same or the opposite throughout: its interval has no width.
    #[error("the agreement is perfect, so its interval has no width")]
    Perfect,
    /// Every value of one group lies above every value of the other.
    #[error("the groups do not overlap, so their difference has no interval")]
    NoOverlap,
    /// All calls are the same.
    #[error("all calls are the same: there are {yes} of one kind and {no} of the other")]
    OneKind {
        /// How many are of one kind.
        yes: usize,
        /// How many are of the other.
        no: usize,
    },
    /// A table of counts is not square, or two of them differ in size.
    #[error("a table of {rows} items has a row of {columns}")]
    NotSquare {
        /// How many items there are.
        rows: usize,
        /// How many counts one of them has.
        columns: usize,
    },
    /// A count is negative, or not a number.
    #[error("a count must be 0 or more, not {given}")]
    Count {
        /// What was given.
        given: f64,
    },
    /// There is no item of that number.
    #[error("there is no item {given} among {items}")]
    NoSuchItem {
        /// What was asked for, from 0.
        given: usize,
        /// How many there are.
        items: usize,
    },
    /// No chain of preferences leads back, so one item is better without limit.
    #[error("no chain of preferences leads from item {below} to item {above}")]
    Apart {
        /// The item that would be better without limit, from 0.
        above: usize,
        /// The item that would be worse without limit, from 0.
        below: usize,
    },
    /// Too few or too many comparisons are undecided for a share of them.
    #[error("{ties} undecided of {all} comparisons leave the share of undecided without a limit")]
    TiesWithoutLimit {
        /// How many are undecided.
        ties: f64,
        /// How many there are.
        all: f64,
    },
    /// An effect predicts an answer without exception, so that it grows without limit.
    #[error("effect {effect} separates answers without exception")]
    Separated {
        /// Its number, from 0.
        effect: usize,
    },
    /// An effect follows from those before it, or does not vary.
    #[error("effect {effect} does not vary, or follows from those before it")]
    Collinear {
        /// Its number, from 0.
        effect: usize,
    },
    /// There is no effect of that number.
    #[error("there is no effect {given} among {effects}")]
    NoSuchEffect {
        /// What was asked for, from 0.
        given: usize,
        /// How many there are.
        effects: usize,
    },
    /// One group does not vary.
    #[error("a random effect needs at least {least} groups, there are {given}")]
    TooFewGroups {
        /// How many there are.
        given: usize,
        /// The fewest that do.
        least: usize,
    },
    /// Every group has one answer: its effect cannot be told from chance.
    #[error("every group has a single answer")]
    GroupsOfOne,
    /// Answers differ between groups and not within, so that the variance grows without limit.
    #[error("the variance between groups grows without limit")]
    VarianceWithoutLimit,
    /// A number of nodes that no integral is computed with.
    #[error("the integral needs 1 to {most} nodes, not {given}")]
    Nodes {
        /// What was given.
        given: usize,
        /// The most.
        most: usize,
    },
    /// A search came to no end.
    #[error("the search for the estimate came to no end")]
    NotConverged,
    /// No reader can be compared with others.
    #[error("no reader shares at least {least} cases with others")]
    NothingShared {
        /// The fewest cases that do.
        least: usize,
    },
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
            Error::PairMismatch { .. } => "stats.pair_mismatch",
            Error::TooFewPairs { .. } => "stats.too_few_pairs",
            Error::AllEqual => "stats.all_equal",
            Error::Perfect => "stats.perfect",
            Error::NoOverlap => "stats.no_overlap",
            Error::OneKind { .. } => "stats.one_kind",
            Error::NotSquare { .. } => "stats.not_square",
            Error::Count { .. } => "stats.count",
            Error::NoSuchItem { .. } => "stats.no_such_item",
            Error::Apart { .. } => "stats.apart",
            Error::TiesWithoutLimit { .. } => "stats.ties_without_limit",
            Error::Separated { .. } => "stats.separated",
            Error::Collinear { .. } => "stats.collinear",
            Error::NoSuchEffect { .. } => "stats.no_such_effect",
            Error::TooFewGroups { .. } => "stats.too_few_groups",
            Error::GroupsOfOne => "stats.groups_of_one",
            Error::VarianceWithoutLimit => "stats.variance_without_limit",
            Error::Nodes { .. } => "stats.nodes",
            Error::NotConverged => "stats.not_converged",
            Error::NothingShared { .. } => "stats.nothing_shared",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::Empty
            | Error::NotFinite
            | Error::Components
            | Error::AllEqual
            | Error::Perfect
            | Error::NoOverlap
            | Error::GroupsOfOne
            | Error::VarianceWithoutLimit
            | Error::NotConverged => Vec::new(),
            Error::LengthMismatch { values, clusters } => {
                vec![("values", values.to_string()), ("clusters", clusters.to_string())]
            }
            Error::TooFewClusters { given, least }
            | Error::TooFewResamples { given, least }
            | Error::TooFewPairs { given, least }
            | Error::TooFewGroups { given, least } => {
                vec![("given", given.to_string()), ("least", least.to_string())]
            }
            Error::Level { given } | Error::Margin { given } | Error::Count { given } => {
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
            Error::PairMismatch { left, right } => {
                vec![("left", left.to_string()), ("right", right.to_string())]
            }
            Error::OneKind { yes, no } => {
                vec![("yes", yes.to_string()), ("no", no.to_string())]
            }
            Error::NotSquare { rows, columns } => {
                vec![("rows", rows.to_string()), ("columns", columns.to_string())]
            }
            Error::NoSuchItem { given, items } => {
                vec![("given", given.to_string()), ("items", items.to_string())]
            }
            Error::Apart { above, below } => {
                vec![("above", above.to_string()), ("below", below.to_string())]
            }
            Error::TiesWithoutLimit { ties, all } => {
                vec![("ties", ties.to_string()), ("all", all.to_string())]
            }
            Error::Separated { effect } | Error::Collinear { effect } => {
                vec![("effect", effect.to_string())]
            }
            Error::NoSuchEffect { given, effects } => {
                vec![("given", given.to_string()), ("effects", effects.to_string())]
            }
            Error::Nodes { given, most } => {
                vec![("given", given.to_string()), ("most", most.to_string())]
            }
            Error::NothingShared { least } => {
                vec![("least", least.to_string())]
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

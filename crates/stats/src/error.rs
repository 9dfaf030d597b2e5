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
    /// A part of a prior is not above 0.
    #[error("a part of the prior must be above 0 and at most a million, not {given}")]
    Prior {
        /// Which part.
        given: f64,
    },
    /// A region has no inside within 0 to 1.
    #[error(
        "the region must lie between 0 and 1 with its lower end first, not from {low} to {high}"
    )]
    Region {
        /// Its lower end, as given.
        low: f64,
        /// Its upper end, as given.
        high: f64,
    },
    /// A rate of 0 or 1 has no quantile.
    #[error("a rate of 0 or 1 has no sensitivity without a correction")]
    PerfectRate,
    /// There are too few cases of a kind.
    #[error(
        "at least {least} positive and {least} negative cases are needed, not {positive} and {negative}"
    )]
    TooFewOfAKind {
        /// How many positive cases there are.
        positive: u64,
        /// How many negative ones.
        negative: u64,
        /// The fewest of either kind that do.
        least: u64,
    },
    /// There is nothing to compare with.
    #[error("at least {least} conditions are needed, not {given}")]
    TooFewConditions {
        /// How many there are.
        given: u64,
        /// The fewest that do.
        least: u64,
    },
    /// Two lists that belong together differ in length.
    #[error("lists that belong together have {left} and {right} entries")]
    Uneven {
        /// How long the first is.
        left: u64,
        /// How long the other is.
        right: u64,
    },
    /// Nothing varies, as when all answers are equal or a separation is perfect.
    #[error("nothing varies, so that there is neither an interval nor a test")]
    NoVariance,
    /// An unbiased variance came out below 0, as it may in a tiny study.
    #[error(
        "the variance is estimated below 0 ({given}), so that there is neither an interval nor a test"
    )]
    NegativeVariance {
        /// The variance.
        given: f64,
    },
    /// A reader rated a case twice under one condition.
    #[error("reader {reader} rated case {case} twice under condition {condition}")]
    Twice {
        /// Whose they are.
        reader: u64,
        /// Under what.
        condition: u64,
        /// Of what.
        case: u64,
    },
    /// A case is both positive and negative.
    #[error("case {case} is positive in one rating and negative in another")]
    TruthDiffers {
        /// Which one.
        case: u64,
    },
    /// Not every reader rated every case under every condition.
    #[error("reader {reader} did not rate case {case} under condition {condition}")]
    NotFactorial {
        /// Who did not.
        reader: u64,
        /// Under what.
        condition: u64,
        /// Which one.
        case: u64,
    },
    /// No two ratings differ in reader, positive case and negative case.
    #[error("readers and cases overlap too little for a variance over both")]
    Unconnected,
    /// A name cannot be written into a file of plain lines.
    #[error(
        "name {position} is empty, has a comma, a quote or a line break, or is taken by the format"
    )]
    Name {
        /// Which one, counted from 0 in the order of the file.
        position: u64,
    },
    /// A rated case has no truth.
    #[error("rating {position} is of a case without truth")]
    UnknownCase {
        /// Which one, counted from 0.
        position: u64,
    },
    /// A study has more places for ratings than fit into memory.
    #[error("{given} possible ratings are more than the {most} that are analysed at once")]
    TooManyRatings {
        /// Readers by conditions by cases.
        given: u64,
        /// The most.
        most: u64,
    },
    /// A row of a table is longer or shorter than the first one.
    #[error("row {row} of the table has {given} cells, not {wanted}")]
    Ragged {
        /// Which row, from 1.
        row: usize,
        /// How many cells it has.
        given: usize,
        /// How many the first row has.
        wanted: usize,
    },
    /// A rating is none of the scale.
    #[error("a rating names category {given} of a scale with {n_categories}")]
    UnknownCategory {
        /// Which category, from 1.
        given: usize,
        /// How many the scale has.
        n_categories: usize,
    },
    /// The values of a scale's categories do not ascend, or are not finite.
    #[error("the values of the scale's categories must be finite and ascend")]
    Scale,
    /// A ratio of values needs values that are not below zero.
    #[error("ratios need values of 0 or more, not {given}")]
    NegativeValue {
        /// What was given.
        given: f64,
    },
    /// Weights are no table of shares of agreement over the categories.
    #[error(
        "weights must be a table of {n_categories} by {n_categories} shares between 0 and 1, with 1 from corner to corner"
    )]
    Weights {
        /// How many categories there are.
        n_categories: usize,
    },
    /// More categories than tables of weights are made for.
    #[error("{given} categories are more than the {most} that weights are made for")]
    TooManyCategories {
        /// How many there are.
        given: usize,
        /// The most.
        most: usize,
    },
    /// There are too few cases.
    #[error("at least {least} cases are needed, not {given}")]
    TooFewCases {
        /// How many there are.
        given: usize,
        /// The fewest that do.
        least: usize,
    },
    /// No case was rated twice.
    #[error("no case has two ratings that could be compared")]
    NoPairs,
    /// Chance alone would agree always.
    #[error("all ratings are the same, so that agreement says nothing")]
    OneCategory,
    /// Nothing varies that an interval or a limit could be made of.
    #[error("the cases do not differ in what they say, so there is no spread to go by")]
    NoSpread,
    /// A formula is known for equally many ratings only.
    #[error("cases have different numbers of ratings")]
    UnequalRatings,
    /// Resamples without a value leave too few with one.
    #[error("{undefined} of {all} resamples have no value")]
    UndefinedResamples {
        /// How many have none.
        undefined: usize,
        /// How many were drawn.
        all: usize,
    },
    /// Nobody has derived the standard error.
    #[error("there is no formula for this standard error")]
    NoFormula,
    /// Cases vary less than the errors of those who rated them.
    #[error("cases differ less than the errors of their ratings, so there is no such correlation")]
    NoCaseVariance,
    /// A panel's rating is none of 1 to 9.
    #[error("a rating must be one of 1 to 9, not {given}")]
    NotOneToNine {
        /// What was given.
        given: u8,
    },
    /// A value of zero or below has no logarithm.
    #[error("a value must be above 0, not {given}")]
    NotPositive {
        /// What was given.
        given: f64,
    },
    /// Two lists of answers do not belong together.
    #[error("there are {first} first and {second} second values")]
    NotPaired {
        /// How many first ones there are.
        first: usize,
        /// How many second ones.
        second: usize,
    },
}

/// Checks that a probability is one.
pub(crate) fn probability(name: &'static str, given: f64) -> Result<()> {
    if (0.0..=1.0).contains(&given) { Ok(()) } else { Err(Error::Probability { name, given }) }
}

/// Checks that a level is between 0 and 1.
pub(crate) fn level(given: f64) -> Result<()> {
    if 0.0 < given && given < 1.0 { Ok(()) } else { Err(Error::Level { given }) }
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
            Error::Prior { .. } => "stats.prior",
            Error::Region { .. } => "stats.region",
            Error::PerfectRate => "stats.perfect_rate",
            Error::TooFewOfAKind { .. } => "stats.too_few_of_a_kind",
            Error::TooFewConditions { .. } => "stats.too_few_conditions",
            Error::Uneven { .. } => "stats.uneven",
            Error::NoVariance => "stats.no_variance",
            Error::NegativeVariance { .. } => "stats.negative_variance",
            Error::Twice { .. } => "stats.twice",
            Error::TruthDiffers { .. } => "stats.truth_differs",
            Error::NotFactorial { .. } => "stats.not_factorial",
            Error::Unconnected => "stats.unconnected",
            Error::Name { .. } => "stats.name",
            Error::UnknownCase { .. } => "stats.unknown_case",
            Error::TooManyRatings { .. } => "stats.too_many_ratings",
            Error::Ragged { .. } => "stats.ragged",
            Error::UnknownCategory { .. } => "stats.unknown_category",
            Error::Scale => "stats.scale",
            Error::NegativeValue { .. } => "stats.negative_value",
            Error::Weights { .. } => "stats.weights",
            Error::TooManyCategories { .. } => "stats.too_many_categories",
            Error::TooFewCases { .. } => "stats.too_few_cases",
            Error::NoPairs => "stats.no_pairs",
            Error::OneCategory => "stats.one_category",
            Error::NoSpread => "stats.no_spread",
            Error::UnequalRatings => "stats.unequal_ratings",
            Error::UndefinedResamples { .. } => "stats.undefined_resamples",
            Error::NoFormula => "stats.no_formula",
            Error::NoCaseVariance => "stats.no_case_variance",
            Error::NotOneToNine { .. } => "stats.not_one_to_nine",
            Error::NotPositive { .. } => "stats.not_positive",
            Error::NotPaired { .. } => "stats.not_paired",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::Empty
            | Error::NotFinite
            | Error::Components
            | Error::PerfectRate
            | Error::NoVariance
            | Error::Unconnected
            | Error::Scale
            | Error::NoPairs
            | Error::OneCategory
            | Error::NoSpread
            | Error::UnequalRatings
            | Error::NoFormula
            | Error::NoCaseVariance => Vec::new(),
            Error::Ragged { row, given, wanted } => vec![
                ("row", row.to_string()),
                ("given", given.to_string()),
                ("wanted", wanted.to_string()),
            ],
            Error::UnknownCategory { given, n_categories } => {
                vec![("given", given.to_string()), ("n_categories", n_categories.to_string())]
            }
            Error::Weights { n_categories } => {
                vec![("n_categories", n_categories.to_string())]
            }
            Error::TooManyCategories { given, most } => {
                vec![("given", given.to_string()), ("most", most.to_string())]
            }
            Error::UndefinedResamples { undefined, all } => {
                vec![("undefined", undefined.to_string()), ("all", all.to_string())]
            }
            Error::NotOneToNine { given } => vec![("given", given.to_string())],
            Error::NotPaired { first, second } => {
                vec![("first", first.to_string()), ("second", second.to_string())]
            }
            Error::LengthMismatch { values, clusters } => {
                vec![("values", values.to_string()), ("clusters", clusters.to_string())]
            }
            Error::TooFewClusters { given, least }
            | Error::TooFewResamples { given, least }
            | Error::TooFewCases { given, least } => {
                vec![("given", given.to_string()), ("least", least.to_string())]
            }
            Error::Level { given }
            | Error::Margin { given }
            | Error::Prior { given }
            | Error::NegativeVariance { given }
            | Error::NegativeValue { given }
            | Error::NotPositive { given } => {
                vec![("given", given.to_string())]
            }
            Error::Probability { name, given } => {
                vec![("name", (*name).to_owned()), ("given", given.to_string())]
            }
            Error::MoreThanAll { given, all } => {
                vec![("given", given.to_string()), ("all", all.to_string())]
            }
            Error::TooMany { given, most } | Error::TooManyRatings { given, most } => {
                vec![("given", given.to_string()), ("most", most.to_string())]
            }
            Error::TooFewReaders { given, least } | Error::TooFewConditions { given, least } => {
                vec![("given", given.to_string()), ("least", least.to_string())]
            }
            Error::Region { low, high } => {
                vec![("low", low.to_string()), ("high", high.to_string())]
            }
            Error::TooFewOfAKind { positive, negative, least } => vec![
                ("positive", positive.to_string()),
                ("negative", negative.to_string()),
                ("least", least.to_string()),
            ],
            Error::Uneven { left, right } => {
                vec![("left", left.to_string()), ("right", right.to_string())]
            }
            Error::Twice { reader, condition, case }
            | Error::NotFactorial { reader, condition, case } => vec![
                ("reader", reader.to_string()),
                ("condition", condition.to_string()),
                ("case", case.to_string()),
            ],
            Error::TruthDiffers { case } => vec![("case", case.to_string())],
            Error::Name { position } | Error::UnknownCase { position } => {
                vec![("position", position.to_string())]
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

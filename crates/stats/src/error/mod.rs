//! Why there is no estimate.

mod code;
mod params;

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
        left: usize,
        /// How long the other is.
        right: usize,
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
    /// Readers rated cases of one kind each, and areas compare cases of one reader.
    #[error("no reader rated cases of both kinds")]
    NoReaderOfBothKinds,
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

/// An estimate, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

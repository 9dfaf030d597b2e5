//! Why there is no value.

/// Why a metric gives no value.
///
/// Each is a reason that stands in the place of the number, on screens and in reports.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// Two images do not lie on one grid.
    #[error("the images differ in shape: {left:?} and {right:?}")]
    ShapeMismatch {
        /// Rows and columns of the reference.
        left: [usize; 2],
        /// Rows and columns of the other.
        right: [usize; 2],
    },
    /// One image is gray and the other in color.
    #[error("one image is gray, the other is in color")]
    ChannelsMismatch,
    /// Two images state different value ranges.
    #[error(
        "the images state different value ranges: {} to {} and {} to {}",
        left[0], left[1], right[0], right[1]
    )]
    RangeMismatch {
        /// Low and high end of the reference.
        left: [f64; 2],
        /// Low and high end of the other.
        right: [f64; 2],
    },
    /// A value is NaN or infinite.
    #[error("there is a value in the {input} that is not finite")]
    NotFinite {
        /// Where: `image`, `reference`, `signal`, `real set`, `synthetic set`.
        input: &'static str,
    },
    /// A pixel lies outside the range that its image states.
    #[error("the value {value} is outside the stated range {low} to {high}")]
    OutsideRange {
        /// The pixel's value.
        value: f64,
        /// The lower end of the range.
        low: f64,
        /// The upper end of the range.
        high: f64,
    },
    /// An image has fewer pixels on a side than the metric looks at.
    #[error("the image of {shape:?} pixels is smaller than {least} on a side")]
    TooSmall {
        /// Rows and columns.
        shape: [usize; 2],
        /// The fewest pixels on a side.
        least: usize,
    },
    /// A signal has fewer values than the metric looks at.
    #[error("the signal has {given} values in a channel, at least {least} are needed")]
    TooShort {
        /// How many it has.
        given: usize,
        /// The fewest that do.
        least: usize,
    },
    /// Channels of a signal that never change leave nothing to compute.
    #[error("a channel of the signal is flat")]
    FlatChannel,
    /// No pixel of an image differs enough from its neighbours to compute anything.
    #[error("the image is flat: no pixel differs enough from its neighbours")]
    FlatImage,
    /// Neither the signal nor the caller says how many values a second there are.
    #[error("the signal does not say how many values a second it has")]
    RateUnknown,
    /// Signals differ in what must be the same to compare them.
    #[error("the signals differ: one has {left}, another {right}")]
    SignalsDiffer {
        /// What the first has, e.g. `2 channels at 250 Hz, 129 frequencies`.
        left: String,
        /// What the other has.
        right: String,
    },
    /// A set has more samples than the metric can take.
    #[error("the {input} has {given} samples, at most {most} can be compared")]
    TooManySamples {
        /// Which set.
        input: &'static str,
        /// How many there are.
        given: usize,
        /// The most that do.
        most: usize,
    },
    /// A set has fewer samples than the metric needs.
    #[error("the {input} has {given} samples, at least {least} are needed")]
    TooFewSamples {
        /// Which set: `real set`, `synthetic set`, `table`.
        input: &'static str,
        /// How many there are.
        given: usize,
        /// The fewest that do.
        least: usize,
    },
    /// The vectors of the two sets differ in length.
    #[error("the vectors of the two sets have different lengths: {left} and {right}")]
    DimensionMismatch {
        /// Values in a vector of the real set.
        left: usize,
        /// Values in a vector of the synthetic set.
        right: usize,
    },
    /// A vector is zero, so that it has no direction.
    #[error("vector {row} of the {input} is zero and has no direction")]
    ZeroVector {
        /// Which set.
        input: &'static str,
        /// Its place there, from 0.
        row: usize,
    },
    /// All vectors are so large that their squares are not finite.
    #[error("the values are too large to be squared")]
    TooLarge,
    /// All known values of a column are equal.
    #[error("the column `{column}` is constant")]
    ConstantColumn {
        /// The column's name.
        column: String,
    },
    /// A table has too few columns of the kind that is measured.
    #[error("the table has {given} {wanted}, at least {least} are needed")]
    TooFewColumns {
        /// What is counted, e.g. `number columns that vary`.
        wanted: &'static str,
        /// How many there are.
        given: usize,
        /// The fewest that do.
        least: usize,
    },
    /// A column is of a kind that the metric does not look at.
    #[error("the column `{column}` is of the kind {kind}, which is not looked at")]
    KindNotMeasured {
        /// The column's name.
        column: String,
        /// Its kind.
        kind: &'static str,
    },
    /// All cells of a column are missing.
    #[error("all cells of the column `{column}` are missing")]
    NoKnownCell {
        /// The column's name.
        column: String,
    },
    /// Only one of two tables has a column of that name.
    #[error("the {input} has no column `{column}`")]
    NoSuchColumn {
        /// The column's name.
        column: String,
        /// Which table lacks it: `real table`, `synthetic table`.
        input: &'static str,
    },
    /// The columns of one name are of different kinds in two tables.
    #[error(
        "the column `{column}` is of the kind {left} in the real table, {right} in the synthetic one"
    )]
    KindsDiffer {
        /// The column's name.
        column: String,
        /// Its kind in the real table.
        left: &'static str,
        /// Its kind in the synthetic table.
        right: &'static str,
    },
    /// A metric has no parameter of that name.
    #[error("{metric} has no parameter `{name}`")]
    UnknownParameter {
        /// The metric's id.
        metric: &'static str,
        /// The name given.
        name: String,
    },
    /// A parameter is outside its bounds.
    #[error("`{name}` must be {wanted}, not {given}")]
    Parameter {
        /// Its name.
        name: &'static str,
        /// What it must be.
        wanted: String,
        /// What was given.
        given: f64,
    },
    /// A metric was asked for something that it does not measure.
    #[error("{metric} does not compare two sets")]
    NotOfSets {
        /// The metric's id.
        metric: &'static str,
    },
    /// A metric needs a network, and none was named.
    #[error("{metric} needs a network: name an ONNX file")]
    NeedsNetwork {
        /// The metric's id.
        metric: &'static str,
    },
    /// The network that was named gives no value.
    #[error("the network gives no value: {reason}")]
    Network {
        /// Why.
        reason: String,
    },
    /// The matrix decomposition did not converge.
    #[error("the covariance could not be decomposed")]
    NoDecomposition,
    /// A file of annotations lists nothing that could be checked.
    #[error("the annotation file has no {what}")]
    NothingAnnotated {
        /// `images`, `annotations`.
        what: &'static str,
    },
    /// The halves of the real set are at no distance, so that no other distance is a multiple of it.
    #[error("the halves of the real set are alike")]
    HalvesAlike,
    /// The caller did not ask for it.
    #[error("it was not asked for")]
    NotAsked,
    /// The user stopped it.
    #[error("the work was stopped")]
    Stopped,
}

impl Error {
    /// Returns the stable code that picks the words.
    pub fn code(&self) -> &'static str {
        match self {
            Error::ShapeMismatch { .. } => "metrics.shape_mismatch",
            Error::ChannelsMismatch => "metrics.channels_mismatch",
            Error::RangeMismatch { .. } => "metrics.range_mismatch",
            Error::NotFinite { .. } => "metrics.not_finite",
            Error::OutsideRange { .. } => "metrics.outside_range",
            Error::TooSmall { .. } => "metrics.too_small",
            Error::TooShort { .. } => "metrics.too_short",
            Error::FlatChannel => "metrics.flat_channel",
            Error::FlatImage => "metrics.flat_image",
            Error::RateUnknown => "metrics.rate_unknown",
            Error::SignalsDiffer { .. } => "metrics.signals_differ",
            Error::TooManySamples { .. } => "metrics.too_many_samples",
            Error::TooFewSamples { .. } => "metrics.too_few_samples",
            Error::DimensionMismatch { .. } => "metrics.dimension_mismatch",
            Error::ZeroVector { .. } => "metrics.zero_vector",
            Error::TooLarge => "metrics.too_large",
            Error::ConstantColumn { .. } => "metrics.constant_column",
            Error::TooFewColumns { .. } => "metrics.too_few_columns",
            Error::KindNotMeasured { .. } => "metrics.kind_not_measured",
            Error::NoKnownCell { .. } => "metrics.no_known_cell",
            Error::NoSuchColumn { .. } => "metrics.no_such_column",
            Error::KindsDiffer { .. } => "metrics.kinds_differ",
            Error::UnknownParameter { .. } => "metrics.unknown_parameter",
            Error::Parameter { .. } => "metrics.parameter",
            Error::NotOfSets { .. } => "metrics.not_of_sets",
            Error::NeedsNetwork { .. } => "metrics.needs_network",
            Error::Network { .. } => "metrics.network",
            Error::NoDecomposition => "metrics.no_decomposition",
            Error::NothingAnnotated { .. } => "metrics.nothing_annotated",
            Error::HalvesAlike => "metrics.halves_alike",
            Error::NotAsked => "metrics.not_asked",
            Error::Stopped => "metrics.stopped",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::ShapeMismatch { left, right } => {
                vec![("left", size(*left)), ("right", size(*right))]
            }
            Error::RangeMismatch { left, right } => vec![
                ("left", format!("{} to {}", left[0], left[1])),
                ("right", format!("{} to {}", right[0], right[1])),
            ],
            Error::NotFinite { input } => vec![("input", (*input).to_owned())],
            Error::OutsideRange { value, low, high } => vec![
                ("value", value.to_string()),
                ("low", low.to_string()),
                ("high", high.to_string()),
            ],
            Error::TooSmall { shape, least } => {
                vec![("shape", size(*shape)), ("least", least.to_string())]
            }
            Error::TooShort { given, least } => {
                vec![("given", given.to_string()), ("least", least.to_string())]
            }
            Error::SignalsDiffer { left, right } => {
                vec![("left", left.clone()), ("right", right.clone())]
            }
            Error::TooManySamples { input, given, most } => vec![
                ("input", (*input).to_owned()),
                ("given", given.to_string()),
                ("most", most.to_string()),
            ],
            Error::TooFewSamples { input, given, least } => vec![
                ("input", (*input).to_owned()),
                ("given", given.to_string()),
                ("least", least.to_string()),
            ],
            Error::DimensionMismatch { left, right } => {
                vec![("left", left.to_string()), ("right", right.to_string())]
            }
            Error::ZeroVector { input, row } => {
                vec![("input", (*input).to_owned()), ("row", row.to_string())]
            }
            Error::ConstantColumn { column } | Error::NoKnownCell { column } => {
                vec![("column", column.clone())]
            }
            Error::KindNotMeasured { column, kind } => {
                vec![("column", column.clone()), ("kind", (*kind).to_owned())]
            }
            Error::NoSuchColumn { column, input } => {
                vec![("column", column.clone()), ("input", (*input).to_owned())]
            }
            Error::KindsDiffer { column, left, right } => vec![
                ("column", column.clone()),
                ("left", (*left).to_owned()),
                ("right", (*right).to_owned()),
            ],
            Error::TooFewColumns { wanted, given, least } => vec![
                ("wanted", (*wanted).to_owned()),
                ("given", given.to_string()),
                ("least", least.to_string()),
            ],
            Error::UnknownParameter { metric, name } => {
                vec![("metric", (*metric).to_owned()), ("name", name.clone())]
            }
            Error::Parameter { name, wanted, given } => vec![
                ("name", (*name).to_owned()),
                ("wanted", wanted.clone()),
                ("given", given.to_string()),
            ],
            Error::NothingAnnotated { what } => vec![("what", (*what).to_owned())],
            Error::NotOfSets { metric } | Error::NeedsNetwork { metric } => {
                vec![("metric", (*metric).to_owned())]
            }
            Error::Network { reason } => vec![("reason", reason.clone())],
            Error::ChannelsMismatch
            | Error::FlatChannel
            | Error::FlatImage
            | Error::RateUnknown
            | Error::TooLarge
            | Error::NoDecomposition
            | Error::HalvesAlike
            | Error::NotAsked
            | Error::Stopped => Vec::new(),
        }
    }
}

/// Words an image's size as people read it.
fn size([rows, columns]: [usize; 2]) -> String {
    format!("{rows} × {columns}")
}

/// A value, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

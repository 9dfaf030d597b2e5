//! What the words of each reason name.

use super::Error;

/// Fields by their names, as texts.
macro_rules! named {
    ($($field:ident),+) => { vec![$((stringify!($field), $field.to_string())),+] };
}

impl Error {
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
            | Error::NoReaderOfBothKinds
            | Error::OneCategory
            | Error::NoSpread
            | Error::UnequalRatings
            | Error::NoFormula
            | Error::NoCaseVariance
            | Error::AllEqual
            | Error::Perfect
            | Error::NoOverlap
            | Error::GroupsOfOne
            | Error::VarianceWithoutLimit
            | Error::NotConverged => Vec::new(),
            Error::LengthMismatch { values, clusters } => {
                named![values, clusters]
            }
            Error::TooFewClusters { given, least }
            | Error::TooFewResamples { given, least }
            | Error::TooFewCases { given, least }
            | Error::TooFewPairs { given, least }
            | Error::TooFewGroups { given, least } => {
                named![given, least]
            }
            Error::Level { given }
            | Error::Margin { given }
            | Error::Prior { given }
            | Error::NegativeVariance { given }
            | Error::NegativeValue { given }
            | Error::NotPositive { given }
            | Error::Count { given } => named![given],
            Error::Probability { name, given } => {
                named![name, given]
            }
            Error::MoreThanAll { given, all } => {
                named![given, all]
            }
            Error::TooMany { given, most } | Error::TooManyRatings { given, most } => {
                named![given, most]
            }
            Error::TooFewReaders { given, least } | Error::TooFewConditions { given, least } => {
                named![given, least]
            }
            Error::Region { low, high } => {
                named![low, high]
            }
            Error::TooFewOfAKind { positive, negative, least } => named![positive, negative, least],
            Error::Uneven { left, right } => {
                named![left, right]
            }
            Error::Twice { reader, condition, case }
            | Error::NotFactorial { reader, condition, case } => named![reader, condition, case],
            Error::TruthDiffers { case } => named![case],
            Error::Name { position } | Error::UnknownCase { position } => {
                named![position]
            }
            Error::Ragged { row, given, wanted } => named![row, given, wanted],
            Error::UnknownCategory { given, n_categories } => {
                named![given, n_categories]
            }
            Error::Weights { n_categories } => named![n_categories],
            Error::TooManyCategories { given, most } | Error::Nodes { given, most } => {
                named![given, most]
            }
            Error::UndefinedResamples { undefined, all } => {
                named![undefined, all]
            }
            Error::NotOneToNine { given } => named![given],
            Error::NotSquare { rows, columns } => {
                named![rows, columns]
            }
            Error::NoSuchItem { given, items } => {
                named![given, items]
            }
            Error::Apart { above, below } => {
                named![above, below]
            }
            Error::TiesWithoutLimit { ties, all } => {
                named![ties, all]
            }
            Error::Separated { effect } | Error::Collinear { effect } => {
                named![effect]
            }
            Error::NoSuchEffect { given, effects } => {
                named![given, effects]
            }
            Error::NothingShared { least } => named![least],
        }
    }
}

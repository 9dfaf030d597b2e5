//! What a metric is: what it measures, of what, in which unit, and which way is better.

use samples::{Annotations, Arm, Image, Modality, Signal, Table, Vectors};

use crate::{Error, Finding, Neighbours, Network, Parameters, Result};

/// A metric, as data: everything a screen or a report says about its values.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// Its name in the field; never changes, because stored results carry it.
    pub id: &'static str,
    /// Grows by one whenever a value could change.
    pub version: u32,
    /// Its name for people.
    pub title: &'static str,
    /// What it can be measured on; sets of images, signals and tables are compared by their vectors.
    pub modalities: &'static [Modality],
    /// What it compares with.
    pub reference: Reference,
    /// What it gives a value for.
    pub levels: &'static [Level],
    /// What it speaks about.
    pub dimension: Dimension,
    /// The unit of its value.
    pub unit: Unit,
    /// The values it can take.
    pub range: Range,
    /// Which way is better.
    pub better: Better,
    /// What can be chosen.
    pub parameters: &'static [Parameter],
    /// Which interval its value gets.
    pub interval: IntervalKind,
    /// What the value of one sample means on each side, when there is one.
    pub instances: Option<Instances>,
    /// The further numbers that come with the value, in this order.
    pub details: &'static [Detail],
    /// What stands along and up the curve that comes with the value, when there is one.
    pub curve: Option<[&'static str; 2]>,
    /// Whether chance takes part, so that the value depends on the seed.
    pub seeded: bool,
    /// Whether exchanging both sides changes no value.
    pub symmetric: bool,
    /// Where it was published.
    pub source: &'static str,
    /// Its page, as Markdown.
    pub page: &'static str,
    /// How it is computed.
    pub compute: Compute,
}

/// What a value compares its sample or set with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// Nothing: it looks at one sample or set alone.
    None,
    /// The one sample it is paired with.
    Instance,
    /// A whole set.
    Dataset,
}

/// What a value is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A whole set.
    Dataset,
    /// One sample.
    Instance,
}

/// What a metric speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// Whether synthetic samples look like real ones.
    Fidelity,
    /// Whether synthetic samples show all that real ones show.
    Diversity,
    /// Whether synthetic samples give real ones away.
    Privacy,
    /// Whether data are sound, whatever they are compared with.
    Quality,
    /// Whether what is written about the data is true of them.
    Validity,
}

/// The unit of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Decibel.
    Decibel,
    /// A part of a whole, 0 to 1.
    Share,
    /// Per cent.
    Percent,
    /// A pure number.
    Number,
    /// Gray levels, 0 to 255.
    GrayLevels,
    /// Squared gray levels of a Sobel gradient.
    GrayLevelsSquared,
    /// Distance between feature vectors.
    Distance,
    /// Squared distance between feature vectors.
    SquaredDistance,
}

impl Unit {
    /// Returns the sign that stands behind a value; empty for a pure number.
    pub fn symbol(self) -> &'static str {
        match self {
            Unit::Decibel => "dB",
            Unit::Percent => "%",
            Unit::GrayLevels => "gray levels",
            Unit::GrayLevelsSquared => "gray levels²",
            Unit::Share | Unit::Number | Unit::Distance | Unit::SquaredDistance => "",
        }
    }
}

/// The values a metric can take; `None` is no bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least value.
    pub low: Option<f64>,
    /// The greatest value.
    pub high: Option<f64>,
}

impl Range {
    /// No bound on either side.
    pub const ANY: Range = Range { low: None, high: None };
    /// 0 and above.
    pub const FROM_0: Range = Range { low: Some(0.0), high: None };
    /// 0 to 1.
    pub const SHARE: Range = Range { low: Some(0.0), high: Some(1.0) };
    /// 0 to 100.
    pub const PERCENT: Range = Range { low: Some(0.0), high: Some(100.0) };

    /// Returns whether `value` can be a value of the metric; NaN never is.
    pub fn holds(&self, value: f64) -> bool {
        !value.is_nan()
            && self.low.is_none_or(|low| low <= value)
            && self.high.is_none_or(|high| value <= high)
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither: the value describes.
    Neither,
}

/// A further number that comes with a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detail {
    /// Its name; never changes, because stored results carry it.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// The values it can take.
    pub range: Range,
    /// Which way is better.
    pub better: Better,
}

/// Something that can be chosen about a metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its value when nothing is chosen.
    pub default: Preset,
    /// The least value.
    pub least: f64,
    /// The greatest value.
    pub most: f64,
    /// Whether only whole numbers do.
    pub whole: bool,
    /// Whether only odd numbers do.
    pub odd: bool,
    /// The words for 0, 1, 2, ... when the number stands for a choice; else empty.
    pub choices: &'static [&'static str],
    /// What it does, for people.
    pub meaning: &'static str,
}

/// The value a parameter has when nothing is chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Preset {
    /// This number.
    Number(f64),
    /// What the sample itself states.
    Auto,
}

/// Which interval a dataset's value gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalKind {
    /// The value is a mean over samples; whole subjects are resampled.
    Bootstrap,
    /// As [`IntervalKind::Bootstrap`], with everything that a sample is compared
    /// with held fixed: it says nothing of another reference set.
    ConditionalBootstrap,
    /// The value is computed again on random halves of the subjects of each side,
    /// drawn without replacement: half as many subjects vary about the whole as the
    /// whole varies about the truth. For values that are no mean over samples.
    HalfSampling,
    /// None, for this reason.
    None(&'static str),
}

/// What the value of one sample means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instances {
    /// The value of a real sample, or of a sample of the one set there is.
    pub real: &'static str,
    /// The value of a synthetic sample.
    pub synthetic: &'static str,
}

/// How a metric is computed, by what it needs.
#[derive(Debug, Clone, Copy)]
pub enum Compute {
    /// From the annotations of a set of images.
    Annotations(fn(&Annotations, &Parameters, &GoOn<'_>) -> Result<AnnotationOutcome>),
    /// From one image.
    Image(fn(&Image, &Parameters) -> Result<f64>),
    /// From one image, by a network that the user names.
    ImageByNetwork(fn(&Image, &dyn Network, &Parameters) -> Result<f64>),
    /// From a reference and an image on the same grid.
    ImagePair(fn(&Image, &Image, &Parameters) -> Result<f64>),
    /// From one signal.
    Signal(fn(&Signal, &Parameters) -> Result<f64>),
    /// From a real signal and the synthetic one that it is paired with.
    SignalPair(fn(&Signal, &Signal, &Parameters) -> Result<f64>),
    /// From a vector of each signal of the real and of the synthetic set.
    SignalSets(SignalSets),
    /// From all signals of the real and of the synthetic set.
    AllSignals(fn(&[Signal], &[Signal], &Parameters, &GoOn<'_>) -> Result<SetOutcome>),
    /// From one table.
    Table(fn(&Table, &Parameters) -> Result<TableOutcome>),
    /// From the real and the synthetic table, whose columns of one name are of one kind.
    Tables(fn(&Table, &Table, &Parameters) -> Result<TableOutcome>),
    /// From a real vector and the synthetic one that it is paired with.
    VectorPair(fn(&[f64], &[f64], &Parameters) -> Result<f64>),
    /// From the vectors of the real and of the synthetic set.
    Sets(fn(&Vectors, &Vectors, &Parameters, &GoOn<'_>) -> Result<SetOutcome>),
    /// From the neighbours within and between two sets.
    Neighbours(fn(&Neighbours, &Parameters) -> Result<SetOutcome>),
}

/// Is told how far long work is, done of a total, from any thread, and says whether to go on.
pub type GoOn<'a> = dyn Fn(u64, u64) -> bool + Sync + 'a;

/// How two sets of signals are compared: each signal is looked at once, and not kept.
#[derive(Debug, Clone, Copy)]
pub struct SignalSets {
    /// What is looked at of one signal.
    pub vector: fn(&Signal, &Parameters) -> Result<Vec<f64>>,
    /// How the vectors of two sets compare.
    pub compare: fn(&Vectors, &Vectors, &Parameters, &GoOn<'_>) -> Result<SetOutcome>,
}

impl SignalSets {
    /// Makes one set of vectors from those of its signals; `input` names the set.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewSamples`] without a row, [`Error::SignalsDiffer`] when the rows differ in length.
    pub fn gathered(input: &'static str, rows: &[Vec<f64>]) -> Result<Vectors> {
        let d = rows.first().map_or(0, Vec::len);
        if let Some(other) = rows.iter().find(|row| row.len() != d) {
            let words = |n: usize| format!("{n} values to compare");
            return Err(Error::SignalsDiffer { left: words(d), right: words(other.len()) });
        }
        Vectors::new(rows.len(), d, rows.concat()).map_err(|_| Error::TooFewSamples {
            input,
            given: rows.len(),
            least: 1,
        })
    }

    /// Compares two sets of signals that are all at hand.
    ///
    /// # Errors
    ///
    /// Those of looking at one signal, of [`SignalSets::gathered`], and of comparing.
    pub fn evaluate(
        &self,
        real: &[Signal],
        synthetic: &[Signal],
        parameters: &Parameters,
    ) -> Result<SetOutcome> {
        let look = |signals: &[Signal]| -> Result<Vec<Vec<f64>>> {
            signals.iter().map(|signal| (self.vector)(signal, parameters)).collect()
        };
        let real = Self::gathered("real set", &look(real)?)?;
        let synthetic = Self::gathered("synthetic set", &look(synthetic)?)?;
        (self.compare)(&real, &synthetic, parameters, &|_, _| true)
    }
}

/// What a metric says of one table, or of a real and a synthetic one.
#[derive(Debug, Clone, PartialEq)]
pub struct TableOutcome {
    /// The value of the table.
    pub value: f64,
    /// The value of each column, or why it has none; empty when columns have no value.
    pub columns: Vec<(String, Result<f64>)>,
    /// The value of each row, whose mean is the table's value; `None` when rows have no value.
    pub rows: Option<Vec<f64>>,
    /// Those of [`Metric::details`], in that order.
    pub details: Vec<Result<f64>>,
}

/// What a metric says of the annotations of a set of images.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnotationOutcome {
    /// The value of the set: the mean of what is counted.
    pub value: f64,
    /// The image of each thing that is counted, when it has one, and what it counts.
    pub counted: Vec<(Option<usize>, f64)>,
    /// What is wrong, in the order of the file.
    pub findings: Vec<Finding>,
}

impl AnnotationOutcome {
    /// Returns the mean of what is counted in each of `n` images; nothing where that is nothing.
    pub fn of_images(&self, n: usize) -> Vec<Option<f64>> {
        let mut sums = vec![(0.0, 0_usize); n];
        for &(image, value) in &self.counted {
            if let Some((sum, count)) = image.and_then(|image| sums.get_mut(image)) {
                *sum += value;
                *count += 1;
            }
        }
        sums.into_iter().map(|(sum, count)| (0 < count).then(|| sum / count as f64)).collect()
    }
}

/// What a metric says of a real and a synthetic set.
#[derive(Debug, Clone, PartialEq)]
pub struct SetOutcome {
    /// The value of the pair of sets.
    pub value: f64,
    /// The value of each real sample.
    pub real: Option<Vec<f64>>,
    /// The value of each synthetic sample.
    pub synthetic: Option<Vec<f64>>,
    /// The side whose instance values have `value` as their mean; its interval resamples that side.
    pub mean_of: Option<Arm>,
    /// Those of [`Metric::details`], in that order.
    pub details: Vec<Result<f64>>,
    /// The points of [`Metric::curve`]: along and up.
    pub curve: Vec<[f64; 2]>,
}

impl SetOutcome {
    /// A value with nothing beside it.
    pub fn of(value: f64) -> Self {
        let (details, curve) = (Vec::new(), Vec::new());
        SetOutcome { value, real: None, synthetic: None, mean_of: None, details, curve }
    }
}

impl TableOutcome {
    /// A value with nothing beside it.
    pub fn of(value: f64) -> Self {
        TableOutcome { value, columns: Vec::new(), rows: None, details: Vec::new() }
    }
}

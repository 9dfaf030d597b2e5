//! Multi-scale intrinsic distance: whether heat spreads alike over two sets.

use samples::{Modality, Vectors};

use crate::heat_trace::{Graph, times};
use crate::one_order::in_one_order;
use crate::parameter::whole;
use crate::progress::Progress;
use crate::{
    Better, Compute, Detail, Dimension, Distance, Error, GoOn, IntervalKind, Level, Metric,
    Parameter, Parameters, Range, Reference, Result, SetOutcome, Unit, nearest_others,
};

/// See [`multi_scale_intrinsic_distance`].
pub const METRIC: Metric = Metric {
    id: "multi_scale_intrinsic_distance",
    version: 1,
    title: "Multi-scale intrinsic distance",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range::FROM_0,
    better: Better::Lower,
    parameters: &[K],
    interval: IntervalKind::HalfSampling,
    instances: None,
    details: &[Detail {
        id: "l2",
        title: "Root of the summed squared differences of the heat traces",
        unit: Unit::Number,
        range: Range::FROM_0,
        better: Better::Lower,
    }],
    curve: None,
    seeded: false,
    symmetric: true,
    source: "A. Tsitsulin et al., ICLR 2020",
    page: include_str!("../../../docs/metrics/multi_scale_intrinsic_distance.md"),
    compute: Compute::Sets(compute),
};

const K: Parameter = whole(
    "k",
    5.0,
    [1.0, 1000.0],
    "A sample is joined with its k nearest other samples of the same set.",
);

/// The authors' program gives distances as millionths.
const MILLION: f64 = 1e6;

fn compute(
    real: &Vectors,
    synthetic: &Vectors,
    parameters: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    multi_scale_intrinsic_distance(real, synthetic, parameters.whole("k"), go_on)
}

/// Returns how differently heat spreads over the graphs of nearest neighbours of two sets.
///
/// Each sample is joined with its `k` nearest others. With h(t) the heat trace of the graph's
/// normalised Laplacian over the number of samples, the value is
///
/// `10⁶ max exp(-2 (t + 1/t)) |h1(t) - h2(t)|`,
///
/// over 256 temperatures t, evenly in logarithms from 0.1 to 10. The traces are exact: see
/// [`crate::heat_trace`]. Where others are equally near, those count whose values come first in
/// dictionary order.
///
/// # Value
///
/// 0 and above; 0 for equal sets in any order, less is more alike. The detail `l2` is the root of
/// the summed squared differences over all temperatures, without the weight. Off by less than 1e-5
/// of a millionth.
///
/// # Errors
///
/// [`Error::DimensionMismatch`], [`Error::NotFinite`], [`Error::TooLarge`],
/// [`Error::TooFewSamples`] unless there are k + 1 of each, [`Error::Stopped`].
///
/// # Source
///
/// A. Tsitsulin et al., "The shape of data: intrinsic distance for data distributions",
/// ICLR 2020 (k = 5), and the authors' program for the scale of 10⁶.
pub fn multi_scale_intrinsic_distance(
    real: &Vectors,
    synthetic: &Vectors,
    k: usize,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    if real.d() != synthetic.d() {
        return Err(Error::DimensionMismatch { left: real.d(), right: synthetic.d() });
    }
    let sides = [(real, "real set"), (synthetic, "synthetic set")];
    let total = STAGES * (real.n() + synthetic.n()) as u64;
    let progress = Progress::new(total, go_on);
    let mut traces = Vec::new();
    let mut before = 0;
    for (set, input) in sides {
        if set.n() <= k {
            return Err(Error::TooFewSamples { input, given: set.n(), least: k + 1 });
        }
        let set = in_one_order(set, input)?;
        let n = set.n() as u64;
        let told = |done: u64, of: u64| go_on(before + done * n / of.max(1), total);
        let nearest = nearest_others(&set, k, Distance::Euclidean, &told)?;
        progress.add(set.n())?;
        traces.push(Graph::of_nearest(&nearest, k).heat_trace(&progress)?);
        before += STAGES * n;
    }
    let differences = traces[0].iter().zip(&traces[1]).map(|(a, b)| MILLION * (a - b).abs());
    let squares: f64 = differences.clone().map(|difference| difference * difference).sum();
    let weighted =
        differences.zip(times()).map(|(difference, t)| (-2.0 * (t + 1.0 / t)).exp() * difference);
    let value = weighted.fold(0.0, f64::max);
    Ok(SetOutcome { details: vec![Ok(squares.sqrt())], ..SetOutcome::of(value) })
}

/// Samples are counted when their neighbours are found, and when heat spreads from them.
const STAGES: u64 = 2;

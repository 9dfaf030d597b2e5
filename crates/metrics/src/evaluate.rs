//! All metrics of one pair of sets, at the price of one.

use std::collections::BTreeMap;

use samples::Vectors;

use crate::{
    Compute, Distance, Error, GoOn, Metric, Neighbours, Parameters, Result, SetOutcome,
    nndr_privacy,
};

/// Computes the metrics `asked` for a real and a synthetic set.
///
/// Metrics that look at neighbours share one [`Neighbours`] for each kind of
/// distance. The outcomes are in the order asked; one that fails does not stop
/// the others.
///
/// # Input
///
/// `go_on(done, total)` is called now and then, from any thread, and says
/// whether to go on.
///
/// # Errors
///
/// [`Error::Stopped`] when `go_on` said so.
pub fn evaluate_sets(
    asked: &[(&'static Metric, Parameters)],
    real: &Vectors,
    synthetic: &Vectors,
    go_on: &GoOn<'_>,
) -> Result<Vec<Result<SetOutcome>>> {
    let neighbours = neighbours_of(orders_asked(asked), real, synthetic, go_on)?;
    outcomes(asked, real, synthetic, &neighbours, go_on)
}

/// As [`evaluate_sets`]; hands over the Euclidean neighbours, too.
///
/// They are found in the same pass, with balls of order 1: who lies nearest to whom
/// is asked for whatever is measured.
///
/// # Errors
///
/// [`Error::Stopped`] when `go_on` said so.
#[expect(clippy::missing_panics_doc, reason = "the Euclidean neighbours were asked for")]
pub fn evaluate_sets_and_nearest(
    asked: &[(&'static Metric, Parameters)],
    real: &Vectors,
    synthetic: &Vectors,
    go_on: &GoOn<'_>,
) -> Result<(Vec<Result<SetOutcome>>, Result<Neighbours>)> {
    let mut orders = orders_asked(asked);
    orders.entry(Distance::Euclidean).or_default().push(1);
    let mut neighbours = neighbours_of(orders, real, synthetic, go_on)?;
    let outcomes = outcomes(asked, real, synthetic, &neighbours, go_on)?;
    let nearest = neighbours.remove(&Distance::Euclidean).expect("it was asked for");
    Ok((outcomes, nearest))
}

/// What is known of the neighbours, by kind of distance.
type Found = BTreeMap<Distance, Result<Neighbours>>;

fn outcomes(
    asked: &[(&'static Metric, Parameters)],
    real: &Vectors,
    synthetic: &Vectors,
    neighbours: &Found,
    go_on: &GoOn<'_>,
) -> Result<Vec<Result<SetOutcome>>> {
    let outcome = |(metric, parameters): &(&'static Metric, Parameters)| match metric.compute {
        Compute::Sets(compute) => compute(real, synthetic, parameters, go_on),
        Compute::Neighbours(compute) => neighbours[&distance_of(parameters)]
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|found| compute(found, parameters)),
        Compute::Annotations(_)
        | Compute::Image(_)
        | Compute::ImageByNetwork(_)
        | Compute::ImagePair(_)
        | Compute::Signal(_)
        | Compute::SignalPair(_)
        | Compute::SignalSets(_)
        | Compute::AllSignals(_)
        | Compute::Table(_)
        | Compute::Tables(_)
        | Compute::VectorPair(_) => Err(Error::NotOfSets { metric: metric.id }),
    };
    let outcomes: Vec<Result<SetOutcome>> = asked.iter().map(outcome).collect();
    // A stop is no reason that belongs to one metric.
    if outcomes.contains(&Err(Error::Stopped)) {
        return Err(Error::Stopped);
    }
    Ok(outcomes)
}

/// Returns the orders that the metrics need, for each kind of distance.
fn orders_asked(asked: &[(&'static Metric, Parameters)]) -> BTreeMap<Distance, Vec<usize>> {
    let mut orders: BTreeMap<Distance, Vec<usize>> = BTreeMap::new();
    for (metric, parameters) in asked {
        if matches!(metric.compute, Compute::Neighbours(_)) {
            let of_distance = orders.entry(distance_of(parameters)).or_default();
            of_distance.extend(orders_of(metric, parameters));
        }
    }
    orders
}

/// Finds the neighbours that are needed, once for each kind of distance.
fn neighbours_of(
    orders: BTreeMap<Distance, Vec<usize>>,
    real: &Vectors,
    synthetic: &Vectors,
    go_on: &GoOn<'_>,
) -> Result<Found> {
    let pairs = Neighbours::n_pairs(real.n(), synthetic.n());
    let total = pairs * orders.len() as u64;
    let mut found = BTreeMap::new();
    for (before, (distance, ks)) in orders.into_iter().enumerate() {
        let before = before as u64 * pairs;
        let go_on = |done: u64, _: u64| go_on(before + done, total);
        match Neighbours::new(real, synthetic, distance, &ks, &go_on) {
            Err(Error::Stopped) => return Err(Error::Stopped),
            neighbours => found.insert(distance, neighbours),
        };
    }
    Ok(found)
}

fn distance_of(parameters: &Parameters) -> Distance {
    Distance::from_choice(parameters.whole("distance"))
}

/// Returns the orders of the balls a metric looks at; without a choice it is the nearest
/// other, and the second nearest where the two are compared.
fn orders_of(metric: &Metric, parameters: &Parameters) -> Vec<usize> {
    let has_k = metric.parameters.iter().any(|parameter| parameter.name == "k");
    match metric.id {
        _ if has_k => vec![parameters.whole("k")],
        id if id == nndr_privacy::METRIC.id => vec![1, 2],
        _ => vec![1],
    }
}

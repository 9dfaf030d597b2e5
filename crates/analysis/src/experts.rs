//! What experts said of the cases, all of them together.

use stats::majority_call;

use crate::Study;
use crate::calls::{Call, threshold};

/// What the experts said of the cases.
pub(crate) struct Experts {
    /// The mean point of each case: the higher, the more it looks synthetic.
    pub(crate) scores: Vec<Option<f64>>,
    /// How many called each case, and how many of them called it synthetic.
    pub(crate) n_calls: Vec<(usize, usize)>,
    /// Whether most called it synthetic; nothing where as many did not.
    pub(crate) majority: Vec<Option<bool>>,
    /// Who said something, by place.
    pub(crate) readers: Vec<usize>,
    /// The points that each of them gave, by case.
    pub(crate) ratings: Vec<Vec<Option<f64>>>,
}

impl Experts {
    /// Gathers the calls of a question of so many points.
    pub(crate) fn of(study: &Study, calls: &[Call], n_points: usize) -> Experts {
        let n_cases = study.cases.len();
        let mut given = vec![vec![None; n_cases]; study.readers.len()];
        let mut sums = vec![0.0; n_cases];
        let mut n_calls = vec![(0, 0); n_cases];
        let synthetic = threshold(n_points);
        for call in calls {
            given[call.reader][call.case] = Some(call.point);
            sums[call.case] += call.point;
            n_calls[call.case].0 += 1;
            n_calls[call.case].1 += usize::from(synthetic <= call.point);
        }
        // Who said nothing is no reader.
        let spoke = |own: &[Option<f64>]| own.iter().any(Option::is_some);
        let (readers, ratings) =
            given.into_iter().enumerate().filter(|(_, own)| spoke(own)).unzip();
        let read = || n_calls.iter().map(|&(n, said)| (0 < n).then_some((n as f64, said as f64)));
        Experts {
            scores: read().zip(&sums).map(|(read, sum)| Some(sum / read?.0)).collect(),
            majority: read().map(|read| majority_call(read?.1 / read?.0)).collect(),
            n_calls,
            readers,
            ratings,
        }
    }
}

//! How far a measure is, and the kinds of metrics that each walk over the samples once.

use std::sync::atomic::{AtomicU64, Ordering};

use jobs::Task;
use metrics::Compute;

use super::{SetData, Work};
use crate::Result;

/// How far the whole work is, in samples looked at.
pub(crate) struct Steps<'a> {
    task: &'a Task,
    done: u64,
    total: u64,
}

impl<'a> Steps<'a> {
    pub(super) fn new(task: &'a Task, work: &Work<'_>) -> Self {
        let n_all: usize = work.all().map(|(_, set)| set.n()).sum();
        let n_synthetic: usize = work.synthetic.iter().map(SetData::n).sum();
        let has = |fits: fn(&Compute) -> bool| u64::from(!work.asked_for(fits).is_empty());
        let total = has(is_single) * n_all as u64
            + has(is_table) * n_all as u64
            + has(is_annotations) * n_all as u64
            + has(is_pair) * n_synthetic as u64
            // Vectors, then neighbours: both once for every sample.
            + has(is_set) * 2 * n_all as u64
            + has(is_two_tables) * n_all as u64
            // Spectra, then the plan between them.
            + has(is_signal_set) * 2 * n_all as u64
            + has(is_all_signals) * 2 * n_all as u64;
        Steps { task, done: 0, total: total.max(1) }
    }

    /// Counts so many samples in all.
    pub(super) fn of(task: &'a Task, n: usize) -> Self {
        Steps { task, done: 0, total: (n as u64).max(1) }
    }

    /// Goes on by `n` samples.
    pub(crate) fn advance(&mut self, n: usize) -> Result<()> {
        self.done = (self.done + n as u64).min(self.total);
        Ok(self.task.reached(self.done, self.total)?)
    }

    /// Returns a look at the task for work that counts by itself.
    pub(crate) fn go_on(&self) -> impl Fn(u64, u64) -> bool + Sync + use<'_> {
        let (task, done, total) = (self.task, self.done, self.total);
        move |_, _| task.reached(done, total).is_ok()
    }

    /// As [`Steps::go_on`]; what the work counts by itself moves on within the next `n` samples.
    pub(crate) fn go_on_within(&self, n: usize) -> impl Fn(u64, u64) -> bool + Sync + use<'_> {
        let (task, done, total) = (self.task, self.done, self.total);
        let farthest = AtomicU64::new(0);
        move |part, of| {
            let own = u128::from(part.min(of)) * n as u128 / u128::from(of.max(1));
            let own = u64::try_from(own).unwrap_or(0);
            // Several counts in a row never move back.
            let own = farthest.fetch_max(own, Ordering::Relaxed).max(own);
            task.reached((done + own).min(total), total).is_ok()
        }
    }

    pub(super) fn finish(self) -> Result<()> {
        Ok(self.task.reached(self.total, self.total)?)
    }
}

/// Whether a metric looks at one image or signal.
pub(super) fn is_single(compute: &Compute) -> bool {
    matches!(compute, Compute::Image(_) | Compute::ImageByNetwork(_) | Compute::Signal(_))
}

pub(super) fn is_pair(compute: &Compute) -> bool {
    matches!(compute, Compute::ImagePair(_) | Compute::SignalPair(_))
}

pub(super) fn is_table(compute: &Compute) -> bool {
    matches!(compute, Compute::Table(_))
}

pub(super) fn is_annotations(compute: &Compute) -> bool {
    matches!(compute, Compute::Annotations(_))
}

pub(super) fn is_two_tables(compute: &Compute) -> bool {
    matches!(compute, Compute::Tables(_))
}

pub(super) fn is_set(compute: &Compute) -> bool {
    matches!(compute, Compute::Sets(_) | Compute::Neighbours(_) | Compute::VectorPair(_))
}

pub(super) fn is_all_signals(compute: &Compute) -> bool {
    matches!(compute, Compute::AllSignals(_))
}

pub(super) fn is_signal_set(compute: &Compute) -> bool {
    matches!(compute, Compute::SignalSets(_))
}

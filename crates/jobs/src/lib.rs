//! Long work: how far it is, and whether it may go on.
//!
//! A [`Task`] is handed down to whatever works long. It knows no thread, no
//! clock and no screen: who made it decides what a report leads to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why work ended before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the work was stopped")]
pub struct Stopped;

/// How far work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Items finished.
    pub done: u64,
    /// Items in all.
    pub total: u64,
}

/// The wish that work should stop, shared by who wishes and who works.
#[derive(Debug, Clone, Default)]
pub struct StopSign(Arc<AtomicBool>);

impl StopSign {
    /// Asks the work to stop at its next item.
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns whether the work was asked to stop.
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// One piece of long work, as those who do it see it.
pub struct Task {
    stop: StopSign,
    report: Box<dyn Fn(Progress) + Send + Sync>,
}

impl Task {
    /// Makes a task that stops at `stop` and tells `report` how far it is.
    pub fn new(stop: StopSign, report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Task { stop, report: Box::new(report) }
    }

    /// Makes a task that nobody watches and nobody stops.
    pub fn unwatched() -> Self {
        Task::new(StopSign::default(), |_| {})
    }

    /// Tells how far the work is.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the work was asked to stop.
    pub fn reached(&self, done: u64, total: u64) -> Result<(), Stopped> {
        (self.report)(Progress { done, total });
        if self.stop.is_raised() { Err(Stopped) } else { Ok(()) }
    }

    /// Walks `items`, reports after each, and looks for a stop between two.
    ///
    /// What was done stays done: a stopped walk ends with one `Err(Stopped)`.
    pub fn each<T>(
        &self,
        items: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator>,
    ) -> impl Iterator<Item = Result<T, Stopped>> {
        let mut items = items.into_iter();
        let total = items.len() as u64;
        let mut done = 0;
        let mut over = false;
        std::iter::from_fn(move || {
            if over {
                return None;
            }
            if let Err(stopped) = self.reached(done, total) {
                over = true;
                return Some(Err(stopped));
            }
            done += 1;
            let next = items.next();
            over = next.is_none();
            next.map(Ok)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_finished_walk_reports_every_item() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&seen);
        let task = Task::new(StopSign::default(), move |progress| {
            kept.lock().unwrap().push(progress.done);
        });
        assert_eq!(task.each(["a", "b"]).filter_map(Result::ok).count(), 2);
        assert_eq!(*seen.lock().unwrap(), [0, 1, 2]);
    }

    #[test]
    fn a_stop_comes_between_two_items_and_ends_the_walk() {
        let stop = StopSign::default();
        let task = Task::new(stop.clone(), |_| {});
        let mut walk = task.each([1, 2, 3]);
        assert_eq!(walk.next(), Some(Ok(1)));
        stop.raise();
        assert_eq!(walk.next(), Some(Err(Stopped)));
        assert_eq!(walk.next(), None);
    }
}

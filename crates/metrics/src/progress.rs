//! How far long work is, told from any thread.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::{Error, Result};

/// How far the sweeps are, counted in pairs.
pub(crate) struct Progress<'a> {
    done: AtomicU64,
    total: u64,
    stopped: AtomicBool,
    go_on: &'a (dyn Fn(u64, u64) -> bool + Sync),
}

impl<'a> Progress<'a> {
    pub(crate) fn new(total: u64, go_on: &'a (dyn Fn(u64, u64) -> bool + Sync)) -> Self {
        Progress { done: AtomicU64::new(0), total, stopped: AtomicBool::new(false), go_on }
    }

    /// Counts `pairs` and asks whether to go on.
    pub(crate) fn add(&self, pairs: usize) -> Result<()> {
        let done = self.done.fetch_add(pairs as u64, Ordering::Relaxed) + pairs as u64;
        if self.stopped.load(Ordering::Relaxed) {
            return Err(Error::Stopped);
        }
        if (self.go_on)(done, self.total) {
            return Ok(());
        }
        self.stopped.store(true, Ordering::Relaxed);
        Err(Error::Stopped)
    }
}

//! Work on one thread of its own, whatever becomes of it.

use std::sync::{Arc, Mutex, PoisonError};

use rten::ThreadPool;

/// Enough for a graph as long as any that is in use.
const STACK_BYTES: usize = 16 << 20;

/// Runs `work` on a new thread; returns `None` when it panics, or when there is no thread.
///
/// A thread of its own, so that a worker of rayon that waits takes up no other sample meanwhile:
/// a hundred half-done samples would lie on its stack.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("network".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, work);
        thread.ok()?.join().ok()
    })
}

/// Pools of one thread each: as many as there are runs at once.
///
/// One thread adds numbers in one order, so that a value has the same bits on any machine of a
/// kind; many samples are looked at side by side instead.
#[derive(Default)]
pub(crate) struct Pools(Mutex<Vec<Arc<ThreadPool>>>);

impl Pools {
    /// Hands a pool to `work`, a new one when all are taken.
    pub(crate) fn with<T>(&self, work: impl FnOnce(Arc<ThreadPool>) -> T) -> T {
        let free = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = free().pop();
        let pool = taken.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        let done = work(Arc::clone(&pool));
        free().push(pool);
        done
    }
}

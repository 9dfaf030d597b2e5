//! Plans of Fourier transforms.

use std::cell::RefCell;
use std::sync::Arc;

use rustfft::{Fft, FftPlanner};

thread_local! {
    /// The last plan: sets hold many signals of one length, and a plan takes longer than a transform.
    static LAST: RefCell<Option<Arc<dyn Fft<f64>>>> = const { RefCell::new(None) };
}

/// Returns the transform of so many values, from time to frequency.
pub(crate) fn plan(length: usize) -> Arc<dyn Fft<f64>> {
    LAST.with_borrow_mut(|last| match last {
        Some(plan) if plan.len() == length => Arc::clone(plan),
        _ => Arc::clone(last.insert(FftPlanner::new().plan_fft_forward(length))),
    })
}

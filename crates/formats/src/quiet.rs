//! Work that may panic, without a word and without an end of the program.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Returns what `work` returns, or `None` when it panics.
///
/// A panic in a library that reads damaged bytes means that they are damaged.
/// Its message may hold some of them, so that it is not printed: the hook of
/// the process is asked on all threads that are not within such work.
pub(crate) fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            if !QUIET.get() {
                before(what);
            }
        }));
    });
    let was = QUIET.replace(true);
    // What `work` changed is dropped with it: no one sees it half done.
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(was);
    outcome.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_nothing_and_the_thread_is_loud_again() {
        assert_eq!(quietly(|| 1), Some(1));
        let nothing: Option<u8> = quietly(|| panic!("this must not be printed"));
        assert_eq!(nothing, None);
        assert!(!QUIET.get(), "the next panic is heard");
    }
}

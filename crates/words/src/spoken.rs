//! The language of what is being written.

use std::cell::Cell;

use crate::Language;

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// Does `work` while [`say`](crate::say) speaks `language` on this thread, and only on this one.
///
/// A report is put together by many hands; each would have to be told the language and hand it on. What
/// was spoken before is spoken after it again, also when `work` panics.
///
/// # Example
///
/// ```
/// use words::{Language, say, speaking};
///
/// let page = || say("common:synthetic", &[]);
/// assert_eq!(speaking(Language::German, page), "synthetisch");
/// assert_eq!(page(), "synthetic");
/// ```
pub fn speaking<T>(language: Language, work: impl FnOnce() -> T) -> T {
    let _before = Before(SPOKEN.replace(language));
    work()
}

/// Returns the language that is spoken on this thread.
pub fn spoken() -> Language {
    SPOKEN.get()
}

/// What was spoken before; it is again when this is dropped.
struct Before(Language);

impl Drop for Before {
    fn drop(&mut self) {
        SPOKEN.set(self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_language_within_another_ends_with_its_work() {
        speaking(Language::Spanish, || {
            assert_eq!(spoken(), Language::Spanish);
            speaking(Language::German, || assert_eq!(spoken(), Language::German));
            assert_eq!(spoken(), Language::Spanish);
        });
        assert_eq!(spoken(), Language::English);
    }

    #[test]
    fn a_panic_leaves_no_language_behind() {
        let fell = std::panic::catch_unwind(|| speaking(Language::German, || panic!("on purpose")));
        assert!(fell.is_err());
        assert_eq!(spoken(), Language::English);
    }

    #[test]
    fn another_thread_speaks_english() {
        speaking(Language::Portuguese, || {
            let other = std::thread::spawn(spoken).join();
            assert!(matches!(other, Ok(Language::English)));
        });
    }
}

//! The one catalogue of words, in i18next form.
//!
//! Screens, terminal and report say the same thing in the same words: they all
//! read `assets/words/<language>/<namespace>.json`. The screens import the
//! files; everything in Rust asks [`say`]. Nothing else is in here: no
//! formatting of numbers, no escaping for HTML, no choice of language for the
//! user.
//!
//! A key is `namespace:path.to.word`. Words may hold `{{name}}`, and come in
//! plural forms by suffix (`n_cases_one`, `n_cases_other`), chosen by the
//! parameter `count`.

mod catalogue;
mod interpolate;
mod language;
mod spoken;

pub use language::Language;
pub use spoken::{speaking, spoken};

use catalogue::of;

/// Returns the words of `key` in the language that is spoken, with `params` put in their places.
///
/// English is spoken, but for the time of [`speaking`].
///
/// # Value
///
/// An unknown key comes back as it is, so that a gap shows up on the page and
/// not as a crash. A place without a parameter stays as it is written. What a
/// parameter holds is not read again: `{{…}}` in a file name stays text.
///
/// # Example
///
/// ```
/// assert_eq!(words::say("common:n_cases", &[("count", "1")]), "1 case");
/// assert_eq!(words::say("common:n_cases", &[("count", "12")]), "12 cases");
/// assert_eq!(words::say("common:no.such.word", &[]), "common:no.such.word");
/// ```
pub fn say(key: &str, params: &[(&str, &str)]) -> String {
    say_in(spoken(), key, params)
}

/// Returns the words of `key` in `language`, as [`say`] does in English.
///
/// # Value
///
/// What has no words in `language` is said in English.
pub fn say_in(language: Language, key: &str, params: &[(&str, &str)]) -> String {
    let words = |language: Language| of(language).find(language, key, params);
    match words(language).or_else(|| words(Language::English)) {
        Some(words) => interpolate::fill(words, params),
        None => key.to_owned(),
    }
}

/// Returns whether the English catalogue has words for `key`, in any plural form.
pub fn knows(key: &str) -> bool {
    knows_in(Language::English, key)
}

/// Returns whether `language` has words for `key`, in any plural form.
pub fn knows_in(language: Language, key: &str) -> bool {
    of(language).knows(key)
}

/// Returns the namespaces of `language`, in alphabetical order.
pub fn namespaces(language: Language) -> Vec<&'static str> {
    catalogue::files(language).into_keys().collect()
}

/// Returns every key of `language` as it is written, plural suffixes included.
pub fn keys(language: Language) -> Vec<&'static str> {
    of(language).keys()
}

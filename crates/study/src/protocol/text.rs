//! Words in the languages that a protocol is written in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language that protocols are shipped in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// Portuguese.
    Pt,
    /// Spanish.
    Es,
    /// German.
    De,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 4] = [Language::En, Language::Pt, Language::Es, Language::De];

    /// Returns its code, as in BCP 47.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Pt => "pt",
            Language::Es => "es",
            Language::De => "de",
        }
    }
}

/// Words in one or more languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<Language, String>);

impl Text {
    /// Words in English.
    pub fn english(words: &str) -> Self {
        Text(BTreeMap::from([(Language::En, words.to_owned())]))
    }

    /// The same words in several languages.
    pub fn in_languages(words: impl IntoIterator<Item = (Language, String)>) -> Self {
        Text(words.into_iter().collect())
    }

    /// Returns the words in a language; where there are none, those of the first that has some.
    pub fn of(&self, language: Language) -> &str {
        let own = self.0.get(&language).into_iter();
        let mut all = own.chain(self.0.values()).filter(|words| !words.trim().is_empty());
        all.next().map_or("", String::as_str)
    }

    /// Whether there are words in this language.
    pub fn has(&self, language: Language) -> bool {
        self.0.get(&language).is_some_and(|words| !words.trim().is_empty())
    }

    /// Whether there are words at all.
    pub(crate) fn is_blank(&self) -> bool {
        !Language::ALL.into_iter().any(|language| self.has(language))
    }
}

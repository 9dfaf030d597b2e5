//! The languages there are words in, and how each counts.

/// A language of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
}

impl Language {
    /// Every language, in the order in which one chooses.
    pub const ALL: &'static [Language] = &[Language::English];

    /// Returns its folder in the catalogue: the BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
        }
    }

    /// Returns the CLDR plural category of `count`, as i18next writes it behind a key.
    ///
    /// # Source
    ///
    /// Unicode CLDR, Language Plural Rules, cardinal rules for `en`: `one` is
    /// the integer 1 without visible decimals, all else is `other`.
    pub(crate) fn plural(self, count: &str) -> &'static str {
        match self {
            Language::English => {
                let digits = count.strip_prefix('-').unwrap_or(count);
                if digits == "1" { "one" } else { "other" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_has_one_and_other() {
        let categories =
            ["0", "1", "2", "1.0", "1.5", "11", "1,001", ""].map(|n| Language::English.plural(n));
        assert_eq!(
            categories,
            ["other", "one", "other", "other", "other", "other", "other", "other"]
        );
    }
}

//! The languages there are words in, and how each counts.

/// A language of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English: the whole catalogue.
    English,
    /// Portuguese: what readers are told and asked, and reports.
    Portuguese,
    /// Spanish: what readers are told and asked, and reports.
    Spanish,
    /// German: what readers are told and asked, and reports.
    German,
}

impl Language {
    /// Every language, in the order in which one chooses.
    pub const ALL: &'static [Language] =
        &[Language::English, Language::Portuguese, Language::Spanish, Language::German];

    /// Returns its folder in the catalogue: the BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Portuguese => "pt",
            Language::Spanish => "es",
            Language::German => "de",
        }
    }

    /// Returns the language of a tag; nothing for one that has no words here.
    pub fn of_tag(tag: &str) -> Option<Language> {
        Language::ALL.iter().copied().find(|language| language.tag() == tag)
    }

    /// Returns the CLDR plural category of `count`, as i18next writes it behind a key.
    ///
    /// # Source
    ///
    /// Unicode CLDR, Language Plural Rules, cardinal rules. `en`, `de`: `one` is
    /// the integer 1 without visible decimals. `es`: `one` is 1 with or without.
    /// `pt`: `one` is what is below 2. All else is `other`; the `many` of whole
    /// millions has no words of its own.
    pub(crate) fn plural(self, count: &str) -> &'static str {
        let digits = count.strip_prefix('-').unwrap_or(count);
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let is_one = whole == "1" && decimals.bytes().all(|digit| digit == b'0');
        match self {
            Language::English | Language::German if digits == "1" => "one",
            Language::Spanish if is_one => "one",
            Language::Portuguese if matches!(whole, "0" | "1") => "one",
            _ => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_counts_as_cldr_says() {
        use Language::{English, German, Portuguese, Spanish};
        // Unicode CLDR, samples of the categories.
        for (language, one, other) in [
            (German, &["1", "-1"][..], &["0", "2", "1.0", "1.5", "10"][..]),
            (Spanish, &["1", "1.0", "1.00"], &["0", "2", "1.5", "0.9"]),
            (Portuguese, &["0", "1", "1.5", "0.9"], &["2", "2.0", "10"]),
            (English, &["1"], &["0", "1.0"]),
        ] {
            assert!(one.iter().all(|count| language.plural(count) == "one"), "{language:?}");
            assert!(other.iter().all(|count| language.plural(count) == "other"), "{language:?}");
        }
    }

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

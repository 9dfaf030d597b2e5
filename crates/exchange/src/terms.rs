//! Who answers for a package, and under which terms others may use it.

/// What was said of it; nothing where nobody said.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terms<'a> {
    /// The terms it may be used under, as a web address or in words.
    pub licence: Option<&'a str>,
    /// Who answers for it, as a web address, e.g. of the Research Organization Registry, or by name.
    pub publisher: Option<&'a str>,
}

/// What somebody typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said<'a> {
    /// A web address.
    Address(&'a str),
    /// Words.
    Words(&'a str),
}

impl<'a> Said<'a> {
    /// Returns what was typed, without the space around it; nothing for nothing.
    pub(crate) fn of(given: Option<&'a str>) -> Option<Said<'a>> {
        let words = given.map(str::trim).filter(|words| !words.is_empty())?;
        let web = words.starts_with("https://") || words.starts_with("http://");
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte);
        let is_address = web && words.bytes().all(plain);
        Some(if is_address { Said::Address(words) } else { Said::Words(words) })
    }

    /// Returns it as it was typed.
    pub(crate) fn text(self) -> &'a str {
        match self {
            Said::Address(text) | Said::Words(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_is_taken_for_one() {
        let by = "https://creativecommons.org/licenses/by/4.0/";
        assert_eq!(Said::of(Some(by)), Some(Said::Address(by)));
        assert_eq!(Said::of(Some("https://a b")), Some(Said::Words("https://a b")));
        assert_eq!(Said::of(Some(" ask us ")), Some(Said::Words("ask us")));
        assert_eq!(Said::of(Some("  ")), None);
    }
}

//! Text of others, made harmless on a page.

/// Returns `text` with control and direction-changing characters written as codes.
///
/// A name that reorders the line it stands in could make a page say something
/// else than its bytes do; and a NUL makes an SVG file unreadable.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' | '\n' | '\r' => shown.push(' '),
            _ if hides(character) => {
                let code = format!("[U+{:04X}]", u32::from(character));
                shown.push_str(&code);
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// Returns [`visible`] `text`, escaped for HTML and SVG, in content and in attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Control, direction, invisible and non-characters.
fn hides(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_with_a_meaning_in_markup_gets_through() {
        assert_eq!(escape(r#"<a b="c" d='e'>&"#), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
    }

    #[test]
    fn what_hides_or_reorders_text_is_written_out() {
        assert_eq!(visible("a\u{202E}b\0\u{1b}[31m"), "a[U+202E]b[U+0000][U+001B][31m");
        assert_eq!(visible("Größe\t5 µm"), "Größe 5 µm", "letters of all languages stay");
    }
}

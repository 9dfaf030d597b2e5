//! Which characters the fonts of the page have, and what stands for the others.

use super::world::FONTS;
use crate::escape::visible;

/// What a figure shows for a character that no font has: its room is measured already.
const BOX: char = '□';

/// Returns [`visible`] `text`, each character that no font has written as its code.
///
/// An empty box would be a name that nobody can read back.
pub(super) fn written(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in visible(text).chars() {
        if has(character) {
            written.push(character);
        } else {
            let code = format!("[U+{:04X}]", u32::from(character));
            written.push_str(&code);
        }
    }
    written
}

/// Returns the figure with a box for each character that no font has.
pub(super) fn drawn(svg: &str) -> String {
    // The markup itself is plain ASCII, which Inter has.
    svg.chars()
        .map(|character| if character == '\n' || has(character) { character } else { BOX })
        .collect()
}

fn has(character: char) -> bool {
    FONTS.iter().any(|font| font.info().coverage.contains(u32::from(character)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_say_has_its_letters() {
        for text in
            ["Größe µm σ ≥ ± – − × · 10⁻⁵ ∞ …", "Łódź, Čapek, Ελλάδα, Україна", "עברית العربية"]
        {
            assert_eq!(written(text), text);
        }
        assert!(has(BOX));
    }

    #[test]
    fn what_no_font_has_is_written_as_its_code() {
        assert_eq!(written("A 中\u{202E}"), "A [U+4E2D][U+202E]");
        assert_eq!(drawn("<text>中</text>\n"), "<text>□</text>\n");
    }
}

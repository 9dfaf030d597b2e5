//! Text of others, and numbers, as a file that a spreadsheet opens may hold them.

/// Returns `text` as a spreadsheet will show and not run it, with what hides written out.
pub(crate) fn harmless(text: &str) -> String {
    let text = shown(text);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(&text) {
        format!("'{text}")
    } else {
        text
    }
}

/// Returns `text` with control and direction-changing characters as codes; tabs and ends of lines stay.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if hides(character) {
            let code = format!("[U+{:04X}]", u32::from(character));
            shown.push_str(&code);
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Returns `text` on one line, with what hides written out.
pub(crate) fn one_line(text: &str) -> String {
    shown(text)
        .split(['\n', '\r', '\t'])
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns every digit: the shortest text that reads back as the same number.
///
/// Infinity is `INF`, as XML Schema and Table Schema write it; NaN is empty.
pub(crate) fn plain(value: f64) -> String {
    if value.is_nan() {
        String::new()
    } else if value.is_infinite() {
        if value < 0.0 { "-INF".to_owned() } else { "INF".to_owned() }
    } else {
        let plain = format!("{value}");
        let powers = format!("{value:e}");
        if plain.len() <= powers.len().max(21) { plain } else { powers }
    }
}

/// Control, direction, invisible and non-characters, but for tab, line feed and carriage return.
fn hides(character: char) -> bool {
    (character.is_control() && !matches!(character, '\t' | '\n' | '\r'))
        || matches!(
            character,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

/// Returns whether `text` is a finite decimal number and nothing else.
fn is_number(text: &str) -> bool {
    let allowed =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    text.bytes().all(allowed) && text.parse::<f64>().is_ok_and(f64::is_finite)
}

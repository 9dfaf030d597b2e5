//! Numbers that JSON does not have, and that programs write all the same.

/// What some programs write for a number that is none; the longer word first.
const WORDS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];

/// Writes `null` for each number that is none, and says for how many; words in quotes stay.
pub(super) fn without(text: &str) -> (String, u64) {
    let mut plain = String::with_capacity(text.len());
    let mut values = 0;
    // Outside of quotes first, then inside and outside by turns.
    let (mut rest, mut quoted) = (text, false);
    while !rest.is_empty() {
        let end = if quoted { end_of_words(rest) } else { rest.find('"') };
        let end = end.map_or(rest.len(), |end| end + 1);
        let (part, behind) = rest.split_at(end);
        if quoted {
            plain.push_str(part);
        } else {
            values += push_numbers(&mut plain, part);
        }
        (rest, quoted) = (behind, !quoted);
    }
    (plain, values)
}

/// Returns where the quote is that closes what `text` begins within.
fn end_of_words(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

fn push_numbers(plain: &mut String, mut part: &str) -> u64 {
    let mut values = 0;
    while let Some(at) = part.find(['-', 'I', 'N']) {
        plain.push_str(&part[..at]);
        part = &part[at..];
        if let Some(word) = WORDS.iter().find(|word| part.starts_with(**word)) {
            plain.push_str("null");
            part = &part[word.len()..];
            values += 1;
        } else {
            plain.push_str(&part[..1]);
            part = &part[1..];
        }
    }
    plain.push_str(part);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bare_words_are_replaced() {
        let text = r#"{"NaN \" NaN": [NaN,-Infinity, -1, Infinity], "a\\": NaN}"#;
        let plain = r#"{"NaN \" NaN": [null,null, -1, null], "a\\": null}"#;
        assert_eq!(without(text), (plain.to_owned(), 4));
        assert_eq!(without("\"NaN"), ("\"NaN".to_owned(), 0), "a quote that stays open");
    }
}

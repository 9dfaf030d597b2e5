//! Marks beside a record: beats, rhythms and remarks of its annotation file.

use std::collections::BTreeMap;

use samples::Mark;

use crate::{Note, Notes};

use super::layout::Layout;

/// Returns the marks that lie in the signal; a damaged file is a note and gives none.
pub(super) fn read(bytes: &[u8], layout: &Layout<'_>, rate: f64, notes: &mut Notes) -> Vec<Mark> {
    let Some(entries) = entries(bytes) else {
        notes.add(Note::MarksBroken);
        return Vec::new();
    };
    let (told, entries) = Told::split(entries);
    let per_frame = layout.per_frame.unwrap_or(1);
    let scale = told.rate.map_or(per_frame as f64, |their| rate / their);
    let length = layout.length();

    let mut outside = 0;
    let mut marks = Vec::new();
    for entry in entries {
        let place = (entry.at as f64 * scale).round();
        if 0.0 <= place && place < length as f64 {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within")]
            let at = place as usize;
            marks.push(Mark { at, code: told.letter(entry.code), text: entry.text });
        } else {
            outside += 1;
        }
    }
    if 0 < outside {
        notes.add(Note::MarksOutside { marks: outside });
    }
    marks
}

/// One mark as it is stored.
struct Entry {
    at: i64,
    code: u8,
    text: String,
}

impl Entry {
    const REMARK: u8 = 22;
}

/// Takes the file apart; `None` unless it is whole and of the format.
fn entries(bytes: &[u8]) -> Option<Vec<Entry>> {
    const SKIP: u8 = 59;
    const NUMBER: u8 = 60;
    const SUBTYPE: u8 = 61;
    const CHANNEL: u8 = 62;
    const TEXT: u8 = 63;
    let mut words = Words(bytes);
    let (mut entries, mut at) = (Vec::new(), 0_i64);
    loop {
        let word = words.next()?;
        if word == 0 {
            return Some(entries);
        }
        let (code, low) = (u8::try_from(word >> 10).ok()?, word & 1023);
        match code {
            SKIP => at = at.checked_add(words.long()?.into())?,
            // Which reader, which kind, which channel: a mark keeps none of them.
            NUMBER | SUBTYPE | CHANNEL => {}
            TEXT => {
                let text = words.text(low.into())?;
                // A text without a mark before it says that this is another format.
                entries.last_mut().map(|entry: &mut Entry| entry.text = text)?;
            }
            _ => {
                at = at.checked_add(low.into())?;
                if LETTERS.len() <= usize::from(code) {
                    return None;
                }
                // Code 0 marks nothing and only moves on.
                if code == 0 {
                    continue;
                }
                entries.push(Entry { at, code, text: String::new() });
            }
        }
    }
}

/// What is left of the file, by words of 16 bits.
struct Words<'a>(&'a [u8]);

impl Words<'_> {
    fn next(&mut self) -> Option<u16> {
        let (&word, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u16::from_le_bytes(word))
    }

    /// Reads 32 bits, of which the higher word comes first.
    fn long(&mut self) -> Option<i32> {
        let (high, low) = (self.next()?, self.next()?);
        Some((u32::from(high) << 16 | u32::from(low)).cast_signed())
    }

    /// Reads a text and the byte that fills the last word.
    fn text(&mut self, length: usize) -> Option<String> {
        let (text, _) = self.0.split_at_checked(length)?;
        let text = text.split(|&byte| byte == 0).next().unwrap_or(text);
        let text = String::from_utf8_lossy(text).into_owned();
        (_, self.0) = self.0.split_at_checked(length.next_multiple_of(2))?;
        Some(text)
    }
}

/// The letters of the codes from 0; a blank for those that have none.
const LETTERS: &[u8; 50] = b" NLRaVFJASEj/Q~ | sT*D\"=pB^t+u?![]en@xf()r        ";

/// What a file says of itself in remarks at its beginning.
#[derive(Default)]
struct Told {
    /// Places a second, when they are not those of the record.
    rate: Option<f64>,
    /// Letters that the file gives to codes.
    letters: BTreeMap<u8, String>,
}

impl Told {
    /// Tells remarks on the file, which stand at its beginning, from marks.
    fn split(entries: Vec<Entry>) -> (Self, Vec<Entry>) {
        let mut told = Told::default();
        let mut defines = false;
        let is_mark = |entry: &Entry| {
            let text = entry.text.as_str();
            if entry.at != 0 || entry.code != Entry::REMARK {
                return true;
            }
            if let Some(rate) = text.strip_prefix("## time resolution:") {
                let rate: Option<f64> = rate.trim().parse().ok();
                told.rate = rate.filter(|rate| rate.is_finite() && 0.0 < *rate);
            } else if text.starts_with("## ") {
                defines = text == "## annotation type definitions";
            } else if let Some((code, letter)) = definition(text).filter(|_| defines) {
                told.letters.insert(code, letter.to_owned());
            } else {
                return true;
            }
            false
        };
        let entries = entries.into_iter().filter(is_mark).collect();
        (told, entries)
    }

    fn letter(&self, code: u8) -> String {
        let known = || char::from(LETTERS[usize::from(code)]).to_string();
        let letter = self.letters.get(&code).cloned().unwrap_or_else(known);
        // A code without a letter keeps its number.
        if letter.trim().is_empty() { format!("[{code}]") } else { letter }
    }
}

/// Reads `42 x what it means`, by which a file gives a letter to a code.
fn definition(text: &str) -> Option<(u8, &str)> {
    let mut fields = text.split_whitespace();
    let code =
        fields.next()?.parse().ok().filter(|&code: &u8| usize::from(code) < LETTERS.len())?;
    Some((code, fields.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(code: u16, low: u16) -> [u8; 2] {
        (code << 10 | low).to_le_bytes()
    }

    #[test]
    fn a_long_way_is_skipped_and_texts_belong_to_the_mark_before() {
        let skip = [&word(59, 0)[..], &[1, 0, 2, 0]].concat();
        let bytes =
            [&skip[..], &word(28, 3), &word(63, 3), b"(N\0\0", &word(1, 10), &word(0, 0)].concat();
        let entries = entries(&bytes).unwrap();
        let found: Vec<_> = entries.iter().map(|e| (e.at, e.code, e.text.as_str())).collect();
        assert_eq!(found, [(65_536 + 2 + 3, 28, "(N"), (65_536 + 2 + 13, 1, "")]);
    }

    #[test]
    fn a_file_without_its_end_or_with_unknown_codes_is_broken() {
        assert!(entries(&word(1, 10)).is_none(), "the end is missing");
        assert!(entries(&[word(1, 10), word(55, 1), word(0, 0)].concat()).is_none());
        assert!(entries(&[word(63, 900), word(0, 0)].concat()).is_none());
        assert!(entries(b"x").is_none());
        assert!(entries(b"").is_none());
        assert_eq!(entries(&word(0, 0)).map(|entries| entries.len()), Some(0));
    }

    #[test]
    fn codes_have_the_letters_of_the_standard() {
        let told = Told::default();
        for (code, letter) in [(1, "N"), (5, "V"), (14, "~"), (28, "+"), (41, "r"), (15, "[15]")] {
            assert_eq!(told.letter(code), letter);
        }
    }

    #[test]
    fn a_file_may_give_letters_of_its_own() {
        let entry = |text: &str| Entry { at: 0, code: Entry::REMARK, text: text.to_owned() };
        let (told, marks) = Told::split(vec![
            entry("7 beats are missing"),
            entry("## time resolution: 1000"),
            entry("## annotation type definitions"),
            entry("42 o own kind of beat"),
            entry("## end of definitions"),
        ]);
        assert_eq!(marks.len(), 1, "a remark is a mark");
        assert_eq!((told.rate, told.letter(42).as_str()), (Some(1000.0), "o"));
    }
}

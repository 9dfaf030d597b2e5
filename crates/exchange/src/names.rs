//! Names as other programs take them, each once.

use std::collections::BTreeSet;

/// Gives names out, none twice; two that differ in case only are one.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// No name may be one of these.
    pub(crate) fn without(taken: &[&str]) -> Self {
        Names { taken: taken.iter().map(|name| name.to_lowercase()).collect() }
    }

    /// Returns `name`, or the first of `name_2`, `name_3` … that is free; at most `most` letters.
    pub(crate) fn give(&mut self, name: &str, most: usize) -> String {
        let mut n = 1_usize;
        loop {
            let end = if n == 1 { String::new() } else { format!("_{n}") };
            let kept: String = name.chars().take(most.saturating_sub(end.len())).collect();
            let free = format!("{}{end}", kept.trim_end_matches('_'));
            if self.taken.insert(free.to_lowercase()) {
                return free;
            }
            n += 1;
        }
    }
}

/// Returns `text` with only letters, digits and what is in `allowed`; all else is `_`, never two.
pub(crate) fn plain(text: &str, allowed: &str) -> String {
    let mut plain = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || allowed.contains(character) {
            plain.push(character);
        } else if !plain.ends_with('_') {
            plain.push('_');
        }
    }
    plain.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_given_once_whatever_their_case() {
        let mut names = Names::without(&["record_id"]);
        assert_eq!(names.give("Ada", 26), "Ada");
        assert_eq!(names.give("ada", 26), "ada_2");
        assert_eq!(names.give("record_id", 26), "record_id_2");
        assert_eq!(names.give("abcdef", 4), "abcd");
        assert_eq!(names.give("abcdxx", 4), "ab_2");
    }

    #[test]
    fn what_is_no_letter_is_one_line() {
        assert_eq!(plain("Dr. \"É\", 漢", "-."), "Dr.");
        assert_eq!(plain("a,b\nc", ""), "a_b_c");
        assert_eq!(plain("漢", ""), "");
    }
}

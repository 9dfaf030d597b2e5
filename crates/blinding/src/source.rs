//! Attributes of files, which readers never get: told, and no reason to fail.

use std::collections::BTreeMap;

use study::audit::{Attribute, Channel};

use crate::Facts;
use crate::attribute::{count, numbers, words};

/// Returns what files say that readers never get.
///
/// A name is looked at by its length, its digits, the number in it, its ending and its pattern:
/// `IMG_0042.png` is `A_9.a`. Tags that all files have, or none, are left out.
pub(crate) fn source_attributes(facts: &[&Facts]) -> Vec<Attribute> {
    let name = |facts: &&Facts| facts.name.clone();
    let number = |attribute: &str, of: &dyn Fn(&&Facts) -> Option<f64>| {
        numbers(attribute, Channel::Source, facts, of)
    };
    let word = |attribute: &str, of: &dyn Fn(&&Facts) -> Option<String>| {
        words(attribute, Channel::Source, facts, of)
    };
    let mut all = vec![
        number("bytes", &|facts| facts.bytes.map(|bytes| bytes as f64)),
        number("name_length", &|facts| name(facts).and_then(|name| count(name.chars().count()))),
        number("name_digits", &|facts| {
            name(facts).and_then(|name| count(name.chars().filter(char::is_ascii_digit).count()))
        }),
        number("name_number", &|facts| name(facts).and_then(|name| number_in(&name))),
        word("name_pattern", &|facts| name(facts).map(|name| pattern(&name))),
        word("name_ending", &|facts| {
            name(facts).and_then(|name| Some(name.rsplit_once('.')?.1.to_owned()))
        }),
        word("format", &|facts| facts.format.clone()),
        number("modified", &|facts| facts.modified),
        number("place", &|facts| facts.place.and_then(count)),
        number("n_tags", &|facts| count(facts.tags.len())),
        number("bits_stored", &|facts| facts.bits_stored.map(f64::from)),
    ];
    let mut n_with: BTreeMap<&String, usize> = BTreeMap::new();
    for tag in facts.iter().flat_map(|facts| &facts.tags) {
        *n_with.entry(tag).or_default() += 1;
    }
    for (tag, _) in n_with.into_iter().filter(|(_, n)| *n < facts.len()) {
        let has = |facts: &&Facts| Some(f64::from(u8::from(facts.tags.contains(tag))));
        all.push(number(&format!("tag:{tag}"), &has));
    }
    all
}

/// Returns the last number in a name.
fn number_in(name: &str) -> Option<f64> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.split(|c: char| !c.is_ascii_digit()).rfind(|run| !run.is_empty())?.parse().ok()
}

/// Returns a name with each run of capitals as `A`, of small letters as `a`, of digits as `9`.
fn pattern(name: &str) -> String {
    let mut pattern = String::new();
    for c in name.chars() {
        let kind = match c {
            c if c.is_numeric() => '9',
            c if c.is_uppercase() => 'A',
            c if c.is_alphabetic() => 'a',
            other => other,
        };
        if !pattern.ends_with(kind) {
            pattern.push(kind);
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(pattern("IMG_0042.png"), "A_9.a");
        assert_eq!(pattern("Sample-7.PNG"), "Aa-9.A");
        assert_eq!(number_in("z2_IMG_0042.png"), Some(42.0));
        assert_eq!(number_in("scan.mp4"), None, "the ending is no part of it");
    }

    #[test]
    fn tags_that_only_some_have_are_looked_at() {
        let with = |tags: &[&str]| Facts {
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..Facts::default()
        };
        let (a, b) = (with(&["Rows", "Manufacturer"]), with(&["Rows"]));
        let names: Vec<String> =
            source_attributes(&[&a, &b]).into_iter().map(|attribute| attribute.name).collect();
        assert!(names.contains(&"tag:Manufacturer".to_owned()));
        assert!(!names.contains(&"tag:Rows".to_owned()));
    }
}

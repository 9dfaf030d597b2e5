//! What a reader gave to the items of a task, and what of it counts.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::item::OTHER;
use super::{Condition, Item, ItemKind, Pick};
use crate::{Error, Result};

/// The most characters of what is written beside choices.
const LONGEST_OTHER: usize = 200;

/// What a reader gave to an item, unchecked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Given {
    /// A point of a scale, counted from 1.
    Point {
        /// Which.
        point: u32,
    },
    /// A place on a line, or a number.
    Number {
        /// Which.
        number: f64,
    },
    /// One of several.
    Code {
        /// Which.
        code: String,
        /// What was written, when that is none of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<String>,
    },
    /// Any number of several.
    Codes {
        /// Which.
        codes: Vec<String>,
        /// What was written beside them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<String>,
    },
    /// Words.
    Words {
        /// As they were written.
        words: String,
    },
    /// Places on the picture, in its pixels from the upper left corner.
    Marks {
        /// Across and down.
        marks: Vec<[f64; 2]>,
    },
    /// Stretches of time.
    Spans {
        /// Where they are.
        spans: Vec<Span>,
    },
    /// Fields of the card.
    Fields {
        /// Their names.
        fields: Vec<String>,
    },
    /// Fields that do not go together.
    FieldPairs {
        /// Which, and why.
        pairs: Vec<FieldPair>,
    },
    /// Cases of a set that are the same, by their places from 1.
    Duplicates {
        /// Two and two.
        pairs: Vec<[u32; 2]>,
    },
    /// The reader cannot judge it.
    CannotJudge {},
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// The lead, from 1; of all leads when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<u32>,
    /// The lead that is taken from it, from 1, when what was marked is a difference of two, as a
    /// derivation of an EEG is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<u32>,
    /// Its beginning in seconds.
    pub from: f64,
    /// Its end in seconds.
    pub to: f64,
}

/// Two fields that do not go together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldPair {
    /// Their names.
    pub fields: [String; 2],
    /// The code of the reason.
    pub reason: String,
}

/// What an answer is about: it must lie within.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stimulus {
    /// Pixels across and down, of a picture.
    pub pixels: Option<[u32; 2]>,
    /// Leads, and seconds, of a signal.
    pub leads: Option<(u32, f64)>,
    /// The names of a card's fields.
    pub fields: Vec<String>,
    /// How many cases a set shows.
    pub cells: u32,
}

/// A checked answer, in the form that is stored and exported.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The item.
    pub item: String,
    /// The kind of its answer, e.g. `likert`.
    pub kind: &'static str,
    /// The answer as text: a point, a code, words, or JSON of what has parts. Empty when it is missing.
    pub value: String,
    /// The answer as a number, of scales, lines and numbers.
    pub number: Option<f64>,
    /// Why there is none: `cannot_judge`.
    pub missing: Option<&'static str>,
}

/// Every word that is stored with an answer, and `scale`, as studies of the first version have it.
const WORDS: [&str; 16] = [
    "source",
    "likert",
    "vas",
    "choice",
    "several",
    "diagnosis",
    "number",
    "text",
    "side",
    "match",
    "mark",
    "span",
    "fields",
    "field_pairs",
    "duplicates",
    "scale",
];

/// The word for an item that was asked and could not be judged.
const CANNOT_JUDGE: &str = "cannot_judge";

impl Taken {
    /// Reads the stored word of a kind.
    pub fn kind_from_word(word: &str) -> Option<&'static str> {
        WORDS.into_iter().find(|known| *known == word)
    }

    /// Reads the stored word of why an answer is missing.
    pub fn missing_from_word(word: &str) -> Option<&'static str> {
        (word == CANNOT_JUDGE).then_some(CANNOT_JUDGE)
    }
}

impl ItemKind {
    /// Returns the word that is stored with an answer of this kind.
    pub fn word(&self) -> &'static str {
        match self {
            ItemKind::Source { .. } => "source",
            ItemKind::Likert { .. } => "likert",
            ItemKind::Vas { .. } => "vas",
            ItemKind::Choice { .. } => "choice",
            ItemKind::Several { .. } => "several",
            ItemKind::Diagnosis { .. } => "diagnosis",
            ItemKind::Number { .. } => "number",
            ItemKind::Text { .. } => "text",
            ItemKind::Side { .. } => "side",
            ItemKind::Match {} => "match",
            ItemKind::Mark { .. } => "mark",
            ItemKind::Span { .. } => "span",
            ItemKind::Fields {} => "fields",
            ItemKind::FieldPairs { .. } => "field_pairs",
            ItemKind::Duplicates {} => "duplicates",
        }
    }
}

/// Checks what was given to the items of a task.
///
/// # Value
///
/// The answers in the order of the items. Items whose condition does not hold are not asked; what is
/// optional and empty is no answer.
///
/// # Errors
///
/// [`Error::UnknownQuestion`], [`Error::AnsweredTwice`], [`Error::NotAsked`], [`Error::Missing`],
/// [`Error::WrongKind`], [`Error::OffScale`], [`Error::TooLong`], [`Error::Beyond`] for what does not
/// lie within the case or among what can be chosen.
pub fn take(items: &[Item], given: &[(String, Given)], stimulus: &Stimulus) -> Result<Vec<Taken>> {
    let mut by_item: BTreeMap<&str, &Given> = BTreeMap::new();
    for (item, given) in given {
        if !items.iter().any(|known| known.id == *item) {
            return Err(Error::UnknownQuestion { question: item.clone() });
        }
        if by_item.insert(item, given).is_some() {
            return Err(Error::AnsweredTwice { question: item.clone() });
        }
    }
    let mut taken: Vec<Taken> = Vec::new();
    for item in items {
        let question = || item.id.clone();
        let asked = item.only_if.as_ref().is_none_or(|condition| holds(condition, &taken));
        let answer = match by_item.get(item.id.as_str()) {
            Some(_) if !asked => return Err(Error::NotAsked { question: question() }),
            Some(given) => take_one(item, given, stimulus)?,
            None => None,
        };
        match answer {
            Some(answer) => taken.push(answer),
            None if asked && !item.optional => return Err(Error::Missing { question: question() }),
            None => {}
        }
    }
    Ok(taken)
}

/// Whether an earlier answer fulfils a condition.
fn holds(condition: &Condition, taken: &[Taken]) -> bool {
    let Some(answer) = taken.iter().find(|answer| answer.item == condition.item) else {
        return false;
    };
    let chosen = || -> Vec<String> {
        match answer.kind {
            "several" => {
                let mut parts: Vec<String> =
                    serde_json::from_str(&answer.value).unwrap_or_default();
                // The last one is what was written, and no code.
                if parts.iter().any(|part| part == OTHER) {
                    parts.pop();
                }
                parts
            }
            // What was written beside a choice follows its code.
            _ => vec![answer.value.split(": ").next().unwrap_or_default().to_owned()],
        }
    };
    let is = condition.is.is_empty() || chosen().iter().any(|code| condition.is.contains(code));
    let number = |fits: &dyn Fn(f64) -> bool| answer.number.is_some_and(fits);
    let least = condition.at_least.is_none_or(|least| number(&|number| least <= number));
    let most = condition.at_most.is_none_or(|most| number(&|number| number <= most));
    answer.missing.is_none() && is && least && most
}

/// Returns the answer in its stored form, or nothing for one that is empty.
fn take_one(item: &Item, given: &Given, stimulus: &Stimulus) -> Result<Option<Taken>> {
    let taken = |(value, number): (String, Option<f64>)| Taken {
        item: item.id.clone(),
        kind: item.answer.word(),
        value,
        number,
        missing: None,
    };
    if matches!(given, Given::CannotJudge {}) && item.cannot_judge {
        let nothing = taken((String::new(), None));
        return Ok(Some(Taken { missing: Some(CANNOT_JUDGE), ..nothing }));
    }
    let answer = match item.answer {
        ItemKind::Source { .. }
        | ItemKind::Likert { .. }
        | ItemKind::Vas { .. }
        | ItemKind::Number { .. } => {
            measured(item, given).map(|(text, number)| Some((text, Some(number))))
        }
        ItemKind::Choice { .. }
        | ItemKind::Several { .. }
        | ItemKind::Diagnosis { .. }
        | ItemKind::Side { .. }
        | ItemKind::Match {} => chosen(item, given).map(|text| Some((text, None))),
        ItemKind::Text { most } => {
            let words = worded(item, given, most)?;
            Ok((!words.is_empty()).then(|| (words.to_owned(), None)))
        }
        ItemKind::Mark { .. }
        | ItemKind::Span { .. }
        | ItemKind::Fields {}
        | ItemKind::FieldPairs { .. }
        | ItemKind::Duplicates {} => {
            placed(item, given, stimulus).map(|text| text.map(|text| (text, None)))
        }
    };
    Ok(answer?.map(taken))
}

fn beyond(item: &Item, given: impl Into<String>) -> Error {
    Error::Beyond { question: item.id.clone(), given: given.into() }
}

fn wrong_kind(item: &Item) -> Error {
    Error::WrongKind { question: item.id.clone() }
}

/// Takes a point, a place on a line or a number.
fn measured(item: &Item, given: &Given) -> Result<(String, f64)> {
    let within = |number: f64, text: String, holds: bool| {
        if holds { Ok((text, number)) } else { Err(beyond(item, number.to_string())) }
    };
    match (&item.answer, given) {
        (ItemKind::Source { points } | ItemKind::Likert { points }, &Given::Point { point }) => {
            let most = points.len();
            if point < 1 || most < point as usize {
                return Err(Error::OffScale { question: item.id.clone(), given: point, most });
            }
            Ok((point.to_string(), f64::from(point)))
        }
        (ItemKind::Vas { .. }, &Given::Number { number }) => {
            within(number, number.to_string(), (0.0..=100.0).contains(&number))
        }
        (ItemKind::Number { least, most, decimals, .. }, &Given::Number { number }) => {
            let text = format!("{number:.*}", usize::from(*decimals));
            let is_written = text.parse::<f64>().is_ok_and(|read| (read - number).abs() <= 0.0);
            let holds = (*least..=*most).contains(&number) && is_written;
            within(number, text, holds)
        }
        _ => Err(wrong_kind(item)),
    }
}

/// Takes one or several of what can be chosen.
fn chosen(item: &Item, given: &Given) -> Result<String> {
    let known = item.answer.codes().unwrap_or_default();
    let several = matches!(item.answer, ItemKind::Several { .. });
    match given {
        Given::Code { code, other } if !several => {
            let written = beside(item, other.as_deref())?;
            if !known.contains(code) || (code == OTHER) != written.is_some() {
                return Err(beyond(item, code.clone()));
            }
            Ok(written.map_or_else(|| code.clone(), |written| format!("{OTHER}: {written}")))
        }
        Given::Codes { codes, other } if several => {
            let once: BTreeSet<&String> = codes.iter().collect();
            let written = beside(item, other.as_deref())?;
            if let Some(code) = codes.iter().find(|code| !known.contains(code)) {
                return Err(beyond(item, code.clone()));
            }
            let says_other = codes.iter().any(|code| code == OTHER);
            if once.len() != codes.len() || says_other != written.is_some() {
                return Err(beyond(item, codes.join(", ")));
            }
            let mut parts: Vec<String> =
                known.into_iter().filter(|code| once.contains(code)).collect();
            // The words stand behind all codes.
            parts.extend(written.map(str::to_owned));
            Ok(in_json(&parts))
        }
        _ => Err(wrong_kind(item)),
    }
}

/// Takes words.
fn worded<'a>(item: &Item, given: &'a Given, most: u32) -> Result<&'a str> {
    let Given::Words { words } = given else { return Err(wrong_kind(item)) };
    let words = words.trim();
    let (given, most) = (words.chars().count(), most as usize);
    if most < given {
        return Err(Error::TooLong { question: item.id.clone(), given, most });
    }
    Ok(words)
}

/// Takes what points at parts of the case; nothing when it points at none.
fn placed(item: &Item, given: &Given, stimulus: &Stimulus) -> Result<Option<String>> {
    let listed = |n: usize, most: u32| {
        if n <= most as usize {
            Ok(())
        } else {
            Err(beyond(item, format!("{n} of at most {most}")))
        }
    };
    let all = |text: String, n: usize, outside: Option<String>| match outside {
        Some(part) => Err(beyond(item, part)),
        None => Ok((0 < n).then_some(text)),
    };
    match (&item.answer, given) {
        (ItemKind::Mark { most }, Given::Marks { marks }) => {
            listed(marks.len(), *most)?;
            let [across, down] = stimulus.pixels.unwrap_or_default().map(f64::from);
            let inside = |[x, y]: &[f64; 2]| (0.0..=across).contains(x) && (0.0..=down).contains(y);
            let outside = marks.iter().find(|mark| !inside(mark));
            all(in_json(marks), marks.len(), outside.map(|[x, y]| format!("{x}, {y}")))
        }
        (ItemKind::Span { most }, Given::Spans { spans }) => {
            listed(spans.len(), *most)?;
            let (leads, seconds) = stimulus.leads.unwrap_or_default();
            let inside = |span: &&Span| {
                let known = |lead: u32| (1..=leads).contains(&lead);
                let lead = span.lead.is_none_or(known);
                let against = span.against.is_none_or(|other| {
                    known(other) && span.lead.is_some_and(|lead| lead != other)
                });
                lead && against && 0.0 <= span.from && span.from < span.to && span.to <= seconds
            };
            let outside = spans.iter().find(|span| !inside(span));
            let told = outside.map(|span| format!("{} to {} s", span.from, span.to));
            all(in_json(spans), spans.len(), told)
        }
        (ItemKind::Fields {}, Given::Fields { fields }) => {
            let outside = fields.iter().find(|field| !stimulus.fields.contains(field));
            let parts: Vec<&String> =
                stimulus.fields.iter().filter(|field| fields.contains(field)).collect();
            all(in_json(&parts), parts.len(), outside.cloned())
        }
        (ItemKind::FieldPairs { reasons, most }, Given::FieldPairs { pairs }) => {
            listed(pairs.len(), *most)?;
            let key = |pair: &FieldPair| {
                let [a, b] = pair.fields.clone();
                (a.clone().min(b.clone()), a.max(b), pair.reason.clone())
            };
            let repeated =
                |at: usize| pairs[..at].iter().any(|other| key(other) == key(&pairs[at]));
            let mut numbered = pairs.iter().enumerate();
            let outside = numbered
                .find(|(at, pair)| !is_pair(pair, reasons, stimulus) || repeated(*at))
                .map(|(_, pair)| pair);
            let told = outside.map(|pair| format!("{}: {}", pair.fields.join(", "), pair.reason));
            all(in_json(pairs), pairs.len(), told)
        }
        (ItemKind::Duplicates {}, Given::Duplicates { pairs }) => {
            let cells = 1..=stimulus.cells;
            let key = |[a, b]: [u32; 2]| [a.min(b), a.max(b)];
            let repeated =
                |at: usize| pairs[..at].iter().any(|&other| key(other) == key(pairs[at]));
            let outside = pairs.iter().enumerate().find(|&(at, [a, b])| {
                a == b || !cells.contains(a) || !cells.contains(b) || repeated(at)
            });
            all(in_json(pairs), pairs.len(), outside.map(|(_, [a, b])| format!("{a}, {b}")))
        }
        _ => Err(wrong_kind(item)),
    }
}

fn is_pair(pair: &FieldPair, reasons: &[Pick], stimulus: &Stimulus) -> bool {
    let [a, b] = &pair.fields;
    a != b
        && [a, b].into_iter().all(|field| stimulus.fields.contains(field))
        && reasons.iter().any(|reason| reason.code == pair.reason)
}

/// What was written beside choices; nothing when that is blank.
fn beside<'a>(item: &Item, other: Option<&'a str>) -> Result<Option<&'a str>> {
    let written = other.map(str::trim).filter(|other| !other.is_empty());
    let given = written.map_or(0, |other| other.chars().count());
    if LONGEST_OTHER < given {
        return Err(Error::TooLong { question: item.id.clone(), given, most: LONGEST_OTHER });
    }
    Ok(written)
}

fn in_json<T: Serialize>(parts: &[T]) -> String {
    serde_json::to_string(parts).unwrap_or_default()
}

#[cfg(test)]
mod tests;

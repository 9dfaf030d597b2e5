//! Calls as iMRMC and other programs for many readers of many cases read them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use stats::{ImrmcRating, imrmc_text};

use crate::Result;
use crate::answers::AnswerRow;
use crate::cases::CaseRow;
use crate::harmless::one_line;
use crate::names::{Names, plain};

/// How readers, cases and conditions are named in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// As in the study, without what the format cannot hold.
    Words,
    /// By whole numbers from 1, as `RJafroc` wants them.
    Numbers,
}

/// The longest name.
const LONGEST: usize = 60;

/// Returns `study.imrmc`: how sure each reader was that each case is synthetic; 1 is synthetic.
///
/// # Input
///
/// * `title`: the study's name.
/// * `answers`, `cases`: all of them; which ones count is decided here.
///
/// # Value
///
/// What counts are calls of real or synthetic on single cases that are no training, check no attention
/// and are not excluded. Each question is a condition; a repeat and a further round are conditions of
/// their own. With two generators or more, each has a condition beside that of all: its cases and all real
/// ones, of first readings. The header says what was left out, which names had to change, and whether a
/// script gave calls. Nothing when no call counts.
///
/// # Errors
///
/// [`Ratings`](crate::Error::Ratings), which names cannot bring about.
///
/// # Source
///
/// iMRMC user manual, U.S. Food and Drug Administration, Division of Imaging, Diagnostics and Software
/// Reliability.
pub fn imrmc(
    title: &str,
    answers: &[AnswerRow],
    cases: &[CaseRow],
    naming: Naming,
) -> Result<Option<Vec<u8>>> {
    let truth: BTreeMap<&str, bool> =
        cases.iter().map(|case| (case.case_id.as_str(), case.source == "synthetic")).collect();
    let (mut calls, left_out) = calls(answers, &truth);
    if calls.is_empty() {
        return Ok(None);
    }
    let n_scripted = calls.iter().filter(|call| call.scripted).count();
    let generators: BTreeMap<&str, &str> = cases
        .iter()
        .filter_map(|case| Some((case.case_id.as_str(), case.generator.as_deref()?)))
        .collect();
    let by_generator = by_generator(&calls, &generators);
    calls.extend(by_generator);
    let rated: BTreeSet<&str> = calls.iter().map(|call| call.case).collect();
    let mut header = format!("study: {}\n", safe(&one_line(title)));
    let counted =
        "Calls of real or synthetic; 1 is synthetic. A higher score is more surely synthetic.";
    writeln!(header, "{counted}").expect("a String takes all that is written");
    if 0 < n_scripted {
        writeln!(header, "given by a script, not by a person: {n_scripted}")
            .expect("a String takes all that is written");
    }
    for (why, n) in &left_out {
        writeln!(header, "left out: {n} ({why})").expect("a String takes all that is written");
    }
    let readers: BTreeSet<&str> = calls.iter().map(|call| call.reader).collect();
    let conditions: BTreeSet<&str> = calls.iter().map(|call| call.condition.as_str()).collect();
    let readers = named(&mut header, "reader", &readers, naming);
    let named_cases = named(&mut header, "case", &rated, naming);
    let conditions = named(&mut header, "condition", &conditions, naming);
    let rows: Vec<(&str, bool)> =
        rated.iter().map(|case| (named_cases[case].as_str(), truth[case])).collect();
    let ratings: Vec<ImrmcRating<'_>> = calls
        .iter()
        .map(|call| ImrmcRating {
            reader: &readers[call.reader],
            case: &named_cases[call.case],
            condition: &conditions[call.condition.as_str()],
            score: call.score,
        })
        .collect();
    Ok(Some(imrmc_text(header.trim_end(), &rows, &ratings)?.into_bytes()))
}

/// A call that counts.
struct Call<'a> {
    reader: &'a str,
    case: &'a str,
    condition: String,
    /// Whether it is the first of this reader, case and question.
    first: bool,
    /// Whether a script gave it.
    scripted: bool,
    score: f64,
}

/// Returns the calls that count, and why how many others do not.
fn calls<'a>(
    answers: &'a [AnswerRow],
    truth: &BTreeMap<&str, bool>,
) -> (Vec<Call<'a>>, BTreeMap<String, u64>) {
    let mut left_out = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut calls = Vec::new();
    for row in answers.iter().filter(|row| matches!(&*row.answer_type, "source" | "scale")) {
        let excluded = || row.exclusion_reason.clone().unwrap_or_else(|| "excluded".to_owned());
        let why = match row.value_num.filter(|score| score.is_finite()) {
            _ if row.is_training => Some("training".to_owned()),
            _ if row.is_catch => Some("checks attention".to_owned()),
            _ if row.excluded => Some(excluded()),
            _ if row.stimulus_b.is_some() => Some("of more than one case".to_owned()),
            _ if !truth.contains_key(row.stimulus_a.as_str()) => Some("no known truth".to_owned()),
            None => Some("no answer".to_owned()),
            Some(_) => None,
        };
        if let Some(why) = why {
            *left_out.entry(safe(&one_line(&why))).or_insert(0) += 1;
            continue;
        }
        let mut condition = row.question_id.clone();
        if 1 < row.round {
            condition = format!("{condition}-round{}", row.round);
        }
        if row.is_repeat {
            condition.push_str("-repeat");
        }
        // A case that comes a third time is a condition of its own, too.
        let first = condition.clone();
        let mut again = 1;
        while !seen.insert((row.reader.as_str(), row.stimulus_a.as_str(), condition.clone())) {
            again += 1;
            condition = format!("{first}-{again}");
        }
        calls.push(Call {
            reader: &row.reader,
            case: &row.stimulus_a,
            first: condition == row.question_id,
            condition,
            scripted: row.is_scripted,
            score: row.value_num.unwrap_or_default(),
        });
    }
    (calls, left_out)
}

/// Returns the calls of first readings once more, under a condition for each generator; a real case stands
/// beside each of them. None with fewer than two generators.
fn by_generator<'a>(calls: &[Call<'a>], generators: &BTreeMap<&str, &str>) -> Vec<Call<'a>> {
    let of = |call: &Call<'_>| generators.get(call.case).copied();
    let firsts = || calls.iter().filter(|call| call.first);
    let names: BTreeSet<&str> = firsts().filter_map(of).collect();
    if names.len() < 2 {
        return Vec::new();
    }
    let own = |name: &str| {
        let own = firsts().filter(move |call| of(call).is_none_or(|made_by| made_by == name));
        let call =
            |call: &Call<'a>| Call { condition: format!("{}-{name}", call.condition), ..*call };
        own.map(call).collect::<Vec<Call<'a>>>()
    };
    names.into_iter().flat_map(own).collect()
}

/// Names all of `names`, and says in the header which are another in the file.
fn named<'a>(
    header: &mut String,
    what: &str,
    names: &BTreeSet<&'a str>,
    naming: Naming,
) -> BTreeMap<&'a str, String> {
    let mut given = Names::without(&["truth", "-1"]);
    let mut map = BTreeMap::new();
    // Those that can stay come first, so that none of them changes for another.
    let kept = |name: &str| plain(name, "-.") == name && name.len() <= LONGEST;
    let (stay, change): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| kept(name));
    for (at, name) in (1..).zip(stay.into_iter().chain(change)) {
        let written = match naming {
            Naming::Numbers => at.to_string(),
            Naming::Words => {
                let plain = plain(name, "-.");
                given.give(if plain.is_empty() { what } else { &plain }, LONGEST)
            }
        };
        if written != name {
            let was = safe(&serde_json::Value::from(one_line(name)).to_string());
            writeln!(header, "{what} {written} is {was}")
                .expect("a String takes all that is written");
        }
        map.insert(name, written);
    }
    map
}

/// Returns `text` without what begins the ratings.
fn safe(text: &str) -> String {
    let mut safe = text.to_owned();
    while let Some(at) = safe.to_ascii_uppercase().find("BEGIN DATA") {
        safe.replace_range(at + 5..=at + 5, "_");
    }
    safe
}

//! The answers as records.

use std::collections::{BTreeMap, BTreeSet};

use study::protocol::Item;

use super::variables::{Form, Part, RECORD, Variable, about_record, forms_of};
use crate::answers::AnswerRow;
use crate::asked::{Asked, CANNOT_JUDGE, Given, Section, given};
use crate::forms::FormRow;
use crate::harmless::plain as digits;
use crate::names::{Names, plain};
use crate::table::csv_of;
use crate::times::microseconds;

/// Returns `redcap-data.csv`: a record for each reader's forms, and one for each presentation read.
///
/// # Value
///
/// The columns are those of [`dictionary`] in its order, a column for each choice of many
/// (`field___code`, 0 or 1), and whether each form is filled (`form_complete`, 2).
pub fn data(asked: &Asked<'_>, answers: &[AnswerRow], forms: &[FormRow]) -> Vec<u8> {
    let dictionary = forms_of(asked);
    let mut names = Names::default();
    let mut rows = vec![header(&dictionary)];
    let mut by_reader: BTreeMap<&str, Vec<&FormRow>> = BTreeMap::new();
    for row in forms {
        by_reader.entry(&row.reader).or_default().push(row);
    }
    for (reader, rows_of) in by_reader {
        let last = rows_of.iter().map(|row| row.answered_at_utc.as_str()).max();
        let id = names.give(&record_name(&[reader]), 100);
        let about = About { id, reader, at: moment(last.unwrap_or_default()), ..About::default() };
        let answer = |section: &Section<'_>, item: &Item| {
            let is = |row: &&&FormRow| row.form == section.stage && row.question_id == item.id;
            let row = rows_of.iter().find(is).filter(|_| section.is_form())?;
            Some(given(item, &row.value, row.value_num))
        };
        rows.push(record(&about, &dictionary, &answer));
    }
    let mut order: Vec<(&str, &str)> = Vec::new();
    let mut by_presentation: BTreeMap<(&str, &str), Vec<&AnswerRow>> = BTreeMap::new();
    for row in answers {
        let key = (row.reader.as_str(), row.presentation_id.as_str());
        let rows_of = by_presentation.entry(key).or_default();
        if rows_of.is_empty() {
            order.push(key);
        }
        rows_of.push(row);
    }
    for (reader, presentation) in order {
        let rows_of = &by_presentation[&(reader, presentation)];
        let first = rows_of[0];
        let about = About {
            id: names.give(&record_name(&[reader, presentation]), 100),
            reader,
            presentation,
            case: &first.case_id,
            round: first.round.to_string(),
            repeat: u8::from(first.is_repeat).to_string(),
            excluded: u8::from(first.excluded).to_string(),
            scripted: u8::from(first.is_scripted).to_string(),
            at: moment(&first.answered_at_utc),
        };
        let answer = |section: &Section<'_>, item: &Item| {
            let is = |row: &&&AnswerRow| row.question_id == item.id;
            let row = rows_of.iter().find(is).filter(|_| !section.is_form())?;
            Some(given(item, &row.value, row.value_num))
        };
        rows.push(record(&about, &dictionary, &answer));
    }
    csv_of(rows)
}

/// What a record is about.
#[derive(Default)]
struct About<'a> {
    id: String,
    reader: &'a str,
    presentation: &'a str,
    case: &'a str,
    round: String,
    repeat: String,
    excluded: String,
    scripted: String,
    at: String,
}

fn header(forms: &[Form<'_>]) -> Vec<String> {
    let mut names: Vec<String> = about_record().into_iter().map(|of| of.name).collect();
    names.push(format!("{RECORD}_complete"));
    for form in forms {
        for (_, variable) in &form.variables {
            if variable.kind == "checkbox" {
                let of = |(_, code): &(String, String)| format!("{}___{code}", variable.name);
                names.extend(variable.codes.iter().map(of));
            } else {
                names.push(variable.name.clone());
            }
        }
        names.push(format!("{}_complete", form.name));
    }
    names
}

fn record(
    about: &About<'_>,
    forms: &[Form<'_>],
    answer: &dyn Fn(&Section<'_>, &Item) -> Option<Given>,
) -> Vec<String> {
    let About { id, reader, presentation, case, round, repeat, excluded, scripted, at } = about;
    let mut cells = vec![id.clone(), (*reader).to_owned(), (*presentation).to_owned()];
    cells.extend([(*case).to_owned(), round.clone(), repeat.clone()]);
    cells.extend([excluded.clone(), scripted.clone(), at.clone()]);
    cells.push("2".to_owned());
    for form in forms {
        let mut filled = false;
        for (item, variable) in &form.variables {
            let given = answer(&form.section, item);
            filled |= given.is_some();
            cells.extend(cells_of(variable, &given.unwrap_or(Given::Nothing)));
        }
        cells.push(if filled { "2".to_owned() } else { String::new() });
    }
    cells
}

/// Returns what a variable's columns hold.
fn cells_of(variable: &Variable, given: &Given) -> Vec<String> {
    let code = |code: &String| {
        let known = variable.codes.iter().find(|(known, _)| known == code);
        known.map_or_else(String::new, |(_, written)| written.clone())
    };
    if variable.kind == "checkbox" {
        let chosen: BTreeSet<&str> = match given {
            Given::Nothing => return vec![String::new(); variable.codes.len()],
            Given::Chosen(codes, _) => codes.iter().map(String::as_str).collect(),
            Given::CannotJudge => BTreeSet::from([CANNOT_JUDGE]),
            _ => BTreeSet::new(),
        };
        let of = |(code, _): &(String, String)| u8::from(chosen.contains(code.as_str()));
        return variable.codes.iter().map(|known| of(known).to_string()).collect();
    }
    let cell = match (variable.part, given) {
        (Part::Written, Given::Chosen(_, Some(written))) => written.clone(),
        (Part::Cannot, Given::CannotJudge) => "1".to_owned(),
        (Part::Written | Part::Cannot, _) | (Part::Answer, Given::Nothing) => String::new(),
        (Part::Answer, Given::CannotJudge) => code(&CANNOT_JUDGE.to_owned()),
        (Part::Answer, Given::Chosen(codes, _)) => codes.first().map(code).unwrap_or_default(),
        // A slider of REDCap has whole places only.
        (Part::Answer, Given::Number(number)) if variable.kind == "slider" => {
            digits(number.round())
        }
        (Part::Answer, Given::Number(number)) => digits(*number),
        (Part::Answer, Given::Words(words)) => words.clone(),
    };
    vec![cell]
}

fn record_name(parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| plain(part, "-."));
    parts
        .map(|part| if part.is_empty() { "x".to_owned() } else { part })
        .collect::<Vec<_>>()
        .join("-")
}

/// Returns a time as REDCap's `datetime_seconds_ymd` has it.
fn moment(time: &str) -> String {
    if microseconds(time).is_none() {
        return String::new();
    }
    time.chars().take(19).collect::<String>().replace('T', " ")
}

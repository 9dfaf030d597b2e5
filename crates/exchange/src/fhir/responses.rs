//! What was answered, as responses to the Questionnaire.

use serde_json::{Map, Value, json};
use study::protocol::{Item, ItemKind};

use super::form::of_protocol;
use super::{SHOWN, address, coding, link, number, of_others, put};
use crate::answers::AnswerRow;
use crate::asked::{Asked, Given, OTHER, Section, given, is_yes_or_no};
use crate::digest::uuid;
use crate::forms::FormRow;
use crate::readers::ReaderRow;

/// What readers answered.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The readers.
    pub readers: &'a [ReaderRow],
    /// Their answers to cases.
    pub answers: &'a [AnswerRow],
    /// Their answers to forms.
    pub forms: &'a [FormRow],
}

/// Returns `questionnaire-responses.json`: a Bundle of the Questionnaire and a response for each
/// reader's forms and each presentation that was read.
///
/// # Value
///
/// A presentation's response is `completed`. That of a reader's forms tells how far the reader came:
/// `completed` when all is read, `stopped` when the session was sealed before, else `in-progress`.
/// Responses have no subject: nobody is a patient here. The author of what a script answered is a device. What could not be judged has no answer, and the
/// extension that says so.
///
/// # Source
///
/// HL7 FHIR R4 (4.0.1), <https://hl7.org/fhir/R4/questionnaireresponse.html>.
pub fn responses(asked: &Asked<'_>, answered: &Answered<'_>, made_at: &str) -> Vec<u8> {
    let address = address(asked);
    let mut entries = vec![json!({ "fullUrl": address, "resource": of_protocol(asked, made_at) })];
    let mut add = |name: &str, response: Value| {
        let full = uuid(&[&address, name]);
        entries.push(json!({ "fullUrl": format!("urn:uuid:{full}"), "resource": response }));
    };
    for reader in answered.readers {
        add(&format!("reader {}", reader.reader), of_reader(asked, answered.forms, reader));
    }
    let mut from = 0;
    let answers = answered.answers;
    while from < answers.len() {
        let first = &answers[from];
        let is_same = |row: &&AnswerRow| {
            row.reader == first.reader && row.presentation_id == first.presentation_id
        };
        let n = answers[from..].iter().take_while(is_same).count();
        let name = format!("presentation {} of {}", first.presentation_id, first.reader);
        add(&name, of_presentation(asked, &answers[from..from + n]));
        from += n;
    }
    let bundle = json!({
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": made_at,
        "entry": entries,
    });
    format!("{bundle:#}\n").into_bytes()
}

fn of_reader(asked: &Asked<'_>, forms: &[FormRow], reader: &ReaderRow) -> Value {
    let own: Vec<&FormRow> = forms.iter().filter(|row| row.reader == reader.reader).collect();
    let items = asked.sections().into_iter().filter(Section::is_form).filter_map(|section| {
        let answer = |item: &Item| {
            let is = |row: &&&FormRow| row.form == section.stage && row.question_id == item.id;
            let row = own.iter().find(is)?;
            Some(given(item, &row.value, row.value_num))
        };
        let items = answers(asked, &section, &answer);
        (!items.is_empty()).then(|| json!({ "linkId": link(&section), "item": items }))
    });
    let status = match (reader.n_due <= reader.n_answered, &reader.sealed_at) {
        (true, _) => "completed",
        (false, Some(_)) => "stopped",
        (false, None) => "in-progress",
    };
    let last = own.iter().map(|row| row.answered_at_utc.as_str()).max().unwrap_or_default();
    let author = (&*reader.reader, reader.is_scripted);
    response(asked, author, "forms", (status, last), items.collect())
}

fn of_presentation(asked: &Asked<'_>, rows: &[AnswerRow]) -> Value {
    let first = &rows[0];
    let mut items = vec![json!({
        "linkId": SHOWN,
        "item": [
            string(&format!("{SHOWN}presentation"), &first.presentation_id),
            string(&format!("{SHOWN}case"), &first.case_id),
        ],
    })];
    for section in asked.sections().into_iter().filter(|section| !section.is_form()) {
        let answer = |item: &Item| {
            let row = rows.iter().find(|row| row.question_id == item.id)?;
            Some(given(item, &row.value, row.value_num))
        };
        let of_task = answers(asked, &section, &answer);
        if !of_task.is_empty() {
            let task = json!({ "linkId": link(&section), "item": of_task });
            items.push(json!({ "linkId": section.stage, "item": [task] }));
        }
    }
    let at = rows.iter().map(|row| row.answered_at_utc.as_str()).max().unwrap_or_default();
    let author = (&*first.reader, first.is_scripted);
    response(asked, author, &first.presentation_id, ("completed", at), items)
}

fn response(
    asked: &Asked<'_>,
    (reader, scripted): (&str, bool),
    of: &str,
    (status, at): (&str, &str),
    items: Vec<Value>,
) -> Value {
    let address = address(asked);
    let mut response = json!({
        "resourceType": "QuestionnaireResponse",
        "id": uuid(&[&address, reader, of]),
        "questionnaire": format!("{address}|{}", asked.protocol.version),
        "status": status,
        "author": { "type": if scripted { "Device" } else { "Practitioner" } },
    });
    let who = of_others(reader);
    if !who.is_empty() {
        response["author"]["identifier"] = json!({ "value": who });
        response["author"]["display"] = json!(who);
    }
    put(&mut response, "authored", at);
    if !items.is_empty() {
        response["item"] = Value::Array(items);
    }
    response
}

fn answers(
    asked: &Asked<'_>,
    section: &Section<'_>,
    answer: &dyn Fn(&Item) -> Option<Given>,
) -> Vec<Value> {
    let one = |item: &Item| {
        let given = answer(item).filter(|given| *given != Given::Nothing)?;
        let mut said = Map::new();
        said.insert("linkId".to_owned(), json!(format!("{}/{}", link(section), item.id)));
        let words = of_others(asked.say(&item.text));
        if !words.is_empty() {
            said.insert("text".to_owned(), json!(words));
        }
        if given == Given::CannotJudge {
            let url = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
            let why = json!([{ "url": url, "valueCode": "asked-unknown" }]);
            said.insert("extension".to_owned(), why);
        } else {
            said.insert("answer".to_owned(), Value::Array(values(asked, item, given)));
        }
        Some(Value::Object(said))
    };
    section.items.iter().filter_map(one).collect()
}

fn values(asked: &Asked<'_>, item: &Item, given: Given) -> Vec<Value> {
    match given {
        Given::Nothing | Given::CannotJudge => Vec::new(),
        Given::Number(value) => {
            let whole = matches!(item.answer, ItemKind::Number { decimals: 0, .. });
            let name = if whole { "valueInteger" } else { "valueDecimal" };
            vec![json!({ name: number(value, whole) })]
        }
        Given::Words(words) => vec![json!({ "valueString": of_others(&words) })],
        Given::Chosen(codes, _) if is_yes_or_no(item) => {
            codes.iter().map(|code| json!({ "valueBoolean": code == "yes" })).collect()
        }
        Given::Chosen(codes, written) => {
            let choices = asked.choices(item).unwrap_or_default();
            let words = |code: &String| {
                choices.iter().find(|(known, _)| known == code).map_or("", |(_, words)| words)
            };
            let chosen = codes.iter().filter(|code| *code != OTHER);
            let chosen = chosen.map(|code| json!({ "valueCoding": coding(code, words(code)) }));
            let written = written.iter().map(|text| json!({ "valueString": of_others(text) }));
            chosen.chain(written).collect()
        }
    }
}

fn string(link: &str, text: &str) -> Value {
    json!({ "linkId": link, "answer": [{ "valueString": of_others(text) }] })
}

//! The protocol as a Questionnaire.

use serde_json::{Value, json};
use study::protocol::{Item, ItemKind, Stage, Text};

use super::{SHOWN, address, coding, link, number, put};
use crate::asked::{Asked, OTHER, Section, Wanted, can_write, is_yes_or_no, wanted};
use crate::names::plain;

/// Returns `questionnaire.json`: the protocol as a Questionnaire.
///
/// # Input
///
/// * `made_at`: when, in UTC as RFC 3339.
///
/// # Value
///
/// Every question has the linkId `stage/task/item`, of a form `form:name/item`.
///
/// # Source
///
/// HL7 FHIR R4 (4.0.1), <https://hl7.org/fhir/R4/questionnaire.html>.
pub fn questionnaire(asked: &Asked<'_>, made_at: &str) -> Vec<u8> {
    format!("{:#}\n", of_protocol(asked, made_at)).into_bytes()
}

pub(super) fn of_protocol(asked: &Asked<'_>, made_at: &str) -> Value {
    let protocol = asked.protocol;
    let string = |id: &str, text: &str| {
        json!({
            "linkId": format!("{SHOWN}{id}"), "text": text, "type": "string", "readOnly": true,
        })
    };
    let mut items = vec![json!({
        "linkId": "shown:",
        "text": "What was shown",
        "type": "group",
        "item": [string("presentation", "Presentation"), string("case", "Case")],
    })];
    let sections = asked.sections();
    let mut stages: Vec<&str> = Vec::new();
    for section in &sections {
        if section.is_form() {
            items.push(group(&link(section), section.stage, &questions(asked, section)));
        } else if !stages.contains(&section.stage) {
            stages.push(section.stage);
            let of_stage = sections.iter().filter(|of| !of.is_form() && of.stage == section.stage);
            let tasks: Vec<Value> = of_stage
                .map(|task| group(&link(task), task.task, &questions(asked, task)))
                .collect();
            let stage = protocol.stages.iter().find(|stage| stage.id == section.stage);
            let words = stage.and_then(|stage: &Stage| stage.opening.as_ref());
            let words = words.map_or(section.stage, |words: &Text| asked.say(words));
            items.push(group(section.stage, words, &tasks));
        }
    }
    let mut questionnaire = json!({
        "resourceType": "Questionnaire",
        "id": resource_id(&protocol.id),
        "url": address(asked),
        "version": protocol.version.to_string(),
        "name": format!("Protocol_{}", plain(&protocol.id, "")),
        "status": "active",
        "date": made_at,
        "language": asked.language.code(),
        "item": items,
    });
    put(&mut questionnaire, "title", asked.say(&protocol.title));
    put(&mut questionnaire, "description", asked.say(&protocol.about));
    questionnaire
}

fn group(link: &str, words: &str, items: &[Value]) -> Value {
    let mut group = json!({ "linkId": link, "type": "group", "item": items });
    put(&mut group, "text", words);
    group
}

fn questions(asked: &Asked<'_>, section: &Section<'_>) -> Vec<Value> {
    section.items.iter().map(|item| question(asked, section, item)).collect()
}

fn question(asked: &Asked<'_>, section: &Section<'_>, item: &Item) -> Value {
    let several = matches!(item.answer, ItemKind::Several { .. });
    let when = conditions(asked, section, item);
    let unasked = item.only_if.is_some() && when.is_empty();
    let mut question = json!({
        "linkId": format!("{}/{}", link(section), item.id),
        "type": kind(asked, item),
        // Who cannot judge gives no answer.
        "required": !item.optional && !item.cannot_judge && !several && !unasked,
    });
    put(&mut question, "text", asked.say(&item.text));
    let bound = |name: &str, value: Value| {
        let url = format!("http://hl7.org/fhir/StructureDefinition/{name}");
        let kind = if value.is_i64() { "valueInteger" } else { "valueDecimal" };
        json!({ "url": url, kind: value })
    };
    match &item.answer {
        ItemKind::Vas { .. } => {
            question["extension"] =
                json!([slider(), bound("minValue", 0.0.into()), bound("maxValue", 100.0.into())]);
        }
        ItemKind::Number { least, most, decimals, .. } => {
            let [least, most] = [*least, *most].map(|end| number(end, *decimals == 0));
            question["extension"] = json!([bound("minValue", least), bound("maxValue", most)]);
        }
        ItemKind::Text { most } => question["maxLength"] = json!(most),
        _ if several => question["repeats"] = json!(true),
        _ => {}
    }
    if !is_yes_or_no(item)
        && let Some(choices) = asked.choices(item)
    {
        let option =
            |(code, words): &(String, String)| json!({ "valueCoding": coding(code, words) });
        question["answerOption"] = choices.iter().map(option).collect();
    }
    if !when.is_empty() {
        let all = when.iter().any(|when| when["operator"] != "=");
        if 1 < when.len() {
            question["enableBehavior"] = json!(if all { "all" } else { "any" });
        }
        question["enableWhen"] = Value::Array(when);
    }
    question
}

fn kind(asked: &Asked<'_>, item: &Item) -> &'static str {
    match &item.answer {
        _ if is_yes_or_no(item) => "boolean",
        _ if can_write(item) => "open-choice",
        _ if asked.choices(item).is_some() => "choice",
        ItemKind::Number { decimals: 0, .. } => "integer",
        ItemKind::Number { .. } | ItemKind::Vas { .. } => "decimal",
        // Words, and what has parts, as JSON.
        _ => "text",
    }
}

fn slider() -> Value {
    json!({
        "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
        "valueCodeableConcept": {
            "coding": [{
                "system": "http://hl7.org/fhir/questionnaire-item-control",
                "code": "slider",
            }],
        },
    })
}

/// Returns when an item is asked; nothing for one that always is.
fn conditions(asked: &Asked<'_>, section: &Section<'_>, item: &Item) -> Vec<Value> {
    let Some(condition) = &item.only_if else { return Vec::new() };
    let Some(earlier) = section.items.iter().find(|known| known.id == condition.item) else {
        return Vec::new();
    };
    let question = format!("{}/{}", link(section), earlier.id);
    match wanted(asked, condition, earlier) {
        Wanted::Codes(codes) => codes
            .into_iter()
            // What is written has no code there.
            .filter(|code| code != OTHER)
            .map(|code| {
                let mut when = json!({ "question": question, "operator": "=" });
                if is_yes_or_no(earlier) {
                    when["answerBoolean"] = json!(code == "yes");
                } else {
                    when["answerCoding"] = json!({ "code": code });
                }
                when
            })
            .collect(),
        Wanted::Between(least, most) => {
            let whole = matches!(earlier.answer, ItemKind::Number { decimals: 0, .. });
            let bound = |operator: &str, end: f64| {
                // What is whole and fits its kind is asked as that; the ends of others round inwards.
                let end = match operator {
                    ">=" if whole => end.ceil(),
                    _ if whole => end.floor(),
                    _ => end,
                };
                let mut when = json!({ "question": question, "operator": operator });
                when[if whole { "answerInteger" } else { "answerDecimal" }] = number(end, whole);
                when
            };
            let least = least.map(|least| bound(">=", least));
            least.into_iter().chain(most.map(|most| bound("<=", most))).collect()
        }
    }
}

/// Returns a name as the id of a resource: letters, digits, hyphens and points, at most 64.
fn resource_id(name: &str) -> String {
    plain(name, "-.").replace('_', "-").chars().take(64).collect()
}

//! The questions and their answers in the words of FHIR R4: a Questionnaire, and its responses.

mod form;
mod responses;

use serde_json::{Value, json};

use crate::asked::{Asked, Section};
use crate::digest::uuid;
use crate::harmless::shown;

pub use form::questionnaire;
pub use responses::{Answered, responses};

/// Where a response says what was shown; a colon is in no name of a stage.
const SHOWN: &str = "shown:";

fn coding(code: &str, words: &str) -> Value {
    let mut coding = json!({ "code": code });
    put(&mut coding, "display", words);
    coding
}

/// Returns a number of the kind that FHIR asks for.
#[expect(clippy::cast_possible_truncation, reason = "the ends of whole numbers lie far within")]
fn number(value: f64, whole: bool) -> Value {
    if whole { json!(value.round() as i64) } else { json!(value) }
}

/// Puts words where there are some: FHIR has no empty text.
fn put(object: &mut Value, key: &str, words: &str) {
    let words = of_others(words);
    if !words.is_empty() {
        object[key] = json!(words);
    }
}

/// Returns `text` without the characters that FHIR forbids, which are written out.
fn of_others(text: &str) -> String {
    shown(text).trim().to_owned()
}

fn link(section: &Section<'_>) -> String {
    if section.is_form() { format!("form:{}", section.stage) } else { section.path() }
}

/// Returns what names the protocol everywhere: made from all that it says and the language.
fn address(asked: &Asked<'_>) -> String {
    format!("urn:uuid:{}", uuid(&[&asked.protocol.to_text(), asked.language.code()]))
}

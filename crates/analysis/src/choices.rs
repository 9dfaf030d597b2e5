//! What was chosen: diagnoses, cues, fields, and how often of real and of synthetic cases.

use std::collections::BTreeSet;

use study::protocol::{ItemKind, Pick, Show};

use crate::agreement::code_of;
use crate::finding::{Found, share};
use crate::{Collected, Method, Of, Quantity, Reason, Section, Study};

/// The most different codes of a question that are told: fields of a wide card are many.
const MOST_CODES: usize = 100;

/// How often each code was chosen, of real cases, and of each generator's.
pub(crate) fn choices(study: &Study, question: usize, all: &mut Collected) {
    let asked = &study.questions[question];
    let picks = |options: &[Pick]| options.iter().map(|option| option.code.clone()).collect();
    let mut codes: Vec<String> = match &asked.item.answer {
        ItemKind::Choice { options, .. }
        | ItemKind::Several { options, .. }
        | ItemKind::Diagnosis { options } => picks(options),
        ItemKind::Fields {} => Vec::new(),
        _ => return,
    };
    if !matches!(asked.show, Show::Single {}) {
        return;
    }
    let answers = study.first_answers(question);
    let given: Vec<Vec<String>> =
        answers.iter().map(|&at| chosen(&asked.item.answer, &study.answers[at].value)).collect();
    let known: BTreeSet<&String> = codes.iter().collect();
    let others: BTreeSet<String> =
        given.iter().flatten().filter(|code| !known.contains(code)).cloned().collect();
    codes.extend(others);
    codes.truncate(MOST_CODES);
    let generators = study.generators();
    for code in codes {
        let mut groups = vec![(Quantity::RealShare, None)];
        groups.push((Quantity::SyntheticShare, None));
        if 1 < generators.len() {
            let each = generators.iter().flatten();
            groups.extend(each.map(|name| (Quantity::SyntheticShare, Some(name))));
        }
        for (quantity, generator) in groups {
            let belongs = |at: usize| {
                let case = study.case_of(at).map(|case| &study.cases[case]);
                case.is_some_and(|case| {
                    case.synthetic == (quantity == Quantity::SyntheticShare)
                        && generator.is_none_or(|name| case.generator.as_ref() == Some(name))
                })
            };
            let own: Vec<usize> =
                (0..answers.len()).filter(|&place| belongs(answers[place])).collect();
            let n = own.iter().filter(|&&place| given[place].contains(&code)).count();
            let found = Found {
                section: Section::Choices,
                question: Some(question),
                answers: own.iter().map(|&place| answers[place]).collect(),
            };
            let of =
                Of { code: Some(code.clone()), generator: generator.cloned(), ..Of::default() };
            let estimate = if own.is_empty() { Err(Reason::NoAnswer) } else { share(n, own.len()) };
            all.add(study, &found, (quantity, Method::Wilson), of, estimate);
        }
    }
}

/// Returns the codes of an answer.
fn chosen(answer: &ItemKind, value: &str) -> Vec<String> {
    match answer {
        ItemKind::Several { .. } => {
            let mut parts: Vec<String> = serde_json::from_str(value).unwrap_or_default();
            // The last one is what was written, and no code.
            if parts.iter().any(|part| part == "other") {
                parts.pop();
            }
            parts
        }
        ItemKind::Fields {} => serde_json::from_str(value).unwrap_or_default(),
        _ => vec![code_of(value).to_owned()],
    }
}

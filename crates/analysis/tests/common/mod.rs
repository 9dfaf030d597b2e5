//! Studies made for tests: one question of real or synthetic, and what a test adds.

#![allow(dead_code, unreachable_pub, missing_docs, clippy::missing_panics_doc)] // Each file of tests takes what it needs.

use std::collections::BTreeMap;

use analysis::{
    Answer, Case, Finding, Method, Place, Plan, Quantity, Question, Reader, Section, Shown, Study,
};
use study::protocol::{Claim, Item, ItemKind, Show, Text};

pub fn source(id: &str) -> Question {
    let points = (1..=6).map(|point| Text::english(&point.to_string())).collect();
    question(id, Show::Single {}, ItemKind::Source { points })
}

pub fn question(id: &str, show: Show, answer: ItemKind) -> Question {
    let item = Item {
        id: id.to_owned(),
        text: Text::english(id),
        answer,
        optional: false,
        cannot_judge: false,
        only_if: None,
    };
    Question {
        stage: "B".to_owned(),
        task: "b".to_owned(),
        show,
        item,
        references: BTreeMap::new(),
    }
}

pub fn empty(n_readers: usize, synthetic: &[bool], questions: Vec<Question>) -> Study {
    Study {
        readers: (1..=n_readers).map(|n| Reader { code: format!("R{n}") }).collect(),
        cases: synthetic
            .iter()
            .enumerate()
            .map(|(at, &synthetic)| Case {
                id: format!("c{at}"),
                synthetic,
                generator: synthetic.then(|| "made".to_owned()),
                stratum: None,
                diagnosis: None,
                subject: None,
                catch: false,
            })
            .collect(),
        questions,
        shown: Vec::new(),
        answers: Vec::new(),
        plan: Plan {
            primary: Some("call".to_owned()),
            claim: Claim::Equivalence { margin: 0.1 },
            secondary: Section::ALL.into_iter().filter(|section| section.is_usual()).collect(),
            most_missed: None,
        },
        metrics: Vec::new(),
        usability: Vec::new(),
        seed: 7,
    }
}

/// Shows cases to a reader; returns the place of what is shown.
pub fn show(study: &mut Study, reader: usize, cases: &[usize]) -> usize {
    let position = study.shown.iter().filter(|shown| shown.reader == reader).count() + 1;
    study.shown.push(Shown {
        id: format!("p{}", study.shown.len()),
        reader,
        task: "b".to_owned(),
        stage: "B".to_owned(),
        place: Place { round: 1, block: 1, position: u32::try_from(position).expect("few") },
        cases: cases.to_vec(),
        repeat_of: None,
        counted: true,
    });
    study.shown.len() - 1
}

pub fn say(study: &mut Study, shown: usize, question: usize, value: &str) {
    study.answers.push(Answer {
        shown,
        question,
        value: value.to_owned(),
        number: value.parse().ok(),
        missing: None,
        rt_ms: 1000 + 10 * study.answers.len() as u64,
        interrupted: false,
        excluded: None,
    });
}

/// A study of one question, with the point that each reader gave to each case.
pub fn called(synthetic: &[bool], points: &[&[u32]]) -> Study {
    let mut study = empty(points.len(), synthetic, vec![source("call")]);
    for (reader, points) in points.iter().enumerate() {
        for (case, point) in points.iter().enumerate() {
            if *point != 0 {
                let shown = show(&mut study, reader, &[case]);
                say(&mut study, shown, 0, &point.to_string());
            }
        }
    }
    study
}

pub fn find<'a>(
    findings: &'a [Finding],
    quantity: Quantity,
    method: Method,
    reader: Option<&str>,
) -> &'a Finding {
    findings
        .iter()
        .find(|f| (f.quantity, f.method, f.of.reader.as_deref()) == (quantity, method, reader))
        .unwrap_or_else(|| panic!("no {quantity:?} by {method:?} of {reader:?}"))
}

//! Diagnoses against the reference: as often right of synthetic cases as of real ones?

use std::collections::BTreeSet;

use stats::{Inference, ReaderScore, ReaderScores, u_statistic};
use study::protocol::{ItemKind, Show};

use crate::agreement::code_of;
use crate::finding::{Found, share, shared};
use crate::{Collected, Estimate, LEVEL, Method, Of, Quantity, Reason, Section, Study};

/// One diagnosis that can be right or wrong.
#[derive(Debug, Clone, Copy)]
struct Diagnosis {
    /// Its answer, by place.
    answer: usize,
    reader: usize,
    case: usize,
    synthetic: bool,
    right: bool,
}

/// Compares what readers found with the reference diagnosis of each case that has one: each reader, all
/// readers, each generator, and synthetic against real cases.
///
/// Written diagnoses are never right: no program tells whether they mean the reference.
pub(crate) fn diagnoses(study: &Study, question: usize, all: &mut Collected) {
    let asked = &study.questions[question];
    let is_asked = matches!(asked.item.answer, ItemKind::Diagnosis { .. })
        && matches!(asked.show, Show::Single {});
    // Where no case has a reference there is nothing to say, and no reason to give.
    if !is_asked || !due_cases(study, question).any(|(_, judged)| judged) {
        return;
    }
    let made = judged(study, question);
    shares(study, question, &made, all);
    difference(study, question, (Section::Diagnoses, &made), Of::default(), all);
    let generators: Vec<String> = study.generators().into_iter().flatten().collect();
    if 1 < generators.len() {
        for name in generators {
            let of = |one: &&Diagnosis| {
                !one.synthetic || study.cases[one.case].generator.as_ref() == Some(&name)
            };
            let own: Vec<Diagnosis> = made.iter().filter(of).copied().collect();
            let of = Of { generator: Some(name), ..Of::default() };
            let synthetic: Vec<Diagnosis> =
                own.iter().filter(|one| one.synthetic).copied().collect();
            let found = found(Section::Generators, question, &synthetic);
            together(study, &found, (&synthetic, true), of.clone(), all);
            difference(study, question, (Section::Generators, &own), of, all);
        }
    }
}

/// Returns how many real and synthetic cases that a question of the diagnosis is asked of have no reference
/// that a choice stands for; nothing where none has one, or all have.
pub fn unjudged(study: &Study, question: usize) -> Option<[usize; 2]> {
    let mut n = [0, 0];
    let mut any = false;
    for (case, judged) in due_cases(study, question) {
        any |= judged;
        n[usize::from(study.cases[case].synthetic)] += usize::from(!judged);
    }
    (any && n != [0, 0]).then_some(n)
}

/// Returns the cases that a question is asked of, and whether an answer to them can be judged.
fn due_cases(study: &Study, question: usize) -> impl Iterator<Item = (usize, bool)> {
    let cases: BTreeSet<usize> =
        study.due(question).flat_map(|(_, shown)| shown.cases.iter().copied()).collect();
    let known = move |case: usize| reference(study, question, &study.cases[case]).is_some();
    cases.into_iter().map(move |case| (case, known(case)))
}

/// Returns the code that is right for a case, where its reference has one.
fn reference<'a>(study: &'a Study, question: usize, case: &crate::Case) -> Option<&'a String> {
    study.questions[question].references.get(case.diagnosis.as_ref()?)
}

/// Returns the first diagnosis of each case by each reader, where it can be judged.
fn judged(study: &Study, question: usize) -> Vec<Diagnosis> {
    let one = |answer: usize| {
        let case = study.case_of(answer)?;
        let right = reference(study, question, &study.cases[case])?;
        Some(Diagnosis {
            answer,
            reader: study.reader_of(answer),
            case,
            synthetic: study.cases[case].synthetic,
            right: code_of(&study.answers[answer].value) == right,
        })
    };
    study.first_answers(question).into_iter().filter_map(one).collect()
}

/// The shares of real and of synthetic cases, of all readers and of each.
fn shares(study: &Study, question: usize, made: &[Diagnosis], all: &mut Collected) {
    for synthetic in [false, true] {
        let own: Vec<Diagnosis> =
            made.iter().filter(|one| one.synthetic == synthetic).copied().collect();
        let found_of = |own: &[Diagnosis]| found(Section::Diagnoses, question, own);
        together(study, &found_of(&own), (&own, synthetic), Of::default(), all);
        for (reader, known) in study.readers.iter().enumerate() {
            let own: Vec<Diagnosis> =
                own.iter().filter(|one| one.reader == reader).copied().collect();
            if own.is_empty() {
                continue;
            }
            let of = Of { reader: Some(known.code.clone()), ..Of::default() };
            let right = own.iter().filter(|one| one.right).count();
            let what = (quantity(synthetic), Method::Wilson);
            all.add(study, &found_of(&own), what, of, share(right, own.len()));
        }
    }
}

/// The share of one source, readers and cases random.
fn together(
    study: &Study,
    found: &Found,
    (own, synthetic): (&[Diagnosis], bool),
    of: Of,
    all: &mut Collected,
) {
    let right: Vec<bool> = own.iter().map(|one| one.right).collect();
    let readers: Vec<usize> = own.iter().map(|one| one.reader).collect();
    let cases: Vec<usize> = own.iter().map(|one| one.case).collect();
    let what = (quantity(synthetic), Method::WilsonTwoWay);
    all.add(study, found, what, of, shared(&right, &readers, &cases));
}

/// Synthetic less real: twice the area of right answers, synthetic against real, less one. An area of
/// scores 0 and 1 is one half and half the difference of their shares. A reader of one source only says
/// nothing of a difference.
fn difference(
    study: &Study,
    question: usize,
    (section, judged): (Section, &[Diagnosis]),
    of: Of,
    all: &mut Collected,
) {
    let has = |reader: usize, synthetic: bool| {
        judged.iter().any(|one| one.reader == reader && one.synthetic == synthetic)
    };
    let both: BTreeSet<usize> = (0..study.readers.len())
        .filter(|&reader| has(reader, true) && has(reader, false))
        .collect();
    let own: Vec<Diagnosis> =
        judged.iter().filter(|one| both.contains(&one.reader)).copied().collect();
    let scores: Vec<ReaderScore> = own
        .iter()
        .map(|one| ReaderScore {
            reader: one.reader,
            condition: 0,
            case: one.case,
            positive: one.synthetic,
            score: f64::from(u8::from(one.right)),
        })
        .collect();
    let estimate = if judged.is_empty() {
        Err(Reason::NoAnswer)
    } else if own.is_empty() {
        Err(Reason::OneSource)
    } else {
        ReaderScores::new(&scores).and_then(|scores| u_statistic(&scores, LEVEL)).map_or_else(
            |error| Err(error.into()),
            |areas| {
                let area = &areas.conditions[0];
                let inference = area.inference.map(doubled);
                Ok(Estimate::inferred(2.0 * area.auc - 1.0, 0.0, inference))
            },
        )
    };
    let what = (Quantity::DiagnosedDifference, Method::UStatisticShares);
    all.add(study, &found(section, question, &own), what, of, estimate);
}

/// What is known of an area, of twice the area less one: t and p are the same.
fn doubled(mut of: Inference) -> Inference {
    of.se *= 2.0;
    of.interval.low = 2.0 * of.interval.low - 1.0;
    of.interval.high = 2.0 * of.interval.high - 1.0;
    of
}

fn quantity(synthetic: bool) -> Quantity {
    if synthetic { Quantity::SyntheticDiagnosed } else { Quantity::RealDiagnosed }
}

fn found(section: Section, question: usize, own: &[Diagnosis]) -> Found {
    Found { section, question: Some(question), answers: own.iter().map(|one| one.answer).collect() }
}

//! Diagnoses against the reference: as often right of synthetic cases as of real ones?

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
    if !is_asked || !study.cases.iter().any(|case| reference(study, question, case).is_some()) {
        return;
    }
    let made = judged(study, question);
    shares(study, question, &made, &Of::default(), all);
    difference(study, question, &made, Of::default(), all);
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
            together(study, question, &synthetic, true, of.clone(), all);
            difference(study, question, &own, of, all);
        }
    }
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
fn shares(study: &Study, question: usize, made: &[Diagnosis], of: &Of, all: &mut Collected) {
    for synthetic in [false, true] {
        let own: Vec<Diagnosis> =
            made.iter().filter(|one| one.synthetic == synthetic).copied().collect();
        together(study, question, &own, synthetic, of.clone(), all);
        for (reader, known) in study.readers.iter().enumerate() {
            let own: Vec<Diagnosis> =
                own.iter().filter(|one| one.reader == reader).copied().collect();
            if own.is_empty() {
                continue;
            }
            let of = Of { reader: Some(known.code.clone()), ..of.clone() };
            let right = own.iter().filter(|one| one.right).count();
            let what = (quantity(synthetic), Method::Wilson);
            all.add(study, &found(question, &own), what, of, share(right, own.len()));
        }
    }
}

/// The share of one source, readers and cases random.
fn together(
    study: &Study,
    question: usize,
    own: &[Diagnosis],
    synthetic: bool,
    of: Of,
    all: &mut Collected,
) {
    let right: Vec<bool> = own.iter().map(|one| one.right).collect();
    let readers: Vec<usize> = own.iter().map(|one| one.reader).collect();
    let cases: Vec<usize> = own.iter().map(|one| one.case).collect();
    let what = (quantity(synthetic), Method::WilsonTwoWay);
    all.add(study, &found(question, own), what, of, shared(&right, &readers, &cases));
}

/// Synthetic less real: twice the area of right answers, synthetic against real, less one. An area of
/// scores 0 and 1 is one half and half the difference of their shares.
fn difference(study: &Study, question: usize, own: &[Diagnosis], of: Of, all: &mut Collected) {
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
    let n_synthetic = own.iter().filter(|one| one.synthetic).count();
    let estimate = if own.is_empty() {
        Err(Reason::NoAnswer)
    } else if n_synthetic == 0 || n_synthetic == own.len() {
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
    all.add(study, &found(question, own), what, of, estimate);
}

/// What is known of an area, of twice the area less one: t and p are the same.
fn doubled(mut of: Inference) -> Inference {
    of.interval.low = 2.0 * of.interval.low - 1.0;
    of.interval.high = 2.0 * of.interval.high - 1.0;
    of
}

fn quantity(synthetic: bool) -> Quantity {
    if synthetic { Quantity::SyntheticDiagnosed } else { Quantity::RealDiagnosed }
}

fn found(question: usize, own: &[Diagnosis]) -> Found {
    Found {
        section: Section::Diagnoses,
        question: Some(question),
        answers: own.iter().map(|one| one.answer).collect(),
    }
}

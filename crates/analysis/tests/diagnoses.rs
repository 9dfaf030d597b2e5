//! Diagnoses against the reference: counted by hand, with what cannot be judged, and how often the test errs.

#![expect(clippy::print_stdout, reason = "every cell is to be seen")]

mod common;

use std::collections::BTreeMap;

use analysis::{Analysis, Finding, Method, Quantity, Rank, Section, Study, analyse};
use common::{empty, find, question, say, show};
use jobs::Task;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use study::protocol::{ItemKind, Pick, Show, Text};

fn pick(code: &str) -> Pick {
    Pick { code: code.to_owned(), text: Text::english(code) }
}

/// A study of one question of the diagnosis; the reference of each case is its choice.
fn asked(n_readers: usize, synthetic: &[bool], references: &[Option<&str>]) -> Study {
    let options = vec![pick("normal"), pick("block")];
    let mut asked = question("dx", Show::Single {}, ItemKind::Diagnosis { options });
    let meant = [("No finding", "normal"), ("LBBB", "block")];
    asked.references =
        meant.map(|(reference, code)| (reference.to_owned(), code.to_owned())).into();
    let mut study = empty(n_readers, synthetic, vec![asked]);
    for (case, reference) in study.cases.iter_mut().zip(references) {
        case.diagnosis = reference.map(str::to_owned);
    }
    study
}

fn given(study: &mut Study, said: &[&[&str]]) {
    for (reader, said) in said.iter().enumerate() {
        for (case, value) in said.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            let shown = show(study, reader, &[case]);
            say(study, shown, 0, value);
        }
    }
}

fn made(study: &Study) -> Analysis {
    analyse(study, &Task::unwatched()).expect("nobody stops it")
}

fn value(found: &Finding) -> f64 {
    found.estimate.unwrap_or_else(|why| panic!("{}: {why:?}", found.id())).value
}

fn near(given: f64, expected: f64) {
    assert!((given - expected).abs() < 1e-12, "{given} {expected}");
}

fn two_readers() -> Study {
    let (n, b) = (Some("No finding"), Some("LBBB"));
    let mut study = asked(2, &[false, false, false, true, true, true], &[n, n, b, n, b, b]);
    let first: &[&str] = &["normal", "normal", "block", "normal", "normal", "other: LBBB"];
    let second: &[&str] = &["normal", "block", "block", "block", "block", "block"];
    given(&mut study, &[first, second]);
    study
}

#[test]
fn shares_and_their_difference_are_counted_by_hand() {
    let findings = made(&two_readers()).findings;
    let of = |quantity, method, reader| find(&findings, quantity, method, reader);
    let (real, synthetic) = (Quantity::RealDiagnosed, Quantity::SyntheticDiagnosed);
    near(value(of(real, Method::WilsonTwoWay, None)), 5.0 / 6.0);
    near(value(of(synthetic, Method::WilsonTwoWay, None)), 3.0 / 6.0);
    near(value(of(real, Method::Wilson, Some("R1"))), 1.0);
    near(value(of(synthetic, Method::Wilson, Some("R1"))), 1.0 / 3.0);
    near(value(of(real, Method::Wilson, Some("R2"))), 2.0 / 3.0);
    near(value(of(synthetic, Method::Wilson, Some("R2"))), 2.0 / 3.0);
    // (1/3 - 1 + 2/3 - 2/3) / 2.
    let what = (Quantity::DiagnosedDifference, Method::UStatisticShares);
    let difference = of(what.0, what.1, None);
    near(value(difference), -1.0 / 3.0);
    assert_eq!((difference.rank, difference.section), (Rank::Secondary, Section::Diagnoses));
    assert_eq!((difference.n.answers, difference.n.real, difference.n.synthetic), (12, 3, 3));
}

#[test]
fn what_has_no_reference_that_a_choice_stands_for_is_left_out() {
    let mut study = two_readers();
    study.cases[0].diagnosis = None;
    study.cases[3].diagnosis = Some("Pacemaker".to_owned());
    let findings = made(&study).findings;
    let found = find(&findings, Quantity::RealDiagnosed, Method::WilsonTwoWay, None);
    assert_eq!(found.n.answers, 4);
    near(value(found), 3.0 / 4.0);
    near(value(find(&findings, Quantity::SyntheticDiagnosed, Method::WilsonTwoWay, None)), 0.5);
    assert_eq!(analysis::unjudged(&study, 0), Some([1, 1]));
    study.questions[0].references = BTreeMap::new();
    assert_eq!(analysis::unjudged(&study, 0), None);
    let told = made(&study).findings.iter().any(|one| one.section == Section::Diagnoses);
    assert!(!told, "nothing is told where nothing can be judged");
}

#[test]
fn odd_answers_have_reasons() {
    let (n, b) = (Some("No finding"), Some("LBBB"));
    // One reader, and everything right: no variance to be found.
    let mut study = asked(1, &[false, false, true, true], &[n, b, n, b]);
    given(&mut study, &[&["normal", "block", "normal", "block"]]);
    let findings = made(&study).findings;
    let what = (Quantity::DiagnosedDifference, Method::UStatisticShares);
    let estimate = find(&findings, what.0, what.1, None).estimate.expect("it has a value");
    near(estimate.value, 0.0);
    assert!(matches!(estimate.interval, Some(Err(_))), "{estimate:?}");
    // Only real cases were answered.
    let mut study = asked(2, &[false, false, true, true], &[n, b, n, b]);
    given(&mut study, &[&["normal", "block"], &["block", "block"]]);
    let findings = made(&study).findings;
    assert!(find(&findings, what.0, what.1, None).estimate.is_err());
}

#[test]
fn readers_of_unequal_shares_count_by_their_comparisons() {
    let (n, b) = (Some("No finding"), Some("LBBB"));
    let mut study = asked(3, &[false, false, true, true], &[n, b, n, b]);
    // The first compares 2 × 2 and is right of 1 of 2 against 2 of 2; the second 1 × 1, wrong against
    // right; the third read real cases only.
    given(
        &mut study,
        &[
            &["normal", "block", "normal", "normal"],
            &["block", "", "", "block"],
            &["normal", "block"],
        ],
    );
    let findings = made(&study).findings;
    let found = find(&findings, Quantity::DiagnosedDifference, Method::UStatisticShares, None);
    // Four comparisons of -1/2 and one of +1.
    near(value(found), (4.0 * -0.5 + 1.0) / 5.0);
    assert_eq!(
        (found.n.readers, found.n.answers),
        (2, 6),
        "the third says nothing of a difference"
    );
    let of_real = find(&findings, Quantity::RealDiagnosed, Method::WilsonTwoWay, None);
    assert_eq!(of_real.n.readers, 3);
}

#[test]
fn two_generators_are_told_each() {
    let mut study = two_readers();
    study.cases[3].generator = Some("other".to_owned());
    let findings = made(&study).findings;
    let differences = findings.iter().filter(|one| one.quantity == Quantity::DiagnosedDifference);
    let overall = |one: &Finding| (one.section == Section::Diagnoses) == one.of.generator.is_none();
    assert!(differences.clone().count() == 3 && differences.clone().all(overall));
    let of = |name: &str| {
        let own = findings.iter().filter(|one| one.of.generator.as_deref() == Some(name));
        let of: Vec<f64> = own
            .filter(|one| one.quantity == Quantity::DiagnosedDifference)
            .map(|one| one.estimate.map_or(f64::NAN, |found| found.value))
            .collect();
        of
    };
    // Reader 1: 1 and 0 of 2 right, less 1; reader 2: 0 and 2 of 2, less 2/3.
    near(of("other")[0], f64::midpoint(0.0, -2.0 / 3.0));
    near(of("made")[0], f64::midpoint(-1.0, 1.0 / 3.0));
}

/// Diagnoses as signs of a sum of normals: of the reader, the reader with one source, the case, and the rest.
fn simulated((n_readers, n_cases): (usize, usize), shift: f64, seed: u64) -> Study {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut normal = |sd: f64| -> f64 {
        let z: f64 = StandardNormal.sample(&mut rng);
        z * sd
    };
    let synthetic: Vec<bool> = (0..2 * n_cases).map(|at| n_cases <= at).collect();
    let mut study = asked(n_readers, &synthetic, &vec![Some("LBBB"); 2 * n_cases]);
    let cases: Vec<f64> = synthetic.iter().map(|_| normal(0.8)).collect();
    let readers: Vec<[f64; 3]> =
        (0..n_readers).map(|_| [normal(0.4), normal(0.2), normal(0.2)]).collect();
    let said: Vec<Vec<&str>> = readers
        .iter()
        .map(|[own, real, made]| {
            let one = |(at, case): (usize, &f64)| {
                let by = if synthetic[at] { made + shift } else { *real };
                if 0.0 < 0.9 + own + by + case + normal(0.6) { "block" } else { "normal" }
            };
            cases.iter().enumerate().map(one).collect()
        })
        .collect();
    let said: Vec<&[&str]> = said.iter().map(Vec::as_slice).collect();
    given(&mut study, &said);
    study
}

/// Without a difference it is found in no more than 7 of 100 studies, significantly; with one, more often
/// the more cases there are. Seeds and grid are fixed; every cell is printed.
#[test]
fn the_test_of_the_difference_errs_as_often_as_it_says() {
    const RUNS: u64 = 300;
    // Of 300 at 7 %: 34 and more have a chance of 0.3 %, which is 5 % over the grid's cells.
    const MOST: usize = 33;
    for grid in [(4, 20), (4, 50), (10, 20), (10, 50)] {
        let rejected = |shift: f64| {
            let one = |run: u64| {
                let study = simulated(grid, shift, 1000 * run + grid.0 as u64);
                let findings = made(&study).findings;
                let what = (Quantity::DiagnosedDifference, Method::UStatisticShares);
                let found = find(&findings, what.0, what.1, None).estimate.expect("a value");
                matches!(found.test, Some(Ok(test)) if test.p < 0.05)
            };
            (0..RUNS).filter(|run| one(*run)).count()
        };
        let (without, with) = (rejected(0.0), rejected(-0.8));
        println!("{grid:?}: {without} of {RUNS} without a difference, {with} with one");
        assert!(without <= MOST, "{grid:?}: {without}");
        assert!(3 * without < with, "{grid:?}: {with}");
    }
}

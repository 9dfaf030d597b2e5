//! What the plan leaves out, and what readers say when they read again.

mod common;

use analysis::{Analysis, Finding, Method, Quantity, Rank, Section, Study, analyse, inattentive};
use common::{called, empty, find, question, say, show, source};
use jobs::Task;
use study::protocol::{ItemKind, Show};

fn made(study: &Study) -> Analysis {
    analyse(study, &Task::unwatched()).expect("nobody stops it")
}

fn value(found: &Finding) -> f64 {
    found.estimate.unwrap_or_else(|why| panic!("{}: {why:?}", found.id())).value
}

fn near(found: &Finding, expected: f64) {
    assert!((value(found) - expected).abs() < 1e-6, "{}: {}", found.id(), value(found));
}

/// Areas by counting: 8 of 9, 7 of 9, and one half for who says the same of all.
fn with_obvious_cases(missed: [usize; 3]) -> Study {
    let synthetic = [false, false, false, true, true, true];
    let points: [&[u32]; 3] = [&[1, 2, 4, 3, 5, 6], &[2, 2, 3, 2, 4, 6], &[3; 6]];
    let mut study = called(&synthetic, &points);
    for obvious in 0..5 {
        let mut case = study.cases[5].clone();
        (case.id, case.catch) = (format!("x{obvious}"), true);
        study.cases.push(case);
        for (reader, missed) in missed.into_iter().enumerate() {
            let shown = show(&mut study, reader, &[6 + obvious]);
            say(&mut study, shown, 0, if obvious < missed { "1" } else { "6" });
        }
    }
    study.plan.most_missed = Some(0.2);
    study
}

#[test]
fn who_misses_more_than_one_of_five_obvious_cases_is_left_out_and_told_beside() {
    let study = with_obvious_cases([0, 1, 2]);
    assert_eq!(inattentive(&study), [2], "one of five is not more than one of five");
    let found = made(&study);
    let auc = find(&found.findings, Quantity::Auc, Method::ObuchowskiRockette, None);
    assert_eq!((auc.rank, auc.section, auc.n.readers), (Rank::Primary, Section::Calls, 2));
    near(auc, 15.0 / 18.0);
    let with_all = |f: &&Finding| {
        f.of.part.as_ref().is_some_and(|(name, _)| *name == "with")
            && (f.quantity, f.method) == (Quantity::Auc, Method::ObuchowskiRockette)
    };
    let all: Vec<&Finding> = found.findings.iter().filter(with_all).collect();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].rank, all[0].n.readers), (Rank::Secondary, 3));
    near(all[0], (8.0 / 9.0 + 7.0 / 9.0 + 0.5) / 3.0);
    // The obvious cases themselves are told of everybody.
    let obvious = |f: &&Finding| f.section == Section::Catches && f.of.reader.is_some();
    let shares: Vec<f64> = found.findings.iter().filter(obvious).map(value).collect();
    assert_eq!(shares, [1.0, 0.8, 0.6]);
    // Six cases and five obvious ones.
    let left_out = found.flow.excluded.iter().find(|one| one.why == "obvious").unwrap();
    assert_eq!((left_out.reader.as_str(), left_out.n), ("R3", 11));
    let ids: std::collections::BTreeSet<String> = found.findings.iter().map(Finding::id).collect();
    assert_eq!(ids.len(), found.findings.len(), "each number has an id of its own");
}

#[test]
fn one_slip_leaves_nobody_out_however_few_the_obvious_cases_are() {
    for (n, missed, left_out) in
        [(1, 1, false), (4, 1, false), (4, 2, true), (10, 2, false), (10, 3, true)]
    {
        let mut study = called(&[false, true], &[&[1, 6]]);
        for obvious in 0..n {
            let mut case = study.cases[1].clone();
            (case.id, case.catch) = (format!("x{obvious}"), true);
            study.cases.push(case);
            let shown = show(&mut study, 0, &[2 + obvious]);
            say(&mut study, shown, 0, if obvious < missed { "1" } else { "6" });
        }
        study.plan.most_missed = Some(0.2);
        assert_eq!(!inattentive(&study).is_empty(), left_out, "{missed} of {n}");
    }
}

#[test]
fn without_a_rule_everybody_counts_and_nothing_is_told_twice() {
    let mut study = with_obvious_cases([0, 1, 5]);
    study.plan.most_missed = None;
    let found = made(&study);
    assert!(inattentive(&study).is_empty());
    let auc = find(&found.findings, Quantity::Auc, Method::ObuchowskiRockette, None);
    assert_eq!(auc.n.readers, 3);
    assert!(
        found.findings.iter().all(|f| f.of.part.as_ref().is_none_or(|(name, _)| *name != "with"))
    );
}

#[test]
fn when_everybody_is_left_out_the_claim_has_a_reason_and_the_rest_is_told() {
    let found = made(&with_obvious_cases([5, 5, 5]));
    let primary: Vec<&Finding> =
        found.findings.iter().filter(|f| f.rank == Rank::Primary).collect();
    assert!(!primary.is_empty() && primary.iter().all(|f| f.estimate.is_err()), "{primary:?}");
    let all = found.findings.iter().find(|f| f.of.part.is_some() && f.quantity == Quantity::Auc);
    assert_eq!(all.unwrap().n.readers, 3);
}

#[test]
fn rounds_are_compared_over_the_same_cases() {
    // Right in three rounds: yes yes yes, no yes yes, no yes yes, no no yes; the fifth was read once.
    let rights =
        [[true, true, true], [false, true, true], [false, true, true], [false, false, true]];
    let synthetic = [true, false, true, false, true];
    let mut study = empty(1, &synthetic, vec![source("call")]);
    for round in 0..3 {
        for (case, right) in rights.iter().enumerate() {
            let shown = show(&mut study, 0, &[case]);
            study.shown[shown].place.round = u32::try_from(round + 1).unwrap();
            let point = if right[round] == synthetic[case] { "5" } else { "2" };
            say(&mut study, shown, 0, point);
        }
    }
    let shown = show(&mut study, 0, &[4]);
    say(&mut study, shown, 0, "6");
    let found = made(&study).findings;
    let second = find(&found, Quantity::RoundDifference, Method::McNemar, Some("R1"));
    // Two went from wrong to right and none the other way: 2 · (1/2)².
    near(second, 0.5);
    assert!((second.estimate.unwrap().test.unwrap().unwrap().p - 0.5).abs() < 1e-12);
    assert_eq!((second.rank, second.n.answers), (Rank::Exploratory, 8));
    // G = 1, 3, 4; L = 3, 2, 2, 1: Q = 2 (3 · 26 - 64) / (3 · 8 - 18) = 14/3, p = e^(-7/3).
    let spread = find(&found, Quantity::RoundSpread, Method::CochranQ, Some("R1"));
    near(spread, 14.0 / 3.0);
    let p = spread.estimate.unwrap().test.unwrap().unwrap().p;
    assert!((p - (-7.0_f64 / 3.0).exp()).abs() < 1e-9, "{p}");
}

#[test]
fn numbers_that_are_given_twice_have_limits_of_agreement() {
    let vas = question(
        "realism",
        Show::Single {},
        ItemKind::Number { least: 0.0, most: 100.0, decimals: 0, unit: None },
    );
    let mut study = empty(1, &[false, false, true, true], vec![vas]);
    for (case, (first, second)) in [(10, 12), (20, 24), (30, 30), (40, 42)].iter().enumerate() {
        let before = show(&mut study, 0, &[case]);
        say(&mut study, before, 0, &first.to_string());
        let again = show(&mut study, 0, &[case]);
        study.shown[again].repeat_of = Some(before);
        say(&mut study, again, 0, &second.to_string());
    }
    let found = made(&study).findings;
    let of = |quantity| find(&found, quantity, Method::BlandAltman, Some("R1"));
    // Differences 2, 4, 0, 2: mean 2, variance 8/3.
    near(of(Quantity::RepeatBias), 2.0);
    let reach = 1.96 * (8.0_f64 / 3.0).sqrt();
    near(of(Quantity::LimitLow), 2.0 - reach);
    near(of(Quantity::LimitHigh), 2.0 + reach);
}

//! What is found, against numbers by hand, and what is said where nothing can be found.

mod common;

use analysis::{
    Analysis, Estimate, Finding, Method, Quantity, Rank, Reason, Section, Study, analyse,
};
use common::{called, empty, find, question, say, show, source};
use jobs::Task;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use study::protocol::{Claim, ItemKind, Pick, Show, Text, Tie};

const KINDS: [bool; 6] = [false, false, false, true, true, true];

fn made(study: &Study) -> Analysis {
    analyse(study, &Task::unwatched()).expect("nobody stops it")
}

fn near(found: &Finding, value: f64) {
    let estimate = found.estimate.unwrap_or_else(|why| panic!("{}: {why:?}", found.id()));
    assert!((estimate.value - value).abs() < 1e-6, "{}: {}", found.id(), estimate.value);
}

/// Areas by counting: 8 of 9 and 7 of 9 comparisons; 4 and 5 of 6 calls are right.
fn two_readers() -> Study {
    called(&KINDS, &[&[1, 2, 4, 3, 5, 6], &[2, 2, 3, 2, 4, 6]])
}

#[test]
fn areas_calls_and_agreement_are_those_counted_by_hand() {
    let found = made(&two_readers()).findings;
    let of = |quantity, method, reader| find(&found, quantity, method, reader);
    near(of(Quantity::Auc, Method::ObuchowskiRockette, None), 15.0 / 18.0);
    near(of(Quantity::Auc, Method::UStatistic, None), 15.0 / 18.0);
    near(of(Quantity::Auc, Method::DeLong, Some("R1")), 8.0 / 9.0);
    near(of(Quantity::Auc, Method::DeLong, Some("R2")), 7.0 / 9.0);
    near(of(Quantity::BalancedAccuracy, Method::ObuchowskiRockette, None), 0.75);
    near(of(Quantity::Accuracy, Method::WilsonTwoWay, None), 0.75);
    near(of(Quantity::Accuracy, Method::Wilson, Some("R1")), 4.0 / 6.0);
    near(of(Quantity::RealRight, Method::Wilson, Some("R2")), 1.0);
    near(of(Quantity::SyntheticRight, Method::Wilson, Some("R2")), 2.0 / 3.0);
    // Half a call added: hits 2.5 of 4, false alarms 1.5 of 4; R 4: qnorm(0.625) = 0.3186394.
    near(of(Quantity::DPrime, Method::SignalDetection, Some("R1")), 2.0 * 0.318_639_364);
    near(of(Quantity::Criterion, Method::SignalDetection, Some("R1")), 0.0);
    let agreed: Vec<&Finding> = found
        .iter()
        .filter(|f| f.quantity == Quantity::RawAgreement && f.of.part.is_some())
        .collect();
    assert_eq!(agreed.len(), 1);
    near(agreed[0], 5.0 / 6.0);
    let n = of(Quantity::Auc, Method::ObuchowskiRockette, None).n;
    assert_eq!((n.answers, n.readers, n.real, n.synthetic), (12, 2, 3, 3));
}

#[test]
fn the_claim_comes_first_and_what_was_not_planned_is_exploratory() {
    let mut study = two_readers();
    let found = made(&study).findings;
    let primary = |f: &&Finding| f.rank == Rank::Primary;
    let first: Vec<(Quantity, Method)> =
        found.iter().filter(primary).map(|f| (f.quantity, f.method)).collect();
    let method = Method::ObuchowskiRockette;
    assert_eq!(first, [(Quantity::Auc, method), (Quantity::BalancedAccuracy, method)]);
    assert_eq!(found[0].rank, Rank::Primary);
    assert!(found.is_sorted_by_key(|f| f.rank));
    assert!(found.iter().any(|f| f.rank == Rank::Secondary));

    study.plan.primary = None;
    study.plan.secondary.clear();
    let found = made(&study).findings;
    assert!(found.iter().all(|f| f.rank == Rank::Exploratory));
}

#[test]
fn what_does_not_count_changes_no_number_of_the_claim() {
    let mut study = two_readers();
    let before = analysis::claim(&study);
    study.cases.push(study.cases[0].clone());
    study.cases[6].catch = true;
    // An obvious case, training, a repeat, an answer after the truth was out, one that is missing.
    let catch = show(&mut study, 0, &[6]);
    let training = show(&mut study, 0, &[0]);
    study.shown[training].counted = false;
    let repeat = show(&mut study, 0, &[1]);
    study.shown[repeat].repeat_of = Some(1);
    for shown in [catch, training, repeat] {
        say(&mut study, shown, 0, "6");
    }
    let late = show(&mut study, 1, &[0]);
    say(&mut study, late, 0, "6");
    study.answers.last_mut().unwrap().excluded = Some("unblinded".to_owned());
    let missing = show(&mut study, 1, &[1]);
    say(&mut study, missing, 0, "");
    study.answers.last_mut().unwrap().missing = Some("cannot_judge".to_owned());
    let after = analysis::claim(&study);
    assert_eq!(before, after);
    let excluded = made(&study).flow.excluded;
    let why: Vec<(&str, &str, usize)> =
        excluded.iter().map(|e| (e.reader.as_str(), e.why.as_str(), e.n)).collect();
    let expected = [
        ("R1", "catch", 1),
        ("R1", "repeat", 1),
        ("R1", "training", 1),
        ("R2", "cannot_judge", 1),
        ("R2", "unblinded", 1),
    ];
    assert_eq!(why, expected);
}

#[test]
fn below_one_half_stays_below_one_half() {
    // The synthetic ones look more real than the real ones.
    let found = made(&called(&KINDS, &[&[5, 6, 4, 1, 2, 3], &[6, 5, 5, 2, 1, 1]])).findings;
    near(find(&found, Quantity::Auc, Method::DeLong, Some("R1")), 0.0);
    near(find(&found, Quantity::BalancedAccuracy, Method::ObuchowskiRockette, None), 0.0);
}

#[test]
fn the_order_in_which_answers_came_changes_nothing() {
    let mut study = many(5, 12, 3);
    let before = made(&study);
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    for at in (1..study.answers.len()).rev() {
        study.answers.swap(at, rng.random_range(0..=at));
    }
    let after = made(&study);
    for (one, other) in before.findings.iter().zip(&after.findings) {
        assert_eq!(one.id(), other.id());
        assert_eq!(bits(one), bits(other), "{}", one.id());
    }
    assert_eq!(before.curves, after.curves);
}

/// The bits of an estimate and of its interval.
fn bits(finding: &Finding) -> Option<(u64, Option<u64>)> {
    let Estimate { value, interval, .. } = finding.estimate.ok()?;
    Some((value.to_bits(), interval.and_then(Result::ok).map(|i| i.low.to_bits())))
}

/// Many readers with points by chance.
fn many(n_readers: usize, n_cases: usize, seed: u64) -> Study {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let kinds: Vec<bool> = (0..n_cases).map(|at| at % 2 == 0).collect();
    let points: Vec<Vec<u32>> =
        (0..n_readers).map(|_| kinds.iter().map(|_| rng.random_range(1..=6)).collect()).collect();
    let rows: Vec<&[u32]> = points.iter().map(Vec::as_slice).collect();
    called(&kinds, &rows)
}

#[test]
fn each_number_names_the_answers_that_it_comes_from() {
    let study = two_readers();
    let made = made(&study);
    let own = find(&made.findings, Quantity::Auc, Method::DeLong, Some("R2"));
    let shown = made.selections[own.from.unwrap()].presentations(&study);
    assert_eq!(shown, ["p6", "p7", "p8", "p9", "p10", "p11"]);
    let mut ids: Vec<String> = made.findings.iter().map(Finding::id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), made.findings.len(), "an id names one number");
}

/// What has no number says why, and never panics.
#[test]
fn odd_studies_have_reasons() {
    let claim = |study: &Study| {
        let made = made(study);
        let area = made.findings.iter().find(|f| f.quantity == Quantity::Auc).unwrap().clone();
        let called = made.findings.iter().find(|f| f.quantity == Quantity::BalancedAccuracy);
        (area.estimate, called.unwrap().estimate)
    };
    let none = called(&KINDS, &[&[0; 6], &[0; 6]]);
    assert_eq!(claim(&none).0, Err(Reason::NoAnswer));
    let real_only = called(&KINDS, &[&[1, 2, 3, 0, 0, 0], &[1, 2, 3, 0, 0, 0]]);
    assert_eq!(claim(&real_only).0, Err(Reason::OneSource));
    // One reader has an area, and no variance between readers.
    let one = claim(&called(&KINDS, &[&[1, 2, 4, 3, 5, 6]])).0.unwrap();
    assert!((one.value - 8.0 / 9.0).abs() < 1e-12);
    assert!(matches!(one.interval, Some(Err(Reason::Stats(_)))), "{one:?}");
    // Perfect separation, and all answers equal: the value, and why nothing can be tested.
    for points in [[1, 1, 1, 6, 6, 6], [4; 6]] {
        let study = called(&KINDS, &[&points, &points]);
        let (area, called) = claim(&study);
        let expected = if points[0] == 4 { 0.5 } else { 1.0 };
        for estimate in [area.unwrap(), called.unwrap()] {
            assert!((estimate.value - expected).abs() < 1e-12);
            assert!(matches!(estimate.interval, Some(Err(_))), "{estimate:?}");
            assert!(matches!(estimate.test, Some(Err(_))));
        }
    }
    // Readers who share no case, half of the answers missing, one case of a kind.
    let apart = called(&KINDS, &[&[1, 2, 0, 3, 5, 0], &[0, 0, 3, 0, 0, 6]]);
    let half = called(&KINDS, &[&[1, 0, 4, 0, 5, 0], &[0, 2, 3, 2, 0, 6]]);
    let single = called(&[false, true], &[&[1, 6], &[2, 1]]);
    for study in [apart, half, single] {
        let made = made(&study);
        assert!(!made.findings.is_empty());
        assert!(
            made.findings
                .iter()
                .all(|f| f.estimate.is_ok_and(|e| e.value.is_finite()) || f.estimate.is_err())
        );
    }
}

fn picks(codes: &[&str]) -> Vec<Pick> {
    codes.iter().map(|code| Pick { code: (*code).to_owned(), text: Text::english(code) }).collect()
}

#[test]
fn cues_are_counted_by_generator_and_the_words_beside_them_are_no_code() {
    let several = ItemKind::Several { options: picks(&["noise", "edges"]), other: true };
    let mut study =
        empty(1, &[false, true, true], vec![question("cues", Show::Single {}, several)]);
    study.cases[2].generator = Some("other".to_owned());
    for (case, said) in
        [(0, r#"["edges"]"#), (1, r#"["noise","edges"]"#), (2, r#"["noise","other","noise"]"#)]
    {
        let shown = show(&mut study, 0, &[case]);
        say(&mut study, shown, 0, said);
    }
    let found = made(&study).findings;
    let share = |code: &str, quantity: Quantity, generator: Option<&str>| {
        let of = |f: &&Finding| {
            f.section == Section::Choices
                && f.of.code.as_deref() == Some(code)
                && (f.quantity, f.of.generator.as_deref()) == (quantity, generator)
        };
        found.iter().find(of).unwrap().estimate.unwrap().value
    };
    for (code, quantity, generator, expected) in [
        ("noise", Quantity::RealShare, None, 0.0),
        ("noise", Quantity::SyntheticShare, None, 1.0),
        ("edges", Quantity::SyntheticShare, None, 0.5),
        ("edges", Quantity::SyntheticShare, Some("other"), 0.0),
        ("edges", Quantity::RealShare, None, 1.0),
    ] {
        assert!((share(code, quantity, generator) - expected).abs() < 1e-12, "{code}");
    }
}

#[test]
fn preferences_between_two_are_a_sign_test_and_unconnected_ones_a_reason() {
    let side = |tie| vec![question("which", Show::Rivals {}, ItemKind::Side { tie })];
    let mut study = empty(1, &[true; 6], side(Tie::Allowed));
    for (at, case) in study.cases.iter_mut().enumerate() {
        case.generator = Some(["A", "B"][at % 2].to_owned());
    }
    for said in ["left", "left", "left", "right", "none"] {
        let shown = show(&mut study, 0, &[0, 1]);
        say(&mut study, shown, 0, said);
    }
    let found = made(&study).findings;
    let preferred = find(&found, Quantity::Preferred, Method::SignTest, None);
    near(preferred, 0.75);
    // 2 · (4 + 1) / 16, exactly.
    let Some(Ok(test)) = preferred.estimate.unwrap().test else { panic!("it is tested") };
    assert!((test.p - 0.625).abs() < 1e-12);
    near(find(&found, Quantity::Undecided, Method::Count, None), 0.2);

    let mut study = empty(1, &[true; 4], side(Tie::No));
    for (case, name) in study.cases.iter_mut().zip(["A", "B", "C", "D"]) {
        case.generator = Some(name.to_owned());
    }
    for pair in [[0, 1], [1, 0], [2, 3], [3, 2]] {
        let shown = show(&mut study, 0, &pair);
        say(&mut study, shown, 0, "left");
    }
    let found = made(&study).findings;
    let worth = find(&found, Quantity::LogWorth, Method::BradleyTerry, None);
    assert!(matches!(worth.estimate, Err(Reason::Stats(_))), "A and B were never set beside C");
}

#[test]
fn pairs_and_abx_are_right_by_where_the_synthetic_one_stands() {
    let questions = vec![
        question("pair", Show::Pair {}, ItemKind::Side { tie: Tie::No }),
        question("abx", Show::Abx {}, ItemKind::Match {}),
    ];
    let mut study = empty(1, &[false, true], questions);
    study.questions[1].task = "x".to_owned();
    for (cases, said) in [([0, 1], "right"), ([1, 0], "right"), ([0, 1], "left")] {
        let shown = show(&mut study, 0, &cases);
        say(&mut study, shown, 0, said);
    }
    for (cases, said) in [([0, 1, 1], "b"), ([0, 1, 0], "a"), ([1, 0, 1], "a"), ([0, 1, 1], "a")] {
        let shown = show(&mut study, 0, &cases);
        study.shown[shown].task = "x".to_owned();
        say(&mut study, shown, 1, said);
    }
    let found = made(&study).findings;
    let share = |question: &str| {
        found.iter().find(|f| {
            f.of.question.as_deref() == Some(question) && f.method == Method::WilsonTwoWay
        })
    };
    near(share("pair").unwrap(), 1.0 / 3.0);
    near(share("abx").unwrap(), 0.75);
}

#[test]
fn a_likert_question_is_modelled_compared_and_described() {
    let points = (1..=5).map(|point| Text::english(&point.to_string())).collect();
    let mut study = empty(
        6,
        &[false, false, false, false, true, true, true, true],
        vec![source("call"), question("quality", Show::Single {}, ItemKind::Likert { points })],
    );
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    for reader in 0..6 {
        for case in 0..8 {
            let shown = show(&mut study, reader, &[case]);
            let low = if case < 4 { 3 } else { 1 };
            let point: u32 = rng.random_range(low..low + 3);
            let point = if (reader + case) % 8 == 0 { 6 - point } else { point };
            say(&mut study, shown, 1, &point.to_string());
        }
    }
    let found = made(&study).findings;
    let of = |quantity: Quantity| found.iter().find(|f| f.quantity == quantity).unwrap();
    let shift = of(Quantity::LogOdds).estimate.unwrap();
    assert!(shift.value < -1.0, "lower: {shift:?}");
    let Some(Ok(test)) = shift.test else { panic!("{shift:?}") };
    assert!(test.p < 0.001 && test.adjusted.is_some_and(|adjusted| adjusted.method == "holm"));
    assert!(of(Quantity::CliffsDelta).estimate.unwrap().value < -0.5);
    // Six readers who all rate synthetic cases lower: 2 / 2⁶ exactly.
    let Some(Ok(test)) = of(Quantity::MeanDifference).estimate.unwrap().test else {
        panic!("it is tested")
    };
    assert!((test.p - 2.0 / 64.0).abs() < 1e-12, "{}", test.p);
}

#[test]
fn random_studies_never_panic_and_keep_their_ranges() {
    let mut rng = ChaCha8Rng::seed_from_u64(99);
    for seed in 0..60 {
        let n_readers = rng.random_range(1..6);
        let n_cases = rng.random_range(1..14);
        let mut study = many(n_readers, n_cases, seed);
        study.plan.claim = Claim::Difference { accuracy: 0.7 };
        let gone: f64 = rng.random();
        study.answers.retain(|_| gone < rng.random());
        if seed % 3 == 0 {
            for answer in &mut study.answers {
                answer.number = answer.number.map(|n| if n < 4.0 { 1.0 } else { 6.0 });
            }
        }
        for finding in made(&study).findings {
            let Ok(estimate) = finding.estimate else { continue };
            assert!(estimate.value.is_finite(), "{}", finding.id());
            let is_share = matches!(
                finding.quantity,
                Quantity::Auc
                    | Quantity::BalancedAccuracy
                    | Quantity::Accuracy
                    | Quantity::RawAgreement
                    | Quantity::WithinMargin
            );
            assert!(!is_share || (0.0..=1.0).contains(&estimate.value), "{}", finding.id());
            if let Some(Ok(test)) = estimate.test {
                assert!((0.0..=1.0).contains(&test.p), "{}", finding.id());
                assert!(test.adjusted.is_none_or(|adjusted| test.p <= adjusted.p + 1e-12));
            }
        }
    }
}

#[test]
fn a_metric_that_orders_cases_as_experts_do_is_first() {
    // Mean points 1.5, 2.5, 3.5, 2.5, 4.5, 6: three called real by both, c3 by one of two.
    let mut study = called(&KINDS, &[&[1, 2, 3, 2, 5, 6], &[2, 3, 4, 3, 4, 6]]);
    let metric = |id: &str, higher_is_closer, values: [f64; 6]| analysis::Metric {
        id: id.to_owned(),
        higher_is_closer,
        values: values.map(Some).to_vec(),
    };
    study.metrics = vec![
        // Against what it is meant for: a high value should be closer to real data.
        metric("wrong", Some(true), [1.0, 2.5, 3.0, 2.0, 4.0, 5.0]),
        metric("right", Some(false), [1.5, 2.5, 3.5, 2.5, 4.5, 6.0]),
    ];
    study.metrics[0].values[5] = None;
    let found = made(&study).findings;
    let of = |metric: &str, quantity: Quantity| {
        let own = found.iter().find(|f| {
            f.of.metric.as_deref() == Some(metric)
                && f.quantity == quantity
                && f.of.generator.is_none()
        });
        own.unwrap()
    };
    near(of("right", Quantity::MetricRho), 1.0);
    near(of("right", Quantity::MetricPlace), 1.0);
    near(of("wrong", Quantity::MetricPlace), 2.0);
    // Most call 4 and 5 synthetic and 0, 1, 3 real; the third is a draw, and left out.
    near(of("right", Quantity::MetricAuc), 1.0);
    // Ranks of the metric 1, 3, 4, 2, 5 and of the points 1, 2.5, 4, 2.5, 5: R 4, cor(…, method = "spearman").
    near(of("wrong", Quantity::MetricRho), 0.974_679_4);
    let n = of("wrong", Quantity::MetricRho).n;
    assert_eq!((n.answers, n.readers, n.real, n.synthetic), (10, 2, 3, 2));
    let bound = |quantity| found.iter().find(|f| f.quantity == quantity).unwrap();
    let [lower, upper] = [Quantity::CeilingLower, Quantity::CeilingUpper]
        .map(|quantity| bound(quantity).estimate.unwrap().value);
    assert!(lower <= upper && 0.8 < lower, "{lower} {upper}");
    assert!(found.iter().all(|f| f.section != Section::Concordance || f.rank == Rank::Exploratory));
}

//! What was said of each case, and how far each metric is from it, against ranks counted by hand.

mod common;

use analysis::{Analysis, Metric, Quantity, ReadCases, Study, analyse};
use common::{called, find, say, show};
use jobs::{StopSign, Task};

fn made(study: &Study) -> Analysis {
    analyse(study, &Task::new(StopSign::default(), |_| {})).expect("nobody stops it")
}

fn only(analysis: &Analysis) -> &ReadCases {
    let [read] = analysis.read_cases.as_slice() else {
        panic!("one question of real or synthetic")
    };
    read
}

/// Mean points 1.5, 3, 5, 3 of four cases; the fifth was read by nobody.
fn study() -> Study {
    let synthetic = [false, false, true, true, true];
    called(&synthetic, &[&[1, 3, 4, 2, 0], &[2, 0, 6, 4, 0]])
}

fn measured(id: &str, higher_is_closer: Option<bool>, values: [Option<f64>; 5]) -> Metric {
    Metric { id: id.to_owned(), higher_is_closer, values: values.to_vec() }
}

fn near(found: &[Option<f64>], by_hand: &[Option<f64>]) {
    let close = |(found, by_hand): (&Option<f64>, &Option<f64>)| match (found, by_hand) {
        (Some(found), Some(by_hand)) => (found - by_hand).abs() < 1e-12,
        (None, None) => true,
        _ => false,
    };
    let all = found.len() == by_hand.len() && found.iter().zip(by_hand).all(close);
    assert!(all, "{found:?}, not {by_hand:?}");
}

#[test]
fn cases_that_nobody_read_are_left_out_and_the_others_have_their_mean() {
    let analysis = made(&study());
    let read = only(&analysis);
    assert_eq!((read.n_points, read.synthetic_from), (6, 4.0));
    let said: Vec<_> =
        read.cases.iter().map(|c| (c.case, c.point, c.n_calls, c.n_synthetic)).collect();
    assert_eq!(said, [(0, 1.5, 2, 0), (1, 3.0, 1, 0), (2, 5.0, 2, 2), (3, 3.0, 2, 1)]);
    // As many called the last one synthetic as did not.
    let majority: Vec<_> = read.cases.iter().map(|case| case.majority).collect();
    assert_eq!(majority, [Some(false), Some(false), Some(true), None]);
    // Real are 0 and 1: the first reader is right of 0, 1 and 2, the second of 0, 2 and 3.
    let right: Vec<_> = read.readers.iter().map(|r| (r.reader, r.n_calls, r.n_right)).collect();
    assert_eq!(right, [(0, 4, 3), (1, 3, 3)]);
    // Of the three cases of both the first ranks 1, 3, 2 and the second 1, 3, 2.
    let others: Vec<_> = read.readers.iter().map(|r| r.with_others).collect();
    near(&others, &[Some(1.0), Some(1.0)]);
    assert_eq!(read.points[1], [Some(2.0), None, Some(6.0), Some(4.0)]);
}

#[test]
fn a_metric_is_turned_by_its_direction_before_ranks_are_compared() {
    let mut study = study();
    // The experts' ranks are 1, 2.5, 4, 2.5. High values are close to real: turned, the metric's are
    // 4, 3, 1.5, 1.5. The differences over 4:
    let values = [Some(1.0), Some(2.0), Some(5.0), Some(5.0), Some(9.0)];
    study.metrics = vec![measured("closer", Some(true), values)];
    let analysis = made(&study);
    let metric = &only(&analysis).metrics[0];
    assert!(metric.turned && metric.known);
    near(&metric.apart, &[Some(0.75), Some(0.125), Some(-0.625), Some(-0.25)]);
    // The same metric if high values are far from real: ranks 1, 2, 3.5, 3.5.
    study.metrics[0].higher_is_closer = Some(false);
    let analysis = made(&study);
    let metric = &only(&analysis).metrics[0];
    assert!(!metric.turned && metric.known);
    near(&metric.apart, &[Some(0.0), Some(-0.125), Some(-0.125), Some(0.25)]);
}

#[test]
fn a_metric_of_no_direction_is_taken_as_it_agrees_and_that_is_said() {
    let mut study = study();
    let falls = [Some(8.0), Some(5.0), Some(1.0), Some(5.0), None];
    study.metrics = vec![measured("falls", None, falls)];
    let analysis = made(&study);
    let metric = &only(&analysis).metrics[0];
    assert!(metric.turned && !metric.known);
    near(&metric.apart, &[Some(0.0); 4]);
}

#[test]
fn only_cases_that_have_both_are_ranked() {
    let mut study = study();
    // Of cases 0, 2 and 3 the experts' ranks are 1, 3, 2, the metric's 3, 1, 2.
    let values = [Some(7.0), None, Some(1.0), Some(2.0), Some(0.0)];
    study.metrics =
        vec![measured("some", Some(false), values), measured("flat", Some(false), [Some(1.0); 5])];
    let analysis = made(&study);
    let [some, flat] = only(&analysis).metrics.as_slice() else { panic!("two metrics") };
    near(&some.apart, &[Some(2.0 / 3.0), None, Some(-2.0 / 3.0), Some(0.0)]);
    assert_eq!(flat.apart, [None; 4], "one value is no order");
}

#[test]
fn readers_and_their_repeats_stand_beside_the_ceiling() {
    let mut study = study();
    study.metrics = vec![measured("closer", Some(true), [Some(1.0), Some(2.0), None, None, None])];
    let has = |study: &Study| {
        made(study).findings.iter().any(|found| found.quantity == Quantity::CeilingRepeats)
    };
    assert!(!has(&study), "nothing was shown twice");
    // The first reader gives 1, 3, 4, 2 and then 1, 2, 4, 3: one exchange of four, 1 - 6 · 2 / 60.
    for (case, point) in [(0, 1), (1, 2), (2, 4), (3, 3)] {
        let at = show(&mut study, 0, &[case]);
        study.shown[at].repeat_of = Some(case);
        say(&mut study, at, 0, &point.to_string());
    }
    let findings = made(&study).findings;
    let method = analysis::Method::NoiseCeiling;
    let found = find(&findings, Quantity::CeilingRepeats, method, None);
    assert!((found.estimate.unwrap().value - 0.8).abs() < 1e-12, "{found:?}");
    assert_eq!((found.n.answers, found.n.readers), (8, 1));
}

#[test]
fn what_nobody_answered_is_nothing() {
    let study = called(&[false, true], &[&[0, 0]]);
    assert!(made(&study).read_cases.is_empty());
}

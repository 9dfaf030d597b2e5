use std::collections::BTreeSet;

use super::*;
use crate::{Error, keyed_order};

fn request(n_real: usize, n_synthetic: usize) -> DesignRequest {
    let arms = std::iter::repeat_n(Arm::Real, n_real)
        .chain(std::iter::repeat_n(Arm::Synthetic, n_synthetic));
    let cases =
        arms.enumerate().map(|(i, arm)| CaseSpec::new(format!("case-{i:03}"), arm)).collect();
    let readers = vec!["reader-01".to_owned(), "reader-02".to_owned()];
    DesignRequest::new([5; 32], readers, cases)
}

fn arms_in_order(request: &DesignRequest, design: &Design, reader: &str) -> Vec<Arm> {
    let arm = |case_id: &str| request.cases.iter().find(|c| c.case_id == case_id).unwrap().arm;
    design.of_reader(reader).iter().map(|p| arm(p.first_case())).collect()
}

#[test]
fn every_reader_reads_every_case_once_in_another_order() {
    let request = request(20, 20);
    let design = Design::make(&request).unwrap();
    let orders: Vec<Vec<String>> = request
        .readers
        .iter()
        .map(|reader| design.of_reader(reader).into_iter().map(|p| p.cases[0].clone()).collect())
        .collect();
    for order in &orders {
        let cases: BTreeSet<_> = order.iter().collect();
        assert_eq!((order.len(), cases.len()), (40, 40));
    }
    assert_ne!(orders[0], orders[1]);
}

#[test]
fn runs_stay_short_over_the_breaks_too() {
    let request = request(103, 97);
    let design = Design::make(&request).unwrap();
    for reader in &request.readers {
        let arms = arms_in_order(&request, &design, reader);
        assert!(order::longest_run(arms.into_iter()) <= 3);
    }
}

#[test]
fn blocks_are_of_one_size_and_hold_both_sources_equally() {
    // 103 + 97 in blocks of at most 40: five blocks of 40.
    let request = request(103, 97);
    let design = Design::make(&request).unwrap();
    let read = design.of_reader("reader-01");
    let arms = arms_in_order(&request, &design, "reader-01");
    for block in 1..=5 {
        let in_block = |(p, _): &(&Presentation, &Arm)| p.block == block;
        let n = read.iter().zip(&arms).filter(in_block).count();
        let of_real = |pair: &(&Presentation, &Arm)| in_block(pair) && *pair.1 == Arm::Real;
        let n_real = read.iter().zip(&arms).filter(of_real).count();
        assert_eq!(n, 40);
        assert!((20..=21).contains(&n_real), "103 real cases in five blocks");
    }
    let positions: Vec<u32> = read.iter().map(|p| p.position).collect();
    assert_eq!(positions, (1..=200).collect::<Vec<u32>>());
}

#[test]
fn exchanging_the_truth_changes_no_presentation() {
    for (n_real, n_synthetic) in [(20, 20), (53, 50), (11, 14)] {
        let request = request(n_real, n_synthetic);
        let mut exchanged = request.clone();
        for case in &mut exchanged.cases {
            case.arm = match case.arm {
                Arm::Real => Arm::Synthetic,
                Arm::Synthetic => Arm::Real,
            };
        }
        let (a, b) = (Design::make(&request).unwrap(), Design::make(&exchanged).unwrap());
        assert_eq!(a.presentations, b.presentations);
        assert_eq!(a.hash, b.hash);
        assert_ne!(a.truth_commitment, b.truth_commitment);
    }
}

#[test]
fn the_order_of_the_request_does_not_tell() {
    let request = request(20, 20);
    let mut turned = request.clone();
    turned.cases.reverse();
    assert_eq!(Design::make(&request), Design::make(&turned));
}

#[test]
fn ids_are_opaque_and_all_different() {
    let design = Design::make(&request(20, 20)).unwrap();
    let ids: BTreeSet<&String> = design.presentations.iter().map(|p| &p.presentation_id).collect();
    assert_eq!(ids.len(), 80);
    assert!(ids.iter().all(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit())));
}

#[test]
fn a_new_round_has_a_new_order_and_new_ids() {
    let once = request(20, 20);
    let twice = DesignRequest { rounds: 2, ..once.clone() };
    let (once, twice) = (Design::make(&once).unwrap(), Design::make(&twice).unwrap());
    let round = |round: u32| -> Vec<Presentation> {
        twice.of_reader("reader-01").into_iter().filter(|p| p.round == round).collect()
    };
    let cases = |read: &[Presentation]| -> Vec<String> {
        read.iter().map(|p| p.cases[0].clone()).collect()
    };
    assert_eq!(round(1), once.of_reader("reader-01"));
    assert_ne!(cases(&round(1)), cases(&round(2)));
    let ids: BTreeSet<&String> = twice.presentations.iter().map(|p| &p.presentation_id).collect();
    assert_eq!(ids.len(), 160);
    assert!((1..).zip(round(2)).all(|(at, p)| p.position == at), "positions begin anew");
}

#[test]
fn the_attempt_counts_the_orders_thrown_away() {
    let request = request(20, 20);
    let design = Design::make(&request).unwrap();
    for reader in &request.readers {
        let read = design.of_reader(reader);
        let attempt = read[0].attempt;
        assert_eq!(design.attempts[reader], attempt, "one block");
        // The order is the keyed one, and the attempt before it was too long.
        let ids: Vec<String> = request.cases.iter().map(|c| c.case_id.clone()).collect();
        let keyed = |attempt: u32| {
            let context = format!("round-1/stage-A/task-main/block-1/attempt-{attempt}");
            keyed_order(&request.seed, reader, &context, &ids)
        };
        let order: Vec<String> = read.into_iter().map(|p| p.cases[0].clone()).collect();
        assert_eq!(order, keyed(attempt));
        for earlier in 0..attempt {
            let arm = |id: &String| request.cases.iter().find(|c| c.case_id == *id).unwrap().arm;
            assert!(3 < order::longest_run(keyed(earlier).iter().map(arm)));
        }
    }
}

#[test]
fn sources_too_unequal_for_short_runs_are_said_to_be_so() {
    // One synthetic case cuts the real ones into two runs: 6 fit, 7 do not.
    assert!(Design::make(&request(6, 1)).is_ok());
    assert_eq!(
        Design::make(&request(7, 1)),
        Err(Error::RunsImpossible { n_real: 7, n_synthetic: 1, most: 3 })
    );
    // 30 to 10 can be done, but chance alone does not find it.
    assert_eq!(
        Design::make(&request(30, 10)),
        Err(Error::RunsNotMet { reader: "reader-01".to_owned(), attempts: MOST_ATTEMPTS, most: 3 })
    );
}

#[test]
fn names_that_would_blur_the_message_are_refused() {
    let mut request = request(2, 2);
    request.readers[1] = "reader\u{1f}02".to_owned();
    assert_eq!(Design::make(&request), Err(Error::Name { what: "reader" }));
    request.readers[1] = request.readers[0].clone();
    assert!(matches!(Design::make(&request), Err(Error::TwoOfOneName { .. })));
    request.readers.clear();
    assert_eq!(Design::make(&request), Err(Error::NoReader));
}

#[test]
fn a_share_that_varies_much_still_has_orders_with_short_runs() {
    for seed in 0..10 {
        let request = DesignRequest { seed: [seed; 32], vary_percent: 30, ..request(80, 80) };
        let design = Design::make(&request).unwrap();
        let balance = design.balance(&request.cases);
        assert_eq!(balance.blocks.len(), 8, "two readers, four blocks each");
        assert!(balance.blocks.iter().all(|block| block.longest_run <= 3));
        let real: BTreeSet<usize> =
            balance.blocks.iter().map(|block| block.of(Arm::Real)).collect();
        assert!(1 < real.len(), "the share does not vary: {real:?}");
    }
}

#[test]
fn each_group_has_cases_of_both_sources() {
    let mut request = request(3, 1);
    request.groups = 2;
    assert_eq!(Design::make(&request), Err(Error::AtMost { name: "groups", most: 1 }));
    request.groups = 1;
    request.cases[0].stratum = Some("a\u{1f}b".to_owned());
    assert_eq!(Design::make(&request), Err(Error::Name { what: "stratum" }));
}

/// A request for one task that shows something else than single cases.
fn of_task(show: Show, request: DesignRequest) -> DesignRequest {
    let mut request = request;
    request.stages[0].tasks[0].show = show;
    request
}

/// How often the synthetic case stands on the left, and on the right.
fn sides(request: &DesignRequest, read: &[Presentation]) -> [usize; 2] {
    let is_synthetic = |id: &String| {
        request.cases.iter().any(|case| case.case_id == *id && case.arm == Arm::Synthetic)
    };
    let left = read.iter().filter(|p| is_synthetic(&p.cases[0])).count();
    assert!(read.iter().all(|p| is_synthetic(&p.cases[0]) != is_synthetic(&p.cases[1])));
    [left, read.len() - left]
}

#[test]
fn the_synthetic_case_stands_on_the_left_half_the_times_of_each_generator() {
    let mut request = of_task(Show::Pair {}, request(40, 40));
    for (at, case) in request.cases.iter_mut().enumerate().filter(|(_, c)| c.arm == Arm::Synthetic)
    {
        case.generator = Some(format!("generator-{}", at % 2));
    }
    let design = Design::make(&request).unwrap();
    for reader in &request.readers {
        let read = design.of_reader(reader);
        assert_eq!(sides(&request, &read), [20, 20]);
        let cases: BTreeSet<&String> = read.iter().flat_map(|p| &p.cases).collect();
        assert_eq!(cases.len(), 80, "each case is in one pair");
        for generator in ["generator-0", "generator-1"] {
            let made = |id: &String| {
                let by = |case: &CaseSpec| case.generator.as_deref() == Some(generator);
                request.cases.iter().any(|case| case.case_id == *id && by(case))
            };
            let own: Vec<Presentation> =
                read.iter().filter(|p| p.cases.iter().any(made)).cloned().collect();
            assert_eq!(sides(&request, &own), [10, 10]);
        }
    }
}

#[test]
fn exchanging_the_truth_changes_no_side() {
    for show in [Show::Pair {}, Show::Abx {}, Show::Set { cases: 4 }] {
        let request = of_task(show, request(21, 21));
        let mut exchanged = request.clone();
        for case in &mut exchanged.cases {
            case.arm = if case.arm == Arm::Real { Arm::Synthetic } else { Arm::Real };
        }
        let (a, b) = (Design::make(&request).unwrap(), Design::make(&exchanged).unwrap());
        assert_eq!(a.presentations, b.presentations, "{show:?}");
    }
}

#[test]
fn x_is_a_as_often_as_b() {
    let request = of_task(Show::Abx {}, request(24, 24));
    let read = Design::make(&request).unwrap().of_reader("reader-01");
    let is_a = read.iter().filter(|p| p.cases[2] == p.cases[0]).count();
    assert_eq!((is_a, read.len()), (12, 24));
    assert!(read.iter().all(|p| p.cases[2] == p.cases[0] || p.cases[2] == p.cases[1]));
}

#[test]
fn rivals_are_of_two_generators_and_meet_equally_often() {
    let mut request = of_task(Show::Rivals {}, request(2, 36));
    for (at, case) in request.cases.iter_mut().enumerate().filter(|(_, c)| c.arm == Arm::Synthetic)
    {
        case.generator = Some(["a", "b", "c"][at % 3].to_owned());
    }
    let by: BTreeMap<String, String> = request
        .cases
        .iter()
        .filter_map(|case| Some((case.case_id.clone(), case.generator.clone()?)))
        .collect();
    let read = Design::make(&request).unwrap().of_reader("reader-01");
    let mut met: BTreeMap<BTreeSet<&String>, usize> = BTreeMap::new();
    for p in &read {
        *met.entry(p.cases.iter().map(|case| &by[case]).collect()).or_default() += 1;
    }
    assert_eq!(met.len(), 3);
    assert!(met.iter().all(|(two, n)| two.len() == 2 && *n == 6), "{met:?}");
}

#[test]
fn a_set_is_of_one_source() {
    let request = of_task(Show::Set { cases: 4 }, request(10, 9));
    let read = Design::make(&request).unwrap().of_reader("reader-01");
    // Two sets of four of ten, and two of four of nine.
    assert_eq!(read.len(), 4);
    for p in &read {
        let arm = |id: &String| request.cases.iter().find(|c| c.case_id == *id).unwrap().arm;
        let arms: BTreeSet<Arm> = p.cases.iter().map(arm).collect();
        assert_eq!((p.cases.len(), arms.len()), (4, 1));
    }
}

#[test]
fn a_pair_of_one_patient_is_refused() {
    let mut request = of_task(Show::Pair {}, request(2, 2));
    for at in [0, 2] {
        request.cases[at].pair = Some("p".to_owned());
        request.cases[at].subject = Some("patient 7".to_owned());
    }
    let (pair, subject) = ("p".to_owned(), "patient 7".to_owned());
    assert_eq!(Design::make(&request), Err(Error::SamePatient { pair, subject }));
}

#[test]
fn training_comes_first_and_is_not_read_again() {
    let mut request = request(6, 6);
    request.cases[0].role = Role::Training;
    request.cases[7].role = Role::Example;
    let design = Design::make(&request).unwrap();
    let read = design.of_reader("reader-02");
    let purposes: Vec<Purpose> = read.iter().map(|p| p.purpose).collect();
    assert_eq!(purposes[..2], [Purpose::Example, Purpose::Training]);
    assert!(purposes[2..].iter().all(|purpose| *purpose == Purpose::Counted));
    assert_eq!((read.len(), read[0].cases[0].as_str()), (12, "case-007"));
    let again = |case: &str| read.iter().filter(|p| p.cases[0] == case).count();
    assert_eq!((again("case-000"), again("case-007")), (1, 1));
}

#[test]
fn the_order_of_tasks_is_counterbalanced() {
    let mut request = request(6, 6);
    request.readers = (0..6).map(|at| format!("r{at}")).collect();
    let task = request.stages[0].tasks[0].clone();
    request.stages[0].tasks =
        ["a", "b", "c"].map(|id| TaskSpec { id: id.to_owned(), ..task.clone() }).to_vec();
    request.stages[0].counterbalanced = true;
    let design = Design::make(&request).unwrap();
    let mut orders = BTreeMap::new();
    for reader in &request.readers {
        let mut order: Vec<String> = design.of_reader(reader).into_iter().map(|p| p.task).collect();
        order.dedup();
        *orders.entry(order.concat()).or_insert(0) += 1;
    }
    // Three conditions need two squares: each of the six orders once among six readers.
    assert_eq!(orders.len(), 6);
}

#[test]
fn six_cases_of_each_side_can_always_be_repeated() {
    for seed in 0..200 {
        let few = DesignRequest { seed: [seed; 32], repeat_percent: 15, ..request(6, 6) };
        Design::make(&few).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    }
}

#[test]
fn what_cannot_be_repeated_far_enough_is_refused() {
    let few = DesignRequest { repeat_percent: 50, ..request(4, 4) };
    assert!(matches!(Design::make(&few), Err(Error::NoRepeats { distance: 10, .. })));
}

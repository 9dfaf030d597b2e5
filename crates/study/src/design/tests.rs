use super::*;
use crate::keyed_order;

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
    design.of_reader(reader).iter().map(|p| arm(&p.case_id)).collect()
}

#[test]
fn every_reader_reads_every_case_once_in_another_order() {
    let request = request(20, 20);
    let design = Design::make(&request).unwrap();
    let orders: Vec<Vec<String>> = request
        .readers
        .iter()
        .map(|reader| design.of_reader(reader).into_iter().map(|p| p.case_id).collect())
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
    let first = request(20, 20);
    let second = DesignRequest { round: 2, ..first.clone() };
    let (first, second) = (Design::make(&first).unwrap(), Design::make(&second).unwrap());
    let cases = |design: &Design| -> Vec<String> {
        design.presentations.iter().map(|p| p.case_id.clone()).collect()
    };
    assert_ne!(cases(&first), cases(&second));
    let ids: BTreeSet<&String> = first.presentations.iter().map(|p| &p.presentation_id).collect();
    assert!(second.presentations.iter().all(|p| !ids.contains(&p.presentation_id)));
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
            let context = format!("round-1/block-1/attempt-{attempt}");
            keyed_order(&request.seed, reader, &context, &ids)
        };
        let order: Vec<String> = read.into_iter().map(|p| p.case_id).collect();
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

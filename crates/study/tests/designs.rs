//! Ten thousand designs: what is promised of each always holds, or the design is refused.

use std::collections::{BTreeMap, BTreeSet};

use samples::Arm;
use study::{CaseSpec, Design, DesignRequest, Error, Presentation};

const DESIGNS: u64 = 10_000;

/// Draws whole numbers (`SplitMix64`).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `least` to `most`.
    fn within(&mut self, least: usize, most: usize) -> usize {
        least + usize::try_from(self.next() % (most - least + 1) as u64).expect("it is small")
    }
}

fn request(draw: &mut Draw) -> DesignRequest {
    let n_real = draw.within(4, 24);
    let n_synthetic = draw.within(n_real * 3 / 4, n_real * 5 / 4);
    let strata = draw.within(0, 3);
    let pairs = draw.within(0, n_real.min(n_synthetic) / 2) * draw.within(0, 1);
    let mut cases = Vec::new();
    for (arm, n) in [(Arm::Real, n_real), (Arm::Synthetic, n_synthetic)] {
        for at in 0..n {
            let stratum = (0 < strata).then(|| format!("stratum-{}", draw.within(1, strata)));
            let pair = (at < pairs).then(|| format!("pair-{at}"));
            cases.push(CaseSpec { stratum, pair, ..CaseSpec::new(format!("{arm}-{at}"), arm) });
        }
    }
    let readers = draw.within(1, 3);
    let mut seed = [0; 32];
    for part in seed.chunks_exact_mut(8) {
        part.copy_from_slice(&draw.next().to_le_bytes());
    }
    DesignRequest {
        most_in_a_row: draw.within(3, 5),
        most_in_a_block: draw.within(6, 18),
        groups: draw.within(1, readers.min(n_real).min(n_synthetic)),
        vary_percent: u32::try_from(10 * draw.within(0, 2)).expect("it is small"),
        round: u32::try_from(draw.within(1, 2)).expect("it is small"),
        ..DesignRequest::new(seed, (1..=readers).map(|at| format!("R{at}")).collect(), cases)
    }
}

#[test]
fn what_is_promised_holds_or_the_design_is_refused() {
    let mut draw = Draw(20_261_129);
    let mut refused = 0;
    for number in 0..DESIGNS {
        let request = request(&mut draw);
        let design = match Design::make(&request) {
            Ok(design) => design,
            Err(
                Error::RunsImpossible { .. }
                | Error::RunsNotMet { .. }
                | Error::PairsNotApart { .. },
            ) => {
                refused += 1;
                continue;
            }
            Err(error) => panic!("{number}: {error}"),
        };
        let groups: BTreeSet<BTreeSet<String>> = request
            .readers
            .iter()
            .map(|reader| {
                let read = design.of_reader(reader);
                of_reader(&request, &read);
                read.into_iter().map(|p| p.case_id).collect()
            })
            .collect();
        let all: BTreeSet<&String> = groups.iter().flatten().collect();
        assert_eq!(groups.len(), request.groups, "{number}: each group has its own cases");
        assert_eq!(groups.iter().map(BTreeSet::len).sum::<usize>(), request.cases.len());
        assert_eq!(all.len(), request.cases.len());
        if number % 10 == 0 {
            exchanged(&request, &design);
        }
    }
    assert!(refused < DESIGNS / 10, "{refused} were refused");
}

/// Looks through what one reader reads.
fn of_reader(request: &DesignRequest, read: &[Presentation]) {
    let by_id: BTreeMap<&str, &CaseSpec> =
        request.cases.iter().map(|case| (case.case_id.as_str(), case)).collect();
    let cases: Vec<&CaseSpec> = read.iter().map(|p| by_id[p.case_id.as_str()]).collect();
    let once: BTreeSet<&str> = cases.iter().map(|case| case.case_id.as_str()).collect();
    assert_eq!(once.len(), cases.len(), "a case is read twice");
    assert!((1..).zip(read).all(|(at, p)| p.position == at), "positions count on");

    let (mut run, mut last) = (0, None);
    for case in &cases {
        run = if last == Some(case.arm) { run + 1 } else { 1 };
        last = Some(case.arm);
        assert!(run <= request.most_in_a_row, "a run of {run}");
    }

    let blocks: Vec<Vec<&CaseSpec>> = read
        .chunk_by(|a, b| a.block == b.block)
        .map(|block| block.iter().map(|p| by_id[p.case_id.as_str()]).collect())
        .collect();
    let spread = |counts: Vec<usize>| {
        counts.iter().max().expect("a block") - counts.iter().min().expect("a block")
    };
    let size = blocks[0].len();
    assert!(spread(blocks.iter().map(Vec::len).collect()) <= 1, "blocks of one size");
    assert!(blocks.iter().all(|block| block.len() <= request.most_in_a_block));
    let counts = |fits: &dyn Fn(&CaseSpec) -> bool| -> Vec<usize> {
        blocks.iter().map(|block| block.iter().filter(|case| fits(case)).count()).collect()
    };
    let may_vary = 2 * ((size + 1) * request.vary_percent as usize / 100);
    assert!(spread(counts(&|case| case.arm == Arm::Real)) <= 1 + may_vary, "sources are even");
    let has_pairs = cases.iter().any(|case| case.pair.is_some());
    if request.vary_percent == 0 && !has_pairs {
        let cells: BTreeSet<(Arm, &Option<String>)> =
            cases.iter().map(|case| (case.arm, &case.stratum)).collect();
        for (arm, stratum) in cells {
            let of = counts(&|case| case.arm == arm && case.stratum == *stratum);
            assert!(spread(of) <= 1, "{arm} of {stratum:?} is even");
        }
    }
    for block in &blocks {
        let pairs: Vec<&String> = block.iter().filter_map(|case| case.pair.as_ref()).collect();
        let once: BTreeSet<&&String> = pairs.iter().collect();
        assert_eq!(once.len(), pairs.len(), "both members of a pair in one block");
    }
}

/// The other way round, readers get the same.
fn exchanged(request: &DesignRequest, design: &Design) {
    let mut other = request.clone();
    for case in &mut other.cases {
        case.arm = if case.arm == Arm::Real { Arm::Synthetic } else { Arm::Real };
    }
    let other = Design::make(&other).expect("the other one could be made");
    assert_eq!(other.presentations, design.presentations);
    assert_eq!(other.hash, design.hash);
    assert_ne!(other.truth_commitment, design.truth_commitment);
}

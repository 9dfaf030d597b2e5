//! Ten thousand designs: what is promised of each always holds, or the design is refused.

use std::collections::{BTreeMap, BTreeSet};

use samples::Arm;
use study::protocol::Show;
use study::{CaseSpec, Design, DesignRequest, Error, Presentation, StageSpec, TaskSpec};

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
    let most_in_a_block = draw.within(6, 18);
    let task = |id: &str, show| TaskSpec { id: id.to_owned(), show, most_in_a_block };
    let mut tasks = vec![task("one", Show::Single {})];
    match draw.within(0, 3) {
        0 => tasks.push(task("two", Show::Pair {})),
        1 => tasks.push(task("two", Show::Abx {})),
        _ => {}
    }
    let counterbalanced = draw.within(0, 1) == 1;
    let stage = StageSpec { id: "A".to_owned(), tasks, counterbalanced, introduced: true };
    DesignRequest {
        most_in_a_row: draw.within(3, 5),
        stages: vec![stage],
        repeat_percent: if draw.within(0, 2) == 0 { 15 } else { 0 },
        groups: draw.within(1, readers.min(n_real).min(n_synthetic)),
        vary_percent: u32::try_from(10 * draw.within(0, 2)).expect("it is small"),
        rounds: u32::try_from(draw.within(1, 2)).expect("it is small"),
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
                | Error::PairsNotApart { .. }
                | Error::NoRepeats { .. }
                | Error::TooFewFor { .. },
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
                for round in 1..=request.rounds {
                    let of: Vec<&Presentation> = read.iter().filter(|p| p.round == round).collect();
                    assert!((1..).zip(&of).all(|(at, p)| p.position == at), "positions count on");
                    let task = |id: &str| -> Vec<Presentation> {
                        of.iter().filter(|p| p.task == id).map(|p| (*p).clone()).collect()
                    };
                    one_by_one(&request, &task("one"));
                    side_by_side(&request, &task("two"));
                }
                read.into_iter().flat_map(|p| p.cases).collect()
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
    assert!(refused < DESIGNS / 6, "{refused} were refused");
}

/// Looks that repeats are far from the first reading and apart from it in nothing else.
fn repeats(request: &DesignRequest, read: &[Presentation]) {
    let n_first = read.iter().filter(|p| p.repeat_of.is_none()).count();
    let asked = (n_first * request.repeat_percent as usize + 50) / 100;
    assert_eq!(read.len() - n_first, asked, "as many repeats as asked for");
    for again in read.iter().filter(|p| p.repeat_of.is_some()) {
        let first = read
            .iter()
            .find(|p| Some(&p.presentation_id) == again.repeat_of.as_ref())
            .expect("it repeats one of the task");
        assert_eq!(first.cases, again.cases);
        let apart = again.position.checked_sub(first.position).expect("it comes later") as usize;
        assert!(10.max(n_first.div_ceil(4)) <= apart, "a repeat after {apart} of {n_first}");
    }
}

/// Looks through what one reader reads singly.
fn one_by_one(request: &DesignRequest, read: &[Presentation]) {
    let by_id: BTreeMap<&str, &CaseSpec> =
        request.cases.iter().map(|case| (case.case_id.as_str(), case)).collect();
    repeats(request, read);
    let once: BTreeSet<&str> =
        read.iter().filter(|p| p.repeat_of.is_none()).map(Presentation::first_case).collect();
    let n_first = read.iter().filter(|p| p.repeat_of.is_none()).count();
    assert_eq!(once.len(), n_first, "a case is read twice");

    let (mut run, mut last) = (0, None);
    for case in read.iter().map(|p| by_id[p.first_case()]) {
        run = if last == Some(case.arm) { run + 1 } else { 1 };
        last = Some(case.arm);
        assert!(run <= request.most_in_a_row, "a run of {run}");
    }
    let most_in_a_block = request.stages[0].tasks[0].most_in_a_block;
    for block in read.chunk_by(|a, b| a.block == b.block) {
        assert!(block.len() <= most_in_a_block, "a block of {}", block.len());
        let pairs: Vec<&String> =
            block.iter().filter_map(|p| by_id[p.first_case()].pair.as_ref()).collect();
        let once: BTreeSet<&&String> = pairs.iter().collect();
        let again = block.iter().filter(|p| p.repeat_of.is_some()).count();
        assert!(pairs.len() <= once.len() + again, "both members of a pair in one block");
        let both = pairs.iter().any(|pair| {
            let of: BTreeSet<&str> = block
                .iter()
                .map(Presentation::first_case)
                .filter(|case| by_id[case].pair.as_ref() == Some(*pair))
                .collect();
            1 < of.len()
        });
        assert!(!both, "both members of a pair in one block");
    }
    let first: Vec<Presentation> = read.iter().filter(|p| p.repeat_of.is_none()).cloned().collect();
    even(request, &first);
}

/// Looks that the synthetic case stands on either side equally often, without long runs.
fn side_by_side(request: &DesignRequest, read: &[Presentation]) {
    let is_synthetic: BTreeSet<&str> = request
        .cases
        .iter()
        .filter(|case| case.arm == Arm::Synthetic)
        .map(|case| case.case_id.as_str())
        .collect();
    let left: Vec<bool> = read.iter().map(|p| is_synthetic.contains(p.first_case())).collect();
    let n_left = left.iter().filter(|is| **is).count();
    assert!(n_left.abs_diff(left.len() - n_left) <= 1, "{n_left} of {}", left.len());
    for p in read {
        assert_ne!(
            is_synthetic.contains(p.cases[0].as_str()),
            is_synthetic.contains(p.cases[1].as_str())
        );
    }
    let answer: Vec<bool> = match request.stages[0].tasks.get(1).map(|task| task.show) {
        Some(Show::Abx {}) => read.iter().map(|p| p.cases[2] == p.cases[0]).collect(),
        _ => left,
    };
    let longest = answer.chunk_by(|a, b| a == b).map(<[bool]>::len).max().unwrap_or(0);
    assert!(longest <= request.most_in_a_row, "a run of {longest}");
}

/// Looks that blocks of first readings are even.
fn even(request: &DesignRequest, read: &[Presentation]) {
    let by_id: BTreeMap<&str, &CaseSpec> =
        request.cases.iter().map(|case| (case.case_id.as_str(), case)).collect();
    let cases: Vec<&CaseSpec> = read.iter().map(|p| by_id[p.first_case()]).collect();
    let blocks: Vec<Vec<&CaseSpec>> = read
        .chunk_by(|a, b| a.block == b.block)
        .map(|block| block.iter().map(|p| by_id[p.first_case()]).collect())
        .collect();
    let spread = |counts: Vec<usize>| {
        counts.iter().max().expect("a block") - counts.iter().min().expect("a block")
    };
    let size = blocks[0].len();
    assert!(spread(blocks.iter().map(Vec::len).collect()) <= 1, "blocks of one size");
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

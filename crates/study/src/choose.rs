//! Which samples become the cases of a study.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use samples::Arm;

use crate::keyed::{is_name, mac};
use crate::{Error, Result};

/// A sample that could become a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Names it among all candidates, the same on every machine.
    pub ordinal_key: String,
    /// Where it comes from.
    pub arm: Arm,
    /// The patient, when known.
    pub subject: Option<String>,
    /// What made it, when something did and it is known.
    pub generator: Option<String>,
}

/// Returns the indices of `n_real` and `n_synthetic` candidates, chosen by the seed.
///
/// Within an arm the generators take turns, so that their shares differ by one
/// at most while all of them last. Each turn takes the candidate whose subject
/// was chosen least often so far; a candidate without a subject stands alone.
///
/// # Value
///
/// Both arms, mixed in an order that only the seed knows: cases may be
/// numbered in it.
///
/// # Errors
///
/// [`Error::TooFew`], [`Error::Name`], [`Error::TwoOfOneName`].
pub fn choose_cases(
    candidates: &[Candidate],
    n_real: usize,
    n_synthetic: usize,
    seed: &[u8; 32],
) -> Result<Vec<usize>> {
    let mut names = BTreeSet::new();
    for candidate in candidates {
        if !is_name(&candidate.ordinal_key) {
            return Err(Error::Name { what: "candidate" });
        }
        if !names.insert(candidate.ordinal_key.as_str()) {
            return Err(Error::TwoOfOneName {
                what: "candidate",
                name: candidate.ordinal_key.clone(),
            });
        }
    }

    let mut uses = BTreeMap::new();
    let mut chosen = choose_arm(candidates, Arm::Real, n_real, seed, &mut uses)?;
    chosen.extend(choose_arm(candidates, Arm::Synthetic, n_synthetic, seed, &mut uses)?);
    chosen.sort_by_key(|&at| mac(seed, &["choose", "mix", &candidates[at].ordinal_key]));
    Ok(chosen)
}

/// Chooses within one arm; `uses` counts how often each subject was chosen.
fn choose_arm<'a>(
    candidates: &'a [Candidate],
    arm: Arm,
    asked: usize,
    seed: &[u8; 32],
    uses: &mut BTreeMap<&'a str, usize>,
) -> Result<Vec<usize>> {
    let mut there: Vec<usize> =
        (0..candidates.len()).filter(|&at| candidates[at].arm == arm).collect();
    if there.len() < asked {
        return Err(Error::TooFew { arm, there_are: there.len(), asked });
    }
    there.sort_by_key(|&at| mac(seed, &["choose", "case", &candidates[at].ordinal_key]));

    let mut by_generator: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in &there {
        let generator = candidates[at].generator.as_deref().unwrap_or_default();
        by_generator.entry(generator).or_default().push(at);
    }
    // The generator that gets one more than the others is up to the seed, not to the alphabet.
    let mut turns: Vec<(&str, Vec<usize>)> = by_generator.into_iter().collect();
    turns.sort_by_key(|(generator, _)| mac(seed, &["choose", "generator", generator]));
    let mut turns: VecDeque<Vec<usize>> = turns.into_iter().map(|(_, left)| left).collect();

    let mut chosen = Vec::with_capacity(asked);
    while chosen.len() < asked {
        let Some(mut left) = turns.pop_front() else { break };
        let times_used = |&at: &usize| {
            let subject = candidates[at].subject.as_deref();
            subject.map_or(0, |subject| uses.get(subject).copied().unwrap_or(0))
        };
        // The first of the least used, and `left` stands in keyed order.
        let Some((place, _)) = left.iter().enumerate().min_by_key(|(_, at)| times_used(at)) else {
            continue;
        };
        let at = left.remove(place);
        if let Some(subject) = candidates[at].subject.as_deref() {
            *uses.entry(subject).or_default() += 1;
        }
        chosen.push(at);
        turns.push_back(left);
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(key: &str, arm: Arm, subject: Option<&str>, generator: Option<&str>) -> Candidate {
        Candidate {
            ordinal_key: key.to_owned(),
            arm,
            subject: subject.map(str::to_owned),
            generator: generator.map(str::to_owned),
        }
    }

    fn many(n: usize, arm: Arm, subjects: usize, generators: usize) -> Vec<Candidate> {
        (0..n)
            .map(|i| {
                let subject = format!("{arm}-subject-{}", i % subjects);
                let generator = format!("generator-{}", i % generators);
                candidate(&format!("{arm}-{i}"), arm, Some(&subject), Some(&generator))
            })
            .collect()
    }

    #[test]
    fn too_few_says_how_many_there_are() {
        let there = many(2, Arm::Real, 2, 1);
        assert_eq!(
            choose_cases(&there, 3, 0, &[0; 32]),
            Err(Error::TooFew { arm: Arm::Real, there_are: 2, asked: 3 })
        );
    }

    #[test]
    fn as_many_subjects_as_can_be_are_chosen() {
        // 40 samples of 10 subjects: ten cases can all be of different ones.
        let there = many(40, Arm::Real, 10, 1);
        let chosen = choose_cases(&there, 10, 0, &[3; 32]).unwrap();
        let subjects: BTreeSet<_> = chosen.iter().map(|&at| there[at].subject.clone()).collect();
        assert_eq!(subjects.len(), 10);
    }

    #[test]
    fn every_generator_gets_its_share() {
        // 8 of 3 generators: 3, 3 and 2.
        let there = many(60, Arm::Synthetic, 60, 3);
        let chosen = choose_cases(&there, 0, 8, &[3; 32]).unwrap();
        let mut shares: BTreeMap<_, usize> = BTreeMap::new();
        for at in chosen {
            *shares.entry(there[at].generator.clone()).or_default() += 1;
        }
        let mut shares: Vec<usize> = shares.into_values().collect();
        shares.sort_unstable();
        assert_eq!(shares, [2, 3, 3]);
    }

    #[test]
    fn a_generator_that_runs_out_leaves_its_share_to_the_others() {
        let mut there = many(9, Arm::Synthetic, 9, 1);
        there.push(candidate("rare", Arm::Synthetic, None, Some("rare")));
        let chosen = choose_cases(&there, 0, 6, &[9; 32]).unwrap();
        assert_eq!(chosen.len(), 6);
        assert!(chosen.contains(&9), "the rare generator's only sample has its turn");
    }

    #[test]
    fn the_choice_belongs_to_the_seed_and_not_to_the_order_given() {
        let there = many(30, Arm::Real, 30, 1);
        let mut turned = there.clone();
        turned.reverse();
        let keys = |from: &[Candidate], seed: [u8; 32]| -> Vec<String> {
            let chosen = choose_cases(from, 5, 0, &seed).unwrap();
            chosen.into_iter().map(|at| from[at].ordinal_key.clone()).collect()
        };
        assert_eq!(keys(&there, [1; 32]), keys(&turned, [1; 32]));
        assert_ne!(keys(&there, [1; 32]), keys(&there, [2; 32]));
    }

    #[test]
    fn two_candidates_of_one_key_are_refused() {
        let there =
            [candidate("a", Arm::Real, None, None), candidate("a", Arm::Synthetic, None, None)];
        assert!(matches!(choose_cases(&there, 1, 1, &[0; 32]), Err(Error::TwoOfOneName { .. })));
    }
}

//! Whether anything but their content tells real and synthetic cases apart.
//!
//! Each attribute of the cases, such as a width, a bit depth or a number of decimals, is a classifier: its
//! area under the curve says how well it alone tells the sources apart. Many attributes are looked
//! at, so that the best of them is compared with the best that chance would find: labels are
//! exchanged at random, and the largest area of all attributes is taken each time.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use samples::Arm;

use crate::{Error, Result};

/// The level at which an audit fails.
pub const LEVEL: f64 = 0.05;
/// How often labels are exchanged.
pub const EXCHANGES: usize = 1999;
/// Areas closer than this are equal.
const SAME: f64 = 1e-12;

/// What an attribute belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// How a case is wrapped: it must not tell, and fails the audit when it does.
    Container,
    /// What readers are asked to judge: it only warns, since mending it would erase that.
    Content,
}

/// An attribute of all cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its name, e.g. `width`.
    pub name: String,
    /// What it belongs to.
    pub channel: Channel,
    /// Its value for each case, in their order.
    pub values: Values,
}

/// The values of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Numbers; a case without one is apart from all others.
    Numbers(Vec<Option<f64>>),
    /// Words, such as a compression: each of them is looked at.
    Words(Vec<String>),
}

/// How well an attribute tells the sources apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Leak {
    /// Its name.
    pub name: String,
    /// What it belongs to.
    pub channel: Channel,
    /// The area under its curve, whichever way it points: 0.5 tells nothing, 1 tells all.
    pub auc: f64,
    /// The word that tells most, of words.
    pub word: Option<String>,
    /// How likely chance alone finds an area as large with the best of all attributes of its channel.
    pub p: f64,
}

/// What an audit finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// All attributes, container first, those that tell most first.
    pub leaks: Vec<Leak>,
    /// What follows from it.
    pub verdict: Verdict,
    /// The smallest area of a container's attribute that so many cases would have caught; nothing
    /// when even a perfect one would not have been, or no such attribute varies.
    pub smallest_caught: Option<f64>,
}

/// What follows from an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing tells more than chance would.
    Pass,
    /// Only content tells.
    Warn,
    /// A container tells: the study cannot be locked.
    Fail,
}

/// Looks at all attributes of cases whose sources are `arms`.
///
/// # Input
///
/// Attributes with as many values as there are cases.
///
/// # Value
///
/// The same for the same seed. Exchanging the sources changes nothing.
///
/// # Errors
///
/// [`Error::NoCase`] unless there is one of each source; [`Error::Values`] when an attribute has
/// fewer or more values than there are cases.
///
/// # Source
///
/// P. H. Westfall and S. S. Young, "Resampling-Based Multiple Testing", Wiley, 1993: the permutation
/// distribution of the maximum; J. A. Hanley and B. J. `McNeil`, Radiology 143, 1982, for the area.
pub fn audit(arms: &[Arm], attributes: &[Attribute], seed: u64) -> Result<Audit> {
    let n_synthetic = arms.iter().filter(|&&arm| arm == Arm::Synthetic).count();
    if n_synthetic == 0 || n_synthetic == arms.len() {
        return Err(Error::NoCase);
    }
    let mut ranked = Vec::new();
    for attribute in attributes {
        let (values, cases) = (attribute.values.len(), arms.len());
        if values != cases {
            return Err(Error::Values { name: attribute.name.clone(), values, cases });
        }
        ranked.push(Ranked::of(attribute));
    }
    let is_synthetic: Vec<bool> = arms.iter().map(|&arm| arm == Arm::Synthetic).collect();
    let found = ranked.iter().map(|ranked| ranked.best(&is_synthetic));
    let largest = |channel: Channel, labels: &[bool]| -> f64 {
        let of = ranked.iter().filter(|ranked| ranked.channel == channel);
        of.map(|ranked| ranked.best(labels).0).fold(0.5, f64::max)
    };
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    // As many labels as the rarer source has, whichever it is: both are treated alike.
    let fewer = n_synthetic.min(arms.len() - n_synthetic);
    let mut labels: Vec<bool> = (0..arms.len()).map(|at| at < fewer).collect();
    let mut by_chance = [Vec::new(), Vec::new()];
    for _ in 0..EXCHANGES {
        labels.shuffle(&mut chance);
        for (all, channel) in by_chance.iter_mut().zip([Channel::Container, Channel::Content]) {
            all.push(largest(channel, &labels));
        }
    }
    for all in &mut by_chance {
        all.sort_by(f64::total_cmp);
    }
    let p_of = |channel: Channel, auc: f64| {
        let all = &by_chance[usize::from(channel == Channel::Content)];
        let below = all.partition_point(|&by_chance| by_chance < auc - SAME);
        (1 + all.len() - below) as f64 / (1 + all.len()) as f64
    };
    let mut leaks: Vec<Leak> = attributes
        .iter()
        .zip(found)
        .map(|(Attribute { name, channel, .. }, (auc, word))| {
            let p = p_of(*channel, auc);
            Leak { name: name.clone(), channel: *channel, auc, word: word.cloned(), p }
        })
        .collect();
    leaks.sort_by(|a, b| {
        a.channel.cmp(&b.channel).then(b.auc.total_cmp(&a.auc)).then_with(|| a.name.cmp(&b.name))
    });
    let tells =
        |channel: Channel| leaks.iter().any(|leak| leak.channel == channel && leak.p < LEVEL);
    let verdict = if tells(Channel::Container) {
        Verdict::Fail
    } else if tells(Channel::Content) {
        Verdict::Warn
    } else {
        Verdict::Pass
    };
    let varies = by_chance[0].last().is_some_and(|&most| 0.5 + SAME < most);
    // The smallest that fewer than 5 % of the exchanges reach.
    let caught = by_chance[0]
        .iter()
        .copied()
        .chain([1.0])
        .map(|auc| auc + 2.0 * SAME)
        .find(|&auc| p_of(Channel::Container, auc) < LEVEL);
    let smallest_caught = caught
        .map(|auc| auc.min(1.0))
        .filter(|&auc| varies && p_of(Channel::Container, auc) < LEVEL);
    Ok(Audit { leaks, verdict, smallest_caught })
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Values::Numbers(numbers) => numbers.len(),
            Values::Words(words) => words.len(),
        }
    }
}

/// An attribute, ready to be compared with any labels.
struct Ranked {
    channel: Channel,
    ways: Vec<Way>,
}

/// A way to look at an attribute.
enum Way {
    /// By the rank of each case.
    Ranks(Vec<f64>),
    /// By which cases have a word.
    Word(String, Vec<usize>),
}

impl Ranked {
    fn of(attribute: &Attribute) -> Self {
        let ways = match &attribute.values {
            Values::Numbers(numbers) => {
                // Those that are missing rank last; -0 is 0.
                let value = |number: &Option<f64>| number.map_or(f64::NAN, |number| number + 0.0);
                let mut ways =
                    vec![Way::Ranks(ranks(&numbers.iter().map(value).collect::<Vec<_>>()))];
                if numbers.iter().any(Option::is_none) {
                    // Whether it is missing may tell by itself.
                    let missing = numbers.iter().map(|n| f64::from(u8::from(n.is_none())));
                    ways.push(Way::Ranks(ranks(&missing.collect::<Vec<_>>())));
                }
                ways
            }
            Values::Words(words) => {
                let mut cases: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
                for (at, word) in words.iter().enumerate() {
                    cases.entry(word).or_default().push(at);
                }
                cases.into_iter().map(|(word, cases)| Way::Word(word.clone(), cases)).collect()
            }
        };
        Ranked { channel: attribute.channel, ways }
    }

    /// Returns the largest area of all ways to look at it, and the word of that way.
    fn best(&self, is_synthetic: &[bool]) -> (f64, Option<&String>) {
        let mut best = (0.5, None);
        for way in &self.ways {
            let (auc, word) = match way {
                Way::Ranks(ranks) => (area(ranks, is_synthetic), None),
                Way::Word(word, cases) => (area_of(cases, is_synthetic), Some(word)),
            };
            if best.0 + SAME < auc {
                best = (auc, word);
            }
        }
        best
    }
}

/// Returns how many labels there are of the one kind, and of the other.
fn sizes(is_synthetic: &[bool]) -> (f64, f64) {
    let n = is_synthetic.iter().filter(|is| **is).count();
    (n as f64, (is_synthetic.len() - n) as f64)
}

/// Returns the area under the curve, from one half to 1, by the sum of ranks.
fn area(ranks: &[f64], is_synthetic: &[bool]) -> f64 {
    let of_synthetic = ranks.iter().zip(is_synthetic).filter(|(_, is)| **is);
    let sum: f64 = of_synthetic.map(|(rank, _)| rank).sum();
    let (n, rest) = sizes(is_synthetic);
    let larger = sum - n * (n + 1.0) / 2.0;
    larger.max(n * rest - larger) / (n * rest)
}

/// Returns the area under the curve of having a word, from one half to 1.
fn area_of(cases: &[usize], is_synthetic: &[bool]) -> f64 {
    let (n, rest) = sizes(is_synthetic);
    let with = cases.iter().filter(|&&at| is_synthetic[at]).count() as f64;
    let without = cases.len() as f64 - with;
    0.5 + 0.5 * (with * rest - without * n).abs() / (n * rest)
}

/// Returns the rank of each value from 1; equal values share the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    for equal in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let mean = first as f64 + f64::midpoint(equal.len() as f64, 1.0);
        for &at in equal {
            ranks[at] = mean;
        }
        first += equal.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arms(n_real: usize, n_synthetic: usize) -> Vec<Arm> {
        [vec![Arm::Real; n_real], vec![Arm::Synthetic; n_synthetic]].concat()
    }

    fn numbers(name: &str, channel: Channel, values: &[f64]) -> Attribute {
        let values = Values::Numbers(values.iter().copied().map(Some).collect());
        Attribute { name: name.to_owned(), channel, values }
    }

    #[test]
    fn areas_are_counted_by_hand() {
        // Synthetic 2 and 3 against real 1 and 2: of four pairs three are larger and one is equal.
        let values = ranks(&[1.0, 2.0, 2.0, 3.0]);
        assert_eq!(values, [1.0, 2.5, 2.5, 4.0]);
        let auc = area(&values, &[false, false, true, true]);
        assert!((auc - 3.5 / 4.0).abs() < 1e-12);
        // The other way round it points down, and tells as much.
        assert!((area(&values, &[true, true, false, false]) - 3.5 / 4.0).abs() < 1e-12);
    }

    #[test]
    fn what_tells_all_fails_and_what_is_constant_tells_nothing() {
        let width: Vec<f64> = (0..80).map(|at| if at < 40 { 512.0 } else { 500.0 }).collect();
        let found = audit(
            &arms(40, 40),
            &[
                numbers("depth", Channel::Container, &[8.0; 80]),
                numbers("width", Channel::Container, &width),
            ],
            1,
        )
        .unwrap();
        assert_eq!(found.verdict, Verdict::Fail);
        assert_eq!((found.leaks[0].name.as_str(), found.leaks[0].auc), ("width", 1.0));
        assert!((found.leaks[0].p - 1.0 / 2000.0).abs() < 1e-12, "no exchange does as well");
        assert_eq!((found.leaks[1].auc, found.leaks[1].p), (0.5, 1.0));
    }

    #[test]
    fn content_warns_and_does_not_fail() {
        let mean: Vec<f64> = (0..80).map(f64::from).collect();
        let found = audit(&arms(40, 40), &[numbers("mean", Channel::Content, &mean)], 1).unwrap();
        assert_eq!(found.verdict, Verdict::Warn);
    }

    #[test]
    fn words_tell_by_the_one_that_tells_most_and_so_does_what_is_missing() {
        let words = |at: usize| if at < 40 { "png" } else { ["png", "jpeg"][at % 2] }.to_owned();
        let values = Values::Words((0..80).map(words).collect());
        let compression =
            Attribute { name: "compression".to_owned(), channel: Channel::Container, values };
        let values = Values::Numbers((0..80).map(|at| (at < 60).then_some(1.0)).collect());
        let spacing = Attribute { name: "spacing".to_owned(), channel: Channel::Container, values };
        let found = audit(&arms(40, 40), &[compression, spacing], 1).unwrap();
        // Half of the synthetic ones are JPEG, and no real one: 0.5 + 0.5 / 2. Missing likewise.
        for leak in &found.leaks {
            assert!((leak.auc - 0.75).abs() < 1e-12, "{leak:?}");
        }
        assert_eq!(found.leaks[0].word.as_deref(), Some("jpeg"));
        assert_eq!(found.verdict, Verdict::Fail);
    }

    #[test]
    fn few_cases_can_prove_nothing_and_say_so() {
        // 3 against 3: of 20 labellings two tell all, which is a tenth.
        let width = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let found = audit(&arms(3, 3), &[numbers("width", Channel::Container, &width)], 1).unwrap();
        assert!((found.leaks[0].p - 0.1).abs() < 0.03, "{}", found.leaks[0].p);
        assert_eq!((found.verdict, found.smallest_caught), (Verdict::Pass, None));
    }

    #[test]
    fn the_smallest_that_is_caught_is_where_the_verdict_turns() {
        let arms = arms(20, 20);
        // One attribute whose area falls from 1 as more cases are exchanged.
        let of = |exchanged: usize| {
            let mut values: Vec<f64> = (0..40).map(f64::from).collect();
            for at in 0..exchanged {
                values.swap(at, 39 - at);
            }
            audit(&arms, &[numbers("x", Channel::Container, &values)], 5).unwrap()
        };
        let all: Vec<Audit> = (0..=10).map(of).collect();
        for found in &all {
            let smallest = found.smallest_caught.unwrap();
            let is_caught = smallest <= found.leaks[0].auc + 1e-9;
            assert_eq!(found.verdict == Verdict::Fail, is_caught, "{found:?}");
        }
        assert!(all.iter().any(|found| found.verdict == Verdict::Pass));
    }

    #[test]
    fn what_does_not_vary_catches_nothing_and_minus_zero_is_zero() {
        let zeros: Vec<f64> = (0..40).map(|at| if at < 20 { 0.0 } else { -0.0 }).collect();
        for attributes in [Vec::new(), vec![numbers("x", Channel::Container, &zeros)]] {
            let found = audit(&arms(20, 20), &attributes, 1).unwrap();
            assert_eq!((found.verdict, found.smallest_caught), (Verdict::Pass, None));
        }
    }

    #[test]
    fn exchanging_the_sources_changes_nothing() {
        let values: Vec<f64> = (0..40).map(|at| f64::from(at * at % 17)).collect();
        let attributes = [numbers("x", Channel::Container, &values)];
        let sources = arms(22, 18);
        let turned: Vec<Arm> = sources
            .iter()
            .map(|&arm| if arm == Arm::Real { Arm::Synthetic } else { Arm::Real })
            .collect();
        assert_eq!(audit(&sources, &attributes, 7), audit(&turned, &attributes, 7));
    }

    #[test]
    fn clean_studies_fail_as_rarely_as_the_level_says() {
        const STUDIES: u64 = 200;
        let mut chance = ChaCha8Rng::seed_from_u64(11);
        let mut failed = 0;
        for study in 0..STUDIES {
            let mut attributes = Vec::new();
            for at in 0..6 {
                let mut values: Vec<f64> = (0..80).map(|case| f64::from(case % (2 + at))).collect();
                values.shuffle(&mut chance);
                attributes.push(numbers(&at.to_string(), Channel::Container, &values));
            }
            let found = audit(&arms(40, 40), &attributes, study).unwrap();
            failed += u32::from(found.verdict == Verdict::Fail);
        }
        // 10 are expected; 18 or more would be one time in a hundred.
        assert!(failed < 18, "{failed} of {STUDIES} clean studies failed");
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        assert_eq!(audit(&arms(3, 0), &[], 1), Err(Error::NoCase));
        let short = numbers("x", Channel::Container, &[1.0]);
        let values = Error::Values { name: "x".to_owned(), values: 1, cases: 2 };
        assert_eq!(audit(&arms(1, 1), &[short], 1), Err(values));
    }
}

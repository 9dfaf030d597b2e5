//! How well an attribute tells any two groups apart: areas under curves.

use std::collections::BTreeMap;

use super::{Attribute, Channel, Values};

/// Areas closer than this are equal.
pub(super) const SAME: f64 = 1e-12;

/// An attribute, ready to be compared with any labels.
pub(super) struct Ranked {
    pub(super) channel: Channel,
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
    pub(super) fn of(attribute: &Attribute) -> Self {
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

    /// An attribute in which no two of `n` cases are alike.
    pub(super) fn untied(n: usize) -> Self {
        let ranks = (1..=n).map(|rank| rank as f64).collect();
        Ranked { channel: Channel::Container, ways: vec![Way::Ranks(ranks)] }
    }

    /// Whether no two cases are alike in it.
    pub(super) fn is_untied(&self) -> bool {
        let is_whole = |rank: &f64| rank.fract().abs() <= 0.0;
        let all_differ = |ranks: &[f64]| {
            let mut sorted = ranks.to_vec();
            sorted.sort_by(f64::total_cmp);
            sorted.iter().all(is_whole) && sorted.windows(2).all(|two| two[0] < two[1])
        };
        self.ways.iter().any(|way| matches!(way, Way::Ranks(ranks) if all_differ(ranks)))
    }

    /// Returns the largest area of all ways to look at it, and the word of that way.
    pub(super) fn best(&self, is_synthetic: &[bool]) -> (f64, Option<&String>) {
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
pub(super) fn area(ranks: &[f64], is_synthetic: &[bool]) -> f64 {
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
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
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

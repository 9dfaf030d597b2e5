//! Which landmarks of a set belong together, as the other samples bear witness.
//!
//! The relaxed witness complex of some landmarks at scale α: a group of them belongs to it when there
//! is a sample (a witness) from which all of the group are at most α farther than any landmark
//! outside, and when all parts of the group belong to it, too. Edges and triangles are enough to
//! count holes. With a sample's distances to the landmarks in order, s₀ ≤ s₁ ≤ s₂ ..., it vouches
//! for a group from the scale "farthest of the group minus nearest outside" on, or 0.
//!
//! V. de Silva and G. Carlsson, "Topological estimation using witness complexes", Symposium on
//! Point-Based Graphics, 2004; V. Khrulkov and I. Oseledets, ICML 2018.

use crate::holes::Complex;

/// Witnesses that are looked at together.
pub(crate) const WITNESSES: usize = 64;
/// Those of them that fit into registers.
const LANES: usize = 8;

/// From which scale on each pair and each three of the landmarks are vouched for.
pub(crate) struct Witnessed {
    n_landmarks: usize,
    /// Scales beyond this are not kept.
    most: f64,
    pairs: Vec<f64>,
    threes: Vec<f64>,
    /// The greatest distance between a witness and a landmark.
    farthest: f64,
}

impl Witnessed {
    /// Starts with no witness.
    pub(crate) fn new(n_landmarks: usize, most: f64) -> Self {
        let (pairs, threes) = Self::sizes(n_landmarks);
        Witnessed {
            n_landmarks,
            most,
            pairs: vec![f64::INFINITY; pairs],
            threes: vec![f64::INFINITY; threes],
            farthest: 0.0,
        }
    }

    /// Returns how many pairs and how many threes there are.
    fn sizes(n: usize) -> (usize, usize) {
        (n * (n - 1) / 2, n * (n - 1) * (n - 2) / 6)
    }

    /// Returns how many bytes it takes.
    pub(crate) fn bytes(n_landmarks: usize) -> usize {
        let (pairs, threes) = Self::sizes(n_landmarks);
        (pairs + threes) * size_of::<f64>()
    }

    /// Returns the greatest distance between a witness and a landmark.
    pub(crate) fn farthest(&self) -> f64 {
        self.farthest
    }

    /// Hears some witnesses: the distances of all landmarks to each of them.
    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    pub(crate) fn hear(&mut self, distances: &[[f64; WITNESSES]], landmarks: &[usize]) {
        let mut near: [Vec<(f64, usize)>; LANES] = Default::default();
        for first in (0..WITNESSES).step_by(LANES) {
            let of = |landmark: usize| -> [f64; LANES] {
                let all = &distances[landmark];
                std::array::from_fn(|lane| all[first + lane])
            };
            let mut least = [[f64::INFINITY; LANES]; 3];
            let mut farthest = [0.0; LANES];
            for &landmark in landmarks {
                let here = of(landmark);
                for lane in 0..LANES {
                    let distance = here[lane];
                    let [first, second, third] = [0, 1, 2].map(|at: usize| least[at][lane]);
                    least[2][lane] = smaller(third, larger(second, distance));
                    least[1][lane] = smaller(second, larger(first, distance));
                    least[0][lane] = smaller(first, distance);
                    farthest[lane] = larger(farthest[lane], distance);
                }
            }
            self.farthest = farthest.into_iter().fold(self.farthest, f64::max);
            // The nearest landmark outside is at most the third, but for the three nearest themselves.
            let limits = least[2].map(|third| third + self.most);
            for (at, &landmark) in landmarks.iter().enumerate() {
                let here = of(landmark);
                let mut hits = 0_u32;
                for lane in 0..LANES {
                    hits |= u32::from(here[lane] <= limits[lane]) << lane;
                }
                while hits != 0 {
                    let lane = hits.trailing_zeros() as usize;
                    near[lane].push((here[lane], at));
                    hits &= hits - 1;
                }
            }
            for near in &mut near {
                near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                self.vouch(near);
                near.clear();
            }
        }
    }

    /// Notes what one witness vouches for; `near` are its landmarks, nearest first.
    fn vouch(&mut self, near: &[(f64, usize)]) {
        let [first, second, third] = [0, 1, 2].map(|at: usize| near[at].0);
        for (at, &(distance, landmark)) in near.iter().enumerate().skip(1) {
            // The nearest landmark outside is the first one unless the group holds it, and so on.
            let [without_first, without_second, without_third] =
                [first, second, third].map(|outside| distance - outside);
            let others = &near[1..at];
            let nearest = near[0].1;
            if without_first <= self.most {
                for (place, &(_, other)) in others.iter().enumerate() {
                    note(&mut self.pairs[pair(landmark, other)], without_first);
                    for &(_, another) in &others[..place] {
                        note(&mut self.threes[three([landmark, other, another])], without_first);
                    }
                }
            }
            let scale = if at == 1 { 0.0 } else { without_second };
            if scale <= self.most {
                note(&mut self.pairs[pair(landmark, nearest)], scale);
            }
            if at == 1 {
                continue;
            }
            if without_second <= self.most {
                for &(_, other) in &others[1..] {
                    note(&mut self.threes[three([landmark, other, nearest])], without_second);
                }
            }
            let scale = if at == 2 { 0.0 } else { without_third };
            if scale <= self.most {
                note(&mut self.threes[three([landmark, near[1].1, nearest])], scale);
            }
        }
    }

    /// Returns the edges and triangles up to a scale, each from the scale on at which it and its
    /// parts are vouched for.
    ///
    /// Landmarks are samples, too, and vouch for themselves at scale 0.
    pub(crate) fn complex(&self, most: f64) -> Complex {
        let mut edges = Vec::new();
        let mut triangles = Vec::new();
        for last in 1..self.n_landmarks {
            for middle in 0..last {
                let edge = self.pairs[pair(last, middle)];
                if most < edge {
                    continue;
                }
                edges.push((edge, [middle, last]));
                for first in 0..middle {
                    let group = self.threes[three([last, middle, first])];
                    let parts = [pair(last, first), pair(middle, first)].map(|at| self.pairs[at]);
                    let scale = parts.into_iter().fold(larger(edge, group), larger);
                    if scale <= most {
                        triangles.push((scale, [first, middle, last]));
                    }
                }
            }
        }
        Complex { n_vertices: self.n_landmarks, edges, triangles }
    }
}

/// Returns the place of a pair of landmarks.
fn pair(a: usize, b: usize) -> usize {
    let (low, high) = (a.min(b), a.max(b));
    high * (high - 1) / 2 + low
}

/// Returns the place of three landmarks.
fn three([a, b, c]: [usize; 3]) -> usize {
    let high = a.max(b).max(c);
    let low = a.min(b).min(c);
    let middle = a + b + c - high - low;
    high * (high - 1) * (high - 2) / 6 + middle * (middle - 1) / 2 + low
}

fn note(least: &mut f64, scale: f64) {
    *least = smaller(*least, scale);
}

/// As `f64::min` of numbers, in one instruction.
#[inline]
fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

#[inline]
fn larger(a: f64, b: f64) -> f64 {
    if a < b { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, group by group.
    fn by_definition(witnesses: &[Vec<f64>], most: f64) -> Complex {
        let n = witnesses[0].len();
        let own = |group: &[usize]| {
            let of = |distances: &Vec<f64>| {
                let farthest = group.iter().map(|&at| distances[at]).fold(0.0, f64::max);
                let outside = (0..n).filter(|at| !group.contains(at)).map(|at| distances[at]);
                (farthest - outside.fold(f64::INFINITY, f64::min)).max(0.0)
            };
            witnesses.iter().map(of).fold(f64::INFINITY, f64::min)
        };
        let (mut edges, mut triangles) = (Vec::new(), Vec::new());
        for last in 1..n {
            for middle in 0..last {
                if own(&[middle, last]) <= most {
                    edges.push((own(&[middle, last]), [middle, last]));
                }
                for first in 0..middle {
                    let parts = [[first, middle], [first, last], [middle, last]];
                    let scale = parts.iter().map(|part| own(part)).fold(0.0, f64::max);
                    let scale = scale.max(own(&[first, middle, last]));
                    if scale <= most {
                        triangles.push((scale, [first, middle, last]));
                    }
                }
            }
        }
        Complex { n_vertices: n, edges, triangles }
    }

    #[test]
    fn what_is_vouched_for_is_what_the_definition_says() {
        let mut state = 5_u64;
        let mut number = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            // Few different values, so that there are ties.
            (state >> 59) as f64
        };
        for n_landmarks in [3, 4, 9] {
            let distances: Vec<[f64; WITNESSES]> =
                (0..n_landmarks).map(|_| std::array::from_fn(|_| number())).collect();
            let landmarks: Vec<usize> = (0..n_landmarks).collect();
            let by_witness: Vec<Vec<f64>> = (0..WITNESSES)
                .map(|witness| distances.iter().map(|of| of[witness]).collect())
                .collect();
            for most in [0.0, 2.0, 100.0] {
                let mut witnessed = Witnessed::new(n_landmarks, most);
                witnessed.hear(&distances, &landmarks);
                let expected = by_definition(&by_witness, most);
                assert_eq!(witnessed.complex(most), expected, "{n_landmarks} {most}");
                assert!(!expected.edges.is_empty());
            }
        }
    }

    #[test]
    fn every_group_has_a_place_of_its_own() {
        let mut places = Vec::new();
        for high in 2..9 {
            for middle in 1..high {
                for low in 0..middle {
                    assert_eq!(three([low, high, middle]), three([high, middle, low]));
                    places.push(three([high, middle, low]));
                }
            }
        }
        places.sort_unstable();
        assert_eq!(places, (0..84).collect::<Vec<_>>());
    }
}

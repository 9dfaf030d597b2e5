//! The holes of a complex, and from which scale to which they live.
//!
//! Persistent homology of dimension 1 over the field of two numbers, by the reduction of the matrix
//! of boundaries: H. Edelsbrunner and J. Harer, "Computational topology", 2010, chapter VII.1.

/// Edges and triangles, each with the scale from which on it is there. All vertices are from 0 on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Complex {
    pub(crate) n_vertices: usize,
    /// With both ends, ascending.
    pub(crate) edges: Vec<(f64, [usize; 2])>,
    /// With the three corners, ascending; its edges are there no later than itself.
    pub(crate) triangles: Vec<(f64, [usize; 3])>,
}

const BITS: usize = u64::BITS as usize;

impl Complex {
    /// Returns from which scale to which each hole lives, in no particular order; one that is
    /// never filled lives to infinity, one that never lives is left out.
    pub(crate) fn holes(mut self) -> Vec<[f64; 2]> {
        // Of what comes at one scale, the first corners come first.
        self.edges.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        self.triangles.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let closing = self.closing_edges();
        let n_closing = closing.iter().filter(|&&closes| closes).count();
        let mut places = vec![usize::MAX; self.n_vertices * self.n_vertices];
        for (place, (_, [a, b])) in self.edges.iter().enumerate() {
            places[a * self.n_vertices + b] = place;
        }
        let words = self.edges.len().div_ceil(BITS);
        let mut filled: Vec<Option<Vec<u64>>> = vec![None; self.edges.len()];
        let mut holes = Vec::new();
        let mut n_filled = 0;
        for &(scale, [a, b, c]) in &self.triangles {
            if n_filled == n_closing {
                break;
            }
            let mut rim = vec![0_u64; words];
            for [from, to] in [[a, b], [a, c], [b, c]] {
                let place = places[from * self.n_vertices + to];
                rim[place / BITS] |= 1 << (place % BITS);
            }
            if let Some(last) = reduced(&mut rim, &filled) {
                // The hole came with the last edge of the rim, and this triangle fills it.
                let first = self.edges[last].0;
                if first < scale {
                    holes.push([first, scale]);
                }
                filled[last] = Some(rim);
                n_filled += 1;
            }
        }
        let never = closing.iter().zip(&filled).zip(&self.edges);
        let never = never.filter(|((closes, filled), _)| **closes && filled.is_none());
        holes.extend(never.map(|(_, (scale, _))| [*scale, f64::INFINITY]));
        holes
    }

    /// Returns which edges close a ring, since their ends are joined already.
    fn closing_edges(&self) -> Vec<bool> {
        let mut parts: Vec<usize> = (0..self.n_vertices).collect();
        let closes = |(_, [a, b]): &(f64, [usize; 2])| {
            let (a, b) = (parts[*a], parts[*b]);
            if a != b {
                parts.iter_mut().filter(|part| **part == a).for_each(|part| *part = b);
            }
            a == b
        };
        self.edges.iter().map(closes).collect()
    }
}

/// Adds rims of filled holes until the last edge of this one is the last of none of them; returns
/// that edge, or nothing when no edge is left.
fn reduced(rim: &mut [u64], filled: &[Option<Vec<u64>>]) -> Option<usize> {
    let mut end = rim.len();
    loop {
        end = rim[..end].iter().rposition(|&word| word != 0)? + 1;
        let last = end * BITS - 1 - rim[end - 1].leading_zeros() as usize;
        let Some(other) = &filled[last] else { return Some(last) };
        rim[..end].iter_mut().zip(other).for_each(|(word, other)| *word ^= other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_is_a_hole_until_it_is_filled() {
        // A square 0 1 2 3 whose last edge comes at 3, a diagonal at 4, triangles at 5 and 7.
        let edges = vec![(0.0, [0, 1]), (1.0, [1, 2]), (2.0, [2, 3]), (3.0, [0, 3]), (4.0, [0, 2])];
        let square = Complex { n_vertices: 4, edges: edges.clone(), triangles: Vec::new() };
        assert_eq!(square.holes(), [[3.0, f64::INFINITY], [4.0, f64::INFINITY]]);
        let triangles = vec![(5.0, [0, 1, 2]), (7.0, [0, 2, 3])];
        let filled = Complex { n_vertices: 4, edges, triangles };
        // The first triangle fills what the diagonal closed last, the second the rest.
        assert_eq!(filled.holes(), [[4.0, 5.0], [3.0, 7.0]]);
    }

    #[test]
    fn the_four_faces_of_a_tetrahedron_fill_three_holes() {
        let edges = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]].map(|ends| (0.0, ends));
        let faces = [[0, 1, 2], [0, 1, 3], [0, 2, 3], [1, 2, 3]].map(|corners| (1.0, corners));
        let three =
            Complex { n_vertices: 4, edges: edges.to_vec(), triangles: faces[..2].to_vec() };
        assert_eq!(three.holes(), [[0.0, 1.0], [0.0, 1.0], [0.0, f64::INFINITY]]);
        let four = Complex { n_vertices: 4, edges: edges.to_vec(), triangles: faces.to_vec() };
        assert_eq!(four.holes(), [[0.0, 1.0], [0.0, 1.0], [0.0, 1.0]]);
    }

    #[test]
    fn what_is_filled_at_once_is_no_hole() {
        let edges = [[0, 1], [0, 2], [1, 2]].map(|ends| (1.0, ends)).to_vec();
        let triangles = vec![(1.0, [0, 1, 2])];
        assert_eq!(Complex { n_vertices: 3, edges, triangles }.holes(), [[0.0; 2]; 0]);
    }
}

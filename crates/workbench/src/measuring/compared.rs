//! A synthetic set beside the real one: which samples are equal, and which are nearest.

use std::borrow::Cow;
use std::collections::BTreeSet;

use embed::{LeftOutColumn, TableStandard};
use metrics::Neighbours;
use samples::{Arm, ContentHash};

use super::embedding::Embedded;
use super::kinds::{self, Alike};
use super::{Body, Closest, SetData};

/// What is known of a synthetic set beside its vectors.
pub(super) struct Compared<'a> {
    /// The contents, as they are when read like the real ones.
    pub(super) contents: Cow<'a, [ContentHash]>,
    pub(super) columns_left_out: Vec<LeftOutColumn>,
    pub(super) notes: Vec<String>,
}

impl<'a> Compared<'a> {
    pub(super) fn of(real: &SetData, synthetic: &'a SetData) -> Self {
        let (Body::Table(reference), Body::Table(table)) = (&real.body, &synthetic.body) else {
            return Compared {
                contents: Cow::Borrowed(&synthetic.contents),
                columns_left_out: Vec::new(),
                notes: Vec::new(),
            };
        };
        let Alike { table, notes, whole } = kinds::like(table, reference);
        let names = |table: &samples::Table| {
            table.columns().iter().map(|column| column.name.clone()).collect::<Vec<_>>()
        };
        // A row of other columns is another row, whatever its cells are.
        let contents = if whole && names(&table) == names(reference) {
            Cow::Owned((0..table.n_rows()).map(|row| table.row_hash(row)).collect())
        } else {
            Cow::Borrowed(&synthetic.contents[..])
        };
        let columns_left_out = TableStandard::fit(reference)
            .map_or_else(|_| Vec::new(), |standard| standard.left_out(&table));
        Compared { contents, columns_left_out, notes }
    }

    pub(super) fn n_identical(&self, real: &SetData) -> usize {
        let contents: BTreeSet<&ContentHash> = real.contents.iter().collect();
        self.contents.iter().filter(|content| contents.contains(content)).count()
    }
}

/// Returns how many synthetic samples equal a real one, bit by bit.
pub(crate) fn n_identical(real: &SetData, synthetic: &SetData) -> usize {
    Compared::of(real, synthetic).n_identical(real)
}

/// How many of the closest pairs are kept.
const CLOSEST: usize = 50;

/// Lists the synthetic samples nearest to a real one: suspected copies are shown side by side.
pub(super) fn closest(
    neighbours: &Neighbours,
    (real, left): (&SetData, &Embedded),
    (contents, right): (&[ContentHash], &Embedded),
) -> Vec<Closest> {
    let mut spacing = neighbours.radii(Arm::Real, 1).unwrap_or_default();
    spacing.sort_by(f64::total_cmp);
    let farther = |distance: f64| {
        let nearer = spacing.partition_point(|&radius| radius <= distance);
        (spacing.len() - nearer) as f64 / spacing.len().max(1) as f64
    };
    let mut pairs: Vec<Closest> = right
        .ordinals
        .iter()
        .zip(neighbours.nearest_real())
        .map(|(&ordinal, &(nearest, distance))| {
            let nearest = left.ordinals[nearest];
            Closest {
                synthetic: ordinal,
                real: nearest,
                distance,
                closer_than: farther(distance),
                identical: contents[ordinal] == real.contents[nearest],
            }
        })
        .collect();
    pairs.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.synthetic.cmp(&b.synthetic)));
    pairs.truncate(CLOSEST);
    pairs
}

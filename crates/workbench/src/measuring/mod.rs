//! Measuring sets that are at hand, wherever they came from.
//!
//! The window measures the sets of a project, the terminal measures files:
//! both come here, so that both get the same numbers.

mod all_signals;
mod annotations;
mod asked;
mod compared;
mod embedding;
mod halves;
#[cfg(test)]
mod interval_trial;
mod kinds;
mod measured;
mod nearest;
mod networks;
mod pairs;
mod sets;
mod signal_sets;
mod singles;
mod steps;
mod summary;
mod tables;
mod two_tables;
mod yardstick;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jobs::Task;
use metrics::Compute;
use samples::{Annotations, ContentHash, Image, Manifest, Modality, Signal, Table, Vectors};

use crate::Result;

pub(crate) use annotations::FoundFault;
pub(crate) use asked::{Asked, AskedNetwork};
pub(crate) use compared::n_identical;
pub(crate) use embedding::feature_of;
use measured::detailed;
pub(crate) use measured::{Closest, Excluded, Instance, Measured, Of};
pub(crate) use nearest::nearest;
use steps::{
    Steps, is_all_signals, is_annotations, is_pair, is_set, is_signal_set, is_single, is_table,
    is_two_tables,
};
use summary::{Summary, mean_interval, summarise};
pub(crate) use yardstick::Yardstick;

/// Reads image `i` of a set.
pub(crate) type ReadImage = Box<dyn Fn(usize) -> Result<Arc<Image>> + Send + Sync>;

/// Reads signal `i` of a set.
pub(crate) type ReadSignal = Box<dyn Fn(usize) -> Result<Arc<Signal>> + Send + Sync>;

/// What a set's samples are.
pub(crate) enum Body {
    /// Images, read one by one: a folder may be larger than memory.
    Images(ReadImage),
    /// Signals, read one by one as well.
    Signals(ReadSignal),
    /// The rows of a table.
    Table(Table),
    /// Feature vectors.
    Vectors(Vectors),
}

/// A set at hand.
pub(crate) struct SetData {
    /// What each sample is called, in order.
    pub(crate) labels: Vec<String>,
    /// What pairs a sample with one of another set: its file's path below the set's folder.
    pub(crate) pair_keys: Vec<String>,
    /// Whose each sample is; `None` when it is not known.
    pub(crate) subjects: Vec<Option<String>>,
    pub(crate) contents: Vec<ContentHash>,
    pub(crate) body: Body,
    /// What lies beside its images and says what is in them.
    pub(crate) annotations: Option<Arc<Annotations>>,
}

impl SetData {
    pub(crate) fn n(&self) -> usize {
        self.contents.len()
    }

    pub(crate) fn modality(&self) -> Modality {
        match self.body {
            Body::Images(_) => Modality::Image,
            Body::Signals(_) => Modality::Signal,
            Body::Table(_) => Modality::Table,
            Body::Vectors(_) => Modality::Vectors,
        }
    }

    pub(crate) fn manifest(&self) -> Manifest {
        Manifest::of(self.contents.iter().copied())
    }

    /// Returns a number for each sample's subject: equal for equal subjects, its own for an unknown one.
    pub(crate) fn clusters(&self) -> Vec<usize> {
        let mut seen = BTreeMap::new();
        let mut next = 0;
        let mut new = || {
            next += 1;
            next - 1
        };
        self.subjects
            .iter()
            .map(|subject| match subject {
                Some(subject) => *seen.entry(subject).or_insert_with(&mut new),
                None => new(),
            })
            .collect()
    }

    /// Returns of how many subjects these samples are; `None` when one of them is not known.
    pub(crate) fn n_subjects(&self, ordinals: &[usize]) -> Option<usize> {
        let subjects: Option<BTreeSet<&String>> =
            ordinals.iter().map(|&ordinal| self.subjects[ordinal].as_ref()).collect();
        subjects.map(|subjects| subjects.len())
    }

    /// Returns the one of the names that says what [`SetData::clusters`] makes of these samples:
    /// by sample, by subject, by subject where known.
    fn named_by_subject(&self, ordinals: &[usize], names: [&'static str; 3]) -> &'static str {
        match ordinals.iter().filter(|&&ordinal| self.subjects[ordinal].is_some()).count() {
            0 => names[0],
            n if n == ordinals.len() => names[1],
            _ => names[2],
        }
    }
}

/// What is to be measured.
pub(crate) struct Work<'a> {
    pub(crate) real: Option<&'a SetData>,
    pub(crate) synthetic: &'a [SetData],
    pub(crate) asked: &'a [Asked],
    pub(crate) seed: u64,
    pub(crate) pairing: Pairing,
}

/// What pairs the samples of two sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pairing {
    /// The names of their files.
    ByName,
    /// The caller says that the sets are pairs: where no names match, their order does, unless
    /// files were left out, which would shift all that follow.
    ByNameOrOrder {
        /// Files that gave no sample, on both sides.
        n_left_out: usize,
    },
}

impl<'a> Work<'a> {
    pub(crate) fn set(&self, of: Of) -> Option<&'a SetData> {
        match of {
            Of::Real => self.real,
            Of::Synthetic(at) => self.synthetic.get(at),
        }
    }

    /// Returns every set, the real one first.
    fn all(&self) -> impl Iterator<Item = (Of, &'a SetData)> {
        let real = self.real.map(|set| (Of::Real, set));
        real.into_iter()
            .chain(self.synthetic.iter().enumerate().map(|(at, set)| (Of::Synthetic(at), set)))
    }

    /// Returns what is asked for of this kind, with the seed of the whole work.
    fn asked_for(&self, fits: impl Fn(&Compute) -> bool) -> Vec<Asked> {
        let asked = self.asked.iter().filter(|asked| fits(&asked.metric.compute)).cloned();
        asked
            .map(|asked| Asked { parameters: asked.parameters.seeded(self.seed), ..asked })
            .collect()
    }
}

/// Measures, and hands over each value as soon as it is there.
///
/// `known` says which values are there already: they are not computed again.
///
/// # Errors
///
/// [`Error::Stopped`], and whatever `keep` fails with; a value that cannot be
/// computed is handed over with its reason.
pub(crate) fn measure(
    task: &Task,
    work: &Work<'_>,
    known: &dyn Fn(&Asked, Of) -> bool,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let mut steps = Steps::new(task, work);
    for (of, set) in work.all() {
        singles::measure(&mut steps, work, of, set, known, keep)?;
        tables::measure(&mut steps, work, of, set, known, keep)?;
        annotations::measure(&mut steps, work, of, set, known, keep)?;
    }
    pairs::measure(&mut steps, work, known, keep)?;
    two_tables::measure(&mut steps, work, known, keep)?;
    sets::measure(&mut steps, work, known, keep)?;
    signal_sets::measure(&mut steps, work, known, keep)?;
    all_signals::measure(&mut steps, work, known, keep)?;
    steps.finish()
}

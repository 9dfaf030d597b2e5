//! Measuring files from the terminal, without a project.

mod results;
mod telling;

use std::collections::BTreeMap;
use std::path::PathBuf;

use jobs::Task;
use metrics::{Compute, Metric, registry};
use samples::{Arm, Modality};
use serde_json::Value;

use crate::files::{LeftOut, Loaded, load};
use crate::measuring::{self, Asked, AskedNetwork, Excluded, Measured, Of, Pairing, SetData, Work};
use crate::{Error, Result};

pub use results::{
    BatchClosest, BatchColumn, BatchColumnLeftOut, BatchDetail, BatchFinding, BatchInstance,
    BatchInterval, BatchLeftOut, BatchNote, BatchResult, BatchSet, BatchYardstick,
};
pub(crate) use telling::json_number;
use telling::result;

/// Notes beyond this many are only counted.
const MOST_NOTES: usize = 200;

/// Which files to measure, and how.
#[derive(Debug, Clone, Default)]
pub struct FilesToMeasure {
    /// The real samples, or the references of pairs.
    pub real: Option<PathBuf>,
    /// The synthetic samples, or the targets of pairs.
    pub synthetic: Option<PathBuf>,
    /// One set, for metrics without a reference.
    pub set: Option<PathBuf>,
    /// `real` and `synthetic` are pairs, by name or else by order.
    pub pairs: bool,
    /// Every metric that fits is measured, those beside it with the parameters given there.
    pub all: bool,
    /// The metrics with their parameters as words.
    pub metrics: Vec<(String, BTreeMap<String, String>)>,
    /// The ONNX files of the metrics that ask a network, by metric.
    pub networks: BTreeMap<String, PathBuf>,
    /// What chance is drawn from.
    pub seed: u64,
    /// Whether to give the values of single samples.
    pub instances: bool,
}

/// What came of measuring files.
#[derive(Debug, Default)]
pub struct BatchDone {
    /// The values.
    pub results: Vec<BatchResult>,
    /// The synthetic samples nearest to a real one, nearest first.
    pub closest: Vec<BatchClosest>,
    /// How many synthetic samples equal a real one, bit by bit; nothing unless a real set and a
    /// synthetic one were compared.
    pub n_identical: Option<usize>,
    /// What was odd about files that were read, and what was done to them.
    pub notes: Vec<BatchNote>,
    /// How many notes there are; more than are listed when they are too many.
    pub n_notes: usize,
    /// Files that gave no sample, and samples that were not measured.
    pub left_out: Vec<BatchLeftOut>,
    /// Why there is no value at all: a set could not be read.
    pub failure: Option<Error>,
}

/// Measures files.
///
/// A set that cannot be read at all is a [`BatchDone::failure`], so that what was wrong with each
/// of its files is there, too.
///
/// # Errors
///
/// An unknown metric or parameter, sets that no metric fits, or a stop.
pub fn measure_files(task: &Task, files: &FilesToMeasure) -> Result<BatchDone> {
    let mut given: Vec<Asked> =
        files.metrics.iter().map(|(id, words)| Asked::parse(id, words)).collect::<Result<_>>()?;
    name_networks(&mut given, &files.networks)?;
    let mut done = BatchDone::default();
    let mut load = |path: &Option<PathBuf>, set: BatchSet| -> Result<Option<SetData>> {
        match path {
            Some(path) => Ok(done.take(set, self::load(task, path)?)),
            None => Ok(None),
        }
    };
    let real = load(&files.real, BatchSet::Real)?;
    let synthetic = load(&files.synthetic, BatchSet::Synthetic)?;
    let alone = load(&files.set, BatchSet::Set)?;
    if done.failure.is_some() {
        return Ok(done);
    }
    let names = Names { alone: alone.is_some() };
    let synthetic: Vec<SetData> = synthetic.into_iter().chain(alone).collect();
    let asked = if files.all {
        all_that_fit(real.as_ref(), &synthetic, files.pairs, given)?
    } else {
        given
    };
    let work = Work {
        real: real.as_ref(),
        synthetic: &synthetic,
        asked: &asked,
        seed: files.seed,
        pairing: if files.pairs {
            Pairing::ByNameOrOrder { n_left_out: done.left_out.len() }
        } else {
            Pairing::ByName
        },
    };
    measuring::measure(task, &work, &|_, _| false, &mut |measured| {
        done.beside(&work, names, &measured);
        done.results.push(result(&work, names, measured, files.instances));
        Ok(())
    })?;
    if let (Some(real), [synthetic], false) = (&real, &synthetic[..], files.pairs) {
        done.n_identical = Some(measuring::n_identical(real, synthetic));
    }
    let place = |result: &BatchResult| {
        asked.iter().position(|asked| {
            asked.metric.id == result.metric && result.parameters == parameters(asked)
        })
    };
    done.results.sort_by_key(place);
    done.n_notes = done.notes.len();
    done.notes.truncate(MOST_NOTES);
    Ok(done)
}

impl BatchDone {
    /// Keeps what was said of a set's files, and passes the set on.
    fn take(&mut self, of: BatchSet, loaded: Loaded) -> Option<SetData> {
        let Loaded { set, left_out, notes } = loaded;
        self.left_out.extend(left_out.into_iter().map(|LeftOut { name, error }| BatchLeftOut {
            set: of,
            sample: name,
            reason: error.failure().message,
            code: error.code(),
        }));
        self.notes.extend(notes.into_iter().map(|file| BatchNote {
            set: of,
            sample: Some(file.name),
            note: file.note,
        }));
        match set {
            Ok(set) => Some(set),
            Err(error) => {
                // The first reason is enough: the other set may well be sound.
                self.failure.get_or_insert(error);
                None
            }
        }
    }

    /// Keeps what a value says beside itself, once for all values that say it.
    fn beside(&mut self, work: &Work<'_>, names: Names, measured: &Measured) {
        for Excluded { arm, ordinal, error } in &measured.left_out {
            let left = BatchLeftOut {
                set: names.of_arm(*arm),
                sample: label(work, measured.of, *arm, *ordinal),
                reason: error.failure().message,
                code: error.code(),
            };
            if !self.left_out.contains(&left) {
                self.left_out.push(left);
            }
        }
        for note in &measured.notes {
            let set = names.of(measured.of);
            let note = BatchNote { set, sample: None, note: note.clone() };
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        if self.closest.is_empty() {
            let called = |arm, ordinal| label(work, measured.of, arm, ordinal);
            self.closest = measured
                .closest
                .iter()
                .map(|pair| BatchClosest {
                    synthetic: called(Arm::Synthetic, pair.synthetic),
                    real: called(Arm::Real, pair.real),
                    distance: pair.distance,
                    closer_than: pair.closer_than,
                    identical: pair.identical,
                })
                .collect();
        }
    }
}

/// How sets and samples are called.
#[derive(Clone, Copy)]
struct Names {
    /// There is one set, which is neither real nor synthetic.
    alone: bool,
}

impl Names {
    fn of(self, of: Of) -> BatchSet {
        match of {
            Of::Real => BatchSet::Real,
            Of::Synthetic(_) if self.alone => BatchSet::Set,
            Of::Synthetic(_) => BatchSet::Synthetic,
        }
    }

    fn of_arm(self, arm: Arm) -> BatchSet {
        match arm {
            Arm::Real => BatchSet::Real,
            Arm::Synthetic => self.of(Of::Synthetic(0)),
        }
    }
}

/// Reads the networks and gives each to the metric that asks it.
///
/// # Errors
///
/// [`Error::NoSuchMetric`] for one that is not asked for or needs none; those of reading a network.
fn name_networks(asked: &mut [Asked], files: &BTreeMap<String, PathBuf>) -> Result<()> {
    for (id, path) in files {
        let needs = |asked: &&mut Asked| {
            asked.metric.id == id && matches!(asked.metric.compute, Compute::ImageByNetwork(_))
        };
        let mut needing = asked.iter_mut().filter(needs).peekable();
        if needing.peek().is_none() {
            return Err(Error::NoSuchMetric { id: id.clone() });
        }
        let network = AskedNetwork::named(path)?;
        needing.for_each(|asked| asked.network = Some(network.clone()));
    }
    Ok(())
}

/// Returns what a sample is called.
fn label(work: &Work<'_>, of: Of, arm: Arm, ordinal: usize) -> String {
    let of = if arm == Arm::Real { Of::Real } else { of };
    work.set(of).and_then(|set| set.labels.get(ordinal)).cloned().unwrap_or_default()
}

/// Returns every metric that fits the kind of data and the sets that are there, as `given` where
/// it is given, and after them what was given and does not fit.
fn all_that_fit(
    real: Option<&SetData>,
    synthetic: &[SetData],
    pairs: bool,
    given: Vec<Asked>,
) -> Result<Vec<Asked>> {
    let modality = real.or(synthetic.first()).map(SetData::modality).ok_or(Error::NeedsBothSets)?;
    if let Some(other) = synthetic.iter().map(SetData::modality).find(|&other| other != modality) {
        return Err(Error::DifferentModalities { real: modality, synthetic: other });
    }
    let both = real.is_some() && !synthetic.is_empty();
    let annotated = real.into_iter().chain(synthetic).any(|set| set.annotations.is_some());
    let of_annotations = |metric: &Metric| {
        annotated
            && matches!(metric.compute, Compute::Annotations(_))
            && metric.modalities.contains(&modality)
    };
    let mut asked = Vec::new();
    let mut rest = given;
    for metric in registry::ALL
        .iter()
        .filter(|metric| fits(metric, modality, both, pairs) || of_annotations(metric))
    {
        let (mut as_given, others): (Vec<Asked>, Vec<Asked>) =
            rest.into_iter().partition(|asked| asked.metric.id == metric.id);
        rest = others;
        if as_given.is_empty() {
            as_given.push(Asked::find(metric.id, &BTreeMap::new())?);
        }
        asked.append(&mut as_given);
    }
    if asked.is_empty() {
        return Err(Error::NothingFits { given: modality });
    }
    asked.append(&mut rest);
    Ok(asked)
}

fn parameters(asked: &Asked) -> BTreeMap<&'static str, Value> {
    Asked::written(asked.metric, &asked.parameters).into_iter().collect()
}

pub(crate) fn fits(metric: &Metric, modality: Modality, both: bool, pairs: bool) -> bool {
    metric.modalities.contains(&modality)
        && match metric.compute {
            Compute::Image(_) | Compute::Signal(_) | Compute::Table(_) => true,
            // Where the samples alone do not do: what is written about them, or a network that
            // somebody names. They are measured when they are asked for by name.
            Compute::Annotations(_) | Compute::ImageByNetwork(_) => false,
            Compute::ImagePair(_) | Compute::SignalPair(_) | Compute::VectorPair(_) => {
                both && pairs
            }
            Compute::Sets(_)
            | Compute::Neighbours(_)
            | Compute::SignalSets(_)
            | Compute::AllSignals(_)
            | Compute::Tables(_) => both && !pairs,
        }
}

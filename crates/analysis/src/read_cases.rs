//! What experts said of each case, beside what was measured of it.

use stats::{noise_ceiling, rank_gaps, spearman};

use crate::calls::{Call, calls_of, points_of, threshold};
use crate::experts::Experts;
use crate::{LEVEL, Metric, Study};

/// The cases of a question of real or synthetic, as they were read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadCases {
    /// The question.
    pub question: String,
    /// How many points it has; the first says "real", the last "synthetic".
    pub n_points: usize,
    /// The first point that says "synthetic", from 1.
    pub synthetic_from: f64,
    /// The cases that somebody read, in the order of the study.
    pub cases: Vec<ReadCase>,
    /// Who read them.
    pub readers: Vec<CaseReader>,
    /// The points that each of these readers gave to each of these cases, from 1.
    pub points: Vec<Vec<Option<f64>>>,
    /// What was measured of them.
    pub metrics: Vec<CaseMetric>,
}

/// A case and what experts said of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReadCase {
    /// The case, by place in the study.
    pub case: usize,
    /// The mean of the points, from 1: the higher, the more it looks synthetic.
    pub point: f64,
    /// How many called it.
    pub n_calls: usize,
    /// How many of them called it synthetic.
    pub n_synthetic: usize,
    /// Whether most called it synthetic; nothing where as many did not.
    pub majority: Option<bool>,
}

/// A reader of the cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CaseReader {
    /// The reader, by place in the study.
    pub reader: usize,
    /// How many cases the reader called.
    pub n_calls: usize,
    /// How many of them right.
    pub n_right: usize,
    /// The rank correlation with the mean of the other readers, -1 to 1, on ranks within each reader;
    /// nothing where there is none.
    pub with_others: Option<f64>,
}

/// A metric of the cases that were read.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseMetric {
    /// Its id.
    pub metric: String,
    /// Whether a low value stands for synthetic, so that it is turned round to be compared.
    pub turned: bool,
    /// Whether that is the metric's own direction; else the one in which it agrees with the experts.
    pub known: bool,
    /// Its value of each case.
    pub values: Vec<Option<f64>>,
    /// How much more synthetic it takes each case to be than the experts do, as the difference of
    /// the two ranks as fractions, -1 to 1; nothing where there is no value, or no order at all.
    pub apart: Vec<Option<f64>>,
}

/// Gathers what was said of each case of a question, and how far each metric is from it; nothing for
/// questions of another kind, and where nobody answered.
pub(crate) fn read_cases(study: &Study, question: usize) -> Option<ReadCases> {
    let n_points = points_of(study, question)?;
    let calls = calls_of(study, &study.first_answers(question), n_points);
    let experts = Experts::of(study, &calls, n_points);
    let cases: Vec<ReadCase> = (0..study.cases.len())
        .filter_map(|case| {
            let (n_calls, n_synthetic) = experts.n_calls[case];
            let (point, majority) = (experts.scores[case]?, experts.majority[case]);
            Some(ReadCase { case, point, n_calls, n_synthetic, majority })
        })
        .collect();
    if cases.is_empty() {
        return None;
    }
    let own = |ratings: &Vec<Option<f64>>| cases.iter().map(|read| ratings[read.case]).collect();
    Some(ReadCases {
        question: study.questions[question].item.id.clone(),
        n_points,
        synthetic_from: threshold(n_points),
        readers: readers(&experts, &calls),
        points: experts.ratings.iter().map(own).collect(),
        metrics: study.metrics.iter().map(|metric| beside(metric, &cases)).collect(),
        cases,
    })
}

/// Counts what each reader said, and how well each agrees with the others.
fn readers(experts: &Experts, calls: &[Call]) -> Vec<CaseReader> {
    let ceiling = noise_ceiling(&experts.ratings).ok();
    let others = |at: usize| ceiling.as_ref()?.readers.get(at)?.with_others.ok();
    let each = experts.readers.iter().enumerate();
    each.map(|(at, &reader)| {
        let own = || calls.iter().filter(|call| call.reader == reader);
        CaseReader {
            reader,
            n_calls: own().count(),
            n_right: own().filter(|call| call.right).count(),
            with_others: others(at),
        }
    })
    .collect()
}

/// Lays a metric beside what the experts said.
fn beside(metric: &Metric, cases: &[ReadCase]) -> CaseMetric {
    let values: Vec<Option<f64>> = cases.iter().map(|read| metric.values[read.case]).collect();
    let said: Vec<Option<f64>> = cases.iter().map(|read| Some(read.point)).collect();
    let turned = metric.higher_is_closer.unwrap_or_else(|| is_opposite(&values, &said));
    let sign = if turned { -1.0 } else { 1.0 };
    let looks: Vec<Option<f64>> =
        values.iter().map(|value| value.map(|value| sign * value)).collect();
    let nothing = vec![None; cases.len()];
    CaseMetric {
        metric: metric.id.clone(),
        turned,
        known: metric.higher_is_closer.is_some(),
        apart: rank_gaps(&looks, &said).unwrap_or(nothing),
        values,
    }
}

/// Whether cases with a low value are called synthetic rather than those with a high one.
fn is_opposite(values: &[Option<f64>], said: &[Option<f64>]) -> bool {
    let both = values.iter().zip(said).filter_map(|(value, said)| value.zip(*said));
    let (values, said): (Vec<f64>, Vec<f64>) = both.unzip();
    spearman(&values, &said, LEVEL).is_ok_and(|found| found.estimate < 0.0)
}

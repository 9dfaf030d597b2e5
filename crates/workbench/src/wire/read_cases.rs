//! What experts said of each case, beside what was measured of it, as the screens show it.

use serde::Serialize;
use specta::Type;

use super::{Failure, IntervalView, SampleRef};

/// The cases of one question of real or synthetic, as they were read.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadCasesView {
    /// The question's id.
    pub question: String,
    /// The question, as it was asked.
    pub question_text: String,
    /// How many points it has; the first says "real", the last "synthetic".
    pub n_points: u32,
    /// The first point that says "synthetic", from 1.
    #[specta(type = i32)]
    pub synthetic_from: f64,
    /// Who read them.
    pub readers: Vec<CaseReaderView>,
    /// The cases that somebody read.
    pub cases: Vec<ReadCaseView>,
    /// What was measured of them, the one that agrees best with the experts first.
    pub metrics: Vec<CaseMetricView>,
    /// How well any metric could agree with these readers.
    pub ceiling: CeilingView,
}

/// A case and what experts said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadCaseView {
    /// Its id, as in the exports.
    pub case: String,
    /// Its sample; nothing for ratings of other programs.
    pub sample: Option<SampleRef>,
    /// The name that its sample goes by in lists; empty without one.
    pub label: String,
    /// Whether it is synthetic.
    pub synthetic: bool,
    /// What made it.
    pub generator: Option<String>,
    /// What it was drawn by.
    pub stratum: Option<String>,
    /// The mean of the points, from 1: the higher, the more it looks synthetic.
    #[specta(type = i32)]
    pub point: f64,
    /// How many called it.
    pub n_calls: u32,
    /// How many of them called it synthetic.
    pub n_synthetic: u32,
    /// The point that each reader gave, in the order of the readers.
    pub points: Vec<Option<f64>>,
}

/// A reader of the cases.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CaseReaderView {
    /// The code.
    pub reader: String,
    /// How many cases the reader called.
    pub n_calls: u32,
    /// How many of them right.
    pub n_right: u32,
    /// The rank correlation with the mean of the other readers, -1 to 1.
    pub with_others: Option<f64>,
}

/// A metric of the cases that were read.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CaseMetricView {
    /// Its id.
    pub metric: String,
    /// Its name.
    pub title: String,
    /// e.g. `dB`; empty without one.
    pub unit: String,
    /// Whether a low value stands for synthetic, so that it is turned round to be compared.
    pub turned: bool,
    /// Whether that is the metric's own direction; else the one in which it agrees with the experts.
    pub known: bool,
    /// Its value of each case.
    pub values: Vec<Option<f64>>,
    /// How much more synthetic it takes each case to be than the experts do, -1 to 1.
    pub apart: Vec<Option<f64>>,
    /// The rank correlation with the experts' mean point, turned, -1 to 1.
    pub agreement: Option<f64>,
    /// Its interval.
    pub interval: Option<IntervalView>,
    /// Both, as they are shown; empty where there is no number.
    pub shown: String,
    /// Why there is no number.
    pub reason: Option<Failure>,
    /// `agrees` or `opposite` where that is not by chance, all tests beside it counted; else `notShown`.
    pub verdict: String,
    /// Its p with the tests beside it counted, as it is shown; empty without a test.
    pub test: String,
    /// The mean over readers of the rank correlation with each of them, turned: what is to be
    /// compared with the ceiling.
    pub with_each: Option<f64>,
    /// Its place among the metrics, 1 the best.
    pub place: Option<f64>,
    /// Its place with the places that it has in most samples of cases, as they are shown.
    pub place_shown: String,
    /// The share of samples of cases in which it is the first, 0 to 1.
    pub first: Option<f64>,
    /// How many cases have a value.
    pub n: u32,
}

/// How well readers agree, as what a metric can be compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CeilingView {
    /// Each reader with the mean of the others, -1 to 1.
    pub lower: Option<f64>,
    /// Each reader with the mean of all.
    pub upper: Option<f64>,
    /// Each reader with their own repeats; nothing where nothing was shown twice.
    pub repeats: Option<f64>,
    /// Why there is no ceiling.
    pub reason: Option<Failure>,
}

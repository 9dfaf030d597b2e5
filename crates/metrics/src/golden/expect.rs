//! What a case expects, and whether ours is that.

use serde_json::Value;

use super::ours::Answer;
use super::{Status, Verdict, annotations, images, sets, signals, tables};

/// How far values may differ that both sides compute in double precision.
pub(super) const DOUBLE: Tolerance = Tolerance { relative: 1e-9, absolute: 1e-12 };
/// How far values may differ that pyMDMA computes in single precision.
pub(super) const SINGLE: Tolerance = Tolerance { relative: 1e-5, absolute: 1e-7 };

/// How far a value may be from what is expected.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tolerance {
    relative: f64,
    absolute: f64,
}

impl Tolerance {
    /// No further than this, whatever the value is.
    pub(super) fn absolute(absolute: f64) -> Self {
        Tolerance { relative: 0.0, absolute }
    }

    /// Half a unit of the last of `decimals` places that pyMDMA rounds to.
    pub(super) fn rounded(decimals: i32) -> Self {
        Tolerance { relative: 1e-9, absolute: 0.5 * 10_f64.powi(-decimals) }
    }

    /// This many times as far.
    pub(super) fn times(self, factor: f64) -> Self {
        Tolerance { relative: factor * self.relative, absolute: factor * self.absolute }
    }

    fn around(self, expected: f64) -> f64 {
        self.absolute + self.relative * expected.abs()
    }
}

/// Which of our values is meant.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ours {
    Value,
    Column(String),
    Real(usize),
    Synthetic(usize),
    /// The further number of that id.
    Detail(&'static str),
    /// Along (0) or up (1) the curve, at a point.
    Curve(usize, usize),
    /// The number of values on a side.
    NReal,
    NSynthetic,
}

/// One value that a case expects.
pub(super) struct Expected {
    /// Where it stands in the case.
    pub(super) at: String,
    pub(super) value: f64,
    ours: Ours,
    tolerance: Tolerance,
}

/// Returns everything that `case` expects of the metric `id`.
pub(super) fn of(case: &Value, id: &str) -> Vec<Expected> {
    let mut list = List { case, found: Vec::new() };
    let families =
        [annotations::expect, images::expect, sets::expect, signals::expect, tables::expect];
    families.iter().any(|expect| expect(&mut list, id));
    list.found
}

/// Collects what is there of what could be expected.
pub(super) struct List<'a> {
    pub(super) case: &'a Value,
    found: Vec<Expected>,
}

impl List<'_> {
    pub(super) fn one(&mut self, at: &str, ours: Ours, tolerance: Tolerance) {
        if let Some(value) = self.case.pointer(at).and_then(number) {
            self.found.push(Expected { at: name(at), value, ours, tolerance });
        }
    }

    /// Expects a value that follows from those of the case; `at` says how.
    pub(super) fn derived(&mut self, at: &str, value: f64, ours: Ours, tolerance: Tolerance) {
        self.found.push(Expected { at: at.to_owned(), value, ours, tolerance });
    }

    /// Expects a value drawn by chance: within 4 of the standard deviations given.
    pub(super) fn sampled(&mut self, mean: &str, sd: &str, ours: Ours) {
        let sd = self.case.pointer(sd).and_then(number).unwrap_or(0.0);
        self.one(mean, ours, Tolerance { relative: 1e-9, absolute: 4.0 * sd });
    }

    /// Expects each member of an array, and that there are no more.
    pub(super) fn all(&mut self, at: &str, ours: fn(usize) -> Ours, n: Ours) {
        let Some(values) = self.case.pointer(at).and_then(Value::as_array) else { return };
        let at_n = format!("number of {}", name(at));
        self.found.push(Expected {
            at: at_n,
            value: values.len() as f64,
            ours: n,
            tolerance: DOUBLE,
        });
        for index in 0..values.len() {
            self.one(&format!("{at}/{index}"), ours(index), DOUBLE);
        }
    }

    /// Returns the rows of numbers at a place; none where the case has none.
    pub(super) fn rows(&self, at: &str) -> Vec<Vec<f64>> {
        let rows = self.case.pointer(at).and_then(Value::as_array).into_iter().flatten();
        rows.map(|row| row.as_array().into_iter().flatten().filter_map(number).collect()).collect()
    }

    /// Expects the mean of the exact transport of each channel; pyMDMA's own is another quantity.
    pub(super) fn mean_of_channels(&mut self) {
        let channels: Vec<f64> = (0..)
            .map_while(|at| self.case.pointer(&format!("/reference/channel_{at}/exact_emd")))
            .filter_map(number)
            .collect();
        if !channels.is_empty() {
            self.found.push(Expected {
                at: "mean of reference.channel_*.exact_emd".to_owned(),
                value: channels.iter().sum::<f64>() / channels.len() as f64,
                ours: Ours::Value,
                tolerance: DOUBLE,
            });
        }
    }

    /// Expects each member of an object, by the name of its column.
    pub(super) fn columns(&mut self, at: &str, tolerance: Tolerance) {
        let columns = self.case.pointer(at).and_then(Value::as_object);
        for (column, value) in columns.into_iter().flatten() {
            if let Some(value) = number(value) {
                let at = format!("{}.{column}", name(at));
                let ours = Ours::Column(column.clone());
                self.found.push(Expected { at, value, ours, tolerance });
            }
        }
    }
}

/// Words a pointer: `/output/instance/3` is `output.instance.3`.
fn name(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".")
}

/// Reads a number; NaN and infinity are strings.
fn number(value: &Value) -> Option<f64> {
    match value.as_str() {
        Some("Infinity") => Some(f64::INFINITY),
        Some("-Infinity") => Some(f64::NEG_INFINITY),
        Some("NaN") => Some(f64::NAN),
        _ => value.as_f64(),
    }
}

/// Compares all values; the verdict names the first that differs, else the first.
pub(super) fn compare(expected: &[Expected], answer: &Answer, blank: Verdict) -> Verdict {
    let judged = |one: &Expected| {
        let got = match &one.ours {
            Ours::Value => Some(answer.value),
            Ours::Column(name) => answer.columns.get(name).copied(),
            Ours::Detail(id) => answer.details.get(id).copied(),
            Ours::Curve(axis, at) => answer.curve.get(*at).map(|point| point[*axis]),
            Ours::Real(at) => answer.real.get(*at).copied(),
            Ours::Synthetic(at) => answer.synthetic.get(*at).copied(),
            Ours::NReal => Some(answer.real.len() as f64),
            Ours::NSynthetic => Some(answer.synthetic.len() as f64),
        };
        let tolerance = one.tolerance.around(one.value).max(answer.slack);
        let agrees = got.is_some_and(|got| {
            // Infinities are equal or not at all.
            (got - one.value).abs() <= tolerance || got.total_cmp(&one.value).is_eq()
        });
        let finite = one.value.is_finite().then_some(tolerance);
        let verdict = Verdict {
            status: if agrees { Status::Agrees } else { Status::Differs },
            at: Some(one.at.clone()),
            expected: Some(one.value.to_string()),
            got: got.map(|got| got.to_string()),
            tolerance: finite,
            why: got.is_none().then(|| "we have no value there".to_owned()),
            ..blank.clone()
        };
        (agrees, verdict)
    };
    let mut verdicts = expected.iter().map(judged);
    let first = verdicts.next();
    match first {
        Some((true, verdict)) => {
            verdicts.find(|(agrees, _)| !agrees).map_or(verdict, |(_, verdict)| verdict)
        }
        Some((false, verdict)) => verdict,
        None => blank,
    }
}

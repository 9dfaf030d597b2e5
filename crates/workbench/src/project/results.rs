//! What came out of runs.

use std::collections::BTreeMap;

use report::figure::{Caption, Line, Role, Series, Size, curve, histogram};
use report::number::shown;
use samples::SetId;
use serde_json::Value;
use store::{InstanceValue, Run, RunId, StoredValue, ValueId};

use super::Open;
use super::sets::label;
use crate::bench::Workbench;
use crate::catalogue::{better_word, dimension_word, metric_title};
use crate::wire::{
    ClosestPair, Failure, InstanceView, IntervalView, MeasureRequest, PartView, ResultView,
    RunHead, RunView, YardstickView,
};
use crate::{Error, Result};

impl Workbench {
    /// Lists the runs, the latest first.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn runs(&self) -> Result<Vec<RunHead>> {
        let open = self.open()?;
        let mut runs = open.store.runs()?;
        runs.sort_by_key(|run| std::cmp::Reverse(run.id));
        runs.iter()
            .map(|run| {
                let request = request_of(run)?;
                Ok(RunHead {
                    id: small(run.id.0.unsigned_abs()),
                    created_at: run.created_at.clone(),
                    state: run.state.as_str().to_owned(),
                    real_name: open.set_name(request.real),
                    synthetic_names: request
                        .synthetic
                        .iter()
                        .map(|&set| open.set_name(set))
                        .collect(),
                    n_results: small(open.store.values(run.id)?.len() as u64),
                })
            })
            .collect()
    }

    /// Shows what came out of a run.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn run(&self, id: u32) -> Result<RunView> {
        self.open()?.run_view(RunId(id.into()))
    }

    /// Lists the samples behind a value, those to look at first.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn instances(&self, result: u32, first: u32, n: u32) -> Result<Vec<InstanceView>> {
        let open = self.open()?;
        let value = open.store.value(ValueId(result.into()))?;
        let lower_is_worse = metrics::registry::find(&value.value.metric)
            .is_none_or(|metric| metric.better != metrics::Better::Lower);
        let mut instances = open.store.instance_values(value.id)?;
        instances.sort_by(|a, b| {
            let order = |instance: &InstanceValue| instance.value.unwrap_or(f64::NAN);
            let (a, b) = if lower_is_worse { (a, b) } else { (b, a) };
            order(a).total_cmp(&order(b)).then(a.ordinal.cmp(&b.ordinal))
        });
        Ok(instances
            .into_iter()
            .skip(first as usize)
            .take(n as usize)
            .map(|instance| {
                let set = match instance.arm {
                    samples::Arm::Real => value.value.real,
                    samples::Arm::Synthetic => value.value.synthetic,
                };
                InstanceView {
                    set: set.map_or(0, |set| small(set.0.unsigned_abs())),
                    ordinal: instance.ordinal,
                    label: label(instance.ordinal),
                    value: instance.value.filter(|value| value.is_finite()),
                    shown: instance.value.map(shown).unwrap_or_default(),
                    reason: instance.reason.map(|message| Failure {
                        code: String::new(),
                        params: BTreeMap::new(),
                        message,
                        hint: String::new(),
                    }),
                }
            })
            .collect())
    }

    /// Draws how the values behind a value are distributed, as SVG.
    ///
    /// # Errors
    ///
    /// [`Error::NothingToMeasure`] when there is no value to draw.
    pub fn result_figure(&self, result: u32) -> Result<String> {
        let open = self.open()?;
        let value = open.store.value(ValueId(result.into()))?;
        let run = open.store.run(value.run)?;
        let alike: Vec<StoredValue> = open
            .store
            .values(run.id)?
            .into_iter()
            .filter(|other| {
                other.value.metric == value.value.metric
                    && other.value.parameters == value.value.parameters
            })
            .collect();
        let figure = if curve_of(&value).is_empty() {
            open.distribution(&run, &alike, Size { width: 640, height: 300 })?
        } else {
            open.curves(&run, &alike, Size { width: 640, height: 420 })?
        };
        Ok(figure.as_str().to_owned())
    }
}

fn small(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(super) fn request_of(run: &Run) -> Result<MeasureRequest> {
    serde_json::from_value(run.request.clone()).map_err(|_| Error::Broke)
}

impl Open {
    pub(super) fn set_name(&self, set: u32) -> String {
        self.store.set(SetId(set.into())).map(|set| set.name).unwrap_or_default()
    }

    /// Shows a run: its values, what they say, and the closest pairs.
    pub(crate) fn run_view(&self, run: RunId) -> Result<RunView> {
        let run = self.store.run(run)?;
        let request = request_of(&run)?;
        let values = self.store.values(run.id)?;
        let results: Vec<ResultView> =
            values.iter().map(|value| self.result_view(value)).collect::<Result<_>>()?;
        let feature = values
            .iter()
            .find_map(|value| value.value.extra["feature"].as_str())
            .unwrap_or_default();
        let mut closest: Vec<ClosestPair> = values.iter().flat_map(closest_pairs).collect();
        // Every value of two sets carries their closest pairs, and an earlier run may lend any of them.
        let place = |pair: &ClosestPair| (pair.synthetic_set, pair.synthetic);
        closest.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(place(a).cmp(&place(b))));
        closest.dedup_by_key(|pair| place(pair));
        Ok(RunView {
            id: small(run.id.0.unsigned_abs()),
            created_at: run.created_at.clone(),
            state: run.state.as_str().to_owned(),
            real: Some(request.real),
            real_name: self.set_name(request.real),
            synthetic: request.synthetic.clone(),
            seed: request.seed,
            program: run.program_version.clone(),
            feature: feature.to_owned(),
            findings: super::findings::findings(&request, &results, &n_copies(&values, &closest))?,
            results,
            closest,
        })
    }

    fn result_view(&self, stored: &StoredValue) -> Result<ResultView> {
        let value = &stored.value;
        let metric = metrics::registry::find(&value.metric)
            .ok_or_else(|| Error::NoSuchMetric { id: value.metric.clone() })?;
        let of = value.synthetic.or(value.real).ok_or(Error::Broke)?;
        let set = self.store.set(of)?;
        let extra = &value.extra;
        let number = |of: &Value, name: &str| of[name].as_f64();
        let interval = value.interval.as_ref().and_then(|interval| {
            Some(IntervalView {
                low: number(interval, "low")?,
                high: number(interval, "high")?,
                level: number(interval, "level")?,
                method: words::say(&format!("app:interval.{}", interval["method"].as_str()?), &[]),
            })
        });
        let yardstick = &extra["yardstick"];
        let has_instances = !self.store.instance_values(stored.id)?.is_empty();
        let count = |n: u64| Some(small(n)).filter(|&n| 0 < n);
        Ok(ResultView {
            id: small(stored.id.0.unsigned_abs()),
            metric: value.metric.clone(),
            version: value.metric_version,
            title: metric_title(metric.id),
            dimension: dimension_word(metric.dimension).to_owned(),
            better: better_word(metric.better).to_owned(),
            unit: metric.unit.symbol().to_owned(),
            set: small(of.0.unsigned_abs()),
            set_name: set.name,
            arm: set.arm.into(),
            value: value.value.filter(|value| value.is_finite()),
            shown: value.value.map(shown).unwrap_or_default(),
            reason: value
                .reason
                .as_ref()
                .and_then(|reason| serde_json::from_value(reason.clone()).ok()),
            parameters: serde_json::from_value(value.parameters.clone()).unwrap_or_default(),
            no_interval: extra["no_interval"]
                .as_str()
                .filter(|reason| !reason.is_empty() && interval.is_none())
                .map(str::to_owned),
            interval,
            yardstick: yardstick.is_object().then(|| YardstickView {
                low: number(yardstick, "low").unwrap_or(0.0),
                median: number(yardstick, "median").unwrap_or(0.0),
                high: number(yardstick, "high").unwrap_or(0.0),
                synthetic: number(yardstick, "synthetic").unwrap_or(0.0),
                n: small(yardstick["n"].as_u64().unwrap_or(0)),
                splits: small(yardstick["splits"].as_u64().unwrap_or(0)),
            }),
            n_real: count(value.n_real),
            n_synthetic: count(value.n_synthetic),
            n_left_out: small(extra["n_left_out"].as_u64().unwrap_or(0)),
            summary: extra["summary"].as_str().unwrap_or_default().to_owned(),
            has_instances,
            has_figure: has_instances || !curve_of(stored).is_empty(),
            details: details_of(metric, &extra["details"]),
            columns: columns_of(metric, &extra["columns"]),
            network: extra["network"].as_str().map(str::to_owned),
            notes: texts(&extra["notes"]),
            faults: faults_of(&extra["findings"]),
            n_faults: small(extra["n_findings"].as_u64().unwrap_or(0)),
        })
    }

    /// Draws the curves of one metric, one for each set.
    fn curves(&self, run: &Run, alike: &[StoredValue], size: Size) -> Result<report::figure::Svg> {
        let request = request_of(run)?;
        let metric = alike.first().and_then(|value| metrics::registry::find(&value.value.metric));
        let metric = metric.ok_or(Error::NothingToMeasure)?;
        let axes = metric.curve.ok_or(Error::NothingToMeasure)?;
        let line = |stored: &StoredValue| {
            let set = small(stored.value.synthetic.or(stored.value.real)?.0.unsigned_abs());
            let (label, role) = (self.set_name(set), role(&request, set));
            Some(Line { label, points: curve_of(stored), role })
        };
        let lines: Vec<Line> = alike.iter().filter_map(line).collect();
        let title = metric_title(metric.id);
        let caption = Caption {
            title: words::say("app:figure.curve", &[("metric", &title)]),
            description: words::say(
                "app:figure.curveDescription",
                &[("metric", &title), ("along", axes[0]), ("up", axes[1])],
            ),
        };
        Ok(curve(&caption, &lines, axes, size)?)
    }

    /// Draws the distributions of one metric's single values, one for each set.
    pub(crate) fn distribution(
        &self,
        run: &Run,
        alike: &[StoredValue],
        size: Size,
    ) -> Result<report::figure::Svg> {
        let request = request_of(run)?;
        let metric = alike.first().and_then(|value| metrics::registry::find(&value.value.metric));
        let metric = metric.ok_or(Error::NothingToMeasure)?;
        let mut series = Vec::new();
        for stored in alike {
            let instances = self.store.instance_values(stored.id)?;
            for arm in [samples::Arm::Real, samples::Arm::Synthetic] {
                let of = match arm {
                    samples::Arm::Real => stored.value.real,
                    samples::Arm::Synthetic => stored.value.synthetic,
                };
                let values: Vec<f64> = instances
                    .iter()
                    .filter(|instance| instance.arm == arm)
                    .filter_map(|instance| instance.value)
                    .filter(|value| value.is_finite())
                    .collect();
                let Some(of) = of.filter(|_| !values.is_empty()) else { continue };
                let set = small(of.0.unsigned_abs());
                let role = role(&request, set);
                series.push(Series { label: self.set_name(set), values, role });
            }
        }
        if series.is_empty() {
            return Err(Error::NothingToMeasure);
        }
        let title = metric_title(metric.id);
        let caption = Caption {
            title: words::say("app:figure.distribution", &[("metric", &title)]),
            description: words::say("app:figure.distributionDescription", &[("metric", &title)]),
        };
        let unit = metric.unit.symbol();
        let quantity = if unit.is_empty() { title } else { format!("{title} ({unit})") };
        Ok(histogram(&caption, &series, &quantity, size)?)
    }
}

/// Returns the colour and shape a set has in every figure of a run.
pub(super) fn role(request: &MeasureRequest, set: u32) -> Role {
    match request.synthetic.iter().position(|&synthetic| synthetic == set) {
        Some(at) => Role::Generator(at),
        None => Role::Real,
    }
}

/// Returns how many samples of each synthetic set equal a real one.
///
/// Values of earlier programs carry only the closest pairs.
fn n_copies(values: &[StoredValue], closest: &[ClosestPair]) -> BTreeMap<u32, usize> {
    let mut copies = BTreeMap::new();
    for pair in closest.iter().filter(|pair| pair.identical) {
        *copies.entry(pair.synthetic_set).or_insert(0) += 1;
    }
    for stored in values {
        let n = stored.value.extra["n_identical"].as_u64().map(|n| small(n) as usize);
        if let (Some(set), Some(n)) = (stored.value.synthetic, n) {
            copies.insert(small(set.0.unsigned_abs()), n);
        }
    }
    copies
}

/// Returns the points of a stored value's curve.
fn curve_of(stored: &StoredValue) -> Vec<[f64; 2]> {
    serde_json::from_value(stored.value.extra["curve"].clone()).unwrap_or_default()
}

fn details_of(metric: &'static metrics::Metric, stored: &Value) -> Vec<PartView> {
    let view = |part: &Value| {
        let known = metric.details.iter().find(|detail| part["id"].as_str() == Some(detail.id))?;
        Some(part_view(known.title.to_owned(), part, known.unit))
    };
    stored.as_array().into_iter().flatten().filter_map(view).collect()
}

fn columns_of(metric: &metrics::Metric, stored: &Value) -> Vec<PartView> {
    let view = |part: &Value| {
        part_view(part["column"].as_str().unwrap_or_default().to_owned(), part, metric.unit)
    };
    stored.as_array().into_iter().flatten().map(view).collect()
}

/// How many faults a value shows; all are exported.
const SHOWN_FAULTS: usize = 100;

fn faults_of(stored: &Value) -> Vec<PartView> {
    let view = |fault: &Value| PartView {
        title: [&fault["image"], &fault["annotation"]]
            .into_iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" · "),
        value: None,
        shown: String::new(),
        reason: fault["message"].as_str().unwrap_or_default().to_owned(),
    };
    stored.as_array().into_iter().flatten().take(SHOWN_FAULTS).map(view).collect()
}

fn part_view(title: String, part: &Value, unit: metrics::Unit) -> PartView {
    let value = match part["value"].as_str() {
        Some("Infinity") => Some(f64::INFINITY),
        Some("-Infinity") => Some(f64::NEG_INFINITY),
        _ => part["value"].as_f64(),
    };
    let shown = value.map(shown).unwrap_or_default();
    let shown = if shown.is_empty() { shown } else { format!("{shown} {}", unit.symbol()) };
    PartView {
        title,
        value: value.filter(|value| value.is_finite()),
        shown: shown.trim_end().to_owned(),
        reason: part["reason"].as_str().unwrap_or_default().to_owned(),
    }
}

fn texts(stored: &Value) -> Vec<String> {
    stored.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn closest_pairs(stored: &StoredValue) -> Vec<ClosestPair> {
    let (Some(real), Some(synthetic)) = (stored.value.real, stored.value.synthetic) else {
        return Vec::new();
    };
    let whole = |pair: &Value, name: &str| small(pair[name].as_u64().unwrap_or(0));
    stored.value.extra["closest"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|pair| ClosestPair {
            synthetic_set: small(synthetic.0.unsigned_abs()),
            synthetic: whole(pair, "synthetic"),
            synthetic_label: label(whole(pair, "synthetic")),
            real_set: small(real.0.unsigned_abs()),
            real: whole(pair, "real"),
            real_label: label(whole(pair, "real")),
            distance: pair["distance"].as_f64().unwrap_or(0.0),
            closer_than: pair["closer_than"].as_f64().unwrap_or(0.0),
            identical: pair["identical"].as_bool().unwrap_or(false),
        })
        .collect()
}

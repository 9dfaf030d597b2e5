//! Measuring sets of a project: what is stored already is not computed again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jobs::Task;
use metrics::Compute;
use samples::{ContentHash, SetId};
use serde_json::{Value, json};
use store::{InstanceValue, Job, JobState, NewRun, NewValue, RunId};

use super::Open;
use crate::batch::json_number;
use crate::bench::Workbench;
use crate::catalogue::level_word;
use crate::error::{Error, NETWORK_GONE};
use crate::measuring::{self, Asked, AskedNetwork, Measured, Of, Pairing, SetData, Work};
use crate::names::name_of;
use crate::wire::{MeasureRequest, NetworkView};
use crate::{Result, clock};

impl Workbench {
    /// Reads the network in an ONNX file, and remembers where it lies.
    ///
    /// # Errors
    ///
    /// Those of reading the file, and of a file that gives no network.
    pub fn name_network(&self, path: &Path) -> Result<NetworkView> {
        let sha256 = AskedNetwork::named(path)?.sha256;
        self.0.settings.named_network(&sha256, path);
        Ok(NetworkView { sha256, name: name_of(path) })
    }

    /// Starts measuring and returns the job at once.
    ///
    /// # Errors
    ///
    /// [`Error::Incomplete`], [`Error::NoSuchMetric`], parameters out of range, and
    /// [`Error::NothingToMeasure`] without a metric.
    pub fn start_measure(&self, request: &MeasureRequest) -> Result<u32> {
        let open = self.open_to_change()?;
        let run = begin(&open, request)?;
        let names: Vec<String> = std::iter::once(&request.real)
            .chain(&request.synthetic)
            .map(|&set| open.set_name(set))
            .collect();
        let request = json!({ "title": names.join(", "), "run": run.0, "request": request });
        self.start_job("measure", request)
    }
}

/// Checks a request and keeps a run for it.
pub(crate) fn begin(open: &Open, request: &MeasureRequest) -> Result<RunId> {
    for &set in std::iter::once(&request.real).chain(&request.synthetic) {
        open.complete_set(set)?;
    }
    if request.metrics.is_empty() {
        return Err(Error::NothingToMeasure);
    }
    for asked in &request.metrics {
        Asked::find(&asked.id, &asked.parameters)?;
    }
    let new = NewRun {
        name: None,
        request: serde_json::to_value(request).map_err(|_| Error::Broke)?,
        seed: request.seed.into(),
        program_version: crate::VERSION.to_owned(),
    };
    Ok(open.store.add_run(&new, &clock::now())?)
}

/// Where the network lies whose file has this SHA-256, as far as that is remembered.
type Place<'a> = dyn Fn(&str) -> Option<PathBuf> + 'a;

/// Measures what a job asks for.
pub(crate) fn work(task: &Task, open: &Arc<Open>, job: &Job, place: &Place<'_>) -> Result<()> {
    let run = RunId(job.request["run"].as_i64().ok_or(Error::Broke)?);
    open.set_outcome(job.id, u32::try_from(run.0).unwrap_or(u32::MAX))?;
    open.store.set_run_state(run, JobState::Running)?;
    let done = measure_run(task, open, run, place);
    let state = match &done {
        Ok(()) => JobState::Done,
        Err(Error::Stopped) => JobState::Stopped,
        Err(_) => JobState::Failed,
    };
    open.store.set_run_state(run, state)?;
    done
}

/// Measures a kept run.
pub(crate) fn measure_run(
    task: &Task,
    open: &Arc<Open>,
    run: RunId,
    place: &Place<'_>,
) -> Result<()> {
    let stored = open.store.run(run)?;
    let request: MeasureRequest =
        serde_json::from_value(stored.request).map_err(|_| Error::Broke)?;
    let load = |set: u32| open.complete_set(set).and_then(|set| open.set_data(&set));
    let real = load(request.real)?;
    let synthetic = request.synthetic.iter().map(|&set| load(set)).collect::<Result<Vec<_>>>()?;
    let asked = request
        .metrics
        .iter()
        .map(|named| {
            let asked = Asked::find(&named.id, &named.parameters)?;
            let needs = matches!(asked.metric.compute, Compute::ImageByNetwork(_));
            let network = named.network.as_ref().filter(|_| needs);
            let network = network.map(|sha256| AskedNetwork::again(sha256, place(sha256)));
            Ok(Asked { network, ..asked })
        })
        .collect::<Result<Vec<_>>>()?;
    let keys = Keys::of(open, &request, &real, &synthetic)?;
    let work = Work {
        real: Some(&real),
        synthetic: &synthetic,
        asked: &asked,
        seed: request.seed.into(),
        pairing: Pairing::ByName,
    };
    let stored = open.store.values(run)?.into_iter().map(|stored| stored.value);
    let here: Vec<ContentHash> =
        stored.filter(|value| !may_pass(value)).map(|value| value.key).collect();
    let known = |asked: &Asked, of: Of| {
        let key = keys.key(asked, of);
        here.contains(&key) || reuse(open, run, &request, of, &key).unwrap_or(false)
    };
    measuring::measure(task, &work, &known, &mut |measured| {
        let key = keys.key_of(&measured);
        let (value, instances) = stored_value(key, &request, measured);
        open.store.add_value(run, &value, &instances)?;
        Ok(())
    })
}

/// Takes over what an earlier run has under this key; the value then speaks of this run's sets,
/// which hold the same samples.
fn reuse(
    open: &Open,
    run: RunId,
    request: &MeasureRequest,
    of: Of,
    key: &ContentHash,
) -> Result<bool> {
    let Some(stored) = open.store.value_by_key(key)? else { return Ok(false) };
    let instances = open.store.instance_values(stored.id)?;
    let mut value = stored.value;
    if may_pass(&value) {
        return Ok(false);
    }
    value.real = value.real.map(|_| SetId(request.real.into()));
    if let Of::Synthetic(at) = of {
        value.synthetic = value.synthetic.map(|_| SetId(request.synthetic[at].into()));
    }
    open.store.add_value(run, &value, &instances)?;
    Ok(true)
}

/// Whether a value is missing for a reason that is worth another try: a disk that failed once says
/// nothing of the samples, and a network that was gone may be back.
fn may_pass(value: &NewValue) -> bool {
    let code = value.reason.as_ref().and_then(|reason| reason["code"].as_str());
    code.is_some_and(|code| {
        code.starts_with("store.") || code.starts_with("formats.") || code == NETWORK_GONE
    })
}

/// What a value's key is made of: nothing else changes the value.
struct Keys {
    real: (String, Value),
    synthetic: Vec<(String, Value)>,
    feature: String,
    seed: u32,
}

impl Keys {
    fn of(
        open: &Open,
        request: &MeasureRequest,
        real: &SetData,
        synthetic: &[SetData],
    ) -> Result<Self> {
        let side = |set: u32, data: &SetData| -> Result<(String, Value)> {
            let subjects: Vec<usize> = data.clusters();
            let reading = open.store.set(SetId(set.into()))?.reading;
            let pairs = ContentHash::of_bytes(data.pair_keys.join("\n").as_bytes()).to_string();
            let reading = json!({ "reading": reading, "subjects": subjects, "names": pairs });
            Ok((data.manifest().to_string(), reading))
        };
        Ok(Keys {
            real: side(request.real, real)?,
            synthetic: request
                .synthetic
                .iter()
                .zip(synthetic)
                .map(|(&set, data)| side(set, data))
                .collect::<Result<_>>()?,
            feature: measuring::feature_of(real).unwrap_or_default(),
            seed: request.seed,
        })
    }

    fn key(&self, asked: &Asked, of: Of) -> ContentHash {
        let network = asked.network.as_ref().map(|network| network.sha256.as_str());
        self.made_of(asked.metric, &asked.parameters, network, of)
    }

    fn key_of(&self, measured: &Measured) -> ContentHash {
        let network = measured.network.as_deref();
        self.made_of(measured.metric, &measured.parameters, network, measured.of)
    }

    fn made_of(
        &self,
        metric: &'static metrics::Metric,
        parameters: &metrics::Parameters,
        network: Option<&str>,
        of: Of,
    ) -> ContentHash {
        let alone = looks_at_one(metric);
        let none = (String::new(), Value::Null);
        let (real, synthetic) = match of {
            Of::Real => (&self.real, &none),
            Of::Synthetic(at) if alone => (&none, &self.synthetic[at]),
            Of::Synthetic(at) => (&self.real, &self.synthetic[at]),
        };
        let parameters: BTreeMap<&str, Option<f64>> = parameters.entries().collect();
        let mut text = json!({
            "metric": metric.id,
            "version": metric.version,
            "parameters": parameters,
            "real": real,
            "synthetic": synthetic,
            "feature": if alone { "" } else { &self.feature },
            "seed": self.seed,
            "program": crate::VERSION,
        });
        if let Some(sha256) = network {
            text["network"] = sha256.into();
        }
        // 3: intervals by halves, further numbers and curves; a metric of one set has no other in its key.
        ContentHash::of(&[b"touchstone.value/3", text.to_string().as_bytes()])
    }
}

/// Whether a metric looks at one set alone, so that no other changes its value.
fn looks_at_one(metric: &metrics::Metric) -> bool {
    metric.reference == metrics::Reference::None
}

fn stored_value(
    key: ContentHash,
    request: &MeasureRequest,
    measured: Measured,
) -> (NewValue, Vec<InstanceValue>) {
    let set = |set: u32| SetId(set.into());
    let (real, synthetic) = match measured.of {
        Of::Real => (Some(set(request.real)), None),
        Of::Synthetic(at) => {
            let against = measured.n_real.is_some() || measured.summary.is_none();
            let real = (against && !looks_at_one(measured.metric)).then(|| set(request.real));
            (real, Some(set(request.synthetic[at])))
        }
    };
    let level =
        if measured.summary.is_some() { metrics::Level::Instance } else { metrics::Level::Dataset };
    let reason = measured.value.as_ref().err().map(Error::failure);
    let instances = measured
        .instances
        .iter()
        .map(|instance| InstanceValue {
            arm: instance.arm,
            ordinal: u32::try_from(instance.ordinal).unwrap_or(u32::MAX),
            value: instance.value.as_ref().ok().copied(),
            reason: instance.value.as_ref().err().map(|error| error.failure().message),
        })
        .collect();
    let extra = json!({
        "summary": measured.summary,
        "no_interval": measured.interval.as_ref().err(),
        "n_left_out": measured.n_left_out,
        "n_subjects": measured.n_subjects,
        "n_identical": measured.n_identical,
        "network": measured.network.as_ref().filter(|_| measured.value.is_ok()),
        "notes": measured.notes,
        "columns": measured.columns.iter().map(|(column, value)| json!({
            "column": column,
            "value": value.as_ref().ok().copied().map(json_number),
            "reason": value.as_ref().err().map(|error| error.failure().message),
        })).collect::<Vec<_>>(),
        "columns_left_out":
            measured.columns_left_out.iter().map(|column| &column.name).collect::<Vec<_>>(),
        "details": measured.details.iter().map(|(detail, value)| json!({
            "id": detail.id,
            "value": value.as_ref().ok().copied().map(json_number),
            "reason": value.as_ref().err().map(|error| error.failure().message),
        })).collect::<Vec<_>>(),
        "curve": measured.curve,
        "feature": measured.feature,
        "yardstick": measured.yardstick.as_ref().map(|yardstick| json!({
            "low": yardstick.low,
            "median": yardstick.median,
            "high": yardstick.high,
            "synthetic": yardstick.synthetic,
            "n": yardstick.n,
            "splits": yardstick.splits,
        })),
        "n_findings": measured.n_findings,
        "findings": measured.findings.iter().map(|finding| json!({
            "image": finding.image,
            "annotation": finding.annotation,
            "code": finding.code,
            "message": finding.message,
        })).collect::<Vec<_>>(),
        "closest": measured.closest.iter().map(|pair| json!({
            "synthetic": pair.synthetic,
            "real": pair.real,
            "distance": pair.distance,
            "closer_than": pair.closer_than,
            "identical": pair.identical,
        })).collect::<Vec<_>>(),
    });
    let value = NewValue {
        key,
        metric: measured.metric.id.to_owned(),
        metric_version: measured.metric.version,
        parameters: json!(measured.given),
        real,
        synthetic,
        level: level_word(level).to_owned(),
        value: measured.value.ok(),
        reason: reason.map(|failure| json!(failure)),
        interval: measured.interval.ok().map(|interval| {
            json!({
                "low": interval.low,
                "high": interval.high,
                "level": interval.level,
                "method": interval.method,
            })
        }),
        n_real: measured.n_real.unwrap_or(0) as u64,
        n_synthetic: measured.n_synthetic.unwrap_or(0) as u64,
        seconds: measured.seconds,
        extra,
    };
    (value, instances)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Arm, AskedMetric, ImportRequest, Rule};

    #[test]
    fn a_run_that_goes_on_asks_again_for_a_network_that_was_gone() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/networks");
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        let bench = Workbench::new(
            &at("settings"),
            at("documents"),
            Box::new(|work| work()),
            Box::new(|_| ()),
        );
        bench.create_project(home.path(), "Trial").unwrap();
        let plan = bench.plan_import(vec![data.join("photo.png")]).unwrap();
        let request = ImportRequest {
            plan: plan.id,
            name: plan.suggested_name,
            arm: Arm::Real,
            generator: None,
            subject: Rule::Unknown,
            stratum: Rule::Unknown,
            diagnosis: Rule::Unknown,
            rate_hz: None,
            unit: None,
        };
        bench.start_import(request).unwrap();
        let network = data.join("clip.onnx");
        let asked = |id: &str, network: Option<String>| AskedMetric {
            id: id.to_owned(),
            parameters: BTreeMap::new(),
            network,
        };
        let sha256 = bench.name_network(&network).unwrap().sha256;
        let request = MeasureRequest {
            real: bench.sets().unwrap()[0].id,
            synthetic: Vec::new(),
            metrics: vec![asked("clip_iqa", Some(sha256)), asked("brightness", None)],
            seed: 1,
        };
        let open = bench.open_to_change().unwrap();
        let run = begin(&open, &request).unwrap();
        let values = |place: &Place<'_>| -> Vec<(String, Option<f64>)> {
            measure_run(&Task::unwatched(), &open, run, place).unwrap();
            let values = open.store.values(run).unwrap().into_iter();
            values.map(|stored| (stored.value.metric, stored.value.value)).collect()
        };
        let gone = values(&|_| None);
        let back = values(&|_| Some(network.clone()));
        let of = |values: &[(String, Option<f64>)], id: &str| {
            values
                .iter()
                .filter(|(metric, _)| metric == id)
                .map(|(_, value)| *value)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(&gone, "clip_iqa"), [None]);
        assert!(of(&back, "clip_iqa")[0].is_some(), "{back:?}");
        assert_eq!(of(&back, "clip_iqa").len(), 1, "it stands in the place of the reason");
        assert_eq!(of(&back, "brightness"), of(&gone, "brightness"));
    }
}

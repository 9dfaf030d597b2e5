//! Every metric gives the value that a hand, a table or another program gives.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use metrics::{Compute, Finding, Metric, Network, Parameters, SetOutcome, evaluate_sets, registry};
use samples::{
    Channel, Channels, Column, ColumnKind, Image, Signal, Table, ValueRange, Values, Vectors,
};
use serde_json::Value;

mod coco;

/// What a metric says, whatever it looks at.
#[derive(Default)]
struct Outcome {
    value: f64,
    real: Option<Vec<f64>>,
    synthetic: Option<Vec<f64>>,
    findings: Vec<Finding>,
}

#[test]
fn every_metric_gives_the_values_of_its_golden_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/metrics");
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the folder of golden cases") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let id = name.split('.').next().expect("a first part").to_owned();
        let metric = registry::find(&id).unwrap_or_else(|| panic!("{name}: no metric `{id}`"));
        let text = fs::read_to_string(&path).expect("a readable file");
        let case: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        check(metric, &name, &case);
        seen.insert(id);
    }
    for metric in registry::ALL {
        assert!(seen.contains(metric.id), "{} has no golden case", metric.id);
    }
}

fn check(metric: &'static Metric, name: &str, case: &Value) {
    let source = case["source"].as_str().expect("a source");
    let within = case["within"].as_f64().expect("a tolerance");
    let outcome = computed(metric, case);
    let near = |got: f64, expected: f64, place: &str| {
        let off = (got - expected).abs();
        assert!(off <= within, "{name}{place}: {got} is not {expected} ({source})");
    };
    near(outcome.value, case["expected"].as_f64().expect("an expected value"), "");
    check_findings(name, &outcome.findings, case);
    for (key, got) in [("expected_real", outcome.real), ("expected_synthetic", outcome.synthetic)] {
        if case.get(key).is_some() {
            let expected = numbers(&case[key]);
            let got = got.unwrap_or_else(|| panic!("{name}: no instance values for {key}"));
            assert_eq!(got.len(), expected.len(), "{name}: {key}");
            for (at, (&got, &expected)) in got.iter().zip(&expected).enumerate() {
                near(got, expected, &format!(" {key}[{at}]"));
            }
        }
    }
}

/// What is wrong, as a case writes it: the image's place, the annotation's place, the code.
fn check_findings(name: &str, findings: &[Finding], case: &Value) {
    let Some(expected) = case["expected_findings"].as_array() else { return };
    let written = |finding: &Finding| {
        let code = finding.fault.code().trim_start_matches("annotations.");
        serde_json::json!([finding.image, finding.annotation, code])
    };
    let got: Vec<Value> = findings.iter().map(written).collect();
    assert_eq!(got, *expected, "{name}: findings");
}

fn computed(metric: &'static Metric, case: &Value) -> Outcome {
    let given: BTreeMap<String, f64> = case["parameters"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.as_f64().expect("a number")))
        .collect();
    let parameters = Parameters::for_metric(metric, &given).expect("known parameters");
    let alone = |value| Outcome { value, ..Outcome::default() };
    match metric.compute {
        Compute::Annotations(compute) => {
            let file = coco::annotations(&case["coco"]);
            let outcome = compute(&file, &parameters, &|_, _| true).expect("a value");
            let real = outcome.of_images(file.images.len()).into_iter().flatten().collect();
            let (value, findings) = (outcome.value, outcome.findings);
            Outcome { value, real: Some(real), findings, ..Outcome::default() }
        }
        Compute::Image(compute) => {
            alone(compute(&image(&case["image"]), &parameters).expect("a value"))
        }
        Compute::ImageByNetwork(compute) => {
            let prompts = numbers(&case["prompts"]);
            let image = image(&case["image"]);
            alone(compute(&image, &Means { prompts }, &parameters).expect("a value"))
        }
        Compute::ImagePair(compute) => {
            let (reference, image) = (image(&case["reference"]), image(&case["image"]));
            alone(compute(&reference, &image, &parameters).expect("a value"))
        }
        Compute::Signal(compute) => {
            alone(compute(&signal(&case["signal"]), &parameters).expect("a value"))
        }
        Compute::SignalPair(compute) => {
            let (real, synthetic) = (signal(&case["real"]), signal(&case["synthetic"]));
            alone(compute(&real, &synthetic, &parameters).expect("a value"))
        }
        Compute::VectorPair(compute) => {
            let (real, synthetic) = (numbers(&case["real"]), numbers(&case["synthetic"]));
            alone(compute(&real, &synthetic, &parameters).expect("a value"))
        }
        Compute::AllSignals(compute) => {
            let (real, synthetic) = (signals(&case["real"]), signals(&case["synthetic"]));
            of_sets(compute(&real, &synthetic, &parameters, &|_, _| true).expect("a value"))
        }
        Compute::Tables(compute) => {
            let (real, synthetic) = (table(&case["real"]), table(&case["synthetic"]));
            alone(compute(&real, &synthetic, &parameters).expect("a value").value)
        }
        Compute::SignalSets(sets) => {
            let (real, synthetic) = (signals(&case["real"]), signals(&case["synthetic"]));
            alone(sets.evaluate(&real, &synthetic, &parameters).expect("a value").value)
        }
        Compute::Table(compute) => {
            let outcome = compute(&table(&case["table"]), &parameters).expect("a value");
            Outcome { value: outcome.value, real: outcome.rows, ..Outcome::default() }
        }
        Compute::Sets(_) | Compute::Neighbours(_) => {
            let (real, synthetic) = (vectors(&case["real"]), vectors(&case["synthetic"]));
            let asked = [(metric, parameters)];
            let outcome = evaluate_sets(&asked, &real, &synthetic, &|_, _| true)
                .expect("nobody stops it")
                .remove(0)
                .expect("a value");
            of_sets(outcome)
        }
    }
}

/// A network of no weights: its vector of an image is the mean of each channel.
struct Means {
    prompts: Vec<f64>,
}

impl Network for Means {
    fn sides(&self, _: &str) -> metrics::Result<Vec<Option<usize>>> {
        Ok(vec![Some(1), Some(3), None, None])
    }

    #[expect(clippy::cast_possible_truncation, reason = "networks answer in single precision")]
    fn answer(
        &self,
        _: &str,
        _: &[usize],
        values: &[f32],
    ) -> metrics::Result<Vec<(String, Vec<f32>)>> {
        let n = values.len() / 3;
        let mean = |channel: &[f32]| {
            (channel.iter().copied().map(f64::from).sum::<f64>() / n as f64) as f32
        };
        let prompts = self.prompts.iter().map(|&value| value as f32).collect();
        let embedding = values.chunks_exact(n).map(mean).collect();
        Ok(vec![("embedding".to_owned(), embedding), ("prompts".to_owned(), prompts)])
    }
}

fn of_sets(outcome: SetOutcome) -> Outcome {
    let SetOutcome { value, real, synthetic, .. } = outcome;
    Outcome { value, real, synthetic, ..Outcome::default() }
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().expect("a list").iter().map(|n| n.as_f64().expect("a number")).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of golden cases are small")]
fn image(case: &Value) -> Image {
    let shape = numbers(&case["shape"]);
    let side = |at: usize| format!("{}", shape[at]).parse().expect("a whole number");
    let channels = if case["channels"] == "rgb" { Channels::Rgb } else { Channels::Gray };
    let values = numbers(&case["values"]).into_iter().map(|value| value as f32).collect();
    Image::new([side(0), side(1)], channels, ValueRange::BITS_8, values).expect("an image")
}

fn signals(case: &Value) -> Vec<Signal> {
    case.as_array().expect("signals").iter().map(signal).collect()
}

fn signal(case: &Value) -> Signal {
    let channels: Vec<Vec<f64>> =
        case["channels"].as_array().expect("channels").iter().map(numbers).collect();
    let names = vec![Channel::default(); channels.len()].into();
    Signal::new(names, case["rate_hz"].as_f64(), channels[0].len(), channels.concat())
        .expect("a signal")
}

fn table(case: &Value) -> Table {
    let column = |(name, values): (&String, &Value)| {
        let cells = values.as_array().expect("a list");
        let (kind, values) = if cells.iter().any(Value::is_string) {
            let word = |cell: &Value| cell.as_str().map(str::to_owned);
            (ColumnKind::Category, Values::Words(cells.iter().map(word).collect()))
        } else {
            (ColumnKind::Number, Values::Numbers(cells.iter().map(Value::as_f64).collect()))
        };
        Column { name: name.clone(), kind, decimals: 0, values }
    };
    let columns = case.as_object().expect("columns by name").iter().map(column).collect();
    Table::new(columns).expect("a table")
}

fn vectors(case: &Value) -> Vectors {
    let rows: Vec<Vec<f64>> = case.as_array().expect("rows").iter().map(numbers).collect();
    Vectors::new(rows.len(), rows[0].len(), rows.concat()).expect("vectors")
}

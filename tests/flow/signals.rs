//! Signals: brought in, looked at, measured, imitated and read.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use samples::{Channel, Signal};
use workbench::wire::{Arm, AskedMetric, GenerateRequest, MeasureRequest, Rule, StudyRequest};

use crate::place::Place;

/// Beats of an invented heart: one wave whose height and place vary.
fn beats(n: u32, shift: f64) -> Vec<Signal> {
    let channel: Arc<[Channel]> = [Channel::default()].into();
    (0..n)
        .map(|at| {
            let height = 1.0 + 0.05 * f64::from(at * 7 % 11) + shift;
            let values = (0..128).map(|t| {
                let x = (f64::from(t) - 60.0 - f64::from(at * 5 % 7)) / 8.0;
                height * (-x * x).exp() + 0.01 * f64::from((t * 31 + at.cast_signed() * 17) % 13)
            });
            Signal::new(Arc::clone(&channel), None, 128, values.collect()).unwrap()
        })
        .collect()
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/formats/wfdb").join(name)
}

#[test]
fn a_record_comes_with_its_parts_and_is_read_again_from_the_project() {
    let place = Place::new();
    for part in ["100.hea", "100.dat", "100.atr"] {
        place.file(&format!("records/{part}"), fs::read(golden(part)).unwrap());
    }
    let set = place.import(place.folder.path().join("records"), Arm::Real, Rule::Same);
    let bench = &place.workbench;
    let view = bench.sets().unwrap().remove(0);
    assert_eq!((view.n_samples, view.n_left_out), (1, 0), "the parts are no samples: {view:?}");
    assert!(view.shape.contains("360 Hz") && view.shape.contains("mV"), "{}", view.shape);

    // The folder is gone: what is shown comes from the project.
    fs::remove_dir_all(place.folder.path().join("records")).unwrap();
    let block = bench.sample_pixels(set, 0).unwrap();
    assert_eq!(&block[..4], b"TSG1");
    assert!(block.windows(4).any(|four| four == b"MLII"), "the lead keeps its name");
    assert_eq!(&bench.thumbnail(set, 0, 96).unwrap()[1..4], b"PNG");
}

#[test]
fn beats_are_measured_imitated_and_read_on_paper() {
    let place = Place::new();
    let array = formats::write_npy_signals(&beats(40, 0.0)).unwrap();
    let path = place.file("beats.npy", array);
    let bench = &place.workbench;

    let plan = bench.plan_import(vec![path]).unwrap();
    assert!(plan.lacks_scale, "an array says no rate and no unit");
    let request = workbench::wire::ImportRequest {
        plan: plan.id,
        name: "Beats".to_owned(),
        arm: Arm::Real,
        generator: None,
        subject: Rule::Same,
        stratum: Rule::Unknown,
        diagnosis: Rule::Unknown,
        rate_hz: Some(360.0),
        unit: Some("mV".to_owned()),
    };
    bench.start_import(request).unwrap();
    let real = bench.sets().unwrap().remove(0);
    assert!(real.shape.contains("360 Hz"), "{}", real.shape);

    let request = GenerateRequest {
        from: real.id,
        method: "pca_gaussian".to_owned(),
        n: 30,
        seed: 3,
        name: "Beats, imitated".to_owned(),
    };
    bench.start_generate(&request).unwrap();
    let synthetic = bench.sets().unwrap().into_iter().find(|set| set.arm == Arm::Synthetic);
    let synthetic = synthetic.expect("the counterpart is there");
    assert_eq!(synthetic.n_samples, 30);
    assert_eq!(synthetic.shape, real.shape, "an imitation has the rate and unit of its model");

    let asked =
        |id: &str| AskedMetric { id: id.to_owned(), parameters: BTreeMap::new(), network: None };
    let ids = ["snr", "uniqueness", "spectral_wasserstein_distance", "coverage", "authenticity"];
    let request = MeasureRequest {
        real: real.id,
        synthetic: vec![synthetic.id],
        metrics: ids.iter().map(|id| asked(id)).collect(),
        seed: 1,
    };
    bench.start_measure(&request).unwrap();
    let run = bench.runs().unwrap().remove(0);
    let results = bench.run(run.id).unwrap().results;
    for id in ids {
        let values: Vec<_> = results.iter().filter(|result| result.metric == id).collect();
        assert!(!values.is_empty(), "{id} has no value");
        assert!(values.iter().all(|value| value.value.is_some()), "{id}: {values:?}");
    }

    let study = bench
        .create_study(&StudyRequest {
            name: "Beats".to_owned(),
            real: real.id,
            synthetic: vec![synthetic.id],
            n_real: 5,
            n_synthetic: 5,
            readers: vec!["R1".to_owned()],
            seed: Some(3),
            ..StudyRequest::default()
        })
        .unwrap();
    bench.begin_reading(study.id, "R1").unwrap();
    let view = bench.reading().unwrap();
    assert_eq!(view.kind, "signal");
    let case = bench.next_step(&view.session).unwrap().case().unwrap();
    let first = bench.case_pixels(&case.stimuli[0].slot).unwrap();
    let next = bench.upcoming_slots(&view.session).unwrap().remove(0);
    let second = bench.case_pixels(&next).unwrap();
    let head = |block: &[u8]| {
        let text = u32::from_le_bytes(block[12..16].try_into().unwrap()) as usize;
        block[..16 + text].to_vec()
    };
    assert_eq!(head(&first), head(&second), "nothing but the values differs");
    assert_eq!(first.len(), second.len());
}

#[test]
fn signals_of_another_length_are_not_read_against_each_other() {
    let place = Place::new();
    let short: Vec<Signal> = beats(9, 0.1)
        .iter()
        .map(|beat| {
            let values = beat.values()[..100].to_vec();
            Signal::new(Arc::clone(beat.channels()), None, 100, values).unwrap()
        })
        .collect();
    let long = place.file("long.npy", formats::write_npy_signals(&beats(9, 0.0)).unwrap());
    let short = place.file("short.npy", formats::write_npy_signals(&short).unwrap());
    let real = place.import(long, Arm::Real, Rule::Unknown);
    let synthetic = place.import(short, Arm::Synthetic, Rule::Unknown);
    let refused = place.workbench.create_study(&StudyRequest {
        name: "Lengths".to_owned(),
        real,
        synthetic: vec![synthetic],
        n_real: 3,
        n_synthetic: 3,
        readers: vec!["R1".to_owned()],
        seed: Some(3),
        ..StudyRequest::default()
    });
    assert_eq!(refused.unwrap_err().code(), "workbench.containersTell");
}

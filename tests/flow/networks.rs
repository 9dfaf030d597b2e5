//! A measure that asks a network: named once, found again, and never mistaken for another.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use workbench::wire::{Arm, AskedMetric, MeasureRequest, ResultView, Rule};

use crate::place::Place;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/networks").join(name)
}

/// A project with one picture in its real set; returns the set, and a file that holds a network.
fn picture_and_network(place: &Place) -> (u32, PathBuf) {
    let bytes = |name: &str| fs::read(data(name)).unwrap();
    place.file("pictures/photo.png", bytes("photo.png"));
    let real = place.import(place.folder.path().join("pictures"), Arm::Real, Rule::Unknown);
    (real, place.file("own.onnx", bytes("clip.onnx")))
}

/// Measures CLIP-IQA of a set and returns what came of it.
fn measured(place: &Place, real: u32, network: Option<&str>) -> ResultView {
    let asked = AskedMetric {
        id: "clip_iqa".to_owned(),
        parameters: BTreeMap::new(),
        network: network.map(str::to_owned),
    };
    let request = MeasureRequest { real, synthetic: Vec::new(), metrics: vec![asked], seed: 1 };
    place.workbench.start_measure(&request).unwrap();
    let run = place.workbench.runs().unwrap()[0].id;
    place.workbench.run(run).unwrap().results[0].clone()
}

#[test]
fn a_network_is_named_once_and_asked_in_every_run() {
    let place = Place::new();
    let (real, file) = picture_and_network(&place);

    let code = |result: &ResultView| result.reason.as_ref().map(|reason| reason.code.clone());
    let unnamed = measured(&place, real, None);
    assert_eq!(code(&unnamed).as_deref(), Some("metrics.needs_network"));

    let network = place.workbench.name_network(&file).unwrap();
    assert_eq!(network.name, "own.onnx");
    // That of sha256sum, and the value of onnx's reference evaluator: see photo.py beside the picture.
    assert_eq!(network.sha256, "e1af2a01a76ff2b3e57e46d71a959858a57407d6402c0ac481edb1eb39b9f4b5");
    let value = measured(&place, real, Some(&network.sha256));
    assert!((value.value.unwrap() - 0.418_507_054).abs() < 1e-5, "{value:?}");
    assert_eq!(value.network.as_ref(), Some(&network.sha256));

    // The value is there already: the file is not needed for it any more.
    fs::remove_file(&file).unwrap();
    assert_eq!(measured(&place, real, Some(&network.sha256)).value, value.value);
}

#[test]
fn another_file_in_the_place_of_a_network_is_not_asked() {
    let place = Place::new();
    let (real, file) = picture_and_network(&place);
    let network = place.workbench.name_network(&file).unwrap();

    let gone = |result: &ResultView| {
        let reason = result.reason.as_ref().unwrap();
        assert_eq!(reason.code, "workbench.networkGone", "{reason:?}");
        assert!(reason.message.contains(&network.sha256), "{reason:?}");
        assert_eq!(result.network, None, "nothing was asked");
    };
    fs::copy(data("clip_free.onnx"), &file).unwrap();
    gone(&measured(&place, real, Some(&network.sha256)));
    fs::write(&file, "not a network").unwrap();
    gone(&measured(&place, real, Some(&network.sha256)));
    fs::remove_file(&file).unwrap();
    gone(&measured(&place, real, Some(&network.sha256)));

    // Once it is back, what was missing is computed.
    fs::copy(data("clip.onnx"), &file).unwrap();
    let value = measured(&place, real, Some(&network.sha256)).value.unwrap();
    assert!((value - 0.418_507_054).abs() < 1e-5, "{value}");
    // What is no network is refused when it is named.
    fs::write(&file, "not a network").unwrap();
    assert!(place.workbench.name_network(&file).is_err());
}

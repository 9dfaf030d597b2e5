//! The words of this crate: one for each error, attribute, mend and reason.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use blinding::{
    Error, Facts, Mend, Row, Seen, WhyNot, image_attributes, signal_attributes, table_attributes,
};
use samples::{Channel, Channels, Column, ColumnKind, Image, Signal, Table, ValueRange, Values};
use serde_json::Value;
use study::audit::Attribute;

fn words() -> Value {
    let file =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../assets/words/en/blinding.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn keys(of: &Value) -> BTreeSet<String> {
    of.as_object().unwrap().keys().cloned().collect()
}

fn facts() -> Facts {
    Facts { tags: ["Manufacturer".to_owned()].into(), ..Facts::default() }
}

/// The attributes of all kinds of cases.
fn attributes() -> Vec<Attribute> {
    let image = Image::new([1, 2], Channels::Gray, ValueRange::BITS_8, vec![0.0, 1.0]).unwrap();
    let signal = Signal::new(Arc::from([Channel::default()]), None, 1, vec![0.0]).unwrap();
    let column =
        |name: &str, kind, values| Column { name: name.to_owned(), kind, decimals: 2, values };
    let table = Table::new(vec![
        column(
            "a",
            ColumnKind::Number,
            Values::Numbers((0..30).map(|n| Some(f64::from(n))).collect()),
        ),
        column("b", ColumnKind::Category, Values::Words(vec![Some("x".to_owned()); 30])),
    ])
    .unwrap();
    let rows: Vec<_> =
        (0..30).map(|row| Seen { sample: Row { table: &table, row }, facts: facts() }).collect();
    let plain = |sample| Seen { sample, facts: Facts::default() };
    let mut all = image_attributes(&[Seen { sample: &image, facts: facts() }, plain(&image)]);
    all.extend(signal_attributes(&[Seen { sample: signal, facts: facts() }]));
    all.extend(table_attributes(&rows));
    all
}

#[test]
fn every_attribute_has_a_title_and_says_why_it_tells_and_no_words_are_left_over() {
    let words = words();
    let own: BTreeSet<String> = attributes()
        .iter()
        .map(|attribute| attribute.name.split(':').next().unwrap().to_owned())
        .collect();
    assert_eq!(own, keys(&words["attribute"]));
    for name in own {
        assert!(words["attribute"][&name]["title"].is_string(), "{name}");
        assert!(words["attribute"][&name]["why"].is_string(), "{name}");
    }
}

#[test]
fn every_mend_has_a_title_and_a_reason() {
    let mends = [
        Mend::Gray,
        Mend::Crop { columns: 1, rows: 1 },
        Mend::Resample { columns: 1, rows: 1 },
        Mend::Requantise { bits: 8, spans: Vec::new() },
        Mend::Floor { level: 0.1 },
        Mend::Ceiling { level: 0.9 },
        Mend::Lossy { quality: 75 },
        Mend::Mask { rects: Vec::new() },
        Mend::HideScale,
        Mend::Channels { names: Vec::new() },
        Mend::Unit { unit: "mV".to_owned() },
        Mend::Rate { hz: 1.0 },
        Mend::Band { low_hz: None, high_hz: None },
        Mend::Notch { hz: 50.0 },
        Mend::Length { samples: 1 },
        Mend::Clip { low: 0.0, high: 1.0 },
        Mend::Quantise { step: 1.0 },
    ];
    let words = words();
    let ids: BTreeSet<String> = mends.iter().map(|mend| mend.id().to_owned()).collect();
    assert_eq!(ids, keys(&words["mend"]));
    for (id, mend) in ids.iter().zip(&mends) {
        assert!(words["mend"][id]["title"].is_string() && words["mend"][id]["why"].is_string());
        assert_eq!(serde_json::to_value(mend).unwrap()["mend"], mend.id());
    }
    let reasons: BTreeSet<String> = WhyNot::ALL.iter().map(|why| why.as_str().to_owned()).collect();
    assert_eq!(reasons, keys(&words["left_off"]));
}

#[test]
fn every_error_has_a_message_that_names_its_parameters_and_a_hint() {
    let errors = [
        Error::WrongKind { mend: "gray", given: "a signal" },
        Error::Parameter { mend: "lossy", name: "quality", wanted: "1 to 100", given: 0.0 },
        Error::TooSmall { columns: 2, rows: 2, of_columns: 1, of_rows: 1 },
        Error::TooShort { wanted: 2, given: 1 },
        Error::NoRate,
        Error::NoChannel { name: "V6".to_owned() },
        Error::Unit { from: "mV".to_owned(), to: "mmHg".to_owned() },
        Error::Compression { detail: "x".to_owned() },
        Error::Sample(samples::Error::Empty { shape: vec![0, 0] }),
    ];
    let words = words();
    let mut seen: BTreeSet<String> =
        ["attribute", "mend", "left_off"].map(str::to_owned).into_iter().collect();
    for error in errors {
        let key = error.code().strip_prefix("blinding.").unwrap();
        seen.insert(key.to_owned());
        let message = words[key]["message"].as_str().unwrap();
        assert!(words[key]["hint"].is_string(), "{key}");
        for (name, _) in error.params() {
            assert!(message.contains(&format!("{{{{{name}}}}}")), "{key} does not say {name}");
        }
        assert_eq!(message.matches("{{").count(), error.params().len(), "{key}");
    }
    assert_eq!(seen, keys(&words), "an entry without a code");
}

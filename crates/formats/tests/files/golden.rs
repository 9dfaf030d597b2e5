//! Do our readings agree with those of other programs?

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use formats::{Found, Limits, read, registry, walk};
use samples::{Channels, ColumnKind, Contents, Image, Signal, Table, Values, Vectors};
use serde_json::Value;
use sha2::{Digest, Sha256};

const ENDING: &str = ".expected.json";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/formats")
}

#[test]
fn every_golden_file_is_read_as_another_program_reads_it() {
    let mut seen = BTreeSet::new();
    for format in entries(&folder()).into_iter().filter(|path| path.is_dir()) {
        for file in cases(&format) {
            check(&format, &file);
            seen.insert(name(&format));
        }
    }
    for format in registry::ALL {
        assert!(seen.contains(format.id()), "{} has no golden file", format.id());
    }
}

#[test]
fn every_golden_file_has_an_expected_reading() {
    for format in entries(&folder()).into_iter().filter(|path| path.is_dir()) {
        let (cases, readings) = (cases(&format), entries(&format));
        for file in &cases {
            assert!(expected(&format, file).exists(), "{} has none", file.name());
        }
        let n_readings = readings.iter().filter(|path| name(path).ends_with(ENDING)).count();
        assert_eq!(cases.len(), n_readings, "{}: a reading without its file", name(&format));
    }
}

/// The files to read, each with those that belong to it.
fn cases(format: &Path) -> Vec<Found> {
    let mut files = walk(&[format.to_owned()]).files;
    files.retain(|file| !file.name().ends_with(ENDING) && file.name() != "README.md");
    files
}

fn expected(format: &Path, file: &Found) -> PathBuf {
    format.join(file.name().to_owned() + ENDING)
}

fn check(format: &Path, found: &Found) {
    let case = fs::read(expected(format, found)).unwrap();
    let case: Value = serde_json::from_slice(&case).unwrap();
    let file = found.name().to_owned();
    assert!(!case["source"].as_str().unwrap().is_empty(), "{file} has no source");

    let limits = Limits::default();
    let loaded = found.load(&limits).unwrap();
    let reading = read(&loaded.input(), &limits);
    let reading = reading.unwrap_or_else(|error| panic!("{file}: {error}"));
    assert_eq!(reading.format, name(format), "{file}");
    match &reading.contents {
        Contents::Image(image) => check_image(&file, image, &case),
        Contents::Table(table) => check_table(&file, table, &case["table"]),
        Contents::Signals(signals) => check_signals(&file, signals, &case["signals"]),
        Contents::Vectors(vectors) => check_vectors(&file, vectors, &case["vectors"]),
    }

    if let Some(subject) = case.get("subject") {
        assert_eq!(serde_json::json!(reading.subject.map(|id| id.0)), *subject, "{file}");
    }

    let mut found: Vec<String> = reading.notes.iter().map(|note| note.code().to_owned()).collect();
    let wanted = case["notes"].as_array().unwrap().iter();
    let mut wanted: Vec<String> =
        wanted.map(|note| format!("formats.{}", note.as_str().unwrap())).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted, "{file}: {:?}", reading.notes);
}

fn check_image(file: &str, image: &Image, case: &Value) {
    let (wanted, within) = (&case["image"], case["within"].as_f64().unwrap());
    let shape = [wanted["shape"][0].as_u64(), wanted["shape"][1].as_u64()];
    assert_eq!(image.shape().map(|side| Some(side as u64)), shape, "{file}");
    let channels = match image.channels() {
        Channels::Gray => "gray",
        Channels::Rgb => "rgb",
    };
    assert_eq!(channels, wanted["channels"], "{file}");
    let range = [image.range().low(), image.range().high()];
    check_numbers(file, &range, &wanted["range"], 0.0);
    let values: Vec<f64> = image.values().iter().copied().map(f64::from).collect();
    if let Some(all) = wanted.get("values") {
        check_numbers(file, &values, all, within);
    } else {
        check_large_image(file, &values, wanted, within);
    }
    if let Some(wanted) = wanted.get("meaning") {
        let meaning = image.meaning();
        assert_eq!(serde_json::json!(meaning.unit), wanted["unit"], "{file}");
        check_pair(file, meaning.spacing_mm, &wanted["spacing_mm"]);
        let window = meaning.window.map(|window| [window.center, window.width]);
        check_pair(file, window, &wanted["window"]);
    }
}

/// Single values by place, their sum, and where they are exact the SHA-256 of all of them as 32 bit
/// numbers, little end first.
fn check_large_image(file: &str, values: &[f64], wanted: &Value, within: f64) {
    for one in wanted["some"].as_array().unwrap() {
        let place = usize::try_from(one[0].as_u64().unwrap()).unwrap();
        check_numbers(file, &values[place..=place], &serde_json::json!([one[1]]), within);
    }
    let room = within * values.len() as f64;
    check_numbers(file, &[values.iter().sum()], &serde_json::json!([wanted["sum"]]), room);
    if let Some(hash) = wanted.get("sha256_of_f32") {
        #[expect(clippy::cast_possible_truncation, reason = "they were 32 bits before")]
        let bytes: Vec<u8> =
            values.iter().flat_map(|&value| (value as f32).to_le_bytes()).collect();
        let digest = Sha256::digest(&bytes);
        let found = digest.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        assert_eq!(found, *hash, "{file}");
    }
}

fn check_pair(file: &str, found: Option<[f64; 2]>, wanted: &Value) {
    assert_eq!(found.is_none(), wanted.is_null(), "{file}: {found:?}");
    if let Some(found) = found {
        check_numbers(file, &found, wanted, 0.0);
    }
}

/// Every signal; of long ones the case may name single values by channel and place.
fn check_signals(file: &str, signals: &[Signal], wanted: &Value) {
    let wanted = wanted.as_array().unwrap();
    assert_eq!(signals.len(), wanted.len(), "{file}");
    for (signal, wanted) in signals.iter().zip(wanted) {
        let names: Vec<&str> = signal.channels().iter().map(|c| c.name.as_str()).collect();
        assert_eq!(serde_json::json!(names), wanted["channels"], "{file}");
        let units: Vec<Option<&str>> =
            signal.channels().iter().map(|c| c.unit.as_deref()).collect();
        assert_eq!(serde_json::json!(units), wanted["units"], "{file}");
        assert_eq!(serde_json::json!(signal.rate_hz()), wanted["rate_hz"], "{file}");
        assert_eq!(Some(signal.length() as u64), wanted["length"].as_u64(), "{file}");
        let within = wanted["within"].as_f64().unwrap_or(0.0);
        if let Some(values) = wanted.get("values") {
            check_numbers(file, signal.values(), values, within);
        }
        for one in wanted["some"].as_array().into_iter().flatten() {
            let place = |at: usize| usize::try_from(one[at].as_u64().unwrap()).unwrap();
            let found = signal.channel(place(0))[place(1)];
            check_numbers(file, &[found], &serde_json::json!([one[2]]), within);
        }
        let marks: Vec<Value> = signal
            .marks()
            .iter()
            .map(|mark| serde_json::json!([mark.at, mark.code, mark.text]))
            .collect();
        let wanted_marks = wanted["marks"].as_array().cloned().unwrap_or_default();
        assert_eq!(marks, wanted_marks, "{file}");
    }
}

fn check_vectors(file: &str, vectors: &Vectors, wanted: &Value) {
    assert_eq!(Some(vectors.n() as u64), wanted["n"].as_u64(), "{file}");
    assert_eq!(Some(vectors.d() as u64), wanted["d"].as_u64(), "{file}");
    check_numbers(file, vectors.values(), &wanted["values"], 0.0);
}

fn check_table(file: &str, table: &Table, wanted: &Value) {
    let wanted = wanted.as_array().unwrap();
    assert_eq!(table.columns().len(), wanted.len(), "{file}");
    for (column, wanted) in table.columns().iter().zip(wanted) {
        let at = format!("{file}, column {}", column.name);
        assert_eq!(column.name, wanted["name"], "{at}");
        assert_eq!(column.kind.as_str(), wanted["kind"], "{at}");
        assert_eq!(column.kind == ColumnKind::Number, matches!(column.values, Values::Numbers(_)));
        assert_eq!(Some(u64::from(column.decimals)), wanted["decimals"].as_u64(), "{at}");
        let cells = wanted["values"].as_array().unwrap();
        match &column.values {
            Values::Numbers(numbers) => {
                let wanted: Vec<Option<f64>> = cells.iter().map(Value::as_f64).collect();
                assert_eq!(numbers, &wanted, "{at}");
            }
            Values::Words(words) => {
                let wanted: Vec<Option<&str>> = cells.iter().map(Value::as_str).collect();
                assert_eq!(words.iter().map(Option::as_deref).collect::<Vec<_>>(), wanted, "{at}");
            }
        }
    }
}

fn check_numbers(file: &str, found: &[f64], wanted: &Value, within: f64) {
    let wanted = wanted.as_array().unwrap();
    assert_eq!(found.len(), wanted.len(), "{file}");
    for (at, (&found, wanted)) in found.iter().zip(wanted).enumerate() {
        let wanted: f64 =
            wanted.as_str().map_or_else(|| wanted.as_f64().unwrap(), |word| word.parse().unwrap());
        let same = found.total_cmp(&wanted).is_eq() || (found.is_nan() && wanted.is_nan());
        let near = (found - wanted).abs() <= within;
        assert!(same || near, "{file}: value {at} is {found}, not {wanted}");
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| !name(path).starts_with('.'));
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

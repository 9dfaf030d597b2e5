//! What measuring says of files and sets that are odd, and that it never says less than there is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use samples::{Channels, Image, ValueRange};
use serde_json::{Value, json};
use tempfile::TempDir;
use workbench::wire::{Arm, AskedMetric, MeasureRequest, ResultView, Rule, RunView};
use workbench::{
    BatchDone, BatchResult, BatchSet, FilesToMeasure, Result, StopSign, Task, measure_files,
};

use crate::place::Place;

/// Writes a file below `folder` and returns where it is.
fn write(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

fn png(range: ValueRange, value: impl Fn(u16) -> u16) -> Vec<u8> {
    let values = (0..256).map(|pixel| f32::from(value(pixel))).collect();
    let image = Image::new([16, 16], Channels::Gray, range, values).unwrap();
    formats::write_png(&image).unwrap()
}

/// An image like no other number's.
fn picture(at: u16) -> Vec<u8> {
    png(ValueRange::BITS_8, |pixel| (pixel * (at + 3) + at * 40) % 251)
}

fn measured(files: &FilesToMeasure) -> Result<BatchDone> {
    measure_files(&Task::new(StopSign::default(), |_| ()), files)
}

fn asked(metrics: &[(&str, &[(&str, &str)])]) -> Vec<(String, BTreeMap<String, String>)> {
    let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
    metrics
        .iter()
        .map(|(id, parameters)| ((*id).to_owned(), parameters.iter().map(owned).collect()))
        .collect()
}

fn paired(folder: &TempDir, metric: &str) -> BatchDone {
    measured(&FilesToMeasure {
        real: Some(folder.path().join("orig")),
        synthetic: Some(folder.path().join("recon")),
        pairs: true,
        metrics: asked(&[(metric, &[])]),
        instances: true,
        ..FilesToMeasure::default()
    })
    .unwrap()
}

fn compared(real: &Path, synthetic: &Path, metrics: &[(&str, &[(&str, &str)])]) -> BatchDone {
    measured(&FilesToMeasure {
        real: Some(real.to_owned()),
        synthetic: Some(synthetic.to_owned()),
        metrics: asked(metrics),
        instances: true,
        ..FilesToMeasure::default()
    })
    .unwrap()
}

fn left_out(done: &BatchDone) -> Vec<(BatchSet, &str, &str)> {
    done.left_out.iter().map(|left| (left.set, left.sample.as_str(), left.code)).collect()
}

fn of<'a>(done: &'a BatchDone, metric: &str, set: BatchSet) -> &'a BatchResult {
    done.results.iter().find(|result| result.metric == metric && result.set == set).unwrap()
}

/// Five images and what a lossless program made of them: every pair is equal.
fn originals(folder: &TempDir, of_copy: impl Fn(u16) -> Option<String>) {
    for at in 0..5 {
        write(folder, &format!("orig/orig_{at}.png"), picture(at));
        if let Some(name) = of_copy(at) {
            write(folder, &format!("recon/{name}"), picture(at));
        }
    }
}

#[test]
fn a_broken_file_does_not_shift_the_pairs_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    originals(&folder, |at| Some(format!("recon_{at}.png")));
    let whole = paired(&folder, "ssim");
    assert_eq!(whole.results[0].value, json!(1.0), "every pair is equal");
    assert_eq!(whole.notes.len(), 1, "that order paired them is said: {:?}", whole.notes);

    write(&folder, "recon/recon_1.png", b"\x89PNG\r\n\x1a\nbroken");
    let broken = paired(&folder, "ssim");
    assert_eq!(broken.results[0].value, Value::Null);
    let reason = broken.results[0].reason.as_deref().unwrap();
    assert!(reason.contains("1 file was left out"), "{reason}");
    assert_eq!(left_out(&broken).len(), 1);

    write(&folder, "orig/orig_3.png", b"");
    let both = paired(&folder, "ssim");
    assert_eq!(both.results[0].value, Value::Null, "four on both sides, and not the same four");

    std::fs::remove_file(folder.path().join("recon/recon_1.png")).unwrap();
    write(&folder, "orig/orig_3.png", picture(3));
    let missing = paired(&folder, "ssim");
    let reason = missing.results[0].reason.as_deref().unwrap();
    assert!(reason.contains("5 references and 4 targets"), "{reason}");
}

#[test]
fn files_pair_by_name_whatever_their_ending_and_say_with_whom() {
    let folder = tempfile::tempdir().unwrap();
    originals(&folder, |at| (at != 1).then(|| format!("orig_{at}.dat")));
    write(&folder, "recon/orig_9.dat", picture(9));
    let done = paired(&folder, "ssim");
    let result = &done.results[0];
    assert_eq!((&result.value, result.n_real, result.n_synthetic), (&json!(1.0), Some(4), Some(4)));
    for instance in result.instances.as_ref().unwrap() {
        let reference = instance.reference.as_deref().unwrap();
        assert_eq!(reference.replace("png", "dat"), instance.sample);
    }
    assert_eq!(
        left_out(&done),
        [
            (BatchSet::Real, "orig_1.png", "workbench.unpaired"),
            (BatchSet::Synthetic, "orig_9.dat", "workbench.unpaired"),
        ]
    );
}

/// A table of patients; `site` is written as the side writes it, `comment` is text.
fn patients(n: u32, site: impl Fn(u32) -> String, comment: bool) -> String {
    let mut text = format!("age,site,sex{}\n", if comment { ",comment" } else { "" });
    for at in 0..n {
        let sex = if at % 3 == 0 { "f" } else { "m" };
        write!(text, "{},{},{sex}", 40 + at * 7 % 31 + at % 2, site(at)).unwrap();
        let comment = if comment { format!(",note {at} of the visit") } else { String::new() };
        writeln!(text, "{comment}").unwrap();
    }
    text
}

fn code(at: u32) -> String {
    format!("{:02}", 1 + at % 4)
}

#[test]
fn a_table_without_the_text_of_the_real_one_is_compared_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let real = write(&folder, "real.csv", patients(60, code, true));
    let synthetic = write(&folder, "synthetic.csv", patients(50, code, false));
    let done = compared(&real, &synthetic, &[("density", &[]), ("coverage", &[])]);
    let density = of(&done, "density", BatchSet::Synthetic);
    assert!(density.value.is_f64(), "{:?}", density.reason);
    let left_out: Vec<&str> =
        density.columns_left_out.iter().map(|column| column.column.as_str()).collect();
    assert_eq!(left_out, ["comment"]);
    assert_eq!(done.n_identical, Some(0), "a row without its comment is another row");

    let swapped = compared(&synthetic, &real, &[("density", &[])]);
    let density = of(&swapped, "density", BatchSet::Synthetic);
    assert!(density.value.is_f64(), "{:?}", density.reason);
    assert_eq!(density.columns_left_out.len(), 1, "what the real one lacks is said, too");
}

#[test]
fn the_real_table_decides_what_a_column_holds() {
    let folder = tempfile::tempdir().unwrap();
    let real = write(&folder, "real.csv", patients(60, code, false));
    // Without the leading zeros the codes are read as numbers; five rows of `sex` as text.
    let plain = |at: u32| (1 + at % 4).to_string();
    let numbers = write(&folder, "numbers.csv", patients(40, plain, false));
    let few = write(
        &folder,
        "few.csv",
        "age,site,sex\n41,01,f\n42,02,m\n43,03,x\n44,04,d\n45,1,q\n46,unknown,\n",
    );
    let empty = write(&folder, "empty.csv", "age,site,sex\n41,01,\n42,02,\n43,03,\n50,04,\n");
    let copies = write(&folder, "copies.csv", patients(60, code, false));
    for synthetic in [&numbers, &few, &empty, &copies] {
        let done = compared(&real, synthetic, &[("improved_precision", &[])]);
        let result = of(&done, "improved_precision", BatchSet::Synthetic);
        assert!(result.value.is_f64(), "{synthetic:?}: {:?}", result.reason);
    }
    let done = compared(&real, &numbers, &[("authenticity", &[])]);
    assert!(done.notes.iter().any(|note| note.note.contains("“site”")), "{:?}", done.notes);
    assert_eq!(done.n_identical, Some(40), "01 and 1 are one site, once read alike");

    let other = write(&folder, "other.csv", patients(40, |at| format!("{at}.5"), false));
    let words = write(&folder, "words.csv", patients(40, |_| "north".to_owned(), false));
    let done = compared(&other, &words, &[("density", &[])]);
    let reason = of(&done, "density", BatchSet::Synthetic).reason.as_deref().unwrap();
    assert!(reason.contains("“site”"), "a word is no number: {reason}");
}

#[test]
fn metrics_of_a_table_have_rows_columns_and_an_interval() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "a,b,c\n".to_owned();
    for at in 0..30 {
        let gap = if at % 4 == 0 { String::new() } else { at.to_string() };
        writeln!(text, "{at},{gap},{}", at * at % 17).unwrap();
    }
    let set = Some(write(&folder, "set.csv", &text));
    let metrics =
        asked(&[("missing_score", &[]), ("uniqueness_score", &[]), ("correlation_score", &[])]);
    let files = FilesToMeasure { set, metrics, instances: true, ..FilesToMeasure::default() };
    let done = measured(&files).unwrap();
    let missing = of(&done, "missing_score", BatchSet::Set);
    let rows = missing.instances.as_ref().unwrap();
    assert_eq!((rows.len(), rows[0].set, rows[0].sample.as_str()), (30, BatchSet::Set, "0"));
    let interval = missing.interval.as_ref().unwrap();
    let value = missing.value.as_f64().unwrap();
    assert!(interval.low < value && value < interval.high, "{interval:?} around {value}");
    assert_eq!(interval.method, "bootstrap_by_sample", "nobody said whose the rows are");
    assert_eq!((missing.n, missing.n_real, missing.n_synthetic), (Some(30), None, None));
    assert_eq!(missing.n_subjects, None);
    let columns: Vec<(&str, &Value)> =
        missing.columns.iter().map(|column| (column.column.as_str(), &column.value)).collect();
    assert_eq!(columns[0], ("a", &json!(0.0)));
    assert!(columns[1].1.as_f64().unwrap() > 20.0, "{columns:?}");

    let unique = of(&done, "uniqueness_score", BatchSet::Set);
    let interval = unique.interval.as_ref().unwrap();
    // None of 30 rows: Wilson's upper end is z² / (30 + z²) of a hundred.
    assert!(interval.low.abs() < 1e-9 && (interval.high - 11.351).abs() < 1e-3, "{interval:?}");
    assert_eq!(interval.method, "conditional_wilson_by_sample");
    let correlation = of(&done, "correlation_score", BatchSet::Set);
    assert_eq!(correlation.columns.len(), 3);
    assert!(correlation.no_interval.as_ref().unwrap().contains("threshold"));
}

#[test]
fn images_on_different_scales_are_not_compared_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    for at in 0..8 {
        write(&folder, &format!("eight/{at}.png"), picture(at));
        write(&folder, &format!("mixed/{at}.png"), picture(at + 20));
        let wide = png(ValueRange::BITS_16, |pixel| pixel * (at + 3) * 17);
        write(&folder, &format!("sixteen/{at}.png"), &wide);
    }
    write(&folder, "mixed/wide.png", png(ValueRange::BITS_16, |pixel| pixel * 97));
    let path = |name: &str| folder.path().join(name);
    let done = compared(&path("eight"), &path("sixteen"), &[("density", &[])]);
    let reason = done.results[0].reason.as_deref().unwrap();
    assert!(reason.contains("0 to 255") && reason.contains("0 to 65535"), "{reason}");

    let done = compared(&path("eight"), &path("mixed"), &[("density", &[])]);
    assert!(done.results[0].value.is_f64());
    assert_eq!(done.results[0].n_synthetic, Some(8));
    let expected = [(BatchSet::Synthetic, "wide.png", "metrics.range_mismatch")];
    assert_eq!(left_out(&done), expected);
}

#[test]
fn all_swallows_neither_parameters_nor_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    for at in 0..9 {
        write(&folder, &format!("a/{at}.png"), picture(at));
        write(&folder, &format!("b/{at}.png"), picture(at + 20));
    }
    let files = |metrics: &[(&str, &[(&str, &str)])]| FilesToMeasure {
        real: Some(folder.path().join("a")),
        synthetic: Some(folder.path().join("b")),
        all: true,
        metrics: asked(metrics),
        ..FilesToMeasure::default()
    };
    let nope = measured(&files(&[("nope", &[])])).unwrap_err();
    assert_eq!(nope.code(), "workbench.noSuchMetric");
    let done = measured(&files(&[("density", &[("k", "7"), ("distance", "manhattan")])])).unwrap();
    let densities: Vec<&BatchResult> =
        done.results.iter().filter(|result| result.metric == "density").collect();
    assert_eq!(densities.len(), 1);
    let expected = BTreeMap::from([("distance", json!("manhattan")), ("k", json!(7.0))]);
    assert_eq!(densities[0].parameters, expected);
    assert!(done.results.iter().any(|result| result.metric == "coverage"), "and all the others");
}

#[test]
fn words_that_are_no_choice_and_numbers_that_do_not_fit_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let set = Some(write(&folder, "a.png", picture(1)));
    for (metric, name, value, code) in [
        ("density", "distance", "true", "workbench.notAChoice"),
        ("density", "distance", "near", "workbench.notAChoice"),
        ("density", "k", "true", "workbench.notANumber"),
        ("density", "sigma", "x", "metrics.unknown_parameter"),
        ("tenengrad", "kernel_size", "4", "metrics.parameter"),
        ("ssim", "kernel_size", "10", "metrics.parameter"),
    ] {
        let metrics = asked(&[(metric, &[(name, value)])]);
        let files = FilesToMeasure { set: set.clone(), metrics, ..FilesToMeasure::default() };
        assert_eq!(measured(&files).unwrap_err().code(), code, "{metric}:{name}={value}");
    }
    for yes in ["yes", "true", "1"] {
        let metrics = asked(&[("uniqueness_score", &[("count_all", yes)])]);
        let files = FilesToMeasure { set: set.clone(), metrics, ..FilesToMeasure::default() };
        let done = measured(&files).unwrap();
        assert_eq!(done.results[0].parameters["count_all"], json!("yes"), "{yes}");
    }
}

#[test]
fn copies_are_counted_and_shown_even_where_the_original_has_a_twin() {
    let folder = tempfile::tempdir().unwrap();
    for at in 0..70_u16 {
        write(&folder, &format!("a/{at:02}.png"), picture(at));
        write(&folder, &format!("b/{at:02}.png"), picture(if at < 60 { at } else { at + 40 }));
    }
    write(&folder, "a/twin.png", picture(3));
    let path = |name: &str| folder.path().join(name);
    let done = compared(&path("a"), &path("b"), &[("authenticity", &[])]);
    assert_eq!(done.n_identical, Some(60), "more than are listed");
    assert_eq!(done.closest.len(), 50);
    assert!(done.closest.iter().all(|pair| pair.identical && pair.distance == 0.0));
    let authenticity = of(&done, "authenticity", BatchSet::Synthetic);
    let instances = authenticity.instances.as_ref().unwrap();
    let copy = instances.iter().find(|instance| {
        (instance.set, instance.sample.as_str()) == (BatchSet::Synthetic, "03.png")
    });
    assert_eq!(copy.unwrap().value, json!(0.0), "its original has a twin, and is copied still");
    assert!(authenticity.value.as_f64().unwrap() <= 10.0 / 70.0);

    let table = |n| patients(n, code, false);
    let real = write(&folder, "real.csv", table(40));
    let synthetic = write(&folder, "synthetic.csv", table(20));
    assert_eq!(compared(&real, &synthetic, &[("density", &[])]).n_identical, Some(20));
}

#[test]
fn what_cannot_be_read_says_why_with_all_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let real = write(&folder, "real/a.png", picture(1));
    write(&folder, "bad/a.png", b"\x89PNG\r\n\x1a\nbroken");
    write(&folder, "bad/b.png", b"");
    let path = |name: &str| folder.path().join(name);
    let metrics = [("density", &[][..])];
    let done = compared(real.parent().unwrap(), &path("bad"), &metrics);
    let failure = done.failure.as_ref().unwrap();
    assert_eq!(failure.code(), "workbench.nothingRead");
    let said = failure.failure().message;
    assert!(said.contains("2 files") && said.contains("a.png"), "{said}");
    assert_eq!(left_out(&done).len(), 2, "each with its reason");

    let done = compared(&path("real"), &path("nowhere"), &metrics);
    let failure = done.failure.unwrap();
    assert_eq!(failure.code(), "workbench.noSuchPath");
    assert!(failure.failure().message.contains("nowhere"));
}

#[test]
fn what_was_odd_about_files_comes_with_the_values() {
    let folder = tempfile::tempdir().unwrap();
    for at in 0..4 {
        write(&folder, &format!("a/{at}.png"), picture(at));
        write(&folder, &format!("b/{at}.jpg"), picture(at + 9));
    }
    let path = |name: &str| folder.path().join(name);
    let done = compared(&path("a"), &path("b"), &[("density", &[])]);
    assert_eq!((done.notes.len(), done.n_notes), (4, 4));
    let note = &done.notes[0];
    assert_eq!((note.set, note.sample.as_deref()), (BatchSet::Synthetic, Some("0.jpg")));
    assert!(note.note.contains("PNG"), "{note:?}");

    for at in 0..210 {
        write(&folder, &format!("many/{at}.jpg"), picture(at));
    }
    let metrics = asked(&[("brightness", &[])]);
    let set = Some(path("many"));
    let done = measured(&FilesToMeasure { set, metrics, ..FilesToMeasure::default() }).unwrap();
    assert_eq!((done.notes.len(), done.n_notes), (200, 210));
}

#[test]
fn one_set_is_neither_real_nor_synthetic() {
    let folder = tempfile::tempdir().unwrap();
    for at in 0..4 {
        write(&folder, &format!("a/{at}.png"), picture(at));
    }
    let set = Some(folder.path().join("a"));
    let metrics = asked(&[("brightness", &[]), ("psnr", &[]), ("density", &[])]);
    let files = FilesToMeasure { set, metrics, instances: true, ..FilesToMeasure::default() };
    let done = measured(&files).unwrap();
    let brightness = of(&done, "brightness", BatchSet::Set);
    assert_eq!((brightness.n, brightness.n_real, brightness.n_synthetic), (Some(4), None, None));
    let sets: BTreeSet<BatchSet> =
        brightness.instances.as_ref().unwrap().iter().map(|instance| instance.set).collect();
    assert_eq!(sets, BTreeSet::from([BatchSet::Set]));
    let needs = |metric: &str| of(&done, metric, BatchSet::Set).reason.clone().unwrap();
    assert!(needs("psnr").contains("reference"), "{}", needs("psnr"));
    assert!(needs("density").contains("real set"), "{}", needs("density"));
    assert_eq!(done.n_identical, None);
}

/// Measures two sets of a project.
fn run(place: &Place, real: u32, synthetic: u32, metrics: &[&str]) -> RunView {
    let request = MeasureRequest {
        real,
        synthetic: vec![synthetic],
        metrics: metrics
            .iter()
            .map(|&id| AskedMetric {
                id: id.to_owned(),
                parameters: BTreeMap::new(),
                network: None,
            })
            .collect(),
        seed: 1,
    };
    place.workbench.start_measure(&request).unwrap();
    let run = place.workbench.runs().unwrap()[0].id;
    place.workbench.run(run).unwrap()
}

#[test]
fn an_interval_says_whether_patients_or_samples_were_resampled() {
    let place = Place::new();
    let mut text = "patient,a,b\n".to_owned();
    for at in 0..40 {
        writeln!(text, "p{},{},{}", at / 2, at * at % 17, at * 7 % 13).unwrap();
    }
    let by_patient = Rule::Column("patient".to_owned());
    let real = place.import(place.file("real.csv", &text), Arm::Real, Rule::Unknown);
    let known = place.import(place.file("known.csv", &text), Arm::Synthetic, by_patient);
    let unknown = place.import(place.file("unknown.csv", &text), Arm::Synthetic, Rule::Unknown);
    let method = |synthetic: u32| {
        let run = run(&place, real, synthetic, &["density"]);
        let density = |result: &&ResultView| result.metric == "density";
        let interval = run.results.iter().find(density).unwrap().interval.clone();
        interval.unwrap().method
    };
    assert!(method(known).starts_with("patients resampled"), "{}", method(known));
    let said = method(unknown);
    assert!(said.starts_with("samples resampled, subjects unknown"), "{said}");
}

#[test]
fn a_finding_counts_all_copies_and_not_only_the_closest_pairs() {
    let place = Place::new();
    let mut text = "a,b\n".to_owned();
    for at in 0..90 {
        writeln!(text, "{at},{}", at * at % 17).unwrap();
    }
    let real = place.import(place.file("real.csv", &text), Arm::Real, Rule::Each);
    let synthetic = place.import(place.file("copy.csv", &text), Arm::Synthetic, Rule::Each);
    let run = run(&place, real, synthetic, &["authenticity"]);
    assert_eq!(run.closest.len(), 50);
    let privacy = run.findings.iter().find(|finding| finding.dimension == "privacy").unwrap();
    assert!(privacy.sentence.contains("90 exact copies"), "{}", privacy.sentence);
}

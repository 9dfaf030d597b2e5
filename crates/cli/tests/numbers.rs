//! Numbers that come from no project: published counts, tables of ratings, pilots.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn touchstone(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_touchstone")).args(arguments).output().unwrap()
}

/// Returns the document of a call that is done.
fn document(arguments: &[&str]) -> Value {
    let output = touchstone(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Returns how a call ended that is not, and what it said.
fn refused(arguments: &[&str]) -> (Option<i32>, String) {
    let output = touchstone(arguments);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn near(found: &Value, wanted: f64, within: f64) {
    let number = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((number - wanted).abs() <= within, "{number} is not {wanted}");
}

fn of<'a>(document: &'a Value, method: &str) -> &'a Value {
    let numbers = document["numbers"].as_array().unwrap();
    numbers.iter().find(|number| number["method"] == method).unwrap()
}

#[test]
fn a_published_share_has_the_published_intervals() {
    // R. G. Newcombe, Statistics in Medicine 17, 1998, table I: 81 of 263, and 0 of 20.
    let found = document(&["interval", "share", "--right", "81", "--of", "263", "--json"]);
    assert_eq!(found["schema"], "touchstone.interval/1");
    for (method, low, high) in [("wilson", 0.2553, 0.3662), ("clopper_pearson", 0.2527, 0.3676)] {
        near(&of(&found, method)["interval"]["low"], low, 5e-5);
        near(&of(&found, method)["interval"]["high"], high, 5e-5);
    }
    let none = document(&["interval", "share", "--right", "0", "--of", "20", "--json"]);
    near(&of(&none, "wilson")["interval"]["high"], 0.1611, 5e-5);
    near(&of(&none, "clopper_pearson")["interval"]["high"], 0.1684, 5e-5);
    // Too many calls for the exact test, and not for an interval.
    let many = document(&["interval", "share", "--right", "30000", "--of", "60001", "--json"]);
    assert!(
        of(&many, "wilson")["interval"]["low"].is_f64()
            && of(&many, "clopper_pearson")["test"].is_null()
    );
    let (status, words) = refused(&["interval", "share", "--right", "3", "--of", "2"]);
    assert_eq!(status, Some(1), "{words}");
}

#[test]
fn a_published_area_has_the_error_of_hanley_and_mcneil() {
    // J. A. Hanley and B. J. McNeil, Radiology 143, 1982: 58 normal and 51 abnormal, area 0.893, error 0.032.
    let area = ["interval", "area", "--area", "0.893", "--real", "58", "--synthetic", "51"];
    let found = document(&[&area[..], &["--json"]].concat());
    let ends = &of(&found, "hanley_mcneil")["interval"];
    let half = ends["high"].as_f64().unwrap() - 0.893;
    assert!((half / 1.959_964 - 0.0325).abs() < 1e-4, "{half}");
    let sure = ["interval", "area", "--area", "1", "--real", "5", "--synthetic", "5", "--json"];
    assert!(of(&document(&sure), "hanley_mcneil")["interval"].is_null());
}

#[test]
fn two_raters_are_known_by_their_counts() {
    // By hand: 35 of 50 alike, chance 0.5: kappa 0.4.
    let found = document(&["interval", "table", "20,5", "10,15", "--json"]);
    near(&of(&found, "cohen")["value"], 0.4, 1e-12);
    near(&of(&found, "count")["value"], 0.7, 1e-12);
    // Where all is alike nothing lies beyond chance, and the raw agreement is known all the same.
    let alike = document(&["interval", "table", "50,0", "0,0", "--json"]);
    near(&of(&alike, "count")["value"], 1.0, 1e-12);
    assert!(of(&alike, "cohen")["value"].is_null() && of(&alike, "cohen")["reason"].is_string());
    let (status, words) = refused(&["interval", "table", "20,5", "10"]);
    assert_eq!(status, Some(1), "{words}");
    assert_eq!(refused(&["interval", "table", "20,x"]).0, Some(2));
}

#[test]
fn a_panel_is_told_item_by_item_and_missing_ratings_are_missing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("panel.csv");
    fs::write(
        &path,
        "item;A;B;C;D;E;F;G;H;I;J\nlead II;9;9;9;8;8;8;7;7;7;\nnoise;1;1;1;1;5;9;9;9;9;NA\n",
    )
    .unwrap();
    let call = ["analyse", path.to_str().unwrap(), "--scale", "panel", "--json"];
    let found = document(&call);
    let number = |item: &str, quantity: &str| -> Value {
        let findings = found["findings"].as_array().unwrap();
        let is = |f: &&Value| f["choice"] == item && f["quantity"] == quantity;
        findings.iter().find(is).unwrap()["value"].clone()
    };
    // By hand: 30th and 70th percentiles 7.4 and 8.6; IPRAS 2.35 + 1.5 · 3.
    near(&number("lead II", "panel_median"), 8.0, 1e-12);
    near(&number("lead II", "disagreement_index"), 1.2 / 6.85, 1e-9);
    near(&number("noise", "disagreement_index"), 8.0 / 2.35, 1e-9);
    let sentences = found["sentences"].to_string();
    assert!(
        sentences.contains("“lead II”: appropriate") && sentences.contains("“noise”: uncertain")
    );
    // Four of nine in each outer third, where a third is three.
    assert!(found["findings"].to_string().contains("by counting: disagreement"), "{found}");
    assert!(sentences.contains("9 raters, 2 items, 18 ratings; missing: 0."), "{sentences}");
    assert!(found["warnings"].to_string().contains("rated nothing: J."), "{found}");
    assert!(!sentences.contains("privacy"), "nothing was told apart here");
}

#[test]
fn a_table_of_ratings_reads_both_ways_and_says_what_is_wrong_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let wide = write("wide.csv", "case,x,y\na,1.5,2\nb,3,3.5\nc,4,\nd,2,1\n");
    let long = "rater,item,rating\nx,a,1.5\nx,b,3\nx,c,4\nx,d,2\ny,a,2\ny,b,3.5\ny,d,1\n";
    let long = write("long.csv", long);
    let findings = |path: &str| {
        let found = document(&["analyse", path, "--scale", "numbers", "--json", "--seed", "7"]);
        assert_eq!(found["seed"], 7);
        found["findings"].clone()
    };
    assert_eq!(findings(&wide), findings(&long));
    let twice = write("twice.csv", "rater,item,rating\nx,a,1\nx,a,2\n");
    let words = write("words.csv", "case,x,y\na,good,bad\n");
    let huge = write("huge.csv", "case,x,y\na,1,2\nb,1e308,2\n");
    let ten = write("ten.csv", "case,x,y\na,9,10\n");
    for (path, scale, line, said) in [
        (&twice, "ordinal", "line 3", "rated this item before"),
        (&words, "ordinal", "line 2", "no number"),
        (&ten, "panel", "line 2", "from 1 to 9"),
        (&huge, "numbers", "line 3", "no number"),
    ] {
        let (status, words) = refused(&["analyse", path, "--scale", scale]);
        assert_eq!(status, Some(1));
        assert!(words.contains(line) && words.contains(said), "{words}");
    }
    assert_eq!(refused(&["analyse", &wide, "--scale", "nominal", "--points", "5"]).0, Some(2));
    let (status, words) = refused(&["analyse", &ten, "--scale", "ordinal", "--points", "9"]);
    assert!(status == Some(1) && words.contains("no point of the scale"), "{words}");
}

#[test]
fn a_study_is_sized_by_a_pilot_of_another_program() {
    // Hillis, Obuchowski and Berbaum 2011, as RJafroc prints it for Van Dyke's ratings.
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/reader_stats/vandyke.imrmc");
    assert!(Path::new(file).is_file());
    let call = ["power", "--readers", "10", "--cases", "165", "--pilot", file];
    let found = document(&[&call[..], &["--conditions", "0,1", "--json"]].concat());
    near(&found["pilot"]["difference"], -0.043_800_322, 1e-8);
    near(&found["power"], 0.805_419_95, 1e-7);
    assert!(found["fewest_cases"].as_u64().unwrap() <= 165);
    // One condition against one half, and a claim of equivalence that such good readers cannot meet.
    let one = document(&[&call[..], &["--accuracy", "0.55", "--json"]].concat());
    assert!(one["fixed_readers"].as_f64().unwrap() >= one["power"].as_f64().unwrap());
    let equal = document(&[&call[..], &["--margin", "0.1", "--json"]].concat());
    assert!(equal["worth"].is_null() && equal["power"].as_f64().unwrap() > 0.9);
    let far = [&call[..], &["--margin", "0.1", "--accuracy", "0.9", "--json"]].concat();
    near(&document(&far)["power"], 0.0, 1e-9);
    // Exact tests of 200 independent calls have the power 0.77 for a margin of 0.1.
    let thumb = ["power", "--readers", "1", "--cases", "200", "--margin", "0.1"];
    let thumb = [&thumb[..], &["--within-reader", "0", "--within-case", "0", "--json"]].concat();
    near(&document(&thumb)["power"], 0.77, 0.005);
    let (status, words) = refused(&[&call[..], &["--conditions", "0,9"]].concat());
    assert_eq!(status, Some(1), "{words}");
    assert_eq!(equal["far_from_pilot"], true, "the pilot's readers reached 0.9, and not 0.5");
    // What is sure is found, and what was asked for is looked at.
    let sure = document(&[&call[..], &["--accuracy", "0.95", "--json"]].concat());
    near(&sure["power"], 1.0, 1e-3);
    let small = ["power", "--readers", "1000", "--cases", "100000", "--pilot", file];
    let small = document(&[&small[..], &["--accuracy", "0.51", "--json"]].concat());
    near(&small["power"], 1.0, 1e-3);
    assert!(small["fewest_readers"].is_u64() && small["fewest_cases"].is_u64(), "{small}");
    assert_eq!(refused(&["power", "--readers", "5", "--cases", "50"]).0, Some(2));
    for more in [
        &["--conditions", "0,1", "--margin", "0.1"][..],
        &["--conditions", "0,1,0", "--margin", "0.1"],
        &["--difference", "0.1", "--margin", "0.1"],
        &["--study", "7", "--margin", "0.1"],
    ] {
        assert_eq!(refused(&[&call[..], more].concat()).0, Some(2), "{more:?}");
    }
    let beyond = ["power", "--readers", "5", "--cases", "50", "--margin", "0.1"];
    assert_eq!(refused(&[&beyond[..], &["--within-reader", "2"]].concat()).0, Some(1));
}

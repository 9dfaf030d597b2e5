//! Numbers that come from no project: published counts, tables of ratings, pilots.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

fn touchstone(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_touchstone")).args(arguments).output().unwrap()
}

/// Returns the document of a call that is done.
fn document(arguments: &[&str]) -> Value {
    ended(arguments, 0)
}

/// Returns the document of a call that ends with a status.
fn ended(arguments: &[&str], status: i32) -> Value {
    let output = touchstone(arguments);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {output:?}");
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
    for misused in [
        &["interval", "share", "--right", "3", "--of", "2"][..],
        &["interval", "share", "--right", "0", "--of", "0"],
        &["interval", "table", "1,2"],
        &["interval", "table", "0,0", "0,0"],
    ] {
        let (status, words) = refused(misused);
        assert_eq!(status, Some(2), "{words}");
    }
    let most = u64::MAX.to_string();
    let (status, words) =
        refused(&["interval", "table", &format!("{most},1"), &format!("1,{most}")]);
    assert!(status == Some(1) && words.contains("more than"), "{words}");
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
    assert_eq!(refused(&["interval", "table", "20,5", "10"]).0, Some(2));
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
    let found = ended(&call, 3);
    assert_eq!(found["left_out"][0]["sample"], "J", "{found}");
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
fn a_table_of_answers_is_read_as_it_is_meant_or_says_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answers.csv");
    let columns = "reader;case_id;source;question_id;answer_type;value;excluded;rt_ms";
    let rows = |reader: &str| -> Vec<String> {
        let cases = (1..=8).map(|case| {
            let source = if case % 2 == 0 { "synthetic" } else { "real" };
            let out = u8::from(case == 8);
            format!("{reader};c{case};{source};q;vas;{case},5;{out};1234,56")
        });
        cases.collect()
    };
    let write = |rows: &[String]| {
        fs::write(&path, format!("{columns}\n{}\n", rows.join("\n"))).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let all = [rows("x"), rows("y")].concat();
    let found = document(&["analyse", &write(&all), "--json"]);
    let first = |quantity: &str| {
        let findings = found["findings"].as_array().unwrap();
        findings.iter().find(|finding| finding["quantity"] == quantity).unwrap()
    };
    // 2.5, 4.5 and 6.5 count, and the last is excluded; decimals have commas, times too.
    near(&first("synthetic_mean")["value"], 4.5, 1e-12);
    near(&first("real_mean")["value"], 4.5, 1e-12);
    near(&first("median_time")["value"], 1.235, 1e-12);
    let excluded = &found["flow"]["excluded"];
    let one =
        |reader: &str| json!({ "n": 1, "reader": reader, "why": "excluded, without a reason" });
    assert_eq!(excluded, &json!([one("x"), one("y")]));
    let with = |old: &str, new: &str| {
        let mut all = all.clone();
        all[3] = all[3].replace(old, new);
        write(&all)
    };
    for (old, new, said) in [
        ("4,5", "abc", "no number"),
        (";0;", ";perhaps;", "yes or no"),
        ("1234,56", "soon", "no time"),
        ("vas", "guess", "answer_type"),
        ("c4;synthetic", "c4;unknown", "neither real nor synthetic"),
        ("c4", "c3;real", "line 5"),
    ] {
        let (status, words) = refused(&["analyse", &with(old, new)]);
        assert!(status == Some(1) && words.contains("line 5") && words.contains(said), "{words}");
    }
    let twice = [&all[..], &all[..1]].concat();
    let (status, words) = refused(&["analyse", &write(&twice)]);
    assert!(status == Some(1) && words.contains("line 18") && words.contains("before"), "{words}");
    let mut other = all.clone();
    other[8] = other[8].replace("real", "synthetic");
    let (status, words) = refused(&["analyse", &write(&other)]);
    assert!(status == Some(1) && words.contains("line 10: a case has two truths"), "{words}");
    // Without times and places nothing is said of them.
    let plain = "reader,case_id,source,question_id,answer_type,value\n";
    let calls = |reader: &str| -> String {
        let calls = (1..=8).map(|case| {
            let source = if case % 2 == 0 { "synthetic" } else { "real" };
            format!("{reader},c{case},{source},q,source,{}\n", case % 6 + 1)
        });
        calls.collect()
    };
    fs::write(&path, format!("{plain}{}{}", calls("x"), calls("y"))).unwrap();
    let found = document(&["analyse", path.to_str().unwrap(), "--json"]);
    let findings = found["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["quantity"] == "auc"));
    assert!(findings.iter().all(|finding| finding["quantity"] != "median_time"));
    assert!(findings.iter().all(|f| !f["id"].as_str().unwrap().contains("quarter")));
    let (status, words) = refused(&["analyse", "nowhere.imrmc"]);
    assert!(status == Some(1) && words.contains("no file or folder"), "{words}");
}

#[test]
fn a_condition_that_is_useless_costs_nothing_but_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("two.imrmc");
    let mut text = String::from("BEGIN DATA:\n");
    for case in 0..6 {
        writeln!(text, "truth,c{case},truth,{}", case % 2).unwrap();
        for (reader, shift) in [("anna", 0), ("bert", 1)] {
            writeln!(text, "{reader},c{case},A,{}", (case * 5 + shift) % 7).unwrap();
        }
    }
    let alone = text.clone();
    text += "anna,c1,B,4\n";
    let area = |text: &str, condition: &str| {
        fs::write(&path, text).unwrap();
        let found = document(&["analyse", path.to_str().unwrap(), "--json"]);
        let findings = found["findings"].as_array().unwrap().clone();
        let is = |f: &&Value| f["method"] == "u_statistic" && f["of"] == condition;
        findings.iter().find(is).unwrap().clone()
    };
    let [own, with_other] = [area(&alone, "A"), area(&text, "A")];
    assert!(own["value"].is_f64());
    assert_eq!((&own["value"], &own["interval"]), (&with_other["value"], &with_other["interval"]));
    let none = area(&text, "B");
    assert!(none["value"].is_null() && none["reason"].as_str().unwrap().contains("not 1 and 0"));
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
    // Degrees of freedom stand as iMRMC reports them, with their fraction.
    let areas = document(&["analyse", file, "--method", "u_statistic", "--json"]);
    let wanted = [11.757_308_11, 11.523_346_23, 12.813_411_01];
    for (finding, df) in areas["findings"].as_array().unwrap().iter().zip(wanted) {
        near(&finding["test"]["df"], df, 1e-7);
    }
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
    // The first size from which on the next fifty reach it, too, though the last sizes do not.
    let dips = ["power", "--readers", "8", "--cases", "1708", "--margin", "0.1", "--json"];
    let dips = [&dips[..], &["--within-reader", "0.036719", "--within-case", "0"]].concat();
    let found = document(&dips);
    let fewest = found["fewest_cases"].as_u64().unwrap();
    assert!(fewest < 1708 && found["power"].as_f64().unwrap() >= 0.8, "{found}");
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
        &["--conditions", "0,0"],
    ] {
        assert_eq!(refused(&[&call[..], more].concat()).0, Some(2), "{more:?}");
    }
    let beyond = ["power", "--readers", "5", "--cases", "50", "--margin", "0.1"];
    assert_eq!(refused(&[&beyond[..], &["--within-reader", "2"]].concat()).0, Some(1));
}

#[test]
fn a_margin_holds_balanced_accuracy_against_it_and_nobody_says_that_it_was_fixed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answers.csv");
    let mut text = "reader,case_id,source,question_id,answer_type,value\n".to_owned();
    for reader in ["R1", "R2", "R3"] {
        for at in 0..40 {
            // Half of each source is called right, by each reader another half.
            let point =
                if (at + reader.len() * usize::from(reader == "R2")) % 2 == 0 { 2 } else { 5 };
            let source = if at % 4 < 2 { "real" } else { "synthetic" };
            writeln!(text, "{reader},c{at},{source},q,source,{point}").unwrap();
        }
    }
    fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    for (margin, low) in [("0.05", 0.45), ("0.2", 0.3)] {
        let method = format!("balanced_accuracy:margin={margin}");
        let found = document(&["analyse", path, "--method", &method, "--json"]);
        near(&found["findings"][0]["equivalence"]["low"], low, 1e-12);
        assert!(!found["sentences"].to_string().contains("beforehand"), "{found}");
    }
    for (method, told) in [
        ("delong:level=0.9", "no parameter `level`"),
        ("balanced_accuracy:margin=0.5", "between 0 and 0.5"),
        ("balanced_accuracy:margin=0.1,margin=0.2", "twice"),
    ] {
        let (status, said) = refused(&["analyse", path, "--method", method]);
        assert_eq!(status, Some(2), "{method}: {said}");
        assert!(said.contains(told), "{said}");
    }
}

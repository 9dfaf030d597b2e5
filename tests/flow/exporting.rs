//! What leaves a project: marked when it is not blinded or not of a person, and honest on its trail.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rusqlite::Connection;
use serde_json::Value;
use tempfile::{TempDir, tempdir};
use workbench::wire::{Arm, ExportRequest, ExportView, StudyRequest};
use workbench::{AnalysisError, Desk, Error, Scripted, StopSign, Task};

use super::paper::{letters, squeezed};
use super::place::Place;

const CASES: u32 = 6;

fn task() -> Task {
    Task::new(StopSign::default(), |_| {})
}

/// A table of whole numbers, so that nothing but the numbers could tell.
fn patients(path: &Path, first: u32) {
    let mut text = String::from("age,pressure,rate\n");
    for row in first..first + 40 {
        let drawn = row * 7919 % 1009;
        writeln!(text, "{},{},{}", 30 + drawn % 50, 90 + drawn % 67, 55 + drawn % 41).unwrap();
    }
    fs::write(path, text).unwrap();
}

/// A project with a study of two readers that nobody has read.
fn project() -> (TempDir, PathBuf) {
    let folder = tempdir().unwrap();
    let project = folder.path().join("project");
    let desk = Desk::open_or_create(&project, None).unwrap();
    let set = |name: &str, first, arm| {
        let path = folder.path().join(name);
        patients(&path, first);
        desk.import(&task(), &path, arm).unwrap().0
    };
    let real = set("recorded.csv", 1, Arm::Real);
    let synthetic = set("made.csv", 500, Arm::Synthetic);
    desk.create_study(&StudyRequest {
        name: "Patients".to_owned(),
        real,
        synthetic: vec![synthetic],
        n_real: CASES,
        n_synthetic: CASES,
        readers: vec!["R1".to_owned(), "R2".to_owned()],
        seed: Some(3),
        ..StudyRequest::default()
    })
    .unwrap();
    (folder, project)
}

fn read(desk: &Desk, reader: &str, most: usize) {
    let scripted = Scripted { study: 1, reader: reader.to_owned(), seed: 3, most };
    desk.read(&scripted, &mut |_, _| Ok(())).unwrap();
}

fn request(with_truth: bool) -> ExportRequest {
    ExportRequest { study: Some(1), with_truth, ..ExportRequest::default() }
}

/// Closes the study, opens its truth and exports both.
fn export_unblinded(desk: &Desk) -> (PathBuf, ExportView) {
    for state in ["sealed", "database-locked", "unblinded"] {
        desk.advance(1, state, "it is over").unwrap();
    }
    export(desk, &request(true))
}

fn export(desk: &Desk, request: &ExportRequest) -> (PathBuf, ExportView) {
    desk.export(request).unwrap()
}

/// The answers of an export, column by name.
fn answers(folder: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(folder.join("answers.json")).unwrap();
    let rows: Vec<BTreeMap<String, serde_json::Value>> = serde_json::from_str(&text).unwrap();
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    rows.into_iter()
        .map(|row| row.into_iter().map(|(name, value)| (name, text(value))).collect())
        .collect()
}

fn events(folder: &Path, kind: &str) -> Vec<serde_json::Value> {
    let lines = fs::read_to_string(folder.join("trail.jsonl")).unwrap();
    let events = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["event"].take());
    events.filter(|event| event["type"] == kind).collect()
}

/// Asserts that every number, id and hash of an export's page is in its PDF, and returns how many.
pub(crate) fn on_paper(folder: &Path) -> usize {
    let screen = fs::read_to_string(folder.join("report.html")).unwrap();
    let paper = letters(&fs::read(folder.join("report.pdf")).unwrap());
    let shown = ["<td class=\"number\">", "<code>", "<code class=\"short\">"];
    let texts: Vec<&str> = shown
        .iter()
        .flat_map(|tag| screen.split(tag).skip(1))
        .map(|text| text.split_once('<').unwrap().0)
        .collect();
    for text in &texts {
        assert!(paper.contains(&squeezed(text)), "`{text}` is missing on paper");
    }
    texts.len()
}

#[test]
fn the_truth_stays_inside_while_readers_are_reading() {
    let (_folder, project) = project();
    let desk = Desk::open(&project).unwrap();
    read(&desk, "R1", usize::MAX);
    read(&desk, "R2", 5);
    let refused = |desk: &Desk| {
        let refused = desk.export(&request(true)).unwrap_err();
        assert!(
            matches!(refused, Error::Analysis(AnalysisError::StillBlinded { .. })),
            "{refused}"
        );
    };
    refused(&desk);
    read(&desk, "R2", usize::MAX);
    refused(&desk);
    for state in ["sealed", "database-locked"] {
        desk.advance(1, state, "").unwrap();
        refused(&desk);
    }
    let (folder, _) = export(&desk, &request(false));
    assert!(events(&folder, "study.unblind").is_empty(), "a refusal unblinds nothing");

    desk.advance(1, "unblinded", "all have read").unwrap();
    let (folder, _) = export(&desk, &request(true));
    assert!(folder.join("cases.csv").is_file());
    let unblind = events(&folder, "study.unblind");
    assert_eq!(unblind.len(), 1, "the step is the study's, not the export's");
    assert_eq!(
        (&unblind[0]["complete"], &unblind[0]["reason"]),
        (&true.into(), &"all have read".into())
    );
}

#[test]
fn answers_given_after_their_truth_went_out_are_marked() {
    let (_folder, project) = project();
    let desk = Desk::open(&project).unwrap();
    read(&desk, "R1", 4);
    drop(desk);
    let place = Place::new();
    let bench = &place.workbench;
    bench.open_project(&project).unwrap();
    let told = bench.reveal_case(1, "R1", 3, "a finding that cannot wait").unwrap();
    bench.close_project();
    let desk = Desk::open(&project).unwrap();
    read(&desk, "R1", usize::MAX);
    read(&desk, "R2", usize::MAX);

    let (folder, _) = export(&desk, &request(false));
    let rows = answers(&folder);
    let is_late =
        |row: &BTreeMap<String, String>| row["reader"] == "R2" && row["case_id"] == told[0].case;
    let n_late = rows.iter().filter(|row| is_late(row)).count();
    assert!(0 < n_late);
    for row in &rows {
        // A script gave all of them, so what it gave in time counts, for a trial.
        let expected = if is_late(row) { ("true", "after unblinding") } else { ("false", "null") };
        assert_eq!((&*row["excluded"], &*row["exclusion_reason"]), expected, "{row:?}");
    }
    let n = rows.iter().filter(|row| is_late(row) && row["value"] != "null").count();
    let report = fs::read_to_string(folder.join("report.html")).unwrap();
    let late = |n: usize| match n {
        1 => "1 answer of R2: given after the study was unblinded".to_owned(),
        n => format!("{n} answers of R2: given after the study was unblinded"),
    };
    assert!(report.contains(&late(n)), "{n}");
}

#[test]
fn a_script_is_never_taken_for_a_person() {
    let (_folder, project) = project();
    let desk = Desk::open(&project).unwrap();
    read(&desk, "R1", 3);
    let (folder, _) = export(&desk, &request(false));
    for kind in ["session.start", "answer.create"] {
        let events = events(&folder, kind);
        assert!(!events.is_empty());
        for event in events {
            assert_eq!((&event["scripted"], &event["seed"]), (&true.into(), &"3".into()));
        }
    }
    let rows = answers(&folder);
    assert_eq!(rows.iter().filter(|row| row["question_id"] == "q_real").count(), 3);
    assert!(rows.iter().all(|row| row["is_scripted"] == "true" && row["excluded"] == "false"));
    assert!(0 < on_paper(&folder));
    let report = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(report.contains("R1 (scripted)"));
    drop(desk);

    // Beside what people say a script counts nowhere.
    by_hand(&project);
    let desk = Desk::open(&project).unwrap();
    read(&desk, "R2", 2);
    let (folder, _) = export(&desk, &request(false));
    let rows = answers(&folder);
    assert!(rows.iter().any(|row| row["reader"] == "R1"));
    for row in &rows {
        let expected = match &*row["reader"] {
            "R1" => ("false", "null", "false"),
            _ => ("true", "scripted reader", "true"),
        };
        let found = (&*row["excluded"], &*row["exclusion_reason"], &*row["is_scripted"]);
        assert_eq!(found, expected, "{row:?}");
    }
    let readers = fs::read_to_string(folder.join("readers.csv")).unwrap();
    assert!(readers.contains(",false,,false\n"), "R1 is a person: {readers}");
    assert!(readers.contains(",true,scripted reader,true\n"), "R2 is none: {readers}");
    let n = rows.iter().filter(|row| row["reader"] == "R2" && row["value"] != "null").count();
    let told = format!("{n} answers of R2: given by a script, not by a person");
    let report = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(report.contains(&told), "{told}");
    let paper = letters(&fs::read(folder.join("report.pdf")).unwrap());
    assert!(paper.contains(&squeezed(&told)), "{told}");
    assert!(report.contains("R2 (scripted)") && !report.contains("R1 (scripted)"));
}

#[test]
fn an_answer_of_a_person_is_marked_only_after_the_truth_went_out() {
    let (_folder, project) = project();
    let desk = Desk::open(&project).unwrap();
    read(&desk, "R1", 2);
    drop(desk);
    // As if a person had read: the marks are the script's alone.
    by_hand(&project);
    let desk = Desk::open(&project).unwrap();
    let (folder, view) = export(&desk, &request(false));
    assert!(view.trouble.is_some(), "the trail was rewritten for this test");
    assert!(answers(&folder).iter().all(|row| row["excluded"] == "false"));
    assert!(answers(&folder).iter().all(|row| row["exclusion_reason"] == "null"));
}

fn by_hand(project: &Path) {
    let connection = Connection::open(project.join("project.sqlite")).unwrap();
    let forget = "DROP TRIGGER trail_is_not_changed;
        UPDATE trail SET event = json_remove(event, '$.scripted', '$.seed');";
    connection.execute_batch(forget).unwrap();
}

#[test]
fn a_report_begins_with_what_its_pack_committed_to() {
    let (folder, project) = project();
    let desk = Desk::open(&project).unwrap();
    let words = "nine good words";
    let pack = desk.pack(&task(), 1, words, &folder.path().join("packs/of/1")).unwrap();
    let first_page = |desk: &Desk| {
        let (folder, view) = export(desk, &request(false));
        assert!(view.trouble.is_none());
        let report = fs::read_to_string(folder.join("report.html")).unwrap();
        report.split("<main>").next().unwrap().to_owned()
    };
    assert!(first_page(&desk).contains(&pack.commitment));
    let (away, _) =
        Desk::open_pack(&folder.path().join("packs/of/1").join(&pack.name), words, None).unwrap();
    assert!(first_page(&away).contains(&pack.commitment), "where it is read, too");
    assert!(matches!(away.export(&request(true)), Err(Error::OnlyRead)));
}

#[test]
fn an_open_truth_that_was_not_asked_for_is_said_to_be_left_out() {
    let (_folder, project) = project();
    let desk = Desk::open(&project).unwrap();
    read(&desk, "R1", usize::MAX);
    export_unblinded(&desk);
    let (folder, _) = export(&desk, &request(false));
    let report = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(report.contains("left out of this report on request"), "{report}");
    assert!(!report.contains("still blinded") && !folder.join("cases.csv").exists());
}

#[test]
fn an_export_holds_the_trail_up_to_its_head() {
    let (_folder, project) = project();
    let desk = Desk::open(&project).unwrap();
    read(&desk, "R1", 1);
    let (folder, view) = export(&desk, &request(false));
    assert!(view.trouble.is_none());
    let lines = fs::read_to_string(folder.join("trail.jsonl")).unwrap();
    let last: serde_json::Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert!(view.files.iter().any(|file| file.name == "report.pdf" && !file.meaning.is_empty()));
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    assert!(sums.contains("  report.pdf\n"), "a report that was changed is seen");
    let note = fs::read_to_string(folder.join("checkpoint.txt")).unwrap();
    let hash = last["hash"].as_str().unwrap();
    let noted: Vec<&str> = note.lines().collect();
    assert_eq!(noted[1], lines.lines().count().to_string());
    let mut root = String::new();
    for byte in BASE64.decode(noted[2]).unwrap() {
        write!(root, "{byte:02x}").unwrap();
    }
    assert_eq!(root, hash);
    assert!(noted[4].starts_with(&format!("\u{2014} {} ", noted[0])), "signed under its own name");
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(noted[..3].iter().all(|line| page.contains(line)), "and it stands on the report");
    assert!(fs::read_to_string(folder.join("report.html")).unwrap().contains(hash));
    for text in ["real", "synthetic"] {
        let told = format!("\"{text}\"");
        let arms = lines.lines().filter(|line| line.contains(&told)).count();
        let imports = lines.lines().filter(|line| line.contains("set.import")).count();
        assert!(arms <= imports, "the trail names the side of sets, never that of a case");
    }

    let measures = ExportRequest { study: None, ..request(false) };
    let (folder, _) = export(&desk, &measures);
    assert!(!folder.join("trail.jsonl").exists(), "answers go out with their study only");
    assert!(folder.join("checkpoint.txt").is_file());
}

#[test]
fn an_export_of_a_broken_project_says_so() {
    let (_folder, project) = project();
    let desk = Desk::open(&project).unwrap();
    read(&desk, "R1", 1);
    drop(desk);
    let connection = Connection::open(project.join("project.sqlite")).unwrap();
    let tamper = "DROP TRIGGER answers_are_not_changed; UPDATE answers SET value = '1';";
    connection.execute_batch(tamper).unwrap();
    drop(connection);

    let desk = Desk::open(&project).unwrap();
    let (folder, view) = export(&desk, &request(false));
    assert_eq!(view.trouble.unwrap().code, "workbench.trailBroken");
    let report = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(report.contains("<body>\n<div class=\"alarm\""));
    let paper = letters(&fs::read(folder.join("report.pdf")).unwrap());
    assert!(
        paper.starts_with("Therecordsofthisprojectarenotthosethatwerewritten."),
        "before all else"
    );
}

/// The names in a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    entries.map(|name| name.to_string_lossy().into_owned()).collect()
}

fn json(folder: &Path, name: &str) -> serde_json::Value {
    serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap()
}

#[test]
fn an_export_is_a_package_that_names_all_it_holds_and_no_truth_before_its_time() {
    let (_folder, project) = project();
    let desk = Desk::open(&project).unwrap();
    read(&desk, "R1", usize::MAX);
    read(&desk, "R2", usize::MAX);
    let (blind, view) = export(&desk, &request(false));
    let (open, _) = export_unblinded(&desk);
    let shown: BTreeSet<String> = view.files.iter().map(|file| file.name.clone()).collect();
    assert_eq!(shown, names(&blind), "the list on the screen leaves nothing out");

    let only_with_truth: Vec<String> = names(&open).difference(&names(&blind)).cloned().collect();
    assert_eq!(only_with_truth, ["analysis.json", "cases.csv", "findings.csv", "study.imrmc"]);
    let ratings = fs::read_to_string(open.join("study.imrmc")).unwrap();
    assert!(ratings.contains("given by a script, not by a person: 24\n"), "{ratings}");
    for name in [
        "answers.parquet",
        "audit.csv",
        "questionnaire-responses.json",
        "questionnaire.json",
        "questions.csv",
        "readers.csv",
        "redcap-data.csv",
        "redcap-dictionary.csv",
        "sessions.csv",
        "study.xlsx",
    ] {
        assert!(shown.contains(name), "{name} is missing");
    }
    for folder in [&blind, &open] {
        let package = json(folder, "datapackage.json");
        for resource in package["resources"].as_array().unwrap() {
            let path = resource["path"].as_str().unwrap();
            assert_eq!(resource["bytes"], fs::read(folder.join(path)).unwrap().len(), "{path}");
        }
        let graph = json(folder, "ro-crate-metadata.json")["@graph"].take();
        let is_file = |entity: &&serde_json::Value| entity["@type"] == "File";
        let described: BTreeSet<String> = graph
            .as_array()
            .unwrap()
            .iter()
            .filter(is_file)
            .map(|entity| entity["name"].as_str().unwrap().to_owned())
            .collect();
        let mut there = names(folder);
        there.retain(|name| name != "ro-crate-metadata.json" && name != "SHA256SUMS");
        assert_eq!(described, there);
        let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
        assert_eq!(sums.lines().count(), names(folder).len() - 1);
    }
    let text = fs::read_to_string(blind.join("readers.csv")).unwrap();
    let line = format!("1,R1,,,{n},{n},", n = 2 * CASES);
    assert!(text.contains(&line), "{text}");
    assert!(
        text.contains(",false,,true\n"),
        "a script that read alone counts, for a trial: {text}"
    );
}

#[test]
fn calls_of_people_go_to_imrmc_with_the_truth_only() {
    let (_folder, project) = project();
    let desk = Desk::open(&project).unwrap();
    read(&desk, "R1", usize::MAX);
    read(&desk, "R2", usize::MAX);
    drop(desk);
    // As if people had read: the marks are the script's alone.
    by_hand(&project);
    let desk = Desk::open(&project).unwrap();
    let (blind, _) = export(&desk, &request(false));
    assert!(!blind.join("study.imrmc").exists());
    let (open, _) = export_unblinded(&desk);
    let text = fs::read_to_string(open.join("study.imrmc")).unwrap();
    assert!(text.contains(&format!("NR: 2\nN0: {CASES}\nN1: {CASES}\nNM: 1\n")), "{text}");
}

/// Which cases stand together depends on the truth: two colours from one pair to the next name them all.
#[test]
fn a_blinded_export_does_not_say_which_cases_stood_together() {
    let (_folder, project) = crate::analysing::project(Some("records-full"));
    let desk = Desk::open(&project).unwrap();
    let (folder, view) = export(&desk, &request(false));
    assert!(view.trouble.is_none());
    let rows: Vec<Value> =
        serde_json::from_slice(&fs::read(folder.join("answers.json")).unwrap()).unwrap();
    let of = |name: &str| rows.iter().filter(|row| row["task"] == name).collect::<Vec<_>>();
    let pairs = of("pairs");
    assert!(!pairs.is_empty(), "{:?}", rows.iter().map(|row| &row["task"]).collect::<Vec<_>>());
    for row in &rows {
        let is_one = row["case_id"].as_str().unwrap().starts_with("case-");
        assert_eq!(is_one, row["case_id"] != row["presentation_id"], "{row}");
        assert!(row["stimulus_b"].is_null() && row["stimulus_a"] == row["case_id"], "{row}");
    }
    assert!(pairs.iter().all(|row| row["case_id"] == row["presentation_id"]));
    // No file puts two cases into one line.
    for file in view.files.iter().filter(|file| file.name != "report.pdf") {
        let text =
            String::from_utf8_lossy(&fs::read(folder.join(&file.name)).unwrap()).into_owned();
        for line in text.lines().filter(|line| line.len() < 4000) {
            let cases: BTreeSet<&str> = line
                .match_indices("case-")
                .filter_map(|(at, _)| line.get(at..at + 9))
                .filter(|id| id[5..].bytes().all(|byte| byte.is_ascii_digit()))
                .collect();
            assert!(cases.len() < 2, "{}: {line}", file.name);
        }
    }
}

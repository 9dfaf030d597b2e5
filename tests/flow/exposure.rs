//! What readers saw in one project counts in another one.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use workbench::Workbench;
use workbench::wire::{AnswerRequest, Arm, Given, GivenAnswer, Rule, SameReader, StudyRequest};

use crate::place::Place;

const WORD: &str = "lamp river anvil";
/// In the names of files, sets and studies, and in the numbers of patients.
const PLANTED: [&str; 4] = ["zqreal", "zqmade", "zqpatient", "zqstudy"];

/// A project with a table of patients and a synthetic one, and a study of twelve cases. What is
/// measured of the same patient differs from `visit` to visit.
fn place(visit: u32, readers: &[&str]) -> Place {
    let place = Place::new();
    for (name, arm) in [("zqreal", Arm::Real), ("zqmade", Arm::Synthetic)] {
        let own = u32::from(arm == Arm::Synthetic);
        let row = |at: u32| {
            let (age, pressure) = (40 + (at * 7 + visit * 3) % 31, 100 + (at * 11 + own * 5) % 60);
            format!("zqpatient-{at:03},{age},{pressure}\n")
        };
        let rows: String = (0..6).map(row).collect();
        let path = place.file(&format!("{name}.csv"), format!("id,age,pressure\n{rows}"));
        place.import(path, arm, Rule::Column("id".to_owned()));
    }
    study(&place.workbench, readers);
    place
}

fn study(bench: &Workbench, readers: &[&str]) -> u32 {
    let request = StudyRequest {
        name: "zqstudy".to_owned(),
        real: 1,
        synthetic: vec![2],
        n_real: 6,
        n_synthetic: 6,
        readers: readers.iter().map(|&code| code.to_owned()).collect(),
        seed: Some(5),
        washout_days: 30,
        ..StudyRequest::default()
    };
    bench.create_study(&request).unwrap().id
}

/// Lets a reader answer all cases of a study.
fn read(bench: &Workbench, study: u32, reader: &str) {
    bench.begin_reading(study, reader).unwrap();
    let session = bench.reading().unwrap().session;
    while let Some(case) = bench.next_step(&session).unwrap().case() {
        let given = Given::Point { point: 3 };
        let answer = AnswerRequest {
            session: session.clone(),
            slot: case.slot,
            given: vec![GivenAnswer { item: "q_real".to_owned(), given }],
            rt_ms: 900,
            first_answer_rt_ms: None,
            changes: 0,
            interrupted: false,
        };
        bench.save_answer(&answer).unwrap();
    }
    bench.leave_reading();
}

fn door(bench: &Workbench, study: u32, reader: &str) -> &'static str {
    match bench.begin_reading(study, reader) {
        Ok(()) => {
            bench.leave_reading();
            "ok"
        }
        Err(error) => error.code(),
    }
}

fn is(reader: &str, person: Option<&str>) -> SameReader {
    SameReader { reader: reader.to_owned(), person: person.map(str::to_owned) }
}

/// The file of a project whose R1 has read everything.
fn saved(there: &Place, word: &str) -> PathBuf {
    let to = there.folder.path().join("there.tsexposure");
    there.workbench.save_exposures(word, &to).unwrap();
    to
}

fn changed(file: &Path, change: impl Fn(&mut Value)) -> PathBuf {
    let mut document: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    change(&mut document);
    let to = file.with_extension("changed.tsexposure");
    fs::write(&to, document.to_string()).unwrap();
    to
}

/// The same file, as if all had been seen so many days and seconds ago.
fn ago(file: &Path, days: i64, seconds: i64) -> PathBuf {
    use time::format_description::well_known::Rfc3339;
    let at = time::OffsetDateTime::now_utc() - time::Duration::seconds(days * 86_400 + seconds);
    let at = at.format(&Rfc3339).unwrap();
    changed(file, |document| {
        for entry in document["entries"].as_array_mut().unwrap() {
            entry["first_at"] = json!(at);
            entry["last_at"] = json!(at);
        }
    })
}

#[test]
fn what_was_seen_in_another_project_closes_the_door_until_its_day() {
    let there = place(0, &["R1"]);
    read(&there.workbench, 1, "R1");
    let file = saved(&there, "");
    for (seconds, expected) in [(-60, "workbench.exposedElsewhere"), (60, "ok")] {
        let here = place(0, &["R1", "R2"]);
        let bench = &here.workbench;
        assert_eq!(door(bench, 1, "R1"), "ok", "nothing is known of there yet");
        let view = bench.choose_exposures(&ago(&file, 30, seconds)).unwrap();
        assert_eq!((view.project.as_str(), view.readers.len()), ("Trial", 1));
        assert_eq!(view.readers[0].here.as_deref(), Some("R1"), "the same code is proposed");
        assert_eq!((view.readers[0].n, view.names_patients), (12, false));
        let brought = bench.bring_exposures("", &[is("R1", Some("R1"))]).unwrap();
        assert_eq!((brought.n_new, brought.n_known, brought.n_nobody), (12, 0, 0));
        assert_eq!(door(bench, 1, "R1"), expected, "30 days and {seconds} s");
        assert_eq!(door(bench, 1, "R2"), "ok");
        let lines = bench.exposures().unwrap().lines;
        assert_eq!(lines.len(), 12);
        assert!(lines.iter().all(|line| line.elsewhere.as_deref() == Some("Trial")));
        assert!(lines.iter().any(|line| line.set == "zqreal" && line.subject == "zqpatient-000"));
    }
}

#[test]
fn a_reader_has_another_code_there_or_is_nobody_here() {
    let there = place(0, &["R1"]);
    read(&there.workbench, 1, "R1");
    let file = saved(&there, "");
    let here = place(0, &["R1", "R2"]);
    let bench = &here.workbench;
    bench.choose_exposures(&file).unwrap();
    assert_eq!(bench.bring_exposures("", &[is("R1", None)]).unwrap().n_nobody, 12);
    assert_eq!(door(bench, 1, "R1"), "ok");
    let view = bench.choose_exposures(&file).unwrap();
    assert_eq!(view.readers[0].here, None, "as it was said before");
    let refused = bench.bring_exposures("", &[is("R1", Some("R9"))]).unwrap_err();
    assert_eq!(refused.code(), "workbench.noSuch");
    assert_eq!(bench.bring_exposures("", &[is("R1", Some("R2"))]).unwrap().n_new, 12);
    assert_eq!(door(bench, 1, "R2"), "workbench.exposedElsewhere");
    assert_eq!(door(bench, 1, "R1"), "ok");
    let packed = here.folder.path().join("out");
    fs::create_dir_all(&packed).unwrap();
    let waiting = bench.pack_study(1, "four quiet words here", &packed).unwrap().waiting;
    let told: Vec<_> = waiting.iter().map(|one| (one.reader.as_str(), one.n_elsewhere)).collect();
    assert_eq!(told, [("R2", 12)]);
}

#[test]
fn the_same_file_twice_adds_nothing_and_a_newer_one_what_is_new() {
    let there = place(0, &["R1", "R2"]);
    read(&there.workbench, 1, "R1");
    let early = fs::read(saved(&there, "")).unwrap();
    read(&there.workbench, 1, "R2");
    let late = saved(&there, "");
    let early = there.file("early.tsexposure", early);
    let here = place(0, &["R1", "R2"]);
    let bench = &here.workbench;
    let same = [is("R1", Some("R1"))];
    for (file, n_new, n_known) in [(&early, 12, 0), (&early, 0, 12)] {
        bench.choose_exposures(file).unwrap();
        let brought = bench.bring_exposures("", &same).unwrap();
        assert_eq!((brought.n_new, brought.n_known), (n_new, n_known));
    }
    let both = [is("R1", Some("R1")), is("R2", Some("R2"))];
    bench.choose_exposures(&late).unwrap();
    let brought = bench.bring_exposures("", &both).unwrap();
    assert_eq!((brought.n_new, brought.n_known), (12, 12));
    let refused = bench.bring_exposures("", &both).unwrap_err();
    assert_eq!(refused.code(), "workbench.exposureNoneChosen");
    let project = here.folder.path().join("Trial");
    bench.close_project();
    let store = store::Project::open(&project, "2026-11-30T09:00:00.000Z").unwrap();
    let trail = store.trail(0, 1000).unwrap();
    let brought: Vec<&Value> = trail
        .iter()
        .map(|record| &record.event)
        .filter(|event| event["type"] == "exposure.bring")
        .collect();
    assert_eq!(brought.len(), 2, "nothing new leaves no record");
    assert_eq!((&brought[0]["new"], &brought[0]["name"]), (&json!(12), &json!("Trial")));
    let sum = samples::ContentHash::of_bytes(&fs::read(&early).unwrap()).to_string();
    assert_eq!(brought[0]["sha256"], json!(sum));
    assert!(store.verify_trail().unwrap().is_sound());
}

#[test]
fn the_same_patients_are_found_by_the_word_alone() {
    // Another visit: no sample is equal.
    let there = place(1, &["R1"]);
    read(&there.workbench, 1, "R1");
    let file = saved(&there, WORD);
    let here = place(0, &["R1"]);
    let bench = &here.workbench;
    let same = [is("R1", Some("R1"))];
    for word in ["", "another long word"] {
        assert!(bench.choose_exposures(&file).unwrap().names_patients);
        assert_eq!(bench.bring_exposures(word, &same).unwrap().n_same_patients, 0);
        assert_eq!(door(bench, 1, "R1"), "ok");
    }
    bench.choose_exposures(&file).unwrap();
    assert_eq!(bench.bring_exposures("short", &same).unwrap_err().code(), "workbench.exposureWord");
    // Six patients; a synthetic one of the same number is nobody.
    assert_eq!(bench.bring_exposures(WORD, &same).unwrap().n_same_patients, 6);
    let refused = bench.begin_reading(1, "R1").unwrap_err();
    assert_eq!(refused.code(), "workbench.exposedElsewhere");
    assert!(refused.to_string().contains("saw 6 patients of this study, 6 of them"), "{refused}");
}

#[test]
fn a_file_tells_no_side_no_set_and_no_patient() {
    let there = place(0, &["R1"]);
    let nothing = there.folder.path().join("nothing.tsexposure");
    let refused = there.workbench.save_exposures("", &nothing).unwrap_err();
    assert_eq!(refused.code(), "workbench.exposureNothing");
    assert!(!nothing.exists());
    read(&there.workbench, 1, "R1");
    for word in ["", WORD] {
        let text = fs::read_to_string(saved(&there, word)).unwrap();
        for planted in PLANTED.iter().chain(&["real", "synthetic", "generator", WORD]) {
            assert!(!text.contains(planted), "{planted}: {text}");
        }
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["schema"], "touchstone.exposure/1");
        let entries = document["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 12);
        let tags = entries.iter().filter(|entry| entry.get("subject").is_some()).count();
        assert_eq!(tags, if word.is_empty() { 0 } else { 12 }, "who has none would be synthetic");
        let hashes: Vec<&str> =
            entries.iter().map(|entry| entry["content_hash"].as_str().unwrap()).collect();
        assert!(hashes.is_sorted(), "the order of reading is not told");
    }
}

#[test]
fn what_is_no_file_of_another_project_is_refused_and_leaves_nothing() {
    let there = place(0, &["R1"]);
    read(&there.workbench, 1, "R1");
    let file = saved(&there, "");
    let own = there.workbench.choose_exposures(&file).unwrap_err();
    assert_eq!(own.code(), "workbench.exposureOwn");
    let here = place(0, &["R1"]);
    let bench = &here.workbench;
    let whole = fs::read(&file).unwrap();
    let set = |field: &str, value: Value| changed(&file, |d| d[field] = value.clone());
    let code = |path: &Path| bench.choose_exposures(path).unwrap_err().code();
    let folder = there.folder.path();
    assert_eq!(code(&folder.join("gone.tsexposure")), "workbench.noSuchPath");
    assert_eq!(code(folder), "workbench.file");
    assert_eq!(code(&there.file("a", b"")), "workbench.exposureCutShort");
    assert_eq!(code(&there.file("b", &whole[..whole.len() / 2])), "workbench.exposureCutShort");
    assert_eq!(code(&there.file("c", b"\xff\xfe no text")), "workbench.exposureNotOne");
    assert_eq!(code(&set("schema", json!("touchstone.pack/1"))), "workbench.exposureNotOne");
    assert_eq!(code(&set("schema", json!("touchstone.exposure/2"))), "workbench.exposureNewer");
    assert_eq!(code(&set("project", json!({ "id": 1 }))), "workbench.exposureDamaged");
    assert_eq!(code(&set("made_at", json!("soon"))), "workbench.exposureDamaged");
    assert_eq!(code(&set("entries", json!([]))), "workbench.exposureEmpty");
    let refused = bench.bring_exposures("", &[is("R1", Some("R1"))]).unwrap_err();
    assert_eq!(refused.code(), "workbench.exposureNoneChosen");
    for error in [own, refused] {
        let said = error.failure();
        assert!(!said.message.is_empty() && !said.hint.is_empty(), "{said:?}");
    }

    let spoiled = changed(&file, |document| {
        document["entries"][0]["content_hash"] = json!("none");
        document["entries"][1]["last_at"] = json!("never");
        document["entries"][2]["last_at"] = json!("2200-01-01T00:00:00Z");
    });
    let view = bench.choose_exposures(&spoiled).unwrap();
    assert_eq!(view.notes.len(), 3, "{:?}", view.notes);
    assert_eq!(bench.bring_exposures("", &[is("R1", Some("R1"))]).unwrap().n_new, 10);
    let last = bench.exposures().unwrap().lines.into_iter().map(|line| line.last_at).max();
    assert!(last.unwrap().as_str() < "2200", "a clock that is ahead counts as now");
}

#[test]
fn one_person_with_two_codes_is_one_reader_until_it_is_taken_back() {
    let place = place(0, &["R1", "R2"]);
    let bench = &place.workbench;
    let second = study(bench, &["R4"]);
    read(bench, 1, "R1");
    assert_eq!(door(bench, second, "R4"), "ok");
    let ledger = bench.name_person("R4", Some("R1")).unwrap();
    assert_eq!(ledger.same, [is("R4", Some("R1"))]);
    assert_eq!(ledger.readers, ["R1", "R2", "R4"]);
    assert_eq!(door(bench, second, "R4"), "workbench.exposed");
    assert_eq!(door(bench, 1, "R2"), "ok");
    // In one study, too: under another code the cases are the same.
    bench.name_person("R2", Some("R1")).unwrap();
    assert_eq!(door(bench, 1, "R2"), "workbench.exposed");
    assert!(bench.name_person("R4", None).unwrap().same.iter().all(|one| one.reader != "R4"));
    assert_eq!(door(bench, second, "R4"), "ok");
    assert_eq!(bench.name_person("R4", Some("R9")).unwrap_err().code(), "workbench.noSuch");
    let itself = bench.name_person("R4", Some("R4")).unwrap_err();
    assert_eq!(itself.code(), "workbench.exposureSameCode");
}

//! A study and the demo, as the terminal makes them.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;
use workbench::wire::StudyRequest;
use workbench::{Columns, Desk, StudyFromFiles, Task, Workbench};

use super::exporting::on_paper;

fn table(n: u32, shift: u32) -> String {
    let rows = (0..n).map(|at| format!("{},{}\n", 40 + at * 7 % 31, 60 + shift + at * at % 23));
    format!("age,weight\n{}", rows.collect::<String>())
}

fn files(folder: &Path, readers: &[&str]) -> StudyFromFiles {
    let (real, synthetic) = (folder.join("real.csv"), folder.join("synthetic.csv"));
    fs::write(&real, table(30, 0)).unwrap();
    fs::write(&synthetic, table(30, 1)).unwrap();
    StudyFromFiles {
        columns: Columns::default(),
        real,
        synthetic: vec![synthetic],
        request: StudyRequest {
            name: "Trial".to_owned(),
            real: 0,
            synthetic: Vec::new(),
            n_real: 6,
            n_synthetic: 6,
            readers: readers.iter().map(|&code| code.to_owned()).collect(),
            seed: Some(3),
            ..StudyRequest::default()
        },
    }
}

fn make(project: &Path, files: &StudyFromFiles) -> Result<u32, String> {
    files
        .check()
        .and_then(|()| {
            Desk::open_or_create(project, None)?.study_from_files(&Task::unwatched(), files, false)
        })
        .map(|(study, _)| study.id)
        .map_err(|error| error.code().to_owned())
}

/// How many sets a project shows.
fn n_sets(folder: &Path, project: &Path) -> usize {
    let workbench = Workbench::new(
        &folder.join("settings"),
        folder.join("documents"),
        Box::new(|work| work()),
        Box::new(|_| ()),
    );
    workbench.open_project(project).unwrap();
    workbench.sets().unwrap().len()
}

#[test]
fn a_second_study_of_the_same_files_has_the_same_sets() {
    let folder = tempdir().unwrap();
    let project = folder.path().join("project");
    let files = files(folder.path(), &["R1"]);
    assert_eq!(make(&project, &files), Ok(1));
    assert_eq!(make(&project, &files), Ok(2));
    assert_eq!(n_sets(folder.path(), &project), 2);
}

#[test]
fn a_request_that_cannot_be_met_leaves_no_project() {
    let folder = tempdir().unwrap();
    let project = folder.path().join("project");
    let two = files(folder.path(), &["R1", "R1"]);
    assert!(make(&project, &two).unwrap_err().starts_with("study."));
    let mut none = files(folder.path(), &["R1"]);
    none.request.n_real = 0;
    assert_eq!(make(&project, &none).unwrap_err(), "workbench.outOfRange");
    let mut gone = files(folder.path(), &["R1"]);
    gone.synthetic = vec![folder.path().join("gone.csv")];
    assert_eq!(make(&project, &gone).unwrap_err(), "workbench.file");
    assert!(!project.exists());
}

#[test]
fn a_study_that_fails_takes_its_imports_back() {
    let folder = tempdir().unwrap();
    let project = folder.path().join("project");
    let mut files = files(folder.path(), &["R1"]);
    files.request.n_real = 40;
    files.request.n_synthetic = 40;
    assert_eq!(make(&project, &files).unwrap_err(), "study.too_few", "there are 30 of each");
    assert_eq!(n_sets(folder.path(), &project), 0);

    files.request.n_real = 6;
    files.request.n_synthetic = 6;
    assert!(make(&project, &files).is_ok());
    files.request.n_real = 40;
    files.request.n_synthetic = 40;
    assert!(make(&project, &files).is_err());
    assert_eq!(n_sets(folder.path(), &project), 2, "sets that were there before stay");
}

#[test]
fn the_exports_of_the_demo_hold_every_value_it_speaks_of() {
    let folder = tempdir().unwrap();
    let project = folder.path().join("demo");
    let done = workbench::demo(&Task::unwatched(), &project, Some(5)).unwrap();
    assert_eq!(done.seed, 5);
    let values = |export: &Path| -> Vec<Value> {
        let text = fs::read(export.join("values.json")).unwrap();
        let document: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(document["seed"], 5);
        document["values"].as_array().unwrap().clone()
    };
    let kinds: Vec<_> = done.exports.iter().map(|exported| exported.modality).collect();
    assert_eq!(kinds, ["image", "signal", "table"]);
    for exported in &done.exports {
        let n = values(&exported.export).len();
        assert!(n > 0 && n == exported.n_values, "{}: {n}", exported.modality);
        assert!(exported.report.is_file());
        let figures = on_paper(&exported.export);
        assert!(n < figures, "{}: {figures} numbers on paper", exported.modality);
    }
    assert_eq!(done.exports.iter().map(|exported| exported.n_values).sum::<usize>(), done.n_values);
    assert!(done.answers.is_file());
}

#[test]
fn columns_say_whose_a_row_is_and_one_that_is_not_there_stops_all() {
    let folder = tempdir().unwrap();
    let mut files = files(folder.path(), &["R1"]);
    let with_patients = |n: u32, shift: u32| {
        let table = table(n, shift);
        let rows = table.lines().enumerate().map(|(at, row)| match at {
            0 => format!("{row},person\n"),
            at => format!("{row},P{}\n", at / 2),
        });
        rows.collect::<String>()
    };
    fs::write(&files.real, with_patients(30, 0)).unwrap();
    fs::write(&files.synthetic[0], with_patients(30, 1)).unwrap();
    let project = folder.path().join("project");
    files.columns.subject = Some("patient".to_owned());
    assert_eq!(make(&project, &files).unwrap_err(), "workbench.noColumn");
    assert_eq!(n_sets(folder.path(), &project), 0, "a set without its patients is not kept");

    files.columns.subject = Some("person".to_owned());
    make(&project, &files).unwrap();
    let subjects = || {
        let bench = Workbench::new(
            &folder.path().join("settings"),
            folder.path().join("documents"),
            Box::new(|work| work()),
            Box::new(|_| ()),
        );
        bench.open_project(&project).unwrap();
        bench.sets().unwrap().iter().map(|set| set.n_subjects).collect::<Vec<_>>()
    };
    assert_eq!(subjects(), [Some(16), Some(16)]);
    // The same files, read in another way, are another set; in the same way, or any, they are not.
    files.columns = Columns::default();
    make(&project, &files).unwrap();
    assert_eq!(n_sets(folder.path(), &project), 2);
    files.columns.subject = Some("age".to_owned());
    make(&project, &files).unwrap();
    assert_eq!(n_sets(folder.path(), &project), 4);
}

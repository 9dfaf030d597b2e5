//! Synthetic counterparts of files, written whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use formats::{Input, Limits, read};
use samples::Contents;
use tempfile::TempDir;
use workbench::{FilesToGenerate, StopSign, Task, generate_files};

const TABLE: &str = "age,sex\n63,F\n58,M\n71,F\n66,M\n";

/// A folder with a real table in a folder of its own.
fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real");
    fs::create_dir(&real).unwrap();
    fs::write(real.join("table.csv"), TABLE).unwrap();
    (folder, real)
}

fn generate(from: &Path, out: &Path, n: Option<u32>) -> Result<Vec<String>, String> {
    let request = FilesToGenerate {
        from: from.to_owned(),
        method: "gaussian_copula".to_owned(),
        n,
        seed: 1,
        out: out.to_owned(),
    };
    generate_files(&Task::unwatched(), &request)
        .map(|(generated, _)| generated.files)
        .map_err(|error| error.code().to_owned())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn what_is_made_goes_into_a_new_or_an_empty_folder() {
    let (folder, real) = place();
    let (new, empty) = (folder.path().join("a/b"), folder.path().join("empty"));
    fs::create_dir(&empty).unwrap();
    assert_eq!(generate(&real, &new, None).unwrap(), ["synthetic.csv"]);
    assert_eq!(generate(&real, &empty, Some(3)).unwrap(), ["synthetic.csv"]);
    assert_eq!(fs::read_to_string(empty.join("synthetic.csv")).unwrap().lines().count(), 4);
    assert_eq!(names(&new), ["synthetic.csv"]);
    assert_eq!(names(folder.path()), ["a", "empty", "real"], "nothing is left beside it");
}

#[test]
fn nothing_is_written_over_or_into_what_is_learnt_from() {
    let (folder, real) = place();
    let (full, file) = (folder.path().join("full"), folder.path().join("file"));
    fs::create_dir(&full).unwrap();
    fs::write(full.join("synthetic.csv"), "mine").unwrap();
    fs::write(&file, "mine").unwrap();
    let refused = |out: &Path| generate(&real, out, None).unwrap_err();
    assert_eq!(refused(&full), "workbench.occupied");
    assert_eq!(refused(&file), "workbench.occupied");
    assert_eq!(refused(&real), "workbench.withinSource");
    assert_eq!(refused(&real.join("made/here")), "workbench.withinSource");
    assert_eq!(refused(&folder.path().join("not/../real/made")), "workbench.withinSource");
    assert_eq!(refused(&folder.path().join("full/../real")), "workbench.withinSource");
    let table = real.join("table.csv");
    assert_eq!(generate(&table, &table, None).unwrap_err(), "workbench.withinSource");
    assert_eq!(fs::read_to_string(full.join("synthetic.csv")).unwrap(), "mine");
    assert_eq!(names(&real), ["table.csv"]);
}

#[test]
fn more_than_can_be_made_is_refused_before_anything_is_read() {
    let (folder, real) = place();
    let out = folder.path().join("out");
    for n in [0, 1_000_001, u32::MAX] {
        assert_eq!(generate(&real, &out, Some(n)).unwrap_err(), "workbench.outOfRange");
    }
    assert!(!out.exists());
}

#[test]
fn a_run_that_fails_or_is_stopped_leaves_nothing() {
    let (folder, real) = place();
    let one = folder.path().join("one.csv");
    fs::write(&one, "age\n63\n").unwrap();
    let out = folder.path().join("new/out");
    assert_eq!(generate(&one, &out, None).unwrap_err(), "synth.too_few");

    let stop = StopSign::default();
    let raised = stop.clone();
    let task = Task::new(stop, move |progress| {
        if progress.total == 1 && progress.done == 1 {
            raised.raise();
        }
    });
    let request =
        FilesToGenerate { from: real, method: "gaussian_copula".to_owned(), n: None, seed: 1, out };
    let stopped = generate_files(&task, &request).unwrap_err();
    assert_eq!(stopped.code(), "workbench.stopped", "the file was written and not moved");
    assert_eq!(names(folder.path()), ["one.csv", "real"]);
}

#[test]
fn what_is_made_from_scans_is_read_as_scans_are() {
    let folder = tempfile::tempdir().unwrap();
    let (real, made) = (folder.path().join("real"), folder.path().join("made"));
    fs::create_dir(&real).unwrap();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/formats/dicom");
    for name in ["MR_small.dcm", "MR_small_RLE.dcm", "MR_small_implicit.dcm"] {
        fs::copy(golden.join(name), real.join(name)).unwrap();
    }
    let request = FilesToGenerate {
        from: real.clone(),
        method: "pca_gaussian".to_owned(),
        n: Some(2),
        seed: 1,
        out: made.clone(),
    };
    generate_files(&Task::unwatched(), &request).unwrap();
    let image = |path: &Path| {
        let bytes = fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        match read(&Input::alone(name, &bytes), &Limits::default()).unwrap().contents {
            Contents::Image(image) => image,
            other => panic!("{other:?}"),
        }
    };
    let (first, model) =
        (image(&made.join("synthetic_00001.dcm")), image(&real.join("MR_small.dcm")));
    assert_eq!((first.range(), first.meaning()), (model.range(), model.meaning()));
    // All three files hold the same pixels: so does every blend of them.
    assert_eq!(first.values(), model.values());
}

//! What `inspect` says of every file that the repository carries.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What each file of a folder has to be, as the list says.
fn expected(root: &str) -> BTreeMap<String, String> {
    let list = fs::read_to_string(repository().join("tests/golden/inspect/expected.tsv")).unwrap();
    let lines = list.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    let own = lines.filter(|cells| cells[0] == root);
    own.map(|cells| (cells[1].to_owned(), cells[2].to_owned())).collect()
}

/// The files of a folder, hidden ones aside, named with `/` on every system.
fn files(folder: &Path, within: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let named = format!("{within}{name}");
        if entry.path().is_dir() {
            found.extend(files(&entry.path(), &format!("{named}/")));
        } else if !name.starts_with('.') {
            found.insert(named);
        }
    }
    found
}

#[test]
fn every_file_is_read_as_what_it_is_or_left_out_with_a_reason() {
    for root in ["tests/golden/formats", "assets/demo"] {
        let expected = expected(root);
        let listed: BTreeSet<String> = expected.keys().cloned().collect();
        assert_eq!(files(&repository().join(root), ""), listed, "the list of {root} is whole");

        let output = Command::new(env!("CARGO_BIN_EXE_touchstone"))
            .current_dir(repository())
            .args(["inspect", root, "--json"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(3), "something was left out of {root}");
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        let entries = |key: &str| told[key].as_array().unwrap().clone();
        let mut seen = BTreeMap::new();
        for sample in entries("samples") {
            let path = sample["path"].as_str().unwrap().replace('\\', "/");
            seen.insert(path, sample["format"].as_str().unwrap().to_owned());
        }
        for left_out in entries("left_out") {
            assert!(!left_out["reason"].as_str().unwrap().is_empty(), "{left_out}");
            let path = left_out["sample"].as_str().unwrap().replace('\\', "/");
            let before = seen.insert(path, "left out".to_owned());
            assert_eq!(before, None, "read, and left out as well: {left_out}");
        }
        let alone: BTreeMap<_, _> =
            expected.into_iter().filter(|(_, kind)| kind != "companion").collect();
        assert_eq!(seen, alone, "{root}");
    }
}

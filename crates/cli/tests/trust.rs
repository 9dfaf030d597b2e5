//! What a coordinator checks at the terminal: a project, an exported trail, and what goes out early.

// What only tests call may stop them.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rusqlite::Connection;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}{}", self.out, self.err))
    }
}

fn touchstone(words: &[&str]) -> Ran {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_touchstone")).args(words).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { status: status.code().unwrap(), out: text(stdout), err: text(stderr) }
}

fn patients(path: &Path, first: u32) {
    let mut text = String::from("age,pressure,rate\n");
    for row in first..first + 40 {
        let drawn = row * 7919 % 1009;
        writeln!(text, "{},{},{}", 30 + drawn % 50, 90 + drawn % 67, 55 + drawn % 41).unwrap();
    }
    fs::write(path, text).unwrap();
}

/// A project whose one reader, a script, gave `n` answers of 12.
fn project(n: &str) -> (TempDir, PathBuf) {
    let folder = tempdir().unwrap();
    let [real, made] = ["recorded.csv", "made.csv"].map(|name| folder.path().join(name));
    patients(&real, 1);
    patients(&made, 500);
    let project = folder.path().join("project");
    let [project_name, real, made] = [&project, &real, &made].map(|path| path.to_str().unwrap());
    let new = ["study", "new", "--project", project_name, "--real", real, "--synthetic", made];
    let new = touchstone(&new);
    assert_eq!(new.status, 0, "{}", new.err);
    let answered = touchstone(&["study", "read", "--project", project_name, "--most", n]);
    assert_eq!((answered.status, answered.err.as_str()), (0, ""));
    (folder, project)
}

fn verify(project: &Path) -> Ran {
    touchstone(&["verify", "--project", project.to_str().unwrap(), "--json"])
}

fn export(project: &Path, words: &[&str]) -> Ran {
    let project = project.to_str().unwrap();
    touchstone(&[&["export", "--project", project, "--study", "1", "--json"], words].concat())
}

/// Changes the file as somebody would who wants to change it unseen.
fn tamper(project: &Path, sql: &str) {
    let connection = Connection::open(project.join("project.sqlite")).unwrap();
    connection.execute_batch(sql).unwrap();
}

/// What is wrong in a part of the project.
fn wrong(found: &Value, id: &str) -> Vec<String> {
    let checks = found["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["id"] == id).unwrap();
    let wrong: Vec<String> = serde_json::from_value(check["wrong"].clone()).unwrap();
    assert_eq!(check["status"] == "wrong", !wrong.is_empty());
    wrong
}

#[test]
fn a_project_that_is_what_was_written_verifies() {
    let (_folder, project) = project("3");
    let database = fs::read(project.join("project.sqlite")).unwrap();
    let found = verify(&project);
    assert_eq!(found.status, 0, "{}", found.err);
    let found = found.json();
    assert_eq!(found["schema"], "touchstone.verify-project/1");
    assert_eq!(found["sound"], true);
    let checks = found["checks"].as_array().unwrap();
    let ids: Vec<&str> = checks.iter().map(|check| check["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["database", "trail", "answers", "studies", "sets", "samples"]);
    assert!(
        checks.iter().all(|check| check["status"] == "holds" && 0 < check["n"].as_u64().unwrap())
    );
    assert_eq!(fs::read(project.join("project.sqlite")).unwrap(), database, "nothing was changed");
    let text = touchstone(&["verify", "--project", project.to_str().unwrap()]);
    assert!(text.out.contains("trail: holds"));
}

#[test]
fn whatever_was_changed_in_a_project_is_said() {
    let cases = [
        (
            "answers",
            "DROP TRIGGER answers_are_not_changed; UPDATE answers SET value = '9', id = id + 50 WHERE id = 1",
        ),
        (
            "trail",
            "DROP TRIGGER trail_is_not_changed; UPDATE trail SET event = replace(event, 'R1', 'R2')",
        ),
        ("studies", "DROP TRIGGER cases_are_not_changed; UPDATE cases SET arm = 'real'"),
        ("studies", "UPDATE studies SET state = 'sealed'"),
        ("sets", "UPDATE samples SET content_hash = replace(content_hash, '1', '2')"),
        ("database", "DROP TRIGGER answers_are_not_deleted"),
        ("database", "CREATE TABLE other (a)"),
        ("database", "PRAGMA foreign_keys = OFF; DELETE FROM sets"),
        ("samples", "UPDATE files SET blob = replace(blob, '1', '2')"),
    ];
    for (id, sql) in cases {
        let (_folder, project) = project("2");
        tamper(&project, sql);
        let ran = verify(&project);
        assert_eq!(ran.status, 1, "{sql}");
        let found = ran.json();
        assert_eq!(found["sound"], false);
        assert!(!wrong(&found, id).is_empty(), "{sql}: {found}");
    }
}

#[test]
fn damaged_bytes_and_a_damaged_file_are_said() {
    let (_folder, project) = project("1");
    let drawers = fs::read_dir(project.join("samples")).unwrap().map(|entry| entry.unwrap().path());
    let files = drawers.flat_map(|drawer| fs::read_dir(drawer).unwrap());
    let blob = files.map(|entry| entry.unwrap().path()).next().unwrap();
    fs::write(&blob, "rotten").unwrap();
    let ran = verify(&project);
    assert_eq!((ran.status, wrong(&ran.json(), "samples").len()), (1, 1));

    let database = project.join("project.sqlite");
    let mut bytes = fs::read(&database).unwrap();
    bytes[4096 * 3..4096 * 4].fill(0);
    fs::write(&database, bytes).unwrap();
    let ran = verify(&project);
    assert_eq!(ran.status, 1);
    let found = ran.json();
    assert_eq!(wrong(&found, "database").len(), 1);
    assert_eq!(found["checks"][1]["status"], "not checked");
}

#[test]
fn an_exported_trail_is_checked_without_the_project() {
    let (folder, project) = project("2");
    let exported = export(&project, &[]).json();
    let place = PathBuf::from(exported["folder"].as_str().unwrap());
    let [log, head] = ["trail.jsonl", "checkpoint.txt"].map(|name| place.join(name));
    let check = |log: &Path| {
        touchstone(&["verify-log", log.to_str().unwrap(), head.to_str().unwrap(), "--json"])
    };
    let ran = check(&log);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let found = ran.json();
    assert_eq!(found["schema"], "touchstone.verify-log/1");
    assert_eq!((&found["checkpoint"], &found["broken"]), (&"agrees".into(), &Value::Null));

    let lines = fs::read_to_string(&log).unwrap();
    let cut = folder.path().join("cut.jsonl");
    let shorter: Vec<&str> = lines.lines().take(lines.lines().count() - 1).collect();
    fs::write(&cut, shorter.join("\n")).unwrap();
    let ran = check(&cut);
    assert_eq!((ran.status, &ran.json()["checkpoint"]), (1, &"cut off".into()));
    let alone = touchstone(&["verify-log", cut.to_str().unwrap()]);
    assert_eq!(alone.status, 0);
    assert!(alone.out.contains("Without a checkpoint"), "{}", alone.out);

    let changed = folder.path().join("changed.jsonl");
    fs::write(&changed, lines.replacen("\"R1\"", "\"R2\"", 1)).unwrap();
    let ran = check(&changed);
    assert_eq!((ran.status, ran.json()["broken"]["line"].is_u64()), (1, true));

    // The key stands on the report, and only it signed the checkpoint.
    let page = fs::read_to_string(place.join("report.html")).unwrap();
    let note = fs::read_to_string(&head).unwrap();
    let name = note.lines().next().unwrap();
    let key = page[page.find(&format!("{name}+")).unwrap()..].split('<').next().unwrap().to_owned();
    let with = |key: &str| {
        let (log, head) = (log.to_str().unwrap(), head.to_str().unwrap());
        touchstone(&["verify-log", log, head, "--key", key, "--json"])
    };
    let ran = with(&key);
    assert_eq!((ran.status, &ran.json()["signature"]), (0, &"holds".into()), "{key} {}", ran.err);
    let other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let ran = with(other);
    assert_eq!((ran.status, &ran.json()["signature"]), (1, &"wrong".into()));

    // A later trail goes on from an earlier checkpoint.
    let later = export(&project, &[]).json();
    let later = PathBuf::from(later["folder"].as_str().unwrap()).join("trail.jsonl");
    assert_eq!(check(&later).json()["checkpoint"], "agrees");
    assert_eq!(touchstone(&["verify-log", "nowhere.jsonl"]).status, 1);
}

#[test]
fn an_export_opens_no_truth() {
    let (_folder, project) = project("2");
    let refused = export(&project, &["--with-truth"]);
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("its truth is still closed"), "{}", refused.err);
    assert!(refused.err.contains("study unblind"), "{}", refused.err);
    let step = |words: &[&str]| {
        let project = project.to_string_lossy();
        touchstone(&[&["study"], words, &["--project", &project]].concat())
    };
    for (to, reason) in [("sealed", "only two came"), ("database-locked", "")] {
        assert_eq!(step(&["advance", "--to", to, "--reason", reason]).status, 0, "{to}");
        assert_eq!(export(&project, &["--with-truth"]).status, 1, "{to}");
    }
    assert_eq!(step(&["unblind", "--reason", "all is in"]).status, 0);
    assert_eq!(export(&project, &["--with-truth"]).status, 0);
}

#[test]
fn a_broken_project_is_named_so_wherever_it_is_used() {
    let (_folder, project) = project("2");
    tamper(&project, "DROP TRIGGER answers_are_not_changed; UPDATE answers SET rt_ms = 1");
    let name = project.to_str().unwrap();
    let exported = export(&project, &[]);
    assert_eq!(exported.status, 1);
    assert!(exported.err.contains("not those that were written"), "{}", exported.err);
    let written = exported.json();
    assert_eq!(written["trouble"]["code"], "workbench.trailBroken");
    for name in ["report.html", "report.pdf"] {
        assert!(Path::new(written["folder"].as_str().unwrap()).join(name).is_file());
        assert!(written["files"].as_array().unwrap().iter().any(|file| file["name"] == name));
    }
    for words in [["study", "show", "--project", name], ["study", "read", "--project", name]] {
        let ran = touchstone(&words);
        assert_eq!(ran.status, 0, "it is still used");
        assert!(ran.err.contains("not those that were written"), "{}", ran.err);
    }
}

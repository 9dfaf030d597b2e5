//! Opening, holding, copying and closing projects.

// What only tests call may stop them.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use samples::{Arm, ContentHash};
use serde_json::json;
use store::{Access, Error, JobState, Message, NewJob, Project};
use tempfile::tempdir;

mod little;

use little::NOW;

/// What a project says of itself, to compare two of them.
fn contents(project: &Project) -> String {
    let sets = project.sets().unwrap();
    let study = project.studies().unwrap()[0].id;
    let run = project.runs().unwrap()[0].id;
    let value = project.values(run).unwrap()[0].clone();
    let parts = (
        project.name().unwrap(),
        sets.iter().map(|set| project.samples(set.id, 0, 100).unwrap()).collect::<Vec<_>>(),
        sets.iter().map(|set| project.notes(set.id).unwrap()).collect::<Vec<_>>(),
        sets.iter().map(|set| project.files(set.id).unwrap()).collect::<Vec<_>>(),
        project.presentations(study).unwrap(),
        project.cases(study).unwrap(),
        project.answers(study).unwrap(),
        project.verify_trail().unwrap(),
        project.instance_values(value.id).unwrap(),
    );
    format!("{sets:?} {value:?} {parts:?}")
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn a_project_can_be_used_from_several_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Project>();

    let folder = tempdir().unwrap();
    let project = Project::create(&folder.path().join("p"), "Threads", NOW).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let project = &project;
            scope.spawn(move || {
                for number in 0..25 {
                    project.append_event(&json!({ "thread": thread, "number": number })).unwrap();
                    project.blobs().put(format!("{number}").as_bytes()).unwrap();
                }
            });
        }
    });
    let check = project.verify_trail().unwrap();
    assert!(check.is_sound() && check.n == 100, "{check:?}");
}

#[test]
fn a_second_opening_is_refused_kindly_and_the_lock_ends_with_the_first() {
    let folder = tempdir().unwrap();
    let project = little::of_everything(folder.path()).unwrap();
    let refused = Project::open(folder.path(), NOW).unwrap_err();
    assert_eq!(refused.code(), "store.in_use");
    assert!(matches!(Project::open_read_only(folder.path()), Err(Error::InUse)));
    drop(project);
    Project::open(folder.path(), NOW).unwrap();
}

#[test]
fn a_closed_project_is_one_file_and_its_bytes() {
    let folder = tempdir().unwrap();
    little::of_everything(folder.path()).unwrap().close().unwrap();
    let names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(!names.iter().any(|name| name.ends_with("-wal")), "the log is merged: {names:?}");
}

#[test]
fn a_folder_without_a_project_is_told_from_a_strange_and_a_damaged_file() {
    let folder = tempdir().unwrap();
    let database = folder.path().join("project.sqlite");
    let opened = || Project::open(folder.path(), NOW).unwrap_err();
    assert!(matches!(opened(), Error::NotAProject));

    Connection::open(&database).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    let before = fs::read(&database).unwrap();
    assert!(matches!(opened(), Error::NotAProject));
    assert_eq!(fs::read(&database).unwrap(), before, "a strange file is left as it is");

    fs::write(&database, vec![b'x'; 8192]).unwrap();
    assert!(matches!(opened(), Error::Damaged { .. }));
    fs::write(&database, b"").unwrap();
    assert!(matches!(opened(), Error::NotAProject));
}

#[test]
fn a_project_of_a_newer_program_is_left_alone() {
    let folder = tempdir().unwrap();
    drop(Project::create(folder.path(), "New", NOW).unwrap());
    let connection = Connection::open(folder.path().join("project.sqlite")).unwrap();
    connection.pragma_update(None, "user_version", 7).unwrap();
    connection.close().unwrap();
    let refused = Project::open(folder.path(), NOW).unwrap_err();
    assert!(matches!(refused, Error::TooNew { found: 7, known: 4 }), "{refused}");
    assert_eq!(refused.params()[0], ("found", "7".to_owned()));
}

#[test]
fn a_zeroed_page_is_noticed_at_the_opening() {
    let folder = tempdir().unwrap();
    little::of_everything(folder.path()).unwrap().close().unwrap();
    let database = folder.path().join("project.sqlite");
    let sound = fs::read(&database).unwrap();
    let mut noticed = 0;
    for page in 1..sound.len() / 4096 {
        let mut damaged = sound.clone();
        damaged[page * 4096..(page + 1) * 4096].fill(0);
        fs::write(&database, damaged).unwrap();
        match Project::open(folder.path(), NOW) {
            Err(Error::Damaged { .. }) => noticed += 1,
            other => panic!("page {page}: {other:?}"),
        }
    }
    assert!(20 < noticed, "every page of every table");
}

#[test]
fn a_truncated_file_is_noticed_at_the_opening() {
    let folder = tempdir().unwrap();
    little::of_everything(folder.path()).unwrap().close().unwrap();
    let database = folder.path().join("project.sqlite");
    let sound = fs::read(&database).unwrap();
    for length in [50, 100, 4096, 5000, sound.len() - 4096, sound.len() - 1] {
        fs::write(&database, &sound[..length]).unwrap();
        let opened = Project::open(folder.path(), NOW);
        assert!(matches!(opened, Err(Error::Damaged { .. })), "{length}: {opened:?}");
    }
}

#[test]
fn a_new_project_wants_an_empty_folder() {
    let folder = tempdir().unwrap();
    drop(Project::create(folder.path(), "First", NOW).unwrap());
    assert!(matches!(Project::create(folder.path(), "Second", NOW), Err(Error::AlreadyThere)));
    assert_eq!(Project::open(folder.path(), NOW).unwrap().name().unwrap(), "First");

    let full = tempdir().unwrap();
    fs::write(full.path().join("letter.txt"), "mine").unwrap();
    assert!(matches!(Project::create(full.path(), "p", NOW), Err(Error::FolderNotEmpty)));
}

#[test]
fn names_of_every_script_stay_as_they_are() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("Проект ø 研究 %3F?#& 100 %");
    let name = "Étude № 1 – 心電図 🫀";
    let project = Project::create(&path, name, NOW).unwrap();
    let set = little::add_set(&project, "röntgen/肺", Arm::Real, 2).unwrap();
    drop(project);
    let open = |path: &Path| Project::open(path, NOW);
    for open in [open, Project::open_read_only] {
        let project = open(&path).unwrap();
        assert_eq!(project.name().unwrap(), name);
        assert_eq!(project.files(set).unwrap()[1].name, "röntgen/肺/001.png");
        assert_eq!(project.sample(set, 0).unwrap().origin.strata["site"], "Zürich");
    }
}

#[test]
fn a_project_open_for_reading_shows_all_and_changes_nothing() {
    let folder = tempdir().unwrap();
    let project = little::of_everything(folder.path()).unwrap();
    let before = contents(&project);
    drop(project);

    let project = Project::open_read_only(folder.path()).unwrap();
    let beside = Project::open_read_only(folder.path()).unwrap();
    assert_eq!(project.access(), Access::ReadOnly);
    assert_eq!((contents(&project), contents(&beside)), (before.clone(), before));
    let set = project.sets().unwrap()[0].id;
    assert!(matches!(project.rename_set(set, "x"), Err(Error::ReadOnly)));
    assert!(matches!(project.append_event(&json!({})), Err(Error::ReadOnly)));
    assert!(matches!(project.blobs().put(b"x"), Err(Error::ReadOnly)));
    assert!(matches!(Project::open(folder.path(), NOW), Err(Error::InUse)), "somebody looks");

    let copy = folder.path().with_extension("copy");
    project.save_copy(&copy).unwrap();
    assert_eq!(Project::open(&copy, NOW).unwrap().access(), Access::ReadWrite);
    fs::remove_dir_all(copy).unwrap();
}

#[test]
fn changes_that_are_not_merged_are_never_silently_missing() {
    let folder = tempdir().unwrap();
    let project = little::of_everything(&folder.path().join("open")).unwrap();
    // As a folder on a disc would be, burnt while the program had it open.
    let burnt = folder.path().join("burnt");
    copy_folder(&folder.path().join("open"), &burnt);
    assert!(matches!(Project::open_read_only(&burnt), Err(Error::Unmerged)));
    assert_eq!(contents(&Project::open(&burnt, NOW).unwrap()), contents(&project));
    Project::open_read_only(&burnt).unwrap();
}

#[test]
fn a_saved_copy_is_the_project_as_it_was() {
    let folder = tempdir().unwrap();
    let project = little::of_everything(&folder.path().join("p")).unwrap();
    let copy = folder.path().join("copy");
    project.save_copy(&copy).unwrap();
    let before = contents(&project);
    project.rename("Later").unwrap();

    let copied = Project::open(&copy, NOW).unwrap();
    assert_eq!(contents(&copied), before);
    for set in copied.sets().unwrap() {
        for file in copied.files(set.id).unwrap() {
            let bytes = copied.blobs().get(&file.blob).unwrap();
            assert_eq!(bytes.len() as u64, file.n_bytes);
        }
    }
    copied.append_event(&json!({ "type": "the copy lives on" })).unwrap();

    assert!(matches!(project.save_copy(&copy), Err(Error::AlreadyThere)));
    let inside = project.folder().join("exports/copy");
    assert!(matches!(project.save_copy(&inside), Err(Error::CopyInside)));
}

#[test]
fn what_was_running_when_the_program_ended_becomes_interrupted() {
    let folder = tempdir().unwrap();
    let project = Project::create(folder.path(), "Jobs", NOW).unwrap();
    let new = NewJob { kind: "import".to_owned(), request: json!({ "set": 1 }) };
    let [queued, running, done] = [(); 3].map(|()| project.add_job(&new, NOW).unwrap());
    project.set_job_state(running, JobState::Running, None, NOW).unwrap();
    project.set_job_progress(running, 3, 10, NOW).unwrap();
    let message = Message { code: "import.done".to_owned(), params: json!({ "n": 10 }) };
    project.set_job_state(done, JobState::Done, Some(&message), NOW).unwrap();
    drop(project);

    let later = "2026-11-24T08:00:00.000Z";
    let project = Project::open(folder.path(), later).unwrap();
    for (job, state, at) in [
        (queued, JobState::Interrupted, later),
        (running, JobState::Interrupted, later),
        (done, JobState::Done, NOW),
    ] {
        let job = project.job(job).unwrap();
        assert_eq!((job.state, job.changed_at.as_str()), (state, at));
    }
    let running = project.job(running).unwrap();
    assert_eq!((running.done, running.total), (3, 10));
    assert_eq!(project.job(done).unwrap().message, Some(message));
    assert_eq!(project.jobs().unwrap().len(), 3);
}

fn oldest() -> tempfile::TempDir {
    of_version("v1")
}

fn of_version(version: &str) -> tempfile::TempDir {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/projects");
    let golden = golden.join(version);
    let folder = tempdir().unwrap();
    copy_folder(&golden, folder.path());
    folder
}

#[test]
fn older_projects_end_with_the_tables_of_a_new_one() {
    let new = tempdir().unwrap();
    Project::create(new.path(), "New", NOW).unwrap().close().unwrap();
    let tables = |folder: &Path| -> Vec<(String, Option<String>)> {
        let connection = Connection::open(folder.join("project.sqlite")).unwrap();
        let mut query =
            connection.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").unwrap();
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(|row| row.unwrap()).collect()
    };
    for version in ["v1", "v3"] {
        let old = of_version(version);
        Project::open(old.path(), NOW).unwrap().close().unwrap();
        assert_eq!(tables(old.path()), tables(new.path()), "a version is never changed in place");
    }
}

#[test]
fn a_project_without_a_ledger_of_others_is_read_as_one_that_is_empty() {
    let folder = of_version("v3");
    let project = Project::open_read_only(folder.path()).unwrap();
    assert!(project.brought_exposures().unwrap().is_empty());
    assert!(project.exposure_projects().unwrap().is_empty());
    assert!(project.persons().unwrap().is_empty());
    look_through(&project);
}

#[test]
fn the_oldest_project_opens_with_all_that_is_in_it() {
    let folder = oldest();
    look_through(&Project::open(folder.path(), NOW).unwrap());
}

#[test]
fn the_oldest_project_is_looked_at_where_nothing_can_be_written() {
    let folder = oldest();
    let database = folder.path().join("project.sqlite");
    let before = fs::read(&database).unwrap();
    look_through(&Project::open_read_only(folder.path()).unwrap());
    assert_eq!(fs::read(&database).unwrap(), before);
}

fn look_through(project: &Project) {
    assert_eq!(project.name().unwrap(), "Little");
    let sets = project.sets().unwrap();
    assert_eq!(sets.iter().map(|set| set.arm).collect::<Vec<_>>(), [Arm::Real, Arm::Synthetic]);
    for set in &sets {
        let hashes = project.content_hashes(set.id).unwrap();
        // What the two images of each set hold: arm and number.
        let of = |part: &str| ContentHash::of(&[format!("{} {part}", set.arm).as_bytes()]);
        assert_eq!(hashes, [of("0"), of("1")]);
        assert_eq!(set.manifest, Some(samples::Manifest::of(hashes)));
        let file = &project.files(set.id).unwrap()[1];
        let bytes = format!("{} 1", set.arm).into_bytes();
        assert_eq!(project.blobs().get(&file.blob).unwrap(), bytes);
    }

    let run = &project.runs().unwrap()[0];
    assert_eq!((run.seed, run.state), (u64::MAX, JobState::Done));
    let value = &project.values(run.id).unwrap()[0];
    assert_eq!(value.value.value, Some(48.13));
    let instances = project.instance_values(value.id).unwrap();
    assert_eq!(instances[0].value, Some(f64::INFINITY));
    assert_eq!(instances[1].reason.as_deref(), Some("metrics.shape_mismatch"));

    let study = &project.studies().unwrap()[0];
    assert_eq!(project.presentations(study.id).unwrap().len(), 4);
    let answers = project.answers(study.id).unwrap();
    assert_eq!(answers.len(), 4, "two questions to two cases");
    assert_eq!(answers[0].answer.given.number, Some(5.0));
    let check = project.verify_trail().unwrap();
    assert!(check.is_sound() && check.n == 4, "locked, begun, and two answers: {check:?}");
    assert_eq!(project.setting("ui.language").unwrap().as_deref(), Some("en"));
}

#[test]
fn a_project_can_be_named_by_the_file_that_stands_for_it() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("Studie");
    drop(Project::create(&folder, "Studie", NOW).unwrap());
    for file in ["project.touchstone", "project.sqlite"] {
        assert_eq!(store::folder_of(&folder.join(file)), folder, "{file}");
    }
    assert_eq!(store::folder_of(&folder), folder);
    let stranger = folder.join("notes.txt");
    fs::write(&stranger, "").unwrap();
    assert_eq!(store::folder_of(&stranger), stranger, "any other file stands for nothing");

    fs::remove_file(folder.join("project.touchstone")).unwrap();
    let old = Project::open(&folder, NOW).unwrap();
    assert!(folder.join("project.touchstone").is_file(), "an older project gets its file");
    let copy = place.path().join("copy");
    old.save_copy(&copy).unwrap();
    assert!(copy.join("project.touchstone").is_file());
}

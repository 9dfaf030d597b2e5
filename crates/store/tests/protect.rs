//! Encrypting a project, decrypting it, and what is left when that is broken off.

// What only tests call may stop them.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jobs::{StopSign, Task};
use samples::Arm;
use store::{Change, Error, Key, Project, reseal, vault_of, write_vault};
use tempfile::{TempDir, tempdir};
use vault::{Cost, NewUser, Role, Vault};

mod little;

use little::NOW;

const WORDS: &str = "twelve quiet letters";
const QUICK: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };
/// Stands in the database, in a file of samples, and nowhere that is encrypted.
const PLANTED: &str = "Aurelia Planted";

fn vault(key: &Key, encrypted: bool) -> Vault {
    let ada = NewUser {
        name: "Ada",
        role: Role::Coordinator,
        passphrase: WORDS,
        since: NOW,
        cost: QUICK,
    };
    Vault::create(key.secret(), encrypted, &ada).unwrap().0
}

fn a_project() -> (TempDir, PathBuf) {
    let folder = tempdir().unwrap();
    let place = folder.path().join("p");
    let project = Project::create(&place, PLANTED, NOW).unwrap();
    little::add_set(&project, "real", Arm::Real, 5).unwrap();
    project.blobs().put(PLANTED.as_bytes()).unwrap();
    project.append_event(&serde_json::json!({ "type": "note", "text": PLANTED })).unwrap();
    project.close().unwrap();
    (folder, place)
}

fn contents(project: &Project) -> String {
    let sets = project.sets().unwrap();
    let mut said = vec![format!("{} {sets:?}", project.name().unwrap())];
    for set in sets {
        for file in project.files(set.id).unwrap() {
            let bytes = project.blobs().get(&file.blob).unwrap();
            said.push(format!("{file:?} {bytes:?}"));
        }
        said.push(format!("{:?}", project.samples(set.id, 0, 100).unwrap()));
    }
    said.push(format!("{:?}", project.trail(0, 100).unwrap()));
    said.push(format!("{:?}", project.verify_trail().unwrap()));
    assert!(project.check_database().unwrap().is_empty());
    said.concat()
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fn walk(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else {
                files.insert(path.clone(), fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, &mut found);
    found
}

/// Returns the files that hold what was planted, under whatever name.
fn told(folder: &Path) -> Vec<PathBuf> {
    let holds = |bytes: &[u8]| bytes.windows(PLANTED.len()).any(|part| part == PLANTED.as_bytes());
    files(folder).into_iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect()
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let to = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
}

fn encrypt(place: &Path, key: &Key) {
    let vault = vault(key, true);
    let change = Change { from: None, to: Some(key), vault: Some(&vault) };
    assert_eq!(reseal(place, &change, &Task::unwatched()).unwrap(), 0);
}

#[test]
fn an_encrypted_project_is_the_same_with_its_key_and_nothing_without() {
    let (_folder, place) = a_project();
    let before = contents(&Project::open(&place, NOW).unwrap());
    assert_eq!(told(&place).len(), 2, "the database and one file of samples");
    // A copy from before a change of its tables holds what the project held.
    fs::copy(place.join("project.sqlite"), place.join("project.version-2.sqlite")).unwrap();

    let key = Key::generate().unwrap();
    encrypt(&place, &key);
    assert_eq!(told(&place), Vec::<PathBuf>::new());
    assert!(!place.join("project.version-2.sqlite").exists());
    assert!(matches!(Project::open(&place, NOW), Err(Error::Locked)));
    assert!(matches!(Project::open_read_only(&place), Err(Error::Locked)));
    let other = Key::generate().unwrap();
    assert!(matches!(Project::open_with(&place, Some(&other), NOW), Err(Error::Damaged { .. })));

    // The key that the user's words open, not the one that is still in memory.
    let (_, secret) = vault_of(&place).unwrap().unwrap().unlock("Ada", WORDS).unwrap();
    let key = Key::of(secret).unwrap();
    let project = Project::open_with(&place, Some(&key), NOW).unwrap();
    assert!(project.is_encrypted());
    assert_eq!(contents(&project), before);
    // What comes later is encrypted, too, while the project is open as well.
    little::add_set(&project, PLANTED, Arm::Synthetic, 3).unwrap();
    project.blobs().put(format!("{PLANTED} again").as_bytes()).unwrap();
    assert_eq!(told(&place), Vec::<PathBuf>::new());
    let after = contents(&project);
    project.close().unwrap();

    let back = Change { from: Some(&key), to: None, vault: None };
    reseal(&place, &back, &Task::unwatched()).unwrap();
    assert_eq!(contents(&Project::open(&place, NOW).unwrap()), after);
    assert!(1 < told(&place).len());
}

#[test]
fn names_of_files_tell_nothing_and_another_key_gives_other_names() {
    let (_folder, place) = a_project();
    let name = |place: &Path| -> Vec<String> {
        let names = files(&place.join("samples")).into_keys();
        names.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
    };
    let plain = name(&place);
    let (first, second) = (Key::generate().unwrap(), Key::generate().unwrap());
    encrypt(&place, &first);
    let closed = name(&place);
    let vault = vault(&second, true);
    let change = Change { from: Some(&first), to: Some(&second), vault: Some(&vault) };
    reseal(&place, &change, &Task::unwatched()).unwrap();
    let again = name(&place);
    assert_eq!([closed.len(), again.len()], [plain.len(); 2]);
    assert!(closed.iter().all(|name| !plain.contains(name) && !again.contains(name)));
    assert!(Project::open_with(&place, Some(&first), NOW).is_err(), "the old key is of no use");
    assert!(Project::open_with(&place, Some(&second), NOW).is_ok());
}

#[test]
fn a_copy_of_an_encrypted_project_is_encrypted() {
    let (folder, place) = a_project();
    let key = Key::generate().unwrap();
    encrypt(&place, &key);
    let project = Project::open_with(&place, Some(&key), NOW).unwrap();
    let to = folder.path().join("copy");
    project.save_copy(&to).unwrap();
    assert_eq!(told(&to), Vec::<PathBuf>::new());
    assert!(matches!(Project::open(&to, NOW), Err(Error::Locked)));
    let copied = Project::open_with(&to, Some(&key), NOW).unwrap();
    assert_eq!(contents(&copied), contents(&project));
}

#[test]
fn users_without_encryption_are_asked_for_all_the_same() {
    let (_folder, place) = a_project();
    let key = Key::generate().unwrap();
    write_vault(&place, &vault(&key, false)).unwrap();
    assert!(matches!(Project::open(&place, NOW), Err(Error::Locked)));
    let project = Project::open_with(&place, Some(&key), NOW).unwrap();
    assert!(!project.is_encrypted());
    assert_eq!(told(&place).len(), 2);
}

#[test]
fn what_is_stopped_leaves_the_project_as_it_was() {
    let (_folder, place) = a_project();
    let before = contents(&Project::open(&place, NOW).unwrap());
    let key = Key::generate().unwrap();
    let vault = vault(&key, true);
    for after in 0..6 {
        let (stop, seen) = (StopSign::default(), Arc::new(AtomicU64::new(0)));
        let sign = stop.clone();
        let task = Task::new(stop, move |_| {
            if seen.fetch_add(1, Ordering::Relaxed) == after {
                sign.raise();
            }
        });
        let change = Change { from: None, to: Some(&key), vault: Some(&vault) };
        assert!(matches!(reseal(&place, &change, &task), Err(Error::Stopped)), "after {after}");
        assert_eq!(contents(&Project::open(&place, NOW).unwrap()), before);
        assert!(!place.join("project.sealing").exists());
    }
}

#[test]
fn whatever_breaks_off_the_last_steps_the_next_opening_ends_them() {
    let (folder, before) = a_project();
    let key = Key::generate().unwrap();
    let after = folder.path().join("after");
    copy(&before, &after);
    encrypt(&after, &key);
    let expected = contents(&Project::open_with(&after, Some(&key), NOW).unwrap());

    // In the order in which they are taken: list of users, database, samples away, samples in.
    for taken in 0..=4 {
        let place = folder.path().join(format!("broken-{taken}"));
        copy(&before, &place);
        let done = place.join("project.sealed");
        copy(&after.join("samples"), &done.join("samples"));
        for name in ["project.sqlite", "project.vault"] {
            fs::copy(after.join(name), done.join(name)).unwrap();
        }
        let steps: [(PathBuf, PathBuf); 4] = [
            (done.join("project.vault"), place.join("project.vault")),
            (done.join("project.sqlite"), place.join("project.sqlite")),
            (place.join("samples"), done.join("gone")),
            (done.join("samples"), place.join("samples")),
        ];
        for (from, to) in &steps[..taken] {
            fs::rename(from, to).unwrap();
        }
        assert!(matches!(Project::open(&place, NOW), Err(Error::Locked)), "{taken}");
        let project = Project::open_with(&place, Some(&key), NOW).unwrap();
        assert_eq!(contents(&project), expected, "after {taken} steps");
        assert_eq!(told(&place), Vec::<PathBuf>::new(), "after {taken} steps");
        assert!(!done.exists());
    }
}

#[test]
fn what_had_not_become_certain_is_cleared_away() {
    let (_folder, place) = a_project();
    let half = place.join("project.sealing/samples");
    fs::create_dir_all(&half).unwrap();
    fs::write(half.join("x"), b"half").unwrap();
    Project::open(&place, NOW).unwrap();
    assert!(!place.join("project.sealing").exists());
}

#[test]
fn a_file_that_cannot_be_read_costs_nothing_but_itself() {
    let (_folder, place) = a_project();
    let key = Key::generate().unwrap();
    let rotten = files(&place.join("samples")).into_keys().next().unwrap();
    fs::write(&rotten, b"rotten").unwrap();
    let vault = vault(&key, true);
    let change = Change { from: None, to: Some(&key), vault: Some(&vault) };
    fs::write(rotten.with_file_name("Thumbs.db"), b"of the system").unwrap();
    assert_eq!(
        reseal(&place, &change, &Task::unwatched()).unwrap(),
        0,
        "it is as damaged as before"
    );
    let project = Project::open_with(&place, Some(&key), NOW).unwrap();
    let set = project.sets().unwrap()[0].id;
    let files = project.files(set).unwrap();
    let lost = files.iter().filter(|file| project.blobs().get(&file.blob).is_err()).count();
    assert!(lost <= 1 && files.len() == 5);
}

#[test]
fn no_byte_of_an_encrypted_project_can_be_changed_unnoticed() {
    let (folder, place) = a_project();
    let key = Key::generate().unwrap();
    encrypt(&place, &key);
    let expected = contents(&Project::open_with(&place, Some(&key), NOW).unwrap());
    let database = fs::read(place.join("project.sqlite")).unwrap();
    let mut noticed = 0;
    for at in (0..database.len()).step_by(database.len() / 60) {
        let to = folder.path().join(format!("changed-{at}"));
        copy(&place, &to);
        let mut bytes = database.clone();
        bytes[at] ^= 1;
        fs::write(to.join("project.sqlite"), bytes).unwrap();
        let opened = Project::open_with(&to, Some(&key), NOW);
        noticed += usize::from(opened.is_err());
        if let Ok(project) = opened {
            assert_eq!(contents(&project), expected, "byte {at}");
        }
    }
    assert!(55 <= noticed, "only the unused end of a page may change: {noticed} of 60");
}

//! A study that is packed, read at other workstations, sealed and brought home.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use samples::{Channels, Image, ValueRange};
use workbench::wire::{Arm, Choice, Rule, StudyRequest};
use workbench::{Desk, Scripted, StopSign, Task};

use crate::place::Place;

const WORDS: &str = "four quiet words here";
/// What no reader's workstation may hold: a word of the truth, in every name there is.
const TOKENS: [&str; 3] = ["zqreal", "zqmade", "zqpatient"];

fn picture(number: u32) -> Vec<u8> {
    let value = |at: u32| ((at * 31 + number * 977 + at * at * (number + 3) / 7) % 256) as f32;
    let values = (0..256).map(value).collect();
    let image = Image::new([16, 16], Channels::Gray, ValueRange::BITS_8, values).unwrap();
    formats::write_png(&image).unwrap()
}

/// A project with two sets of pictures, whose sides can be exchanged, and a locked study.
fn coordinator(exchanged: bool, readers: &[&str]) -> (Place, PathBuf) {
    coordinator_of(exchanged, readers, 60)
}

/// The same, with other pictures in the second set.
fn coordinator_of(exchanged: bool, readers: &[&str], second_from: u32) -> (Place, PathBuf) {
    let place = Place::new();
    let (first, second) =
        if exchanged { (Arm::Synthetic, Arm::Real) } else { (Arm::Real, Arm::Synthetic) };
    for (name, from, arm) in [("zqreal", 0, first), ("zqmade", second_from, second)] {
        for at in from..from + 12 {
            place.file(&format!("{name}/zqpatient-{at:03}.png"), picture(at));
        }
        place.import(place.folder.path().join(name), arm, Rule::Unknown);
    }
    let (real, synthetic) = if exchanged { (2, 1) } else { (1, 2) };
    let request = StudyRequest {
        name: "zqreal or not".to_owned(),
        real,
        synthetic: vec![synthetic],
        n_real: 6,
        n_synthetic: 6,
        readers: readers.iter().map(|&reader| reader.to_owned()).collect(),
        seed: Some(11),
        ..StudyRequest::default()
    };
    place.workbench.create_study(&request).unwrap();
    place.workbench.close_project();
    let project = place.folder.path().join("Trial");
    (place, project)
}

/// Packs a study into a folder; returns the pack.
pub(crate) fn packed(project: &Path, study: u32, folder: &Path) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    let view = Desk::open(project).unwrap().pack(&Task::unwatched(), study, WORDS, folder).unwrap();
    assert!(folder.join(&view.key_name).is_file());
    folder.join(view.name)
}

/// Reads as one reader at a workstation of its own, and seals; returns the sealed session.
pub(crate) fn read_elsewhere(pack: &Path, home: &Path, reader: &str, most: usize) -> PathBuf {
    fs::create_dir_all(home).unwrap();
    let own = home.join(pack.file_name().unwrap());
    fs::copy(pack, &own).unwrap();
    let (desk, _) = Desk::open_pack(&own, WORDS, None).unwrap();
    let received = desk.study(1).unwrap();
    assert!(received.received && received.can.is_empty() && received.n_real == 0);
    let scripted = Scripted { study: 1, reader: reader.to_owned(), seed: 3, most };
    desk.read(&scripted, &mut |_, _| Ok(())).unwrap();
    let to = home.join(format!("{reader}.tssession"));
    let sealed = desk.seal(1, reader, Some((WORDS, &to))).unwrap().unwrap();
    assert_eq!((sealed.fingerprint.len(), sealed.head.len()), (19, 19));
    to
}

pub(crate) fn codes(project: &Path, study: u32, files: &[PathBuf]) -> (Vec<String>, u32) {
    let merged = Desk::open(project).unwrap().merge(study, files, &[]).unwrap();
    let mut codes: Vec<String> = merged.complaints.into_iter().map(|one| one.code).collect();
    codes.sort();
    (codes, merged.n_new)
}

#[test]
fn a_packed_study_is_read_elsewhere_and_comes_home_once() {
    let (place, project) = coordinator(false, &["R1", "R2", "R3"]);
    let folder = place.folder.path();
    let pack = packed(&project, 1, &folder.join("out"));

    // What is not the pack, or not its words, is refused and leaves nothing.
    let cut = folder.join("cut.tspack");
    let bytes = fs::read(&pack).unwrap();
    fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    for (path, words, code) in
        [(&cut, WORDS, "seal.damaged"), (&pack, "other words", "seal.wrong_passphrase")]
    {
        let refused = Desk::open_pack(path, words, None).err().unwrap();
        assert!(
            [code, "seal.cut_short"].contains(&refused.code().to_string().as_str()),
            "{}",
            refused.code()
        );
    }
    assert!(!folder.join("cut").exists());

    let hash = |desk: &Desk| desk.study(1).unwrap().design_hash;
    let (there, _) = Desk::open_pack(&pack, WORDS, None).unwrap();
    assert_eq!(hash(&there), hash(&Desk::open(&project).unwrap()), "both sides can compare it");
    drop(there);

    let first = read_elsewhere(&pack, &folder.join("site one"), "R1", usize::MAX);
    let second = read_elsewhere(&pack, &folder.join("site two"), "R2", 5);
    let mut altered = fs::read(&first).unwrap();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    let spoiled = folder.join("spoiled.tssession");
    fs::write(&spoiled, altered).unwrap();

    let all = [first.clone(), second.clone(), spoiled.clone(), first.clone()];
    let (found, n_new) = codes(&project, 1, &all);
    assert_eq!(n_new, 12 + 5);
    for code in ["seal.merge_duplicate", "seal.merge_incomplete", "seal.merge_missing_reader"] {
        assert!(found.iter().any(|one| one == code), "{found:?}");
    }
    assert!(found.iter().any(|one| !one.starts_with("seal.merge_")), "{found:?}");
    let (_, again) = codes(&project, 1, &[second.clone(), first]);
    assert_eq!(again, 0, "the same sessions bring nothing new");

    let desk = Desk::open(&project).unwrap();
    assert!(desk.trouble().unwrap().is_none(), "the trail holds");
    let study = desk.studies().unwrap().remove(0);
    assert_eq!(study.state, "collecting");
    let done: BTreeMap<&str, (u32, bool)> = study
        .readers
        .iter()
        .map(|reader| (reader.code.as_str(), (reader.done, reader.sealed_at.is_some())))
        .collect();
    assert_eq!(done["R1"], (12, true));
    assert_eq!(done["R2"], (5, true));
    assert_eq!(done["R3"], (0, false));
    let refused = desk.advance(1, "sealed", "").unwrap_err();
    assert_eq!(refused.code(), "workbench.needsReason", "R3 has not read");
    desk.advance(1, "sealed", "R3 fell ill").unwrap();
    desk.advance(1, "database-locked", "").unwrap();
    assert_eq!(desk.advance(1, "unblinded", " ").unwrap_err().code(), "workbench.needsReason");
    assert_eq!(desk.advance(1, "unblinded", "all is in").unwrap().state, "unblinded");
    drop(desk);

    // Who has sealed reads no more.
    let own = folder.join("site two").join(pack.file_stem().unwrap());
    let desk = Desk::open(&own).unwrap();
    desk.unlock(WORDS).unwrap();
    let scripted = Scripted { study: 1, reader: "R2".to_owned(), seed: 3, most: 1 };
    let refused = desk.read(&scripted, &mut |_, _| Ok(())).unwrap_err();
    assert_eq!(refused.code(), "workbench.sessionSealed");
    drop((desk, place));
}

#[test]
fn the_truth_changes_no_byte_of_a_pack_but_the_commitment() {
    let plain = |exchanged: bool| {
        let (place, project) = coordinator(exchanged, &["R1", "R2"]);
        let desk = Desk::open(&project).unwrap();
        let bytes = desk.plain_pack(1, "2026-11-29T00:00:00.000Z").unwrap();
        drop(place);
        bytes
    };
    let (one, other) = (plain(false), plain(true));
    assert_eq!(one.len(), other.len());
    // The manifest, without the commitment and the project's own key, which is drawn by chance.
    let manifest = |bytes: &[u8]| {
        let length = u64::from_le_bytes(bytes[8..16].try_into().unwrap());
        let length = usize::try_from(length).unwrap();
        let mut value: serde_json::Value = serde_json::from_slice(&bytes[24..24 + length]).unwrap();
        let commitment = value["key_commitment"].take();
        value["recipient"].take();
        (length, value, commitment)
    };
    let ((length, first, a), (_, second, b)) = (manifest(&one), manifest(&other));
    assert_eq!(first, second);
    assert_ne!(a, b, "the truth is committed to");
    let end = one.len() - 32;
    assert!(one[24 + length..end] == other[24 + length..end], "the stimuli are the same bytes");
}

#[test]
fn a_study_that_is_made_again_has_its_code_and_one_of_other_cases_has_another() {
    let code = |exchanged: bool, second_from: u32| {
        let (place, project) = coordinator_of(exchanged, &["R1"], second_from);
        let desk = Desk::open(&project).unwrap();
        let bytes = desk.plain_pack(1, "2026-11-29T00:00:00.000Z").unwrap();
        drop(place);
        let length = u64::from_le_bytes(bytes[8..16].try_into().unwrap());
        let length = usize::try_from(length).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&bytes[24..24 + length]).unwrap();
        manifest["study"].as_str().unwrap().to_owned()
    };
    let first = code(false, 60);
    assert_eq!(first.len(), 32);
    assert_eq!(first, code(false, 60), "a typed seed makes the same study again");
    assert_ne!(first, code(false, 90), "of one seed and name, with other cases");
    assert_eq!(first, code(true, 60), "and the truth does not show in it");
}

/// The files below a folder that hold one of the tokens.
fn telling(folder: &Path) -> Vec<(PathBuf, &'static str)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().into_owned();
        found.extend(
            TOKENS.iter().filter(|token| name.contains(*token)).map(|t| (path.clone(), *t)),
        );
        if path.is_dir() {
            found.extend(telling(&path));
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let holds = |token: &&&str| bytes.windows(token.len()).any(|part| part == token.as_bytes());
        found.extend(TOKENS.iter().filter(holds).map(|token| (path.clone(), *token)));
    }
    found
}

#[test]
fn a_workstation_holds_no_word_of_the_truth() {
    let (place, project) = coordinator(false, &["R1"]);
    let pack = packed(&project, 1, &place.folder.path().join("out"));
    let elsewhere = tempfile::tempdir().unwrap();
    read_elsewhere(&pack, elsewhere.path(), "R1", usize::MAX);
    assert_eq!(telling(elsewhere.path()), []);
    // The search finds what is there: the coordinator's project is full of it.
    assert_eq!(telling(&project).len(), TOKENS.len(), "{:?}", telling(&project));
    // And a leak that is planted: a file's name in the workstation's log.
    fs::write(elsewhere.path().join("log"), "read zqpatient-061.png").unwrap();
    assert_eq!(telling(elsewhere.path()).len(), 1);
}

#[test]
fn leaks_of_the_container_fail_and_are_mended_in_both_sources() {
    let place = Place::new();
    let bench = &place.workbench;
    let table = |from: u32, decimals: usize| {
        let mut text = "age,weight\n".to_owned();
        for at in from..from + 30 {
            let weight = 50.0 + f64::from(at * 37 % 400) / 7.0;
            writeln!(text, "{},{weight:.decimals$}", 20 + at * 13 % 60).unwrap();
        }
        text
    };
    let real = place.import(place.file("a.csv", table(0, 2)), Arm::Real, Rule::Each);
    let made = place.import(place.file("b.csv", table(500, 6)), Arm::Synthetic, Rule::Each);
    let request = StudyRequest {
        name: "Decimals".to_owned(),
        real,
        synthetic: vec![made],
        n_real: 20,
        n_synthetic: 20,
        readers: vec!["R1".to_owned()],
        seed: Some(4),
        ..StudyRequest::default()
    };
    let draft = bench.draft_study(&request).unwrap();
    let found = bench.audit_study(draft.id).unwrap();
    assert_eq!(found.verdict, "fail", "{}", found.sentence);
    let tells: Vec<&str> = found
        .leaks
        .iter()
        .filter(|leak| leak.channel == "container" && leak.tells)
        .map(|leak| leak.name.as_str())
        .collect();
    assert!(tells.contains(&"decimals:weight"), "{tells:?}");
    assert_eq!(bench.lock_study(draft.id).unwrap_err().code(), "workbench.auditFails");
    let mended = bench.mend_study(draft.id).unwrap();
    assert_ne!(mended.verdict, "fail", "{}", mended.sentence);
    assert_eq!(mended.mends.len(), 1);
    assert_eq!(bench.unmend_study(draft.id).unwrap().verdict, "fail", "taken back, it tells again");
    bench.mend_study(draft.id).unwrap();
    assert_eq!(bench.lock_study(draft.id).unwrap().state, "locked");
}

/// Opens the pack in a folder of its own; returns the folder of its project.
fn unpacked(pack: &Path, home: &Path) -> PathBuf {
    fs::create_dir_all(home).unwrap();
    let own = home.join(pack.file_name().unwrap());
    fs::copy(pack, &own).unwrap();
    Desk::open_pack(&own, WORDS, None).unwrap().1
}

/// Reads all as R1 in an unpacked project, and seals.
fn read_in(folder: &Path, seed: u64, to: &Path) {
    let desk = Desk::open(folder).unwrap();
    desk.unlock(WORDS).unwrap();
    let scripted = Scripted { study: 1, reader: "R1".to_owned(), seed, most: usize::MAX };
    desk.read(&scripted, &mut |_, _| Ok(())).unwrap();
    desk.seal(1, "R1", Some((WORDS, to))).unwrap();
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
fn of_two_sessions_that_differ_the_coordinator_chooses_one() {
    let (place, project) = coordinator(false, &["R1"]);
    let folder = place.folder.path();
    let pack = packed(&project, 1, &folder.join("out"));
    let first = unpacked(&pack, &folder.join("first"));
    // Somebody went on from a copy, on another computer.
    let second = folder.join("second");
    copy_folder(&first, &second);
    let (one, two) = (folder.join("one.tssession"), folder.join("two.tssession"));
    read_in(&first, 3, &one);
    read_in(&second, 4, &two);

    let files = [one.clone(), two.clone()];
    let (found, n_new) = codes(&project, 1, &files);
    assert_eq!((found, n_new), (vec!["seal.merge_conflict".to_owned(); 2], 0));
    let desk = Desk::open(&project).unwrap();
    let choice = |file: &str| Choice { reader: "R1".to_owned(), file: file.to_owned() };
    let refused = desk.merge(1, &files, &[choice("three.tssession")]).unwrap_err();
    assert_eq!(refused.code(), "workbench.noSuch");
    let merged = desk.merge(1, &files, &[choice("two.tssession")]).unwrap();
    assert_eq!(merged.n_new, 12);
    assert_eq!(merged.complaints[0].code, "seal.merge_not_chosen");
    assert_eq!(merged.complaints[0].file.as_deref(), Some("one.tssession"));
    drop(desk);
    let (found, n_new) = codes(&project, 1, &[one]);
    assert_eq!((found.as_slice(), n_new), (&["workbench.mergeConflict".to_owned()][..], 0));
}

#[test]
fn a_key_that_is_enrolled_tells_whose_session_it_is() {
    let (place, project) = coordinator(false, &["R1"]);
    let folder = place.folder.path();
    let pack = packed(&project, 1, &folder.join("out"));
    let (own, forged) = (unpacked(&pack, &folder.join("own")), unpacked(&pack, &folder.join("x")));
    let (one, two) = (folder.join("one.tssession"), folder.join("two.tssession"));
    read_in(&own, 3, &one);
    read_in(&forged, 4, &two);
    let (found, n_new) = codes(&project, 1, &[one.clone(), two.clone()]);
    assert_eq!((found, n_new), (vec!["seal.merge_several_keys".to_owned(); 2], 0));

    let key = Desk::open(&own).unwrap().study(1).unwrap().public_key.unwrap();
    let desk = Desk::open(&project).unwrap();
    assert_eq!(desk.study(1).unwrap().public_key, None, "the coordinator signs no session");
    assert_eq!(desk.enrol(1, "R1", "touchstone/x+00+AA").unwrap_err().code(), "seal.not_a_key");
    assert_eq!(desk.enrol(1, "R9", &key).unwrap_err().code(), "store.no_such");
    desk.enrol(1, "R1", &format!(" {key}\n")).unwrap();
    drop(desk);
    let (found, n_new) = codes(&project, 1, &[two, one]);
    assert_eq!((found.as_slice(), n_new), (&["seal.merge_other_key".to_owned()][..], 12));
}

#[test]
fn packing_that_is_stopped_leaves_nothing() {
    let (place, project) = coordinator(false, &["R1"]);
    let out = place.folder.path().join("out");
    fs::create_dir_all(&out).unwrap();
    let desk = Desk::open(&project).unwrap();
    for after in [0, 1, 7] {
        let stop = StopSign::default();
        let sign = stop.clone();
        let task = Task::new(stop, move |progress| {
            if after <= progress.done {
                sign.raise();
            }
        });
        let refused = desk.pack(&task, 1, WORDS, &out).unwrap_err();
        assert_eq!(refused.code(), "workbench.stopped");
        assert_eq!(fs::read_dir(&out).unwrap().count(), 0);
    }
    desk.pack(&Task::unwatched(), 1, WORDS, &out).unwrap();
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2);
}

#[test]
fn in_an_emergency_a_case_is_named_by_what_the_reader_sees() {
    let (place, project) = coordinator(false, &["R1", "R2"]);
    let stored = store::Project::open(&project, "2026-11-30T09:00:00.000Z").unwrap();
    let study = store::StudyId(1);
    let third = stored.presentations_of(study, "R2").unwrap()[2].cases.clone();
    let case = stored.cases(study).unwrap().into_iter().find(|case| case.case_id == third[0]);
    let case = case.unwrap();
    drop(stored);
    let bench = &place.workbench;
    bench.open_project(&project).unwrap();
    let refused = |number, reason| bench.reveal_case(1, "R2", number, reason).unwrap_err().code();
    assert_eq!(refused(3, " "), "workbench.needsReason");
    assert_eq!(refused(0, "a finding"), "workbench.noSuch");
    assert_eq!(refused(13, "a finding"), "workbench.noSuch");
    let told = bench.reveal_case(1, "R2", 3, "a finding that cannot wait").unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0].case, told[0].arm), (&case.case_id, case.arm.into()));
    bench.close_project();
    let stored = store::Project::open(&project, "2026-11-30T09:00:00.000Z").unwrap();
    let events = stored.events_of(study, "study.reveal").unwrap();
    assert_eq!(events.len(), 1, "what was refused was not told");
    assert_eq!(events[0].event["case"], case.case_id.as_str());
}

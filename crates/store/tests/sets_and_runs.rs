//! Sets, runs and values.

// What only tests call may stop them.
#![allow(clippy::unwrap_used)]

use samples::{Arm, ContentHash, Manifest, Modality, Origin, SetId};
use serde_json::json;
use store::{
    Batch, Error, FileId, FileRef, InstanceValue, JobState, NewFile, NewRun, NewSample, NewSet,
    NewValue, Project, RunId, SubjectCount,
};
use tempfile::{TempDir, tempdir};

mod little;

use little::{NOW, value};

fn project() -> (TempDir, Project) {
    let folder = tempdir().unwrap();
    let project = Project::create(folder.path(), "Sets", NOW).unwrap();
    (folder, project)
}

fn table(project: &Project) -> SetId {
    let set = NewSet {
        name: "visits".to_owned(),
        arm: Arm::Real,
        generator: None,
        modality: Modality::Table,
        origin: json!({}),
        reading: json!({}),
    };
    project.add_set(&set, NOW).unwrap()
}

fn row(part: u32, file: FileRef) -> NewSample {
    NewSample {
        content: ContentHash::of(&[&part.to_le_bytes()]),
        file,
        part,
        origin: Origin::default(),
        derived_from: Some(json!({ "recipe": "blur" })),
        pair: Some("pair-1".to_owned()),
    }
}

fn file(project: &Project) -> NewFile {
    let blob = project.blobs().put(b"a,b\n1,2\n").unwrap();
    NewFile {
        name: "visits.csv".to_owned(),
        blob,
        n_bytes: 8,
        format: "csv".to_owned(),
        companions: Vec::new(),
    }
}

fn run(project: &Project) -> RunId {
    let new =
        NewRun { name: None, request: json!({}), seed: 1, program_version: "0.1.0".to_owned() };
    project.add_run(&new, NOW).unwrap()
}

#[test]
fn a_file_may_be_kept_in_several_batches_and_ordinals_go_on() {
    let (_folder, project) = project();
    let set = table(&project);
    let first = Batch {
        files: vec![file(&project)],
        samples: vec![row(0, FileRef::InBatch(0)), row(1, FileRef::InBatch(0))],
        notes: Vec::new(),
    };
    let added = project.add_batch(set, &first).unwrap();
    assert_eq!((added.files.len(), added.first_ordinal), (1, 0));
    let second =
        Batch { samples: vec![row(2, FileRef::Known(added.files[0]))], ..Batch::default() };
    assert_eq!(project.add_batch(set, &second).unwrap().first_ordinal, 2);

    assert_eq!(project.set(set).unwrap().manifest, None);
    let manifest = project.finish_set(set).unwrap();
    let contents = (0..3_u32).map(|part| ContentHash::of(&[&part.to_le_bytes()]));
    assert_eq!(manifest, Manifest::of(contents));
    assert!(matches!(project.add_batch(set, &second), Err(Error::SetFinished)));

    let page = project.samples(set, 1, 1).unwrap();
    assert_eq!((page.len(), page[0].id.ordinal, page[0].part), (1, 1, 1));
    assert_eq!(page[0].derived_from, Some(json!({ "recipe": "blur" })));
    assert_eq!(project.sample(set, 2).unwrap().file, added.files[0]);
    assert!(matches!(project.sample(set, 3), Err(Error::NoSuch { what: "sample", .. })));
}

#[test]
fn a_batch_with_a_fault_leaves_nothing_behind() {
    let (_folder, project) = project();
    let set = table(&project);
    for file_of_second in [FileRef::InBatch(1), FileRef::Known(FileId(99))] {
        let batch = Batch {
            files: vec![file(&project)],
            samples: vec![row(0, FileRef::InBatch(0)), row(1, file_of_second)],
            notes: Vec::new(),
        };
        assert!(project.add_batch(set, &batch).is_err(), "there is no such file");
        assert_eq!(project.n_samples(set).unwrap(), 0);
        assert!(project.files(set).unwrap().is_empty());
    }
    let nowhere = project.add_batch(SetId(99), &Batch::default());
    assert!(matches!(nowhere, Err(Error::NoSuch { what: "set", .. })));
}

#[test]
fn a_removed_set_comes_back_as_it_was() {
    let (_folder, project) = project();
    let set = little::add_set(&project, "real", Arm::Real, 5).unwrap();
    let before = project.sets().unwrap();
    project.remove_set(set, NOW).unwrap();
    assert!(project.sets().unwrap().is_empty());
    assert_eq!(project.removed_sets().unwrap()[0].removed_at.as_deref(), Some(NOW));
    assert_eq!(project.n_samples(set).unwrap(), 5, "nothing is lost");
    project.restore_set(set).unwrap();
    assert_eq!(project.sets().unwrap(), before);
    assert!(matches!(project.remove_set(SetId(99), NOW), Err(Error::NoSuch { .. })));
}

#[test]
fn unknown_subjects_are_counted_beside_the_known_ones() {
    let (_folder, project) = project();
    // Of 0 to 6: 2 and 5 have no subject; 0, 1 and 3, 4 and 6 are of three patients.
    let set = little::add_set(&project, "real", Arm::Real, 7).unwrap();
    let counted = project.n_subjects(set).unwrap();
    assert_eq!(counted, SubjectCount { n_subjects: 3, n_unknown: 2 });
    project.rename_set(set, "true").unwrap();
    assert_eq!(project.set(set).unwrap().name, "true");
    let notes = project.notes(set).unwrap();
    assert!(notes.len() == 1 && notes[0].left_out && notes[0].params["of"] == 4);
}

#[test]
fn infinite_values_come_back_and_nan_is_refused() {
    let (_folder, project) = project();
    let run = run(&project);
    for number in [f64::INFINITY, f64::NEG_INFINITY, -1e300, f64::MIN_POSITIVE, 0.1 + 0.2] {
        let instances =
            [InstanceValue { arm: Arm::Real, ordinal: 0, value: Some(number), reason: None }];
        let id = project.add_value(run, &value(number), &instances).unwrap();
        let bits = |value: Option<f64>| value.map(f64::to_bits);
        assert_eq!(bits(project.value(id).unwrap().value.value), bits(Some(number)));
        assert_eq!(bits(project.instance_values(id).unwrap()[0].value), bits(Some(number)));
    }
    let refused = project.add_value(run, &value(f64::NAN), &[]);
    assert!(matches!(refused, Err(Error::NotANumber { .. })));
    let instances =
        [InstanceValue { arm: Arm::Real, ordinal: 0, value: Some(f64::NAN), reason: None }];
    let refused = project.add_value(run, &value(1.0), &instances);
    assert!(matches!(refused, Err(Error::NotANumber { .. })));
}

#[test]
fn a_value_is_found_by_its_key_and_used_again_by_a_later_run() {
    let (_folder, project) = project();
    let first = run(&project);
    let instances =
        [InstanceValue { arm: Arm::Synthetic, ordinal: 3, value: Some(2.5), reason: None }];
    let id = project.add_value(first, &value(48.13), &instances).unwrap();

    let second = run(&project);
    let found = project.value_by_key(&value(0.0).key).unwrap().unwrap();
    assert_eq!((found.id, found.run), (id, first));
    let again = project.reuse_value(found.id, second).unwrap();
    assert_eq!(project.value(again).unwrap().value, value(48.13));
    assert_eq!(project.instance_values(again).unwrap(), instances);
    assert_eq!(project.reuse_value(again, second).unwrap(), again, "it has it already");
    assert_eq!(project.value_by_key(&ContentHash::of(&[b"other"])).unwrap(), None);

    project.delete_run(first).unwrap();
    assert!(matches!(project.run(first), Err(Error::NoSuch { .. })));
    assert_eq!(project.instance_values(id).unwrap(), [], "they go with their run");
    assert_eq!(project.values(second).unwrap().len(), 1);
}

#[test]
fn a_run_has_one_value_under_a_key() {
    let (_folder, project) = project();
    let run = run(&project);
    let failed =
        NewValue { value: None, reason: Some(json!({ "code": "metrics.empty" })), ..value(0.0) };
    project.add_value(run, &failed, &[]).unwrap();
    project.add_value(run, &value(1.5), &[]).unwrap();
    let values = project.values(run).unwrap();
    assert_eq!((values.len(), values[0].value.value), (1, Some(1.5)));
    assert!(matches!(project.add_value(RunId(9), &value(1.0), &[]), Err(Error::NoSuch { .. })));
}

#[test]
fn a_run_left_running_is_interrupted_at_the_next_opening() {
    let (folder, project) = project();
    let (broken, done) = (run(&project), run(&project));
    project.set_run_state(done, JobState::Done).unwrap();
    project.rename_run(done, Some("Final")).unwrap();
    drop(project);
    let project = Project::open(folder.path(), NOW).unwrap();
    assert_eq!(project.run(broken).unwrap().state, JobState::Interrupted);
    let done = project.run(done).unwrap();
    assert_eq!((done.state, done.name.as_deref()), (JobState::Done, Some("Final")));
}

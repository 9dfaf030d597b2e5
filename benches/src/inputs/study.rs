//! A study that was read to its end, and whose truth is open.

use std::fs;
use std::path::Path;

use rand_chacha::ChaCha8Rng;
use workbench::wire::{Arm, StudyRequest};
use workbench::{Desk, Scripted, StopSign, Task};

use super::{images, said};
use crate::Outcome;

/// What the folder of the project is called.
pub(crate) const PROJECT: &str = "project";
/// The number of the study: it is the only one.
pub(crate) const STUDY: u32 = 1;
/// What readers are asked: quality and use first, then real or synthetic.
const PROTOCOL: &str = "images-short";
/// Its first cases are for practice, and are taken from the same sets.
const SPARE: usize = 10;
/// How many pixels an image has on a side.
const SIDE: usize = 96;

/// Makes a project with a study of `n` readers, who are scripts, and `n_cases` images.
pub(super) fn write(chance: &mut ChaCha8Rng, n: usize, n_cases: usize, folder: &Path) -> Outcome {
    let told = |error: workbench::Error| error.to_string();
    let project = folder.join(PROJECT);
    if project.exists() {
        // It was begun and not finished.
        fs::remove_dir_all(&project).map_err(|error| said(&error, &project))?;
    }
    let files = tempfile::tempdir().map_err(|error| error.to_string())?;
    let desk = Desk::open_or_create(&project, None).map_err(told)?;
    let task = Task::new(StopSign::default(), |_| {});
    let mut set = |name: &str, arm| {
        let path = files.path().join(name);
        fs::create_dir(&path).map_err(|error| said(&error, &path))?;
        images::write(chance, n_cases / 2 + SPARE, SIDE, images::Kind::Png, &path)?;
        desk.import(&task, &path, arm).map(|(set, _)| set).map_err(told)
    };
    let real = set("real", Arm::Real)?;
    let synthetic = vec![set("synthetic", Arm::Synthetic)?];
    let of_a_kind = u32::try_from(n_cases / 2).map_err(|error| error.to_string())?;
    let readers: Vec<String> = (1..=n).map(|reader| format!("R{reader}")).collect();
    let request = StudyRequest {
        name: "Bench".to_owned(),
        real,
        synthetic,
        n_real: of_a_kind,
        n_synthetic: of_a_kind,
        readers: readers.clone(),
        protocol: Some(PROTOCOL.to_owned()),
        language: Some("en".to_owned()),
        seed: Some(5),
        ..StudyRequest::default()
    };
    desk.create_study(&request).map_err(told)?;
    for (seed, reader) in (1..).zip(readers) {
        let scripted = Scripted { study: STUDY, reader, seed, most: usize::MAX };
        desk.read(&scripted, &mut |_, _| Ok(())).map_err(told)?;
    }
    for state in ["sealed", "database-locked", "unblinded"] {
        desk.advance(STUDY, state, "all have read").map_err(told)?;
    }
    Ok(())
}

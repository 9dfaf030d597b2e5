//! Where readers marked pictures: as shares of what they saw, which is not what lies in the project.

use std::fs;
use std::path::Path;

use samples::{Channels, Image, ValueRange};
use tempfile::tempdir;
use workbench::wire::{Arm, StudyRequest};
use workbench::{AnalysisError, Desk, Error, Scripted, StopSign, Task, Workbench};

const COLUMNS: usize = 48;
const ROWS: usize = 32;

/// Pictures of noise, the same for the same seed.
fn pictures(folder: &Path, seed: u64) {
    fs::create_dir_all(folder).unwrap();
    for at in 0..60_u64 {
        let noise =
            |pixel: u64| (seed + 977 * at + pixel).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56;
        let values = (0..(ROWS * COLUMNS) as u64).map(|pixel| noise(pixel) as f32).collect();
        let image = Image::new([ROWS, COLUMNS], Channels::Gray, ValueRange::BITS_8, values);
        let png = formats::write_png(&image.unwrap()).unwrap();
        fs::write(folder.join(format!("{at:02}.png")), png).unwrap();
    }
}

#[test]
fn marks_are_told_as_shares_of_what_was_shown_once_the_truth_is_open() {
    let folder = tempdir().unwrap();
    let project = folder.path().join("project");
    let desk = Desk::open_or_create(&project, None).unwrap();
    let task = Task::new(StopSign::default(), |_| {});
    let set = |name: &str, seed, arm| {
        let path = folder.path().join(name);
        pictures(&path, seed);
        desk.import(&task, &path, arm).unwrap().0
    };
    let (real, synthetic) = (set("real", 1, Arm::Real), set("made", 500_000, Arm::Synthetic));
    desk.create_study(&StudyRequest {
        name: "Marks".to_owned(),
        real,
        synthetic: vec![synthetic],
        n_real: 6,
        n_synthetic: 6,
        readers: vec!["R1".to_owned()],
        protocol: Some("images-full".to_owned()),
        language: Some("en".to_owned()),
        seed: Some(5),
        ..StudyRequest::default()
    })
    .unwrap();
    let scripted = Scripted { study: 1, reader: "R1".to_owned(), seed: 1, most: 10_000 };
    desk.read(&scripted, &mut |_, _| Ok(())).unwrap();
    for state in ["sealed", "database-locked"] {
        desk.advance(1, state, "all have read").unwrap();
    }
    drop(desk);

    let bench = Workbench::new(
        &folder.path().join("settings"),
        folder.path().join("documents"),
        Box::new(|work| work()),
        Box::new(|_| ()),
    );
    bench.open_project(&project).unwrap();
    let blinded = bench.shown_thumbnail(1, "case-0001", 64);
    assert!(matches!(blinded, Err(Error::Analysis(AnalysisError::StillBlinded { .. }))));
    bench.advance_study(1, "unblinded", "all have read").unwrap();

    let view = bench.analysis(1).unwrap();
    let marked: Vec<_> = view.marks.iter().flat_map(|map| &map.cases).collect();
    assert!(!marked.is_empty(), "the script marks every picture that it is asked of");
    for case in &marked {
        assert_eq!(case.size, Some([48, 32]), "{}", case.case);
        // The script points at the middle.
        assert_eq!(case.marks, [[0.5, 0.5]], "{}", case.case);
        assert_eq!(&bench.shown_thumbnail(1, &case.case, 64).unwrap()[1..4], b"PNG");
    }
    for map in &view.marks {
        let n: u32 = map.cases.iter().map(|case| case.n_marks).sum();
        assert_eq!((n, map.synthetic), (map.n_marks, map.generator.is_some()));
    }
    assert!(matches!(bench.shown_thumbnail(1, "nobody", 64), Err(Error::NoSuch { .. })));
}

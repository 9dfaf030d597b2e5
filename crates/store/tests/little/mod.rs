//! Little projects for tests, made the way the workbench makes them.

// Every test binary uses another part of this.
#![allow(dead_code)]

use std::path::Path;

use samples::{Arm, ContentHash, Modality, Origin, SetId};
use serde_json::{Value, json};
use store::{
    Batch, Case, DesignToLock, FileRef, InstanceValue, NewAnswer, NewFile, NewRun, NewSample,
    NewSet, NewStudy, NewValue, Project, Reader, SetNote, StudyId,
};
use study::protocol::{Given, Protocol, Stimulus, Subject, take};
use study::{CaseSpec, Design, DesignRequest, StudyState};

pub(crate) const NOW: &str = "2026-11-23T09:00:00.000Z";

/// A set of `n` images that nobody could tell apart: each is its own number.
pub(crate) fn add_set(project: &Project, name: &str, arm: Arm, n: u32) -> store::Result<SetId> {
    let set = project.add_set(
        &NewSet {
            name: name.to_owned(),
            arm,
            generator: (arm == Arm::Synthetic).then(|| "noise".to_owned()),
            modality: Modality::Image,
            origin: json!({ "kind": "import" }),
            reading: json!({ "range": [0, 255] }),
        },
        NOW,
    )?;
    let mut batch = Batch::default();
    for part in 0..n {
        let bytes = format!("{arm} {part}");
        let blob = project.blobs().put(bytes.as_bytes())?;
        batch.files.push(NewFile {
            name: format!("{name}/{part:03}.png"),
            blob,
            n_bytes: bytes.len() as u64,
            format: "png".to_owned(),
            companions: Vec::new(),
        });
        batch.samples.push(NewSample {
            content: ContentHash::of(&[bytes.as_bytes()]),
            file: FileRef::InBatch(part as usize),
            part: 0,
            origin: Origin {
                subject: (part % 3 != 2).then(|| format!("subject-{}", part / 3)),
                strata: [("site".to_owned(), "Zürich".to_owned())].into(),
            },
            derived_from: None,
            pair: None,
        });
    }
    batch.notes.push(SetNote {
        file_name: Some("odd.png".to_owned()),
        code: "format.truncated".to_owned(),
        params: json!({ "kept": 3, "of": 4 }),
        left_out: true,
    });
    project.add_batch(set, &batch)?;
    project.finish_set(set)?;
    Ok(set)
}

/// A study of `n_cases` that its readers have begun to read.
pub(crate) fn add_study(
    project: &Project,
    (real, synthetic): (SetId, SetId),
    n_cases: u32,
    n_readers: u32,
    salt: [u8; 32],
) -> store::Result<StudyId> {
    let seed = [42; 32];
    let new = NewStudy {
        name: "Real or synthetic?".to_owned(),
        request: json!({ "n_cases": n_cases }),
        seed,
        code: "0123456789abcdef0123456789abcdef".to_owned(),
        amends: None,
        version: None,
    };
    let study = project.add_study(&new, NOW)?;

    let case = |at: u32| {
        let (set, arm) =
            if at.is_multiple_of(2) { (real, Arm::Real) } else { (synthetic, Arm::Synthetic) };
        Case::new(format!("case-{at:03}"), set, at / 2, arm)
    };
    let cases: Vec<Case> = (0..n_cases).map(case).collect();
    let reader = |at: u32| Reader {
        code: format!("reader-{at:02}"),
        display_name: format!("Dr. Ångström {at}"),
    };
    let readers: Vec<Reader> = (1..=n_readers).map(reader).collect();

    let codes = readers.iter().map(|reader| reader.code.clone()).collect();
    let specs = cases.iter().map(|case| CaseSpec::new(case.case_id.clone(), case.arm)).collect();
    let design = Design::make(&DesignRequest::new(seed, codes, specs)).expect("equal arms");
    let fixed = DesignToLock { readers: &readers, cases: Some(&cases), design: &design, salt };
    project.lock_study(study, &fixed, &event("study.lock"), NOW)?;
    project.advance_study(study, StudyState::Collecting, &event("study.collect"), NOW)?;
    Ok(study)
}

/// A project with a study that is being read.
pub(crate) fn with_study(folder: &Path, n_cases: u32, n_readers: u32) -> store::Result<Project> {
    make(folder, n_cases, n_readers, [7; 32])
}

/// A project whose study is kept from being guessed by this salt.
pub(crate) fn with_salt(folder: &Path, salt: [u8; 32]) -> store::Result<Project> {
    make(folder, 8, 2, salt)
}

fn make(folder: &Path, n_cases: u32, n_readers: u32, salt: [u8; 32]) -> store::Result<Project> {
    let project = Project::create(folder, "Little", NOW)?;
    let n = n_cases.div_ceil(2);
    let real = add_set(&project, "real", Arm::Real, n)?;
    let synthetic = add_set(&project, "synthetic", Arm::Synthetic, n)?;
    add_study(&project, (real, synthetic), n_cases, n_readers, salt)?;
    Ok(project)
}

/// Something of everything, for the projects that every later program must open.
pub(crate) fn of_everything(folder: &Path) -> store::Result<Project> {
    let project = with_study(folder, 4, 1)?;
    let sets = project.sets()?;
    let run = NewRun {
        name: Some("First run".to_owned()),
        request: json!({ "metrics": ["psnr"] }),
        seed: u64::MAX,
        program_version: "0.1.0".to_owned(),
    };
    let run = project.add_run(&run, NOW)?;
    let instances = [
        InstanceValue { arm: Arm::Synthetic, ordinal: 0, value: Some(f64::INFINITY), reason: None },
        InstanceValue {
            arm: Arm::Synthetic,
            ordinal: 1,
            value: None,
            reason: Some("metrics.shape_mismatch".to_owned()),
        },
    ];
    let value = NewValue { real: Some(sets[0].id), synthetic: Some(sets[1].id), ..value(48.13) };
    project.add_value(run, &value, &instances)?;
    project.set_run_state(run, store::JobState::Done)?;

    let study = project.studies()?[0].id;
    for presentation in project.presentations_of(study, "reader-01")?.iter().take(2) {
        record(&project, &presentation.presentation_id, 5)?;
    }
    project.set_setting("ui.language", "en")?;
    Ok(project)
}

pub(crate) fn value(value: f64) -> NewValue {
    NewValue {
        key: ContentHash::of(&[b"key"]),
        metric: "psnr".to_owned(),
        metric_version: 1,
        parameters: json!({ "peak": 255 }),
        real: None,
        synthetic: None,
        level: "set".to_owned(),
        value: Some(value),
        reason: None,
        interval: Some(json!({ "low": 47.5, "high": "Infinity" })),
        n_real: 2,
        n_synthetic: 2,
        seconds: 0.25,
        extra: json!({}),
    }
}

/// Answers a presentation with a point of the scale and a comment.
pub(crate) fn record(
    project: &Project,
    presentation_id: &str,
    point: u32,
) -> store::Result<store::Record> {
    project.record_answers(presentation_id, &answers(point), &event("answer.create"))
}

pub(crate) fn answers(point: u32) -> Vec<NewAnswer> {
    let given = [
        ("q_real".to_owned(), Given::Point { point }),
        ("comment".to_owned(), Given::Words { words: "zu glatt".to_owned() }),
    ];
    let quick = Protocol::quick(Subject::Image);
    let items = &quick.stages[0].tasks[0].items;
    let given = take(items, &given, &Stimulus::default()).expect("on the scale");
    let answer = |given| NewAnswer {
        given,
        rt_ms: 6120,
        first_answer_rt_ms: Some(4000),
        changes: 1,
        interrupted: false,
        answered_at_utc: NOW.to_owned(),
        corrects: None,
    };
    given.into_iter().map(answer).collect()
}

pub(crate) fn event(kind: &str) -> Value {
    json!({ "t": NOW, "actor": "reader-01", "type": kind })
}

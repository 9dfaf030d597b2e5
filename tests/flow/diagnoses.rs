//! From a list of reference diagnoses beside the pictures to how often readers find them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use samples::{Channels, Image, ValueRange};
use tempfile::{TempDir, tempdir};
use workbench::wire::{
    Arm, DiagnosisRule, ExportRequest, ImportRequest, PlanView, Rule, StudyRequest,
};
use workbench::{Desk, Error, Scripted, StopSign, Task, Workbench};

const FINDINGS: [&str; 3] = ["No Finding", "neoplasm", "Pacemaker"];

/// Pictures of noise, and a list with a finding for all but the last four.
fn pictures(folder: &Path, seed: u64) {
    fs::create_dir_all(folder).unwrap();
    let mut list = String::from("Image Index,Patient,Finding Labels\n");
    for (at, finding) in (0..40_u64).zip(FINDINGS.into_iter().cycle()) {
        let noise =
            |pixel: u64| (seed + 977 * at + pixel).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56;
        let values = (0..32 * 32).map(|pixel| noise(pixel) as f32).collect();
        let image = Image::new([32, 32], Channels::Gray, ValueRange::BITS_8, values).unwrap();
        fs::write(folder.join(format!("{at:02}.png")), formats::write_png(&image).unwrap())
            .unwrap();
        if at < 36 {
            writeln!(list, "{at:02}.png,P{},{}", at / 2, finding).unwrap();
        }
    }
    fs::write(folder.join("list.csv"), list).unwrap();
}

/// Opens a new project.
fn opened(folder: &TempDir) -> (Workbench, PathBuf) {
    let project = folder.path().join("project");
    drop(Desk::open_or_create(&project, None).unwrap());
    let bench = Workbench::new(
        &folder.path().join("settings"),
        folder.path().join("documents"),
        Box::new(|work| work()),
        Box::new(|_| ()),
    );
    bench.open_project(&project).unwrap();
    (bench, project)
}

/// Brings pictures in with what the list beside them says.
fn imported(bench: &Workbench, folder: &TempDir, name: &str, seed: u64, arm: Arm) -> u32 {
    let path = folder.path().join(name);
    pictures(&path, seed);
    let plan = bench.plan_import(vec![path]).unwrap();
    assert_eq!(plan.n_files, 40, "the list is no sample");
    assert_eq!(plan.columns, ["Image Index", "Patient", "Finding Labels"]);
    let list = plan.list.as_ref().unwrap();
    assert_eq!((list.column.as_str(), list.n_named), ("Image Index", 36));
    let finding = Rule::Column("Finding Labels".to_owned());
    let shown = bench.preview_rule(plan.id, &finding).unwrap();
    assert_eq!(shown[..3], FINDINGS);
    let gone = bench.preview_rule(plan.id, &Rule::Column("gone".to_owned())).unwrap_err();
    assert!(matches!(gone, Error::NoColumn { .. }), "{gone}");
    bench
        .start_import(ImportRequest {
            plan: plan.id,
            name: name.to_owned(),
            arm,
            generator: None,
            subject: Rule::Column("Patient".to_owned()),
            stratum: Rule::Unknown,
            diagnosis: finding,
            rate_hz: None,
            unit: None,
        })
        .unwrap();
    let set = bench.sets().unwrap().into_iter().find(|set| set.name == name).unwrap();
    assert_eq!((set.n_samples, set.n_diagnoses, set.n_left_out), (40, 3, 0));
    assert_eq!(set.n_strata, 0, "a diagnosis is no stratum");
    let notes = bench.notes(set.id).unwrap();
    let of_list: Vec<&str> = notes.iter().map(|note| note.what.message.as_str()).collect();
    assert_eq!(of_list, ["4 of 40 files are not in the list: nothing was read for them."]);
    assert_eq!(set.n_subjects, None, "the last four have no patient");
    let samples = bench.samples(set.id, 0, 40).unwrap();
    assert_eq!(samples[1].diagnosis.as_deref(), Some("neoplasm"));
    assert_eq!(samples[39].diagnosis, None);
    set.id
}

/// Makes a draft of a study of both sets.
fn drafted(bench: &Workbench, real: u32, synthetic: u32) -> u32 {
    let request = StudyRequest {
        name: "Findings".to_owned(),
        real,
        synthetic: vec![synthetic],
        n_real: 12,
        n_synthetic: 12,
        readers: ["R1", "R2"].map(str::to_owned).to_vec(),
        protocol: Some("images-full".to_owned()),
        language: Some("en".to_owned()),
        seed: Some(5),
        ..StudyRequest::default()
    };
    bench.draft_study(&request).unwrap().id
}

#[test]
fn what_readers_find_is_held_against_the_reference_as_the_plan_says() {
    let folder = tempdir().unwrap();
    let (bench, project) = opened(&folder);
    let real = imported(&bench, &folder, "real", 1, Arm::Real);
    let synthetic = imported(&bench, &folder, "made", 500_000, Arm::Synthetic);
    let study = drafted(&bench, real, synthetic);

    // What is named like a choice stands for it; what is not is the coordinator's to say.
    let offer = bench.plan_offer(study).unwrap();
    assert_eq!(offer.diagnoses.len(), 1);
    let n: u32 = offer.references.iter().map(|one| one.n_real + one.n_synthetic).sum();
    assert_eq!(n + offer.n_without, 24);
    let plan = bench.plan(study).unwrap();
    let rules = plan.rules.clone().unwrap();
    let code = |reference: &str| {
        let rule = rules.diagnoses.iter().find(|rule| rule.reference == reference).unwrap();
        rule.code.clone()
    };
    assert_eq!(code("No Finding").as_deref(), Some("normal"));
    assert_eq!(code("neoplasm").as_deref(), Some("neoplasm"));
    assert_eq!(code("Pacemaker"), None);
    assert!(rules.secondary.contains(&"diagnoses".to_owned()), "{:?}", rules.secondary);
    assert!(plan.secondary.contains("Diagnosis against the reference"), "{}", plan.secondary);

    // A rule that names what is not there is refused; a tick changes the text, but not one's own words.
    let mut wrong = plan.clone();
    wrong.rules.as_mut().unwrap().diagnoses.push(DiagnosisRule {
        item: "a_diagnosis".to_owned(),
        reference: "Pacemaker".to_owned(),
        code: Some("device".to_owned()),
    });
    let refused = bench.set_plan(study, &wrong).unwrap_err();
    assert!(matches!(&refused, Error::PlanRule { given } if given == "device"), "{refused}");
    let mut changed = plan.clone();
    changed.exclusions = "We leave nobody out.".to_owned();
    let own = changed.rules.as_mut().unwrap();
    own.most_missed = None;
    own.secondary.retain(|section| section != "times");
    let kept = bench.set_plan(study, &changed).unwrap();
    assert_eq!(kept.exclusions, "We leave nobody out.");
    assert_ne!(kept.secondary, plan.secondary);
    assert!(!kept.secondary.contains("Times"), "{}", kept.secondary);

    locked_and_read(&bench, &project, study, &kept);
}

fn locked_and_read(bench: &Workbench, project: &Path, study: u32, kept: &PlanView) {
    bench.mend_study(study).unwrap();
    bench.lock_study(study).unwrap();
    let locked = bench.plan(study).unwrap();
    assert!(locked.hash.is_some());
    assert_eq!(locked.rules, kept.rules);
    assert!(bench.set_plan(study, &locked).is_err(), "a locked plan is not changed");
    bench.close_project();

    let desk = Desk::open(project).unwrap();
    // Readers get nothing of the reference, of the list, nor of the plan.
    let pack = desk.plain_pack(study, "2026-01-01T00:00:00Z").unwrap();
    let holds = |text: &str| {
        let text = text.as_bytes();
        pack.windows(text.len()).any(|window| window == text)
    };
    assert!(holds("a_diagnosis"), "the questions are there");
    for told in ["Finding Labels", "No Finding", "Pacemaker", "list.csv", "nobody out"] {
        assert!(!holds(told), "{told} is in the pack");
    }
    for (at, reader) in ["R1", "R2"].into_iter().enumerate() {
        let scripted = Scripted { study, reader: reader.to_owned(), seed: at as u64, most: 10_000 };
        desk.read(&scripted, &mut |_, _| Ok(())).unwrap();
    }
    for state in ["sealed", "database-locked", "unblinded"] {
        desk.advance(study, state, "all have read").unwrap();
    }
    let task = Task::new(StopSign::default(), |_| {});
    let view = desk.analysis(Some(study), &task).unwrap();
    let of = |wanted: &str| view.sections.iter().find(|own| own.section == wanted);
    let diagnoses = of("diagnoses").expect("they are told");
    assert!(diagnoses.findings.iter().all(|finding| finding.rank == "secondary"));
    let times = of("times").expect("they are told");
    assert!(times.findings.iter().all(|finding| finding.rank == "exploratory"));
    assert!(view.warnings.iter().any(|text| text.contains("reference diagnosis is not known")));
    assert!(view.followed.iter().any(|text| text.contains("Pacemaker")), "{:?}", view.followed);

    // The same shares, counted from the tables alone.
    let request =
        ExportRequest { study: Some(study), with_truth: true, ..ExportRequest::default() };
    let (folder, _) = desk.export(&request).unwrap();
    let table = |name: &str| {
        let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
        let head = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let column = move |name: &str| head.iter().position(|own| own == name).unwrap();
        (column, rows)
    };
    let (column, cases) = table("cases.csv");
    let reference = |case: &str| {
        let row = cases.iter().find(|row| &row[column("case_id")] == case).unwrap();
        let code = match &row[column("diagnosis_reference")] {
            "No Finding" => Some("normal"),
            "neoplasm" => Some("neoplasm"),
            _ => None,
        };
        (row[column("source")].to_owned(), code)
    };
    let (column, answers) = table("answers.csv");
    for (source, quantity) in [("real", "real_diagnosed"), ("synthetic", "synthetic_diagnosed")] {
        let (mut right, mut n) = (0.0, 0.0);
        for row in &answers {
            let is = |name: &str, value: &str| &row[column(name)] == value;
            let counts = is("is_repeat", "false") && is("is_catch", "false");
            if !is("question_id", "a_diagnosis") || !counts || is("is_training", "true") {
                continue;
            }
            let value = &row[column("value")];
            let (of, code) = reference(&row[column("case_id")]);
            if let (Some(code), true) = (code, of == source && value != "cannot_judge") {
                right += f64::from(u8::from(value == code));
                n += 1.0;
            }
        }
        let finding = diagnoses
            .findings
            .iter()
            .find(|finding| finding.quantity == quantity && finding.method == "wilson_two_way");
        let value = finding.and_then(|finding| finding.value).expect("a share");
        assert!(0.0 < n && (value - right / n).abs() < 1e-12, "{source}: {value} {right} {n}");
    }
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(page.contains("Diagnosis against the reference") && page.contains("Pacemaker"));
}

/// A folder of pictures whose list changes after it was looked at, and one whose list is not the only table.
#[test]
fn a_list_that_is_no_longer_the_same_stops_the_import_and_a_second_table_is_left_out() {
    let folder = tempdir().unwrap();
    let (bench, _) = opened(&folder);
    let path = folder.path().join("scans");
    pictures(&path, 3);
    fs::write(path.join("a-dictionary.csv"), "name,means\nFinding Labels,what was found\n")
        .unwrap();
    let import = |diagnosis: Rule, change: bool| {
        let plan = bench.plan_import(vec![path.clone()]).unwrap();
        assert_eq!(plan.n_files, 40);
        if change {
            let list = fs::read_to_string(path.join("list.csv")).unwrap();
            fs::write(path.join("list.csv"), list.replace("neoplasm", "No Finding")).unwrap();
        }
        let request = ImportRequest {
            plan: plan.id,
            name: "scans".to_owned(),
            arm: Arm::Real,
            generator: None,
            subject: Rule::Unknown,
            stratum: Rule::Unknown,
            diagnosis,
            rate_hz: None,
            unit: None,
        };
        bench.start_import(request).unwrap();
    };
    let finding = Rule::Column("Finding Labels".to_owned());
    import(finding.clone(), true);
    assert!(bench.sets().unwrap().is_empty(), "nothing is read from another list");
    let failed = bench.jobs().unwrap();
    assert!(format!("{failed:?}").contains("not the one that was looked at"), "{failed:?}");
    import(finding, false);
    let set = &bench.sets().unwrap()[0];
    assert_eq!((set.n_samples, set.n_diagnoses, set.n_left_out), (40, 2, 1));
    let notes = bench.notes(set.id).unwrap();
    assert!(notes[0].file.ends_with("a-dictionary.csv") && notes[0].left_out, "{notes:?}");
    assert_eq!(notes[0].what.code, "workbench.oneList");
}

/// A plan that was kept before there were rules gets them while it is a draft, and keeps them at the lock.
#[test]
fn what_is_locked_is_what_was_shown_and_hashed() {
    let folder = tempdir().unwrap();
    let (bench, project) = opened(&folder);
    let real = imported(&bench, &folder, "real", 1, Arm::Real);
    let synthetic = imported(&bench, &folder, "made", 500_000, Arm::Synthetic);
    let study = drafted(&bench, real, synthetic);
    let before = bench.plan(study).unwrap();
    let without = PlanView { rules: None, notes: "Ours.".to_owned(), ..before.clone() };
    let shown = bench.set_plan(study, &without).unwrap();
    assert_eq!(shown.rules, before.rules, "a draft has the rules that are proposed");
    bench.mend_study(study).unwrap();
    let locked_study = bench.lock_study(study).unwrap();
    let locked = bench.plan(study).unwrap();
    assert_eq!((&locked.rules, locked.notes.as_str()), (&shown.rules, "Ours."));
    let hash = locked.hash.clone().unwrap();
    assert_eq!(locked_study.plan_hash.as_deref(), hash.get(..8));
    bench.close_project();
    let (export, _) = Desk::open(&project)
        .unwrap()
        .export(&ExportRequest { study: Some(study), ..ExportRequest::default() })
        .unwrap();
    let trail = fs::read_to_string(export.join("trail.jsonl")).unwrap();
    let lock = trail.lines().find(|line| line.contains("study.lock")).unwrap();
    assert!(lock.contains(&hash), "the trail has the hash of what is shown");
    let page = fs::read_to_string(export.join("report.html")).unwrap();
    assert!(page.contains(&hash[..16]), "and the report");
}

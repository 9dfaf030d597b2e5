//! What a reader could tell by how cases are wrapped, and not by what they show.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use samples::{Channels, Image, ValueRange};
use workbench::wire::{AnswerRequest, Arm, BlindCase, Given, GivenAnswer, Rule, StudyRequest};

use crate::place::Place;

fn request(real: u32, synthetic: u32, n: u32) -> StudyRequest {
    StudyRequest {
        name: "Reading".to_owned(),
        real,
        synthetic: vec![synthetic],
        n_real: n,
        n_synthetic: n,
        readers: vec!["R1".to_owned(), "R2".to_owned()],
        seed: Some(7),
        ..StudyRequest::default()
    }
}

/// A table of patients whose columns beyond `age` are written as the side writes them.
fn patients(n: u32, header: &str, row: impl Fn(u32) -> String) -> String {
    let mut text = format!("age,{header}\n");
    for at in 0..n {
        writeln!(text, "{},{}", 40 + at * 7 % 31, row(at)).unwrap();
    }
    text
}

fn tables(place: &Place, real: &str, synthetic: &str) -> (u32, u32) {
    let real = place.import(place.file("real.csv", real), Arm::Real, Rule::Each);
    let synthetic =
        place.import(place.file("synthetic.csv", synthetic), Arm::Synthetic, Rule::Each);
    (real, synthetic)
}

fn images(place: &Place, name: &str, arm: Arm, n: u16, value: impl Fn(u16, u16) -> f32) -> u32 {
    for at in 0..n {
        let values = (0..64).map(|pixel| value(at, pixel)).collect();
        let image = Image::new([8, 8], Channels::Gray, ValueRange::BITS_16, values).unwrap();
        place.file(&format!("{name}/{at:02}.png"), formats::write_png(&image).unwrap());
    }
    place.import(place.folder.path().join(name), arm, Rule::Unknown)
}

/// Answers every case of a reader; returns the cases as the reader saw them.
fn read_all(place: &Place, study: u32, reader: &str) -> Vec<BlindCase> {
    let bench = &place.workbench;
    bench.begin_reading(study, reader).unwrap();
    let view = bench.reading().unwrap();
    let mut seen = Vec::new();
    let mut next = bench.next_step(&view.session).unwrap().case();
    while let Some(case) = next {
        next = bench.save_answer(&answer(&view.session, &case)).unwrap().case();
        seen.push(case);
    }
    bench.leave_reading();
    seen
}

fn answer(session: &str, case: &BlindCase) -> AnswerRequest {
    AnswerRequest {
        session: session.to_owned(),
        slot: case.slot.clone(),
        given: vec![GivenAnswer { item: "q_real".to_owned(), given: Given::Point { point: 3 } }],
        rt_ms: 900,
        first_answer_rt_ms: Some(500),
        changes: 0,
        interrupted: false,
    }
}

#[test]
fn columns_that_tell_are_not_on_the_card_and_words_are_written_one_way() {
    let place = Place::new();
    let sex = |at: u32, [male, female]: [&str; 2]| {
        if at.is_multiple_of(2) { male } else { female }.to_owned()
    };
    let real = patients(30, "sex,smoker,source,patient_id,weight", |at| {
        format!(
            "{},{},clinic,{},{}",
            sex(at, ["M", "F"]),
            sex(at, ["Yes", "No"]),
            1000 + at,
            60 + at * 7 % 23
        )
    });
    let synthetic = patients(30, "sex,smoker,source,patient_id,weight", |at| {
        let weight = 60.25 + f64::from(at * 7 % 23) * 1.013;
        let smoker = sex(at, ["yes", "NO"]);
        format!("{},{smoker},model,{},{weight:.3}", sex(at, ["male", "female"]), 90_000 + at)
    });
    let (real, synthetic) = tables(&place, &real, &synthetic);

    let preview = place.workbench.preview_study(real, &[synthetic]).unwrap();
    assert_eq!(preview.columns, ["age", "smoker", "weight"]);
    let left_off: BTreeSet<&str> = preview.left_off.iter().map(|one| one.column.as_str()).collect();
    assert_eq!(left_off, BTreeSet::from(["patient_id", "sex", "source"]));

    let study = place.workbench.create_study(&request(real, synthetic, 12)).unwrap();
    let cards = read_all(&place, study.id, "R1");
    assert_eq!(cards.len(), 24);
    let values = |name: &str| -> BTreeSet<String> {
        let fields = cards.iter().flat_map(|case| &case.stimuli[0].fields);
        fields.filter(|field| field.name == name).filter_map(|field| field.value.clone()).collect()
    };
    assert_eq!(values("smoker").len(), 2, "{:?}: each word is written one way", values("smoker"));
    assert!(
        values("weight").iter().all(|value| !value.contains('.')),
        "real ones have no decimals"
    );
}

#[test]
fn a_copy_of_a_real_case_is_not_shown_as_both() {
    let place = Place::new();
    let table = patients(12, "weight", |at| (60 + at * at).to_string());
    let (real, synthetic) = tables(&place, &table, &table);
    let refused = place.workbench.create_study(&request(real, synthetic, 10));
    assert_eq!(refused.unwrap_err().code(), "study.too_few", "12 contents are no 20 cases");
    let study = place.workbench.create_study(&request(real, synthetic, 3)).unwrap();
    let cards = read_all(&place, study.id, "R1");
    let different: BTreeSet<String> =
        cards.iter().map(|case| format!("{:?}", case.stimuli[0].fields)).collect();
    assert_eq!(different.len(), 6);
}

#[test]
fn images_of_another_depth_fail_the_audit_and_are_brought_to_one() {
    let place = Place::new();
    let real = images(&place, "twelve", Arm::Real, 8, |at, pixel| {
        f32::from((at * 31 + pixel * 61) % 4096)
    });
    let synthetic = images(&place, "sixteen", Arm::Synthetic, 8, |at, pixel| {
        f32::from((at * 31 + pixel * 997) % u16::MAX)
    });
    let bench = &place.workbench;
    let refused = bench.create_study(&request(real, synthetic, 3)).unwrap_err();
    assert_eq!(refused.code(), "workbench.levelsTell", "three on a side prove nothing");
    let said = refused.failure().message;
    assert!(said.contains("12 bits") && said.contains("16 bits"), "{said}");
    let draft = bench.draft_study(&request(real, synthetic, 6)).unwrap();
    assert_eq!(bench.audit_study(draft.id).unwrap().verdict, "fail");
    assert_eq!(bench.lock_study(draft.id).unwrap_err().code(), "workbench.auditFails");
    let mended = bench.mend_study(draft.id).unwrap();
    assert_ne!(mended.verdict, "fail", "{mended:?}");
    assert_eq!(bench.lock_study(draft.id).unwrap().state, "locked");
}

#[test]
fn a_column_that_tells_however_it_is_written_is_proposed_to_be_left_off() {
    let place = Place::new();
    // Read off a cuff, and drawn by a generator; the weights are written alike by both.
    let pressure = |at: u32| 100 + (at * 37) % 80;
    let real = patients(40, "pressure,weight", |at| {
        format!("{},{}", pressure(at) / 5 * 5, 60 + (at * 13) % 37)
    });
    let synthetic = patients(40, "pressure,weight", |at| {
        format!("{},{}", pressure(at + 3) / 5 * 5 + 1 + at % 4, 60 + (at * 13 + 5) % 37)
    });
    let (real, synthetic) = tables(&place, &real, &synthetic);
    let bench = &place.workbench;
    let draft = bench.draft_study(&request(real, synthetic, 30)).unwrap();
    assert_eq!(bench.audit_study(draft.id).unwrap().verdict, "fail");
    // At first the cells are written alike; nobody loses a column without having been told.
    let alike = bench.mend_study(draft.id).unwrap();
    assert_eq!((alike.verdict.as_str(), alike.mends.len()), ("fail", 1), "{alike:?}");
    assert!(alike.suggested.iter().any(|mend| mend.contains("pressure")), "{:?}", alike.suggested);
    let left_off = bench.mend_study(draft.id).unwrap();
    assert_ne!(left_off.verdict, "fail", "{left_off:?}");
    assert!(left_off.mends.iter().any(|mend| mend.contains("pressure")), "{:?}", left_off.mends);
    let back = bench.unmend_study(draft.id).unwrap();
    assert_eq!((back.verdict.as_str(), back.mends.len()), ("fail", 0));
    for _ in 0..2 {
        bench.mend_study(draft.id).unwrap();
    }
    bench.lock_study(draft.id).unwrap();
    let names: BTreeSet<String> = read_all(&place, draft.id, "R1")
        .iter()
        .flat_map(|case| case.stimuli[0].fields.iter().map(|field| field.name.clone()))
        .collect();
    assert_eq!(names, BTreeSet::from(["age".to_owned(), "weight".to_owned()]));
}

#[test]
fn all_images_of_a_study_are_shown_in_one_window() {
    let place = Place::new();
    let real = images(&place, "a", Arm::Real, 8, |at, pixel| {
        500.0 + f32::from((at * 7 + pixel * 61) % 3000)
    });
    let synthetic = images(&place, "b", Arm::Synthetic, 8, |at, pixel| {
        900.0 + f32::from((at * 5 + pixel * 37) % 2000)
    });
    let study = place.workbench.create_study(&request(real, synthetic, 3)).unwrap();
    place.workbench.begin_reading(study.id, "R1").unwrap();
    let window = place.workbench.reading().unwrap().window.unwrap();
    assert!(window.low < 900 && 2900 < window.high, "{window:?} holds both sides");
    assert!(window.high < 16_384, "most of 16 bits are not used");
}

#[test]
fn a_page_that_was_left_open_answers_for_nobody_else() {
    let place = Place::new();
    let table = |shift: u32| patients(12, "weight", |at| (60 + shift + at * at).to_string());
    let (real, synthetic) = tables(&place, &table(0), &table(1));
    let bench = &place.workbench;
    let study = bench.create_study(&request(real, synthetic, 3)).unwrap().id;

    bench.begin_reading(study, "R1").unwrap();
    let old = bench.reading().unwrap().session;
    let case = bench.next_step(&old).unwrap().case().unwrap();
    bench.leave_reading();
    bench.begin_reading(study, "R2").unwrap();

    for refused in [
        bench.next_step(&old).unwrap_err(),
        bench.upcoming_slots(&old).unwrap_err(),
        bench.save_answer(&answer(&old, &case)).unwrap_err(),
    ] {
        assert_eq!(refused.code(), "workbench.otherReading");
    }
    let readers = bench.study(study).unwrap().readers;
    assert!(readers.iter().all(|reader| reader.done == 0), "{readers:?}");
}

#[test]
fn a_case_that_was_left_is_marked_even_when_it_is_the_first() {
    let place = Place::new();
    let table = |shift: u32| patients(12, "weight", |at| (60 + shift + at * at).to_string());
    let (real, synthetic) = tables(&place, &table(0), &table(1));
    let bench = &place.workbench;
    let study = bench.create_study(&request(real, synthetic, 3)).unwrap().id;
    bench.begin_reading(study, "R1").unwrap();
    assert!(!bench.reading().unwrap().resumed);
    bench.leave_reading();
    bench.begin_reading(study, "R2").unwrap();
    assert!(!bench.reading().unwrap().resumed, "another reader's case is new");
    bench.leave_reading();
    bench.begin_reading(study, "R1").unwrap();
    assert!(bench.reading().unwrap().resumed);
}

#[test]
fn an_answer_whose_reply_was_lost_is_not_kept_twice() {
    let place = Place::new();
    let table = |shift: u32| patients(12, "weight", |at| (60 + shift + at * at).to_string());
    let (real, synthetic) = tables(&place, &table(0), &table(1));
    let bench = &place.workbench;
    let study = bench.create_study(&request(real, synthetic, 3)).unwrap().id;
    bench.begin_reading(study, "R1").unwrap();
    let session = bench.reading().unwrap().session;
    let case = bench.next_step(&session).unwrap().case().unwrap();
    bench.save_answer(&answer(&session, &case)).unwrap();
    let again = bench.save_answer(&answer(&session, &case)).unwrap_err();
    assert_eq!(again.code(), "study.already_answered", "the page then asks for the next case");
    assert_eq!(bench.reading().unwrap().done, 1);
}

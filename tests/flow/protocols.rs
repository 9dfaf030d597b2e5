//! Studies of whole protocols, from the draft to the last answer.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use samples::{Channel, Channels, Image, Signal, ValueRange};
use workbench::wire::{Arm, Choosing, Modality, Rule, SampleRef, StudyRequest};
use workbench::{Desk, Scripted};

use crate::place::Place;

const SIDE: usize = 48;

/// A texture that is nobody's, by its number.
fn texture(number: u32) -> Image {
    let value = |at: usize| {
        let (x, y) = (at % SIDE, at / SIDE);
        let seed = u64::from(number) * 7919 + (x * 131 + y * 977) as u64;
        ((seed * seed / 97) % 256) as f32
    };
    let values = (0..SIDE * SIDE).map(value).collect();
    Image::new([SIDE, SIDE], Channels::Gray, ValueRange::BITS_8, values).unwrap()
}

fn images(place: &Place, name: &str, arm: Arm, first: u32, n: u32) -> u32 {
    for at in first..first + n {
        place.file(&format!("{name}/{at:03}.png"), formats::write_png(&texture(at)).unwrap());
    }
    place.import(place.folder.path().join(name), arm, Rule::Unknown)
}

fn signals(place: &Place, name: &str, arm: Arm, first: u32, n: u32) -> u32 {
    let one = |at: u32| {
        let channels: Vec<Channel> = ["I", "II"]
            .map(|lead| Channel { name: lead.to_owned(), unit: Some("mV".to_owned()) })
            .to_vec();
        // Noise of one kind, whichever side it is on.
        let value = |i: u32| {
            let mixed = (i * 7919 + at * 104_729).wrapping_mul(2_654_435_761);
            (f64::from(mixed >> 16) - 32_768.0) / 32_768.0
        };
        Signal::new(channels.into(), Some(250.0), 500, (0..1000).map(value).collect()).unwrap()
    };
    let all: Vec<Signal> = (first..first + n).map(one).collect();
    let path = place.file(&format!("{name}.npy"), formats::write_npy_signals(&all).unwrap());
    place.import(path, arm, Rule::Unknown)
}

fn records(place: &Place, name: &str, arm: Arm, first: u32, n: u32) -> u32 {
    let mut text = "age,sex,sbp,dbp,glucose\n".to_owned();
    for at in first..first + n {
        let sex = if at % 2 == 0 { "F" } else { "M" };
        let (age, sbp, dbp) = (20 + at * 7 % 60, 100 + at * 13 % 70, 60 + at * 11 % 40);
        writeln!(text, "{age},{sex},{sbp},{dbp},{}", 70 + at * 17 % 90).unwrap();
    }
    place.import(place.file(&format!("{name}.csv"), text), arm, Rule::Each)
}

fn request(real: u32, synthetic: u32, n: u32, protocol: Option<&str>) -> StudyRequest {
    StudyRequest {
        name: "Reading".to_owned(),
        real,
        synthetic: vec![synthetic],
        n_real: n,
        n_synthetic: n,
        readers: vec!["R1".to_owned(), "R2".to_owned()],
        seed: Some(7),
        protocol: protocol.map(str::to_owned),
        ..StudyRequest::default()
    }
}

#[test]
fn every_shipped_protocol_can_be_drafted_locked_and_read_to_its_end() {
    let place = Place::new();
    let bench = &place.workbench;
    let sides = |modality: Modality| match modality {
        Modality::Image => (
            images(&place, "real", Arm::Real, 0, 60),
            images(&place, "made", Arm::Synthetic, 60, 60),
        ),
        Modality::Signal => (
            signals(&place, "recorded", Arm::Real, 0, 60),
            signals(&place, "simulated", Arm::Synthetic, 60, 60),
        ),
        Modality::Table | Modality::Vectors => (
            records(&place, "patients", Arm::Real, 0, 90),
            records(&place, "invented", Arm::Synthetic, 90, 90),
        ),
    };
    let protocols = bench.protocols().unwrap();
    assert_eq!(protocols.len(), 11, "three short questions and eight templates");
    let mut sets: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut studies = Vec::new();
    for protocol in &protocols {
        let key = format!("{:?}", protocol.modality);
        let (real, synthetic) = *sets.entry(key).or_insert_with(|| sides(protocol.modality));
        assert!(protocol.shipped && protocol.languages == ["en", "pt", "es", "de"]);
        let request = StudyRequest {
            language: Some("pt".to_owned()),
            ..request(real, synthetic, 36, Some(&protocol.id))
        };
        let draft = bench.draft_study(&request).unwrap_or_else(|e| panic!("{}: {e}", protocol.id));
        assert_eq!((draft.state.as_str(), draft.design_hash.as_str()), ("draft", ""));
        let locked = bench.lock_study(draft.id).unwrap_or_else(|e| panic!("{}: {e}", protocol.id));
        assert_eq!((locked.state.as_str(), locked.design_hash.len()), ("locked", 8));
        let balance = bench.balance(draft.id).unwrap();
        assert!(
            balance.blocks.iter().all(|block| block.task.is_empty() || !block.stage.is_empty())
        );
        studies.push(draft.id);
    }
    let folder = place.folder.path().join("Trial");
    bench.close_project();
    let desk = Desk::open(&folder).unwrap();
    for (study, protocol) in studies.into_iter().zip(&protocols) {
        let scripted = Scripted { study, reader: "R2".to_owned(), seed: 5, most: usize::MAX };
        let n = desk.read(&scripted, &mut |_, _| Ok(())).unwrap_or_else(|e| {
            panic!("{}: {e}", protocol.id);
        });
        let view = desk.studies().unwrap().into_iter().find(|view| view.id == study).unwrap();
        let reader = view.readers.iter().find(|reader| reader.code == "R2").unwrap();
        assert_eq!((reader.done, reader.total), (reader.total, u32::try_from(n).unwrap()));
        assert!(72 <= n, "{}: {n} presentations", protocol.id);
    }
    assert!(desk.trouble().unwrap().is_none(), "the trail holds");
}

#[test]
fn cases_can_be_chosen_one_by_one() {
    let place = Place::new();
    let real = images(&place, "real", Arm::Real, 0, 12);
    let synthetic = images(&place, "made", Arm::Synthetic, 60, 12);
    let pick = |set: u32, ordinals: &[u32]| -> Vec<SampleRef> {
        ordinals.iter().map(|&ordinal| SampleRef { set, ordinal }).collect()
    };
    let cases = [pick(real, &[1, 5, 7]), pick(synthetic, &[0, 2, 11])].concat();
    let asked = StudyRequest {
        choosing: Choosing::ByHand { cases },
        catches: pick(synthetic, &[4]),
        ..request(real, synthetic, 1, None)
    };
    let study = place.workbench.create_study(&asked).unwrap();
    assert_eq!((study.n_real, study.n_synthetic), (3, 3));
    assert_eq!(study.readers[0].total, 7, "six cases and an obvious one");
    let stranger = StudyRequest {
        choosing: Choosing::ByHand { cases: [pick(real, &[1]), pick(99, &[0])].concat() },
        ..request(real, synthetic, 1, None)
    };
    assert_eq!(place.workbench.create_study(&stranger).unwrap_err().code(), "workbench.noSuchSet");
}

#[test]
fn a_protocol_of_ones_own_is_checked_where_it_is_wrong() {
    let place = Place::new();
    let bench = &place.workbench;
    let path = place.folder.path().join("mine.json");
    bench.save_protocol("images-short", &path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(bench.import_protocol(&path).unwrap_err().code(), "workbench.protocolTaken");
    let mine = text.replace("\"images-short\"", "\"mine\"");
    std::fs::write(&path, &mine).unwrap();
    assert_eq!(bench.import_protocol(&path).unwrap().id, "mine");
    assert!(bench.protocols().unwrap().iter().any(|one| one.id == "mine" && !one.shipped));
    std::fs::write(&path, mine.replace("\"b_source\"", "\"B source\"")).unwrap();
    let refused = bench.import_protocol(&path).unwrap_err();
    assert_eq!(refused.code(), "study.protocol_id");
    assert!(refused.failure().params["place"].starts_with("stages[1]"), "{refused}");
}

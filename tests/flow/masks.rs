//! Parts of all images that are covered by hand: what was burnt into them must not tell the source.

use formats::{Input, Limits};
use samples::{Channels, Contents, Image, ValueRange};
use workbench::wire::{Arm, MaskRect, Rule, StudyRequest, StudyView};

use crate::place::Place;

const COLUMNS: usize = 24;
const ROWS: usize = 16;
/// Where one source has a label: 5 × 3 pixels at the upper right.
const LABEL: MaskRect = MaskRect { left: 18, top: 1, width: 5, height: 3 };

/// Pixels of no pattern, the same for the same numbers.
fn noise(at: u64, pixel: u64) -> u64 {
    let mut mixed = (at << 32 | pixel).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^= mixed >> 29;
    mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40
}

fn is_under(rect: MaskRect, column: usize, row: usize) -> bool {
    let within =
        |at: usize, from: u32, length: u32| (from as usize..(from + length) as usize).contains(&at);
    within(column, rect.left, rect.width) && within(row, rect.top, rect.height)
}

/// Imports PNG files of one source; `most` is the highest value but that of the label.
fn images(place: &Place, arm: Arm, most: u64, label: Option<f32>, columns: usize) -> u32 {
    let name = arm.word();
    for at in 0..10_u64 {
        let value = |pixel: usize| match label {
            Some(label) if is_under(LABEL, pixel % columns, pixel / columns) => label,
            _ => (1 + noise(at + 1000 * u64::from(label.is_some()), pixel as u64) % most) as f32,
        };
        let values = (0..ROWS * columns).map(value).collect();
        let image =
            Image::new([ROWS, columns], Channels::Gray, ValueRange::BITS_16, values).unwrap();
        place.file(&format!("{name}/{at:02}.png"), formats::write_png(&image).unwrap());
    }
    place.import(place.folder.path().join(name), arm, Rule::Unknown)
}

fn draft_of(place: &Place, real: u32, synthetic: u32) -> StudyView {
    let request = StudyRequest {
        name: "Masks".to_owned(),
        real,
        synthetic: vec![synthetic],
        n_real: 8,
        n_synthetic: 8,
        readers: vec!["R1".to_owned()],
        seed: Some(3),
        ..StudyRequest::default()
    };
    place.workbench.draft_study(&request).unwrap()
}

/// Twelve bits against sixteen, and a label on one side.
fn labelled(place: &Place) -> StudyView {
    let real = images(place, Arm::Real, 4000, None, COLUMNS);
    let synthetic = images(place, Arm::Synthetic, 60_000, Some(65535.0), COLUMNS);
    draft_of(place, real, synthetic)
}

/// Returns the gray levels of a picture.
fn levels(png: &[u8]) -> Vec<f32> {
    let input = Input { name: "laid.png", bytes: png, companions: &[] };
    match formats::read(&input, &Limits::default()).unwrap().contents {
        Contents::Image(image) => {
            let step = image.channels().count();
            image.values().iter().step_by(step).copied().collect()
        }
        other => panic!("a picture, not {}", other.modality()),
    }
}

/// Returns the gray levels of every case as a reader gets them.
fn read_by_r1(place: &Place, study: u32) -> Vec<Vec<u16>> {
    let bench = &place.workbench;
    bench.begin_reading(study, "R1").unwrap();
    let view = bench.reading().unwrap();
    let first = bench.next_step(&view.session).unwrap().case().unwrap();
    let mut slots = vec![first.stimuli[0].slot.clone()];
    slots.extend(bench.upcoming_slots(&view.session).unwrap());
    let pixels = |slot: &String| {
        let block = bench.case_pixels(slot).unwrap();
        let pair = |bytes: &[u8]| u16::from_le_bytes([bytes[0], bytes[1]]);
        if block[16] == 1 {
            block[32..].iter().map(|&byte| u16::from(byte)).collect()
        } else {
            block[32..].chunks_exact(2).map(pair).collect()
        }
    };
    let seen = slots.iter().map(pixels).collect();
    bench.leave_reading();
    seen
}

#[test]
fn a_label_of_one_source_is_seen_in_its_overlay_and_covered_in_every_case() {
    let place = Place::new();
    let draft = labelled(&place);
    let bench = &place.workbench;
    let preview = bench.mask_preview(draft.id).unwrap();
    assert_eq!((preview.columns, preview.rows), (24, 16));
    assert_eq!((preview.n_real, preview.n_synthetic), (8, 8));
    assert!(preview.rects.is_empty());
    let label = LABEL.top as usize * COLUMNS + LABEL.left as usize;
    let [real, synthetic] =
        [Arm::Real, Arm::Synthetic].map(|arm| levels(&bench.mask_picture(draft.id, arm).unwrap()));
    assert!((synthetic[label] - 255.0).abs() < 1.0, "{}", synthetic[label]);
    assert!(real[label] < 128.0, "{}", real[label]);

    let masked = bench.mask_study(draft.id, &[LABEL]).unwrap();
    assert_eq!(
        (masked.masked, masked.mends.as_slice()),
        (1, &["Cover 1 part of every image".to_owned()][..])
    );
    assert_eq!(masked.verdict, "fail", "they have other depths still");
    let under = levels(&bench.mask_picture(draft.id, Arm::Synthetic).unwrap());
    assert!(0.0 < under[label], "what is covered is seen where it is changed");

    // The mends that are proposed leave the mask as it was drawn, however often they are asked for.
    for _ in 0..2 {
        let mended = bench.mend_study(draft.id).unwrap();
        assert_ne!(mended.verdict, "fail", "{mended:?}");
        assert_eq!(mended.masked, 1);
        assert!(1 < mended.mends.len(), "{:?}", mended.mends);
    }
    assert_eq!(bench.mask_preview(draft.id).unwrap().rects, [LABEL]);

    bench.lock_study(draft.id).unwrap();
    let cases = read_by_r1(&place, draft.id);
    assert!(2 <= cases.len());
    for case in &cases {
        for (at, &value) in case.iter().enumerate() {
            if is_under(LABEL, at % COLUMNS, at / COLUMNS) {
                assert_eq!(value, 0, "pixel {at}");
            }
        }
        assert!(case.iter().filter(|&&value| 0 < value).count() > case.len() / 2);
    }
    for refused in [bench.mask_preview(draft.id).err(), bench.mask_study(draft.id, &[LABEL]).err()]
    {
        assert_eq!(refused.unwrap().code(), "store.study_fixed");
    }
}

#[test]
fn what_was_covered_is_taken_back_with_all_else_or_alone() {
    let place = Place::new();
    let draft = labelled(&place);
    let bench = &place.workbench;
    bench.mend_study(draft.id).unwrap();
    let other = MaskRect { left: 0, top: 12, width: 24, height: 4 };
    let masked = bench.mask_study(draft.id, &[LABEL, other]).unwrap();
    assert_eq!(masked.masked, 2);
    assert!(masked.mends.contains(&"Cover 2 parts of every image".to_owned()), "{masked:?}");
    let alone = bench.mask_study(draft.id, &[]).unwrap();
    assert_eq!(alone.masked, 0);
    assert!(!alone.mends.is_empty(), "other mends stay");
    bench.mask_study(draft.id, &[other]).unwrap();
    let back = bench.unmend_study(draft.id).unwrap();
    assert_eq!((back.masked, back.mends.len()), (0, 0));
    assert!(bench.mask_preview(draft.id).unwrap().rects.is_empty());
}

#[test]
fn parts_that_cannot_be_covered_are_refused_and_change_nothing() {
    let place = Place::new();
    let draft = labelled(&place);
    let bench = &place.workbench;
    bench.mask_study(draft.id, &[LABEL]).unwrap();
    let rect = |left, top, width, height| MaskRect { left, top, width, height };
    let refused = |rects: &[MaskRect]| {
        let failure = bench.mask_study(draft.id, rects).unwrap_err().failure();
        assert!(!failure.hint.is_empty() && !failure.message.contains("{{"), "{failure:?}");
        failure.code
    };
    assert_eq!(refused(&[LABEL, rect(20, 0, 5, 2)]), "workbench.maskOutside");
    assert_eq!(refused(&[rect(3, 3, 0, 2)]), "workbench.maskOutside");
    assert_eq!(refused(&[rect(0, 0, 24, 16)]), "workbench.maskAll");
    assert_eq!(refused(&[LABEL; 33]), "workbench.maskTooMany");
    assert_eq!(bench.mask_preview(draft.id).unwrap().rects, [LABEL]);
}

#[test]
fn sizes_come_first_and_tables_have_nothing_to_cover() {
    let place = Place::new();
    let real = images(&place, Arm::Real, 4000, None, COLUMNS);
    let synthetic = images(&place, Arm::Synthetic, 4000, Some(4000.0), COLUMNS + 4);
    let draft = draft_of(&place, real, synthetic);
    let bench = &place.workbench;
    assert_eq!(bench.mask_preview(draft.id).unwrap_err().code(), "workbench.maskSizes");
    assert_eq!(bench.mask_study(draft.id, &[LABEL]).unwrap_err().code(), "workbench.maskSizes");
    bench.mend_study(draft.id).unwrap();
    assert_eq!(bench.mask_preview(draft.id).unwrap().columns, 24);
    assert_eq!(bench.mask_study(draft.id, &[LABEL]).unwrap().masked, 1);

    let table = |shift: u32| {
        let rows = (0..12_u32).map(|at| format!("{},{}\n", 40 + at, 60 + shift + at * at));
        format!("age,weight\n{}", rows.collect::<String>())
    };
    let real = place.import(place.file("real.csv", table(0)), Arm::Real, Rule::Each);
    let synthetic = place.import(place.file("other.csv", table(1)), Arm::Synthetic, Rule::Each);
    let cards = draft_of(&place, real, synthetic);
    assert_eq!(bench.mask_preview(cards.id).unwrap_err().code(), "workbench.notOfModality");
    assert_eq!(bench.mask_study(cards.id, &[]).unwrap_err().code(), "workbench.notOfModality");
}

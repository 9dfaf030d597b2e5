//! Planted leaks are found by the attribute that they are, and the suggested pipeline removes them.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;
use std::path::PathBuf;

use blinding::{
    Facts, Mend, Row, Seen, SideTable, as_shown, card, image_attributes, table_attributes,
};
use common::{
    arms, chance, cut, ecg, eight_bits, gray, head, images_after, in_steps, mended_images,
    mended_signals, resized, signal, signals_after, telling, texture, through_jpeg, unknown,
};
use image::imageops::FilterType;
use rand::RngExt;
use samples::{Arm, Channels, Column, ColumnKind, Image, Signal, Table, ValueRange, Values};
use study::audit::{Verdict, audit};

const N: usize = 40;

fn ids(mends: &[Mend]) -> Vec<&str> {
    mends.iter().map(Mend::id).collect()
}

fn images(seed: u64, of: impl Fn(bool, &mut rand_chacha::ChaCha8Rng) -> Image) -> Vec<Seen<Image>> {
    let mut chance = chance(seed);
    (0..2 * N).map(|at| unknown(of(N <= at, &mut chance))).collect()
}

fn signals(
    seed: u64,
    of: impl Fn(bool, &mut rand_chacha::ChaCha8Rng) -> Signal,
) -> Vec<Seen<Signal>> {
    let mut chance = chance(seed);
    (0..2 * N).map(|at| unknown(of(N <= at, &mut chance))).collect()
}

#[test]
fn a_png_that_was_a_jpeg_is_found_in_its_pixels_and_mended_by_one_pass_for_all() {
    let cases = images(1, |synthetic, chance| {
        let image = eight_bits(128, &texture(128, chance));
        let quality = chance.random_range(75..=90);
        if synthetic { through_jpeg(&image, quality) } else { image }
    });
    let (found, _) = images_after(&cases, &arms(N), &[]);
    assert_eq!(found.verdict, Verdict::Fail);
    assert!(telling(&found).contains(&"frequencies_gone"), "{:?}", telling(&found));
    let (mends, after) = mended_images(&cases, &arms(N));
    assert!(ids(&mends).contains(&"lossy"), "{mends:?}");
    assert_eq!(telling(&after), [""; 0], "{mends:?}");
}

#[test]
fn the_same_holds_for_slices_of_a_real_head() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../assets/demo/real");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let slices = files.iter().map(|file| {
        let read = image::open(file).unwrap().into_luma8();
        let shape = [read.height() as usize, read.width() as usize];
        let values = read.into_raw().into_iter().map(f32::from).collect();
        Image::new(shape, Channels::Gray, ValueRange::BITS_8, values).unwrap()
    });
    let slices: Vec<Image> = slices.collect();
    assert_eq!(slices.len(), N);
    let compressed = slices.iter().zip(0..).map(|(slice, at)| through_jpeg(slice, 75 + at % 16));
    let cases: Vec<Seen<Image>> = slices.iter().cloned().chain(compressed).map(unknown).collect();
    let (found, _) = images_after(&cases, &arms(N), &[]);
    assert!(telling(&found).contains(&"frequencies_gone"), "{:?}", telling(&found));
    let (mends, after) = mended_images(&cases, &arms(N));
    assert_eq!(telling(&after), [""; 0], "{mends:?}");
}

#[test]
fn blocks_are_found_when_they_were_cut_off_their_grid() {
    for (seed, quality) in [(31, 75), (32, 90)] {
        let cases = images(seed, |synthetic, chance| {
            let image = eight_bits(136, &texture(136, chance));
            cut(&if synthetic { through_jpeg(&image, quality) } else { image }, [3, 5], 128)
        });
        let (found, _) = images_after(&cases, &arms(N), &[]);
        assert_eq!(found.verdict, Verdict::Fail);
        for name in ["blockiness_moved", "frequencies_gone_moved"] {
            assert!(telling(&found).contains(&name), "{quality}, {name}: {:?}", telling(&found));
        }
        let (mends, after) = mended_images(&cases, &arms(N));
        assert_eq!(ids(&mends), ["requantise", "lossy"]);
        assert_eq!(telling(&after), [""; 0], "{mends:?}");
    }
}

#[test]
fn images_that_were_enlarged_are_found_by_their_rhythm_and_hidden_by_one_pass_for_all() {
    for (seed, filter) in [(41, FilterType::Triangle), (42, FilterType::CatmullRom)] {
        let cases = images(seed, |synthetic, chance| {
            // A quarter of 360 and 512.
            let side = if synthetic { 90 } else { 128 };
            resized(&eight_bits(side, &texture(side, chance)), 128, filter)
        });
        let (found, _) = images_after(&cases, &arms(N), &[]);
        assert_eq!(found.verdict, Verdict::Fail);
        assert!(telling(&found).contains(&"interpolation"), "{:?}", telling(&found));
        let (mends, after) = mended_images(&cases, &arms(N));
        assert_eq!(ids(&mends), ["requantise", "lossy"]);
        assert_eq!(telling(&after), [""; 0], "{mends:?}");
    }
}

#[test]
fn blocks_that_were_made_smaller_have_a_rhythm_too() {
    let cases = images(43, |synthetic, chance| {
        if !synthetic {
            return eight_bits(128, &texture(128, chance));
        }
        let large = eight_bits(183, &texture(183, chance));
        resized(&through_jpeg(&large, 75), 128, FilterType::CatmullRom)
    });
    let (found, _) = images_after(&cases, &arms(N), &[]);
    assert!(telling(&found).contains(&"interpolation"), "{:?}", telling(&found));
    let (mends, after) = mended_images(&cases, &arms(N));
    assert_eq!(telling(&after), [""; 0], "{mends:?}");
}

#[test]
fn what_a_common_size_leaves_is_found_and_hidden() {
    let cases = images(44, |synthetic, chance| {
        let side = if synthetic { 150 } else { 192 };
        eight_bits(side, &texture(side, chance))
    });
    let first = [Mend::Resample { columns: 150, rows: 150 }];
    let depth = Mend::Requantise { bits: 8, spans: Vec::new() };
    let (found, _) = images_after(&cases, &arms(N), &[first[0].clone(), depth]);
    assert!(telling(&found).contains(&"interpolation"), "{:?}", telling(&found));
    let (mends, after) = mended_images(&cases, &arms(N));
    assert!(ids(&mends).starts_with(&["resample", "requantise", "lossy"]), "{mends:?}");
    assert_eq!(telling(&after), [""; 0], "{mends:?}");
}

#[test]
fn smoothness_alone_is_content_and_no_rhythm() {
    let cases = images(45, |synthetic, chance| {
        let image = eight_bits(128, &texture(128, chance));
        if !synthetic {
            return image;
        }
        let values: Vec<f64> = image.values().iter().copied().map(f64::from).collect();
        let at = |row: usize, column: usize| values[(row % 128) * 128 + column % 128];
        let smooth: Vec<f64> = (0..128 * 128)
            .map(|n| (n / 128, n % 128))
            .map(|(row, column)| {
                let pair = |row| at(row, column) + at(row, column + 1);
                (pair(row) + pair(row + 1)) / 4.0 / 255.0
            })
            .collect();
        eight_bits(128, &smooth)
    });
    let (found, _) = images_after(&cases, &arms(N), &[]);
    let of = |name: &str| found.leaks.iter().find(|leak| leak.name == name).unwrap();
    assert!(of("sharpness").tells(), "the generator is smooth");
    assert!(!of("interpolation").tells(), "and made nothing larger: {:?}", of("interpolation"));
}

#[test]
fn no_image_is_too_odd_to_be_looked_at() {
    for (rows, columns) in [(1, 1), (1, 300), (300, 1), (5, 300), (2, 3), (15, 15), (97, 16)] {
        for value in [0.0, 9.0, f32::NAN, f32::INFINITY] {
            for rgb in [false, true] {
                let channels = if rgb { Channels::Rgb } else { Channels::Gray };
                let mut values = vec![value; rows * columns * channels.count()];
                values[0] = 1.0;
                let image =
                    Image::new([rows, columns], channels, ValueRange::BITS_8, values).unwrap();
                let flat = eight_bits(1, &[0.5]);
                let all = image_attributes(&[unknown(image), unknown(flat)]);
                for name in ["blockiness_moved", "frequencies_gone_moved", "interpolation"] {
                    let found = all.iter().find(|attribute| attribute.name == name).unwrap();
                    let study::audit::Values::Numbers(numbers) = &found.values else {
                        panic!("{name} is a number")
                    };
                    assert!(numbers.iter().all(Option::is_some), "{name} of {rows} × {columns}");
                }
            }
        }
    }
}

#[test]
fn two_sizes_become_the_smaller_one() {
    let cases = images(2, |synthetic, chance| {
        let side = if synthetic { 500 } else { 512 };
        eight_bits(side, &texture(side, chance))
    });
    let (found, _) = images_after(&cases, &arms(N), &[]);
    assert_eq!(telling(&found), ["height", "width"]);
    let (mends, after) = mended_images(&cases, &arms(N));
    assert_eq!(mends[0], Mend::Resample { columns: 500, rows: 500 });
    assert_eq!(telling(&after), [""; 0], "{mends:?}");
}

#[test]
fn twelve_bits_and_eight_become_eight() {
    let cases = images(3, |synthetic, chance| {
        let field = texture(128, chance);
        if synthetic {
            eight_bits(128, &field)
        } else {
            gray(128, ValueRange::BITS_16, 4095.0, &field)
        }
    });
    let (found, _) = images_after(&cases, &arms(N), &[]);
    for name in ["bits", "gray_step", "range"] {
        assert!(telling(&found).contains(&name), "{name}: {:?}", telling(&found));
    }
    let (mends, after) = mended_images(&cases, &arms(N));
    assert!(matches!(mends[..], [Mend::Requantise { bits: 8, .. }]), "{mends:?}");
    assert_eq!(telling(&after), [""; 0]);
}

#[test]
fn air_without_noise_is_found_and_noise_below_a_floor_is_gone() {
    let cases = images(4, |synthetic, chance| eight_bits(128, &head(128, !synthetic, chance)));
    let (found, _) = images_after(&cases, &arms(N), &[]);
    assert!(telling(&found).contains(&"background"), "{:?}", telling(&found));
    let (mends, after) = mended_images(&cases, &arms(N));
    assert!(ids(&mends).contains(&"floor"), "{mends:?}");
    assert_eq!(telling(&after), [""; 0], "{mends:?}");
}

#[test]
fn one_scale_for_some_is_hidden_for_all() {
    let mut cases = images(5, |_, chance| eight_bits(64, &texture(64, chance)));
    for (at, case) in cases.iter_mut().enumerate() {
        let spacing = if at < N { 0.7 } else { 1.0 };
        let meaning =
            samples::Meaning { spacing_mm: Some([spacing; 2]), ..samples::Meaning::default() };
        case.sample = case.sample.clone().with_meaning(meaning);
        case.facts.n_frames = Some(if at < N { 30 } else { 1 });
    }
    let (found, _) = images_after(&cases, &arms(N), &[]);
    assert_eq!(telling(&found), ["n_frames", "spacing_across", "spacing_down"]);
    let (mends, after) = mended_images(&cases, &arms(N));
    assert_eq!((ids(&mends), telling(&after)), (vec!["hide_scale"], vec![]));
}

#[test]
fn names_and_sizes_of_files_are_told_and_stop_nothing() {
    let mut cases = images(6, |_, chance| eight_bits(64, &texture(64, chance)));
    for (at, case) in cases.iter_mut().enumerate() {
        let name = if at < N { format!("IMG_{at:04}.dcm") } else { format!("sample-{at}.png") };
        case.facts = Facts {
            name: Some(name),
            bytes: Some(if at < N { 8192 } else { 4096 }),
            tags: if at < N { ["Manufacturer".to_owned()].into() } else { [].into() },
            ..Facts::default()
        };
    }
    let (found, _) = images_after(&cases, &arms(N), &[]);
    assert_eq!(telling(&found), [""; 0]);
    let of = |name: &str| found.leaks.iter().find(|leak| leak.name == name).unwrap();
    for name in ["bytes", "name_pattern", "name_ending", "tag:Manufacturer"] {
        assert!((of(name).auc - 1.0).abs() < 1e-12 && of(name).tells(), "{name}");
    }
    assert_ne!(found.verdict, Verdict::Fail);
}

#[test]
fn two_rates_become_the_lower_one() {
    let cases = signals(11, |synthetic, chance| {
        let rate = if synthetic { 360.0 } else { 500.0 };
        signal(rate, ecg(rate, 10.0, chance))
    });
    let (found, _) = signals_after(&cases, &arms(N), &[]);
    for name in ["rate", "length", "cutoff"] {
        assert!(telling(&found).contains(&name), "{name}: {:?}", telling(&found));
    }
    let (mends, after) = mended_signals(&cases, &arms(N));
    assert_eq!(mends[0], Mend::Rate { hz: 360.0 });
    assert_eq!(telling(&after), [""; 0], "{mends:?}");
}

#[test]
fn steps_of_a_recorder_against_computed_numbers_become_steps_for_all() {
    let cases = signals(12, |synthetic, chance| {
        let values = ecg(250.0, 10.0, chance);
        signal(250.0, if synthetic { values } else { in_steps(&values, 0.005) })
    });
    let (found, _) = signals_after(&cases, &arms(N), &[]);
    assert!(telling(&found).contains(&"step"), "{:?}", telling(&found));
    let (mends, after) = mended_signals(&cases, &arms(N));
    assert_eq!(mends, [Mend::Quantise { step: 0.005 }]);
    assert_eq!(telling(&after), [""; 0], "{mends:?}");
}

#[test]
fn the_mains_of_one_source_are_taken_from_both() {
    let cases = signals(13, |synthetic, chance| {
        let mut values = ecg(500.0, 10.0, chance);
        let size = if synthetic { 0.0 } else { chance.random_range(0.005..0.02) };
        for (at, value) in values.iter_mut().enumerate() {
            *value += size * (std::f64::consts::TAU * 50.0 * at as f64 / 500.0).sin();
        }
        signal(500.0, values)
    });
    let (found, _) = signals_after(&cases, &arms(N), &[]);
    assert!(telling(&found).contains(&"mains_50"), "{:?}", telling(&found));
    let (mends, after) = mended_signals(&cases, &arms(N));
    assert!(ids(&mends).contains(&"notch"), "{mends:?}");
    assert_eq!(telling(&after), [""; 0], "{mends:?}");
}

#[test]
fn a_filter_of_one_source_is_given_to_both() {
    let cases = signals(14, |synthetic, chance| {
        let values = signal(500.0, ecg(500.0, 10.0, chance));
        let band = [Mend::Band { low_hz: None, high_hz: Some(40.0) }];
        if synthetic { blinding::apply_signal(&band, &values).unwrap() } else { values }
    });
    let (found, _) = signals_after(&cases, &arms(N), &[]);
    assert!(telling(&found).contains(&"cutoff"), "{:?}", telling(&found));
    let (mends, after) = mended_signals(&cases, &arms(N));
    assert!(ids(&mends).contains(&"band"), "{mends:?}");
    assert_eq!(telling(&after), [""; 0], "{mends:?}");
}

#[test]
fn a_recorder_that_clips_clips_all() {
    let cases = signals(15, |synthetic, chance| {
        let values = ecg(250.0, 10.0, chance);
        let clipped = values.iter().map(|value| value.min(0.5)).collect();
        signal(250.0, if synthetic { values } else { clipped })
    });
    let (found, _) = signals_after(&cases, &arms(N), &[]);
    assert!(telling(&found).contains(&"clipped"), "{:?}", telling(&found));
    let (mends, after) = mended_signals(&cases, &arms(N));
    assert!(ids(&mends).contains(&"clip"), "{mends:?}");
    assert_eq!(telling(&after), [""; 0], "{mends:?}");
}

#[test]
fn two_decimals_and_six_become_two() {
    let mut chance = chance(21);
    let table = |decimals: u8, chance: &mut rand_chacha::ChaCha8Rng| {
        let places = 10_f64.powi(decimals.into());
        let number = |chance: &mut rand_chacha::ChaCha8Rng| {
            (chance.random_range(50.0..150.0) * places).round() / places
        };
        let values = Values::Numbers((0..N).map(|_| Some(number(chance))).collect());
        let column =
            Column { name: "creatinine".to_owned(), kind: ColumnKind::Number, decimals, values };
        Table::new(vec![column]).unwrap()
    };
    let tables = [table(2, &mut chance), table(6, &mut chance)];
    let audited = |tables: &[Table; 2]| {
        let all = tables.iter().flat_map(|table| (0..N).map(move |row| Row { table, row }));
        let cases: Vec<Seen<Row<'_>>> = all.map(unknown).collect();
        audit(&arms(N), &table_attributes(&cases), 1).unwrap()
    };
    let side =
        |(arm, table)| SideTable { arm, table, people: BTreeSet::new(), rules: BTreeSet::new() };
    let sides: Vec<_> = [Arm::Real, Arm::Synthetic].into_iter().zip(&tables).map(side).collect();
    let card = card(&sides).columns;
    let shown = |plain| tables.each_ref().map(|table| as_shown(&card, table, plain).unwrap());
    let found = audited(&shown(true));
    assert_eq!(telling(&found), ["decimals:creatinine"]);
    assert_eq!((card[0].decimals, found.verdict), (2, Verdict::Fail));
    let after = audited(&shown(false));
    assert_eq!(telling(&after), [""; 0], "{:?}", after.leaks);
}

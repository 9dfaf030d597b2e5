//! How often clean studies fail, and how many cases of one source must carry a leak to be caught.
//!
//! `cargo test -p touchstone-blinding --test error_rates -- --ignored --nocapture` prints the tables of
//! `docs/methods/blinding-audit.md`; the seeds are fixed.

#![allow(clippy::unwrap_used)]
#![expect(clippy::print_stdout, reason = "its tables are what it is for")]

#[path = "../common/mod.rs"]
mod common;
mod rows;

use blinding::{
    Facts, ImageLook, Mend, SignalLook, apply_signal, attributes_of_images, attributes_of_signals,
};
use common::{
    arms, chance, cut, ecg, eight_bits, gray, head, in_steps, resized, signal, texture,
    through_jpeg,
};
use image::imageops::FilterType;
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use samples::{Image, Meaning, Signal, ValueRange};
use study::audit::{Attribute, Audit, Channel, Verdict, audit};

const N: usize = 40;
const STUDIES: u64 = 200;
const SIDE: usize = 128;
/// Studies for each share of carriers.
const TRIES: u64 = 20;
/// Of those, how many have to fail.
const CAUGHT: usize = 16;

/// The attributes of all cases of a study.
type Make = fn(u64) -> Vec<Attribute>;

fn image_look(image: &Image) -> ImageLook {
    ImageLook::of(image, &Facts::default())
}

fn signal_look(signal: &Signal) -> SignalLook {
    SignalLook::of(signal, &Facts::default())
}

#[test]
#[ignore = "takes minutes: a nightly trial"]
fn clean_studies_fail_as_rarely_as_the_level_says() {
    let attributes: [(&str, Make); 3] = [
        ("textures", |study| {
            let mut chance = chance(1000 + study);
            let look = |_| image_look(&eight_bits(SIDE, &texture(SIDE, &mut chance)));
            attributes_of_images(&(0..2 * N).map(look).collect::<Vec<_>>())
        }),
        ("heads in air", |study| {
            let mut chance = chance(2000 + study);
            let look = |_| image_look(&eight_bits(SIDE, &head(SIDE, false, &mut chance)));
            attributes_of_images(&(0..2 * N).map(look).collect::<Vec<_>>())
        }),
        ("ECGs", |study| {
            let mut chance = chance(3000 + study);
            let look = |_| {
                let seconds = chance.random_range(8.0..12.0);
                signal_look(&signal(250.0, in_steps(&ecg(250.0, seconds, &mut chance), 0.005)))
            };
            attributes_of_signals(&(0..2 * N).map(look).collect::<Vec<_>>())
        }),
    ];
    for (name, of) in attributes {
        print_alarms(name, |study| audit(&arms(N), &of(study), study).unwrap());
    }
}

/// Prints how many clean studies failed, which must not be more than the level allows.
fn print_alarms(name: &str, of: impl Fn(u64) -> Audit + Sync) {
    let verdicts: Vec<Verdict> =
        (0..STUDIES).into_par_iter().map(|study| of(study).verdict).collect();
    let count = |verdict| verdicts.iter().filter(|found| **found == verdict).count();
    let (failed, warned) = (count(Verdict::Fail), count(Verdict::Warn));
    println!("| {name} | {failed} of {STUDIES} | {warned} of {STUDIES} |");
    // 5 % and two standard errors of 200 trials: 5 + 2 · 1.54 = 8.1 %.
    assert!(failed <= 16, "{failed} of {STUDIES} clean studies of {name} failed");
}

/// Returns a row of the table: the smallest share of synthetic cases whose leak fails nearly all studies,
/// and by what.
///
/// `of(study, carriers)` is the audit of a study in which these synthetic cases carry the leak.
fn smallest(name: &str, of: impl Fn(u64, &[usize]) -> Audit + Sync) -> String {
    for carriers in (2..=N).step_by(2) {
        let failed: Vec<String> = (0..TRIES)
            .into_par_iter()
            .filter_map(|study| {
                let mut order: Vec<usize> = (0..N).collect();
                order.shuffle(&mut chance(study));
                let found = of(study, &order[..carriers]);
                let first = &found.leaks[0];
                let fails = found.verdict == Verdict::Fail && first.channel == Channel::Container;
                fails.then(|| first.name.clone())
            })
            .collect();
        if CAUGHT <= failed.len() {
            let mut by = failed.clone();
            by.sort();
            by.dedup();
            let share = 100.0 * carriers as f64 / N as f64;
            let (n, by) = (failed.len(), by.join(", "));
            return format!(
                "| {name} | {carriers} of {N} ({share:.0} %) | {n} of {TRIES} | {by} |"
            );
        }
    }
    format!("| {name} | not by {N} of {N} | – | – |")
}

/// Prints the smallest share of images or signals.
///
/// `of(study)` gives what was seen of all cases, and of the synthetic ones with the leak.
fn print_smallest<L: Clone + Send + Sync>(
    name: &str,
    of: impl Fn(u64) -> (Vec<L>, Vec<L>) + Sync,
    attributes: impl Fn(&[L]) -> Vec<Attribute> + Sync,
) {
    let studies: Vec<(Vec<L>, Vec<L>)> = (0..TRIES).into_par_iter().map(&of).collect();
    let found = |study: u64, carriers: &[usize]| {
        let (clean, leaking) = &studies[usize::try_from(study).unwrap()];
        let mut cases = clean.clone();
        for &at in carriers {
            cases[N + at] = leaking[at].clone();
        }
        audit(&arms(N), &attributes(&cases), study).unwrap()
    };
    println!("{}", smallest(name, found));
}

fn images(name: &str, of: impl Fn(bool, &mut ChaCha8Rng) -> Image + Sync) {
    let study = |study: u64| {
        let clean = |at| image_look(&of(false, &mut chance(5000 + 100 * study + at)));
        let leaking = |at| image_look(&of(true, &mut chance(5000 + 100 * study + at)));
        let n = N as u64;
        ((0..2 * n).map(clean).collect(), (n..2 * n).map(leaking).collect())
    };
    print_smallest(name, study, attributes_of_images);
}

fn signals(name: &str, of: impl Fn(bool, &mut ChaCha8Rng) -> Signal + Sync) {
    let study = |study: u64| {
        let clean = |at| signal_look(&of(false, &mut chance(9000 + 100 * study + at)));
        let leaking = |at| signal_look(&of(true, &mut chance(9000 + 100 * study + at)));
        let n = N as u64;
        ((0..2 * n).map(clean).collect(), (n..2 * n).map(leaking).collect())
    };
    print_smallest(name, study, attributes_of_signals);
}

#[test]
#[ignore = "takes minutes: a nightly trial"]
fn error_rates_of_leaks_in_images_are_printed() {
    for quality in [75, 90, 95, 98] {
        images(&format!("JPEG {quality}, saved as PNG"), move |leak, chance| {
            let image = eight_bits(SIDE, &texture(SIDE, chance));
            if leak { through_jpeg(&image, quality) } else { image }
        });
    }
    for quality in [75, 90] {
        images(&format!("JPEG {quality}, cut off the grid"), move |leak, chance| {
            let image = eight_bits(SIDE + 8, &texture(SIDE + 8, chance));
            cut(&if leak { through_jpeg(&image, quality) } else { image }, [3, 5], SIDE)
        });
    }
    images("JPEG 75, made 0.7 times as large", |leak, chance| {
        let large = eight_bits(183, &texture(183, chance));
        let image =
            if leak { through_jpeg(&large, 75) } else { eight_bits(SIDE, &texture(SIDE, chance)) };
        resized(&image, SIDE, FilterType::CatmullRom)
    });
    for (name, filter) in [("bilinear", FilterType::Triangle), ("bicubic", FilterType::CatmullRom)]
    {
        images(&format!("90 pixels, enlarged to 128, {name}"), move |leak, chance| {
            // A quarter of 360 and 512, which is harder to see than they are.
            let side = if leak { 90 } else { SIDE };
            resized(&eight_bits(side, &texture(side, chance)), SIDE, filter)
        });
    }
    images("128 pixels, made of 164, bicubic", |leak, chance| {
        let side = if leak { 164 } else { SIDE };
        resized(&eight_bits(side, &texture(side, chance)), SIDE, FilterType::CatmullRom)
    });
    images("125 pixels for 128", |leak, chance| {
        // A quarter of 500 and 512, for speed: only that they differ counts.
        let side = if leak { 125 } else { 128 };
        eight_bits(side, &texture(side, chance))
    });
    images("8 bits for 12", |leak, chance| {
        let field = texture(SIDE, chance);
        if leak {
            eight_bits(SIDE, &field)
        } else {
            gray(SIDE, ValueRange::BITS_16, 4095.0, &field)
        }
    });
    images("16 bits for 12 in one range", |leak, chance| {
        let top = if leak { 65535.0 } else { 4095.0 };
        gray(SIDE, ValueRange::BITS_16, top, &texture(SIDE, chance))
    });
    images("7 bits spread over 8", |leak, chance| {
        let field = texture(SIDE, chance);
        let coarse: Vec<f64> = field.iter().map(|v| (v * 170.0).round() / 170.0).collect();
        eight_bits(SIDE, if leak { &coarse } else { &field })
    });
    images("air that is exactly black", |leak, chance| {
        eight_bits(SIDE, &head(SIDE, !leak, chance))
    });
    images("another pixel spacing", |leak, chance| {
        let spacing = if leak { 1.0 } else { 0.7 };
        let meaning = Meaning { spacing_mm: Some([spacing; 2]), ..Meaning::default() };
        eight_bits(SIDE, &texture(SIDE, chance)).with_meaning(meaning)
    });
}

#[test]
#[ignore = "takes minutes: a nightly trial"]
fn error_rates_of_leaks_in_signals_are_printed() {
    signals("360 Hz for 500", |leak, chance| {
        let rate = if leak { 360.0 } else { 500.0 };
        signal(rate, ecg(rate, 10.0, chance))
    });
    signals("360 Hz, resampled to 500", |leak, chance| {
        let rate = if leak { 360.0 } else { 500.0 };
        let values = signal(rate, ecg(rate, 10.0, chance));
        if leak { apply_signal(&[Mend::Rate { hz: 500.0 }], &values).unwrap() } else { values }
    });
    signals("no steps for 5 µV", |leak, chance| {
        let values = ecg(250.0, 10.0, chance);
        signal(250.0, if leak { values } else { in_steps(&values, 0.005) })
    });
    signals("a filter at 40 Hz", |leak, chance| {
        let values = signal(250.0, ecg(250.0, 10.0, chance));
        let band = [Mend::Band { low_hz: None, high_hz: Some(40.0) }];
        if leak { apply_signal(&band, &values).unwrap() } else { values }
    });
    for size in [0.002, 0.01] {
        signals(&format!("50 Hz of {} µV", size * 1000.0), move |leak, chance| {
            let mut values = ecg(250.0, 10.0, chance);
            for (at, value) in values.iter_mut().enumerate().filter(|_| leak) {
                *value += size * (std::f64::consts::TAU * 50.0 * at as f64 / 250.0).sin();
            }
            signal(250.0, values)
        });
    }
    signals("peaks clipped at 0.5 mV", |leak, chance| {
        let mut values = ecg(250.0, 10.0, chance);
        for value in values.iter_mut().filter(|_| leak) {
            *value = value.min(0.5);
        }
        signal(250.0, values)
    });
}

//! Vectors, arrays, tables and signals of normal numbers.

use std::fmt::Write;
use std::path::Path;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use super::put;
use crate::Outcome;

/// How far the synthetic set lies from the real one, in each dimension, in standard deviations.
const SHIFT: f32 = 0.05;
/// How wide the synthetic set is, next to the real one.
const WIDTH: f32 = 0.99;

/// Writes two sets of `n` vectors of `d` values as `real.npy` and `synthetic.npy`.
pub(super) fn two_sets(chance: &mut ChaCha8Rng, n: usize, d: usize, folder: &Path) -> Outcome {
    let real = normal(chance, n * d);
    put(folder, "real.npy", &npy([n, d], &real))?;
    let synthetic: Vec<f32> =
        normal(chance, n * d).into_iter().map(|value| WIDTH * value + SHIFT).collect();
    put(folder, "synthetic.npy", &npy([n, d], &synthetic))
}

/// How many channels a signal has.
pub(crate) const N_CHANNELS: usize = 12;

/// Writes two sets of `n` signals of `length` values as `real.npy` and `synthetic.npy`, one channel
/// after the other: a wave of some frequency in each, and noise.
pub(super) fn two_sets_of_signals(
    chance: &mut ChaCha8Rng,
    n: usize,
    length: usize,
    folder: &Path,
) -> Outcome {
    for (name, noise) in [("real.npy", 0.5), ("synthetic.npy", 0.6)] {
        let mut values = normal(chance, n * N_CHANNELS * length);
        for channel in values.chunks_exact_mut(length) {
            let turns = chance.random_range(2.0_f32..20.0);
            let phase = chance.random_range(0.0..std::f32::consts::TAU);
            for (at, value) in channel.iter_mut().enumerate() {
                let part = at as f32 / length as f32;
                *value = (std::f32::consts::TAU * turns * part + phase).sin() + noise * *value;
            }
        }
        put(folder, name, &npy([n, N_CHANNELS * length], &values))?;
    }
    Ok(())
}

/// Writes `n` square arrays.
pub(super) fn arrays(chance: &mut ChaCha8Rng, n: usize, side: usize, folder: &Path) -> Outcome {
    for at in 0..n {
        let array = npy([side, side], &normal(chance, side * side));
        put(folder, &format!("array_{at:05}.npy"), &array)?;
    }
    Ok(())
}

fn normal(chance: &mut ChaCha8Rng, n: usize) -> Vec<f32> {
    (0..n).map(|_| StandardNormal.sample(chance)).collect()
}

/// Returns an array of numbers of 32 bits, little end first.
pub(super) fn npy(shape: [usize; 2], values: &[f32]) -> Vec<u8> {
    let [rows, columns] = shape;
    let header =
        format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
    // Ten bytes before it and a line's end after it, in lines of 64.
    let length = (10 + header.len() + 1).next_multiple_of(64) - 10;
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend(u16::try_from(length).unwrap_or(u16::MAX).to_le_bytes());
    file.extend(format!("{header:0$}\n", length - 1).into_bytes());
    file.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    file
}

/// Writes `n` tables: a word and 19 numbers in a row, some cells empty.
pub(super) fn tables(chance: &mut ChaCha8Rng, n: usize, rows: usize, folder: &Path) -> Outcome {
    const WORDS: [&str; 4] = ["none", "mild", "moderate", "severe"];
    for at in 0..n {
        let mut text = "grade".to_owned();
        (1..20)
            .try_for_each(|column| write!(text, ",value_{column}"))
            .map_err(|e| e.to_string())?;
        for _ in 0..rows {
            text.push('\n');
            text.push_str(WORDS[chance.random_range(0..WORDS.len())]);
            for _ in 1..20 {
                text.push(',');
                if chance.random_range(0..50) != 0 {
                    let value: f64 = StandardNormal.sample(chance);
                    write!(text, "{:.3}", 100.0 + 15.0 * value).map_err(|e| e.to_string())?;
                }
            }
        }
        text.push('\n');
        put(folder, &format!("table_{at:05}.csv"), text.as_bytes())?;
    }
    Ok(())
}

/// Writes `n` records of twelve channels.
pub(super) fn signals(chance: &mut ChaCha8Rng, n: usize, length: usize, folder: &Path) -> Outcome {
    for at in 0..n {
        let name = format!("record_{at:05}");
        let mut header = format!("{name} 12 500 {length}\n");
        for channel in 1..=12 {
            writeln!(header, "{name}.dat 16 1000/mV 16 0 0 0 0 lead_{channel}")
                .map_err(|error| error.to_string())?;
        }
        put(folder, &format!("{name}.hea"), header.as_bytes())?;
        let mut bytes = Vec::with_capacity(24 * length);
        for _ in 0..12 * length {
            bytes.extend(chance.random_range(-2000_i16..2000).to_le_bytes());
        }
        put(folder, &format!("{name}.dat"), &bytes)?;
    }
    Ok(())
}

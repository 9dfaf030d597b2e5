//! Stored steps to values in the signal's unit.

use crate::{Note, Notes};

use super::fields::Line;
use super::header::Header;
use super::layout::{DataFile, Layout};
use super::stored::Stored;

/// Returns the values, one signal after the other in the order of the header.
///
/// Where signals have different numbers of samples in a frame, those of a
/// frame are averaged, as the programs of WFDB do; they round the mean to a
/// whole step, which is not done here.
pub(super) fn read(header: &Header, layout: &Layout<'_>, notes: &mut Notes) -> Vec<f64> {
    let length = layout.length();
    let mut values = vec![f64::NAN; header.lines.len() * length];
    let mut n_missing = 0;
    for file in &layout.files {
        let mut first = 0;
        for &signal in &file.signals {
            let line = &header.lines[signal];
            let steps = Steps::of(file, line, first, layout.n_frames);
            first += steps.per_frame;
            if header.n_frames.is_some() && line.checksum.is_some_and(|sum| !steps.add_up_to(sum)) {
                notes.add(Note::Checksum { channel: line.label() });
            }
            let averaged = layout.per_frame.is_none() && 1 < steps.per_frame;
            if averaged {
                let (channel, values) = (line.label(), line.per_frame);
                notes.add(Note::Averaged { channel, values });
            }
            let places = &mut values[signal * length..(signal + 1) * length];
            let per_value = if averaged { steps.per_frame } else { 1 };
            n_missing += steps.fill(places, per_value, line);
        }
    }
    if 0 < n_missing {
        notes.add(Note::MissingSamples { values: n_missing });
    }
    values
}

/// One signal's samples as they are stored.
struct Steps {
    all: Vec<i32>,
    per_frame: usize,
    stored: Stored,
}

impl Steps {
    /// Takes a signal whose samples begin at `first` in each frame.
    fn of(file: &DataFile<'_>, line: &Line, first: usize, n_frames: usize) -> Self {
        let in_file = usize::try_from(file.per_frame).unwrap_or(usize::MAX);
        let per_frame = usize::try_from(line.per_frame).unwrap_or(usize::MAX);
        let stored = file.stored;
        let places = (0..n_frames)
            .flat_map(|frame| (0..per_frame).map(move |sample| frame * in_file + first + sample));
        let mut steps: Vec<i32> = places.map(|at| stored.sample(file.bytes, at)).collect();
        if stored == Stored::Differences {
            let mut sum = line.first;
            for step in &mut steps {
                sum += i64::from(*step);
                // Sums beyond 32 bits are damage, and stay at the border.
                sum = sum.clamp(i32::MIN.into(), i32::MAX.into());
                *step = i32::try_from(sum).unwrap_or(0);
            }
        }
        Steps { all: steps, per_frame, stored }
    }

    /// Says whether the sum of all samples ends in the 16 bits that the header tells.
    fn add_up_to(&self, told: i64) -> bool {
        let sum: i64 = self.all.iter().copied().map(i64::from).sum();
        sum.wrapping_sub(told) % 0x1_0000 == 0
    }

    /// Writes values, each the mean of so many samples; returns how many are missing.
    fn fill(&self, places: &mut [f64], per_value: usize, line: &Line) -> u64 {
        let missing = self.stored.missing();
        let value = |&step: &i32| {
            if Some(step) == missing { f64::NAN } else { line.value(step) }
        };
        // Where the signal lags in the file, its beginning lies further back.
        let skew = usize::try_from(line.skew).unwrap_or(usize::MAX);
        let skew = skew.saturating_mul(self.per_frame).min(self.all.len());
        for (place, samples) in places.iter_mut().zip(self.all[skew..].chunks(per_value)) {
            *place = if per_value == 1 {
                value(&samples[0])
            } else {
                samples.iter().map(value).sum::<f64>() / per_value as f64
            };
        }
        places.iter().filter(|value| value.is_nan()).count() as u64
    }
}

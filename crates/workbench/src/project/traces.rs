//! Signals for the screen: as a block of values, and small.

use samples::{Channels, Image, Signal, ValueRange};
use serde_json::json;

use crate::Result;

/// Returns the least and the largest value there is; 0 and 1 when there is none, or only one.
pub(crate) fn span<'a>(signals: impl Iterator<Item = &'a Signal>) -> [f64; 2] {
    let mut span = [f64::INFINITY, f64::NEG_INFINITY];
    for value in signals.flat_map(Signal::values).filter(|value| value.is_finite()) {
        span = [span[0].min(*value), span[1].max(*value)];
    }
    if span[0] < span[1] { span } else { [0.0, 1.0] }
}

/// Lays a signal out for the screen, as [`crate::wire::SignalHeader`] describes.
///
/// `low` and `high`: what a trace without a scale is drawn between.
#[expect(clippy::cast_possible_truncation, reason = "a screen shows no more than f32 holds")]
pub(crate) fn signal_block(signal: &Signal, [low, high]: [f64; 2]) -> Vec<u8> {
    const MAGIC: u32 = 0x3147_5354;
    let channels: Vec<_> = signal
        .channels()
        .iter()
        .map(|channel| json!({ "name": channel.name, "unit": channel.unit }))
        .collect();
    let text = json!({
        "channels": channels, "rateHz": signal.rate_hz(), "low": low, "high": high,
    });
    let text = text.to_string().into_bytes();
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut block = Vec::with_capacity(20 + text.len() + 4 * signal.values().len());
    for number in [MAGIC, small(signal.channels().len()), small(signal.length()), small(text.len())]
    {
        block.extend_from_slice(&number.to_le_bytes());
    }
    block.extend_from_slice(&text);
    block.resize(block.len().next_multiple_of(4), 0);
    for &value in signal.values() {
        block.extend_from_slice(&(value as f32).to_le_bytes());
    }
    block
}

/// How many channels a small picture shows.
const SHOWN: usize = 3;

/// Draws a signal small, as a gray picture: its first channels, each over its whole length.
///
/// # Errors
///
/// None for a signal that is one.
pub(crate) fn small(signal: &Signal, side: u32) -> Result<Image> {
    let side = side as usize;
    let mut pixels = vec![250.0_f32; side * side];
    let n_shown = signal.channels().len().min(SHOWN);
    let height = side / n_shown.max(1);
    for at in 0..n_shown {
        let values = signal.channel(at);
        let finite = || values.iter().copied().filter(|value| value.is_finite());
        let (low, high) =
            finite().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        if high < low {
            continue;
        }
        let room = (height.max(3) - 2) as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of the room is a place within it"
        )]
        let place = |value: f64| {
            let share = if low < high { (value - low) / (high - low) } else { 0.5 };
            (at * height + 1 + ((1.0 - share) * (room - 1.0)).round() as usize).min(side - 1)
        };
        let mut before: Option<usize> = None;
        for x in 0..side {
            let from = x * values.len() / side;
            let to = ((x + 1) * values.len() / side).max(from + 1).min(values.len());
            let some = || values[from..to].iter().copied().filter(|value| value.is_finite());
            let ends = some().map(place).fold(None, |ends: Option<(usize, usize)>, y| {
                Some(ends.map_or((y, y), |(top, bottom)| (top.min(y), bottom.max(y))))
            });
            let Some((top, bottom)) = ends else {
                before = None;
                continue;
            };
            // A line joins what neighbours do not touch.
            let (first, last) = match before {
                Some(y) if y < top => (y, bottom),
                Some(y) if bottom < y => (top, y),
                _ => (top, bottom),
            };
            for y in first..=last {
                pixels[y * side + x] = 40.0;
            }
            before = some().next_back().map(place);
        }
    }
    Ok(Image::new([side, side], Channels::Gray, ValueRange::BITS_8, pixels)?)
}

#[cfg(test)]
mod tests {
    use samples::Channel;

    use super::*;

    fn signal(values: Vec<f64>) -> Signal {
        let channel = Channel { name: "II".to_owned(), unit: Some("mV".to_owned()) };
        Signal::new([channel].into(), Some(360.0), values.len(), values).unwrap()
    }

    #[test]
    fn a_block_says_what_it_holds() {
        let block = signal_block(&signal(vec![1.0, f64::NAN]), [-1.0, 1.0]);
        assert_eq!(&block[..4], b"TSG1");
        let length = u32::from_le_bytes(block[12..16].try_into().unwrap()) as usize;
        let text: serde_json::Value = serde_json::from_slice(&block[16..16 + length]).unwrap();
        assert_eq!(text["channels"][0]["unit"], "mV");
        assert_eq!(block.len(), 16 + length.next_multiple_of(4) + 8);
    }

    #[test]
    fn a_flat_line_and_gaps_can_be_drawn() {
        for values in [vec![2.0; 9], vec![f64::NAN; 9], vec![1.0, f64::NAN, 3.0, 2.0]] {
            assert!(small(&signal(values), 64).is_ok());
        }
    }
}

//! Which mends make images alike.

use std::collections::BTreeMap;

use samples::ValueRange;
use study::audit::Audit;

use crate::suggest::{Draft, quantile};
use crate::tone::PARTS;
use crate::{ImageLook, Mend, Rect, Span, Suggestion};

/// The quality of the first pass of JPEG: the usual one, and lower than most files were written with.
const QUALITY: u8 = 75;
/// How much lower it gets when the traces of an earlier pass still show.
const LOWER: u8 = 15;
/// The lowest quality that is suggested.
const LOWEST: u8 = 30;
/// Images are made half as large only where one side stays as long as this.
const SMALLEST: usize = 96;
/// How many pixels of the new grid resampling spreads one of the old grid over, on either side.
const SPREAD: usize = 2;
/// What pixels tell of an earlier pass of JPEG.
const TRACES: [&str; 4] =
    ["blockiness", "blockiness_moved", "frequencies_gone", "frequencies_gone_moved"];
/// Of an image, the share of pixels at its least value that makes a background.
const BACKGROUND: f64 = 0.05;
/// Of an image, the share of pixels at its largest value that is clipped.
const CLIPPED: f64 = 0.01;
/// Noise of air reaches about so many times as high as its lower part.
const AIR: f64 = 3.0;
/// Fewer cases than this share are no group of their own.
const RARE: f64 = 0.1;

/// Suggests the mends that remove what an audit of images found.
///
/// # Input
///
/// * `audit`, `looks`: of the images as they are after `already`.
/// * `already`: the mends there are. What still tells makes them stronger.
///
/// # Value
///
/// The whole pipeline, to be applied to the images as they were at first. Only the container counts.
/// One size is that of the smallest case; one depth that of the coarsest.
pub fn suggest_for_images(audit: &Audit, looks: &[ImageLook], already: &[Mend]) -> Suggestion {
    let mut draft = Draft::new(audit, already);
    if looks.is_empty() {
        return draft.finish();
    }
    if draft.tells(&["color"]) {
        draft.put(Mend::Gray);
    }
    let resized = draft.tells(&["width", "height", "aspect"]);
    if resized {
        // A smaller image has fewer blocks and waves, of which the largest stands out less.
        draft.later(&["blockiness_moved", "frequencies_gone_moved", "interpolation"]);
        let smallest = |side: usize| looks.iter().map(|look| look.shape[side]).min().unwrap_or(1);
        let (rows, columns) = (smallest(0), smallest(1));
        // Where pixels are as far apart everywhere, more of them show more of the patient.
        draft.put(if one_spacing(looks) {
            Mend::Crop { columns, rows }
        } else {
            Mend::Resample { columns, rows }
        });
    }
    if draft.tells(&["spacing_across", "spacing_down", "slice_thickness", "n_frames"]) {
        draft.put(Mend::HideScale);
    }
    let spans = spans(looks);
    let floor = draft.tells(&["background"]);
    if floor {
        let before = match draft.find("floor") {
            Some(Mend::Floor { level }) => 1.5 * level,
            // Flat air has no frequencies, as if they had been taken away.
            _ => put_traces_off(&mut draft, 2.0 / 255.0),
        };
        draft.put(Mend::Floor { level: air(looks, &spans).max(before).min(0.5) });
    }
    let ceiling = draft.tells(&["saturation"]);
    if ceiling {
        let before = match draft.find("ceiling") {
            Some(Mend::Ceiling { level }) => 0.97 * level,
            _ => put_traces_off(&mut draft, 1.0),
        };
        draft.put(Mend::Ceiling { level: brightest(looks, &spans).min(before).max(0.5) });
    }
    // JPEG hides a rhythm of resampling better than another grid does: that has a rhythm of its own.
    let rhythm = draft.tells(&["interpolation"]);
    let lossy = draft.tells(&["compression"]) | draft.tells(&TRACES) | rhythm;
    if lossy {
        let quality = if let Some(Mend::Lossy { quality }) = draft.find("lossy") {
            quality.saturating_sub(LOWER).max(LOWEST)
        } else {
            // What JPEG makes of an image has no gaps among its levels.
            draft.later(&["empty_levels"]);
            QUALITY
        };
        if draft.find("lossy") == Some(&Mend::Lossy { quality }) {
            match half_as_large(looks) {
                Some(smaller) if rhythm => {
                    if let Some(moved) = follow(draft.find("mask"), &smaller, looks[0].shape) {
                        draft.put(moved);
                    }
                    draft.put(smaller);
                }
                _ => {
                    draft.give_up(&["compression", "interpolation"]);
                    draft.give_up(&TRACES);
                }
            }
        }
        draft.put(Mend::Lossy { quality });
    }
    let depth = draft.tells(&["range", "unit", "gray_step", "bits", "empty_levels"]);
    let is_lossy = draft.find("lossy").is_some();
    if let Some(Mend::Requantise { bits, spans }) = draft.find("requantise").cloned() {
        let coarser = if depth { bits.saturating_sub(1).max(4) } else { bits };
        let bits = if is_lossy { coarser.min(8) } else { coarser };
        draft.put(Mend::Requantise { bits, spans });
    } else if resized || depth || lossy || floor || ceiling {
        let bits = if is_lossy { 8 } else { common_bits(looks, &spans) };
        draft.put(Mend::Requantise { bits, spans });
    }
    draft.finish()
}

/// Looks for traces of JPEG again after what is mended now, and returns what it was given.
fn put_traces_off(draft: &mut Draft<'_>, first: f64) -> f64 {
    draft.later(&TRACES);
    draft.later(&["interpolation"]);
    first
}

/// Returns what makes images half as large as they are now: each pixel then comes of as many others, in
/// the same way. Nothing when they would be too small for a rhythm to be seen.
fn half_as_large(looks: &[ImageLook]) -> Option<Mend> {
    let half = |side: usize| looks.iter().map(|look| look.shape[side] / 2).min().unwrap_or(0);
    let (rows, columns) = (half(0), half(1));
    (SMALLEST <= rows.max(columns) && 0 < rows.min(columns))
        .then_some(Mend::Resample { columns, rows })
}

/// Returns a mask on the grid that images get, wide enough for what resampling spreads.
fn follow(mask: Option<&Mend>, grid: &Mend, [rows, columns]: [usize; 2]) -> Option<Mend> {
    let (Some(Mend::Mask { rects }), Mend::Resample { columns: to_columns, rows: to_rows }) =
        (mask, grid)
    else {
        return None;
    };
    // From the first pixel that a side of the rectangle reaches to the last.
    let side = |from: usize, length: usize, old: usize, new: usize| {
        let first = (from * new / old).saturating_sub(SPREAD);
        let end = ((from + length) * new).div_ceil(old).saturating_add(SPREAD).min(new);
        (first, end.saturating_sub(first))
    };
    let moved = rects.iter().map(|rect| {
        let (left, width) = side(rect.left, rect.width, columns, *to_columns);
        let (top, height) = side(rect.top, rect.height, rows, *to_rows);
        Rect { left, top, width, height }
    });
    Some(Mend::Mask { rects: moved.collect() })
}

fn one_spacing(looks: &[ImageLook]) -> bool {
    let first = looks[0].spacing_mm;
    looks.iter().all(|look| match (first, look.spacing_mm) {
        (Some(a), Some(b)) => [0, 1].iter().all(|&side| (a[side] - b[side]).abs() < 1e-3 * a[side]),
        _ => false,
    })
}

/// Returns black and white of images that state 16 bits and use fewer; others use what they state.
///
/// Depths of two bits apart are one group, whose darker images happen to reach less high.
fn spans(looks: &[ImageLook]) -> Vec<Span> {
    let mut n_with: BTreeMap<u32, usize> = BTreeMap::new();
    for look in looks.iter().filter(|look| look.range == ValueRange::BITS_16) {
        *n_with.entry(look.bits()).or_default() += 1;
    }
    let mut common: Vec<u32> = n_with
        .iter()
        .filter(|(_, n)| RARE * looks.len() as f64 <= **n as f64)
        .map(|(bits, _)| *bits)
        .collect();
    // The deepest counts even where it is rare: nothing may become whiter than white.
    common.extend(n_with.keys().next_back());
    common.dedup();
    let groups = common.chunk_by(|a, b| b - a <= 2).filter_map(|group| group.last());
    let (low, high) = (ValueRange::BITS_16.low(), ValueRange::BITS_16.high());
    groups
        .map(|&bits| f64::from((1_u32 << bits.min(16)) - 1))
        .map(|top| Span { low, high, top, black: low, white: top })
        .collect()
}

/// Returns where a value of an image lies between its black and its white.
fn place(look: &ImageLook, spans: &[Span], value: f64) -> f64 {
    let [black, white] = Span::of(spans, look.range, look.tone.most);
    (value - black) / (white - black)
}

/// Returns the bits that nearly all images have at least.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bits lie between 1 and 16"
)]
fn common_bits(looks: &[ImageLook], spans: &[Span]) -> u32 {
    let bits = |look: &ImageLook| {
        let step = look.gray_step().map_or(0.0, |step| step * look.range.width());
        let [black, white] = Span::of(spans, look.range, look.tone.most);
        if step <= 0.0 { 16.0 } else { ((white - black) / step + 1.0).log2().round() }
    };
    quantile(looks.iter().map(bits), 0.05).map_or(8, |bits| bits.clamp(1.0, 16.0) as u32)
}

/// Returns the value of an image that a share of its pixels lie below, between black and white.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length is a place within it"
)]
fn place_of_share(look: &ImageLook, spans: &[Span], share: f64) -> f64 {
    let at = (share * PARTS as f64).round() as usize;
    place(look, spans, look.tone.quantiles[at.min(PARTS)])
}

/// Returns how bright the noise of air gets: in images without a flat background, a few times the
/// brightness of as many of their darkest pixels as nearly every flat background has.
fn air(looks: &[ImageLook], spans: &[Span]) -> f64 {
    let is_flat = |look: &&ImageLook| BACKGROUND <= look.tone.at_least;
    let flat = looks.iter().filter(is_flat).map(|look| look.tone.at_least);
    let share = quantile(flat, 0.1).unwrap_or(BACKGROUND);
    let noisy = looks.iter().filter(|look| !is_flat(look));
    let dark = noisy.map(|look| place_of_share(look, spans, share));
    AIR * quantile(dark, 0.5).unwrap_or(0.0)
}

/// Returns a brightness that as many pixels of nearly every image reach as are clipped in those that
/// are.
fn brightest(looks: &[ImageLook], spans: &[Span]) -> f64 {
    let is_clipped = |look: &&ImageLook| CLIPPED <= look.tone.at_most;
    let clipped = looks.iter().filter(is_clipped).map(|look| look.tone.at_most);
    let share = quantile(clipped, 0.9).unwrap_or(CLIPPED);
    let open = looks.iter().filter(|look| !is_clipped(look));
    let bright = open.map(|look| place_of_share(look, spans, 1.0 - share));
    quantile(bright, 0.1).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_follows_to_half_the_size_and_holds_what_is_spread() {
        let mask = Mend::Mask { rects: vec![Rect { left: 90, top: 0, width: 11, height: 7 }] };
        let half = Mend::Resample { columns: 50, rows: 100 };
        let moved = follow(Some(&mask), &half, [200, 101]);
        // 90 to 101 of 101 columns are 44.6 to 50 of 50; 0 to 7 of 200 rows are 0 to 3.5 of 100.
        let rects = vec![Rect { left: 42, top: 0, width: 8, height: 6 }];
        assert_eq!(moved, Some(Mend::Mask { rects }));
        assert_eq!(follow(None, &half, [200, 101]), None);
    }
}

//! What of the images of a draft is covered by hand: letters and markers that were burnt into them can
//! tell the source.

use std::sync::{Arc, Mutex, PoisonError};

use blinding::{Mend, Rect};
use rayon::prelude::*;
use samples::{Arm, Channels, Image, Modality, ValueRange};
use store::{Case, StudyId};
use study::StudyState;

use super::super::Open;
use super::kept::{Kept, KeptCase};
use super::view::small;
use crate::bench::Workbench;
use crate::error::MaskError;
use crate::wire::{self, AuditView, MaskPreview, MaskRect};
use crate::{Error, Result};

/// How many parts of the images can be covered.
const MOST_RECTS: usize = 32;

/// The images of a draft, those of each source laid over each other.
#[derive(Clone)]
pub(crate) struct Overlays {
    study: StudyId,
    /// What was done to them, and what they are shown between.
    mends: Vec<Mend>,
    window: Option<[u16; 2]>,
    shape: [usize; 2],
    n: [usize; 2],
    /// PNG files, the real ones first.
    pictures: [Arc<Vec<u8>>; 2],
}

impl Workbench {
    /// Lays the images of each source of a draft over each other, and tells what of them is covered.
    ///
    /// # Errors
    ///
    /// [`Error::NotOfModality`], [`MaskError::Sizes`], those of the formats and of the store; of a
    /// locked study, that it is fixed.
    pub fn mask_preview(&self, id: u32) -> Result<MaskPreview> {
        let open = self.open_to_change()?;
        let id = StudyId(id.into());
        let overlays = open.overlays_of(id)?;
        let kept = Kept::read(&open.store.study(id)?)?;
        let mends = kept.shown.map(|shown| shown.mends).unwrap_or_default();
        let [rows, columns] = overlays.shape;
        Ok(MaskPreview {
            columns: small(columns),
            rows: small(rows),
            n_real: small(overlays.n[0]),
            n_synthetic: small(overlays.n[1]),
            rects: covered(&mends).iter().map(MaskRect::from).collect(),
            most: small(MOST_RECTS),
        })
    }

    /// Gives the images of one source of a draft laid over each other, as PNG: each pixel is the
    /// brightest that readers would see there. What is covered is not covered here.
    ///
    /// # Errors
    ///
    /// As [`Workbench::mask_preview`].
    pub fn mask_picture(&self, id: u32, arm: wire::Arm) -> Result<Vec<u8>> {
        let overlays = self.open_to_change()?.overlays_of(StudyId(id.into()))?;
        let [real, synthetic] = overlays.pictures;
        let picture = if arm == wire::Arm::Real { real } else { synthetic };
        Ok(picture.to_vec())
    }

    /// Covers these parts, and no others, of every image of a draft, and audits it again.
    ///
    /// # Errors
    ///
    /// [`MaskError`], and as [`Workbench::mask_preview`].
    pub fn mask_study(&self, id: u32, rects: &[MaskRect]) -> Result<AuditView> {
        let open = self.open_to_change()?;
        let view = open.masked(StudyId(id.into()), rects)?;
        self.0.changed();
        Ok(view)
    }
}

impl Open {
    /// Covers these parts of every image of a draft.
    pub(crate) fn masked(self: &Arc<Self>, id: StudyId, rects: &[MaskRect]) -> Result<AuditView> {
        // Letting go of all parts needs no look at the images.
        self.images_of_draft(id)?;
        if !rects.is_empty() {
            check(rects, self.overlays_of(id)?.shape)?;
        }
        self.keep_mends(id, |shown| {
            shown.mends.retain(|mend| !matches!(mend, Mend::Mask { .. }));
            if !rects.is_empty() {
                let rects = rects.iter().map(|&rect| Rect::from(rect)).collect();
                shown.mends.push(Mend::Mask { rects });
            }
            shown.mends.sort_by_key(Mend::stage);
        })?;
        self.audited(id)
    }

    /// Returns what is kept of a draft of images.
    fn images_of_draft(&self, id: StudyId) -> Result<Kept> {
        let study = self.store.study(id)?;
        if StudyState::Locked <= study.state {
            return Err(store::Error::StudyFixed { state: study.state }.into());
        }
        let kept = Kept::read(&study)?;
        match self.modality_of(&kept)? {
            Modality::Image => Ok(kept),
            given => Err(Error::NotOfModality { wanted: Modality::Image, given }),
        }
    }

    /// Returns the images of a draft laid over each other: as they were, when nothing else was done to
    /// them meanwhile.
    fn overlays_of(self: &Arc<Self>, id: StudyId) -> Result<Overlays> {
        if self.images_of_draft(id)?.audit.is_none() {
            // The window that images are shown in is found by the audit.
            self.audited(id)?;
        }
        let kept = self.images_of_draft(id)?;
        let shown = self.shown(&kept)?;
        let mut mends = shown.mends;
        mends.retain(|mend| !matches!(mend, Mend::Mask { .. }));
        let mut last = self.overlays.lock().unwrap_or_else(PoisonError::into_inner);
        let is_that =
            |one: &&Overlays| one.study == id && one.mends == mends && one.window == shown.window;
        if let Some(found) = last.as_ref().filter(is_that) {
            return Ok(found.clone());
        }
        let cases: Vec<Case> = kept.cases.iter().map(KeptCase::case).collect();
        let mut shape = None;
        let mut picture = |arm: Arm| -> Result<(usize, Arc<Vec<u8>>)> {
            let own: Vec<&Case> = cases.iter().filter(|case| case.arm == arm).collect();
            let laid = self.laid_over(&own, &mends, shown.window, shape)?;
            shape = Some(laid.shape());
            Ok((own.len(), Arc::new(formats::write_png(&laid)?)))
        };
        let (real, synthetic) = (picture(Arm::Real)?, picture(Arm::Synthetic)?);
        let made = Overlays {
            study: id,
            mends,
            window: shown.window,
            shape: shape.ok_or(Error::Broke)?,
            n: [real.0, synthetic.0],
            pictures: [real.1, synthetic.1],
        };
        *last = Some(made.clone());
        Ok(made)
    }

    /// Returns the brightest that readers would see at each pixel of these images; as many are in
    /// memory as are read at once.
    fn laid_over(
        &self,
        cases: &[&Case],
        mends: &[Mend],
        window: Option<[u16; 2]>,
        shape: Option<[usize; 2]>,
    ) -> Result<Image> {
        let laid = Mutex::new(Laid { shape, ..Laid::default() });
        cases.par_iter().try_for_each(|case| -> Result<()> {
            let image = self.shown_image(case, mends)?;
            let bytes = seen(&image, window);
            let mut laid = laid.lock().unwrap_or_else(PoisonError::into_inner);
            laid.lay(image.shape(), image.channels(), bytes)
        })?;
        laid.into_inner().unwrap_or_else(PoisonError::into_inner).image()
    }
}

/// Images that are laid over each other: the gray ones, and those with colors.
#[derive(Default)]
struct Laid {
    shape: Option<[usize; 2]>,
    gray: Vec<u8>,
    rgb: Vec<u8>,
}

impl Laid {
    fn lay(&mut self, shape: [usize; 2], channels: Channels, bytes: Vec<u8>) -> Result<()> {
        let [rows, columns] = *self.shape.get_or_insert(shape);
        if [rows, columns] != shape {
            return Err(MaskError::Sizes { columns, rows }.into());
        }
        let laid = if channels == Channels::Gray { &mut self.gray } else { &mut self.rgb };
        if laid.is_empty() {
            *laid = bytes;
        } else {
            laid.iter_mut().zip(bytes).for_each(|(laid, byte)| *laid = byte.max(*laid));
        }
        Ok(())
    }

    fn image(mut self) -> Result<Image> {
        let (channels, bytes) = if self.rgb.is_empty() {
            (Channels::Gray, self.gray)
        } else {
            for (pixel, gray) in self.rgb.chunks_exact_mut(3).zip(self.gray) {
                for value in pixel {
                    *value = gray.max(*value);
                }
            }
            (Channels::Rgb, self.rgb)
        };
        let values = bytes.into_iter().map(f32::from).collect();
        let shape = self.shape.ok_or(Error::Broke)?;
        Ok(Image::new(shape, channels, ValueRange::BITS_8, values)?)
    }
}

/// Returns what is covered by these mends.
pub(super) fn covered(mends: &[Mend]) -> &[Rect] {
    let rects = mends.iter().find_map(|mend| match mend {
        Mend::Mask { rects } => Some(rects.as_slice()),
        _ => None,
    });
    rects.unwrap_or_default()
}

/// Returns the values of an image as a screen shows them between the ends of a window.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is beyond 0 to 255 becomes 0 or 255"
)]
fn seen(image: &Image, window: Option<[u16; 2]>) -> Vec<u8> {
    let range = image.range();
    let stored = if range == ValueRange::BITS_8 { 255.0 } else { 65535.0 };
    let [black, white] = window.map_or([0.0, stored], |ends| ends.map(f64::from));
    let step = 255.0 / (white - black).max(1.0);
    let scale = step * stored / range.width();
    let shift = -(range.low() * scale + black * step);
    let level = |&value: &f32| (f64::from(value) * scale + shift).round() as u8;
    image.values().iter().map(level).collect()
}

/// Fails unless these parts lie within the images and leave something of them to be seen.
fn check(rects: &[MaskRect], [rows, columns]: [usize; 2]) -> Result<()> {
    if MOST_RECTS < rects.len() {
        return Err(MaskError::TooMany { given: rects.len(), most: MOST_RECTS }.into());
    }
    let mut is_covered = vec![false; rows * columns];
    for (at, rect) in rects.iter().map(|&rect| Rect::from(rect)).enumerate() {
        let within = |from: usize, length: usize, side: usize| {
            0 < length && from.checked_add(length).is_some_and(|end| end <= side)
        };
        if !within(rect.left, rect.width, columns) || !within(rect.top, rect.height, rows) {
            return Err(MaskError::Outside { number: at + 1, columns, rows }.into());
        }
        for row in rect.top..rect.top + rect.height {
            is_covered[row * columns + rect.left..][..rect.width].fill(true);
        }
    }
    if is_covered.contains(&false) { Ok(()) } else { Err(MaskError::All.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect([left, top, width, height]: [u32; 4]) -> MaskRect {
        MaskRect { left, top, width, height }
    }

    fn refused(rects: &[[u32; 4]]) -> Option<&'static str> {
        let rects: Vec<MaskRect> = rects.iter().copied().map(rect).collect();
        check(&rects, [4, 6]).err().map(|error| error.code())
    }

    #[test]
    fn parts_lie_within_the_images_and_leave_something() {
        assert_eq!(refused(&[[0, 0, 6, 3], [5, 3, 1, 1]]), None);
        assert_eq!(refused(&[[0, 0, 0, 1]]), Some("workbench.maskOutside"), "no pixel");
        assert_eq!(refused(&[[5, 0, 2, 1]]), Some("workbench.maskOutside"));
        assert_eq!(refused(&[[u32::MAX, 0, u32::MAX, 1]]), Some("workbench.maskOutside"));
        assert_eq!(refused(&[[0, 0, 3, 4], [3, 0, 3, 4]]), Some("workbench.maskAll"));
        assert_eq!(refused(&[[0, 0, 1, 1]; 33]), Some("workbench.maskTooMany"));
    }

    #[test]
    fn pixels_are_seen_between_the_ends_of_the_window() {
        let values = vec![900.0, 1000.0, 2000.0, 9000.0];
        let image = Image::new([1, 4], Channels::Gray, ValueRange::BITS_16, values).unwrap();
        assert_eq!(seen(&image, Some([1000, 3000])), [0, 0, 128, 255]);
    }

    #[test]
    fn gray_images_are_laid_over_colored_ones_and_sizes_are_one() {
        let mut laid = Laid::default();
        laid.lay([1, 2], Channels::Gray, vec![9, 1]).unwrap();
        laid.lay([1, 2], Channels::Gray, vec![3, 4]).unwrap();
        laid.lay([1, 2], Channels::Rgb, vec![0, 200, 5, 6, 7, 0]).unwrap();
        let refused = laid.lay([2, 1], Channels::Gray, vec![0, 0]).unwrap_err();
        assert_eq!(refused.code(), "workbench.maskSizes");
        assert_eq!(laid.image().unwrap().values(), [9.0, 200.0, 9.0, 6.0, 7.0, 4.0]);
    }
}

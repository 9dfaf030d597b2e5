//! Parts of the images of a draft that are covered by hand.

use blinding::Rect;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A rectangle of pixels that is covered in every image of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MaskRect {
    /// Its first column, from 0.
    pub left: u32,
    /// Its first row, from 0.
    pub top: u32,
    /// Its columns.
    pub width: u32,
    /// Its rows.
    pub height: u32,
}

/// What parts of all images can be covered on.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MaskPreview {
    /// The columns of every image.
    pub columns: u32,
    /// The rows of every image.
    pub rows: u32,
    /// Real images that are laid over each other.
    pub n_real: u32,
    /// Synthetic images that are laid over each other.
    pub n_synthetic: u32,
    /// What is covered now.
    pub rects: Vec<MaskRect>,
    /// How many parts can be covered.
    pub most: u32,
}

impl From<MaskRect> for Rect {
    fn from(rect: MaskRect) -> Self {
        // No image is as large as what does not fit.
        let side = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        Rect {
            left: side(rect.left),
            top: side(rect.top),
            width: side(rect.width),
            height: side(rect.height),
        }
    }
}

impl From<&Rect> for MaskRect {
    fn from(rect: &Rect) -> Self {
        let side = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        MaskRect {
            left: side(rect.left),
            top: side(rect.top),
            width: side(rect.width),
            height: side(rect.height),
        }
    }
}

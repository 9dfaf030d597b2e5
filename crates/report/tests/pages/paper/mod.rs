//! Reads a PDF back: what stands on each sheet, and where.

use std::sync::Arc;

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::util::TransformExt;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Rect, Shape};

/// One sheet of paper, in points from its upper left.
#[derive(Default)]
pub(crate) struct Sheet {
    /// How wide and high it is.
    pub(crate) size: (f64, f64),
    /// Every character, in the order of drawing.
    pub(crate) text: String,
    /// Where each character's ink is.
    pub(crate) ink: Vec<(char, Rect)>,
    /// Pictures of pixels.
    pub(crate) n_images: usize,
}

/// Returns the sheets of a PDF.
pub(crate) fn sheets(file: &[u8]) -> Vec<Sheet> {
    let pdf = Pdf::new(Arc::new(file.to_vec())).expect("a PDF that can be read");
    pdf.pages().iter().map(sheet).collect()
}

/// Returns all text without spaces: lines break where there is room, and nothing else depends on it.
pub(crate) fn letters(file: &[u8]) -> String {
    let text: String = sheets(file).into_iter().map(|sheet| sheet.text).collect();
    squeezed(&text)
}

/// Returns `text` without its spaces.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn sheet(page: &Page<'_>) -> Sheet {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        Rect::new(0.0, 0.0, width, height),
        &InterpreterCache::new(),
        page.xref(),
        InterpreterSettings::default(),
    );
    let mut sheet = Sheet { size: (width, height), ..Sheet::default() };
    interpret_page(page, &mut context, &mut sheet);
    sheet
}

impl<'a> Device<'a> for Sheet {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(character)) => character.to_string(),
            Some(BfString::String(text)) => text,
            None => panic!("a glyph without text behind {:?}", self.text),
        };
        if let Glyph::Outline(outline) = glyph {
            let ink = (transform * glyph_transform * outline.outline()).bounding_box();
            self.ink.extend(text.chars().map(|character| (character, ink)));
        }
        self.text.push_str(&text);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.n_images += 1;
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

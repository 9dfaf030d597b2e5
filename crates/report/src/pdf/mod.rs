//! The page as a PDF: A4, its fonts and figures inside, tagged for those who listen to it.
//!
//! Typst sets it. The template is ours and fixed; what the page says reaches it as values,
//! never as markup, so no text can be run. The template finds no file, no package, no
//! network and no clock.

mod data;
mod letters;
mod made;
mod world;

use typst::diag::{SourceDiagnostic, SourceResult};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::page::Page;
use crate::{Error, Result};

/// Returns the page as a PDF file.
///
/// The same page gives the same bytes. It is PDF/UA-1, for readers of the screen, and, where it
/// says when it was made, PDF/A-2a, for archives. A character that no font of ours has is
/// written as its code.
///
/// # Errors
///
/// [`Error::Typeset`] when the page cannot be set.
pub fn pdf(page: &Page) -> Result<Vec<u8>> {
    let file = set(page);
    // What typesetting remembers for the next time is worth less than its memory.
    typst::comemo::evict(0);
    file
}

fn set(page: &Page) -> Result<Vec<u8>> {
    let world = world::World::new(data::page(page));
    let document = done(typst::compile::<PagedDocument>(&world).output)?;
    let made = made::read(&page.made_at);
    let mut standards = vec![PdfStandard::Ua_1];
    standards.extend(made.map(|_| PdfStandard::A_2a));
    let standards = PdfStandards::new(&standards)
        .map_err(|error| Error::Typeset { why: error.message().to_string() })?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{}\n{}\n{}", page.project, page.title, page.made_at)),
        creator: Smart::Custom(Some(letters::written(&page.program))),
        timestamp: made.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    done(typst_pdf::pdf(&document, &options))
}

fn done<T>(result: SourceResult<T>) -> Result<T> {
    result.map_err(|errors| {
        let message = |error: &SourceDiagnostic| error.message.to_string();
        Error::Typeset { why: errors.first().map(message).unwrap_or_default() }
    })
}

//! All that typesetting may see: one template, three fonts, and what the page says.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

/// The fonts, in the order in which they are asked.
pub(super) static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 3] = [
        include_bytes!("../../../../assets/fonts/Inter-Regular.ttf"),
        include_bytes!("../../../../assets/fonts/Inter-SemiBold.ttf"),
        include_bytes!("../../../../assets/fonts/DejaVuSans.ttf"),
    ];
    files.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect()
});

static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

static TEMPLATE: LazyLock<Source> = LazyLock::new(|| {
    let path = VirtualPath::new("page.typ").expect("a plain name is a path");
    let id = FileId::new(RootedPath::new(VirtualRoot::Project, path));
    Source::new(id, include_str!("page.typ").to_owned())
});

/// A world without files, packages and clock.
pub(super) struct World {
    library: LazyHash<Library>,
}

impl World {
    /// Returns the world in which the template finds `said` as its inputs.
    pub(super) fn new(said: Dict) -> World {
        World { library: LazyHash::new(Library::builder().with_inputs(said).build()) }
    }
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == TEMPLATE.id() { Ok(TEMPLATE.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_can_be_read() {
        let families: Vec<&str> = FONTS.iter().map(|font| font.info().family.as_str()).collect();
        assert_eq!(families, ["Inter", "Inter", "DejaVu Sans"]);
    }

    #[test]
    fn nothing_but_the_template_can_be_opened() {
        let world = World::new(Dict::new());
        let other = VirtualPath::new("etc/passwd").expect("a path");
        let other = FileId::new(RootedPath::new(VirtualRoot::Project, other));
        assert_eq!(typst::World::file(&world, other), Err(FileError::AccessDenied));
        assert_eq!(typst::World::file(&world, TEMPLATE.id()), Err(FileError::AccessDenied));
        assert!(typst::World::source(&world, other).is_err());
        assert_eq!(typst::World::today(&world, None), None);
    }
}

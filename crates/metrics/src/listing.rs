//! Which records of a file of annotations refer to which.

use std::collections::BTreeMap;

use samples::{Annotation, Annotations, Category, Field, RecordId};

/// The records by their ids.
pub(crate) struct Listing<'a> {
    images: BTreeMap<&'a RecordId, Vec<usize>>,
    categories: BTreeMap<&'a RecordId, Vec<usize>>,
    annotations: BTreeMap<&'a RecordId, usize>,
    file: &'a Annotations,
}

impl<'a> Listing<'a> {
    pub(crate) fn of(file: &'a Annotations) -> Self {
        let mut annotations = BTreeMap::new();
        for id in file.annotations.iter().filter_map(|one| one.id.given()) {
            *annotations.entry(id).or_insert(0) += 1;
        }
        Listing {
            images: by_id(file.images.iter().map(|image| &image.id)),
            categories: by_id(file.categories.iter().map(|category| &category.id)),
            annotations,
            file,
        }
    }

    /// Returns the first image of that id.
    pub(crate) fn image(&self, annotation: &Annotation) -> Option<usize> {
        self.images.get(annotation.image_id.given()?).map(|places| places[0])
    }

    /// Returns the first label of that id.
    pub(crate) fn category(&self, id: &RecordId) -> Option<&'a Category> {
        self.categories.get(id).map(|places| &self.file.categories[places[0]])
    }

    pub(crate) fn n_images(&self, id: &RecordId) -> usize {
        self.images.get(id).map_or(0, Vec::len)
    }

    pub(crate) fn n_categories(&self, id: &RecordId) -> usize {
        self.categories.get(id).map_or(0, Vec::len)
    }

    pub(crate) fn n_annotations(&self, id: &RecordId) -> usize {
        self.annotations.get(id).copied().unwrap_or(0)
    }
}

fn by_id<'a>(ids: impl Iterator<Item = &'a Field<RecordId>>) -> BTreeMap<&'a RecordId, Vec<usize>> {
    let mut places: BTreeMap<&RecordId, Vec<usize>> = BTreeMap::new();
    for (place, id) in ids.enumerate() {
        if let Some(id) = id.given() {
            places.entry(id).or_default().push(place);
        }
    }
    places
}

//! Annotations of images, as a file gives them.

use std::collections::BTreeSet;
use std::fmt;

use crate::matching::matched;

/// What a file says about images: which there are, what can be marked in them, and where it is.
///
/// Nothing is refused here: fields may be missing, odd, or contradict each other. A check
/// can say what is wrong only of what is kept as it stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Annotations {
    /// The images, in the order of the file.
    pub images: Vec<AnnotatedImage>,
    /// The labels.
    pub categories: Vec<Category>,
    /// What is marked, in the order of the file.
    pub annotations: Vec<Annotation>,
}

/// A field of a record that people and programs write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Field<T> {
    /// It is not there, or nothing stands in it.
    #[default]
    Missing,
    /// Something else than what it should hold stands in it.
    Odd,
    /// It holds this.
    Given(T),
}

impl<T> Field<T> {
    /// Returns what it holds.
    pub fn given(&self) -> Option<&T> {
        match self {
            Field::Given(value) => Some(value),
            Field::Missing | Field::Odd => None,
        }
    }

    /// Returns whether it is there and holds something else.
    pub fn is_odd(&self) -> bool {
        matches!(self, Field::Odd)
    }
}

/// What a record is called in its file: a number or a word, which are equal when they look alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordId(pub String);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An image, as the file speaks of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnnotatedImage {
    /// What annotations call it.
    pub id: Field<RecordId>,
    /// Its file, which may have folders before it.
    pub file_name: Field<String>,
    /// Pixels in a row, as stated.
    pub width: Field<f64>,
    /// Pixels in a column, as stated.
    pub height: Field<f64>,
    /// Rows and columns of the image itself, when it is at hand; no reader knows it.
    pub shape: Option<[usize; 2]>,
    /// Whether the image is at hand while the file does not speak of it.
    pub unlisted: bool,
}

/// A label.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Category {
    /// What annotations call it.
    pub id: Field<RecordId>,
    /// Its name, for people.
    pub name: Field<String>,
    /// How many keypoints its skeleton has.
    pub n_keypoints: Field<usize>,
}

/// One thing that is marked in an image.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Annotation {
    /// What it is called.
    pub id: Field<RecordId>,
    /// The image it is in.
    pub image_id: Field<RecordId>,
    /// Its label.
    pub category_id: Field<RecordId>,
    /// Left, top, width and height of its box, if there are four numbers.
    pub bbox: Field<Vec<f64>>,
    /// Its outline or mask.
    pub segmentation: Field<Segmentation>,
    /// Place and visibility of each keypoint, three numbers each.
    pub keypoints: Field<Vec<f64>>,
    /// How many keypoints are marked, as stated.
    pub num_keypoints: Field<f64>,
    /// Its area in pixels, as stated.
    pub area: Field<f64>,
    /// 1 when it stands for a group, else 0.
    pub is_crowd: Field<f64>,
}

/// Which pixels something covers.
#[derive(Debug, Clone, PartialEq)]
pub enum Segmentation {
    /// Outlines: across and down of one corner after the other.
    Polygons(Vec<Vec<f64>>),
    /// Run lengths down the columns, outside and inside by turns, beginning outside.
    Runs {
        /// The lengths.
        counts: Field<Vec<u64>>,
        /// Rows and columns.
        size: Field<[u64; 2]>,
    },
}

/// Annotations of the images of one set, and of no others.
#[derive(Debug, Clone, PartialEq)]
pub struct Matched {
    /// Without those of other images; images the file does not speak of stand at the end.
    pub annotations: Annotations,
    /// Which image of the set each image is.
    pub sample_of: Vec<usize>,
    /// How many images of the file are not in the set.
    pub n_images_elsewhere: usize,
    /// How many annotations went with them.
    pub n_annotations_elsewhere: usize,
}

impl Annotations {
    /// Narrows to the images of a set, whose files have these `names`, with `/` between folders.
    ///
    /// An image is known by its path, by its file's own name, or by that without regard to
    /// case and ending, wherever that is the name of one file only. Annotations of an image
    /// that the file itself does not list stay: they are faults.
    pub fn of_samples(self, names: &[String]) -> Matched {
        let file_names: Vec<Option<&str>> =
            self.images.iter().map(|image| image.file_name.given().map(String::as_str)).collect();
        let samples = matched(&file_names, names);
        let (mut images, mut sample_of) = (Vec::new(), Vec::new());
        let (mut elsewhere, mut n_images_elsewhere) = (BTreeSet::new(), 0);
        for (image, sample) in self.images.into_iter().zip(samples) {
            if let Some(sample) = sample {
                images.push(image);
                sample_of.push(sample);
            } else {
                n_images_elsewhere += 1;
                elsewhere.extend(image.id.given().cloned());
            }
        }
        for id in images.iter().filter_map(|image| image.id.given()) {
            elsewhere.remove(id);
        }
        let n_before = self.annotations.len();
        let mut annotations = self.annotations;
        annotations.retain(|one| one.image_id.given().is_none_or(|id| !elsewhere.contains(id)));

        let listed: BTreeSet<usize> = sample_of.iter().copied().collect();
        for (sample, name) in names.iter().enumerate().filter(|(at, _)| !listed.contains(at)) {
            let file_name = Field::Given(name.clone());
            images.push(AnnotatedImage { file_name, unlisted: true, ..AnnotatedImage::default() });
            sample_of.push(sample);
        }
        Matched {
            sample_of,
            n_images_elsewhere,
            n_annotations_elsewhere: n_before - annotations.len(),
            annotations: Annotations { images, annotations, categories: self.categories },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(id: &str, file_name: &str) -> AnnotatedImage {
        AnnotatedImage {
            id: Field::Given(RecordId(id.to_owned())),
            file_name: Field::Given(file_name.to_owned()),
            ..AnnotatedImage::default()
        }
    }

    fn of_image(id: &str) -> Annotation {
        Annotation { image_id: Field::Given(RecordId(id.to_owned())), ..Annotation::default() }
    }

    #[test]
    fn annotations_of_images_elsewhere_go_and_those_of_unlisted_images_stay() {
        let annotations = Annotations {
            images: vec![image("1", "b.png"), image("2", "gone.png")],
            annotations: vec![of_image("1"), of_image("2"), of_image("9"), Annotation::default()],
            categories: Vec::new(),
        };
        let matched = annotations.of_samples(&["a.png".to_owned(), "b.png".to_owned()]);
        assert_eq!(matched.sample_of, [1, 0]);
        assert_eq!((matched.n_images_elsewhere, matched.n_annotations_elsewhere), (1, 1));
        let Annotations { images, annotations, .. } = matched.annotations;
        assert_eq!(images.iter().map(|image| image.unlisted).collect::<Vec<_>>(), [false, true]);
        assert_eq!(annotations, [of_image("1"), of_image("9"), Annotation::default()]);
    }
}

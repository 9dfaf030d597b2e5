//! COCO: boxes, outlines, masks and keypoints of the images beside it.
//!
//! It holds no sample, so it is none of the formats in the registry.

mod not_numbers;
mod record;
mod runs;

use std::fmt;

use samples::Annotations;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::{Error, Input, Limits, Note, Notes, Result, text};

const TITLE: &str = "COCO annotations";

/// A record takes as much memory as so many numbers.
const NUMBERS_OF_A_RECORD: u64 = 64;
/// A record longer than this is none: it would take sixteen times as much memory to look at.
const MOST_BYTES_OF_A_RECORD: usize = 64 << 20;

/// What one file of annotations gave.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnotationReading {
    /// What it says.
    pub annotations: Annotations,
    /// What was odd about the file; what is odd about its records is for a check to say.
    pub notes: Vec<Note>,
}

/// Reads a file of COCO annotations; nothing when it is another file.
///
/// It is one when its name ends in `.json` and it speaks of both `images` and `annotations`.
///
/// # Errors
///
/// [`Error::TooManyBytes`]; [`Error::Broken`] when it is no JSON, when `images` or
/// `annotations` is no list, or a record is no JSON that can be kept; [`Error::TooManyCells`]
/// when records and their numbers would take too much memory; [`Error::Unsupported`] for UTF-16.
pub fn read_annotations(input: &Input<'_>, limits: &Limits) -> Option<Result<AnnotationReading>> {
    let is_named = input.name.to_lowercase().ends_with(".json");
    let speaks_of = |word: &[u8]| input.bytes.windows(word.len()).any(|bytes| bytes == word);
    let is_one = is_named && speaks_of(b"\"images\"") && speaks_of(b"\"annotations\"");
    is_one.then(|| read(input.bytes, limits))
}

fn read(bytes: &[u8], limits: &Limits) -> Result<AnnotationReading> {
    let given = bytes.len() as u64;
    if limits.bytes < given {
        return Err(Error::TooManyBytes { given, limit: limits.bytes });
    }
    let mut notes = Notes::default();
    let text = text::decode(TITLE, bytes, &mut notes)?;
    let annotations = match parse(&text, limits) {
        Err(Trouble::Text(error)) => {
            // Programs that write numbers without looking write some that JSON does not have.
            let (plain, values) = not_numbers::without(&text);
            if values == 0 {
                return Err(broken(error));
            }
            notes.add(Note::NotNumbers { values });
            parse(&plain, limits).map_err(Trouble::into_error)?
        }
        parsed => parsed.map_err(Trouble::into_error)?,
    };
    Ok(AnnotationReading { annotations, notes: notes.into_parts().0 })
}

fn broken(detail: impl fmt::Display) -> Error {
    Error::Broken { format: TITLE, detail: detail.to_string() }
}

/// Why a text is no file of annotations.
enum Trouble {
    /// It is no JSON.
    Text(serde_json::Error),
    Other(Error),
}

impl Trouble {
    fn into_error(self) -> Error {
        match self {
            Trouble::Text(error) => broken(error),
            Trouble::Other(error) => error,
        }
    }
}

/// The parts of a file, as text.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    images: Option<&'a RawValue>,
    #[serde(borrow)]
    categories: Option<&'a RawValue>,
    #[serde(borrow)]
    annotations: Option<&'a RawValue>,
}

fn parse(text: &str, limits: &Limits) -> std::result::Result<Annotations, Trouble> {
    let document: Document<'_> = serde_json::from_str(text).map_err(Trouble::Text)?;
    let needed = |name: &str, part: Option<&'_ RawValue>| match part {
        Some(_) => Ok(()),
        None => Err(Trouble::Other(broken(format_args!("there is no `{name}`")))),
    };
    needed("images", document.images)?;
    needed("annotations", document.annotations)?;
    let mut room = Room { left: limits.cells, limit: limits.cells };
    Ok(Annotations {
        images: records("images", document.images, &mut room, record::image)?,
        categories: records("categories", document.categories, &mut room, record::category)?,
        annotations: records("annotations", document.annotations, &mut room, record::annotation)?,
    })
}

/// How many numbers there may still be.
struct Room {
    left: u64,
    limit: u64,
}

impl Room {
    fn take(&mut self, numbers: u64) -> Result<()> {
        let given = (self.limit - self.left).saturating_add(numbers);
        self.left = self
            .left
            .checked_sub(numbers)
            .ok_or(Error::TooManyCells { given, limit: self.limit })?;
        Ok(())
    }
}

/// Reads the records of one part; a part that is not there has none.
fn records<T>(
    name: &'static str,
    part: Option<&RawValue>,
    room: &mut Room,
    of: fn(&Value) -> (T, usize),
) -> std::result::Result<Vec<T>, Trouble> {
    let Some(part) = part else { return Ok(Vec::new()) };
    if !part.get().starts_with('[') {
        return Err(Trouble::Other(broken(format_args!("`{name}` is not a list"))));
    }
    let mut failure = None;
    let visitor = Records { name, room, of, failure: &mut failure };
    let read = serde_json::Deserializer::from_str(part.get()).deserialize_seq(visitor);
    match (read, failure) {
        (_, Some(error)) => Err(error),
        (read, None) => read.map_err(Trouble::Text),
    }
}

/// Reads one record after the other, so that no more than one is in memory as it was written.
struct Records<'a, T> {
    name: &'static str,
    room: &'a mut Room,
    of: fn(&Value) -> (T, usize),
    /// Why a record cannot be kept.
    failure: &'a mut Option<Trouble>,
}

impl<T> Records<'_, T> {
    fn one(&mut self, at: usize, text: &str) -> std::result::Result<T, Trouble> {
        let odd = |why: &dyn fmt::Display| {
            Trouble::Other(broken(format_args!("record {} of `{}`: {why}", at + 1, self.name)))
        };
        if MOST_BYTES_OF_A_RECORD < text.len() {
            return Err(odd(&"it is too long"));
        }
        let value: Value = serde_json::from_str(text).map_err(|error| odd(&error))?;
        let (record, n_numbers) = (self.of)(&value);
        self.room.take(NUMBERS_OF_A_RECORD + n_numbers as u64).map_err(Trouble::Other)?;
        Ok(record)
    }
}

impl<'de, T> Visitor<'de> for Records<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(
        mut self,
        mut list: A,
    ) -> std::result::Result<Vec<T>, A::Error> {
        let mut records = Vec::new();
        while let Some(text) = list.next_element::<&RawValue>()? {
            match self.one(records.len(), text.get()) {
                Ok(record) => records.push(record),
                Err(trouble) => {
                    *self.failure = Some(trouble);
                    return Err(A::Error::custom("a record cannot be kept"));
                }
            }
        }
        Ok(records)
    }
}

#[cfg(test)]
mod tests {
    use samples::{Field, RecordId, Segmentation};

    use super::*;

    fn of(text: &str) -> Result<AnnotationReading> {
        let input = Input::alone("coco.json", text.as_bytes());
        read_annotations(&input, &Limits::default()).expect("it speaks of both")
    }

    fn detail(text: &str) -> String {
        match of(text) {
            Err(Error::Broken { format: TITLE, detail }) => detail,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_json_file_that_speaks_of_other_things_is_another_file() {
        let limits = Limits::default();
        for (name, text) in [
            ("a.json", r#"{"images": []}"#),
            ("a.csv", r#"{"images": [], "annotations": []}"#),
            ("a.json", ""),
        ] {
            let input = Input::alone(name, text.as_bytes());
            assert!(read_annotations(&input, &limits).is_none(), "{name} {text}");
        }
    }

    #[test]
    fn what_is_no_list_or_not_there_is_said() {
        let without =
            r#"{"info": "\"images\"", "a": "images", "images": [], "b": ["annotations"]}"#;
        assert_eq!(detail(without), "there is no `annotations`");
        assert_eq!(detail(r#"{"images": {}, "annotations": []}"#), "`images` is not a list");
        assert_eq!(detail(r#"{"images": null, "annotations": []}"#), "there is no `images`");
        assert!(detail(r#"{"images": [], "annotations": [}"#).contains("line 1"));
        assert!(detail(r#"["images", "annotations", 1, 2]"#).contains("line 1"), "no object");
    }

    #[test]
    fn depth_and_size_are_errors_and_cost_no_stack() {
        let deep = "[".repeat(1_000_000);
        detail(&format!(r#"{{"images": [{deep}, "annotations": []}}"#));
        let closed = "]".repeat(1_000_000);
        let text = format!(r#"{{"images": [{deep}{closed}], "annotations": []}}"#);
        assert!(detail(&text).contains("record 1 of `images`"), "it is too deep");

        let text = format!(r#"{{"images": [{}0], "annotations": []}}"#, "0,".repeat(99));
        let limits = Limits { cells: 99 * NUMBERS_OF_A_RECORD, ..Limits::default() };
        let input = Input::alone("a.json", text.as_bytes());
        let given = 100 * NUMBERS_OF_A_RECORD;
        let expected = Error::TooManyCells { given, limit: limits.cells };
        assert_eq!(read_annotations(&input, &limits), Some(Err(expected)));
    }

    #[test]
    fn numbers_that_are_none_are_missing_and_noted() {
        let text = r#"{"images": [], "annotations": [{"area": NaN, "bbox": [1, 2, NaN, 4]}]}"#;
        let AnnotationReading { annotations, notes } = of(text).unwrap();
        assert_eq!(notes, [Note::NotNumbers { values: 2 }]);
        let [one] = &annotations.annotations[..] else { panic!("{annotations:?}") };
        assert_eq!((&one.area, &one.bbox), (&Field::Missing, &Field::Odd));
    }

    #[test]
    fn windows_text_with_a_mark_is_read() {
        let text = "\u{feff}{\"images\": [{\"id\": \"7\"}], \"annotations\": []}";
        let reading = of(text).unwrap();
        assert_eq!(reading.notes, [Note::ByteOrderMark]);
        assert_eq!(reading.annotations.images[0].id, Field::Given(RecordId("7".to_owned())));
    }

    #[test]
    fn whatever_stands_in_a_record_it_is_kept_or_odd() {
        let odd = ["null", "true", "-1", "1e300", r#""x""#, "[]", "[[]]", "[null]", "{}"];
        let keys = [
            "id",
            "image_id",
            "category_id",
            "bbox",
            "segmentation",
            "keypoints",
            "num_keypoints",
            "area",
            "iscrowd",
            "width",
            "height",
            "file_name",
            "name",
        ];
        for value in odd {
            let fields: Vec<String> =
                keys.iter().map(|key| format!("\"{key}\": {value}")).collect();
            let record = format!("{{{}}}", fields.join(", "));
            let text = format!(
                r#"{{"images": [{record}, {value}], "categories": [{record}], "annotations": [{record}]}}"#
            );
            let annotations = of(&text).unwrap().annotations;
            assert_eq!(annotations.images.len(), 2, "{value}");
            assert_eq!(annotations.annotations.len(), 1, "{value}");
        }
    }

    #[test]
    fn masks_are_outlines_or_runs() {
        let segmentation = |text: &str| {
            let text = format!(r#"{{"images": [], "annotations": [{{"segmentation": {text}}}]}}"#);
            of(&text).unwrap().annotations.annotations[0].segmentation.clone()
        };
        assert_eq!(segmentation("[]"), Field::Missing, "no mask was drawn");
        assert_eq!(segmentation("[1, 2, 3, 4, 5, 6]"), Field::Odd);
        let polygons = Segmentation::Polygons(vec![vec![1.0, 2.5], vec![]]);
        assert_eq!(segmentation("[[1, 2.5], []]"), Field::Given(polygons));
        let runs = |counts: Field<Vec<u64>>| {
            Field::Given(Segmentation::Runs { counts, size: Field::Given([6, 8]) })
        };
        let counts = Field::Given(vec![13, 3, 3, 4, 2, 3, 3, 3, 14]);
        let plain = r#"{"counts": [13, 3, 3, 4, 2, 3, 3, 3, 14], "size": [6, 8]}"#;
        assert_eq!(segmentation(plain), runs(counts.clone()));
        assert_eq!(segmentation(r#"{"counts": "=331OO10;", "size": [6, 8]}"#), runs(counts));
        assert_eq!(segmentation(r#"{"counts": [3, -1], "size": [6, 8]}"#), runs(Field::Odd));
    }
}

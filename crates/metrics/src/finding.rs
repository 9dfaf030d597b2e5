//! What is wrong with an image's record or an annotation.

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The place of the image in the file, from 0; `None` when it belongs to none.
    pub image: Option<usize>,
    /// The place of the annotation in the file, from 0; `None` when it is about the image.
    pub annotation: Option<usize>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong; numbers are pixels unless said otherwise.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// The image is at hand, and the file does not speak of it.
    #[error("the file does not list this image")]
    ImageUnlisted,
    /// An image has no annotation at all.
    #[error("the image has no annotation")]
    ImageBare,
    /// All annotations of an image lack something.
    #[error("none of the image's annotations is complete")]
    ImageIncomplete,
    /// A field is not there.
    #[error("{field} is missing")]
    Missing {
        /// The field, or the fields of which one would do.
        field: &'static str,
    },
    /// A field holds something else than it should.
    #[error("{field} does not hold what it should")]
    Odd {
        /// The field.
        field: &'static str,
    },
    /// Neither the file nor the image itself says how large it is.
    #[error("the size of the image is not known")]
    SizeUnknown,
    /// The file states another size than the image has.
    #[error("the file says {stated}, the image has {real}")]
    SizeDiffers {
        /// Width × height in the file.
        stated: String,
        /// Width × height of the image.
        real: String,
    },
    /// There is no image of that id.
    #[error("there is no image {id}")]
    UnknownImage {
        /// The id.
        id: String,
    },
    /// There is no label of that id.
    #[error("there is no category {id}")]
    UnknownLabel {
        /// The id.
        id: String,
    },
    /// Two records of one kind have one id.
    #[error("{n} {records} have the id {id}")]
    IdRepeated {
        /// Of what kind: `annotations`, `images`, `categories`.
        records: &'static str,
        /// The id.
        id: String,
        /// How many.
        n: usize,
    },
    /// A box has not four numbers.
    #[error("the box has {given} numbers, not 4")]
    BoxNumbers {
        /// How many it has.
        given: usize,
    },
    /// A box has no width or no height.
    #[error("the box is {size} large")]
    BoxEmpty {
        /// Width × height.
        size: String,
    },
    /// Something lies partly or wholly outside of the image.
    #[error("the {part} reaches {by} pixels beyond the image")]
    Outside {
        /// `box`, `outline`, `keypoint`.
        part: &'static str,
        /// How far.
        by: String,
    },
    /// Coordinates come in pairs.
    #[error("the outline has {numbers} numbers, which are no pairs")]
    OutlineOdd {
        /// How many.
        numbers: usize,
    },
    /// An outline of fewer than three corners encloses nothing.
    #[error("the outline has {corners} corners, at least 3 are needed")]
    OutlineShort {
        /// How many.
        corners: usize,
    },
    /// A mask or outline covers nothing.
    #[error("the mask covers nothing")]
    MaskEmpty,
    /// A mask is as large as another image.
    #[error("the mask is for {given}, the image has {wanted}")]
    MaskSize {
        /// Width × height of the mask.
        given: String,
        /// Width × height of the image.
        wanted: String,
    },
    /// Run lengths do not fill their mask.
    #[error("the run lengths add up to {given} pixels, the mask has {wanted}")]
    RunsSum {
        /// Their sum.
        given: u64,
        /// Width · height of the mask.
        wanted: u64,
    },
    /// Keypoints are three numbers each.
    #[error("the keypoints have {numbers} numbers, which are no triples")]
    KeypointsOdd {
        /// How many.
        numbers: usize,
    },
    /// A skeleton has more or fewer keypoints than its label says.
    #[error("there are {given} keypoints, the category has {wanted}")]
    KeypointsNumber {
        /// How many there are.
        given: usize,
        /// How many the label has.
        wanted: usize,
    },
    /// Keypoints are missing (0), hidden (1) or visible (2).
    #[error("a keypoint has the visibility {given}, not 0, 1 or 2")]
    Visibility {
        /// What is given.
        given: String,
    },
    /// The number of keypoints that is stated is another one.
    #[error("{stated} keypoints are stated, {counted} are marked")]
    KeypointsCounted {
        /// As stated.
        stated: String,
        /// As marked.
        counted: usize,
    },
    /// The stated area is none.
    #[error("the area is {area}, which is not positive")]
    AreaNotPositive {
        /// The stated area.
        area: String,
    },
    /// The stated area is not that of the mask.
    #[error("the area {area} is not that of the mask, {mask}")]
    AreaDiffers {
        /// The stated area.
        area: String,
        /// The area of the mask.
        mask: String,
    },
    /// The stated area is larger than the box around it.
    #[error("the area {area} is larger than the box, {box_area}")]
    AreaOverBox {
        /// The stated area.
        area: String,
        /// Width · height of the box.
        box_area: String,
    },
    /// The box is not that around the mask.
    #[error("the box is {by} pixels off the mask's own")]
    BoxDiffers {
        /// By how much the side differs that differs most.
        by: String,
    },
    /// The mark of a group is neither 0 nor 1.
    #[error("iscrowd is {given}, not 0 or 1")]
    Crowd {
        /// What is given.
        given: String,
    },
    /// An annotation marks what an earlier one of the image marks.
    #[error("it repeats annotation {id}")]
    Repeats {
        /// The earlier one's id, or its place in the file.
        id: String,
    },
}

impl Fault {
    /// Returns the stable code that picks the words.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::ImageUnlisted => "annotations.image_unlisted",
            Fault::ImageBare => "annotations.image_bare",
            Fault::ImageIncomplete => "annotations.image_incomplete",
            Fault::Missing { .. } => "annotations.missing",
            Fault::Odd { .. } => "annotations.odd",
            Fault::SizeUnknown => "annotations.size_unknown",
            Fault::SizeDiffers { .. } => "annotations.size_differs",
            Fault::UnknownImage { .. } => "annotations.unknown_image",
            Fault::UnknownLabel { .. } => "annotations.unknown_label",
            Fault::IdRepeated { .. } => "annotations.id_repeated",
            Fault::BoxNumbers { .. } => "annotations.box_numbers",
            Fault::BoxEmpty { .. } => "annotations.box_empty",
            Fault::Outside { .. } => "annotations.outside",
            Fault::OutlineOdd { .. } => "annotations.outline_odd",
            Fault::OutlineShort { .. } => "annotations.outline_short",
            Fault::MaskEmpty => "annotations.mask_empty",
            Fault::MaskSize { .. } => "annotations.mask_size",
            Fault::RunsSum { .. } => "annotations.runs_sum",
            Fault::KeypointsOdd { .. } => "annotations.keypoints_odd",
            Fault::KeypointsNumber { .. } => "annotations.keypoints_number",
            Fault::Visibility { .. } => "annotations.visibility",
            Fault::KeypointsCounted { .. } => "annotations.keypoints_counted",
            Fault::AreaNotPositive { .. } => "annotations.area_not_positive",
            Fault::AreaDiffers { .. } => "annotations.area_differs",
            Fault::AreaOverBox { .. } => "annotations.area_over_box",
            Fault::BoxDiffers { .. } => "annotations.box_differs",
            Fault::Crowd { .. } => "annotations.crowd",
            Fault::Repeats { .. } => "annotations.repeats",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Fault::ImageUnlisted
            | Fault::ImageBare
            | Fault::ImageIncomplete
            | Fault::SizeUnknown
            | Fault::MaskEmpty => Vec::new(),
            Fault::Missing { field } | Fault::Odd { field } => {
                vec![("field", (*field).to_owned())]
            }
            Fault::SizeDiffers { stated, real } => {
                vec![("stated", stated.clone()), ("real", real.clone())]
            }
            Fault::UnknownImage { id } | Fault::UnknownLabel { id } | Fault::Repeats { id } => {
                vec![("id", id.clone())]
            }
            Fault::IdRepeated { records, id, n } => {
                vec![("records", (*records).to_owned()), ("id", id.clone()), ("n", n.to_string())]
            }
            Fault::BoxNumbers { given } => vec![("given", given.to_string())],
            Fault::BoxEmpty { size } => vec![("size", size.clone())],
            Fault::Outside { part, by } => vec![("part", (*part).to_owned()), ("by", by.clone())],
            Fault::OutlineOdd { numbers } | Fault::KeypointsOdd { numbers } => {
                vec![("numbers", numbers.to_string())]
            }
            Fault::OutlineShort { corners } => vec![("corners", corners.to_string())],
            Fault::MaskSize { given, wanted } => {
                vec![("given", given.clone()), ("wanted", wanted.clone())]
            }
            Fault::RunsSum { given, wanted } => {
                vec![("given", given.to_string()), ("wanted", wanted.to_string())]
            }
            Fault::KeypointsNumber { given, wanted } => {
                vec![("given", given.to_string()), ("wanted", wanted.to_string())]
            }
            Fault::Visibility { given } | Fault::Crowd { given } => {
                vec![("given", given.clone())]
            }
            Fault::KeypointsCounted { stated, counted } => {
                vec![("stated", stated.clone()), ("counted", counted.to_string())]
            }
            Fault::AreaNotPositive { area } => vec![("area", area.clone())],
            Fault::AreaDiffers { area, mask } => {
                vec![("area", area.clone()), ("mask", mask.clone())]
            }
            Fault::AreaOverBox { area, box_area } => {
                vec![("area", area.clone()), ("box_area", box_area.clone())]
            }
            Fault::BoxDiffers { by } => vec![("by", by.clone())],
        }
    }
}

/// Writes a number to two decimals, as people read pixels.
pub(crate) fn short(number: f64) -> String {
    /// Beyond it every number is whole, and long to read.
    const LARGE: f64 = 1e15;
    if LARGE <= number.abs() {
        return format!("{number:e}");
    }
    // Adding 0 turns -0 into 0.
    ((number * 100.0).round() / 100.0 + 0.0).to_string()
}

/// Writes a size as people read it.
pub(crate) fn size([width, height]: [f64; 2]) -> String {
    format!("{} × {}", short(width), short(height))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_fault_has_words_that_speak_of_what_it_says() {
        let catalogue = include_str!("../../../assets/words/en/annotations.json");
        let catalogue: serde_json::Value = serde_json::from_str(catalogue).unwrap();
        let word = String::new;
        let faults = [
            Fault::ImageUnlisted,
            Fault::ImageBare,
            Fault::ImageIncomplete,
            Fault::Missing { field: "" },
            Fault::Odd { field: "" },
            Fault::SizeUnknown,
            Fault::SizeDiffers { stated: word(), real: word() },
            Fault::UnknownImage { id: word() },
            Fault::UnknownLabel { id: word() },
            Fault::IdRepeated { records: "", id: word(), n: 2 },
            Fault::BoxNumbers { given: 3 },
            Fault::BoxEmpty { size: word() },
            Fault::Outside { part: "", by: word() },
            Fault::OutlineOdd { numbers: 3 },
            Fault::OutlineShort { corners: 2 },
            Fault::MaskEmpty,
            Fault::MaskSize { given: word(), wanted: word() },
            Fault::RunsSum { given: 1, wanted: 2 },
            Fault::KeypointsOdd { numbers: 2 },
            Fault::KeypointsNumber { given: 1, wanted: 2 },
            Fault::Visibility { given: word() },
            Fault::KeypointsCounted { stated: word(), counted: 1 },
            Fault::AreaNotPositive { area: word() },
            Fault::AreaDiffers { area: word(), mask: word() },
            Fault::AreaOverBox { area: word(), box_area: word() },
            Fault::BoxDiffers { by: word() },
            Fault::Crowd { given: word() },
            Fault::Repeats { id: word() },
        ];
        for fault in &faults {
            let entry = &catalogue[fault.code().trim_start_matches("annotations.")];
            let message = entry["message"].as_str().unwrap_or_else(|| panic!("{}", fault.code()));
            let spoken: BTreeSet<&str> = message
                .split("{{")
                .skip(1)
                .map(|rest| rest.split("}}").next().unwrap_or_default())
                .collect();
            let params: BTreeSet<&str> = fault.params().into_iter().map(|(name, _)| name).collect();
            assert_eq!(spoken, params, "{}", fault.code());
        }
        assert_eq!(catalogue.as_object().map(serde_json::Map::len), Some(faults.len()));
    }

    #[test]
    fn numbers_are_short() {
        let written = [1.0, -0.0, 12.345_678, 1e300].map(short);
        assert_eq!(written, ["1", "0", "12.35", "1e300"]);
    }
}

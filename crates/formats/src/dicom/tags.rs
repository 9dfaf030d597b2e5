//! The few attributes that are looked at, by group and element.
//!
//! See DICOM PS3.6, <https://dicom.nema.org/medical/dicom/current/output/html/part06.html>.

/// Group in the upper 16 bits, element in the lower ones.
pub(super) type Tag = u32;

pub(super) const META_LENGTH: Tag = 0x0002_0000;
pub(super) const META_VERSION: Tag = 0x0002_0001;
pub(super) const MEDIA_STORAGE_CLASS: Tag = 0x0002_0002;
pub(super) const MEDIA_STORAGE_INSTANCE: Tag = 0x0002_0003;
pub(super) const TRANSFER_SYNTAX: Tag = 0x0002_0010;
pub(super) const IMPLEMENTATION: Tag = 0x0002_0012;
pub(super) const CHARACTER_SET: Tag = 0x0008_0005;
pub(super) const IMAGE_TYPE: Tag = 0x0008_0008;
pub(super) const SOP_CLASS: Tag = 0x0008_0016;
pub(super) const SOP_INSTANCE: Tag = 0x0008_0018;
pub(super) const MODALITY: Tag = 0x0008_0060;
pub(super) const CONVERSION_TYPE: Tag = 0x0008_0064;
pub(super) const PATIENT_ID: Tag = 0x0010_0020;
pub(super) const IMAGER_PIXEL_SPACING: Tag = 0x0018_1164;
pub(super) const STUDY_INSTANCE: Tag = 0x0020_000d;
pub(super) const SERIES_INSTANCE: Tag = 0x0020_000e;
pub(super) const SAMPLES_PER_PIXEL: Tag = 0x0028_0002;
pub(super) const PHOTOMETRIC_INTERPRETATION: Tag = 0x0028_0004;
pub(super) const PLANAR_CONFIGURATION: Tag = 0x0028_0006;
pub(super) const NUMBER_OF_FRAMES: Tag = 0x0028_0008;
pub(super) const ROWS: Tag = 0x0028_0010;
pub(super) const COLUMNS: Tag = 0x0028_0011;
pub(super) const PIXEL_SPACING: Tag = 0x0028_0030;
pub(super) const BITS_ALLOCATED: Tag = 0x0028_0100;
pub(super) const BITS_STORED: Tag = 0x0028_0101;
pub(super) const HIGH_BIT: Tag = 0x0028_0102;
pub(super) const PIXEL_REPRESENTATION: Tag = 0x0028_0103;
pub(super) const PIXEL_PADDING_VALUE: Tag = 0x0028_0120;
pub(super) const PIXEL_PADDING_RANGE_LIMIT: Tag = 0x0028_0121;
pub(super) const BURNED_IN_ANNOTATION: Tag = 0x0028_0301;
pub(super) const WINDOW_CENTER: Tag = 0x0028_1050;
pub(super) const WINDOW_WIDTH: Tag = 0x0028_1051;
pub(super) const RESCALE_INTERCEPT: Tag = 0x0028_1052;
pub(super) const RESCALE_SLOPE: Tag = 0x0028_1053;
pub(super) const RESCALE_TYPE: Tag = 0x0028_1054;
pub(super) const PALETTE_DESCRIPTORS: [Tag; 3] = [0x0028_1101, 0x0028_1102, 0x0028_1103];
pub(super) const PALETTE_COLORS: [Tag; 3] = [0x0028_1201, 0x0028_1202, 0x0028_1203];
pub(super) const SEGMENTED_PALETTE: Tag = 0x0028_1221;
pub(super) const MODALITY_LUT: Tag = 0x0028_3000;
/// What a value of a PET image counts.
pub(super) const UNITS: Tag = 0x0054_1001;
pub(super) const FLOAT_PIXELS: Tag = 0x7fe0_0008;
pub(super) const DOUBLE_PIXELS: Tag = 0x7fe0_0009;
pub(super) const PIXELS: Tag = 0x7fe0_0010;

pub(super) const ITEM: Tag = 0xfffe_e000;
pub(super) const END_OF_ITEM: Tag = 0xfffe_e00d;
pub(super) const END_OF_SEQUENCE: Tag = 0xfffe_e0dd;

/// What holds for all frames, and what holds for each one: of one frame both say the same.
pub(super) const FRAME_GROUPS: [Tag; 2] = [0x5200_9229, 0x5200_9230];
/// The spacing, the window and the rescale of a frame.
pub(super) const FRAME_MACROS: [Tag; 3] = [0x0028_9110, 0x0028_9132, 0x0028_9145];

/// What says who the patient is or who treated them, in words of the clinic.
///
/// The patient's identifier is not among them: it is kept, as the subject.
pub(super) const PEOPLE: [(Tag, &str); 16] = [
    (0x0008_0050, "accession number"),
    (0x0008_0090, "referring physician"),
    (0x0008_1048, "physicians of record"),
    (0x0008_1050, "performing physician"),
    (0x0008_1060, "reading physician"),
    (0x0008_1070, "operator"),
    (0x0010_0010, "patient’s name"),
    (0x0010_0030, "birth date"),
    (0x0010_1000, "other patient IDs"),
    (0x0010_1001, "other names"),
    (0x0010_1005, "birth name"),
    (0x0010_1040, "address"),
    (0x0010_1060, "mother’s birth name"),
    (0x0010_2154, "telephone numbers"),
    (0x0010_2297, "responsible person"),
    (0x0010_4000, "comments on the patient"),
];

/// Says whether the value of an attribute of the whole object is kept.
pub(super) fn is_wanted(tag: Tag) -> bool {
    const ONES: [Tag; 29] = [
        CHARACTER_SET,
        SOP_CLASS,
        MODALITY,
        PATIENT_ID,
        IMAGER_PIXEL_SPACING,
        SAMPLES_PER_PIXEL,
        PHOTOMETRIC_INTERPRETATION,
        PLANAR_CONFIGURATION,
        NUMBER_OF_FRAMES,
        ROWS,
        COLUMNS,
        PIXEL_SPACING,
        BITS_ALLOCATED,
        BITS_STORED,
        HIGH_BIT,
        PIXEL_REPRESENTATION,
        PIXEL_PADDING_VALUE,
        PIXEL_PADDING_RANGE_LIMIT,
        BURNED_IN_ANNOTATION,
        WINDOW_CENTER,
        WINDOW_WIDTH,
        RESCALE_INTERCEPT,
        RESCALE_SLOPE,
        RESCALE_TYPE,
        SEGMENTED_PALETTE,
        MODALITY_LUT,
        UNITS,
        FLOAT_PIXELS,
        DOUBLE_PIXELS,
    ];
    ONES.contains(&tag)
        || PALETTE_DESCRIPTORS.contains(&tag)
        || PALETTE_COLORS.contains(&tag)
        || PEOPLE.iter().any(|&(it, _)| it == tag)
        || is_overlay(tag)
}

/// Says whether the value of an attribute of a frame is kept.
pub(super) fn is_of_frame(tag: Tag) -> bool {
    const ONES: [Tag; 6] = [
        PIXEL_SPACING,
        WINDOW_CENTER,
        WINDOW_WIDTH,
        RESCALE_INTERCEPT,
        RESCALE_SLOPE,
        RESCALE_TYPE,
    ];
    ONES.contains(&tag)
}

/// The rows of one of the 16 planes of graphics that may lie over an image.
pub(super) fn is_overlay(tag: Tag) -> bool {
    matches!(tag >> 16, 0x6000..=0x601e) && (tag >> 16).is_multiple_of(2) && tag & 0xffff == 0x0010
}

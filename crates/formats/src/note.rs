//! What was odd about a file that could be read all the same.

use std::fmt;

use crate::Subject;

/// What was odd about a file that could be read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The name ends like another format's.
    NamedOtherwise {
        /// What it is.
        format: &'static str,
        /// What its name speaks of.
        named: &'static str,
    },
    /// The alpha channel was left out.
    AlphaDropped {
        /// How many pixels were not fully opaque.
        transparent: u64,
    },
    /// Colours from a palette were written out.
    PaletteExpanded,
    /// Gray levels of fewer than 8 bits were spread over 0 to 255.
    BitsExpanded {
        /// The bits of a pixel in the file.
        bits: u8,
    },
    /// The image was turned or mirrored as its metadata demands.
    Turned {
        /// The orientation of EXIF and TIFF, 2 to 8.
        orientation: u8,
    },
    /// Only the first page or frame was read.
    SeveralPages {
        /// How many there are.
        pages: u64,
    },
    /// The text is not UTF-8 and was read as Windows-1252.
    Windows1252,
    /// The text begins with a byte order mark, which was left out.
    ByteOrderMark,
    /// Fields are separated by something else than a comma.
    Separator {
        /// `semicolon`, `tab` or `bar`.
        separator: &'static str,
    },
    /// A first line that names the separator was followed and left out.
    SeparatorLine {
        /// `comma`, `semicolon`, `tab` or `bar`.
        separator: &'static str,
    },
    /// A column had the name of an earlier one.
    HeaderRepeated {
        /// The name that it has now.
        column: String,
        /// The name in the file.
        was: String,
    },
    /// A column had no name.
    HeaderMissing {
        /// The name that it has now.
        column: String,
    },
    /// A first column without a name that only counts the rows was left out.
    IndexDropped,
    /// A column has no value at all.
    EmptyColumn {
        /// Its name.
        column: String,
    },
    /// Words stand for missing values.
    MissingWords {
        /// The column.
        column: String,
        /// The words, separated by spaces.
        words: String,
        /// How many cells they fill.
        cells: u64,
    },
    /// Infinite numbers were taken as missing.
    NotFinite {
        /// The column.
        column: String,
        /// How many cells.
        cells: u64,
    },
    /// Commas group the thousands.
    ThousandsCommas {
        /// The column.
        column: String,
    },
    /// A comma stands before the decimals.
    DecimalCommas {
        /// The column.
        column: String,
    },
    /// Points group the thousands.
    ThousandsPoints {
        /// The column.
        column: String,
    },
    /// All numbers end in a percent sign; they were kept as they are written.
    Percent {
        /// The column.
        column: String,
    },
    /// Some numbers end in a percent sign and others do not: the column was kept as words.
    SomePercent {
        /// The column.
        column: String,
        /// How many cells end in it.
        cells: u64,
    },
    /// The minus sign of typography was read as a minus.
    MinusSigns {
        /// The column.
        column: String,
    },
    /// Commas or points may group thousands or stand before decimals: the column was kept as words.
    UnclearCommas {
        /// The column.
        column: String,
    },
    /// Numbers are written as codes, with leading zeros: the column was kept as words.
    LeadingZeros {
        /// The column.
        column: String,
    },
    /// Numbers have more digits than can be kept: the column was kept as words.
    TooManyDigits {
        /// The column.
        column: String,
    },
    /// Most cells of a column are numbers and some are not: it was kept as words.
    Mixed {
        /// The column.
        column: String,
        /// How many cells are numbers.
        numbers: u64,
        /// How many are not.
        words: u64,
    },
    /// A column's name suggests that it identifies people.
    IdentifiesPeople {
        /// The column.
        column: String,
    },
    /// Attributes of the header tell who the patient is or who treated them.
    HeaderIdentifiesPeople {
        /// What the attributes are called, never what they say.
        attributes: String,
    },
    /// The file says that text is part of the picture.
    BurnedIn,
    /// Graphics lie over the image and were left out.
    Overlays {
        /// How many planes.
        planes: u64,
    },
    /// Pixels outside of the picture carry a value of their own.
    PixelPadding {
        /// The value, as the image has it before it is turned round.
        value: String,
        /// How many pixels.
        pixels: u64,
    },
    /// The file shows low values bright: they were turned round.
    TurnedRound,
    /// The file shows low values bright, and they have a unit: they were kept.
    LowIsWhite,
    /// The file says nowhere how it is written.
    NoMetaHeader,
    /// The file begins like something else, too.
    ForeignPreamble {
        /// Like what.
        kind: &'static str,
    },
    /// A column that holds no plain values was left out.
    ColumnLeftOut {
        /// The column.
        column: String,
    },
    /// The header does not say how many values a second there are.
    RateAssumed {
        /// What the format takes then.
        rate: String,
    },
    /// The file goes on behind the length that its header tells.
    LongerThanTold {
        /// How many values of a channel were read.
        read: u64,
        /// How many there are.
        held: u64,
    },
    /// A channel was not calibrated: its values have no unit.
    Uncalibrated {
        /// The channel.
        channel: String,
    },
    /// A channel has several values where others have one: they were averaged.
    Averaged {
        /// The channel.
        channel: String,
        /// How many values became one.
        values: u64,
    },
    /// Values are missing in a signal.
    MissingSamples {
        /// How many.
        values: u64,
    },
    /// The values of a channel do not add up to what the header says.
    Checksum {
        /// The channel.
        channel: String,
    },
    /// The file of marks is damaged: no mark was read.
    MarksBroken,
    /// Marks lie before or behind the signal and were left out.
    MarksOutside {
        /// How many.
        marks: u64,
    },
    /// NaN or infinity stands where JSON has a number: they were taken as missing.
    NotNumbers {
        /// How many.
        values: u64,
    },
    /// Whole numbers too large to be kept exactly were rounded.
    Rounded {
        /// How many values.
        values: u64,
    },
}

impl Note {
    /// Returns the word that picks the text from the catalogue; it never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Note::NamedOtherwise { .. } => "formats.note_named_otherwise",
            Note::AlphaDropped { .. } => "formats.note_alpha_dropped",
            Note::PaletteExpanded => "formats.note_palette_expanded",
            Note::BitsExpanded { .. } => "formats.note_bits_expanded",
            Note::Turned { .. } => "formats.note_turned",
            Note::SeveralPages { .. } => "formats.note_several_pages",
            Note::Windows1252 => "formats.note_windows_1252",
            Note::ByteOrderMark => "formats.note_byte_order_mark",
            Note::Separator { .. } => "formats.note_separator",
            Note::SeparatorLine { .. } => "formats.note_separator_line",
            Note::HeaderRepeated { .. } => "formats.note_header_repeated",
            Note::HeaderMissing { .. } => "formats.note_header_missing",
            Note::IndexDropped => "formats.note_index_dropped",
            Note::EmptyColumn { .. } => "formats.note_empty_column",
            Note::MissingWords { .. } => "formats.note_missing_words",
            Note::NotFinite { .. } => "formats.note_not_finite",
            Note::ThousandsCommas { .. } => "formats.note_thousands_commas",
            Note::DecimalCommas { .. } => "formats.note_decimal_commas",
            Note::ThousandsPoints { .. } => "formats.note_thousands_points",
            Note::Percent { .. } => "formats.note_percent",
            Note::SomePercent { .. } => "formats.note_some_percent",
            Note::MinusSigns { .. } => "formats.note_minus_signs",
            Note::UnclearCommas { .. } => "formats.note_unclear_commas",
            Note::LeadingZeros { .. } => "formats.note_leading_zeros",
            Note::TooManyDigits { .. } => "formats.note_too_many_digits",
            Note::Mixed { .. } => "formats.note_mixed",
            Note::IdentifiesPeople { .. } => "formats.note_identifies_people",
            Note::HeaderIdentifiesPeople { .. } => "formats.note_header_identifies_people",
            Note::BurnedIn => "formats.note_burned_in",
            Note::Overlays { .. } => "formats.note_overlays",
            Note::PixelPadding { .. } => "formats.note_pixel_padding",
            Note::TurnedRound => "formats.note_turned_round",
            Note::LowIsWhite => "formats.note_low_is_white",
            Note::NoMetaHeader => "formats.note_no_meta_header",
            Note::ForeignPreamble { .. } => "formats.note_foreign_preamble",
            Note::ColumnLeftOut { .. } => "formats.note_column_left_out",
            Note::RateAssumed { .. } => "formats.note_rate_assumed",
            Note::LongerThanTold { .. } => "formats.note_longer_than_told",
            Note::Uncalibrated { .. } => "formats.note_uncalibrated",
            Note::Averaged { .. } => "formats.note_averaged",
            Note::MissingSamples { .. } => "formats.note_missing_samples",
            Note::Checksum { .. } => "formats.note_checksum",
            Note::MarksBroken => "formats.note_marks_broken",
            Note::MarksOutside { .. } => "formats.note_marks_outside",
            Note::NotNumbers { .. } => "formats.note_not_numbers",
            Note::Rounded { .. } => "formats.note_rounded",
        }
    }

    /// Returns what the text speaks of.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Note::NamedOtherwise { format, named } => {
                vec![("format", (*format).to_owned()), ("named", (*named).to_owned())]
            }
            Note::AlphaDropped { transparent } => vec![("transparent", transparent.to_string())],
            Note::BitsExpanded { bits } => vec![("bits", bits.to_string())],
            Note::Turned { orientation } => vec![("orientation", orientation.to_string())],
            Note::SeveralPages { pages } => vec![("pages", pages.to_string())],
            Note::PaletteExpanded
            | Note::Windows1252
            | Note::ByteOrderMark
            | Note::IndexDropped
            | Note::BurnedIn
            | Note::TurnedRound
            | Note::LowIsWhite
            | Note::NoMetaHeader
            | Note::MarksBroken => vec![],
            Note::HeaderIdentifiesPeople { attributes } => {
                vec![("attributes", attributes.clone())]
            }
            Note::Overlays { planes } => vec![("planes", planes.to_string())],
            Note::PixelPadding { value, pixels } => {
                vec![("value", value.clone()), ("pixels", pixels.to_string())]
            }
            Note::ForeignPreamble { kind } => vec![("kind", (*kind).to_owned())],
            Note::Separator { separator } | Note::SeparatorLine { separator } => {
                vec![("separator", (*separator).to_owned())]
            }
            Note::HeaderRepeated { column, was } => {
                vec![("column", column.clone()), ("was", was.clone())]
            }
            Note::MissingWords { column, words, cells } => vec![
                ("column", column.clone()),
                ("words", words.clone()),
                ("cells", cells.to_string()),
            ],
            Note::NotFinite { column, cells } | Note::SomePercent { column, cells } => {
                vec![("column", column.clone()), ("cells", cells.to_string())]
            }
            Note::Mixed { column, numbers, words } => vec![
                ("column", column.clone()),
                ("numbers", numbers.to_string()),
                ("words", words.to_string()),
            ],
            Note::HeaderMissing { column }
            | Note::EmptyColumn { column }
            | Note::ThousandsCommas { column }
            | Note::DecimalCommas { column }
            | Note::ThousandsPoints { column }
            | Note::Percent { column }
            | Note::MinusSigns { column }
            | Note::UnclearCommas { column }
            | Note::LeadingZeros { column }
            | Note::TooManyDigits { column }
            | Note::ColumnLeftOut { column }
            | Note::IdentifiesPeople { column } => vec![("column", column.clone())],
            Note::RateAssumed { rate } => vec![("rate", rate.clone())],
            Note::LongerThanTold { read, held } => {
                vec![("read", read.to_string()), ("held", held.to_string())]
            }
            Note::Uncalibrated { channel } | Note::Checksum { channel } => {
                vec![("channel", channel.clone())]
            }
            Note::Averaged { channel, values } => {
                vec![("channel", channel.clone()), ("values", values.to_string())]
            }
            Note::MarksOutside { marks } => vec![("marks", marks.to_string())],
            Note::MissingSamples { values }
            | Note::NotNumbers { values }
            | Note::Rounded { values } => {
                vec![("values", values.to_string())]
            }
        }
    }
}

impl fmt::Display for Note {
    #[expect(clippy::too_many_lines, reason = "a sentence for each note")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::NamedOtherwise { format, named } => {
                write!(f, "the file is named like {named} and was read as {format}")
            }
            Note::AlphaDropped { transparent } => write!(
                f,
                "the alpha channel was left out; {transparent} pixels were not fully opaque"
            ),
            Note::PaletteExpanded => f.write_str("colours from a palette were written out"),
            Note::BitsExpanded { bits } => {
                write!(f, "gray levels of {bits} bits were spread over 0 to 255")
            }
            Note::Turned { orientation } => {
                write!(
                    f,
                    "the image was turned as its metadata demands (orientation {orientation})"
                )
            }
            Note::SeveralPages { pages } => {
                write!(f, "the file has {pages} pages or frames; the first was read")
            }
            Note::Windows1252 => f.write_str("the text is not UTF-8 and was read as Windows-1252"),
            Note::ByteOrderMark => f.write_str("a byte order mark was left out"),
            Note::Separator { separator } => {
                write!(f, "fields are separated by a {separator}, not by a comma")
            }
            Note::SeparatorLine { separator } => write!(
                f,
                "the first line says that a {separator} separates the fields, and was left out"
            ),
            Note::HeaderRepeated { column, was } => {
                write!(f, "a second column `{was}` was renamed `{column}`")
            }
            Note::HeaderMissing { column } => {
                write!(f, "a column without a name was named `{column}`")
            }
            Note::IndexDropped => {
                f.write_str("a first column without a name, which counts the rows, was left out")
            }
            Note::EmptyColumn { column } => write!(f, "column `{column}` has no value"),
            Note::MissingWords { column, words, cells } => write!(
                f,
                "in column `{column}` {cells} cells were taken as missing, written as {words}"
            ),
            Note::NotFinite { column, cells } => {
                write!(f, "in column `{column}` {cells} infinite numbers were taken as missing")
            }
            Note::ThousandsCommas { column } => {
                write!(f, "commas in column `{column}` were read as grouping thousands")
            }
            Note::DecimalCommas { column } => {
                write!(f, "commas in column `{column}` were read as decimal points")
            }
            Note::ThousandsPoints { column } => {
                write!(f, "points in column `{column}` were read as grouping thousands")
            }
            Note::Percent { column } => write!(
                f,
                "the numbers in column `{column}` are percentages and were kept as written: \
                 12 % is 12"
            ),
            Note::SomePercent { column, cells } => write!(
                f,
                "in column `{column}` {cells} numbers end in a percent sign and others do not; \
                 it was kept as words"
            ),
            Note::MinusSigns { column } => {
                write!(f, "long minus signs in column `{column}` were read as minus")
            }
            Note::UnclearCommas { column } => write!(
                f,
                "commas or points in column `{column}` may group thousands or stand before decimals; \
                 it was kept as words"
            ),
            Note::LeadingZeros { column } => {
                write!(f, "column `{column}` holds codes with leading zeros and was kept as words")
            }
            Note::TooManyDigits { column } => write!(
                f,
                "column `{column}` holds numbers of more than 15 digits and was kept as words"
            ),
            Note::Mixed { column, numbers, words } => write!(
                f,
                "column `{column}` holds {numbers} numbers and {words} words; \
                 it was kept as words"
            ),
            Note::IdentifiesPeople { column } => {
                write!(f, "the name of column `{column}` suggests that it identifies people")
            }
            Note::HeaderIdentifiesPeople { attributes } => {
                write!(f, "attributes of the header identify people: {attributes}")
            }
            Note::BurnedIn => f.write_str("the file says that text is part of the picture"),
            Note::Overlays { planes } => {
                write!(f, "graphics that lie over the image were left out: {planes} planes")
            }
            Note::PixelPadding { value, pixels } => {
                write!(f, "{pixels} pixels lie outside of the picture and carry the value {value}")
            }
            Note::TurnedRound => {
                f.write_str("low values are shown bright (MONOCHROME1): they were turned round")
            }
            Note::LowIsWhite => {
                f.write_str("low values are shown bright (MONOCHROME1); they have a unit and stay")
            }
            Note::NoMetaHeader => {
                f.write_str("the file does not say how it is written: that was guessed")
            }
            Note::ForeignPreamble { kind } => write!(f, "the file begins like {kind}"),
            Note::ColumnLeftOut { column } => {
                write!(f, "column `{column}` holds lists, groups or bytes and was left out")
            }
            Note::RateAssumed { rate } => {
                write!(f, "the header tells no rate; {rate} values a second were assumed")
            }
            Note::LongerThanTold { read, held } => write!(
                f,
                "the header tells {read} values of each channel, which were read; \
                 the file holds {held}"
            ),
            Note::Uncalibrated { channel } => {
                write!(f, "channel `{channel}` was not calibrated; its values have no unit")
            }
            Note::Averaged { channel, values } => write!(
                f,
                "channel `{channel}` has {values} values where others have one; \
                 their mean was taken"
            ),
            Note::MissingSamples { values } => write!(f, "{values} values are missing"),
            Note::Checksum { channel } => {
                write!(f, "the values of channel `{channel}` do not add up to the checksum")
            }
            Note::MarksBroken => {
                f.write_str("the file of marks is damaged or of another kind; no mark was read")
            }
            Note::MarksOutside { marks } => {
                write!(f, "{marks} marks lie outside the signal and were left out")
            }
            Note::NotNumbers { values } => {
                write!(f, "{values} numbers are NaN or infinite and were taken as missing")
            }
            Note::Rounded { values } => write!(
                f,
                "{values} whole numbers are too large to be kept exactly and were rounded"
            ),
        }
    }
}

/// What one file says besides its contents: what was odd, and whose it is.
#[derive(Debug, Default)]
pub struct Notes {
    odd: Vec<Note>,
    subject: Option<Subject>,
}

impl Notes {
    /// Adds a note.
    pub fn add(&mut self, note: Note) {
        self.odd.push(note);
    }

    /// Says whose the file is; blanks around the identifier are not part of it.
    pub fn name_subject(&mut self, id: &str) {
        let id = id.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        self.subject = (!id.is_empty()).then(|| Subject(id.to_owned()));
    }

    /// Returns the notes in the order in which they came, and whose the file is.
    pub fn into_parts(self) -> (Vec<Note>, Option<Subject>) {
        (self.odd, self.subject)
    }
}

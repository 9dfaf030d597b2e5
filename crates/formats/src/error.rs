//! Why a file gives no sample, or a sample no file.

use std::io;

/// Why a file gives no sample, or a sample no file.
///
/// No variant holds a path or a cell: what is logged may name no person.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The file has no byte.
    #[error("the file is empty")]
    EmptyFile,
    /// There is no file in the folder.
    #[error("the folder holds no file")]
    EmptyFolder,
    /// Nothing here reads such a file.
    #[error("the file is of no kind that can be read")]
    Unrecognised,
    /// The file's name speaks of a format that its bytes are not.
    #[error("the file is named like {format} but does not hold one")]
    NotWhatItSays {
        /// The format of the name.
        format: &'static str,
    },
    /// The file ends before its content does.
    #[error("the file is cut: the {format} ends before it is complete")]
    Truncated {
        /// The format.
        format: &'static str,
    },
    /// The file contradicts itself.
    #[error("the {format} is damaged: {detail}")]
    Broken {
        /// The format.
        format: &'static str,
        /// What its reader noticed.
        detail: String,
    },
    /// The file is sound, but holds what is not read.
    #[error("{what} in {format} cannot be read")]
    Unsupported {
        /// The format.
        format: &'static str,
        /// What it holds.
        what: String,
    },
    /// Pixels are compressed in a way that is not read.
    #[error("the pixels are compressed by {name}, which is not read")]
    Compression {
        /// The compression.
        name: &'static str,
    },
    /// Several images lie in one.
    #[error("it holds {frames} frames; only single images are read")]
    SeveralFrames {
        /// How many.
        frames: u64,
    },
    /// It is of a format of images and holds something else.
    #[error("it holds {what} and no image")]
    NoImage {
        /// What it holds.
        what: &'static str,
    },
    /// A small file would become a huge one.
    #[error("it unpacks to more than {limit} bytes")]
    UnpacksTooFar {
        /// The limit, which grows with the packed bytes.
        limit: u64,
    },
    /// The file is larger than allowed.
    #[error("the file has {given} bytes; at most {limit} are read")]
    TooManyBytes {
        /// Its bytes.
        given: u64,
        /// The limit.
        limit: u64,
    },
    /// The image declares more pixels than allowed.
    #[error("the image has {columns} × {rows} pixels; at most {limit} are read")]
    TooManyPixels {
        /// Its rows.
        rows: u64,
        /// Its columns.
        columns: u64,
        /// The limit on their product.
        limit: u64,
    },
    /// The table or the vectors declare more values than allowed.
    #[error("there are {given} values; at most {limit} are read")]
    TooManyCells {
        /// The values.
        given: u64,
        /// The limit.
        limit: u64,
    },
    /// A line has more or fewer fields than the header.
    #[error("line {line} has {given} fields, the header has {wanted}")]
    Ragged {
        /// The line, from 1, as an editor shows it.
        line: u64,
        /// The fields of the header.
        wanted: usize,
        /// The fields of the line.
        given: usize,
    },
    /// A quote is opened and not closed.
    #[error("a quote that opens in the record at line {line} is not closed")]
    OpenQuote {
        /// The line where the record begins, from 1.
        line: u64,
    },
    /// The first line holds numbers and not names.
    #[error("the first line holds numbers, not the names of columns")]
    NoHeader,
    /// There is a header and nothing below it.
    #[error("the table has a header but no row")]
    NoRows,
    /// No column of the table can be read.
    #[error("the table has no column that can be read")]
    NoColumns,
    /// An array is no list of vectors and no list of signals.
    #[error(
        "the array has the shape {shape:?}; only [samples, features] and \
         [samples, length, channels] are read"
    )]
    NotVectors {
        /// Its shape.
        shape: Vec<u64>,
    },
    /// The file belongs to a record, and the header that says how to read it is not there.
    #[error("the file belongs to a record whose header {header} is not there")]
    WithoutHeader {
        /// The header's own name.
        header: String,
    },
    /// A file that the header names is not beside it.
    #[error("the file {part}, which the header names, is not beside it")]
    WithoutPart {
        /// Its own name.
        part: String,
    },
    /// A header names a file that is not in its own folder.
    #[error("the {format} names a file outside its folder")]
    OutsideItsFolder {
        /// The format.
        format: &'static str,
    },
    /// The array holds Python objects, which are programs.
    #[error("the array holds pickled Python objects, which are never opened")]
    Pickled,
    /// The system does not let this user read it.
    #[error("there is no permission to read it")]
    NoPermission,
    /// It was there and is not any more.
    #[error("it does not exist any more")]
    Vanished,
    /// A folder stands where a file should.
    #[error("it is a folder, not a file")]
    IsAFolder,
    /// A device or a pipe stands where a file should.
    #[error("it is neither a file nor a folder")]
    NotAFile,
    /// A link within a folder: what it leads to may lie outside.
    #[error("it is a link, and links are not followed")]
    Link,
    /// The disk or the network failed.
    #[error("it could not be read from the disk: {kind}")]
    Disk {
        /// The kind of failure.
        kind: io::ErrorKind,
    },
    /// An image holds values that a file of whole numbers cannot.
    #[error("only whole numbers from 0 to {highest} can be written, and the image holds others")]
    NotWhole {
        /// The highest value that can be written.
        highest: u32,
    },
    /// A file could not be put together.
    #[error("the {format} could not be written: {detail}")]
    Unwritable {
        /// The format.
        format: &'static str,
        /// What its writer said.
        detail: String,
    },
    /// What was read is no sample.
    #[error(transparent)]
    Sample(#[from] samples::Error),
}

/// A value, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns the word that picks the text from the catalogue; it never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Error::EmptyFile => "formats.empty_file",
            Error::EmptyFolder => "formats.empty_folder",
            Error::Unrecognised => "formats.unrecognised",
            Error::NotWhatItSays { .. } => "formats.not_what_it_says",
            Error::Truncated { .. } => "formats.truncated",
            Error::Broken { .. } => "formats.broken",
            Error::Unsupported { .. } => "formats.unsupported",
            Error::Compression { .. } => "formats.compression",
            Error::SeveralFrames { .. } => "formats.several_frames",
            Error::NoImage { .. } => "formats.no_image",
            Error::UnpacksTooFar { .. } => "formats.unpacks_too_far",
            Error::TooManyBytes { .. } => "formats.too_many_bytes",
            Error::TooManyPixels { .. } => "formats.too_many_pixels",
            Error::TooManyCells { .. } => "formats.too_many_cells",
            Error::Ragged { .. } => "formats.ragged",
            Error::OpenQuote { .. } => "formats.open_quote",
            Error::NoHeader => "formats.no_header",
            Error::NoRows => "formats.no_rows",
            Error::NotVectors { .. } => "formats.not_vectors",
            Error::NoColumns => "formats.no_columns",
            Error::WithoutHeader { .. } => "formats.without_header",
            Error::WithoutPart { .. } => "formats.without_part",
            Error::OutsideItsFolder { .. } => "formats.outside_its_folder",
            Error::Pickled => "formats.pickled",
            Error::NoPermission => "formats.no_permission",
            Error::Vanished => "formats.vanished",
            Error::IsAFolder => "formats.is_a_folder",
            Error::NotAFile => "formats.not_a_file",
            Error::Link => "formats.link",
            Error::Disk { .. } => "formats.disk",
            Error::NotWhole { .. } => "formats.not_whole",
            Error::Unwritable { .. } => "formats.unwritable",
            Error::Sample(_) => "formats.sample",
        }
    }

    /// Returns what the text speaks of.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::EmptyFile
            | Error::EmptyFolder
            | Error::Unrecognised
            | Error::NoHeader
            | Error::NoRows
            | Error::NoColumns
            | Error::Pickled
            | Error::NoPermission
            | Error::Vanished
            | Error::IsAFolder
            | Error::NotAFile
            | Error::Link => vec![],
            Error::NotWhatItSays { format }
            | Error::Truncated { format }
            | Error::OutsideItsFolder { format } => vec![("format", (*format).to_owned())],
            Error::WithoutHeader { header } => vec![("header", header.clone())],
            Error::WithoutPart { part } => vec![("part", part.clone())],
            Error::Broken { format, detail } | Error::Unwritable { format, detail } => {
                vec![("format", (*format).to_owned()), ("detail", detail.clone())]
            }
            Error::Unsupported { format, what } => {
                vec![("format", (*format).to_owned()), ("what", what.clone())]
            }
            Error::Compression { name } => vec![("name", (*name).to_owned())],
            Error::SeveralFrames { frames } => vec![("frames", frames.to_string())],
            Error::NoImage { what } => vec![("what", (*what).to_owned())],
            Error::UnpacksTooFar { limit } => vec![("limit", limit.to_string())],
            Error::TooManyBytes { given, limit } | Error::TooManyCells { given, limit } => {
                vec![("given", given.to_string()), ("limit", limit.to_string())]
            }
            Error::TooManyPixels { rows, columns, limit } => vec![
                ("rows", rows.to_string()),
                ("columns", columns.to_string()),
                ("limit", limit.to_string()),
            ],
            Error::Ragged { line, wanted, given } => vec![
                ("line", line.to_string()),
                ("wanted", wanted.to_string()),
                ("given", given.to_string()),
            ],
            Error::OpenQuote { line } => vec![("line", line.to_string())],
            Error::NotVectors { shape } => vec![("shape", format!("{shape:?}"))],
            Error::Disk { kind } => vec![("kind", kind.to_string())],
            Error::NotWhole { highest } => vec![("highest", highest.to_string())],
            Error::Sample(error) => vec![("detail", error.to_string())],
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied => Error::NoPermission,
            io::ErrorKind::NotFound => Error::Vanished,
            io::ErrorKind::IsADirectory => Error::IsAFolder,
            kind => Error::Disk { kind },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_by_the_system_is_told_from_a_failing_disk() {
        let of = |kind: io::ErrorKind| Error::from(io::Error::from(kind));
        assert_eq!(of(io::ErrorKind::PermissionDenied), Error::NoPermission);
        assert_eq!(of(io::ErrorKind::NotFound), Error::Vanished);
        assert_eq!(of(io::ErrorKind::IsADirectory), Error::IsAFolder);
        let timed_out = io::ErrorKind::TimedOut;
        assert_eq!(of(timed_out), Error::Disk { kind: timed_out });
    }
}

//! What is wrong with exposures that are saved or brought in.

/// Why exposures are not saved, or not brought in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExposureError {
    /// Nobody has seen a case.
    #[error("nobody has seen a case of this project")]
    NothingToSave,
    /// A linking word is too short.
    #[error("a linking word has at least {fewest} letters")]
    Word {
        /// The fewest.
        fewest: usize,
    },
    /// No file waits to be brought in.
    #[error("no file of exposures was chosen")]
    NoneChosen,
    /// A file is larger than any that is read.
    #[error("`{name}` has {bytes} bytes, more than {most}")]
    TooLarge {
        /// The file's own name.
        name: String,
        /// Its bytes.
        bytes: u64,
        /// The most.
        most: u64,
    },
    /// A file ends too early.
    #[error("`{name}` ends in the middle")]
    CutShort {
        /// The file's own name.
        name: String,
    },
    /// A file is something else.
    #[error("`{name}` is no file of exposures")]
    NotOne {
        /// The file's own name.
        name: String,
    },
    /// A newer program wrote the file.
    #[error("`{name}` is of version {given}; this program reads {known}")]
    Newer {
        /// The file's own name.
        name: String,
        /// Its version.
        given: u32,
        /// The newest that is read.
        known: u32,
    },
    /// A part that every such file has is missing or of no use.
    #[error("`{name}` has no {field} that can be used")]
    Damaged {
        /// The file's own name.
        name: String,
        /// The part.
        field: &'static str,
    },
    /// A file has no entry that can be used.
    #[error("`{name}` has no entry that can be used; {n_left_out} cannot")]
    Empty {
        /// The file's own name.
        name: String,
        /// How many cannot be used.
        n_left_out: usize,
    },
    /// A file is of the project that it is brought to.
    #[error("`{name}` is this project's own")]
    Own {
        /// The file's own name.
        name: String,
    },
    /// A code was said to be the same person as itself.
    #[error("`{reader}` is the same person as `{reader}` in any case")]
    SameCode {
        /// The code.
        reader: String,
    },
}

impl ExposureError {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            ExposureError::NothingToSave => "workbench.exposureNothing",
            ExposureError::Word { .. } => "workbench.exposureWord",
            ExposureError::NoneChosen => "workbench.exposureNoneChosen",
            ExposureError::TooLarge { .. } => "workbench.exposureTooLarge",
            ExposureError::CutShort { .. } => "workbench.exposureCutShort",
            ExposureError::NotOne { .. } => "workbench.exposureNotOne",
            ExposureError::Newer { .. } => "workbench.exposureNewer",
            ExposureError::Damaged { .. } => "workbench.exposureDamaged",
            ExposureError::Empty { .. } => "workbench.exposureEmpty",
            ExposureError::Own { .. } => "workbench.exposureOwn",
            ExposureError::SameCode { .. } => "workbench.exposureSameCode",
        }
    }

    pub(super) fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            ExposureError::NothingToSave | ExposureError::NoneChosen => Vec::new(),
            ExposureError::Word { fewest } => vec![("fewest", fewest.to_string())],
            ExposureError::TooLarge { name, bytes, most } => vec![
                ("name", name.clone()),
                ("bytes", bytes.to_string()),
                ("most", most.to_string()),
            ],
            ExposureError::CutShort { name }
            | ExposureError::NotOne { name }
            | ExposureError::Own { name } => vec![("name", name.clone())],
            ExposureError::Newer { name, given, known } => vec![
                ("name", name.clone()),
                ("given", given.to_string()),
                ("known", known.to_string()),
            ],
            ExposureError::Damaged { name, field } => {
                vec![("name", name.clone()), ("field", (*field).to_owned())]
            }
            ExposureError::Empty { name, n_left_out } => {
                vec![("name", name.clone()), ("count", n_left_out.to_string())]
            }
            ExposureError::SameCode { reader } => vec![("reader", reader.clone())],
        }
    }
}

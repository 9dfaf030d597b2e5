//! What is wrong with parts of images that are to be covered.

/// Why parts of all images cannot be covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MaskError {
    /// Images of several sizes have no place in common.
    #[error("the images have several sizes: {columns} × {rows} pixels, and others")]
    Sizes {
        /// Columns of one of them.
        columns: usize,
        /// Its rows.
        rows: usize,
    },
    /// There are more parts than can be covered.
    #[error("{given} parts are more than {most}")]
    TooMany {
        /// How many.
        given: usize,
        /// How many can be covered.
        most: usize,
    },
    /// A part has no pixel, or pixels beyond the images.
    #[error("part {number} is not within the {columns} × {rows} pixels of the images")]
    Outside {
        /// Which, from 1.
        number: usize,
        /// Columns of the images.
        columns: usize,
        /// Their rows.
        rows: usize,
    },
    /// Nothing of the images would be seen.
    #[error("nothing of the images would be seen")]
    All,
}

impl MaskError {
    pub(super) fn code(self) -> &'static str {
        match self {
            MaskError::Sizes { .. } => "workbench.maskSizes",
            MaskError::TooMany { .. } => "workbench.maskTooMany",
            MaskError::Outside { .. } => "workbench.maskOutside",
            MaskError::All => "workbench.maskAll",
        }
    }

    pub(super) fn params(self) -> Vec<(&'static str, String)> {
        let size = |columns: usize, rows: usize| {
            vec![("columns", columns.to_string()), ("rows", rows.to_string())]
        };
        match self {
            MaskError::Sizes { columns, rows } => size(columns, rows),
            MaskError::TooMany { given, most } => {
                vec![("given", given.to_string()), ("most", most.to_string())]
            }
            MaskError::Outside { number, columns, rows } => {
                [vec![("number", number.to_string())], size(columns, rows)].concat()
            }
            MaskError::All => Vec::new(),
        }
    }
}

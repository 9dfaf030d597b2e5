//! Why there is no figure, or no page.

/// What a figure or a page cannot be made from.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// There is nothing to draw.
    #[error("there is nothing to draw in the figure `{figure}`")]
    Empty {
        /// The figure's title.
        figure: String,
    },
    /// A value has no place on an axis.
    #[error("`{label}` has the value {value}, which has no place on an axis")]
    NotFinite {
        /// Which row or series.
        label: String,
        /// What was given.
        value: f64,
    },
    /// The ends of an axis are no range.
    #[error("the axis from {low} to {high} is empty or not finite")]
    Axis {
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// The figure is too small for what it has to show.
    #[error("a figure of {width} by {height} is too small for {rows} rows")]
    TooSmall {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// How many rows it has to show.
        rows: usize,
    },
    /// A page could not be set as PDF.
    #[error("the report could not be set as PDF: {why}")]
    Typeset {
        /// What stood in the way.
        why: String,
    },
}

/// A value, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns the stable code that picks the words from the catalogue.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Empty { .. } => "report.empty",
            Error::NotFinite { .. } => "report.not_finite",
            Error::Axis { .. } => "report.axis",
            Error::TooSmall { .. } => "report.too_small",
            Error::Typeset { .. } => "report.typeset",
        }
    }

    /// Returns what the words of [`code`](Error::code) speak of.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::Empty { figure } => vec![("figure", figure.clone())],
            Error::NotFinite { label, value } => {
                vec![("label", label.clone()), ("value", value.to_string())]
            }
            Error::Axis { low, high } => vec![("low", low.to_string()), ("high", high.to_string())],
            Error::TooSmall { width, height, rows } => vec![
                ("width", width.to_string()),
                ("height", height.to_string()),
                ("rows", rows.to_string()),
            ],
            Error::Typeset { why } => vec![("why", why.clone())],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_words_that_use_its_parameters() {
        let errors = [
            Error::Empty { figure: "F".into() },
            Error::NotFinite { label: "A".into(), value: f64::NAN },
            Error::Axis { low: 1.0, high: 0.0 },
            Error::TooSmall { width: 1, height: 2, rows: 3 },
            Error::Typeset { why: "a mark is missing".into() },
        ];
        for error in errors {
            let key = error.code().replacen('.', ":", 1);
            let params = error.params();
            let params: Vec<_> = params.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let message = words::say(&format!("{key}.message"), &params);
            assert_eq!(message, error.to_string(), "the catalogue says what the error says");
            assert!(words::knows(&format!("{key}.hint")), "{key} has no hint");
        }
    }
}

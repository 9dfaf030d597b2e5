//! What keeps answers from being analysed, or their truth from being let out.

/// Why answers are not analysed, or their truth is not let out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnalysisError {
    /// The truth of a study is not open yet.
    #[error("the study is {state}: its truth is not open yet")]
    StillBlinded {
        /// Where it stands.
        state: String,
    },
    /// A rater of a table rated nothing.
    #[error("nothing was rated")]
    Idle,
    /// A file of ratings cannot be read.
    #[error("`{name}`, line {line}: {fault}")]
    Ratings {
        /// Its name.
        name: String,
        /// The line, from 1; 0 for the file as a whole.
        line: usize,
        /// What is wrong: a key of the catalogue, `app:ratings.…`.
        fault: &'static str,
    },
}

impl AnalysisError {
    pub(super) fn code(&self) -> &'static str {
        match self {
            AnalysisError::StillBlinded { .. } => "workbench.stillBlinded",
            AnalysisError::Idle => "workbench.idle",
            AnalysisError::Ratings { .. } => "workbench.ratings",
        }
    }

    pub(super) fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            AnalysisError::Idle => Vec::new(),
            AnalysisError::StillBlinded { state } => vec![("state", state.clone())],
            AnalysisError::Ratings { name, line: 0, fault } => {
                vec![("place", name.clone()), ("fault", said(fault))]
            }
            AnalysisError::Ratings { name, line, fault } => {
                let line = line.to_string();
                let place = words::say("app:ratings.line", &[("name", name), ("line", &line)]);
                vec![("place", place), ("fault", said(fault))]
            }
        }
    }
}

fn said(fault: &str) -> String {
    words::say(&format!("app:ratings.{fault}"), &[])
}

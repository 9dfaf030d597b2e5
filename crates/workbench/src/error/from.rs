//! What becomes an error of the workbench.

use super::Error;

impl From<jobs::Stopped> for Error {
    fn from(_: jobs::Stopped) -> Self {
        Error::Stopped
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Error::Store(std::sync::Arc::new(error))
    }
}

impl From<report::Error> for Error {
    fn from(error: report::Error) -> Self {
        Error::Report(std::sync::Arc::new(error))
    }
}

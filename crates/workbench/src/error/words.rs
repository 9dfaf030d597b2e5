//! An error in the expert's words.

use std::collections::BTreeMap;

use super::Error;
use crate::wire::{ComplaintView, Failure};

impl Error {
    /// Says it in the expert's words, with what to do next.
    pub fn failure(&self) -> Failure {
        if let Error::Noted(said) = self {
            return (**said).clone();
        }
        let params =
            self.params().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        failure(self.code(), params, &self.to_string())
    }
}

/// Finds the words for a code, stored or fresh; `otherwise` is said when the catalogue has none.
pub(crate) fn failure(code: &str, params: BTreeMap<String, String>, otherwise: &str) -> Failure {
    let pairs: Vec<(&str, &str)> =
        params.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let key = code.replacen('.', ":", 1);
    let say = |part: &str| {
        let key = format!("{key}.{part}");
        words::knows(&key).then(|| words::say(&key, &pairs))
    };
    Failure {
        code: code.to_owned(),
        message: say("message").unwrap_or_else(|| otherwise.to_owned()),
        hint: say("hint").unwrap_or_default(),
        params,
    }
}

/// Says why there is no number.
pub(crate) fn reason(why: &analysis::Reason) -> Failure {
    let params = why.params().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    failure(why.code(), params, why.code())
}

impl From<&ComplaintView> for Error {
    fn from(complaint: &ComplaintView) -> Self {
        let ComplaintView { code, message, hint, .. } = complaint.clone();
        Error::Noted(Box::new(Failure { code, message, hint, params: BTreeMap::new() }))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        error.failure()
    }
}

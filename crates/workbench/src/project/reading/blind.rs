//! What of an error may reach a reader.

use crate::Error;

/// Takes from an error what could tell one case from another.
///
/// A missing or damaged file is named by its hash, an odd one by its name or column: nothing of it
/// may reach the reader's window. What the reader can mend passes as it is.
pub(crate) fn blind(error: Error) -> Error {
    let harmless = [
        "workbench.noReading",
        "workbench.otherReading",
        "workbench.notThisCase",
        "workbench.notANumber",
        "store.disk_full",
        "store.read_only",
        "store.already_answered",
    ];
    let of_the_answer = matches!(error, Error::Study(_));
    if of_the_answer || harmless.contains(&error.code()) { error } else { Error::CaseClosed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_tells_the_reader_nothing() {
        let hash = samples::ContentHash::of_bytes(b"a real slice");
        let damaged = Error::from(store::Error::BlobDamaged { hash });
        let odd = Error::from(formats::Error::EmptyFile);
        for error in [damaged, odd, Error::NoColumn { column: "diagnosis".to_owned() }] {
            let told = blind(error).failure();
            assert_eq!(told.code, "workbench.caseClosed");
            assert!(told.params.is_empty(), "{told:?}");
            assert!(!told.message.contains(&hash.short()), "{told:?}");
        }
    }

    #[test]
    fn what_the_reader_can_mend_is_said() {
        assert_eq!(blind(Error::NotThisCase).code(), "workbench.notThisCase");
        let missing = study::Error::Missing { question: "q_real".to_owned() };
        assert_eq!(blind(Error::from(missing)).code(), "study.missing");
    }
}

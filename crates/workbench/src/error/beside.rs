//! What is wrong with what lies beside the files of a set: annotations, and a list of the files.

/// Why what lies beside files is not read with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BesideError {
    /// A second file of annotations among the images of one set.
    #[error("a set has one annotation file; this is another one")]
    OneAnnotationFile,
    /// Annotations cannot be checked where there are none.
    #[error("this set has no annotation file")]
    NoAnnotations,
    /// A file of annotations speaks of other images only.
    #[error("the annotation file speaks of none of the images in this set")]
    AnnotationsOfOthers,
    /// Another table lists the files: this one was not read.
    #[error("another table lists the files; this one is not read")]
    OneList,
    /// The table that lists the files is not the one that was looked at.
    #[error("the table that lists the files is not the one that was looked at")]
    ListChanged,
}

impl BesideError {
    pub(super) fn code(self) -> &'static str {
        match self {
            BesideError::OneAnnotationFile => "workbench.oneAnnotationFile",
            BesideError::NoAnnotations => "workbench.noAnnotations",
            BesideError::AnnotationsOfOthers => "workbench.annotationsOfOthers",
            BesideError::OneList => "workbench.oneList",
            BesideError::ListChanged => "workbench.listChanged",
        }
    }
}

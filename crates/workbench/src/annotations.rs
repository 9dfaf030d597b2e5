//! The file of annotations that lies among the images of a set.

use std::collections::BTreeSet;

use formats::{AnnotationReading, Found, Input, Limits};
use samples::Annotations;

use crate::error::BesideError;
use crate::files::own_name;
use crate::{Error, Result};

/// A file of annotations, with its bytes.
pub(crate) struct Beside {
    pub(crate) file: Found,
    pub(crate) bytes: Vec<u8>,
    pub(crate) reading: AnnotationReading,
}

/// What was found among other files.
#[derive(Default)]
pub(crate) struct Taken {
    /// The one file that speaks of most of the others.
    pub(crate) beside: Option<Beside>,
    /// Those that are broken, and those that are one too many.
    pub(crate) left_out: Vec<(Found, Error)>,
}

/// Takes the files of annotations out of `files`; what stays holds samples, or nothing known.
///
/// Of several, the one that speaks of most of the files that stay is taken.
pub(crate) fn take(files: &mut Vec<Found>) -> Taken {
    let mut taken = Taken::default();
    let mut read: Vec<Beside> = Vec::new();
    files.retain(|file| match look(file) {
        None => true,
        Some(Ok(beside)) => {
            read.push(beside);
            false
        }
        Some(Err(error)) => {
            taken.left_out.push((file.clone(), error));
            false
        }
    });
    let names: Vec<String> = files.iter().map(|file| file.relative.clone()).collect();
    let n_known = |beside: &Beside| {
        let matched = beside.reading.annotations.clone().of_samples(&names);
        let listed = matched.annotations.images.iter().zip(&matched.sample_of);
        let listed = listed.filter(|(image, _)| !image.unlisted).map(|(_, sample)| sample);
        listed.collect::<BTreeSet<_>>().len()
    };
    let best = match read.len() {
        0 | 1 => 0,
        // The first of equals.
        n => (0..n).rev().max_by_key(|&at| n_known(&read[at])).unwrap_or(0),
    };
    for (at, beside) in read.into_iter().enumerate() {
        if at == best {
            taken.beside = Some(beside);
        } else {
            taken.left_out.push((beside.file, BesideError::OneAnnotationFile.into()));
        }
    }
    taken
}

/// Reads a file of annotations; nothing when it is another one.
fn look(file: &Found) -> Option<Result<Beside>> {
    let is_named = file.relative.to_lowercase().ends_with(".json");
    let limits = Limits::default();
    // A file that cannot be loaded says so when its turn comes.
    let bytes = is_named.then(|| formats::load(&file.path, &limits).ok())??;
    let reading = formats::read_annotations(&Input::alone(file.name(), &bytes), &limits)?;
    Some(reading.map_err(Error::from).map(|reading| Beside { file: file.clone(), bytes, reading }))
}

/// Reads annotations that are kept.
///
/// # Errors
///
/// Those of crate `formats`.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Annotations> {
    let input = Input::alone(own_name(name), bytes);
    let reading = formats::read_annotations(&input, &Limits::default());
    Ok(reading.ok_or(formats::Error::Unrecognised)??.annotations)
}

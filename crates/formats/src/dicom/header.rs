//! What the header says besides the pixels: who, and what else is in the file.

use super::dataset::Dataset;
use super::tags;
use crate::{Error, Note, Notes};

/// Names the subject, and notes what the header gives away; no value of it leaves this place but
/// the patient's identifier.
pub(super) fn note(dataset: &Dataset<'_>, notes: &mut Notes) {
    notes.name_subject(&dataset.patient());
    let who: Vec<&str> =
        tags::PEOPLE.iter().filter(|&&(tag, _)| dataset.has(tag)).map(|&(_, name)| name).collect();
    if !who.is_empty() {
        notes.add(Note::HeaderIdentifiesPeople { attributes: who.join(", ") });
    }
    if dataset.code(tags::BURNED_IN_ANNOTATION) == "YES" {
        notes.add(Note::BurnedIn);
    }
    let planes = dataset.n_overlays();
    if 0 < planes {
        notes.add(Note::Overlays { planes });
    }
}

/// Says what an object is that has no image; `class` stands in the meta header.
pub(super) fn no_image(dataset: &Dataset<'_>, class: &str) -> Error {
    let class = if class.is_empty() { dataset.code(tags::SOP_CLASS) } else { class };
    let modality = dataset.code(tags::MODALITY);
    let storage = class.strip_prefix("1.2.840.10008.5.1.4.1.1.").unwrap_or_default();
    let what = match storage.split('.').next().unwrap_or_default() {
        _ if class == "1.2.840.10008.1.3.10" => "a list of other files (DICOMDIR)",
        "88" => "a structured report",
        "9" => "signals (a waveform)",
        "11" => "a way to show another image (presentation state)",
        "104" => "a document",
        "481" => "a plan, dose or structures of radiotherapy",
        "66" => "a registration, a surface or raw measurements",
        _ if modality == "SR" => "a structured report",
        _ => "a header alone",
    };
    Error::NoImage { what }
}

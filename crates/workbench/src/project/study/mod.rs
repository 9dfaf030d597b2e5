//! Blinded studies: from what is asked for to a locked design.

mod audit_words;
mod auditing;
mod choosing;
mod draft;
mod exposure;
mod items;
mod kept;
mod lock;
mod masks;
mod merging;
mod packing;
mod plan;
mod pool;
mod power;
mod protocols;
mod received;
mod rules;
mod sealing;
mod states;
mod view;

pub(crate) use audit_words::{
    mends as audit_mends, sentence as audit_sentence, title as attribute_title,
};
pub(crate) use choosing::MOST_CASES;
pub(crate) use exposure::Chosen;
pub(crate) use items::{given, item_view};
pub(crate) use kept::{Kept, Shown};
pub(crate) use lock::codes;
pub(crate) use masks::Overlays;
pub(crate) use plan::is_as_first_proposed;
pub use power::power;
pub(crate) use power::{LEVEL, MOST_CASES as MOST_CASES_SIZED, MOST_READERS, WISHED, variance};
pub(crate) use protocols::whole;
pub(crate) use received::unpacked;
pub(crate) use rules::{codes_of, sections_of};
pub(crate) use states::{REVEAL, UNBLIND};
pub(crate) use view::{minutes_of, small, task_of};

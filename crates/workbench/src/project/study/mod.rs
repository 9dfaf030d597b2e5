//! Blinded studies: from what is asked for to a locked design.

mod choosing;
mod draft;
mod items;
mod kept;
mod lock;
mod pool;
mod protocols;
mod view;

pub(crate) use choosing::MOST_CASES;
pub(crate) use items::{given, item_view};
pub(crate) use kept::{Kept, Shown};
pub(crate) use lock::codes;
pub(crate) use protocols::whole;
pub(crate) use view::{minutes_of, small, task_of};

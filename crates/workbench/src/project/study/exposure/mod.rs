//! Which reader saw which patient when: in the studies of a project, and in other projects, as far as
//! they said.

mod bringing;
mod file;
mod ledger;
mod persons;
mod washout;

pub(crate) use bringing::Chosen;

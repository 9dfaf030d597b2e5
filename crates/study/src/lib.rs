//! Blinded reader studies: designs, questions and sessions, as values and pure transitions.
//!
//! This crate decides who sees which case when, what may be answered, and what
//! comes next. It reads no clock and no file, keeps nothing, and shows nothing:
//! chance arrives as a seed, and what is decided here is stored elsewhere.

pub mod audit;
mod choose;
mod design;
mod error;
mod keyed;
mod linking;
pub mod protocol;
mod session;
mod state;
mod williams;

pub use choose::{Candidate, choose_cases};
pub use design::{
    Balance, BlockBalance, CaseSpec, Design, DesignRequest, Presentation, Purpose, Role, StageSpec,
    TaskSpec,
};
pub use error::{Error, Result};
pub use keyed::keyed_order;
pub use linking::{Linked, linking_tag};
pub use session::Session;
pub use state::StudyState;
pub use williams::williams_design;

//! Who is at the workbench: users, signing in, locking, encrypting.

mod desk;
mod locking;
mod protecting;
mod recovery_page;
mod users;
mod who;

pub use locking::SignIn;
pub(crate) use locking::{Touched, Tries, signed_in};
pub use protecting::{encrypt_project, protect_project, unprotect_project};
pub use recovery_page::recovery_page;
pub(crate) use users::check_newest;
pub(crate) use who::Who;

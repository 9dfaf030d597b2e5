//! Who may open a project, and the secret that opens it.
//!
//! A vault lists users. Each has a role and a passphrase, and each passphrase
//! opens the one secret of the project; a recovery key opens it, too. This
//! crate turns the file's text into a [`Vault`] and back, and wraps and
//! unwraps the secret. It does not know what the secret is for, opens no file
//! and reads no clock.
//!
//! Everybody who opens the secret has all of it: roles are kept by the
//! program, not by the cipher. What a reader must not be able to know belongs
//! into a pack.

mod error;
mod file;
mod passphrase;
mod recovery;
mod role;
mod secret;
mod wrap;

pub use error::{Error, Result};
pub use file::{NewUser, User, Vault};
pub use passphrase::{Cost, LEAST};
pub use recovery::RecoveryKey;
pub use role::Role;
pub use secret::Secret;

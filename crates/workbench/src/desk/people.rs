//! The users of a project from the terminal.

use super::Desk;
use crate::Result;
use crate::wire::{ProtectionView, RecoveryView, UserRequest};

impl Desk {
    /// Shows who may open the project, and where its trail stands.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn protection(&self) -> Result<ProtectionView> {
        self.0.protection()
    }

    /// Adds a user.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::add_user`].
    pub fn add_user(&self, request: &UserRequest) -> Result<()> {
        self.0.add_user(request)
    }

    /// Takes a user off the project.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::remove_user`].
    pub fn remove_user(&self, name: &str) -> Result<()> {
        self.0.remove_user(name)
    }

    /// Gives a user another passphrase.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::set_passphrase`].
    pub fn set_passphrase(&self, name: &str, yours: &str, passphrase: &str) -> Result<()> {
        self.0.set_passphrase(name, yours, passphrase)
    }

    /// Makes another recovery key.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::renew_recovery`].
    pub fn renew_recovery(&self, passphrase: &str) -> Result<RecoveryView> {
        self.0.renew_recovery(passphrase)
    }
}

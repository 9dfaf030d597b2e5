//! Naming users: adding, removing, passphrases, the recovery key, idling.

use std::path::Path;

use serde_json::{Value, json};
use store::{Key, vault_of, write_vault};
use vault::{Cost, NewUser, Role, User, Vault};

use super::locking::{IDLE, IDLE_MINUTES};
use super::{Who, recovery_page};
use crate::bench::Workbench;
use crate::names::name_of;
use crate::project::Open;
use crate::wire::{ProtectionView, RecoveryView, UserRequest};
use crate::{Error, Result, clock};

/// The setting that holds which list of users is the newest, and of which secret.
const BOUND: &str = "vault.bound";

/// The minutes of idling that can be chosen.
const LEAST_IDLE: u32 = 1;
const MOST_IDLE: u32 = 240;

impl Workbench {
    /// Shows who may open the project, and whether it is encrypted.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn protection(&self) -> Result<ProtectionView> {
        self.open()?.protection()
    }

    /// Adds a user.
    ///
    /// # Errors
    ///
    /// Those of crate `vault` and of the disk.
    pub fn add_user(&self, request: &UserRequest) -> Result<ProtectionView> {
        let open = self.open_to_manage()?;
        open.add_user(request)?;
        open.protection()
    }

    /// Takes a user off the project. Who takes themselves off is locked out at once.
    ///
    /// # Errors
    ///
    /// Those of crate `vault` and of the disk.
    pub fn remove_user(&self, name: &str) -> Result<ProtectionView> {
        let open = self.open_to_manage()?;
        open.remove_user(name)?;
        let view = open.protection()?;
        if view.you.as_ref().is_some_and(|you| you.name == name) {
            drop(open);
            self.lock_project()?;
        }
        Ok(view)
    }

    /// Gives a user another passphrase: oneself, or as a coordinator anybody. `yours` is the one of
    /// whoever does it.
    ///
    /// # Errors
    ///
    /// [`Error::NotYourRole`], those of crate `vault` and of the disk.
    pub fn set_passphrase(&self, name: &str, yours: &str, passphrase: &str) -> Result<()> {
        // Everybody may change their own, also who may not see the project.
        self.0.open()?.set_passphrase(name, yours, passphrase)
    }

    /// Makes another recovery key; the one before opens nothing any more.
    ///
    /// # Errors
    ///
    /// Those of crate `vault` and of the disk.
    pub fn renew_recovery(&self, passphrase: &str) -> Result<RecoveryView> {
        self.open_to_manage()?.renew_recovery(passphrase)
    }

    /// Writes the recovery key as a page to be printed.
    ///
    /// # Errors
    ///
    /// [`Error::File`], and those of crate `report`.
    pub fn save_recovery(&self, key: &str, to: &Path) -> Result<()> {
        let page = recovery_page(&self.open()?.store.name()?, key)?;
        written(to, &page)
    }

    /// Writes where the trail stands, signed.
    ///
    /// # Errors
    ///
    /// [`Error::File`], and those of the store.
    pub fn save_checkpoint(&self, to: &Path) -> Result<()> {
        let (checkpoint, _) = self.open()?.checkpoint()?;
        written(to, checkpoint.as_bytes())
    }

    /// Sets after how many minutes without a touch the project is locked.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`], and those of the store.
    pub fn set_idle_minutes(&self, minutes: u32) -> Result<ProtectionView> {
        let open = self.open_to_manage()?;
        if !(LEAST_IDLE..=MOST_IDLE).contains(&minutes) {
            let (least, most) = (LEAST_IDLE, MOST_IDLE);
            return Err(Error::OutOfRange { what: "idleMinutes", least, most, given: minutes });
        }
        open.store.set_setting(IDLE, &minutes.to_string())?;
        open.note(json!({ "type": "project.idle", "minutes": minutes }))?;
        open.protection()
    }
}

fn written(to: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(to, bytes).map_err(|error| Error::File {
        name: name_of(to),
        tried: "written",
        why: error.to_string(),
    })
}

impl Open {
    pub(crate) fn protection(&self) -> Result<ProtectionView> {
        let vault = vault_of(self.store.folder())?;
        let you = match self.who() {
            Who::User(user, _) => Some(user.into()),
            Who::Anybody | Who::Away(_) => None,
        };
        let (checkpoint, key) = self.checkpoint()?;
        Ok(ProtectionView {
            encrypted: self.store.is_encrypted(),
            users: vault.iter().flat_map(Vault::users).map(Into::into).collect(),
            you,
            recovery_since: vault.map(|vault| vault.recovery_since().to_owned()),
            idle_minutes: self.idle_minutes(),
            checkpoint,
            key,
        })
    }

    pub(crate) fn add_user(&self, request: &UserRequest) -> Result<()> {
        let (_, key, mut vault) = self.managing()?;
        let role = request.role.into();
        let new = NewUser {
            name: &request.name,
            role,
            passphrase: &request.passphrase,
            since: &clock::now(),
            cost: Cost::STANDARD,
        };
        vault.add(key.secret(), &new)?;
        self.keep(&vault, &key)?;
        self.note(json!({
            "type": "user.add", "user": self.called(request.name.trim()), "as": Role::as_str(role),
        }))
    }

    pub(crate) fn remove_user(&self, name: &str) -> Result<()> {
        let (_, key, mut vault) = self.managing()?;
        vault.remove(key.secret(), name)?;
        self.keep(&vault, &key)?;
        self.note(json!({ "type": "user.remove", "user": self.called(name) }))
    }

    pub(crate) fn set_passphrase(&self, name: &str, yours: &str, passphrase: &str) -> Result<()> {
        let (you, key, mut vault) = self.managing()?;
        if you.name != name {
            self.may_manage()?;
        }
        // Who does it proves who they are: a screen may have been left open.
        vault.unlock(&you.name, yours)?;
        vault.set_passphrase(key.secret(), name, passphrase, Cost::STANDARD)?;
        self.keep(&vault, &key)?;
        self.note(json!({ "type": "user.passphrase", "user": self.called(name) }))
    }

    pub(crate) fn renew_recovery(&self, passphrase: &str) -> Result<RecoveryView> {
        let (you, key, mut vault) = self.managing()?;
        vault.unlock(&you.name, passphrase)?;
        let recovery = vault.renew_recovery(key.secret(), &clock::now())?;
        self.keep(&vault, &key)?;
        // The old key opens nothing any more: the new one is handed over whatever the note does.
        drop(self.note(json!({ "type": "project.recoveryKey" })));
        Ok(RecoveryView { key: recovery.to_string(), unreadable: 0 })
    }

    /// Returns after how many minutes without a touch the project is locked.
    pub(super) fn idle_minutes(&self) -> u32 {
        let kept = self.store.setting(IDLE).ok().flatten();
        kept.and_then(|minutes| minutes.parse().ok()).unwrap_or(IDLE_MINUTES)
    }

    /// Returns what it takes to change who may open the project.
    pub(super) fn managing(&self) -> Result<(User, Key, Vault)> {
        let Who::User(user, key) = self.who() else { return Err(Error::NotProtected) };
        let vault = vault_of(self.store.folder())?.ok_or(Error::NotProtected)?;
        // What is signed anew must be what was signed before.
        vault.check(key.secret())?;
        self.check_bound(&vault, &key)?;
        Ok((user, key, vault))
    }

    /// Keeps a list of users, and that it is the newest of this project.
    pub(super) fn keep(&self, vault: &Vault, key: &Key) -> Result<()> {
        write_vault(self.store.folder(), vault)?;
        self.bind(vault, key)
    }

    /// Notes in the database which list of users is the newest: one that is older, or of another
    /// project, is then refused.
    pub(super) fn bind(&self, vault: &Vault, key: &Key) -> Result<()> {
        let bound = format!("{} {}", vault.generation(), mark(key));
        Ok(self.store.set_setting(BOUND, &bound)?)
    }

    /// Fails for a list of users that is not the newest one of this project.
    pub(crate) fn check_bound(&self, vault: &Vault, key: &Key) -> Result<()> {
        check_newest(&self.store, Some((vault, key)))
    }

    /// Fails when the project has users and their list is gone.
    pub(crate) fn check_unbound(&self) -> Result<()> {
        check_newest(&self.store, None)
    }

    /// Forgets that the project has users.
    pub(super) fn unbind(&self) -> Result<()> {
        Ok(self.store.set_setting(BOUND, "")?)
    }

    /// Notes again which list of users is the newest, after they were to go and have stayed.
    pub(super) fn rebind(&self) -> Result<()> {
        match (vault_of(self.store.folder())?, self.who().key()) {
            (Some(vault), Some(key)) => self.bind(&vault, key),
            _ => Ok(()),
        }
    }

    pub(super) fn note(&self, event: Value) -> Result<()> {
        self.store.append_event(&self.told(event))?;
        Ok(())
    }
}

/// Fails unless a list of users is the newest one of a project; without a list, when there should be one.
pub(crate) fn check_newest(project: &store::Project, list: Option<(&Vault, &Key)>) -> Result<()> {
    let bound = project.setting(BOUND)?.filter(|bound| !bound.is_empty());
    let Some(bound) = bound else { return Ok(()) };
    let (generation, marked) = bound.split_once(' ').ok_or(vault::Error::Tampered)?;
    let newest: u64 = generation.parse().map_err(|_| vault::Error::Tampered)?;
    match list {
        Some((vault, key)) if newest <= vault.generation() && marked == mark(key) => Ok(()),
        _ => Err(vault::Error::Tampered.into()),
    }
}

/// What a project knows its secret by.
fn mark(key: &Key) -> String {
    clock::hex(key.secret().derive("touchstone.vault/1 of this project").as_slice())
}

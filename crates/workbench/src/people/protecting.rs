//! Encrypting a project, decrypting it, and giving it its first user.

use std::path::Path;
use std::sync::Arc;

use jobs::Task;
use serde_json::json;
use store::{Change, Key, reseal, vault_of};
use vault::{Cost, NewUser, RecoveryKey, Role, Vault};

use super::{SignIn, Who, signed_in};
use crate::bench::{Happening, Workbench};
use crate::project::Open;
use crate::wire::{ProtectRequest, RecoveryView};
use crate::{Error, Result, clock};

/// What is to become of a project, and who is at it then.
struct Plan {
    from: Option<Key>,
    to: Option<Key>,
    vault: Option<Vault>,
    who: Who,
    event: &'static str,
}

impl Plan {
    /// The project gets its first user.
    fn protecting(folder: &Path, request: &ProtectRequest) -> Result<(Plan, RecoveryKey)> {
        if vault_of(folder)?.is_some() {
            return Err(Error::AlreadyProtected);
        }
        let key = Key::generate()?;
        let first = NewUser {
            name: &request.name,
            role: Role::Coordinator,
            passphrase: &request.passphrase,
            since: &clock::now(),
            cost: Cost::STANDARD,
        };
        let (vault, recovery) = Vault::create(key.secret(), request.encrypt, &first)?;
        let user = vault.users().into_iter().next().ok_or(Error::Broke)?;
        let to = request.encrypt.then(|| key.clone());
        let event = if request.encrypt { "project.encrypt" } else { "project.protect" };
        let (vault, who) = (Some(vault), Who::User(user, key));
        Ok((Plan { from: None, to, vault, who, event }, recovery))
    }

    /// The users stay; nothing when the project is so already.
    fn encrypting(folder: &Path, encrypted: bool, by: &SignIn) -> Result<Option<Plan>> {
        let (user, key) = signed_in(folder, by)?;
        let mut vault = vault_of(folder)?.ok_or(Error::NotProtected)?;
        if vault.is_encrypted() == encrypted {
            return Ok(None);
        }
        vault.set_encrypted(key.secret(), encrypted);
        let (from, to) =
            if encrypted { (None, Some(key.clone())) } else { (Some(key.clone()), None) };
        let event = if encrypted { "project.encrypt" } else { "project.decrypt" };
        Ok(Some(Plan { from, to, vault: Some(vault), who: Who::User(user, key), event }))
    }

    /// All users go.
    fn opening(folder: &Path, by: &SignIn) -> Result<Plan> {
        let (_, key) = signed_in(folder, by)?;
        let vault = vault_of(folder)?.ok_or(Error::NotProtected)?;
        let from = vault.is_encrypted().then_some(key);
        Ok(Plan { from, to: None, vault: None, who: Who::Anybody, event: "project.unprotect" })
    }

    /// Returns how many files could not be read.
    fn carry_out(&self, folder: &Path, task: &Task) -> Result<u32> {
        let (from, to, vault) = (self.from.as_ref(), self.to.as_ref(), self.vault.as_ref());
        let unreadable = reseal(folder, &Change { from, to, vault }, task)?;
        Ok(u32::try_from(unreadable).unwrap_or(u32::MAX))
    }
}

impl Workbench {
    /// Gives the project its first user, and encrypts it when that is asked for; returns the key to
    /// print.
    ///
    /// The project is closed for that, and open again afterwards.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyProtected`], [`Error::StillAtWork`], [`Error::Stopped`], those of crate `vault`
    /// and of the store. The project is then as it was.
    pub fn protect(&self, request: &ProtectRequest) -> Result<RecoveryView> {
        let open = self.open_to_manage()?;
        let (plan, recovery) = Plan::protecting(open.store.folder(), request)?;
        let unreadable = self.carry_out(open, &plan)?;
        Ok(RecoveryView { key: recovery.to_string(), unreadable })
    }

    /// Encrypts a project that has users, or decrypts it; the users stay. Returns how many files of
    /// samples could not be read: encrypted they are as damaged as they were, decrypted they are gone.
    ///
    /// # Errors
    ///
    /// As [`Workbench::protect`]; and wrong passphrase.
    pub fn set_encrypted(&self, encrypted: bool, passphrase: &str) -> Result<u32> {
        let (open, by) = self.proved(passphrase)?;
        match Plan::encrypting(open.store.folder(), encrypted, &by)? {
            Some(plan) => self.carry_out(open, &plan),
            None => Ok(0),
        }
    }

    /// Takes all users off the project, and decrypts it.
    ///
    /// # Errors
    ///
    /// As [`Workbench::set_encrypted`].
    pub fn unprotect(&self, passphrase: &str) -> Result<u32> {
        let (open, by) = self.proved(passphrase)?;
        let plan = Plan::opening(open.store.folder(), &by)?;
        // Said while it is still known who does it, and noted once it is done.
        let event = open.told(json!({ "type": plan.event }));
        let unreadable = self.carry_out(open, &plan)?;
        self.0.open()?.store.append_event(&event)?;
        Ok(unreadable)
    }

    /// Returns the project and its coordinator, with the passphrase that proves who they are.
    fn proved(&self, passphrase: &str) -> Result<(Arc<Open>, SignIn)> {
        let open = self.open_to_manage()?;
        let (user, _, _) = open.managing()?;
        Ok((open, SignIn { user: user.name, passphrase: passphrase.to_owned() }))
    }

    /// Closes the project, changes what its bytes are under, and opens it again, whatever came of it.
    fn carry_out(&self, open: Arc<Open>, plan: &Plan) -> Result<u32> {
        if open.jobs.are_at_work() || self.room().is_some() {
            return Err(Error::StillAtWork { title: open.store.name()? });
        }
        let (folder, before) = (open.store.folder().to_owned(), open.who());
        if plan.vault.is_none() {
            open.unbind()?;
        }
        drop(open);
        self.end_project();
        let made = self.stoppable(Happening::Protecting, |task| plan.carry_out(&folder, task));
        let who = if made.is_ok() { plan.who.clone() } else { before };
        match store::Project::open_with(&folder, who.key(), &clock::now()) {
            Ok(project) => {
                let open = Open::new(project, who);
                if made.is_err() {
                    open.rebind()?;
                }
                drop(self.begin_with(open));
            }
            Err(error) => {
                *self.waiting() = vault_of(&folder)?.map(|_| folder.clone());
                (self.0.tell)(Happening::ProjectChanged(None));
                return Err(error.into());
            }
        }
        let unreadable = made?;
        if let (Some(vault), Ok(open)) = (&plan.vault, self.0.open()) {
            // It is done, and its key must be handed over: what is not noted is the smaller loss.
            drop(open.settled(vault, plan.event));
        }
        Ok(unreadable)
    }
}

/// Gives a project that nobody has open its first user, and encrypts it when that is asked for;
/// returns the key to print.
///
/// # Errors
///
/// As [`Workbench::protect`].
pub fn protect_project(
    task: &Task,
    folder: &Path,
    request: &ProtectRequest,
) -> Result<RecoveryView> {
    let (plan, recovery) = Plan::protecting(folder, request)?;
    let unreadable = carried_out(task, folder, &plan)?;
    Ok(RecoveryView { key: recovery.to_string(), unreadable })
}

/// Encrypts a project that nobody has open, or decrypts it; the users stay.
///
/// # Errors
///
/// As [`Workbench::set_encrypted`]; and [`Error::NotYourRole`].
pub fn encrypt_project(task: &Task, folder: &Path, encrypted: bool, by: &SignIn) -> Result<u32> {
    coordinates(folder, by)?;
    match Plan::encrypting(folder, encrypted, by)? {
        Some(plan) => carried_out(task, folder, &plan),
        None => Ok(0),
    }
}

/// Takes all users off a project that nobody has open, and decrypts it.
///
/// # Errors
///
/// As [`Workbench::unprotect`]; and [`Error::NotYourRole`].
pub fn unprotect_project(task: &Task, folder: &Path, by: &SignIn) -> Result<u32> {
    coordinates(folder, by)?;
    let plan = Plan::opening(folder, by)?;
    let (user, key) = signed_in(folder, by)?;
    let project = store::Project::open_with(folder, Some(&key), &clock::now())?;
    let open = Open::new(project, Who::User(user, key));
    open.unbind()?;
    let event = open.told(json!({ "type": plan.event }));
    drop(open);
    let unreadable = match plan.carry_out(folder, task) {
        Ok(unreadable) => unreadable,
        Err(error) => {
            let (user, key) = signed_in(folder, by)?;
            let project = store::Project::open_with(folder, plan.from.as_ref(), &clock::now())?;
            Open::new(project, Who::User(user, key)).rebind()?;
            return Err(error);
        }
    };
    store::Project::open(folder, &clock::now())?.append_event(&event)?;
    Ok(unreadable)
}

impl Open {
    /// Notes what was done to the project's bytes, and which list of users is the newest.
    fn settled(&self, vault: &Vault, event: &str) -> Result<()> {
        if let Some(key) = self.who().key() {
            self.bind(vault, key)?;
        }
        // The key that signs checkpoints is made now, so that no auditor has to.
        self.checkpoint()?;
        self.note(json!({ "type": event }))
    }
}

fn coordinates(folder: &Path, by: &SignIn) -> Result<()> {
    let (user, _) = signed_in(folder, by)?;
    let role = user.role;
    if role.may_change() { Ok(()) } else { Err(Error::NotYourRole { role: role.to_string() }) }
}

fn carried_out(task: &Task, folder: &Path, plan: &Plan) -> Result<u32> {
    let unreadable = plan.carry_out(folder, task)?;
    let project = store::Project::open_with(folder, plan.who.key(), &clock::now())?;
    if let Some(vault) = &plan.vault {
        drop(Open::new(project, plan.who.clone()).settled(vault, plan.event));
    }
    Ok(unreadable)
}

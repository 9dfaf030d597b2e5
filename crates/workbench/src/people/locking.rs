//! Signing in, and locking a project when nobody is there.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use serde_json::json;
use store::{Key, vault_of};
use vault::{Cost, Role, User, Vault};

use super::Who;
use crate::bench::Workbench;
use crate::names::name_of;
use crate::project::Open;
use crate::wire::{LockedView, ProjectView};
use crate::{Error, Result, clock};

/// The setting that holds after how many minutes a project is locked.
pub(super) const IDLE: &str = "protection.idle_minutes";
/// Unless a coordinator chose another.
pub(super) const IDLE_MINUTES: u32 = 15;
/// So many wrong passphrases cost no waiting.
const FREE_TRIES: u32 = 3;
/// The longest wait between two tries.
const MOST_WAIT: Duration = Duration::from_mins(5);

/// A user of a project, and what they type: for the terminal.
#[derive(Clone)]
pub struct SignIn {
    /// The name.
    pub user: String,
    /// The passphrase.
    pub passphrase: String,
}

/// How often a wrong passphrase was tried at a project, and when the next may be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tries {
    wrong: u32,
    not_before: Option<Instant>,
}

/// When somebody was there last; by two clocks, one of which goes on while the computer sleeps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Touched(Instant, i64);

impl Touched {
    pub(crate) fn now() -> Self {
        Touched(Instant::now(), clock::seconds())
    }

    fn elapsed(self) -> Duration {
        let slept = u64::try_from(clock::seconds() - self.1).unwrap_or_default();
        self.0.elapsed().max(Duration::from_secs(slept))
    }
}

impl Tries {
    /// Notes a wrong passphrase: from the fourth on the next may be tried later and later.
    fn was_wrong(&mut self) {
        self.wrong += 1;
        let beyond = self.wrong.saturating_sub(FREE_TRIES);
        self.not_before = (0 < beyond).then(|| {
            let wait = Duration::from_secs(1 << beyond.min(16)).min(MOST_WAIT);
            Instant::now() + wait
        });
    }

    /// Returns how long it is until the next try.
    fn wait(&self) -> u64 {
        let left = self.not_before.map(|at| at.saturating_duration_since(Instant::now()));
        left.map_or(0, |left| left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX))
    }
}

/// Returns who signed in at the project in `folder`, and its key.
///
/// # Errors
///
/// [`Error::NotProtected`], and those of crate `vault`.
pub(crate) fn signed_in(folder: &Path, by: &SignIn) -> Result<(User, Key)> {
    let (user, secret) = vault_in(folder)?.unlock(&by.user, &by.passphrase)?;
    Ok((user, Key::of(secret)?))
}

fn vault_in(folder: &Path) -> Result<Vault> {
    vault_of(folder)?.ok_or(Error::NotProtected)
}

impl Workbench {
    /// Shows the project that waits for one of its users, if one does.
    ///
    /// # Errors
    ///
    /// Those of its list of users.
    pub fn locked_project(&self) -> Result<Option<LockedView>> {
        let Some(folder) = self.waiting().clone() else { return Ok(None) };
        let vault = vault_in(&folder)?;
        let mut recent = self.0.settings.recent().into_iter();
        let known = recent.find(|recent| recent.folder == folder);
        let place = name_of(&folder);
        let wait = self.tries().get(&folder).map_or(0, Tries::wait);
        Ok(Some(LockedView {
            name: known.map_or_else(|| place.clone(), |recent| recent.name),
            place,
            encrypted: vault.is_encrypted(),
            users: vault.users().into_iter().map(Into::into).collect(),
            wait_seconds: u32::try_from(wait).unwrap_or(u32::MAX),
            at_work: self.is_away(),
        }))
    }

    /// Lets a user of the waiting project in.
    ///
    /// # Errors
    ///
    /// [`Error::NoProject`] when none waits, [`Error::TooManyTries`], wrong passphrase, and those of
    /// the store.
    pub fn sign_in(&self, user: &str, passphrase: &str) -> Result<ProjectView> {
        let folder = self.may_be_tried()?;
        let by = SignIn { user: user.to_owned(), passphrase: passphrase.to_owned() };
        match signed_in(&folder, &by) {
            Ok((user, key)) => self.enter(&folder, user, &key, "user.signIn"),
            Err(error) => Err(self.refused(error)),
        }
    }

    /// Lets a coordinator of the waiting project in by the recovery key, and gives them another
    /// passphrase.
    ///
    /// # Errors
    ///
    /// As [`Workbench::sign_in`]; and [`Error::NotYourRole`] for a user who is no coordinator.
    pub fn recover(&self, key: &str, user: &str, passphrase: &str) -> Result<ProjectView> {
        let folder = self.may_be_tried()?;
        let mut vault = vault_in(&folder)?;
        let secret = vault.recover(key).map_err(|error| self.refused(error.into()))?;
        let found = vault.users().into_iter().find(|known| known.name == user);
        let found = found.ok_or(vault::Error::NoSuchUser { user: user.to_owned() })?;
        if found.role != Role::Coordinator {
            return Err(Error::NotYourRole { role: found.role.to_string() });
        }
        vault.set_passphrase(&secret, user, passphrase, Cost::STANDARD)?;
        let key = Key::of(secret)?;
        // Nothing is changed in a project that cannot be opened.
        let view = self.enter(&folder, found, &key, "user.recover")?;
        self.0.open()?.keep(&vault, &key)?;
        Ok(view)
    }

    /// Forgets the project that waits for a user; what is at work in it stops.
    pub fn leave_locked(&self) {
        if self.waiting().take().is_some() && self.is_away() {
            self.close_project();
        }
    }

    /// Locks the open project. Work in it goes on; when there is none, it is closed.
    ///
    /// # Errors
    ///
    /// [`Error::NoProject`], [`Error::NotProtected`].
    pub fn lock_project(&self) -> Result<()> {
        let open = self.0.open()?;
        let Who::User(user, _) = open.who() else { return Err(Error::NotProtected) };
        *self.waiting() = Some(open.store.folder().to_owned());
        // What they answered is stored; a lock that is not noted loses nothing.
        drop(open.store.append_event(&open.told(json!({ "type": "user.lock" }))));
        if open.jobs.are_at_work() || self.is_waited_for() {
            self.leave_reading();
            self.forget_choices();
            open.set_who(Who::Away(user));
            (self.0.tell)(crate::Happening::ProjectChanged(None));
        } else {
            drop(open);
            self.close_project();
        }
        Ok(())
    }

    /// Notes that somebody is there.
    pub fn touch(&self) {
        *self.0.touched.lock().unwrap_or_else(PoisonError::into_inner) = Touched::now();
    }

    /// Locks the open project when nobody was there for long enough, and closes a locked one whose
    /// work has ended. To be called every few seconds.
    pub fn lock_if_idle(&self) {
        let Ok(open) = self.0.open() else { return };
        match open.who() {
            Who::Anybody => {}
            Who::Away(_) if open.jobs.are_at_work() || self.is_waited_for() => {}
            Who::Away(_) => {
                drop(open);
                self.close_project();
            }
            Who::User(..) => {
                let touched = *self.0.touched.lock().unwrap_or_else(PoisonError::into_inner);
                let minutes = open.idle_minutes();
                if Duration::from_secs(u64::from(minutes) * 60) <= touched.elapsed() {
                    drop(open);
                    drop(self.lock_project());
                }
            }
        }
    }

    pub(crate) fn is_away(&self) -> bool {
        self.0.open().is_ok_and(|open| matches!(open.who(), Who::Away(_)))
    }

    /// Returns the folder of the waiting project, when a passphrase may be tried now.
    fn may_be_tried(&self) -> Result<PathBuf> {
        let folder = self.waiting().clone().ok_or(Error::NoProject)?;
        match self.tries().get(&folder).map_or(0, Tries::wait) {
            0 => Ok(folder),
            seconds => Err(Error::TooManyTries { seconds }),
        }
    }

    /// Counts a wrong passphrase or recovery key.
    fn refused(&self, error: Error) -> Error {
        use vault::Error::{WrongPassphrase, WrongRecoveryKey};
        if let Error::Vault(WrongPassphrase { .. } | WrongRecoveryKey) = &error
            && let Some(folder) = self.waiting().clone()
        {
            self.tries().entry(folder).or_default().was_wrong();
        }
        error
    }

    /// Opens the waiting project for a user, or goes on in it when it is open behind its lock.
    fn enter(&self, folder: &Path, user: User, key: &Key, kind: &str) -> Result<ProjectView> {
        let wrong = self.tries().get(folder).map_or(0, |tries| tries.wrong);
        let vault = vault_in(folder)?;
        let name = user.name.clone();
        let who = Who::User(user, key.clone());
        let behind = self.0.open().ok().filter(|open| open.store.folder() == folder);
        let view = if let Some(open) = behind {
            // What goes on there ends in the name of who began it.
            if let Who::Away(first) = open.who()
                && first.name != name
            {
                return Err(Error::StillAtWork { title: first.name });
            }
            open.check_bound(&vault, key)?;
            open.set_who(who);
            let view = open.view();
            (self.0.tell)(crate::Happening::ProjectChanged(Some(view.clone())));
            view
        } else {
            let project = store::Project::open_with(folder, Some(key), &clock::now())?;
            let open = Open::new(project, who);
            open.check_bound(&vault, key)?;
            self.begin_with(open)
        };
        *self.waiting() = None;
        self.tries().remove(folder);
        self.touch();
        let open = self.0.open()?;
        if !open.read_only() {
            let event = open.told(json!({ "type": kind, "wrong_tries": wrong }));
            open.store.append_event(&event)?;
        }
        Ok(view)
    }
}

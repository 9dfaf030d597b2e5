//! Who signed in, what that allows, and how the trail calls them.

use std::sync::PoisonError;

use serde_json::Value;
use vault::{Role, User};

use crate::project::Open;
use crate::project::study::Kept;
use crate::{Error, Result, clock};

/// How the trail calls whoever works in a project without users.
const COORDINATOR: &str = "coordinator";

/// Who is at an open project.
#[derive(Debug, Clone)]
pub(crate) enum Who {
    /// The project has no users: whoever is there.
    Anybody,
    /// One of its users.
    User(User, store::Key),
    /// It was locked while the work of one of them goes on in it.
    Away(User),
}

impl Who {
    /// Returns the key of the project, when whoever is there has it.
    pub(crate) fn key(&self) -> Option<&store::Key> {
        match self {
            Who::User(_, key) => Some(key),
            Who::Anybody | Who::Away(_) => None,
        }
    }
}

impl Open {
    pub(crate) fn who(&self) -> Who {
        self.who.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_who(&self, who: Who) {
        *self.who.write().unwrap_or_else(PoisonError::into_inner) = who;
    }

    /// Returns the role of whoever is there.
    ///
    /// # Errors
    ///
    /// [`store::Error::Locked`] when nobody is.
    pub(crate) fn role(&self) -> Result<Role> {
        match self.who() {
            Who::Anybody => Ok(Role::Coordinator),
            Who::User(user, _) => Ok(user.role),
            Who::Away(_) => Err(store::Error::Locked.into()),
        }
    }

    /// Fails unless whoever is there may see samples, results and settings.
    pub(crate) fn may_see(&self) -> Result<()> {
        let role = self.role()?;
        // What came in a pack holds nothing that a reader must not see.
        let may = role.may_see() || self.came_in_a_pack();
        if may { Ok(()) } else { Err(Error::NotYourRole { role: role.to_string() }) }
    }

    /// Fails unless whoever is there may change the project.
    pub(crate) fn may_change(&self) -> Result<()> {
        let role = self.role()?;
        let may = role.may_change() || (role.may_read() && self.came_in_a_pack());
        if may { Ok(()) } else { Err(Error::NotYourRole { role: role.to_string() }) }
    }

    /// Fails unless whoever is there may read cases.
    pub(crate) fn may_read(&self) -> Result<()> {
        let role = self.role()?;
        if role.may_read() { Ok(()) } else { Err(Error::NotYourRole { role: role.to_string() }) }
    }

    /// Returns an event with when it happened, who did it, as what, and by which program.
    ///
    /// # Source
    ///
    /// 21 CFR 11.10 (e); ICH E6(R3), 4.2.2: who, what, when, and in which role.
    pub(crate) fn told(&self, mut event: Value) -> Value {
        let (actor, role) = match self.who() {
            Who::User(user, _) | Who::Away(user) => (self.called(&user.name), user.role),
            Who::Anybody => (COORDINATOR.to_owned(), Role::Coordinator),
        };
        if event.get("t").is_none() {
            event["t"] = clock::now().into();
        }
        event["actor"] = actor.into();
        event["role"] = role.as_str().into();
        event["program"] = crate::VERSION.into();
        event
    }

    /// Fails unless whoever is there may say who opens the project.
    pub(crate) fn may_manage(&self) -> Result<()> {
        let role = self.role()?;
        if role.may_change() { Ok(()) } else { Err(Error::NotYourRole { role: role.to_string() }) }
    }

    /// Whether all there is came in packs, as the database has it: a file in the folder proves nothing.
    fn came_in_a_pack(&self) -> bool {
        let is_received =
            |study: &store::Study| Kept::read(study).is_ok_and(|kept| kept.received.is_some());
        let studies = self.store.studies().unwrap_or_default();
        !studies.is_empty()
            && studies.iter().all(is_received)
            && self.store.sets().is_ok_and(|sets| sets.is_empty())
    }

    /// Returns how the trail calls a user: by name; in what came in a pack by a short code, since the
    /// whole trail goes back with each sealed session.
    pub(crate) fn called(&self, name: &str) -> String {
        match self.who() {
            Who::User(_, key) if self.came_in_a_pack() => {
                let code = key.secret().derive(&format!("touchstone.trail/1 user {name}"));
                format!("user-{}", clock::hex(&code[..4]))
            }
            Who::Away(_) if self.came_in_a_pack() => "user".to_owned(),
            _ => name.to_owned(),
        }
    }
}

//! What a reader finds who signs in where studies are made: their sessions, and nothing else.
//!
//! Who leads a group sees how far the others are, too.

use serde_json::json;
use store::StudyId;
use study::StudyState;
use vault::Role;

use super::Who;
use crate::bench::Workbench;
use crate::project::Open;
use crate::wire::DeskSession;
use crate::{Error, Result};

impl Workbench {
    /// Lists the sessions that whoever signed in may read: theirs, and those that are nobody's yet. Who
    /// leads a group finds those of others beside them, with whose they are.
    ///
    /// # Errors
    ///
    /// [`Error::NotYourRole`], and those of the store.
    pub fn reading_desk(&self) -> Result<Vec<DeskSession>> {
        let open = self.open_to_read()?;
        let Who::User(user, _) = open.who() else { return Ok(Vec::new()) };
        let mut sessions = Vec::new();
        for study in open.study_views(None)? {
            let id = StudyId(study.id.into());
            let stored = open.store.study(id)?;
            if !matches!(stored.state, StudyState::Locked | StudyState::Collecting) {
                continue;
            }
            for reader in &study.readers {
                let whose = open.whose(id, &reader.code)?;
                let of_other = whose.as_ref().is_some_and(|whose| *whose != user.name);
                if of_other && user.role != Role::Facilitator {
                    continue;
                }
                sessions.push(DeskSession {
                    study: study.id,
                    code: stored.code.clone(),
                    reader: reader.code.clone(),
                    done: reader.done,
                    total: reader.total,
                    minutes: study.minutes,
                    forms_left: reader.forms_left,
                    yours: whose.is_some() && !of_other,
                    whose,
                    sealed: reader.sealed_at.is_some(),
                });
            }
        }
        Ok(sessions)
    }

    /// Ends a session of whoever signed in: nothing is answered after that.
    ///
    /// # Errors
    ///
    /// [`Error::NotYourSession`], [`Error::SessionSealed`], [`Error::RoomInUse`], and those of the
    /// store.
    pub fn seal_own(&self, study: u32, reader: &str) -> Result<Vec<DeskSession>> {
        let open = self.open_to_read()?;
        let id = StudyId(study.into());
        self.not_in_the_room(reader)?;
        let Who::User(user, _) = open.who() else { return Err(Error::NotProtected) };
        if open.whose(id, reader)?.as_ref() != Some(&user.name) {
            let whose = open.whose(id, reader)?.unwrap_or_default();
            return Err(Error::NotYourSession { reader: reader.to_owned(), user: whose });
        }
        open.end_session(id, reader)?;
        self.0.changed();
        self.reading_desk()
    }
}

impl Workbench {
    /// Gives a session back that somebody took by mistake: it is nobody's then, as long as nothing was
    /// said in it.
    ///
    /// # Errors
    ///
    /// [`Error::SessionBegun`], [`Error::RoomInUse`], [`Error::NotYourRole`], and those of the store.
    pub fn release_session(&self, study: u32, reader: &str) -> Result<()> {
        let open = self.open_to_change()?;
        self.not_in_the_room(reader)?;
        open.release_session(StudyId(study.into()), reader)?;
        self.0.changed();
        Ok(())
    }
}

impl Open {
    fn release_session(&self, id: StudyId, reader: &str) -> Result<()> {
        let Some(user) = self.whose(id, reader)? else { return Ok(()) };
        let said = !self.store.answered(id, reader)?.is_empty()
            || self.store.forms_filled(id)?.contains_key(reader)
            || self.sealed(id)?.contains_key(reader);
        if said {
            return Err(Error::SessionBegun { reader: reader.to_owned(), user });
        }
        self.store.set_setting(&key(id, reader), "")?;
        self.store.append_event(&self.told(json!({
            "type": "reader.release", "study": id.0, "reader": reader, "user": user,
        })))?;
        Ok(())
    }

    /// Returns the user who reads a session, once somebody has begun it.
    pub(crate) fn whose(&self, study: StudyId, reader: &str) -> Result<Option<String>> {
        Ok(self.store.setting(&key(study, reader))?.filter(|user| !user.is_empty()))
    }

    /// Fails unless whoever signed in may read this session: it is theirs or nobody's, and they read the
    /// study under no other code.
    ///
    /// # Errors
    ///
    /// [`Error::NotYourSession`], [`Error::ReadsAlready`].
    pub(crate) fn may_take_session(&self, study: StudyId, reader: &str) -> Result<()> {
        let Who::User(user, _) = self.who() else { return Ok(()) };
        match self.whose(study, reader)? {
            Some(whose) if whose == user.name => Ok(()),
            Some(whose) => Err(Error::NotYourSession { reader: reader.to_owned(), user: whose }),
            None => {
                for other in self.store.readers(study)? {
                    if self.whose(study, &other.code)?.as_ref() == Some(&user.name) {
                        return Err(Error::ReadsAlready { reader: other.code });
                    }
                }
                Ok(())
            }
        }
    }

    /// Makes a session that of the reader who signed in, when it is nobody's yet. A coordinator who
    /// opens the room takes none: it may be for somebody else.
    ///
    /// # Errors
    ///
    /// [`Error::NotYourSession`] when it is another user's.
    pub(crate) fn take_session(&self, study: StudyId, reader: &str) -> Result<()> {
        let Who::User(user, _) = self.who() else { return Ok(()) };
        self.may_take_session(study, reader)?;
        match self.whose(study, reader)? {
            Some(_) => Ok(()),
            None if user.role == Role::Coordinator => Ok(()),
            None => {
                self.store.set_setting(&key(study, reader), &user.name)?;
                let event = json!({ "type": "reader.take", "study": study.0, "reader": reader });
                self.store.append_event(&self.told(event))?;
                Ok(())
            }
        }
    }
}

fn key(study: StudyId, reader: &str) -> String {
    format!("study.{}.reader.{reader}", study.0)
}

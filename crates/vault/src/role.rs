//! What a user is there for.

use std::fmt;

/// What a user may do, as the program keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Prepares and analyses: may do everything.
    Coordinator,
    /// Leads a group: reads, and sees how far studies are, never the truth.
    Facilitator,
    /// Rates cases, and sees nothing else.
    Reader,
    /// Looks at everything and takes evidence along, and changes nothing.
    Auditor,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 4] = [Role::Coordinator, Role::Facilitator, Role::Reader, Role::Auditor];

    /// Returns the word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Coordinator => "coordinator",
            Role::Facilitator => "facilitator",
            Role::Reader => "reader",
            Role::Auditor => "auditor",
        }
    }

    /// Returns the role of a stored word.
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// Returns whether this role may see samples, results and, once it is out, the truth.
    pub fn may_see(self) -> bool {
        matches!(self, Role::Coordinator | Role::Auditor)
    }

    /// Returns whether this role may change the project.
    pub fn may_change(self) -> bool {
        self == Role::Coordinator
    }

    /// Returns whether this role may read cases.
    pub fn may_read(self) -> bool {
        self != Role::Auditor
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

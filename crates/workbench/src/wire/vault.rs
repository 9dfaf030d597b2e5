//! Who may open a project, and whether it is encrypted.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What a user is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RoleView {
    /// Prepares and analyses: may do everything.
    Coordinator,
    /// Leads a group: reads, and sees how far studies are, never the truth.
    Facilitator,
    /// Rates cases, and sees nothing else.
    Reader,
    /// Looks at everything and takes evidence along, and changes nothing.
    Auditor,
}

/// A user of a project.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UserView {
    /// How the trail calls them.
    pub name: String,
    /// What they are there for.
    pub role: RoleView,
    /// Since when: UTC, RFC 3339.
    pub since: String,
}

/// A project that waits for one of its users.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LockedView {
    /// The project's name, as it was known here, or its folder's.
    pub name: String,
    /// The name of the folder that holds it.
    pub place: String,
    /// Whether its bytes are encrypted.
    pub encrypted: bool,
    /// Who may open it.
    pub users: Vec<UserView>,
    /// Seconds until the next try; 0 when it may be tried now.
    pub wait_seconds: u32,
    /// Work goes on behind the lock.
    pub at_work: bool,
}

/// Who may open the open project.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProtectionView {
    /// Whether its bytes are encrypted.
    pub encrypted: bool,
    /// Who may open it; nobody: everybody who can read the folder.
    pub users: Vec<UserView>,
    /// The user who signed in.
    pub you: Option<UserView>,
    /// Since when the recovery key that was printed last holds: UTC, RFC 3339.
    pub recovery_since: Option<String>,
    /// After so many minutes without a touch the project is locked.
    pub idle_minutes: u32,
    /// The checkpoint of the trail now: a signed note.
    pub checkpoint: String,
    /// The text of the key that signs checkpoints: `name+id+key`, for `verify-log --key`.
    pub key: String,
}

/// How a project is to be protected.
#[derive(Clone, PartialEq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProtectRequest {
    /// The name of its first user, a coordinator.
    pub name: String,
    /// What they will type.
    pub passphrase: String,
    /// Whether its bytes are encrypted.
    pub encrypt: bool,
}

/// A user who is to be added.
#[derive(Clone, PartialEq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UserRequest {
    /// The name.
    pub name: String,
    /// What they are there for.
    pub role: RoleView,
    /// What they will type.
    pub passphrase: String,
}

/// A key that is to be printed, now: it is kept nowhere.
#[derive(Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryView {
    /// The key: nine groups of four.
    pub key: String,
    /// How many files could not be read, and so are not there any more.
    pub unreadable: u32,
}

/// A session that a user may read.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeskSession {
    /// The study's number.
    pub study: u32,
    /// The study's code: it says nothing of what is read.
    pub code: String,
    /// The reader's code.
    pub reader: String,
    /// Cases answered.
    pub done: u32,
    /// Cases in all.
    pub total: u32,
    /// About how many minutes it takes in all.
    pub minutes: u32,
    /// Whether something is to be filled in besides the cases.
    pub forms_left: bool,
    /// Whether it is this user's.
    pub yours: bool,
    /// Whose it is; nobody's yet: it becomes theirs who begin it.
    pub whose: Option<String>,
    /// Whether it was sealed: nothing is answered any more.
    pub sealed: bool,
}

impl From<vault::Role> for RoleView {
    fn from(role: vault::Role) -> Self {
        match role {
            vault::Role::Coordinator => RoleView::Coordinator,
            vault::Role::Facilitator => RoleView::Facilitator,
            vault::Role::Reader => RoleView::Reader,
            vault::Role::Auditor => RoleView::Auditor,
        }
    }
}

impl From<RoleView> for vault::Role {
    fn from(role: RoleView) -> Self {
        match role {
            RoleView::Coordinator => vault::Role::Coordinator,
            RoleView::Facilitator => vault::Role::Facilitator,
            RoleView::Reader => vault::Role::Reader,
            RoleView::Auditor => vault::Role::Auditor,
        }
    }
}

impl From<vault::User> for UserView {
    fn from(user: vault::User) -> Self {
        UserView { name: user.name, role: user.role.into(), since: user.since }
    }
}

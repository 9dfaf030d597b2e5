//! What can go wrong with a vault.

/// Why a vault was not read, opened or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The passphrase is not this user's.
    #[error("this is not the passphrase of {user}")]
    WrongPassphrase {
        /// The user.
        user: String,
    },
    /// The recovery key is well formed, and of another project or an earlier time.
    #[error("this recovery key does not open the project")]
    WrongRecoveryKey,
    /// The recovery key holds a slip of the pen.
    #[error("this is no recovery key: its groups do not fit together")]
    NotARecoveryKey,
    /// There is no such user.
    #[error("the project has no user {user}")]
    NoSuchUser {
        /// The name.
        user: String,
    },
    /// The name is taken.
    #[error("the project has a user {user} already")]
    UserExists {
        /// The name.
        user: String,
    },
    /// A user's name is empty, too long, or not to be seen.
    #[error("a user's name has 1 to {most} letters")]
    UserName {
        /// The most letters.
        most: usize,
    },
    /// Without a coordinator nobody could change the project any more.
    #[error("the last coordinator of a project cannot be removed or become something else")]
    LastCoordinator,
    /// The passphrase is easily guessed.
    #[error("a passphrase has at least {least} characters")]
    PassphraseShort {
        /// The fewest characters.
        least: usize,
    },
    /// The file is not a vault, or not whole.
    #[error("the file that says who may open the project is damaged: {what}")]
    Damaged {
        /// What is wrong.
        what: &'static str,
    },
    /// Somebody changed the list of users without knowing the secret.
    #[error("the list of users was changed outside of the program")]
    Tampered,
    /// A newer program wrote it.
    #[error("the list of users was written by a newer program")]
    TooNew,
    /// The system gave no randomness, or no memory.
    #[error("the system refused {what}")]
    System {
        /// What it refused.
        what: &'static str,
    },
}

/// A value, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns the stable code that picks the words.
    pub fn code(&self) -> &'static str {
        match self {
            Error::WrongPassphrase { .. } => "vault.wrong_passphrase",
            Error::WrongRecoveryKey => "vault.wrong_recovery_key",
            Error::NotARecoveryKey => "vault.not_a_recovery_key",
            Error::NoSuchUser { .. } => "vault.no_such_user",
            Error::UserExists { .. } => "vault.user_exists",
            Error::UserName { .. } => "vault.user_name",
            Error::LastCoordinator => "vault.last_coordinator",
            Error::PassphraseShort { .. } => "vault.passphrase_short",
            Error::Damaged { .. } => "vault.damaged",
            Error::Tampered => "vault.tampered",
            Error::TooNew => "vault.too_new",
            Error::System { .. } => "vault.system",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::WrongPassphrase { user }
            | Error::NoSuchUser { user }
            | Error::UserExists { user } => vec![("user", user.clone())],
            Error::UserName { most } => vec![("most", most.to_string())],
            Error::PassphraseShort { least } => vec![("least", least.to_string())],
            Error::Damaged { what } | Error::System { what } => vec![("what", (*what).to_owned())],
            Error::WrongRecoveryKey
            | Error::NotARecoveryKey
            | Error::LastCoordinator
            | Error::Tampered
            | Error::TooNew => Vec::new(),
        }
    }
}

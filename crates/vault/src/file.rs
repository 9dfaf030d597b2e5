//! The vault: users, their wrapped secrets, and whether the project is encrypted.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::passphrase::{self, Cost};
use crate::secret::{hex, hmac};
use crate::wrap::{random, unwrap, wrap};
use crate::{Error, RecoveryKey, Result, Role, Secret};

const FORMAT: &str = "touchstone.vault";
const VERSION: u32 = 1;
/// The most letters of a user's name.
const MOST_LETTERS: usize = 60;
const SALT: usize = 16;

/// Who may open a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vault {
    format: String,
    version: u32,
    encrypted: bool,
    /// Grows with each change.
    generation: u64,
    users: Vec<Slot>,
    recovery: Recovery,
    /// Of all the above, under the secret.
    mac: String,
}

/// Somebody who may open a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// How the trail calls them.
    pub name: String,
    /// What they are there for.
    pub role: Role,
    /// Since when, in UTC.
    pub since: String,
}

/// Somebody who is to open a project.
#[derive(Clone, Copy)]
pub struct NewUser<'a> {
    /// How the trail will call them: 1 to 60 letters.
    pub name: &'a str,
    /// What they are there for.
    pub role: Role,
    /// What they will type: at least [`crate::LEAST`] characters.
    pub passphrase: &'a str,
    /// Now, in UTC.
    pub since: &'a str,
    /// What guessing the passphrase costs: [`Cost::STANDARD`] outside of tests.
    pub cost: Cost,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slot {
    name: String,
    role: String,
    since: String,
    argon2id: Cost,
    salt: String,
    secret: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recovery {
    since: String,
    secret: String,
}

impl Vault {
    /// Makes a vault with its first user, who is a coordinator whatever they ask for; returns it and
    /// the key that is to be printed.
    ///
    /// # Errors
    ///
    /// [`Error::UserName`], [`Error::PassphraseShort`], [`Error::System`].
    pub fn create(
        secret: &Secret,
        encrypted: bool,
        first: &NewUser<'_>,
    ) -> Result<(Vault, RecoveryKey)> {
        let mut vault = Vault {
            format: FORMAT.to_owned(),
            version: VERSION,
            encrypted,
            generation: 0,
            users: Vec::new(),
            recovery: Recovery { since: String::new(), secret: String::new() },
            mac: String::new(),
        };
        vault.add(secret, &NewUser { role: Role::Coordinator, ..*first })?;
        let key = vault.renew_recovery(secret, first.since)?;
        Ok((vault, key))
    }

    /// Reads a vault.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`], [`Error::TooNew`].
    pub fn parse(text: &str) -> Result<Vault> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        const NOT: Error = Error::Damaged { what: "it is no list of users" };
        let head: Head = serde_json::from_str(text).map_err(|_| NOT)?;
        if head.format != FORMAT {
            return Err(NOT);
        }
        if VERSION < head.version {
            return Err(Error::TooNew);
        }
        let vault: Vault = serde_json::from_str(text).map_err(|_| NOT)?;
        for slot in &vault.users {
            Role::from_word(&slot.role).ok_or(Error::Damaged { what: "a role" })?;
        }
        if vault.users.is_empty() {
            return Err(Error::Damaged { what: "it lists nobody" });
        }
        Ok(vault)
    }

    /// Returns the vault as text.
    ///
    /// # Panics
    ///
    /// Never: a vault is plain data.
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a vault is plain data");
        text.push('\n');
        text
    }

    /// Returns whether the project's bytes are encrypted under the secret.
    pub fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Says that the project's bytes are encrypted under the secret, or are no more.
    pub fn set_encrypted(&mut self, secret: &Secret, encrypted: bool) {
        self.encrypted = encrypted;
        self.sign(secret);
    }

    /// Returns how often the list was changed: an older one has less.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Lists the users, in the order in which they came.
    pub fn users(&self) -> Vec<User> {
        self.users.iter().map(Slot::user).collect()
    }

    /// Returns since when the recovery key that was printed last holds.
    pub fn recovery_since(&self) -> &str {
        &self.recovery.since
    }

    /// Opens the secret by a user's passphrase.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchUser`], [`Error::WrongPassphrase`], [`Error::Damaged`],
    /// [`Error::Tampered`] when the list is not the one that was written last
    /// by somebody who knew the secret.
    pub fn unlock(&self, name: &str, passphrase: &str) -> Result<(User, Secret)> {
        let slot = self.slot(name)?;
        let salt = BASE64.decode(&slot.salt).map_err(|_| Error::Damaged { what: "a salt" })?;
        let key = passphrase::key(passphrase, &salt, slot.argon2id)?;
        let secret = unwrap(&slot.secret, &key, &slot.about())
            .ok_or_else(|| Error::WrongPassphrase { user: name.to_owned() })?;
        self.check(&secret)?;
        Ok((slot.user(), secret))
    }

    /// Opens the secret by the recovery key.
    ///
    /// # Errors
    ///
    /// [`Error::NotARecoveryKey`], [`Error::WrongRecoveryKey`], [`Error::Tampered`].
    pub fn recover(&self, key: &str) -> Result<Secret> {
        let key: RecoveryKey = key.parse()?;
        let secret = unwrap(&self.recovery.secret, &recovery_key(&key), &self.recovery.about());
        let secret = secret.ok_or(Error::WrongRecoveryKey)?;
        self.check(&secret)?;
        Ok(secret)
    }

    /// Adds a user.
    ///
    /// # Errors
    ///
    /// [`Error::UserName`], [`Error::UserExists`], [`Error::PassphraseShort`], [`Error::System`].
    pub fn add(&mut self, secret: &Secret, new: &NewUser<'_>) -> Result<()> {
        let name = new.name.trim();
        let n = name.chars().count();
        if n == 0 || MOST_LETTERS < n || name.chars().any(char::is_control) {
            return Err(Error::UserName { most: MOST_LETTERS });
        }
        if self.users.iter().any(|slot| slot.name.to_lowercase() == name.to_lowercase()) {
            return Err(Error::UserExists { user: name.to_owned() });
        }
        let slot = Slot::new(secret, &NewUser { name, ..*new })?;
        self.users.push(slot);
        self.sign(secret);
        Ok(())
    }

    /// Takes a user off the list.
    ///
    /// Who kept a copy of the project from before can still open that copy.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchUser`], [`Error::LastCoordinator`].
    pub fn remove(&mut self, secret: &Secret, name: &str) -> Result<()> {
        self.slot(name)?;
        if !self.users.iter().any(|slot| slot.name != name && slot.is_coordinator()) {
            return Err(Error::LastCoordinator);
        }
        self.users.retain(|slot| slot.name != name);
        self.sign(secret);
        Ok(())
    }

    /// Gives a user another passphrase.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchUser`], [`Error::PassphraseShort`], [`Error::System`].
    pub fn set_passphrase(
        &mut self,
        secret: &Secret,
        name: &str,
        passphrase: &str,
        cost: Cost,
    ) -> Result<()> {
        let User { name, role, since } = self.slot(name)?.user();
        let new = NewUser { name: &name, role, passphrase, since: &since, cost };
        let renewed = Slot::new(secret, &new)?;
        if let Some(slot) = self.users.iter_mut().find(|slot| slot.name == name) {
            *slot = renewed;
        }
        self.sign(secret);
        Ok(())
    }

    /// Makes another recovery key; the one before opens nothing any more.
    ///
    /// # Errors
    ///
    /// [`Error::System`].
    pub fn renew_recovery(&mut self, secret: &Secret, now: &str) -> Result<RecoveryKey> {
        let key = RecoveryKey::generate()?;
        self.recovery = Recovery { since: now.to_owned(), secret: String::new() };
        let about = self.recovery.about();
        self.recovery.secret = wrap(secret, &recovery_key(&key), &about)?;
        self.sign(secret);
        Ok(key)
    }

    fn slot(&self, name: &str) -> Result<&Slot> {
        let found = self.users.iter().find(|slot| slot.name == name);
        found.ok_or_else(|| Error::NoSuchUser { user: name.to_owned() })
    }

    fn sign(&mut self, secret: &Secret) {
        self.generation += 1;
        self.mac = self.proof(secret);
    }

    /// Fails unless the list is as somebody wrote it who knew the secret.
    ///
    /// # Errors
    ///
    /// [`Error::Tampered`].
    pub fn check(&self, secret: &Secret) -> Result<()> {
        if self.mac == self.proof(secret) { Ok(()) } else { Err(Error::Tampered) }
    }

    /// Returns HMAC-SHA256 of all but the proof itself.
    fn proof(&self, secret: &Secret) -> String {
        let unsigned = Vault { mac: String::new(), ..self.clone() };
        let key = secret.derive("touchstone.vault/1 list of users");
        hex(&hmac(key.as_slice(), unsigned.text().as_bytes()))
    }
}

impl Slot {
    fn new(secret: &Secret, new: &NewUser<'_>) -> Result<Slot> {
        passphrase::check(new.passphrase)?;
        let salt: [u8; SALT] = random()?;
        let mut slot = Slot {
            name: new.name.to_owned(),
            role: new.role.as_str().to_owned(),
            since: new.since.to_owned(),
            argon2id: new.cost,
            salt: BASE64.encode(salt),
            secret: String::new(),
        };
        let key = passphrase::key(new.passphrase, &salt, new.cost)?;
        slot.secret = wrap(secret, &key, &slot.about())?;
        Ok(slot)
    }

    fn user(&self) -> User {
        let role = Role::from_word(&self.role).unwrap_or(Role::Reader);
        User { name: self.name.clone(), role, since: self.since.clone() }
    }

    fn is_coordinator(&self) -> bool {
        self.role == Role::Coordinator.as_str()
    }

    /// What the wrapped secret is bound to.
    fn about(&self) -> String {
        format!("touchstone.vault/1 user\n{}\n{}\n{}", self.name, self.role, self.since)
    }
}

impl Recovery {
    fn about(&self) -> String {
        format!("touchstone.vault/1 recovery\n{}", self.since)
    }
}

/// A random key needs no slow function.
fn recovery_key(key: &RecoveryKey) -> [u8; 32] {
    hmac(key.bytes(), b"touchstone.vault/1 recovery key")
}

//! What travels between a coordinator and readers: packs, key files, signed sessions.
//!
//! This crate seals, opens, checks and merges. It opens no file and reads no
//! clock: bytes come from readers and go to writers that are handed to it. It
//! does not decide who reads what, shows nothing, and knows nothing of where
//! things are stored. Encryption is age's, signatures are Ed25519 in signed
//! notes; nothing of either is invented here.

pub mod chain;
mod checkpoint;
mod error;
mod hex;
mod identity;
pub mod key_file;
mod lock;
pub mod merge;
pub mod note;
pub mod pack;
pub mod session;
mod signing;

pub use checkpoint::Checkpoint;
pub use error::{Error, Result};
pub use identity::{Identity, Recipient};
pub use key_file::KeyFile;
pub use lock::{Lock, Unlock, WORK, lock, unlock};
pub use pack::Pack;
pub use session::SealedSession;
pub use signing::{PublicKey, SigningKey};

//! Where the trail stands, signed: to be kept elsewhere.

use seal::{Checkpoint, SigningKey};

use super::Open;
use crate::{Error, Result, clock};

/// The setting that holds the key that signs checkpoints of this project.
const KEY: &str = "trail.key";

impl Open {
    /// Returns the checkpoint of the trail now as a signed note, and the text of the key that signs it.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub(crate) fn checkpoint(&self) -> Result<(String, String)> {
        let head = self.store.trail_head()?;
        let size = head.as_ref().map_or(0, |head| head.seq.unsigned_abs() + 1);
        let root = head.map_or_else(|| store::GENESIS.to_owned(), |head| head.hash);
        self.checkpoint_of(size, root)
    }

    /// Returns the checkpoint of a trail of `size` records that ends with `root`, as
    /// [`Open::checkpoint`] does.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub(crate) fn checkpoint_of(&self, size: u64, root: String) -> Result<(String, String)> {
        let Some(key) = self.trail_key()? else { return Ok((String::new(), String::new())) };
        let origin = key.public().name();
        let note = Checkpoint { origin, size, root }.sign(&key)?;
        let name = key.public().name();
        Ok((note, key.public().under(&name)))
    }

    /// Returns the key that signs checkpoints; nothing where none was made and none can be.
    fn trail_key(&self) -> Result<Option<SigningKey>> {
        if let Some(kept) = self.store.setting(KEY)? {
            let bytes = clock::unhex(&kept).and_then(|bytes| bytes.try_into().ok());
            let bytes: [u8; 32] = bytes.ok_or(Error::Broke)?;
            return Ok(Some(SigningKey::from_bytes(&bytes)));
        }
        if self.read_only() {
            return Ok(None);
        }
        let bytes = clock::chance();
        self.store.set_setting(KEY, &clock::hex(&bytes))?;
        Ok(Some(SigningKey::from_bytes(&bytes)))
    }
}

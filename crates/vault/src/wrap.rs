//! A secret within a secret.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::{Error, Result, Secret};

const NONCE: usize = 24;

/// Returns randomness of the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::System { what: "randomness" })?;
    Ok(bytes)
}

/// Returns the secret, encrypted under `key` and bound to what is said `about` it, as base64.
///
/// # Source
///
/// XChaCha20-Poly1305, draft-irtf-cfrg-xchacha-03; the nonce stands before the ciphertext.
pub(crate) fn wrap(secret: &Secret, key: &[u8; 32], about: &str) -> Result<String> {
    let nonce: [u8; NONCE] = random()?;
    let payload = Payload { msg: secret.expose(), aad: about.as_bytes() };
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(XNonce::from_slice(&nonce), payload)
        .map_err(|_| Error::System { what: "memory" })?;
    Ok(BASE64.encode([nonce.as_slice(), &sealed].concat()))
}

/// Returns the secret, or nothing when the key or what is said about it is another.
pub(crate) fn unwrap(wrapped: &str, key: &[u8; 32], about: &str) -> Option<Secret> {
    let bytes = Zeroizing::new(BASE64.decode(wrapped).ok()?);
    let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
    let payload = Payload { msg: sealed, aad: about.as_bytes() };
    let opened = XChaCha20Poly1305::new(key.into()).decrypt(XNonce::from_slice(nonce), payload);
    opened.ok().map(Secret::new)
}

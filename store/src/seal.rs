//! Secrets at rest: XChaCha20-Poly1305, bound to the place they stand in.
//!
//! Stored as `key id (4) || nonce (24) || ciphertext`. The associated data is table, row and column, so a
//! ciphertext moved to another place does not open. The key id tells a wrong master key from a damaged value.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use nproxy_domain::Env;
use secrecy::{ExposeSecret as _, SecretBox};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::sync::Arc;
use uuid::Uuid;

const KEY_BYTES: usize = 32;
const KEY_ID_BYTES: usize = 4;
const NONCE_BYTES: usize = 24;
/// Hexadecimal digits; enough to tell keys apart, too few to be a copy of one.
const FINGERPRINT_CHARS: usize = 12;

/// The key that all secrets of the database are sealed with. `Debug` hides it.
#[derive(Clone)]
pub struct MasterKey(Arc<SecretBox<[u8; KEY_BYTES]>>);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the master key must be 32 bytes as 64 hexadecimal digits or as base64")]
    BadMasterKey,
    #[error("sealed with another master key")]
    OtherMasterKey,
    #[error("the sealed value is damaged, or stands in another place than it was made for")]
    Damaged,
}

/// Where a sealed value stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub table: &'a str,
    pub row: Uuid,
    pub column: &'a str,
}

impl Place<'_> {
    fn bytes(self) -> Vec<u8> {
        format!("{}/{}/{}", self.table, self.row, self.column).into_bytes()
    }
}

impl MasterKey {
    pub fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(Arc::new(SecretBox::new(Box::new(bytes))))
    }

    /// From 64 hexadecimal digits or base64.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let text = text.trim();
        let bytes = hex::decode(text).or_else(|_| BASE64.decode(text)).map_err(|_| SealError::BadMasterKey)?;
        bytes.try_into().map(Self::new).map_err(|_| SealError::BadMasterKey)
    }

    pub fn seal(&self, env: &Env, place: Place<'_>, secret: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = env.bytes();
        let payload = Payload { msg: secret, aad: &place.bytes() };
        let ciphertext = self.cipher().encrypt(&XNonce::from(nonce), payload).expect("secrets are short");
        [&self.key_id()[..], &nonce, &ciphertext].concat()
    }

    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (key_id, rest) = sealed.split_first_chunk::<KEY_ID_BYTES>().ok_or(SealError::Damaged)?;
        if *key_id != self.key_id() {
            return Err(SealError::OtherMasterKey);
        }
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::Damaged)?;
        let payload = Payload { msg: ciphertext, aad: &place.bytes() };
        self.cipher().decrypt(&XNonce::from(*nonce), payload).map_err(|_| SealError::Damaged)
    }

    /// Tells two secrets apart without keeping either; without the master key it can't be computed.
    pub fn fingerprint(&self, secret: &[u8]) -> String {
        let digest = Sha256::new().chain_update(self.derived("fingerprint")).chain_update(secret).finalize();
        hex::encode(digest)[..FINGERPRINT_CHARS].to_owned()
    }

    /// Tells master keys apart, in the names of backups and in errors. It stands in every sealed value, and opens none.
    pub fn id(&self) -> String {
        hex::encode(self.key_id())
    }

    /// What backups are sealed with where the configuration names no other key: who has the master key opens them.
    pub fn of_backups(&self) -> SecretBox<[u8; KEY_BYTES]> {
        SecretBox::new(Box::new(self.derived("backups")))
    }

    fn key_id(&self) -> [u8; KEY_ID_BYTES] {
        *self.derived("key id").first_chunk().expect("a digest is longer")
    }

    /// The length of its input is fixed and its output is never shown whole: no HMAC is needed.
    fn derived(&self, purpose: &str) -> [u8; 32] {
        Sha256::new()
            .chain_update("nproxy ")
            .chain_update(purpose)
            .chain_update(self.0.expose_secret())
            .finalize()
            .into()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(*self.0.expose_secret()))
    }
}

#[cfg(test)]
mod tests {
    use nproxy_domain::env::{ManualClock, SeededEntropy};

    use super::*;

    fn env() -> Env {
        Env::new(ManualClock::at(chrono::DateTime::UNIX_EPOCH), SeededEntropy::new(1))
    }

    const ROW: Uuid = Uuid::from_u128(7);
    const PLACE: Place<'_> = Place { table: "provider_keys", row: ROW, column: "sealed_secret" };

    #[test]
    fn a_secret_opens_where_it_was_sealed_and_nowhere_else() {
        let key = MasterKey::new([1; 32]);
        let sealed = key.seal(&env(), PLACE, b"secret");
        assert_eq!(key.open(PLACE, &sealed).as_deref(), Ok(&b"secret"[..]));
        let elsewhere = [
            Place { row: Uuid::from_u128(8), ..PLACE },
            Place { column: "sealed_billing_secret", ..PLACE },
            Place { table: "proxies", ..PLACE },
        ];
        for place in elsewhere {
            assert_eq!(key.open(place, &sealed), Err(SealError::Damaged), "{place:?}");
        }
        assert_eq!(MasterKey::new([2; 32]).open(PLACE, &sealed), Err(SealError::OtherMasterKey));
        for cut in 0..sealed.len() {
            assert_eq!(key.open(PLACE, &sealed[..cut]), Err(SealError::Damaged), "{cut}");
        }
        let mut bent = sealed.clone();
        *bent.last_mut().expect("not empty") ^= 1;
        assert_eq!(key.open(PLACE, &bent), Err(SealError::Damaged));
        let again = key.seal(&env(), PLACE, b"secret");
        assert_eq!(again, sealed, "the nonce is the environment's");
    }

    #[test]
    fn a_master_key_is_read_from_hex_or_base64_and_never_shown() {
        let hex = "07".repeat(32);
        let base64 = BASE64.encode([7; 32]);
        let fingerprint = MasterKey::new([7; 32]).fingerprint(b"secret");
        assert_eq!(fingerprint.len(), FINGERPRINT_CHARS);
        for text in [hex.as_str(), base64.as_str(), &format!(" {hex}\n")] {
            let key = MasterKey::parse(text).expect("32 bytes");
            assert_eq!(key.fingerprint(b"secret"), fingerprint);
            assert_eq!(format!("{key:?}"), "MasterKey(..)");
        }
        assert_ne!(MasterKey::new([8; 32]).fingerprint(b"secret"), fingerprint);
        for text in ["", "07", "not a key", &"07".repeat(31), &"07".repeat(33)] {
            assert!(matches!(MasterKey::parse(text), Err(SealError::BadMasterKey)), "{text}");
        }
    }
}

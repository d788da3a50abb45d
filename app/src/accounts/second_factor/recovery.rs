//! Recovery codes: each lets in once, in the place of a code of the device.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use nproxy_domain::{Env, UserId};
use nproxy_store::{StoreError, Tx, totp};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256};

const CODES: usize = 10;
/// 80 bits are out of reach of guessing, so a plain hash keeps them.
const BYTES: usize = 10;
const GROUP_CHARS: usize = 4;

/// Fresh ones, shown once: `abcd-efgh-ijkl-mnop`.
pub struct RecoveryCodes(Vec<SecretString>);

impl RecoveryCodes {
    pub fn expose(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(ExposeSecret::expose_secret)
    }
}

impl fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecoveryCodes({})", self.0.len())
    }
}

/// Puts new ones in the place of all that there were.
pub(super) async fn make(tx: &Tx, env: &Env, user: UserId) -> Result<RecoveryCodes, StoreError> {
    let codes: Vec<String> = (0..CODES).map(|_| BASE32_NOPAD.encode(&env.bytes::<BYTES>()).to_lowercase()).collect();
    totp::set_recovery_codes(tx, user, codes.iter().map(|code| hash(user, code)).collect()).await?;
    Ok(RecoveryCodes(codes.iter().map(|code| grouped(code).into()).collect()))
}

/// However it is typed: what is neither letter nor digit is nothing.
pub(super) fn hash(user: UserId, code: &str) -> [u8; 32] {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::new().chain_update(user.0.as_bytes()).chain_update(plain.to_lowercase()).finalize().into()
}

fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(GROUP_CHARS).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_is_the_same_however_it_is_typed_and_another_for_another_admin() {
        let (ada, bob) = (UserId(uuid::Uuid::from_u128(1)), UserId(uuid::Uuid::from_u128(2)));
        let code = grouped("abcdefgh23456777");
        assert_eq!(code, "abcd-efgh-2345-6777");
        for typed in ["abcdefgh23456777", " ABCD EFGH 2345 6777\n", &code] {
            assert_eq!(hash(ada, typed), hash(ada, &code), "{typed}");
        }
        assert_ne!(hash(bob, &code), hash(ada, &code));
    }
}

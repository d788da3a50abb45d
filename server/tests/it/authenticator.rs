//! The device of an admin (RFC 6238), by its own reckoning.

use chrono::{DateTime, Utc};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// The six digits that it shows at a moment.
pub fn shown(secret: &str, at: DateTime<Utc>) -> String {
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).expect("base32");
    let mut mac = Hmac::<Sha1>::new_from_slice(&secret).expect("any length is a key");
    mac.update(&(at.timestamp() / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] % 16);
    let number = u32::from_be_bytes(digest[at..at + 4].try_into().expect("four bytes")) % (1 << 31);
    format!("{:06}", number % 1_000_000)
}

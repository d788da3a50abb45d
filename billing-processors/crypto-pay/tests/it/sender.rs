//! The sender's side of a notification: `HMAC_SHA256(SHA256(token), body)`, in small hexadecimal digits.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest as _, Sha256};

pub fn sign(token: &str, body: &[u8]) -> HeaderMap {
    let mac = Hmac::<Sha256>::new_from_slice(&Sha256::digest(token)).expect("any key").chain_update(body);
    let signature = HeaderValue::from_str(&hex::encode(mac.finalize().into_bytes())).expect("digits");
    HeaderMap::from_iter([(HeaderName::from_static("crypto-pay-api-signature"), signature)])
}

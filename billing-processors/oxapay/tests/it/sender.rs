//! The sender's side of a webhook: `HMAC_SHA512(key, body)`, in small hexadecimal digits.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderName, HeaderValue};
use sha2::Sha512;

pub fn sign(key: &str, body: &[u8]) -> HeaderMap {
    let mac = Hmac::<Sha512>::new_from_slice(key.as_bytes()).expect("any key").chain_update(body);
    let signature = HeaderValue::from_str(&hex::encode(mac.finalize().into_bytes())).expect("digits");
    HeaderMap::from_iter([(HeaderName::from_static("hmac"), signature)])
}

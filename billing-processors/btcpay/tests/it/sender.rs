//! The server's side of a webhook: `HMAC_SHA256(utf8(secret), body)`, as lower-case hex behind `sha256=`.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderValue};
use sha2::Sha256;

/// The one that the server's own tests use.
pub const SECRET: &str = "HelloWorld";

pub fn sign(secret: &str, body: &[u8]) -> HeaderMap {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length will do");
    mac.update(body);
    let value = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
    let value = HeaderValue::from_str(&value).expect("hex");
    HeaderMap::from_iter([(http::HeaderName::from_static("btcpay-sig"), value)])
}

//! What both sides sign with: the MD5 of what is signed, in base64, with the key behind it.
//!
//! MD5 is weak, and theirs. A webhook that is believed has the invoice asked for and nothing else.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use md5::{Digest as _, Md5};
use secrecy::{ExposeSecret as _, SecretString};

/// In small hexadecimal digits.
pub(crate) fn sign(signed: &[u8], key: &SecretString) -> String {
    let digest = Md5::new().chain_update(BASE64_STANDARD.encode(signed)).chain_update(key.expose_secret()).finalize();
    hex::encode(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_signed_as_the_vendors_sdk_signs_them() {
        for (body, key, digest) in [
            (
                r#"{"amount":"15","currency":"USD","order_id":"1"}"#,
                "merchant-api-key-42",
                "27241b4fe4019e6c19622ce88888603c",
            ),
            ("", "super-secret-key", "378e56fc949159c7db57153df46c4978"),
        ] {
            assert_eq!(sign(body.as_bytes(), &SecretString::from(key)), digest);
        }
    }
}

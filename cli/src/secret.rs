//! Secrets that we make up.

use std::fmt::Write as _;

use nproxy_domain::Env;

const PASSWORD_CHARS: usize = 16;
/// No characters that look alike: people type these.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// 80 random bits. There are 32 characters, so every random byte gives one without bias.
pub fn password(env: &Env) -> String {
    env.bytes::<PASSWORD_CHARS>().iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

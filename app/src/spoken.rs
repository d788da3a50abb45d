//! Codes that people read to each other and type.

use nproxy_domain::Env;
use secrecy::SecretString;

/// Crockford's base32: no letter that looks like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Five random bits each: there are 32 characters, so every random byte gives one without bias.
pub(crate) fn new<const CHARS: usize>(env: &Env) -> SecretString {
    let chars = env.bytes::<CHARS>().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    String::from_iter(chars).into()
}

/// However it was typed: small letters, with blanks or hyphens, O for 0, I or L for 1. `None`: it is none.
pub(crate) fn parse<const CHARS: usize>(text: &str) -> Option<SecretString> {
    let typed = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    let code: String = typed.take(CHARS + 1).collect();
    let is_code = code.len() == CHARS && code.bytes().all(|byte| ALPHABET.contains(&byte));
    is_code.then(|| code.into())
}

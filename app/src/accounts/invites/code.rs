//! The code of an invitation, which people read to each other.

use nproxy_domain::Env;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

/// Crockford's base32: no letter that looks like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARS: usize = 16;
const GROUP: usize = 4;

/// 80 random bits. The database knows only its hash.
#[derive(Clone, Debug)]
pub struct InviteCode(SecretString);

impl InviteCode {
    /// There are 32 characters, so every random byte gives one without bias.
    pub fn new(env: &Env) -> Self {
        let chars = env.bytes::<CHARS>().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        Self(String::from_iter(chars).into())
    }

    /// However it was typed: small letters, with or without its hyphens, O for 0, I or L for 1. `None`: it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
        let code: String = typed.take(CHARS + 1).collect();
        let is_code = code.len() == CHARS && code.bytes().all(|byte| ALPHABET.contains(&byte));
        is_code.then(|| Self(code.into()))
    }

    /// For whoever is invited: in groups of four.
    pub fn expose(&self) -> String {
        let code = self.0.expose_secret();
        let groups: Vec<&str> = (0..CHARS).step_by(GROUP).map(|at| &code[at..at + GROUP]).collect();
        groups.join("-")
    }

    /// Fast, because 80 random bits can't be guessed.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.expose_secret().as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use nproxy_domain::env::{ManualClock, SeededEntropy};

    #[test]
    fn a_code_is_the_same_however_it_is_typed_and_never_printed() {
        let code = InviteCode::new(&Env::new(ManualClock::at(DateTime::UNIX_EPOCH), SeededEntropy::new(1)));
        let shown = code.expose();
        assert_eq!((shown.len(), shown.matches('-').count()), (19, 3), "{shown}");
        for typed in
            [shown.clone(), shown.to_lowercase(), shown.replace('-', ""), format!(" {} ", shown.replace('-', " "))]
        {
            assert_eq!(InviteCode::parse(&typed).unwrap().hash(), code.hash(), "{typed}");
        }
        let similar = InviteCode::parse("OIL0-0000-0000-0000").unwrap();
        assert_eq!(similar.expose(), "0110-0000-0000-0000");
        for bad in ["", "0000-0000-0000-000", "0000-0000-0000-00000", "0000-0000-0000-000U", "é000-0000-0000-0000"] {
            assert!(InviteCode::parse(bad).is_none(), "{bad}");
        }
        assert!(!format!("{code:?}").contains(&shown[..4]));
    }
}

//! The code that somebody reads in Telegram and types on the server.

use nproxy_domain::Env;
use nproxy_store::MasterKey;
use secrecy::{ExposeSecret as _, SecretString};

/// Crockford's base32: no letter that looks like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARS: usize = 8;

/// 40 random bits, good for minutes. They could be guessed from a plain hash, so the database has one that can't be
/// computed without the master key.
#[derive(Clone, Debug)]
pub struct PairingCode(SecretString);

impl PairingCode {
    /// There are 32 characters, so every random byte gives one without bias.
    pub fn new(env: &Env) -> Self {
        let chars = env.bytes::<CHARS>().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        Self(String::from_iter(chars).into())
    }

    /// However it was typed: small letters, with blanks or hyphens, O for 0, I or L for 1. `None`: it is none.
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

    /// For whoever asked for it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    pub(super) fn hash(&self, key: &MasterKey) -> Vec<u8> {
        key.fingerprint(format!("pairing {}", self.expose()).as_bytes()).into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use nproxy_domain::env::{ManualClock, SeededEntropy};

    #[test]
    fn a_code_is_the_same_however_it_is_typed_and_never_printed() {
        let key = MasterKey::new([7; 32]);
        let code = PairingCode::new(&Env::new(ManualClock::at(DateTime::UNIX_EPOCH), SeededEntropy::new(1)));
        let shown = code.expose().to_owned();
        assert_eq!(shown.len(), 8);
        for typed in [shown.clone(), shown.to_lowercase(), format!(" {}-{} ", &shown[..4], &shown[4..])] {
            assert_eq!(PairingCode::parse(&typed).unwrap().hash(&key), code.hash(&key), "{typed}");
        }
        assert_eq!(PairingCode::parse("oil0 0000").unwrap().expose(), "01100000");
        for bad in ["", "0000000", "000000000", "0000000U", "é0000000"] {
            assert!(PairingCode::parse(bad).is_none(), "{bad}");
        }
        assert!(!format!("{code:?}").contains(&shown));
        assert_ne!(code.hash(&key), code.hash(&MasterKey::new([8; 32])), "who reads the table can't try codes out");
    }
}

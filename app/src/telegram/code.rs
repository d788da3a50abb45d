//! The code that somebody reads in Telegram and types on the server.

use nproxy_domain::Env;
use nproxy_store::MasterKey;
use secrecy::{ExposeSecret as _, SecretString};

use crate::spoken;

const CHARS: usize = 8;

/// 40 random bits, good for minutes. They could be guessed from a plain hash, so the database has one that can't be
/// computed without the master key.
#[derive(Clone, Debug)]
pub struct PairingCode(SecretString);

impl PairingCode {
    pub fn new(env: &Env) -> Self {
        Self(spoken::new::<CHARS>(env))
    }

    /// However it was typed. `None`: it is none.
    pub fn parse(text: &str) -> Option<Self> {
        spoken::parse::<CHARS>(text).map(Self)
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

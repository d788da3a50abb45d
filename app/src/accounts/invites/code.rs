//! The code of an invitation, which people read to each other.

use nproxy_domain::Env;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

use crate::spoken;

const CHARS: usize = 16;
const GROUP: usize = 4;

/// 80 random bits. The database knows only its hash.
#[derive(Clone, Debug)]
pub struct InviteCode(SecretString);

impl InviteCode {
    pub fn new(env: &Env) -> Self {
        Self(spoken::new::<CHARS>(env))
    }

    /// However it was typed. `None`: it is none.
    pub fn parse(text: &str) -> Option<Self> {
        spoken::parse::<CHARS>(text).map(Self)
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

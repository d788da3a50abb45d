//! Secrets that somebody holds instead of a name: a signed-in browser, one that waits for its link, a link in a mail.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nproxy_domain::Env;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

const BYTES: usize = 32;

/// 256 random bits in base64url, 43 characters. The database knows only its hash, so who reads it can't sign in;
/// a slow hash is for passwords, which can be guessed.
#[derive(Clone, Debug)]
pub struct Token(SecretString);

impl Token {
    pub fn new(env: &Env) -> Self {
        Self(URL_SAFE_NO_PAD.encode(env.bytes::<BYTES>()).into())
    }

    /// `None`: this was never one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == BYTES).then(|| Self(text.to_owned().into()))
    }

    /// For the cookie or the link.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.expose().as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use nproxy_domain::env::{ManualClock, SeededEntropy};

    #[test]
    fn a_token_is_recognised_by_its_shape_and_never_printed() {
        let token = Token::new(&Env::new(ManualClock::at(DateTime::UNIX_EPOCH), SeededEntropy::new(1)));
        assert_eq!(token.expose().len(), 43);
        assert_eq!(Token::parse(token.expose()).unwrap().hash(), token.hash());
        assert!(!format!("{token:?}").contains(token.expose()));
        for bad in ["", "abc", &token.expose()[1..], "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"] {
            assert!(Token::parse(bad).is_none(), "{bad}");
        }
    }
}

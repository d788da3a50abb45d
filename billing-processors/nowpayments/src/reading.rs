//! What of an answer may be kept and shown.

use std::sync::Arc;

use nproxy_domain::processor::{ExternalId, Scalar};
use secrecy::{ExposeSecret as _, SecretString};

const ID_CHARS_MAX: usize = 40;
/// Longer than any address, tag or transaction.
const PLAIN_CHARS_MAX: usize = 200;

/// What is to be known of the account to read one of its payments.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub fixed_rate: bool,
    pub sandbox: bool,
    /// No answer may bring them back: what it holds is kept and shown.
    pub secrets: Arc<[SecretString]>,
}

impl Reading {
    /// What people copy, and what is shown as it came: no spaces, nothing that reorders the text around it.
    pub fn is_plain(&self, text: &str) -> bool {
        let short = (1..=PLAIN_CHARS_MAX).contains(&text.len());
        short
            && text.bytes().all(|b| b.is_ascii_graphic())
            && !self.secrets.iter().any(|s| text.contains(s.expose_secret()))
    }

    /// Text or a number, as its text.
    pub fn id(&self, id: &Scalar) -> Option<ExternalId> {
        (is_id(&id.0) && self.is_plain(&id.0)).then(|| ExternalId(id.0.clone()))
    }
}

/// Only what can stand in an address's path.
pub(crate) fn is_id(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=ID_CHARS_MAX).contains(&text.len()) && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_one_plain_word_without_our_secrets() {
        let reading =
            Reading { fixed_rate: true, sandbox: false, secrets: [SecretString::from("TESTKEY-0000")].into() };
        assert!(reading.is_plain("bitcoincash:qpm2qsznhks23z7629mms6s5cwef74vcwvy22gdx6a"));
        let long = "a".repeat(PLAIN_CHARS_MAX + 1);
        for text in ["", "a b", "a\n", "\u{202E}a", "кошелёк", "xTESTKEY-0000x", &long] {
            assert!(!reading.is_plain(text), "{text:?}");
        }
        let id = |text: &str| reading.id(&Scalar(text.to_owned())).map(|id| id.0);
        assert_eq!(id("5745459419").as_deref(), Some("5745459419"));
        for text in ["", "1/2", "..", "1e9 ", "TESTKEY-0000", &"1".repeat(ID_CHARS_MAX + 1)] {
            assert_eq!(id(text), None, "{text:?}");
        }
    }
}

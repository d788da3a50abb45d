//! Who can open a backup.

use std::fmt;
use std::str::FromStr as _;

use age::x25519::{Identity, Recipient};
use bech32::{Bech32, Hrp};
use nproxy_store::MasterKey;
use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

/// What age's secret keys begin with.
const SECRET: Hrp = Hrp::parse_unchecked("age-secret-key-");

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyInvalid {
    #[error("is no public key of age: one begins with age1 (`age-keygen` makes them)")]
    Recipient,
    #[error("holds no secret key of age: one begins with AGE-SECRET-KEY-1")]
    NoIdentity,
}

/// The public keys that a backup is sealed for.
#[derive(Clone)]
pub struct Recipients(Vec<Recipient>);

impl fmt::Debug for Recipients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipients({})", self.0.len())
    }
}

impl Recipients {
    /// These, or who has the master key where there are none.
    pub fn of(texts: &[String], master_key: &MasterKey) -> Result<Self, KeyInvalid> {
        let said = texts.iter().map(|text| Recipient::from_str(text.trim()).map_err(|_| KeyInvalid::Recipient));
        let said = said.collect::<Result<Vec<_>, _>>()?;
        Ok(Self(if said.is_empty() { vec![own(master_key).to_public()] } else { said }))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &dyn age::Recipient> {
        self.0.iter().map(|one| one as _)
    }
}

/// The secret keys that backups are opened with.
#[derive(Clone)]
pub struct Identities(Vec<Identity>);

impl fmt::Debug for Identities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identities({})", self.0.len())
    }
}

impl Identities {
    /// What the master key opens.
    pub fn of_master_key(master_key: &MasterKey) -> Self {
        Self(vec![own(master_key)])
    }

    /// Of a file as `age-keygen` writes it: a key a line, and lines that begin with `#`.
    pub fn parse(text: &str) -> Result<Self, KeyInvalid> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys = lines.map(|line| Identity::from_str(line).map_err(|_| KeyInvalid::NoIdentity));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(KeyInvalid::NoIdentity) } else { Ok(Self(keys)) }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.0.iter().map(|one| one as _)
    }
}

fn own(master_key: &MasterKey) -> Identity {
    let secret = master_key.of_backups();
    let text = bech32::encode_upper::<Bech32>(SECRET, secret.expose_secret()).map(Zeroizing::new);
    let text = text.expect("32 bytes are short enough");
    Identity::from_str(&text).expect("any 32 bytes are a secret key of X25519")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_ages_is_told_from_other_text_and_never_shown() {
        let key = MasterKey::new([7; 32]);
        let identity = own(&key);
        let public = identity.to_public().to_string();
        assert!(public.starts_with("age1"), "{public}");
        assert_eq!(format!("{:?}", Recipients::of(std::slice::from_ref(&public), &key).unwrap()), "Recipients(1)");
        assert_eq!(own(&key).to_public().to_string(), public, "the same master key, the same key");
        assert_ne!(own(&MasterKey::new([8; 32])).to_public().to_string(), public);
        assert_eq!(Recipients::of(&["age1nonsense".to_owned()], &key).unwrap_err(), KeyInvalid::Recipient);

        let secret = identity.to_string();
        let file = format!("# created: today\n# public key: {public}\n{}\n", secret.expose_secret());
        assert_eq!(format!("{:?}", Identities::parse(&file).unwrap()), "Identities(1)");
        for none in ["", "# nothing", &public] {
            assert_eq!(Identities::parse(none).unwrap_err(), KeyInvalid::NoIdentity, "{none}");
        }
    }
}

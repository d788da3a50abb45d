//! Passwords: what may be one, and the desk where they are hashed.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, LazyLock};

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use nproxy_domain::Env;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zxcvbn::{Score, zxcvbn};

pub const PASSWORD_CHARS_MIN: usize = 10;
pub const PASSWORD_CHARS_MAX: usize = 256;

/// Memory of one hash in KiB and passes over it: the second choice of OWASP's password storage cheat sheet
/// (19 MiB, 2 passes, 1 lane), which a small server can afford.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// So much of a password is judged; the rest of a long one only makes it better.
const JUDGED_CHARS_MAX: usize = 32;
/// The estimate tries every letter that a symbol may stand for: with many kinds of them at once it would take seconds, so
/// of such a medley less is judged.
const SYMBOLS_MAX: usize = 6;
const MEDLEY_CHARS_MAX: usize = 12;

/// A password that may be chosen.
#[derive(Clone, Debug)]
pub struct NewPassword(SecretString);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    #[error("the password needs at least {PASSWORD_CHARS_MIN} characters")]
    TooShort,
    #[error("the password may have at most {PASSWORD_CHARS_MAX} characters")]
    TooLong,
    /// On lists of what people choose, or made of such a thing in a way that everybody knows.
    #[error("the password is too easily guessed")]
    Common,
}

impl NewPassword {
    /// Rules about kinds of characters make passwords worse: what is asked for is a length, and that a million guesses
    /// at our door would not find it. `first`: what whoever guesses at this account tries first, its address and the
    /// name of the site.
    pub fn new(password: SecretString, first: &[&str]) -> Result<Self, PasswordError> {
        match password.expose_secret().chars().count() {
            ..PASSWORD_CHARS_MIN => Err(PasswordError::TooShort),
            PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX if is_common(password.expose_secret(), first) => {
                Err(PasswordError::Common)
            }
            PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX => Ok(Self(password)),
            _ => Err(PasswordError::TooLong),
        }
    }
}

/// By zxcvbn's lists of passwords, names, words and keyboard walks: it takes less than a million guesses.
fn is_common(password: &str, first: &[&str]) -> bool {
    let judged: String = password.chars().take(JUDGED_CHARS_MAX).collect();
    let symbols: BTreeSet<char> = judged.chars().filter(|c| !c.is_alphabetic()).collect();
    let judged = match judged.char_indices().nth(MEDLEY_CHARS_MAX) {
        Some((end, _)) if symbols.len() > SYMBOLS_MAX => &judged[..end],
        _ => judged.as_str(),
    };
    let folded = password.to_lowercase();
    first.iter().any(|text| text.to_lowercase() == folded) || zxcvbn(judged, first).score() < Score::Two
}

/// Too many people sign in at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many sign-ins at once")]
pub struct Busy;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordSettings {
    /// One hash needs 19 MiB and a core.
    pub hashes_at_once: usize,
    /// Running and waiting; one more is told to come back.
    pub hashes_max: usize,
}

impl Default for PasswordSettings {
    fn default() -> Self {
        Self { hashes_at_once: 2, hashes_max: 64 }
    }
}

/// Hashes and judges off the async threads, a few at a time.
pub struct PasswordDesk {
    running: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl fmt::Debug for PasswordDesk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PasswordDesk({} places free)", self.places.available_permits())
    }
}

impl PasswordDesk {
    pub fn new(settings: PasswordSettings) -> Self {
        Self {
            running: Arc::new(Semaphore::new(settings.hashes_at_once)),
            places: Arc::new(Semaphore::new(settings.hashes_max)),
        }
    }

    /// Taken before anything else is done for somebody who signs in, so that a full house costs nothing.
    pub fn place(&self) -> Result<Place, Busy> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Busy)?;
        Ok(Place { place, running: Arc::clone(&self.running) })
    }
}

/// The right to judge a password and to hash once.
#[derive(Debug)]
pub struct Place {
    place: OwnedSemaphorePermit,
    running: Arc<Semaphore>,
}

impl Place {
    /// [`NewPassword::new`] off the async threads: an estimate is work for a core as well.
    pub async fn judge(&self, password: SecretString, first: &[&str]) -> Result<NewPassword, PasswordError> {
        let first: Vec<String> = first.iter().map(|&text| text.to_owned()).collect();
        let turn = Arc::clone(&self.running).acquire_owned().await.expect("the desk never closes");
        let judged = tokio::task::spawn_blocking(move || {
            let first: Vec<&str> = first.iter().map(String::as_str).collect();
            let judged = NewPassword::new(password, &first);
            drop(turn);
            judged
        });
        judged.await.expect("judging does not panic")
    }

    /// The PHC string that a row keeps.
    pub async fn hash(self, env: &Env, password: NewPassword) -> String {
        let salt = env.bytes::<16>();
        self.work(move || phc(password.0.expose_secret(), &salt)).await
    }

    /// Whether the password is the one that was hashed. Without a hash (there is no such account, or `""`: it has no
    /// password) it is not, which takes as long to find out: how long an answer takes must not tell who has an account.
    pub async fn verify(self, password: SecretString, hash: Option<String>) -> bool {
        let hash = hash.filter(|hash| !hash.is_empty());
        self.work(move || {
            let known = hash.is_some();
            let hash = hash.as_deref().unwrap_or(&NOBODYS);
            let right = argon2().verify_password(password.expose_secret().as_bytes(), hash).is_ok();
            right && known
        })
        .await
    }

    async fn work<T: Send + 'static>(self, deed: impl FnOnce() -> T + Send + 'static) -> T {
        let turn = self.running.acquire_owned().await.expect("the desk never closes");
        let permits = [self.place, turn];
        // The permits go along: the hash is finished even when nobody waits for it any more.
        let done = tokio::task::spawn_blocking(move || {
            let result = deed();
            drop(permits);
            result
        });
        done.await.expect("hashing does not panic")
    }
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn phc(password: &str, salt: &[u8]) -> String {
    argon2().hash_password_with_salt(password.as_bytes(), salt).expect("16 bytes are a salt").to_string()
}

/// Of nobody's account, made with the same parameters as the real ones.
static NOBODYS: LazyLock<String> = LazyLock::new(|| phc("", &[0; 16]));

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use chrono::DateTime;
    use nproxy_domain::env::{ManualClock, SeededEntropy};

    fn env() -> Env {
        Env::new(ManualClock::at(DateTime::UNIX_EPOCH), SeededEntropy::new(1))
    }

    fn password(text: &str) -> NewPassword {
        NewPassword::new(text.into(), &[]).unwrap()
    }

    #[test]
    fn a_password_has_10_to_256_characters_of_any_kind() {
        let long: String = (0..257_u32).filter_map(|n| char::from_u32(0x430 + n * n % 31)).collect();
        let rule = |n: usize| NewPassword::new(long.chars().take(n).collect::<String>().into(), &[]).map(drop);
        assert_eq!(rule(9), Err(PasswordError::TooShort));
        assert_eq!(rule(10), Ok(()));
        assert_eq!(rule(256), Ok(()));
        assert_eq!(rule(257), Err(PasswordError::TooLong));
    }

    #[test]
    fn what_anybody_would_guess_is_no_password() {
        let first = ["ada.lovelace@example.org", "Picturesque"];
        let rule = |text: &str| NewPassword::new(text.into(), &first).map(drop);
        for common in [
            "1234567890",
            "qwertyuiop",
            "password123",
            "P@ssw0rd123",
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabc",
            "Picturesque",
            "picturesque1",
            "ada.lovelace@example.org",
            "Ada.Lovelace@example.org",
            "1234567890-=",
        ] {
            assert_eq!(rule(common), Err(PasswordError::Common), "{common}");
        }
        for good in
            ["correct horse battery", "k7w2-9xqf-pm4t", "ночью все кошки серы", "my cat Ada loves Picturesque skies"]
        {
            assert_eq!(rule(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn a_password_is_judged_before_anybody_could_wait_for_it() {
        for hard in ["4@8({[<369!1|7$50+7%2", "1{1$e|15<<719$<{i9zg<l{", "P4s$w0rD1@3e", "aA4@", "qwErTy1!"] {
            let hard: String = hard.repeat(64).chars().take(PASSWORD_CHARS_MAX).collect();
            let began = Instant::now();
            let _ = NewPassword::new(hard.as_str().into(), &["ada@example.org", "nproxy"]);
            assert!(began.elapsed() < Duration::from_millis(500), "{hard}: {:?}", began.elapsed());
        }
    }

    #[tokio::test]
    async fn only_the_right_password_fits_and_equal_ones_look_different() {
        let (desk, env) = (PasswordDesk::new(PasswordSettings::default()), env());
        let hash = desk.place().unwrap().hash(&env, password("correct horse")).await;
        let again = desk.place().unwrap().hash(&env, password("correct horse")).await;
        assert_ne!(hash, again);
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(desk.place().unwrap().verify("correct horse".into(), Some(hash.clone())).await);
        assert!(!desk.place().unwrap().verify("correct horsf".into(), Some(hash)).await);
    }

    #[tokio::test]
    async fn an_unknown_account_costs_the_same_work_and_never_fits() {
        let desk = PasswordDesk::new(PasswordSettings::default());
        assert!(NOBODYS.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(argon2().verify_password(b"", NOBODYS.as_str()).is_ok(), "the same work, and it would even fit");
        assert!(!desk.place().unwrap().verify("".into(), None).await);
    }

    #[tokio::test]
    async fn a_full_house_says_so_and_a_place_is_free_again_afterwards() {
        let desk = PasswordDesk::new(PasswordSettings { hashes_at_once: 1, hashes_max: 1 });
        let place = desk.place().unwrap();
        assert_eq!(desk.place().map(drop), Err(Busy));
        place.verify("correct horse".into(), None).await;
        assert!(desk.place().is_ok());
    }
}

//! A new device: the password gives its secret.

use std::fmt;
use std::net::IpAddr;

use data_encoding::BASE32_NOPAD;
use nproxy_store::{StoreError, totp};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::code::{DIGITS, SECRET_BYTES};
use crate::App;
use crate::accounts::Role;
use crate::accounts::password::Busy;
use crate::accounts::prove::{ProofError, prove};
use crate::accounts::session::Session;

/// Shown once.
pub struct Enrolment {
    secret: SecretString,
    uri: SecretString,
}

impl Enrolment {
    /// In base32, to be typed.
    pub fn secret(&self) -> &str {
        self.secret.expose_secret()
    }

    /// An `otpauth://` address, to be read by a camera.
    pub fn uri(&self) -> &str {
        self.uri.expose_secret()
    }
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enrolment(..)")
    }
}

#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    #[error("only admins have a second factor")]
    AdminOnly,
    /// Another device would do without the one that there is.
    #[error("the second factor that there is has to be given first")]
    Needed,
    #[error(transparent)]
    Proof(#[from] ProofError),
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The device that is in use stays the one until the new one is [proven](super::prove_device).
pub async fn enrol_second_factor(
    app: &App,
    session: &Session,
    password: SecretString,
    from: IpAddr,
) -> Result<Enrolment, EnrolError> {
    let (user, rules) = (&session.user, app.settings.accounts.admins);
    if user.role != Role::Admin {
        return Err(EnrolError::AdminOnly);
    }
    let has_one = totp::get(app.store.read(), user.id).await?.is_some_and(|row| row.enrolled_at.is_some());
    // Where no second factor is asked for, one that was enrolled is still no stranger's to replace.
    let was_given = session.proven.second_factor_at.is_some_and(|at| app.env.now() < at + rules.age_max);
    if has_one && !was_given {
        return Err(EnrolError::Needed);
    }
    let proof = &prove(app, app.passwords().place()?, user.id, password, from).await?;
    let (env, secret) = (&app.env, app.env.bytes::<SECRET_BYTES>());
    let offered = app.store.write(|tx| async move {
        proof.hold(&tx).await?;
        Ok::<_, EnrolError>(totp::offer(&tx, env, app.store.master_key(), user.id, &secret).await?)
    });
    offered.await?;
    let text = BASE32_NOPAD.encode(&secret);
    Ok(Enrolment { uri: uri(&app.settings.site.name, &user.email, &text).into(), secret: text.into() })
}

/// As authenticator apps read it: `otpauth://totp/Site:ada@example.org?secret=..&issuer=Site`.
fn uri(site: &str, email: &str, secret: &str) -> String {
    let mut uri = Url::parse("otpauth://totp/").expect("a plain URL");
    // A colon parts the two.
    let site = site.replace(':', " ");
    if let Ok(mut segments) = uri.path_segments_mut() {
        segments.pop_if_empty().push(&format!("{site}:{email}"));
    }
    let query = [("secret", secret), ("issuer", &site), ("algorithm", "SHA1"), ("period", "30")];
    let query = query.iter().map(|(name, value)| format!("{name}={}", percent(value)));
    uri.set_query(Some(&format!("{}&digits={DIGITS}", query.collect::<Vec<_>>().join("&"))));
    uri.into()
}

/// Not as forms do: apps take a plus for a plus.
fn percent(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authenticator_app_reads_whose_the_secret_is() {
        assert_eq!(
            uri("Ada's: Studio", "ada+admin@example.org", "ABCD"),
            "otpauth://totp/Ada's%20%20Studio:ada+admin@example.org\
             ?secret=ABCD&issuer=Ada%27s%20%20Studio&algorithm=SHA1&period=30&digits=6"
        );
    }
}

//! One connection to the mail server. Every wait has an end.

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, CertificateStore, TlsParameters, TlsParametersBuilder};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailParameter};
use nproxy_config::SmtpSecurity;
use secrecy::ExposeSecret as _;
use tokio::time::{Instant, timeout, timeout_at};

use super::message::Message;
use super::settings::MailServer;
use super::trouble::{Stage, Trouble};

/// For words that nothing depends on.
const MANNERS: Duration = Duration::from_secs(2);

pub struct Session(AsyncSmtpConnection);

impl Session {
    /// Connected, encrypted and signed in.
    pub async fn open(server: &MailServer) -> Result<Self, Trouble> {
        let by = Instant::now() + server.timeout;
        let at = |stage| move |error: Error| Trouble::new(stage, &error);
        let tls = match server.security {
            SmtpSecurity::None => None,
            SmtpSecurity::Tls | SmtpSecurity::StartTls => {
                let tls = TlsParameters::builder(server.host.clone()).certificate_store(CertificateStore::WebpkiRoots);
                let tls = server.authority.iter().cloned().fold(tls, TlsParametersBuilder::add_root_certificate);
                Some(tls.build().map_err(at(Stage::Encrypting))?)
            }
        };
        let (first, later) = if server.security == SmtpSecurity::Tls { (tls, None) } else { (None, tls) };
        let address = (server.host.as_str(), server.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(address, Some(server.timeout), &server.hello, first, None);
        let mut connection = within(by, Stage::Connecting, connecting).await?;
        if let Some(tls) = later {
            if !connection.can_starttls() {
                return Err(Trouble::missing(Stage::Encrypting, "it doesn't offer STARTTLS"));
            }
            within(by, Stage::Encrypting, connection.starttls(tls, &server.hello)).await?;
        }
        if let Some((name, password)) = &server.credentials {
            let credentials = Credentials::new(name.clone(), password.expose_secret().to_owned());
            let signing_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
            within(by, Stage::SigningIn, signing_in).await?;
        }
        Ok(Self(connection))
    }

    /// Gives what the server said to it. After a trouble the session is of no further use.
    pub async fn send(&mut self, message: &Message, patience: Duration) -> Result<String, Trouble> {
        let by = Instant::now() + patience;
        let mut parameters = Vec::new();
        let plain = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
        if !(plain(&message.from) && plain(&message.to)) {
            if !self.0.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Trouble::recipient("the mail server takes no addresses outside of ASCII".to_owned()));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let (from, to) = (message.from.clone(), message.to.clone());
        within(by, Stage::Sender, self.0.command(Mail::new(Some(from), parameters))).await?;
        within(by, Stage::Recipient, self.0.command(Rcpt::new(to, Vec::new()))).await?;
        within(by, Stage::Message, self.0.command(Data)).await?;
        let said = within(by, Stage::Message, self.0.message(&message.bytes)).await?;
        Ok(format!("{} {}", said.code(), said.message().collect::<Vec<_>>().join(" ")))
    }

    /// Whether it may be used once more.
    pub async fn is_good(&mut self) -> bool {
        timeout(MANNERS, self.0.test_connected()).await.unwrap_or(false)
    }

    /// Says goodbye.
    pub async fn close(mut self) {
        let _gone_already = timeout(MANNERS, self.0.abort()).await;
    }
}

async fn within<T>(by: Instant, stage: Stage, step: impl Future<Output = Result<T, Error>>) -> Result<T, Trouble> {
    match timeout_at(by, step).await {
        Ok(done) => done.map_err(|error| Trouble::new(stage, &error)),
        Err(_) => Err(Trouble::timeout(stage)),
    }
}

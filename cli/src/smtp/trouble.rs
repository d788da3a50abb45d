//! Why a mail did not go out, in words.

use std::io;

use lettre::transport::smtp::Error;
use nproxy_domain::redact::plain;
use secrecy::ExposeSecret as _;
use serde::Serialize;

use super::settings::MailServer;

/// How far it had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Connecting,
    Encrypting,
    SigningIn,
    /// Who it comes from was told.
    Sender,
    /// Whom it goes to was told.
    Recipient,
    /// The message itself was handed over.
    Message,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub stage: Stage,
    /// What the server answered with; `None`: it didn't, or was not asked.
    pub code: Option<u16>,
    /// The server's words or the library's: hostile text.
    said: String,
    /// There is nobody whom the server could be asked about.
    ours: bool,
}

/// The server wants a sign-in first, or a better one, whatever it was asked (RFC 4954).
const WANTS_SIGN_IN: [u16; 4] = [530, 534, 535, 538];

impl Trouble {
    pub fn new(stage: Stage, error: &Error) -> Self {
        let code = error.status().map(u16::from);
        // Whatever is around the innermost cause only says where it came from, once or twice.
        let said = causes(error).last().map_or_else(|| error.to_string(), ToString::to_string);
        // What fails before the first word comes as one kind of trouble, be it the network's or that of TLS.
        let stage = if stage == Stage::Connecting && is_of_tls(error) { Stage::Encrypting } else { stage };
        Self { stage, code, said, ours: false }
    }

    /// Nothing was answered in time.
    pub fn timeout(stage: Stage) -> Self {
        Self { stage, code: None, said: "no answer in time".to_owned(), ours: false }
    }

    /// All connections wait for answers.
    pub fn busy() -> Self {
        Self { stage: Stage::Connecting, code: None, said: "it keeps other mails waiting".to_owned(), ours: false }
    }

    /// What the server can't do, or didn't offer.
    pub fn missing(stage: Stage, said: &str) -> Self {
        Self { stage, code: None, said: said.to_owned(), ours: false }
    }

    /// Nobody can be written to there.
    pub fn recipient(said: String) -> Self {
        Self { stage: Stage::Recipient, code: None, said, ours: true }
    }

    /// It can't be written down.
    pub fn message(said: String) -> Self {
        Self { stage: Stage::Message, code: None, said, ours: true }
    }

    /// No later try will help: the recipient or the mail itself was refused for good. Whatever an operator can put right
    /// is none of that.
    pub fn is_permanent(&self) -> bool {
        let refused = self.code.is_some_and(|code| (500..600).contains(&code) && !WANTS_SIGN_IN.contains(&code));
        matches!(self.stage, Stage::Recipient | Stage::Message) && (self.ours || refused)
    }

    /// Any other mail would meet it as well.
    pub fn is_the_servers(&self) -> bool {
        matches!(self.stage, Stage::Connecting | Stage::Encrypting | Stage::SigningIn)
    }

    /// What was said, fit to be shown; never the password.
    pub fn said(&self, server: &MailServer) -> String {
        let password = server.credentials.as_ref().map_or("", |(_, password)| password.expose_secret());
        let said = plain(&self.said, &[password]);
        self.code.map_or_else(|| said.clone(), |code| format!("{code} {said}"))
    }

    /// One line for a log and for the mail's row.
    pub fn told(&self, server: &MailServer) -> String {
        let (address, said) = (server.address(), self.said(server));
        match self.stage {
            Stage::Connecting => format!("the mail server {address} can't be reached: {said}"),
            Stage::Encrypting => format!("the mail server {address} can't be talked to over TLS: {said}"),
            Stage::SigningIn => {
                format!("the mail server {address} refuses mail.smtp_username with mail.smtp_password: {said}")
            }
            Stage::Sender => format!("the mail server {address} refuses the sender mail.from: {said}"),
            Stage::Recipient if self.ours => format!("the recipient's address can't be used: {said}"),
            Stage::Recipient if self.is_permanent() => {
                format!("the mail server {address} refuses the recipient: {said}")
            }
            Stage::Recipient => format!("the mail server {address} doesn't take the recipient now: {said}"),
            Stage::Message if self.is_permanent() => format!("the mail server {address} refuses the mail: {said}"),
            Stage::Message => format!("the mail server {address} didn't take the mail: {said}"),
        }
    }

    /// What whoever runs the server can do about it.
    pub fn advice(&self) -> &'static str {
        match self.stage {
            Stage::Connecting if self.code.is_some() => {
                "The server is there and turns us away: its log says why, or its operator does."
            }
            Stage::Connecting => {
                "Check mail.smtp_host and mail.smtp_port, and whether this machine may connect there: many hosters \
                 block port 25 outwards, while 587 and 465 are open."
            }
            Stage::Encrypting => {
                "Check that mail.smtp_security fits the port (\"tls\" with 465, \"starttls\" with 587), and that the \
                 server's certificate is valid for the name in mail.smtp_host and from a public authority, or from that \
                 in mail.smtp_ca."
            }
            Stage::SigningIn => {
                "Check mail.smtp_username and mail.smtp_password; many services want a password made for this \
                 purpose, not that of the account."
            }
            Stage::Sender => {
                "The server must be allowed to send for the address in mail.from: set one of the account that signs \
                 in, or allow it at the mail service."
            }
            Stage::Recipient if self.code.is_some_and(|code| code < 500) => {
                "The server wants to be asked again later; nproxy does that by itself for two days."
            }
            Stage::Recipient => {
                "Check the address. A server that refuses to relay wants mail.smtp_username and mail.smtp_password."
            }
            Stage::Message if self.code.is_none_or(|code| code < 500) => {
                "The server did not take it now; nproxy tries again by itself for two days."
            }
            Stage::Message => {
                "The server's words say why; often SPF and DKIM records are missing for the domain in mail.from."
            }
        }
    }
}

fn is_of_tls(error: &Error) -> bool {
    let is_invalid = |cause: &io::Error| cause.kind() == io::ErrorKind::InvalidData;
    causes(error).any(|cause| cause.downcast_ref().is_some_and(is_invalid))
}

/// From the outermost to the innermost.
fn causes(error: &Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(std::error::Error::source(error), |&cause| cause.source())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_refused_recipient_or_mail_is_refused_for_good() {
        let all =
            [Stage::Connecting, Stage::Encrypting, Stage::SigningIn, Stage::Sender, Stage::Recipient, Stage::Message];
        for stage in all {
            let permanent = |code| Trouble { stage, code, said: String::new(), ours: false }.is_permanent();
            let may = matches!(stage, Stage::Recipient | Stage::Message);
            assert_eq!((permanent(Some(550)), permanent(Some(554))), (may, may), "{stage:?}");
            assert!(!permanent(Some(451)) && !permanent(None) && !permanent(Some(530)), "{stage:?}");
        }
    }
}

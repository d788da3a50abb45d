//! Where mails go and whom they come from, as the configuration says it.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use nproxy_config::{Config, PRIVATE_ENDINGS, SmtpSecurity};
use nproxy_domain::plugin::ConfigError;
use nproxy_domain::redact::line;
use secrecy::{ExposeSecret as _, SecretString};

use super::message::ascii;

#[derive(Clone, Debug)]
pub struct MailSettings {
    pub from: Mailbox,
    /// `None`: mails are files.
    pub server: Option<MailServer>,
}

#[derive(Clone)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub security: SmtpSecurity,
    /// Vouches for it beside the public ones.
    pub authority: Option<Certificate>,
    pub credentials: Option<(String, SecretString)>,
    /// Of connecting and signing in, and again of handing a mail over.
    pub timeout: Duration,
    /// How we call ourselves.
    pub hello: ClientId,
}

impl fmt::Debug for MailServer {
    /// No credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailServer")
            .field("address", &self.address())
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

impl MailServer {
    /// `mail.example.org:587`.
    pub fn address(&self) -> String {
        match self.host.parse::<Ipv6Addr>() {
            Ok(ip) => format!("[{ip}]:{}", self.port),
            Err(_) => format!("{}:{}", self.host, self.port),
        }
    }
}

impl MailSettings {
    /// `brand`: the sender's name where `mail.from` names none. Tells everything wrong at once.
    pub fn read(config: &Config, brand: &str) -> Result<Self, Vec<ConfigError>> {
        match (from(config, brand), server(config)) {
            (Ok(from), Ok(server)) => Ok(Self { from, server }),
            (from, server) => Err([from.err(), server.err()].into_iter().flatten().collect()),
        }
    }
}

fn wrong(key: &str, reason: impl Into<String>) -> ConfigError {
    ConfigError { key: format!("mail.{key}"), reason: reason.into() }
}

fn from(config: &Config, brand: &str) -> Result<Mailbox, ConfigError> {
    let text = config.mail.from.trim();
    if text.is_empty() {
        if !config.mail.smtp_host.is_empty() {
            return Err(wrong(
                "from",
                "is not set; set it to who mails come from, like \"nproxy <no-reply@example.org>\"",
            ));
        }
        let host = config.server.public_url.host_str().unwrap_or("localhost");
        let address = ascii(&format!("no-reply@{host}"));
        let address = address.map_err(|_| wrong("from", "is not set, and server.public_url gives no address"))?;
        return Ok(Mailbox::new(Some(line(brand)), address));
    }
    // The parser takes what it understands and leaves the rest.
    let whole = |mailbox: &Mailbox| text.trim_end_matches('>').ends_with(AsRef::<str>::as_ref(&mailbox.email));
    let parsed = text.parse::<Mailbox>().ok().filter(|mailbox| line(text) == text && whole(mailbox));
    let parsed = parsed.and_then(|mailbox| Some(Mailbox::new(mailbox.name, ascii(mailbox.email.as_ref()).ok()?)));
    parsed.ok_or_else(|| wrong("from", format!("{text:?} is not a sender like \"nproxy <no-reply@example.org>\"")))
}

fn server(config: &Config) -> Result<Option<MailServer>, ConfigError> {
    let mail = &config.mail;
    let (name, password) = (mail.smtp_username.as_str(), mail.smtp_password.expose_secret());
    if mail.smtp_host.is_empty() {
        if !name.is_empty() {
            return Err(wrong("smtp_host", "is not set, though mail.smtp_username is: mails would stay files"));
        }
        return Ok(None);
    }
    if !is_host(&mail.smtp_host) {
        let reason =
            format!("{:?} is not the name or the address of a server; its port is mail.smtp_port", mail.smtp_host);
        return Err(wrong("smtp_host", reason));
    }
    if mail.smtp_security == SmtpSecurity::None && !is_private(&mail.smtp_host) {
        let reason = "\"none\" is only for a server on this machine or in a private network: mails carry links that let \
                      people in, and the password would be read on the way";
        return Err(wrong("smtp_security", reason));
    }
    match (name.is_empty(), password.is_empty()) {
        (true, false) => return Err(wrong("smtp_username", "is not set, though mail.smtp_password is")),
        (false, true) => return Err(wrong("smtp_password", "is not set, though mail.smtp_username is")),
        _ => {}
    }
    let authority = match mail.smtp_ca.trim() {
        "" => None,
        pem => Some(authority(pem).ok_or_else(|| wrong("smtp_ca", "is not a certificate in PEM"))?),
    };
    let usual = match mail.smtp_security {
        SmtpSecurity::Tls => 465,
        SmtpSecurity::StartTls => 587,
        SmtpSecurity::None => 25,
    };
    Ok(Some(MailServer {
        host: mail.smtp_host.clone(),
        port: if mail.smtp_port == 0 { usual } else { mail.smtp_port },
        security: mail.smtp_security,
        authority,
        credentials: (!name.is_empty()).then(|| (name.to_owned(), mail.smtp_password.clone())),
        timeout: Duration::from_secs(mail.timeout_s.into()),
        hello: hello(config),
    }))
}

fn authority(pem: &str) -> Option<Certificate> {
    let certificate = Certificate::from_pem(pem.as_bytes()).ok()?;
    // What holds none is read as none, and what is none is noticed only by its use.
    let builder = TlsParameters::builder("localhost".to_owned()).certificate_store(CertificateStore::None);
    let usable = pem.contains("-----BEGIN CERTIFICATE-----")
        && builder.add_root_certificate(certificate.clone()).build().is_ok();
    usable.then_some(certificate)
}

fn hello(config: &Config) -> ClientId {
    let host = config.server.public_url.host_str().unwrap_or("localhost");
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(ip)) => ClientId::Ipv4(ip),
        Ok(IpAddr::V6(ip)) => ClientId::Ipv6(ip),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

fn is_host(text: &str) -> bool {
    let is_name = || {
        text.split('.')
            .all(|label| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)))
    };
    text.parse::<IpAddr>().is_ok() || is_name()
}

fn is_private(host: &str) -> bool {
    match host.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private(),
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local(),
        // A name without a dot is that of a container or of a machine nearby.
        Err(_) => {
            !host.contains('.') || PRIVATE_ENDINGS.iter().any(|ending| host.to_ascii_lowercase().ends_with(ending))
        }
    }
}

#[cfg(test)]
mod tests {
    use nproxy_config::Sources;

    use super::*;

    fn read(settings: &[(&str, &str)]) -> Result<MailSettings, Vec<(String, String)>> {
        let base = [
            ("NPROXY__DATABASE__URL", "sqlite::memory:"),
            ("NPROXY__SECRETS__MASTER_KEY", "0707070707070707070707070707070707070707070707070707070707070707"),
            ("NPROXY__SERVER__PUBLIC_URL", "https://pictures.example.org"),
        ];
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let mail = settings
            .iter()
            .map(|(name, value)| (format!("NPROXY__MAIL__{}", name.to_uppercase()), (*value).to_owned()));
        let env = base.map(owned).into_iter().chain(mail).collect();
        let config = Config::load(&Sources { env, ..Sources::default() }).expect("a readable configuration");
        MailSettings::read(&config, "Pictures")
            .map_err(|errors| errors.into_iter().map(|e| (e.key, e.reason)).collect())
    }

    fn refused(settings: &[(&str, &str)]) -> String {
        let errors = read(settings).expect_err("refused");
        errors.iter().map(|(key, reason)| format!("{key}: {reason}\n")).collect::<Vec<_>>().concat()
    }

    const FROM: (&str, &str) = ("from", "Pictures <no-reply@example.org>");

    #[test]
    fn without_a_server_mails_are_files_from_the_brand_at_the_sites_host() {
        let settings = read(&[]).unwrap();
        assert!(settings.server.is_none());
        assert_eq!(settings.from.to_string(), "Pictures <no-reply@pictures.example.org>");
    }

    #[test]
    fn the_port_is_the_usual_one_of_the_security() {
        for (security, port) in [("tls", 465), ("starttls", 587)] {
            let settings = read(&[FROM, ("smtp_host", "mail.example.org"), ("smtp_security", security)]).unwrap();
            assert_eq!(settings.server.unwrap().address(), format!("mail.example.org:{port}"));
        }
        let settings = read(&[FROM, ("smtp_host", "::1"), ("smtp_security", "none")]).unwrap();
        assert_eq!(settings.server.unwrap().address(), "[::1]:25");
        let settings = read(&[FROM, ("smtp_host", "mail.example.org"), ("smtp_port", "2525")]).unwrap();
        assert_eq!(settings.server.unwrap().port, 2525);
    }

    #[test]
    fn in_the_clear_only_within_a_private_network() {
        for host in ["localhost", "127.0.0.1", "::1", "10.0.0.7", "192.168.1.2", "fd12::1", "mailpit", "mail.home.arpa"]
        {
            assert!(read(&[FROM, ("smtp_host", host), ("smtp_security", "none")]).is_ok(), "{host}");
        }
        for host in ["mail.example.org", "93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"] {
            let reason = refused(&[FROM, ("smtp_host", host), ("smtp_security", "none")]);
            assert!(reason.starts_with("mail.smtp_security: \"none\" is only for"), "{host}: {reason}");
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_named_and_the_password_never_shown() {
        let host = ("smtp_host", "mail.example.org");
        assert!(refused(&[host]).starts_with("mail.from: is not set"));
        for from in
            ["nobody", "a@b@c", "Ada <ada@example.org>\r\nBcc: <eve@example.org>", "Ada\u{202E} <ada@example.org>"]
        {
            assert!(refused(&[host, ("from", from)]).starts_with("mail.from: "), "{from:?}");
        }
        for bad in ["smtp://mail.example.org", "mail.example.org:587", "mail example", "mail..org"] {
            assert!(refused(&[FROM, ("smtp_host", bad)]).starts_with("mail.smtp_host: "), "{bad}");
        }
        assert!(refused(&[FROM, host, ("smtp_username", "ada")]).starts_with("mail.smtp_password: is not set"));
        let reason = refused(&[FROM, host, ("smtp_password", "s3cr3t")]);
        assert!(reason.starts_with("mail.smtp_username: is not set") && !reason.contains("s3cr3t"), "{reason}");
        assert!(refused(&[("smtp_username", "ada")]).starts_with("mail.smtp_host: is not set"));
        for bad in ["ours.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] {
            assert!(
                refused(&[FROM, host, ("smtp_ca", bad)]).starts_with("mail.smtp_ca: is not a certificate"),
                "{bad}"
            );
        }
        let all = refused(&[("smtp_host", "a b"), ("from", "nobody")]);
        assert!(all.contains("mail.from: ") && all.contains("mail.smtp_host: "), "all at once: {all}");
        let settings = read(&[FROM, host, ("smtp_username", "ada"), ("smtp_password", "s3cr3t")]).unwrap();
        assert!(!format!("{settings:?}").contains("s3cr3t"));
    }
}

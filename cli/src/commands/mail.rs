//! `nproxy mail ..`

use std::path::Path;

use nproxy_app::accounts::{Email, Language};
use nproxy_app::mail::FileOutbox;
use nproxy_app::notes::test_letter;
use nproxy_config::SmtpSecurity;
use nproxy_domain::mail::{Mail, Mailer as _};
use serde_json::json;

use crate::args::{MailCommand, TestMail, TestMailLanguage};
use crate::failure::{Told, Usage};
use crate::out::{Out, shown};
use crate::parts::Parts;
use crate::smtp::{MailServer, Smtp};
use crate::{env, settings};

pub async fn run(command: &MailCommand, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let MailCommand::Test(TestMail { to, language }) = command;
    let to = Email::parse(to).map_err(|error| Usage(format!("{}: {error}", shown(to))))?;
    let parts = super::parts(file)?;
    let language = match language {
        TestMailLanguage::En => Language::En,
        TestMailLanguage::Ru => Language::Ru,
    };
    let letter = test_letter(&settings::site(&parts), to.as_str(), language);
    match &parts.mail.server {
        Some(server) => over_smtp(&parts, server, &letter, out).await,
        None => into_a_file(&parts, &letter, out).await,
    }
}

async fn over_smtp(parts: &Parts, server: &MailServer, letter: &Mail, out: Out) -> anyhow::Result<()> {
    let from = &parts.mail.from;
    let (address, tls) = (server.address(), tls(server));
    let said = Smtp::new(server.clone(), from.clone(), env::system()).deliver(letter).await;
    let (sender, to) = (from.to_string(), &letter.to);
    match said {
        Ok(said) => {
            let said = shown(&said);
            let answer = json!({
                "sent": true, "way": "smtp", "server": address, "tls": tls, "signed_in": server.credentials.is_some(),
                "from": sender, "to": to, "said": said,
            });
            out.say(&answer, || {
                let (sender, to) = (shown(&sender), shown(to));
                format!("Sent from {sender} to {to} over {address} ({}).\nThe server said: {said}", in_words(server))
            });
            Ok(())
        }
        Err(trouble) => {
            let (said, told) = (trouble.said(server), trouble.told(server));
            let answer = json!({
                "sent": false, "way": "smtp", "server": address, "tls": tls, "signed_in": server.credentials.is_some(),
                "from": sender, "to": to, "stage": trouble.stage, "code": trouble.code, "permanent": trouble.is_permanent(),
                "said": said, "reason": told, "advice": trouble.advice(),
            });
            let words = format!("{told} ({})\n{}", in_words(server), trouble.advice());
            if out.json {
                out.say(&answer, String::new);
            }
            Err(Told(words).into())
        }
    }
}

async fn into_a_file(parts: &Parts, letter: &Mail, out: Out) -> anyhow::Result<()> {
    let folder = &parts.config.mail.outbox_dir;
    FileOutbox::new(folder, env::system()).send(letter).await?;
    let answer = json!({
        "sent": true, "way": "file", "folder": folder, "from": parts.mail.from.to_string(), "to": letter.to,
    });
    out.say(&answer, || {
        format!(
            "No mail server is set up, so the letter lies in {} and goes nowhere. Set mail.smtp_host to send letters.",
            folder.display()
        )
    });
    Ok(())
}

fn tls(server: &MailServer) -> &'static str {
    match server.security {
        SmtpSecurity::StartTls => "starttls",
        SmtpSecurity::Tls => "tls",
        SmtpSecurity::None => "none",
    }
}

fn in_words(server: &MailServer) -> &'static str {
    match (server.security, server.credentials.is_some()) {
        (SmtpSecurity::StartTls, true) => "TLS by STARTTLS, signed in",
        (SmtpSecurity::StartTls, false) => "TLS by STARTTLS, without signing in",
        (SmtpSecurity::Tls, true) => "TLS, signed in",
        (SmtpSecurity::Tls, false) => "TLS, without signing in",
        (SmtpSecurity::None, true) => "in the clear, signed in",
        (SmtpSecurity::None, false) => "in the clear, without signing in",
    }
}

//! Over a real socket, against the played mail server.

mod rows;
mod talk;

use std::sync::Arc;

use chrono::DateTime;
use nproxy_app::App;
use nproxy_config::{Config, Sources};
use nproxy_domain::Env;
use nproxy_domain::env::{ManualClock, SeededEntropy};
use nproxy_domain::mail::Mail;
use nproxy_sandbox::{Inbox, MailConduct, MailOptions, Sandbox, SandboxOptions};
use tempfile::TempDir;

use super::Smtp;
use crate::parts::{Parts, World};
use crate::wire;

const ADA: &str = "ada@example.org";

/// A played mail server, and a clock that is turned by hand.
struct Post {
    sandbox: Sandbox,
    inbox: Inbox,
    dir: TempDir,
    clock: Arc<ManualClock>,
    env: Env,
}

impl Post {
    async fn start() -> Self {
        Self::with(MailOptions::default()).await
    }

    async fn with(mail: MailOptions) -> Self {
        let sandbox = Sandbox::start(SandboxOptions { mail, ..SandboxOptions::default() }).await.unwrap();
        let clock = ManualClock::at(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let env = Env::new(clock.clone(), SeededEntropy::new(1));
        Self { inbox: sandbox.controls().mail(), sandbox, dir: tempfile::tempdir().unwrap(), clock, env }
    }

    /// The configuration that leads to the played server, and more.
    fn parts(&self, more: &[(&str, &str)]) -> Parts {
        let in_dir = |name: &str| self.dir.path().join(name).display().to_string();
        let address = self.sandbox.smtp_address();
        let mut env = vec![
            ("DATABASE__URL", format!("sqlite:{}", in_dir("test.sqlite"))),
            ("STORAGE__DIR", in_dir("assets")),
            ("SECRETS__MASTER_KEY", "07".repeat(32)),
            ("SERVER__PUBLIC_URL", "https://pictures.example".to_owned()),
            ("MAIL__FROM", "Картинки <no-reply@pictures.example>".to_owned()),
            ("MAIL__SMTP_HOST", address.ip().to_string()),
            ("MAIL__SMTP_PORT", address.port().to_string()),
            ("MAIL__SMTP_SECURITY", "none".to_owned()),
        ];
        env.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let env = env.into_iter().map(|(name, value)| (format!("NPROXY__{name}"), value)).collect();
        Parts::build(Config::load(&Sources { env, ..Sources::default() }).unwrap(), World::Real).unwrap()
    }

    fn smtp(&self, more: &[(&str, &str)]) -> Smtp {
        let mail = self.parts(more).mail;
        Smtp::new(mail.server.unwrap(), mail.from, self.env.clone())
    }

    /// The product on a database in a file.
    async fn app(&self) -> App {
        let parts = self.parts(&[]);
        let store = wire::store(&parts).await.unwrap();
        store.migrate().await.unwrap();
        wire::app(parts, store, self.env.clone()).await.unwrap()
    }

    fn behaves(&self, conduct: MailConduct) {
        self.inbox.set_conduct(conduct).unwrap();
    }

    fn pass(&self, seconds: i64) {
        self.clock.advance(chrono::Duration::seconds(seconds));
    }
}

fn letter(subject: &str) -> Mail {
    Mail {
        to: ADA.to_owned(),
        subject: subject.to_owned(),
        text: "Здравствуйте.\n\n.\n..two dots\n".to_owned(),
        html: Some(format!("<p>Здравствуйте, {}</p>", "очень ".repeat(300))),
    }
}

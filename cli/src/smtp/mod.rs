//! Mails over SMTP.
//!
//! The library brings the protocol, the message and TLS; the talk itself is ours (`session.rs`), because what a refusal
//! means depends on how far it had come, and because the library waits for an answer without an end.

mod message;
mod pool;
mod session;
mod settings;
#[cfg(test)]
mod tests;
mod trouble;

use std::fmt;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use chrono::Duration;
use lettre::message::Mailbox;
use nproxy_domain::mail::{Mail, MailError, Mailer};
use nproxy_domain::{Env, Timestamp};

pub use settings::{MailServer, MailSettings};
pub use trouble::Trouble;

use message::Message;
use pool::Pool;

/// A server that can't be talked to is left alone for so long: every mail that waits would find that out for itself, and
/// keep other work waiting meanwhile.
const REST: Duration = Duration::seconds(5);

/// A mail server, and whom mails come from.
pub struct Smtp {
    server: MailServer,
    from: Mailbox,
    env: Env,
    pool: Pool,
    resting: Mutex<Option<Rest>>,
}

struct Rest {
    until: Timestamp,
    why: Trouble,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Smtp {
    pub fn new(server: MailServer, from: Mailbox, env: Env) -> Self {
        Self { server, from, env, pool: Pool::default(), resting: Mutex::default() }
    }

    /// Gives what the server said to it.
    pub async fn deliver(&self, mail: &Mail) -> Result<String, Trouble> {
        let message = Message::new(mail, &self.from, &self.env)?;
        if let Some(why) = self.resting() {
            return Err(why);
        }
        let sent = self.pool.send(&self.server, &message).await;
        let why = sent.as_ref().err().filter(|trouble| trouble.is_the_servers()).cloned();
        let rest = why.map(|why| Rest { until: self.env.now() + REST, why });
        *self.resting.lock().unwrap_or_else(PoisonError::into_inner) = rest;
        sent
    }

    fn resting(&self) -> Option<Trouble> {
        let rest = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        rest.as_ref().filter(|rest| self.env.now() < rest.until).map(|rest| rest.why.clone())
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        match self.deliver(mail).await {
            Ok(_) => Ok(()),
            Err(trouble) if trouble.is_permanent() => Err(MailError::Permanent(trouble.told(&self.server))),
            Err(trouble) => Err(MailError::Temporary(trouble.told(&self.server))),
        }
    }
}

//! Connections that are used again, and never more than a few.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use super::message::Message;
use super::session::Session;
use super::settings::MailServer;
use super::trouble::Trouble;

/// At once: mail services count them.
const CONNECTIONS_MAX: usize = 4;
/// For one of them.
const QUEUE_MAX: Duration = Duration::from_secs(5);
/// Servers close what says nothing for some minutes.
const IDLE_MAX: Duration = Duration::from_secs(30);

pub struct Pool {
    slots: Semaphore,
    /// The last used one last.
    idle: Mutex<Vec<(Session, Instant)>>,
}

impl Default for Pool {
    fn default() -> Self {
        Self { slots: Semaphore::new(CONNECTIONS_MAX), idle: Mutex::default() }
    }
}

impl Pool {
    pub async fn send(&self, server: &MailServer, message: &Message) -> Result<String, Trouble> {
        let _slot = timeout(QUEUE_MAX, self.slots.acquire()).await.map_err(|_| Trouble::busy())?;
        let mut session = match self.another().await {
            Some(session) => session,
            None => Session::open(server).await?,
        };
        match session.send(message, server.timeout).await {
            Ok(said) => {
                self.idle().push((session, Instant::now()));
                Ok(said)
            }
            Err(trouble) => {
                session.close().await;
                Err(trouble)
            }
        }
    }

    /// One that is still good; the others are forgotten.
    async fn another(&self) -> Option<Session> {
        loop {
            let (mut session, since) = self.idle().pop()?;
            if since.elapsed() < IDLE_MAX && session.is_good().await {
                return Some(session);
            }
        }
    }

    /// Nothing here panics half-way through a change, so a poisoned lock still guards sound data.
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<(Session, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

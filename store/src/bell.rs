//! Wakes whoever waits for a change: a worker for work, a long poll for its customer's pictures.
//!
//! A notice is a hint and carries nothing: who hears it looks again. PostgreSQL carries it to every process
//! (`NOTIFY` in the transaction, one listening connection per process); SQLite has one process only.

use std::str::FromStr;
use std::time::Duration;

use nproxy_domain::{RegistrationId, UserId};
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

use crate::error::StoreError;

pub(crate) const CHANNEL: &str = "nproxy";
/// A receiver that is further behind than this hears `Lagged`, which means "look again" as well.
const NOTICES_MAX: usize = 1024;
const RECONNECT_PAUSE: Duration = Duration::from_secs(1);

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// A generation may be claimed.
    Work,
    /// Something of this customer's changed.
    User(UserId),
    /// A sign-up became an account, or was written to again.
    Registration(RegistrationId),
    /// Notices may have been lost: everybody looks again.
    All,
}

impl Topic {
    pub(crate) fn payload(self) -> String {
        match self {
            Self::Work => "work".into(),
            Self::User(user) => format!("user:{user}"),
            Self::Registration(id) => format!("registration:{id}"),
            Self::All => "all".into(),
        }
    }

    /// Anything that can't be understood is taken for "look again".
    fn from_payload(payload: &str) -> Self {
        match payload.split_once(':') {
            Some(("user", id)) => UserId::from_str(id).map_or(Self::All, Self::User),
            Some(("registration", id)) => RegistrationId::from_str(id).map_or(Self::All, Self::Registration),
            None if payload == "work" => Self::Work,
            _ => Self::All,
        }
    }
}

/// Cheap to clone; every receiver hears every notice.
#[derive(Clone, Debug)]
pub struct Bell {
    notices: broadcast::Sender<Topic>,
}

impl Bell {
    pub(crate) fn new() -> Self {
        Self { notices: broadcast::channel(NOTICES_MAX).0 }
    }

    /// Subscribe first, then look: a change after the look is heard. `RecvError::Lagged` means "look again".
    pub fn subscribe(&self) -> broadcast::Receiver<Topic> {
        self.notices.subscribe()
    }

    /// In this process only.
    pub(crate) fn ring(&self, topic: Topic) {
        // No receiver is no error.
        let _ = self.notices.send(topic);
    }

    /// Passes on what PostgreSQL tells, over a connection of its own, and comes back after a loss.
    pub(crate) async fn listen(&self, options: PgConnectOptions) -> Result<Listening, StoreError> {
        let mut listener = listener(&options).await?;
        let bell = self.clone();
        let task = tokio::spawn(async move {
            loop {
                let error = bell.pass_on(listener).await;
                tracing::warn!(error = %error, "the database's notices are lost, listening again");
                listener = again(&options).await;
                bell.ring(Topic::All);
            }
        });
        Ok(Listening(task))
    }

    /// Until the listener is lost for good. It is used up: the next one must not wait for its connection.
    async fn pass_on(&self, mut listener: PgListener) -> sqlx::Error {
        loop {
            match listener.try_recv().await {
                Ok(Some(notice)) => self.ring(Topic::from_payload(notice.payload())),
                Ok(None) => self.ring(Topic::All),
                Err(error) => return error,
            }
        }
    }
}

/// On a pool of its own, whose only connection nobody else holds.
async fn listener(options: &PgConnectOptions) -> Result<PgListener, sqlx::Error> {
    let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(options.clone());
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

async fn again(options: &PgConnectOptions) -> PgListener {
    loop {
        tokio::time::sleep(RECONNECT_PAUSE).await;
        if let Ok(listener) = listener(options).await {
            return listener;
        }
    }
}

/// Listens until it is dropped.
#[derive(Debug)]
pub(crate) struct Listening(JoinHandle<()>);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.abort();
    }
}

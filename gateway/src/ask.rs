//! What the gateway is asked, and what it answers.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use nproxy_domain::assets::AssetStoreError;
use nproxy_domain::catalog::Route;
use nproxy_domain::generation::GenerationError;
use nproxy_domain::keys::OpenAttempt;
use nproxy_domain::provider::{Cursor, Image, InputImage, Mode, Strength};
use nproxy_domain::routing::SoFar;
use nproxy_domain::{AttemptId, GenerationId, LeaseId, ProviderId, Timestamp};
use tokio_util::sync::CancellationToken;

/// One picture wanted, with every way there.
#[derive(Clone, Debug)]
pub struct Ask {
    pub generation: GenerationId,
    pub lease: LeaseId,
    /// Tried in order: when one provider has no key left, the next is asked.
    pub routes: Vec<Route>,
    pub mode: Mode,
    pub prompt: Prompt,
    /// The preset's id; each route has its own version of it.
    pub resolution: String,
    pub image_strength: Option<Strength>,
    pub inputs: Arc<dyn InputSource>,
    /// All attempts end by then.
    pub deadline: Timestamp,
    /// What its closed attempts came to.
    pub so_far: SoFar,
    /// An asynchronous upstream that was left to work.
    pub resume: Option<Resume>,
    /// Whoever asks is about to go: the request that is under way is waited for, and no other one is begun.
    pub leaving: CancellationToken,
}

/// The input pictures, which are read when an attempt begins: looking for a key, or asking an upstream that works, needs
/// none of their bytes.
#[async_trait]
pub trait InputSource: fmt::Debug + Send + Sync {
    /// All of them, without their bytes.
    fn known(&self) -> &[InputImage];

    /// The same with their bytes; `None`: one is gone.
    async fn read(&self) -> Result<Option<Vec<InputImage>>, AssetStoreError>;
}

/// A customer's words; never in a log.
#[derive(Clone)]
pub struct Prompt(pub String);

impl fmt::Debug for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prompt({} characters)", self.0.chars().count())
    }
}

/// Where an open attempt stands.
#[derive(Clone, Debug)]
pub struct Resume {
    pub attempt: OpenAttempt,
    pub provider: ProviderId,
    pub model: String,
    pub cursor: Cursor,
}

/// How far it came.
#[derive(Debug)]
pub enum End {
    /// A picture arrived. Its attempt is still open: whoever stores the picture closes it in the same
    /// transaction that settles the generation.
    Image { attempt: AttemptId, image: Image, upstream_ms: u32 },
    /// The customer sees this; every attempt is closed.
    Failed(GenerationError),
    /// Ask again at this moment.
    Later { run_at: Timestamp },
    /// The input pictures can't be read now. Nothing was sent, and nothing is open.
    Unread(AssetStoreError),
    /// Cancelled or taken over; nothing is open.
    Stopped,
}

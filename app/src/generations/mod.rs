//! Pictures asked for: watched, cancelled, tried again by their customers; claimed, run and settled by workers.

mod cancel;
pub(crate) mod claim;
mod expire;
mod file;
mod get;
mod inputs;
mod keep;
mod measure;
mod retry;
mod run;
mod settle;
mod take_over;
mod tried;
mod typical;
mod view;
mod wait;

pub use cancel::{CancelError, cancel};
pub(crate) use cancel::{cancel_queued, count_ended};
pub use claim::{Claimed, claim, heartbeat};
pub(crate) use claim::{lease_from, let_go};
pub use expire::expire;
pub use file::{AssetStanding, AttemptSeen, GenerationFile, KeySeen, ProxySeen, Step, StepKind, file};
pub use get::{GetError, get, list_by_ids};
pub use nproxy_store::entities::text::AttemptPhase;
pub use retry::{Retried, RetryError, retry};
pub use run::{RunError, recover, run};
pub use typical::{Typical, TypicalCache, typical};
pub use view::GenerationView;
pub(crate) use view::{may_be_retried, views};
pub use wait::{Waited, wait};

pub use crate::waits::{Etag, WaitLimits};

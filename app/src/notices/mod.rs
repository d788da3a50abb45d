//! What admins are told: incidents as they open, get worse, last and end, and once a day the figures.
//!
//! News stand on the incident's row ([`crate::incidents`]); the job [`tell`](fn@tell) makes rows of them for those who are
//! to hear (`store::notices`) and tells each recipient one thing after the other, in words of his language. What is
//! told is how things are now, so what came meanwhile needs no message of its own.
//!
//! **Invariant:** one incident is one message in Telegram, which is edited; only one that becomes critical is told anew,
//! because an edit makes no sound and somebody should wake up.
//!
//! To add a kind of incident: 1. its [`Kind`], with the page it leads to; 2. its words in `words/en.rs` and
//! `words/ru.rs`, which the compiler asks for; 3. whoever reports and recovers it.

mod compose;
mod digest;
mod heartbeat;
mod kind;
mod ledger;
mod letters;
mod quiet;
mod settings;
mod tell;
mod watch;
mod words;

pub use digest::{DIGEST_EVERY, WriteDigest, write_digest};
pub use heartbeat::{Beat, HEARTBEAT_EVERY, Heartbeat, SendHeartbeat};
pub use kind::Kind;
pub use ledger::{LEDGER_EVERY, WatchLedger, watch_ledger};
pub use nproxy_store::notices::TellNews;
pub use settings::{HeartbeatUrl, NoticeSettings, RefusedWebhooks};
pub use tell::{SWEEP_EVERY, listens_again, tell};
pub use watch::{WATCH_EVERY, Watch, watch};

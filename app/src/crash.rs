//! Places where a test kills the process, to see whether another one goes on.
//!
//! In debug builds, `NPROXY_CRASH_AT=<name of a step>` aborts the process when it first comes to that step. To add a
//! step: 1. a variant with what has happened by then; 2. its [`point`] in the code. A test fails when either is missing.

use async_trait::async_trait;
use nproxy_domain::keys::{AttemptOutcome, KeyRing, OpenAttempt, Opened, ProxySeen, RingError, ThroughProxy, Want};
use nproxy_domain::provider::Cursor;
use nproxy_domain::{AttemptId, Env};

/// The environment variable that names the step.
pub const VARIABLE: &str = "NPROXY_CRASH_AT";

macro_rules! steps {
    ($($(#[$doc:meta])* $step:ident = $name:literal,)*) => {
        /// The numbered steps of a generation's life, of a payment's, and of a notice's.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CrashStep {
            $($(#[$doc])* $step),*
        }

        impl CrashStep {
            /// In the order in which a generation comes to them, and then a payment.
            pub const ALL: &[Self] = &[$(Self::$step),*];

            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$step => $name),*
                }
            }
        }
    };
}

steps! {
    /// The requests are held, nothing is committed.
    AfterHold = "after_hold",
    /// The turn is queued, the customer has not heard of it.
    AfterSubmit = "after_submit",
    /// A worker holds the generation and has done nothing yet.
    AfterClaim = "after_claim",
    /// The attempt is on record, no byte has left.
    AfterOpen = "after_open",
    /// An attempt failed and is closed, the next key is not picked.
    AfterClose = "after_close",
    /// The cursor of an asynchronous upstream is stored, the worker still holds the generation.
    AfterKeepCursor = "after_keep_cursor",
    /// The generation waits, nobody holds it.
    AfterWait = "after_wait",
    /// The picture is in memory and paid for.
    AfterReply = "after_reply",
    /// The picture is stored, its thumbnail is not.
    AfterStoreBytes = "after_store_bytes",
    AfterThumb = "after_thumb",
    /// Whoever took over has closed what the dead worker left open.
    AfterAbandon = "after_abandon",
    /// Everything of the end is written, nothing is committed.
    BeforeSettleCommit = "before_settle_commit",
    AfterSettle = "after_settle",
    /// The payment's row is written, its processor is not called.
    AfterPlace = "after_place",
    /// The invoice is made, which only its processor knows.
    AfterCheckoutReply = "after_checkout_reply",
    /// The invoice is on record, the customer has not heard of it.
    AfterCheckoutKept = "after_checkout_kept",
    /// A webhook is stored, nothing is read.
    AfterWebhookKept = "after_webhook_kept",
    /// The processor has told its status, nothing of it is written.
    AfterStatusRead = "after_status_read",
    /// The month is written, nothing is committed.
    BeforeActivateCommit = "before_activate_commit",
    AfterActivate = "after_activate",
    /// A channel has taken a notice, which is not on record.
    AfterNoticeTold = "after_notice_told",
}

/// Aborts here if the environment says so; nothing in a release build.
pub fn point(step: CrashStep) {
    if cfg!(debug_assertions) && std::env::var(VARIABLE).is_ok_and(|name| name == step.name()) {
        tracing::warn!(step = step.name(), "crashing as told");
        std::process::abort();
    }
}

/// Whether the environment names a step that there is, or none.
pub fn check() -> Result<(), String> {
    match std::env::var(VARIABLE) {
        Ok(name) if !CrashStep::ALL.iter().any(|step| step.name() == name) => {
            let names: Vec<_> = CrashStep::ALL.iter().map(|step| step.name()).collect();
            Err(format!("{VARIABLE}: there is no step {name:?}; there are {}", names.join(", ")))
        }
        _ => Ok(()),
    }
}

/// A ring of keys with crash points around its writes, which lie within the gateway.
#[derive(Debug)]
pub struct CrashRing<R>(pub R);

#[async_trait]
impl<R: KeyRing> KeyRing for CrashRing<R> {
    async fn open(&self, env: &Env, want: &Want) -> Result<Opened, RingError> {
        let opened = self.0.open(env, want).await?;
        if matches!(opened, Opened::Attempt(OpenAttempt { .. })) {
            point(CrashStep::AfterOpen);
        }
        Ok(opened)
    }

    async fn keep_cursor(&self, attempt: AttemptId, cursor: &Cursor) -> Result<(), RingError> {
        self.0.keep_cursor(attempt, cursor).await?;
        point(CrashStep::AfterKeepCursor);
        Ok(())
    }

    async fn proxy_seen(&self, env: &Env, proxy: &ThroughProxy, seen: &ProxySeen) -> Result<(), RingError> {
        self.0.proxy_seen(env, proxy, seen).await
    }

    async fn close(&self, env: &Env, attempt: AttemptId, outcome: &AttemptOutcome) -> Result<bool, RingError> {
        let closed = self.0.close(env, attempt, outcome).await?;
        point(CrashStep::AfterClose);
        Ok(closed)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn sources(folder: &Path, out: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, out);
            } else {
                out.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_step_is_somewhere_in_the_code_and_has_a_name_of_its_own() {
        let mut code = String::new();
        sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut code);
        let mut names = std::collections::BTreeSet::new();
        for step in CrashStep::ALL {
            let point = format!("point(CrashStep::{step:?})");
            assert!(code.contains(&point), "no code comes to {step:?}");
            assert!(names.insert(step.name()), "two steps are called {}", step.name());
        }
    }
}

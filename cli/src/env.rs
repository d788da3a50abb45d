//! The real time and the real randomness; the only place that asks the operating system for them.

use std::sync::Arc;

use chrono::Utc;
use nproxy_domain::env::{Clock, Entropy};
use nproxy_domain::{Env, Timestamp};

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is handed")]
    fn now(&self) -> Timestamp {
        Utc::now()
    }
}

struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, out: &mut [u8]) {
        // Ids and session tokens come from here: going on with bytes that can be guessed would be worse than stopping.
        getrandom::fill(out).expect("the operating system gives random bytes");
    }
}

pub fn system() -> Env {
    Env::new(Arc::new(SystemClock), Arc::new(SystemEntropy))
}

//! Time and randomness as one argument.
//!
//! Nothing in nproxy asks the operating system for the time or for random bytes on its own: a deed is
//! handed an [`Env`]. The binary makes the real one; tests make one they can turn forward and repeat.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, Duration, TimeZone as _, Utc};
use uuid::Uuid;

/// A moment in UTC with microsecond precision, which is what PostgreSQL keeps.
pub type Timestamp = DateTime<Utc>;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment; [`Env::now`] cuts it to microseconds.
    fn now(&self) -> Timestamp;
}

/// Gives random bytes.
pub trait Entropy: Send + Sync {
    /// Fills `out`. Ids and session tokens come from here, so outside tests it must be the operating system's generator.
    fn fill(&self, out: &mut [u8]);
}

/// Time and randomness, cheap to clone.
#[derive(Clone)]
pub struct Env {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    /// The newest id's milliseconds and, in the lowest 12 bits, its count within them.
    last_id: Arc<AtomicU64>,
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Env").field("now", &self.now()).finish_non_exhaustive()
    }
}

impl Env {
    pub fn new(clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { clock, entropy, last_id: Arc::default() }
    }

    /// The present moment, cut to microseconds so that a value survives a round trip through PostgreSQL.
    pub fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Utc.timestamp_micros(now.timestamp_micros()).single().unwrap_or(now)
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        self.entropy.fill(&mut out);
        out
    }

    /// A `UUIDv7`: ids made later by one process sort later, also within a millisecond (RFC 9562, 6.2, method 1:
    /// a counter that begins at random). Lists are sorted by id, so this is the order that people see.
    pub fn uuid(&self) -> Uuid {
        let mut random = self.bytes::<10>();
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        let begun = u64::from(u16::from_be_bytes([random[0], random[1]]) & 0x07ff);
        let fresh = (millis << 12) | begun;
        let next = |last: u64| fresh.max(last + 1);
        let taken = self.last_id.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(next(last)));
        let stamp = taken.map_or(fresh, next);
        [random[0], random[1]] = u16::try_from(stamp & 0x0fff).unwrap_or_default().to_be_bytes();
        uuid::Builder::from_unix_timestamp_millis(stamp >> 12, &random).into_uuid()
    }
}

/// A clock that stands still until it is turned forward.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    pub fn at(start: Timestamp) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(start.timestamp_micros())))
    }

    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Utc.timestamp_micros(self.0.load(Ordering::SeqCst)).single().unwrap_or_default()
    }
}

/// A repeatable sequence (splitmix64). For tests only: it is no secret.
#[derive(Debug)]
pub struct SeededEntropy(AtomicU64);

impl SeededEntropy {
    pub fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self(AtomicU64::new(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, out: &mut [u8]) {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        for chunk in out.chunks_mut(8) {
            let mut z = self.0.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_made_later_sort_later_and_a_seed_repeats() {
        let clock = ManualClock::at(Utc.timestamp_opt(1_800_000_000, 0).unwrap());
        let env = Env::new(clock.clone(), SeededEntropy::new(7));
        let first = env.uuid();
        let within: Vec<Uuid> = (0..10_000).map(|_| env.uuid()).collect();
        assert!(within.is_sorted() && within[0] > first, "also while the clock stands");
        clock.advance(Duration::milliseconds(1));
        assert!(env.uuid() > within[9_999]);
        let again = Env::new(ManualClock::at(Utc.timestamp_opt(1_800_000_000, 0).unwrap()), SeededEntropy::new(7));
        assert_eq!(again.uuid(), first);
    }
}

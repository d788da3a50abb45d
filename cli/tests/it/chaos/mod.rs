//! Whatever happens out there: nobody sees it, and nothing is paid for twice.
//!
//! Real worker processes on a real PostgreSQL, behind real proxies, before a played outside world whose faults come from a
//! seeded dice. What came of it is judged from the world's own fault schedule and bill; the product's tables are what is
//! judged.
//!
//! `make chaos` runs the long form, `make test` a short one. `NPROXY_CHAOS_SEED` repeats a weather.

mod blip;
mod books;
pub mod customers;
mod half_dead;
mod judge;
mod matching;
mod outage;
mod storm;
mod summary;
mod weather;
pub mod world;

/// How much of it.
#[derive(Clone, Copy, Debug)]
struct Scale {
    /// Pictures asked for in the storm.
    generations: u64,
    /// Of the outage that all keys share.
    outage_s: u64,
    outage_keys: usize,
    /// Pictures asked for with half of the keys dead.
    half_dead: u64,
}

impl Scale {
    /// The long form where `NPROXY_TEST_LONG` is set.
    fn wanted() -> Self {
        if std::env::var_os("NPROXY_TEST_LONG").is_some() {
            return Self { generations: 10_000, outage_s: 60, outage_keys: 100, half_dead: 1000 };
        }
        Self { generations: 360, outage_s: 4, outage_keys: 12, half_dead: 80 }
    }
}

/// For whoever runs it, and for repeating it.
#[expect(clippy::print_stderr, reason = "the figures of a run are what it is run for")]
fn report(lines: &str) {
    eprintln!("{lines}");
}

/// The value below which so many of a hundred lie.
fn percentile(sorted: &[i64], percent: usize) -> i64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((sorted.len() * percent / 100).min(last)).copied().unwrap_or_default()
}

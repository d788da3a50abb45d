//! Processes come and go, the ground shakes, and customers see nothing of it, or are told when to come back.
//!
//! Real web and worker processes on a real PostgreSQL, before the played outside world, whose bill says what was bought.
//! `make steady` runs the long form, `make test` a short one.

mod balancer;
mod crew;
mod disk;
mod memory;
mod outage;
mod rolling;
mod several;
mod signals;
mod storage;

/// Whether the long form is wanted.
fn is_long() -> bool {
    std::env::var_os("NPROXY_TEST_LONG").is_some()
}

/// For whoever runs it.
#[expect(clippy::print_stderr, reason = "the figures of a run are what it is run for")]
fn report(lines: &str) {
    eprintln!("{lines}");
}

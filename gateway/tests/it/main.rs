//! The gateway against the played upstream, with the pure pool in place of the database.

mod failover;
mod pool_ring;
mod world;

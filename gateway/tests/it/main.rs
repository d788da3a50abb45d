//! The gateway against the played upstreams, with the pure pool in place of the database.

mod fal;
mod failover;
mod openrouter;
mod pool_ring;
mod world;

//! The gateway against the played upstreams, with the pure pool in place of the database.

mod failover;
mod fal;
mod openrouter;
mod pool_ring;
mod world;

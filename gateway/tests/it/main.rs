//! The gateway against the played upstreams, with the pure pool in place of the database.

mod child;
mod database_away;
mod deadline;
mod environment;
mod failover;
mod fal;
mod inputs;
mod keys;
mod kie;
mod metrics;
mod openai;
mod openrouter;
mod pool_ring;
mod proxies;
mod proxy_test;
mod several_ways;
mod world;

//! The product as its users meet it: the real binary, real sockets, a real database, the played outside world.

mod architecture;
mod config;
mod crash;
mod dev;
mod journey;
mod operator;
mod pool;
mod support;

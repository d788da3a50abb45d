//! The product as its users meet it: the real binary, real sockets, a real database, the played outside world.

mod architecture;
mod balances;
mod chaos;
mod checkout;
mod config;
mod crash;
mod crash_checkout;
mod dev;
mod journey;
mod keys;
mod mail;
mod metrics;
mod new_plugin;
mod operator;
mod payments;
mod pool;
mod proxies;
mod shapes;
mod support;
mod telegram;
mod terminal;

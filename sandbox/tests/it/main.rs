//! The played world over real sockets.

mod balances;
mod bill;
mod client;
mod control;
mod fal;
mod faults;
mod kie;
mod mail;
mod money;
mod openai;
mod openrouter;
mod outages;
mod pictures;
mod proxies;
mod proxy_faults;
mod refusals;
mod structure;
mod telegram;
mod through;

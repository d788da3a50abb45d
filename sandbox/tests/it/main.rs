//! The played world over real sockets.

mod bill;
mod client;
mod control;
mod fal;
mod faults;
mod openrouter;
mod pictures;
mod refusals;
mod structure;

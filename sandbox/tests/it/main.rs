//! The played world over real sockets.

mod bill;
mod client;
mod control;
mod faults;
mod pictures;
mod refusals;
mod structure;

//! What the tests share: the binary as a process, and a customer's program.

mod address;
mod cluster;
mod picture;
mod process;
mod shop;
mod site;
mod terminal;

pub use address::free_address;
pub use cluster::Cluster;
pub use picture::difference;
pub use process::{Answer, MASTER_KEY, Nproxy, PATIENCE, Running};
pub use shop::{Shop, coin_of};
pub use site::{Site, ids};

/// Every line fits into the columns that a table may have.
pub fn is_narrow(text: &str) -> bool {
    text.lines().all(|line| line.chars().count() <= 100)
}

//! What the tests share: the binary as a process, and a customer's program.

mod picture;
mod process;
mod site;

pub use picture::difference;
pub use process::{Answer, MASTER_KEY, Nproxy, Running};
pub use site::{Site, ids};

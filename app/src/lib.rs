//! The deeds of nproxy: one file per thing the product does, and the background work.
//!
//! Every door (web, bot, command line) calls here; nothing here knows of HTTP or a terminal.

pub mod accounts;
pub mod activity;
pub mod assets;
pub mod audit;
pub mod background;
pub mod backup;
pub mod balances;
pub mod bulk;
pub mod chats;
pub mod content;
pub mod conversations;
pub mod crash;
pub mod cycles;
mod disk;
pub mod gallery;
pub mod generations;
pub mod health;
pub mod incidents;
pub mod keys;
pub mod links;
pub mod lists;
pub mod mail;
pub mod notes;
pub mod notices;
pub mod overview;
pub mod payments;
pub mod people;
pub mod places;
pub mod pool_state;
pub mod presence;
pub mod proxies;
pub mod ready;
pub mod retention;
pub mod search;
mod shelf;
mod site;
pub mod space;
pub mod spending;
mod spoken;
mod state;
pub mod switches;
pub mod table;
pub mod telegram;
mod token;
pub mod trash;
pub mod turns;
mod waits;
pub mod worker;
pub mod zips;

pub use nproxy_store::StoreError;
pub use site::SiteSettings;
pub use state::{App, AppParts, Settings};
pub use token::Token;

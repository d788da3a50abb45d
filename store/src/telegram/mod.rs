//! Admins in Telegram: who is let in, the codes by which they are, and what their buttons mean.

pub mod admins;
pub mod asks;
pub mod buttons;
pub mod chats;
pub mod money;
pub mod pairings;

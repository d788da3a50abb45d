//! The kit against a real provider with bugs planted in it.

mod bugs;
mod planted;

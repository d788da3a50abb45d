//! The kit against a real processor with bugs planted in it.

mod bugs;
mod planted;

//! The OxaPay processor against the promises of the port, and what it sends to the letter.

mod amounts;
mod conformance;
mod list;
mod requests;
mod sender;
mod signatures;

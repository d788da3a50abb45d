//! The cases, by what they look at.

pub(crate) mod capabilities;
pub(crate) mod config;
pub(crate) mod jobs;
pub(crate) mod on_file;
pub(crate) mod replies;
pub(crate) mod requests;

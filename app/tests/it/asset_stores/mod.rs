//! Every asset store keeps the same promises: files, memory, and buckets of a server in this process and of a real one.

mod behaviour;
mod bucket;
mod copy;
mod links;
mod played;
mod trouble;

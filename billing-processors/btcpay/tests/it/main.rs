mod conformance;
mod desk;
mod requests;
mod search;
mod sender;
mod signatures;

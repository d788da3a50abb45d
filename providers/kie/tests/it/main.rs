mod conformance;
mod requests;
mod tasks;

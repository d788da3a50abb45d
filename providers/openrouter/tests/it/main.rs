mod conformance;
mod money;
mod requests;

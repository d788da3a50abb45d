mod conformance;
mod requests;

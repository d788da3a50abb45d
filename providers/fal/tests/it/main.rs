mod conformance;
mod money;
mod queue;
mod requests;

mod conformance;
mod invoice;

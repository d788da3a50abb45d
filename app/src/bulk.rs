//! One act on many things at once.

/// What became of one of them, or would in a dry run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It was so before.
    Unchanged,
    /// Why, for people.
    Refused(String),
}

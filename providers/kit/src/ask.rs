//! What an upstream can be asked besides a picture.

use std::fmt;

use crate::walk::Call;

/// A method of the port that not every upstream has something for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// It hands out jobs, which are asked after with a cursor.
    Resume,
    /// It can prove a key without a picture.
    Check,
    /// It tells what money is left.
    Balance,
    /// It can be told that nobody waits any more.
    Cancel,
}

impl Ask {
    pub(crate) const ALL: [Self; 4] = [Self::Resume, Self::Check, Self::Balance, Self::Cancel];

    /// `None`: a picture is asked for.
    pub(crate) fn of(call: &Call) -> Option<Self> {
        match call {
            Call::Begin => None,
            Call::Resume(_) => Some(Self::Resume),
            Call::Check => Some(Self::Check),
            Call::Balance => Some(Self::Balance),
            Call::Cancel(_) => Some(Self::Cancel),
        }
    }
}

impl fmt::Display for Ask {
    /// The method's name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Resume => "resume",
            Self::Check => "check",
            Self::Balance => "balance",
            Self::Cancel => "cancel",
        })
    }
}

//! Pictures that are paid for and can't be put down, because their store is in trouble.

use std::sync::atomic::{AtomicU32, Ordering};

/// Of this process. As long as there are any, a worker buys no others.
#[derive(Debug, Default)]
pub(crate) struct Shelf(AtomicU32);

/// One picture in hand; put down when it is dropped.
#[derive(Debug)]
pub(crate) struct InHand<'a>(&'a Shelf);

impl Shelf {
    pub fn in_hand(&self) -> InHand<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        InHand(self)
    }

    pub fn is_in_trouble(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}

impl Drop for InHand<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

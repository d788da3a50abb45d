//! What waits to be sent.

use std::collections::VecDeque;

use tokio::time::Instant;

use super::letter::Letter;
use crate::money::processor::Processor;

/// The webhooks of one processor, in their order.
#[derive(Debug, Default)]
pub(in crate::money) struct Bag(VecDeque<Letter>);

impl Bag {
    pub(in crate::money) fn put(&mut self, letter: Letter) {
        self.0.push_back(letter);
    }

    /// The one whose turn it is, also where it must wait. BTCPay sends one after the other, so that the first holds up all
    /// behind it; the others send whatever is due.
    pub(in crate::money) fn next(&self, processor: Processor) -> Option<&Letter> {
        match processor {
            Processor::BtcPay => self.0.front(),
            _ => self.0.iter().min_by_key(|letter| (letter.due, letter.number)),
        }
    }

    /// It was sent. `None`: it was thrown away meanwhile.
    pub(in crate::money) fn take(&mut self, number: u64) -> Option<Letter> {
        let place = self.0.iter().position(|letter| letter.number == number)?;
        self.0.remove(place)
    }

    /// It is sent again, before all that came after it.
    pub(in crate::money) fn put_back(&mut self, letter: Letter) {
        self.0.push_front(letter);
    }

    pub(in crate::money) fn len(&self) -> usize {
        self.0.len()
    }

    pub(in crate::money) fn clear(&mut self) {
        self.0.clear();
    }
}

/// Whose turn it is at the post, and when.
#[derive(Debug)]
pub(in crate::money) enum Turn {
    Now(Box<Letter>),
    At(Instant),
    Nothing,
}

impl Turn {
    pub(in crate::money) fn of(bag: &Bag, processor: Processor, now: Instant) -> Self {
        match bag.next(processor) {
            None => Self::Nothing,
            Some(letter) if letter.due <= now => Self::Now(Box::new(letter.clone())),
            Some(letter) => Self::At(letter.due),
        }
    }
}

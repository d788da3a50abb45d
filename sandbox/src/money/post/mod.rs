//! Webhooks: what is sent, how it is signed, and when it is sent again.

mod bag;
mod letter;
mod wire;

use super::{processor::Processor, till::Till};

pub(super) use bag::{Bag, Turn};
pub(super) use letter::{Answered, Letter, sealed, signed};

/// Sends one processor's webhooks, one after the other, for as long as the sandbox runs.
pub(super) async fn carry(till: Till, processor: Processor) {
    let mut changes = till.changes();
    loop {
        // Marked as seen before looking, so that what changes meanwhile is not missed.
        changes.borrow_and_update();
        match till.post(processor) {
            Turn::Now(letter) => {
                let answer = wire::send(&letter).await;
                till.answered(&letter, answer.map_err(|unanswered| unanswered.to_string()));
            }
            Turn::At(due) => {
                tokio::select! {
                    () = tokio::time::sleep_until(due) => {}
                    Ok(()) = changes.changed() => {}
                }
            }
            // The sender lives in the till that is held here.
            Turn::Nothing => drop(changes.changed().await),
        }
    }
}

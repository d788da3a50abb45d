//! Months that wait move up.

use nproxy_domain::quota::Span;
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::{StoreError, Tx, cycles};

/// Puts what has not begun behind what runs, or at the present moment where nothing does, one after the other and each as
/// long as it was paid for. Whoever calls holds the customer's lock.
pub(super) async fn close_up(tx: &Tx, user: UserId, now: Timestamp) -> Result<(), StoreError> {
    let running = cycles::current(tx, user, now).await?;
    // One that was cut is no end of a row, though by a clock a little behind it still runs.
    let free_at = running.as_ref().map_or(now, |row| row.ends_at);
    let mut before = running.filter(|row| row.cut_from.is_none()).as_ref().map(cycles::span);
    for row in cycles::queued(tx, user, now).await? {
        let months = u32::try_from(row.months)
            .map_err(|_| StoreError::Unreadable(format!("cycle {}: {} months", row.id, row.months)))?;
        let to = match &before {
            Some(before) => before.after(months),
            None => Span::first(free_at, months),
        };
        let to = to.ok_or_else(|| StoreError::Internal(format!("cycle {}: the calendar ends", row.id)))?;
        if to != cycles::span(&row) {
            cycles::move_to(tx, &row, to).await?;
        }
        before = Some(to);
    }
    Ok(())
}

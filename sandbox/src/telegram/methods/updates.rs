//! `getUpdates`: long polling, by one at a time.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use super::super::{
    args::Args,
    refusal::{Answered, Refusal},
    town::Telegram,
    world::{Update, World},
};

const LIMIT: i64 = 100;
/// Who asks for longer waits so long.
const TIMEOUT_S_MAX: u64 = 50;
const CONFLICT: &str =
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
const WEBHOOK: &str =
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/// What becomes of a poll.
pub(in super::super) enum Poll {
    Answered(Answered),
    /// The Bot API went away meanwhile.
    Cut,
}

struct Want {
    limit: usize,
    until: Instant,
    /// Of this poll.
    number: u64,
}

/// The next one ends this one.
pub(in super::super) async fn poll(telegram: &Telegram, args: &Args) -> Poll {
    let mut changes = telegram.changes();
    let want = match telegram.change(|world| begin(world, args)) {
        Ok(want) => want,
        Err(refusal) => return Poll::Answered(Err(refusal)),
    };
    loop {
        changes.borrow_and_update();
        let in_time = Instant::now() < want.until;
        {
            let world = telegram.world();
            if world.conduct.away {
                return Poll::Cut;
            }
            if world.poll != want.number {
                return Poll::Answered(Err(Refusal::new(409, CONFLICT)));
            }
            if !world.updates.is_empty() || !in_time {
                let updates = world.updates.iter().take(want.limit).map(Update::json);
                return Poll::Answered(Ok(Value::Array(updates.collect())));
            }
        }
        // Whether something changed or the time is over is seen above.
        let _woken = timeout_at(want.until, changes.changed()).await;
    }
}

fn begin(world: &mut World, args: &Args) -> Result<Want, Refusal> {
    let (offset, limit) = (args.number("offset", 0)?, args.number("limit", LIMIT)?);
    let timeout_s = u64::try_from(args.number("timeout", 0)?).unwrap_or_default().min(TIMEOUT_S_MAX);
    if !world.webhook_url.is_empty() {
        return Err(Refusal::new(409, WEBHOOK));
    }
    if args.is_there("allowed_updates") {
        world.allowed_updates = serde_json::from_str(args.text("allowed_updates"))
            .map_err(|_| Refusal::bad("can't parse allowed updates JSON object"))?;
    }
    // What comes before the offset is acknowledged; below 0 it counts from the end.
    match usize::try_from(offset.unsigned_abs()) {
        Ok(latest) if offset < 0 => {
            let old = world.updates.len().saturating_sub(latest);
            world.updates.drain(..old);
        }
        _ => world.updates.retain(|update| update.id >= offset),
    }
    world.poll += 1;
    let limit = usize::try_from(if (1..=LIMIT).contains(&limit) { limit } else { LIMIT }).unwrap_or_default();
    Ok(Want { limit, until: Instant::now() + Duration::from_secs(timeout_s), number: world.poll })
}

//! `nproxy cycles ..`

use nproxy_app::cycles::{self, AllExtended, ExtendAllError};
use nproxy_app::keys::words;
use nproxy_domain::Timestamp;
use serde_json::json;

use crate::args::Cycles;
use crate::ask;
use crate::desk::{Call, Desk};
use crate::failure::Usage;

pub async fn run(command: Cycles, call: Call<'_>) -> anyhow::Result<()> {
    let desk = call.desk().await?;
    let Cycles::ExtendAll { hours, dry_run, sure, reason } = command;
    // Who is asked is told how many it would be.
    if dry_run || !sure.yes {
        let counted = extend(&desk, hours, &reason, true).await?;
        if dry_run {
            say(&desk, &counted, true);
            return Ok(());
        }
        ask::sure(&format!("This extends {}", in_words(&counted)), sure)?;
    }
    let extended = extend(&desk, hours, &reason, false).await?;
    say(&desk, &extended, false);
    Ok(())
}

async fn extend(desk: &Desk, hours: u32, reason: &str, dry_run: bool) -> anyhow::Result<AllExtended> {
    let extended = cycles::extend_all(&desk.app, &desk.by, hours, reason, dry_run).await;
    extended.map_err(|error| match error {
        ExtendAllError::Store(error) => anyhow::Error::from(error),
        usage => Usage(usage.to_string()).into(),
    })
}

fn say(desk: &Desk, all: &AllExtended, dry_run: bool) {
    let AllExtended { cycles, customers, first_new_end, last_new_end } = *all;
    let answer = json!({
        "dry_run": dry_run, "cycles": cycles, "customers": customers,
        "first_new_end": first_new_end, "last_new_end": last_new_end,
    });
    desk.out.say(&answer, || {
        let all = in_words(all);
        if dry_run { format!("This would extend {all}. Nothing was done.") } else { format!("Extended {all}.") }
    });
}

fn in_words(all: &AllExtended) -> String {
    let AllExtended { cycles, customers, first_new_end, last_new_end } = *all;
    let of = format!("{} of {}", words::counted(cycles, "month"), words::counted(customers, "customer"));
    let day = |at: Timestamp| at.format("%F %R UTC").to_string();
    match first_new_end.zip(last_new_end) {
        Some((first, last)) if first == last => format!("{of}; what runs now ends {} then", day(first)),
        Some((first, last)) => format!("{of}; those that run now end {} to {} then", day(first), day(last)),
        None => of,
    }
}

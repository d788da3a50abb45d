//! `nproxy ledger ..`

use std::path::Path;

use nproxy_app::cycles;
use nproxy_app::keys::words;
use serde_json::json;

use crate::args::Ledger;
use crate::failure::Told;
use crate::out::Out;
use crate::progress::Progress;
use crate::style::Tone;

pub async fn run(command: &Ledger, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    match command {
        Ledger::Check => check(file, out).await,
    }
}

async fn check(file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    let progress = Progress::new(out, "checking the books");
    let faults: Vec<String> = cycles::check_ledger(&app).await?.iter().map(ToString::to_string).collect();
    let sums = nproxy_store::cycles::sums(app.store.read()).await?;
    drop(progress);
    // One row for each kind of entry of a cycle; the counters are the cycle's own.
    let cycles = sums.chunk_by(|a, b| a.cycle_id == b.cycle_id).filter_map(<[_]>::first);
    let (count, spent, held) =
        cycles.fold((0_u64, 0_i64, 0_i64), |(n, spent, held), cycle| (n + 1, spent + cycle.spent, held + cycle.held));
    let answer = json!({ "ok": faults.is_empty(), "cycles": count, "spent": spent, "held": held, "faults": faults });
    out.say(&answer, || {
        let verdict = if faults.is_empty() { Tone::Good.paint("The books agree.") } else { faults.join("\n") };
        let (cycles, requests) = (words::counted(count, "cycle"), words::counted(spent, "request"));
        format!("{verdict}\n{cycles}, {requests} spent, {held} held")
    });
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Told(format!("the books are wrong in {}", words::counted(faults.len(), "place"))).into())
    }
}

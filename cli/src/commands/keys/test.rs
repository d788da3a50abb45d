//! `nproxy keys test`

use nproxy_app::keys::{self, KeyTest, Tested, Which, words};
use nproxy_domain::ProviderId;
use serde_json::json;

use super::{known_provider, with_advice};
use crate::args::TestKeys;
use crate::desk::Desk;
use crate::failure::InPart;
use crate::out;
use crate::progress::Progress;
use crate::style::Tone;

pub async fn run(desk: &Desk, which: TestKeys) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    known_provider(app, which.provider.as_deref())?;
    let which = which.key.map_or(Which::Of(which.provider.map(ProviderId)), Which::One);
    let mut results = Vec::new();
    let progress = Progress::of(*out, "testing keys", keys::how_many(app, &which).await?);
    let tell = |test: KeyTest| {
        if out.json {
            results.push(test);
        } else {
            progress.line(&in_words(&test));
        }
        progress.step(1);
    };
    let tally = keys::test(app, by, &which, tell).await.map_err(with_advice)?;
    drop(progress);
    if out.json {
        let keys::Tally { works, failed, no_check } = tally;
        let answer = json!({ "results": results, "works": works, "failed": failed, "no_check": no_check });
        out::line(&answer.to_string());
    }
    if tally.failed > 0 {
        let all = tally.works + tally.failed + tally.no_check;
        let said = format!("{} of {} failed the test", tally.failed, words::counted(all, "key"));
        return Err(InPart::of(tally.failed, all, said));
    }
    Ok(())
}

fn in_words(test: &KeyTest) -> String {
    let said = match &test.tested {
        Tested::Works => Tone::Good.paint("works"),
        Tested::Failed { class, detail } => format!("{}, {class}: {detail}", Tone::Bad.paint("failed")),
        Tested::NoCheck => return format!("{}: this upstream has no free call that proves a key", test.key.label),
    };
    format!("{}: {said} ({} ms)", test.key.label, test.ms)
}

//! `nproxy keys test`

use nproxy_app::App;
use nproxy_app::audit::By;
use nproxy_app::keys::{self, KeyTest, Tested, Which, words};
use nproxy_domain::ProviderId;
use serde_json::json;

use super::{known_provider, with_advice};
use crate::args::TestKeys;
use crate::failure::Told;
use crate::out::{self, Out};

pub async fn run(app: &App, which: TestKeys, out: Out) -> anyhow::Result<()> {
    known_provider(app, which.provider.as_deref())?;
    let which = which.key.map_or(Which::Of(which.provider.map(ProviderId)), Which::One);
    let mut results = Vec::new();
    let tell = |test: KeyTest| {
        if out.json {
            results.push(test);
        } else {
            out::line(&in_words(&test));
        }
    };
    let tally = keys::test(app, &By::operator(), &which, tell).await.map_err(with_advice)?;
    if out.json {
        let keys::Tally { works, failed, no_check } = tally;
        let answer = json!({ "results": results, "works": works, "failed": failed, "no_check": no_check });
        out::line(&answer.to_string());
    }
    if tally.failed > 0 {
        let all = tally.works + tally.failed + tally.no_check;
        return Err(Told(format!("{} of {} failed the test", tally.failed, words::counted(all, "key"))).into());
    }
    Ok(())
}

fn in_words(test: &KeyTest) -> String {
    let said = match &test.tested {
        Tested::Works => "works".to_owned(),
        Tested::Failed { class, detail } => format!("failed, {class}: {detail}"),
        Tested::NoCheck => return format!("{}: this upstream has no free call that proves a key", test.key.label),
    };
    format!("{}: {said} ({} ms)", test.key.label, test.ms)
}

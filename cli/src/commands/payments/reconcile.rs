//! `nproxy payments reconcile`

use nproxy_app::keys::words;
use nproxy_app::payments;
use serde_json::json;

use crate::args::Since;
use crate::desk::Desk;
use crate::failure::InPart;
use crate::progress::Progress;

pub async fn run(desk: &Desk, since: Since) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let since = since.moment(app.env.now());
    let progress = Progress::new(*out, "asking the processors");
    let done = payments::reconcile_since(app, by, since, || progress.step(1)).await?;
    drop(progress);
    let answer = json!({
        "since": since, "read": done.read, "found": done.found, "unknown": done.unknown, "failed": done.failed,
    });
    out.say(&answer, || {
        let unknown = match done.unknown {
            0 => String::new(),
            n => format!(
                "\n{} at processors that no payment here is for; see the incidents.",
                words::counted(n, "payment")
            ),
        };
        format!(
            "Since {}: asked about {}, found {} at the processors.{unknown}",
            since.format("%F %T UTC"),
            words::counted(done.read, "payment"),
            done.found,
        )
    });
    match done.failed {
        0 => Ok(()),
        failed => {
            let said = format!("{} could not be asked; it is tried again", words::counted(failed, "question"));
            Err(InPart::of(failed.into(), (failed + done.read + done.found).into(), said))
        }
    }
}

//! `nproxy payments reconcile`

use nproxy_app::App;
use nproxy_app::audit::By;
use nproxy_app::keys::words;
use nproxy_app::payments;
use serde_json::json;

use crate::args::Since;
use crate::failure::Told;
use crate::out::Out;

pub async fn run(app: &App, since: Since, out: Out) -> anyhow::Result<()> {
    let since = since.moment(app.env.now());
    let done = payments::reconcile_since(app, &By::operator(), since).await?;
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
            Err(Told(format!("{} could not be asked; it is tried again", words::counted(failed, "question"))).into())
        }
    }
}

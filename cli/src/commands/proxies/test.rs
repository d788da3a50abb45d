//! `nproxy proxies test`

use nproxy_app::App;
use nproxy_app::proxies::{self, Tested};
use nproxy_domain::ProxyId;
use serde::Serialize;
use serde_json::json;

use super::shown::NO_PROXIES;
use crate::desk::Desk;
use crate::failure::InPart;
use crate::out::shown;
use crate::progress::Progress;
use crate::table::{Cell, spare, table, text as column};

pub async fn run(desk: &Desk, names: &[String]) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let wanted = wanted(app, names).await?;
    let ids: Vec<ProxyId> = wanted.iter().map(|(id, _)| *id).collect();
    let progress = Progress::of(*out, "testing proxies", ids.len() as u64);
    let answers = proxies::test_all(app, by, &ids, || progress.step(1)).await;
    drop(progress);
    let mut rows = Vec::with_capacity(answers.len());
    for ((id, label), answer) in wanted.iter().zip(answers) {
        let tested = match answer {
            Ok(answer) => answer.tested,
            Err(proxies::TestError::Store(error)) => return Err(error.into()),
            Err(gone) => Tested::Failed { detail: gone.to_string() },
        };
        rows.push(Row::new(*id, label, tested));
    }
    let failed = rows.iter().filter(|row| !row.ok).count();
    out.say(&json!({ "ok": failed == 0, "proxies": rows }), || {
        if rows.is_empty() { NO_PROXIES.to_owned() } else { text(&rows) }
    });
    if failed == 0 {
        return Ok(());
    }
    let verb = if failed == 1 { "doesn't" } else { "don't" };
    let said = format!("{failed} of {} {verb} work", counted_proxies(rows.len()));
    Err(InPart::of(failed as u64, rows.len() as u64, said))
}

fn counted_proxies(n: usize) -> String {
    if n == 1 { "1 proxy".to_owned() } else { format!("{n} proxies") }
}

/// Ids and labels of those that are named, or of all.
async fn wanted(app: &App, names: &[String]) -> anyhow::Result<Vec<(ProxyId, String)>> {
    let mut wanted: Vec<(ProxyId, String)> = Vec::new();
    if names.is_empty() {
        return Ok(proxies::list(app).await?.into_iter().map(|proxy| (proxy.id, proxy.label)).collect());
    }
    for name in names {
        let id = super::find(app, name).await?;
        if wanted.iter().all(|(known, _)| *known != id) {
            wanted.push((id, name.clone()));
        }
    }
    Ok(wanted)
}

#[derive(Serialize)]
struct Row {
    id: ProxyId,
    label: String,
    ok: bool,
    exit_address: Option<String>,
    latency_ms: Option<u32>,
    /// Why it failed.
    detail: Option<String>,
}

impl Row {
    fn new(id: ProxyId, label: &str, tested: Tested) -> Self {
        let label = shown(label);
        match tested {
            Tested::Works { exit_address, latency_ms } => Self {
                id,
                label,
                ok: true,
                exit_address: Some(exit_address),
                latency_ms: Some(latency_ms),
                detail: None,
            },
            Tested::Failed { detail } => {
                Self { id, label, ok: false, exit_address: None, latency_ms: None, detail: Some(shown(&detail)) }
            }
        }
    }
}

fn text(rows: &[Row]) -> String {
    let cells = rows.iter().map(|row| {
        let result = if row.ok { "works" } else { "fails" };
        [
            Cell::from(&row.label),
            Cell::state(result, result),
            row.exit_address.as_deref().unwrap_or_default().into(),
            row.latency_ms.map(|ms| format!("{ms} ms")).unwrap_or_default().into(),
        ]
    });
    let head = [column("LABEL"), column("RESULT"), column("EXIT ADDRESS"), spare("LATENCY")];
    let mut lines = vec![table(head, cells.collect())];
    lines.extend(rows.iter().filter_map(|row| Some(format!("{}: {}", row.label, row.detail.as_ref()?))));
    lines.join("\n")
}

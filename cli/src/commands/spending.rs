//! `nproxy spending`

use std::path::Path;

use chrono::NaiveDate;
use nproxy_app::spending::{self, ProviderSpending};
use nproxy_domain::ProviderId;
use nproxy_domain::provider::{MicroUsd, Usd};
use serde::Serialize;
use serde_json::json;

use crate::args::Spending;
use crate::out::Out;
use crate::style::Tone;
use crate::table::{Cell, number, table, text as column, whole};

pub async fn run(asked: &Spending, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    let spending = spending::list(&app, asked.days).await?;
    let providers: Vec<Shown> = spending.providers.into_iter().map(Shown::from).collect();
    out.say(&json!({ "days": asked.days, "providers": providers }), || text(&providers));
    Ok(())
}

/// A provider on a terminal or in JSON. Amounts are exact decimals, as text; days are of UTC.
#[derive(Serialize)]
struct Shown {
    provider: ProviderId,
    today_usd: String,
    alert_per_day_usd: Option<String>,
    stop_per_day_usd: Option<String>,
    /// Nothing more is spent before the next day.
    stopped: bool,
    days: Vec<Spent>,
}

#[derive(Serialize)]
struct Spent {
    day: NaiveDate,
    cost_usd: String,
    attempts: i64,
}

impl From<ProviderSpending> for Shown {
    fn from(view: ProviderSpending) -> Self {
        let usd = |amount: MicroUsd| Usd(amount).to_string();
        let days = view.days.iter().map(|day| Spent { day: day.day, cost_usd: usd(day.cost), attempts: day.attempts });
        Self {
            today_usd: usd(view.today),
            alert_per_day_usd: view.limits.alert_per_day.map(usd),
            stop_per_day_usd: view.limits.stop_per_day.map(usd),
            stopped: view.stopped,
            days: days.collect(),
            provider: view.provider,
        }
    }
}

fn text(providers: &[Shown]) -> String {
    let rows: Vec<[Cell; 4]> = providers
        .iter()
        .flat_map(|shown| {
            let row = |day: &Spent| {
                let cost = format!("${}", day.cost_usd);
                [shown.provider.to_string(), day.day.to_string(), cost, day.attempts.to_string()].map(Cell::from)
            };
            shown.days.iter().map(row)
        })
        .collect();
    let mut lines = vec![if rows.is_empty() {
        "Nothing was spent.".to_owned()
    } else {
        table([column("PROVIDER"), whole("DAY (UTC)"), number("ABOUT"), number("ATTEMPTS")], rows)
    }];
    for shown in providers {
        let limit = |name: &str, usd: &Option<String>| usd.as_ref().map(|usd| format!("{name} at ${usd}"));
        let limits = [limit("alert", &shown.alert_per_day_usd), limit("stop", &shown.stop_per_day_usd)];
        let limits: Vec<String> = limits.into_iter().flatten().collect();
        let limits = if limits.is_empty() { "no limits".to_owned() } else { limits.join(", ") };
        let stopped = Tone::Bad.paint("; STOPPED until midnight UTC");
        let stopped = if shown.stopped { stopped.as_str() } else { "" };
        lines.push(format!("{}: ${} today, {limits}{stopped}", shown.provider, shown.today_usd));
    }
    lines.join("\n")
}

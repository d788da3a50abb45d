//! `nproxy balances ..`

use nproxy_app::balances::{self, AccountView, EnterError, Holder, Known};
use nproxy_app::keys::{self, words};
use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_domain::{KeyId, ProviderId, Timestamp};
use serde::Serialize;
use serde_json::json;

use crate::args::Balances;
use crate::desk::{Call, Desk};
use crate::failure::Usage;
use crate::out::shown;
use crate::style::Tone;
use crate::table::{Cell, number, spare, table, text as column};

pub async fn run(command: Balances, call: Call<'_>) -> anyhow::Result<()> {
    let desk = call.desk().await?;
    match command {
        Balances::List { provider } => list(&desk, provider.map(ProviderId)).await,
        Balances::Set { provider, account, amount_usd: Usd(amount), reason } => {
            set(&desk, &ProviderId(provider), &account, amount, reason.as_deref()).await
        }
    }
}

async fn list(desk: &Desk, provider: Option<ProviderId>) -> anyhow::Result<()> {
    let Desk { app, out, .. } = desk;
    let now = app.env.now();
    let accounts = balances::list(app, provider.as_ref()).await?;
    if let Some(id) = provider.filter(|id| accounts.is_empty() && app.gateway.provider(id).is_none()) {
        return Err(Usage(format!("there is no [providers.{}] in the configuration", shown(&id.0))).into());
    }
    let accounts: Vec<Shown> = accounts.into_iter().map(|account| Shown::of(account, now)).collect();
    out.say(&json!({ "accounts": accounts }), || text(&accounts));
    Ok(())
}

async fn set(
    desk: &Desk,
    provider: &ProviderId,
    account: &str,
    amount: MicroUsd,
    reason: Option<&str>,
) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    match balances::enter(app, by, provider, account, amount, reason).await {
        Ok(()) => {}
        Err(error @ EnterError::UnknownAccount { .. }) => {
            keys::check_provider(app, &provider.0).map_err(|unknown| Usage(unknown.to_string()))?;
            return Err(Usage(format!("{error}; see `nproxy balances list`")).into());
        }
        Err(error @ EnterError::Reason(_)) => return Err(Usage(error.to_string()).into()),
        Err(EnterError::Store(error)) => return Err(error.into()),
    }
    let amount = Usd(amount).to_string();
    out.say(&json!({ "provider": provider, "account": shown(account), "balance_usd": amount }), || {
        format!("From ${amount} on, the costs of {} of {provider} are counted down.", shown(account))
    });
    Ok(())
}

/// An account on a terminal or in JSON; names are people's text. Amounts are exact decimals, as text.
#[derive(Serialize)]
struct Shown {
    provider: ProviderId,
    /// `None`: `key` belongs to no account.
    account: Option<String>,
    key: Option<KeyId>,
    label: Option<String>,
    /// `polled`, `estimated`, `own_limit`, `unknown`, `unsupported` or `not_asked`.
    source: &'static str,
    left_usd: Option<String>,
    /// When the upstream was asked last, or the balance entered that is counted down.
    at: Option<Timestamp>,
    age_s: Option<i64>,
    entered_usd: Option<String>,
    /// What the last 24 hours cost, where it is estimated.
    last_day_usd: Option<String>,
    floor_usd: Option<String>,
    below_floor: bool,
    keys: usize,
    keys_out_of_funds: usize,
}

impl Shown {
    fn of(view: AccountView, now: Timestamp) -> Self {
        let (source, left, at) = match view.known {
            Known::Polled { left, at } => ("polled", Some(left), Some(at)),
            Known::Estimated(estimate) => ("estimated", Some(estimate.left), Some(estimate.entered_at)),
            Known::OwnLimit { left, at } => ("own_limit", Some(left), Some(at)),
            Known::Unknown { before, at } => ("unknown", before, Some(at)),
            Known::Unsupported { at } => ("unsupported", None, Some(at)),
            Known::NotAsked => ("not_asked", None, None),
        };
        let estimate = match view.known {
            Known::Estimated(estimate) => Some(estimate),
            _ => None,
        };
        let (account, key) = match view.holder {
            Holder::Account(account) => (Some(shown(&account)), None),
            Holder::Key(key) => (None, Some(key)),
        };
        let usd = |amount: MicroUsd| Usd(amount).to_string();
        Self {
            provider: view.provider,
            account,
            key,
            label: view.label.as_deref().map(shown),
            source,
            left_usd: left.map(usd),
            at,
            age_s: at.map(|at| (now - at).num_seconds().max(0)),
            entered_usd: estimate.map(|estimate| usd(estimate.entered)),
            last_day_usd: estimate.map(|estimate| usd(estimate.last_day)),
            floor_usd: view.floor.map(usd),
            // An amount from before says nothing of now, and a key's own limit nothing of its account.
            below_floor: matches!(source, "polled" | "estimated")
                && left.zip(view.floor).is_some_and(|(left, floor)| left < floor),
            keys: view.keys,
            keys_out_of_funds: view.keys_out_of_funds,
        }
    }

    fn row(&self) -> [Cell; 7] {
        let dollars = |usd: &Option<String>| usd.as_ref().map(|usd| format!("${usd}")).unwrap_or_default();
        let left = match (&self.left_usd, self.source) {
            (Some(usd), "unknown") => format!("unknown, ${usd} before"),
            (Some(usd), _) if self.below_floor => format!("${usd}, below the floor"),
            (Some(usd), _) => format!("${usd}"),
            (None, _) => "unknown".to_owned(),
        };
        let keys = match self.keys_out_of_funds {
            0 => self.keys.to_string(),
            out => format!("{}, {out} out of funds", self.keys),
        };
        let name = self.account.clone().or_else(|| self.label.as_ref().map(|label| format!("(key {label})")));
        let left = Cell::from(left).tone(if self.below_floor { Tone::Bad } else { Tone::Plain });
        let keys = Cell::from(keys).tone(if self.keys_out_of_funds > 0 { Tone::Bad } else { Tone::Plain });
        [
            self.provider.to_string().into(),
            name.unwrap_or_default().into(),
            left,
            self.source.replace('_', " ").into(),
            self.age_s.map(age).unwrap_or_default().into(),
            dollars(&self.floor_usd).into(),
            keys,
        ]
    }
}

fn text(accounts: &[Shown]) -> String {
    if accounts.is_empty() {
        return "There are no keys, so there are no accounts.".to_owned();
    }
    // Of a key without an account and without a balance there is nothing to be said, and there may be thousands.
    let (told, silent): (Vec<_>, Vec<_>) =
        accounts.iter().partition(|shown| shown.account.is_some() || shown.left_usd.is_some());
    let rows: Vec<_> = told.iter().map(|shown| shown.row()).collect();
    let head = [
        column("PROVIDER"),
        column("ACCOUNT"),
        column("LEFT"),
        spare("SOURCE"),
        spare("AGE"),
        number("FLOOR"),
        column("KEYS"),
    ];
    let text = table(head, rows);
    if silent.is_empty() {
        return text;
    }
    let (keys, are) = (words::counted(silent.len(), "key"), if silent.len() == 1 { "is" } else { "are" });
    format!("{text}\n{keys} without an account, whose balance nobody knows, {are} left out.")
}

fn age(seconds: i64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

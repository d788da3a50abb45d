//! Acts on a key and on the money behind it.

use nproxy_app::balances::{self, AccountView, AskError, EnterError, Holder, Known};
use nproxy_app::keys::{self, FindError, KeyAct, KeyFile, KeyTest, SetError, Tested, Which};
use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_domain::{KeyId, ProviderId};
use serde_json::json;

use super::answer::moved;
use super::{Deed, Looked, No};
use crate::Act;
use crate::screens::Sight;
use crate::words::html::bold;

const DETAIL_CHARS_MAX: usize = 300;

pub(super) async fn look(sight: &Sight<'_>, act: &Act, id: KeyId) -> Result<Looked, No> {
    let words = &sight.words.acts;
    let found = file(sight, id).await?;
    let (key, name) = (&found.record.key, bold(&name(sight, &found)));
    let of_state = json!({ "state": key.state });
    Ok(match act {
        Act::ActivateKey { .. } => Looked { text: (words.activate_key)(&name), state: of_state },
        Act::DisableKey { .. } => {
            let mut said = vec![(words.disable_key)(&name)];
            if key.in_flight > 0 {
                said.push((words.in_flight_ends)(key.in_flight));
            }
            if found.last_of_pool {
                said.push((words.last_of_pool)(&sight.name(&key.provider)));
            }
            Looked { text: said.join(" "), state: of_state }
        }
        Act::TestKey { .. } => Looked { text: (words.test_key)(&name), state: json!({ "key": id }) },
        Act::AskBalance { .. } => Looked { text: (words.ask_balance)(&name), state: json!({ "key": id }) },
        _ => {
            let money = money(sight, id).await?;
            let account = account(sight, &money)?;
            let state = json!({ "account": account, "entered": entered(&money).map(|usd| usd.to_string()) });
            Looked { text: (words.enter_balance)(&bold(&sight.name(account))), state }
        }
    })
}

pub(super) async fn perform(deed: &Deed<'_>, act: &Act) -> Result<String, No> {
    match act {
        Act::ActivateKey { key } => set(deed, *key, KeyAct::Activate).await,
        Act::DisableKey { key } => set(deed, *key, KeyAct::Disable).await,
        Act::TestKey { key } => test(deed, *key).await,
        Act::AskBalance { key } => ask_balance(deed, *key).await,
        Act::EnterBalance { key } => enter_balance(deed, *key).await,
        _ => Err(No::said(deed.sight.words.common.gone)),
    }
}

async fn set(deed: &Deed<'_>, id: KeyId, act: KeyAct) -> Result<String, No> {
    let sight = deed.sight;
    let before = file(sight, id).await?;
    keys::set(sight.app, deed.by, id, act, deed.reason).await.map_err(|error| match error {
        SetError::NotFound => No::said(sight.words.refusals.key_gone),
        SetError::ReasonMissing => No::said(sight.words.refusals.reason),
        SetError::Store(error) => No::Store(error),
    })?;
    let after = file(sight, id).await?;
    let words = &sight.words.keys;
    let state = |found: &KeyFile| (words.state)(found.record.key.state);
    Ok(moved(&name(sight, &after), words.state_label, state(&before), state(&after)))
}

async fn test(deed: &Deed<'_>, id: KeyId) -> Result<String, No> {
    let sight = deed.sight;
    let mut told: Option<KeyTest> = None;
    let tested = keys::test(sight.app, deed.by, &Which::One(id.to_string()), |test| told = Some(test)).await;
    tested.map_err(|error| match error {
        FindError::Unknown { .. } | FindError::Ambiguous { .. } => No::said(sight.words.refusals.key_gone),
        FindError::Store(error) => No::Store(error),
    })?;
    let told = told.ok_or_else(|| No::said(sight.words.refusals.key_gone))?;
    let (words, name) = (&sight.words.acts, bold(&sight.name(&told.key.label)));
    Ok(match told.tested {
        Tested::Works => (words.key_works)(&name, &told.ms.to_string()),
        Tested::NoCheck => (words.key_no_check)(&name),
        Tested::Failed { class, detail } => {
            let why = format!("{}: {}", sight.name(class), sight.esc(&detail, DETAIL_CHARS_MAX));
            (words.key_failed)(&name, &why)
        }
    })
}

async fn ask_balance(deed: &Deed<'_>, id: KeyId) -> Result<String, No> {
    let sight = deed.sight;
    let before = left(sight, &money(sight, id).await?);
    balances::ask(sight.app, deed.by, id).await.map_err(|error| match error {
        AskError::NotFound => No::said(sight.words.refusals.key_gone),
        AskError::ProviderGone => No::said(sight.words.refusals.not_configured),
        AskError::Store(error) => No::Store(error),
    })?;
    let after = money(sight, id).await?;
    Ok(moved(&whose(sight, &after), sight.words.acts.balance, &before, &left(sight, &after)))
}

/// The amount, and after it the reason if there is one.
async fn enter_balance(deed: &Deed<'_>, id: KeyId) -> Result<String, No> {
    let sight = deed.sight;
    let written = deed.reason.trim();
    let (amount, reason) = written.split_once(char::is_whitespace).unwrap_or((written, ""));
    let amount = dollars(amount).ok_or_else(|| No::said(sight.words.refusals.amount))?;
    let reason = Some(reason.trim()).filter(|reason| !reason.is_empty());
    let before = money(sight, id).await?;
    let (provider, account) = (before.provider.clone(), account(sight, &before)?.to_owned());
    enter(deed, &provider, &account, amount, reason).await?;
    let after = money(sight, id).await?;
    Ok(moved(&whose(sight, &after), sight.words.acts.balance, &left(sight, &before), &left(sight, &after)))
}

async fn enter(
    deed: &Deed<'_>,
    provider: &ProviderId,
    account: &str,
    amount: MicroUsd,
    reason: Option<&str>,
) -> Result<(), No> {
    let refusals = &deed.sight.words.refusals;
    let entered = balances::enter(deed.sight.app, deed.by, provider, account, amount, reason).await;
    entered.map_err(|error| match error {
        EnterError::UnknownAccount { .. } => No::said(refusals.no_account),
        EnterError::Reason(_) => No::said(refusals.reason),
        EnterError::Store(error) => No::Store(error),
    })
}

/// `42.50`, also as it is written with a sign before it or a comma in it.
fn dollars(text: &str) -> Option<MicroUsd> {
    let text = text.trim_start_matches('$').replace(',', ".");
    text.parse::<Usd>().ok().map(|usd| usd.0)
}

async fn file(sight: &Sight<'_>, id: KeyId) -> Result<KeyFile, No> {
    keys::file(sight.app, id).await?.ok_or_else(|| No::said(sight.words.refusals.key_gone))
}

async fn money(sight: &Sight<'_>, id: KeyId) -> Result<AccountView, No> {
    balances::of_key(sight.app, id).await?.ok_or_else(|| No::said(sight.words.refusals.key_gone))
}

fn account<'a>(sight: &Sight<'_>, money: &'a AccountView) -> Result<&'a str, No> {
    match &money.holder {
        Holder::Account(account) => Ok(account),
        Holder::Key(_) => Err(No::said(sight.words.refusals.no_account)),
    }
}

fn entered(money: &AccountView) -> Option<Usd> {
    match &money.known {
        Known::Estimated(estimate) => Some(Usd(estimate.entered)),
        _ => None,
    }
}

fn name(sight: &Sight<'_>, found: &KeyFile) -> String {
    let key = &found.record.key;
    format!("{} · {}", sight.name(&key.label), sight.name(&key.provider))
}

fn whose(sight: &Sight<'_>, money: &AccountView) -> String {
    let holder = match &money.holder {
        Holder::Account(account) => account,
        Holder::Key(_) => money.label.as_deref().unwrap_or_default(),
    };
    format!("{} · {}", sight.name(holder), sight.name(&money.provider.0))
}

/// As much as is known, in dollars.
fn left(sight: &Sight<'_>, money: &AccountView) -> String {
    let about = match &money.known {
        Known::Polled { left, .. } | Known::OwnLimit { left, .. } => Some(*left),
        Known::Estimated(estimate) => Some(estimate.left),
        Known::Unknown { .. } | Known::Unsupported { .. } | Known::NotAsked => None,
    };
    about.map_or_else(|| sight.words.acts.balance_unknown.to_owned(), |left| format!("${}", Usd(left)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        let said = ["42.50", "$42.5", "42,50"].map(dollars);
        assert_eq!(said, [Some(MicroUsd(42_500_000)); 3]);
        assert_eq!(["in", "", "4 2", "many"].map(dollars), [None; 4]);
    }
}

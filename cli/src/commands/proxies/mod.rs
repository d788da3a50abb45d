//! `nproxy proxies ..`

mod shown;
mod test;

use anyhow::anyhow;
use nproxy_app::App;
use nproxy_app::keys::words;
use nproxy_app::proxies::{
    self, AddError, AssignError, ChangeError, Choice, KeysInTheWay, NewProxy, ProxyChange, RemoveError, Unreachable,
};
use nproxy_domain::proxy::{ProxyUrl, ProxyUrlError};
use nproxy_domain::{ProviderId, ProxyId};
use secrecy::ExposeSecret as _;
use serde_json::json;

use self::shown::{Shown, ShownKey, Through, details, doubt, overview};
use crate::args::{AssignProxy, Proxies, SetProxy, Sure};
use crate::desk::{Call, Desk};
use crate::failure::Usage;
use crate::out::{self, shown as plain};
use crate::{ask, input};

/// In place of a proxy's name: directly.
const NONE: &str = "none";

pub async fn run(command: Proxies, call: Call<'_>) -> anyhow::Result<()> {
    let desk = call.desk().await?;
    match command {
        Proxies::Add { label, untested } => add(&desk, label, untested).await,
        Proxies::List => list(&desk).await,
        Proxies::Show { proxy } => show(&desk, &proxy).await,
        Proxies::Test { proxies } => test::run(&desk, &proxies).await,
        Proxies::Assign(wanted) => assign(&desk, wanted).await,
        Proxies::Set(wanted) => set(&desk, wanted).await,
        Proxies::Remove { proxy, unassign, reason, sure } => {
            remove(&desk, &proxy, unassign, reason.as_deref(), sure).await
        }
    }
}

async fn add(desk: &Desk, label: String, untested: bool) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let new = NewProxy { label, url: address()? };
    let added = proxies::add(app, by, new, untested).await.map_err(|error| match error {
        AddError::Unreachable(why) => not_kept(&why),
        other => other.into(),
    });
    let proxy = Shown::from(added?);
    out.say(&json!({ "proxy": proxy }), || {
        let found = match &proxy.exit_address {
            Some(exit) => format!("It comes out at {exit}"),
            None => "Find out whether it works with `nproxy proxies test`".to_owned(),
        };
        let Shown { label, place, .. } = &proxy;
        format!("Added {label} ({place}). {found}; send keys out through it with `nproxy proxies assign`.")
    });
    Ok(())
}

async fn list(desk: &Desk) -> anyhow::Result<()> {
    let Desk { app, out, .. } = desk;
    let proxies: Vec<Shown> = proxies::list(app).await?.into_iter().map(Shown::from).collect();
    out.say(&json!({ "proxies": proxies }), || overview(&proxies));
    Ok(())
}

async fn show(desk: &Desk, name: &str) -> anyhow::Result<()> {
    let Desk { app, out, .. } = desk;
    let found = proxies::show(app, name).await?.ok_or_else(|| no_proxy(name))?;
    let proxy = Shown::from(found.proxy);
    let keys: Vec<Through> = found.keys.into_iter().map(Through::from).collect();
    out.say(&json!({ "proxy": proxy, "keys": keys }), || details(&proxy, &keys, app.env.now()));
    Ok(())
}

async fn assign(desk: &Desk, wanted: AssignProxy) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let AssignProxy { keys, provider, all: _, account, proxy: name, only, reason, dry_run, sure } = wanted;
    let provider = provider.map(ProviderId);
    let proxy = if name.eq_ignore_ascii_case(NONE) { None } else { Some(find(app, &name).await?) };
    if only && proxy.is_none() {
        return Err(Usage("--only needs a proxy: a key without one goes out directly".to_owned()).into());
    }
    let is_bulk = account.is_some() || provider.is_some();
    let choice = match (account, provider) {
        (Some(account), provider) => Choice::Account { account, provider },
        (None, Some(provider)) => Choice::Provider(provider),
        (None, None) => Choice::Named(keys),
    };
    let chosen = proxies::choose(app, &choice).await.map_err(|error| anyhow!("{error} (see `nproxy keys list`)"))?;
    if let Some(id) = proxy {
        warn(app, id).await?;
    }
    let way = match (proxy, only) {
        (None, _) => "directly".to_owned(),
        (Some(_), false) => format!("through {}", plain(&name)),
        (Some(_), true) => format!("only through {}", plain(&name)),
    };
    let would = proxies::would_assign(app, &chosen, proxy, only).await?;
    let otherwise = would.iter().filter(|key| key.changed).count();
    let keys = if dry_run {
        would
    } else {
        // Of those that were named one by one there is no doubt.
        if is_bulk && otherwise > 0 {
            let keys = words::counted(otherwise, "key");
            ask::sure(&format!("This sends {keys} of {} out {way}", would.len()), sure)?;
        }
        proxies::assign(app, by, &chosen, proxy, only, reason.as_deref()).await.map_err(|error| match error {
            AssignError::Reason(missing) => Usage(missing.to_string()).into(),
            AssignError::Keys(error) => anyhow::Error::from(error),
        })?
    };
    let keys: Vec<ShownKey> = keys.into_iter().map(ShownKey::from).collect();
    out.say(&json!({ "dry_run": dry_run, "proxy": proxy, "proxy_only": only, "keys": keys }), || {
        let changed = keys.iter().filter(|key| key.changed).count();
        let keys = match (keys.as_slice(), dry_run) {
            ([key], true) => format!("{} would go", key.label),
            ([key], false) => format!("{} goes", key.label),
            (keys, true) => format!("{} would go", words::counted(keys.len(), "key")),
            (keys, false) => format!("{} go", words::counted(keys.len(), "key")),
        };
        if dry_run {
            format!("{keys} out {way} ({changed} otherwise than now).")
        } else {
            format!("{keys} out {way} now ({changed} changed).")
        }
    });
    Ok(())
}

/// The keys are sent through it all the same: it may be well again by then.
async fn warn(app: &App, id: ProxyId) -> anyhow::Result<()> {
    let Some(found) = proxies::show(app, &id.to_string()).await? else { return Ok(()) };
    let proxy = Shown::from(found.proxy);
    if let Some(doubt) = doubt(&proxy) {
        out::note(&format!("nproxy: {} may not work, {doubt} (see `nproxy proxies test`)", proxy.label));
    }
    Ok(())
}

fn not_kept(why: &Unreachable) -> anyhow::Error {
    anyhow!("{why}; nothing was changed. --untested keeps its address anyway")
}

async fn set(desk: &Desk, wanted: SetProxy) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let id = find(app, &wanted.proxy).await?;
    let url = if wanted.address { Some(address()?) } else { None };
    let change = ProxyChange { label: wanted.label, url };
    let changed = proxies::change(app, by, id, change, wanted.untested, wanted.reason.as_deref()).await;
    let proxy = Shown::from(changed.map_err(|error| match error {
        ChangeError::Unreachable(why) => not_kept(&why),
        other => other.into(),
    })?);
    out.say(&json!({ "proxy": proxy }), || format!("{} is at {} now.", proxy.label, proxy.place));
    Ok(())
}

async fn remove(desk: &Desk, name: &str, unassign: bool, reason: Option<&str>, sure: Sure) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let found = proxies::show(app, name).await?.ok_or_else(|| no_proxy(name))?;
    let (id, proxy, keys) = (found.proxy.id, Shown::from(found.proxy), found.keys.len());
    // One that has keys and is to leave them nowhere is refused anyway.
    if unassign || keys == 0 {
        let keys =
            if keys == 0 { String::new() } else { format!(" and sends {} out directly", words::counted(keys, "key")) };
        ask::sure(&format!("This forgets {} and its address ({}){keys}", proxy.label, proxy.place), sure)?;
    }
    let unassigned = proxies::remove(app, by, id, unassign, reason).await;
    let unassigned = unassigned.map_err(|error| match error {
        RemoveError::Keys(KeysInTheWay::InUse { .. }) => anyhow!(
            "{error}: send them elsewhere with `nproxy proxies assign`, or directly from now on with --unassign"
        ),
        RemoveError::Keys(KeysInTheWay::OnlyWay { .. }) => {
            anyhow!("{error}: say how they go out with `nproxy proxies assign` first")
        }
        other => other.into(),
    })?;
    out.say(&json!({ "removed": id, "unassigned": unassigned }), || {
        let keys = match unassigned.len() {
            0 => String::new(),
            1 => " 1 key goes out directly now.".to_owned(),
            keys => format!(" {keys} keys go out directly now."),
        };
        format!("Removed {}.{keys}", plain(name))
    });
    Ok(())
}

async fn find(app: &App, name: &str) -> anyhow::Result<ProxyId> {
    proxies::find(app, name).await?.ok_or_else(|| no_proxy(name))
}

fn no_proxy(name: &str) -> anyhow::Error {
    anyhow!("there is no proxy {:?} (see `nproxy proxies list`)", plain(name))
}

/// From standard input: it holds a password.
fn address() -> anyhow::Result<ProxyUrl> {
    let text = input::secret("proxy address")?;
    let hint = |error| match error {
        ProxyUrlError::NotAnAddress => "",
        ProxyUrlError::Scheme => "; with any other, requests would go around the proxy unseen",
        ProxyUrlError::TooMuch => "; in user and password write @ as %40, / as %2F, ? as %3F and # as %23",
    };
    let parsed = ProxyUrl::parse(text.expose_secret());
    parsed.map_err(|error| Usage(format!("this is no address of a proxy: {error}{}", hint(error))).into())
}

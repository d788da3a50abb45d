//! `nproxy pair <code>`: lets a Telegram account act for an admin.

use std::io::{self, BufRead as _};

use anyhow::bail;
use nproxy_app::App;
use nproxy_app::accounts::{Email, UserView};
use nproxy_app::telegram::{self, PairError, PairWith, Pending, TelegramScope, scope_name};
use serde_json::json;

use crate::args::Pair;
use crate::ask;
use crate::desk::{Call, Desk};
use crate::failure::Usage;
use crate::out::{self, shown};

pub async fn run(pair: Pair, call: Call<'_>) -> anyhow::Result<()> {
    let bot_id = super::parts(call.file)?.config.telegram.bot_id();
    let Desk { app, by, out } = &call.desk().await?;
    let who = telegram::look_up_pairing(app, &pair.code, bot_id).await.map_err(told)?;
    out::note(&described(&who));
    let admin = admin(app, pair.admin.as_deref()).await?;
    let scope = TelegramScope::from(pair.scope);
    let act = format!("This lets them act for {} in Telegram, scope {}", shown(&admin.email), scope_name(scope));
    ask::sure(&act, pair.sure)?;
    let with = PairWith { admin: admin.id, scope };
    let paired = telegram::pair(app, by, &pair.code, bot_id, with).await.map_err(told)?;
    let answer = json!({
        "telegram_id": paired.telegram_id, "name": paired.name, "username": paired.username,
        "admin": { "id": admin.id, "email": admin.email }, "scope": scope_name(scope),
    });
    out.say(&answer, || format!("Done: {} acts for {}. The bot greets them.", paired.telegram_id, shown(&admin.email)));
    Ok(())
}

fn told(error: PairError) -> anyhow::Error {
    match error {
        PairError::NoCode => Usage(error.to_string()).into(),
        other => other.into(),
    }
}

/// Whatever somebody is called in Telegram, it stays within its line.
fn described(who: &Pending) -> String {
    let username = who.username.as_deref().map_or_else(|| "none".to_owned(), |name| format!("@{}", shown(name)));
    format!(
        "  id        {}\n  name      {}\n  username  {username}\n  asked     {}",
        who.telegram_id,
        shown(&who.name),
        who.asked_at.format("%F %T UTC")
    )
}

/// The one who was named, the only one, or the one who is chosen.
async fn admin(app: &App, named: Option<&str>) -> anyhow::Result<UserView> {
    let mut all = telegram::admins_to_pair(app).await?;
    if let Some(named) = named {
        let email = Email::parse(named).map_err(|error| Usage(format!("--admin: {error}")))?;
        let found = all.into_iter().find(|admin| admin.email == email.as_str());
        return found.ok_or_else(|| Usage(format!("{} is no admin", shown(email.as_str()))).into());
    }
    match all.len() {
        0 => bail!("there is no admin yet: make one with `nproxy users grant-admin <e-mail>`"),
        1 => Ok(all.remove(0)),
        _ if !ask::somebody_is_there() => {
            Err(Usage("there are several admins: say --admin <e-mail>".to_owned()).into())
        }
        _ => choose(all),
    }
}

fn choose(mut all: Vec<UserView>) -> anyhow::Result<UserView> {
    out::note("Which admin is it?");
    for (n, admin) in all.iter().enumerate() {
        out::note(&format!("  {}  {}", n + 1, shown(&admin.email)));
    }
    let mut answer = String::new();
    out::prompt("Number: ");
    io::stdin().lock().read_line(&mut answer)?;
    match answer.trim().parse::<usize>() {
        Ok(n) if (1..=all.len()).contains(&n) => Ok(all.swap_remove(n - 1)),
        _ => Err(Usage(format!("a number from 1 to {} is needed", all.len())).into()),
    }
}

//! `nproxy telegram ..`: who acts for admins in Telegram.

use nproxy_app::audit::reason_if_said;
use nproxy_app::telegram::{self, Paired, TelegramScope, scope_name};
use serde_json::{Value, json};

use crate::args::Telegram;
use crate::desk::{Call, Desk};
use crate::failure::Usage;
use crate::table::{Cell, spare, table, text, whole};

pub async fn run(command: Telegram, call: Call<'_>) -> anyhow::Result<()> {
    let desk = call.desk().await?;
    let Desk { app, by, out } = &desk;
    match command {
        Telegram::List => list(&desk).await,
        Telegram::Revoke { telegram_id, reason } => {
            telegram::revoke_telegram(app, by, telegram_id, said(reason.as_deref())?).await?;
            out.say(&json!({ "telegram_id": telegram_id, "revoked": true }), || {
                format!("{telegram_id} is let in no more.")
            });
            Ok(())
        }
        Telegram::Scope { telegram_id, scope, reason } => {
            let scope = TelegramScope::from(scope);
            let changed = telegram::set_telegram_scope(app, by, telegram_id, scope, said(reason.as_deref())?).await?;
            let answer = json!({ "telegram_id": telegram_id, "scope": scope_name(scope), "changed": changed });
            out.say(&answer, || format!("{telegram_id} has the scope {} now.", scope_name(scope)));
            Ok(())
        }
    }
}

/// A reason that says something, where one was given.
fn said(reason: Option<&str>) -> anyhow::Result<Option<String>> {
    Ok(reason_if_said(reason).map_err(|missing| Usage(missing.to_string()))?)
}

async fn list(desk: &Desk) -> anyhow::Result<()> {
    let paired = telegram::list_paired(&desk.app).await?;
    let answer: Vec<Value> = paired.iter().map(in_json).collect();
    desk.out.say(&json!({ "telegram": answer }), || {
        if paired.is_empty() {
            return "Nobody is paired. Who writes to the bot gets a code for `nproxy pair`.".to_owned();
        }
        let head = [
            whole("TELEGRAM ID"),
            text("NAME"),
            spare("USERNAME"),
            text("ADMIN"),
            whole("SCOPE"),
            spare("PAIRED (UTC)"),
        ];
        table(head, paired.iter().map(row).collect())
    });
    Ok(())
}

fn row(paired: &Paired) -> [Cell; 6] {
    [
        paired.telegram_id.to_string().into(),
        (&paired.name).into(),
        paired.username.as_ref().map(|name| format!("@{name}")).unwrap_or_default().into(),
        (&paired.admin_email).into(),
        scope_name(paired.scope).into(),
        paired.paired_at.format("%F %R").to_string().into(),
    ]
}

fn in_json(paired: &Paired) -> Value {
    json!({
        "telegram_id": paired.telegram_id,
        "name": paired.name,
        "username": paired.username,
        "admin": { "id": paired.admin, "email": paired.admin_email },
        "scope": scope_name(paired.scope),
        "paired_at": paired.paired_at,
    })
}

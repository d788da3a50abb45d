//! `nproxy invites ..`

use std::path::Path;

use nproxy_app::App;
use nproxy_app::accounts::{self, CreateInviteError, InviteView, NewInvite};
use nproxy_app::audit::By;
use nproxy_domain::{InviteId, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::Invites;
use crate::failure::Usage;
use crate::out::{Out, shown, table};

pub async fn run(command: Invites, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    match command {
        Invites::Create { uses, days, note } => create(&app, NewInvite { uses_max: uses, days, note }, out).await,
        Invites::List => list(&app, out).await,
        Invites::Revoke { id } => revoke(&app, id, out).await,
    }
}

async fn create(app: &App, new: NewInvite, out: Out) -> anyhow::Result<()> {
    let created = accounts::create_invite(app, &By::operator(), new).await.map_err(|error| match error {
        CreateInviteError::NoUse | CreateInviteError::NoteTooLong => Usage(error.to_string()).into(),
        CreateInviteError::Store(error) => anyhow::Error::from(error),
    })?;
    let (invite, code) = (Shown::from(created.invite), created.code.expose());
    out.say(&json!({ "invite": invite, "code": code }), || {
        let (uses, until) = (invite.uses_max, invite.until());
        let accounts = if uses == 1 { "one account".to_owned() } else { format!("{uses} accounts") };
        format!("Invitation {}: {code}\nGood for {accounts}, {until}. The code is not shown again.", invite.id)
    });
    Ok(())
}

async fn list(app: &App, out: Out) -> anyhow::Result<()> {
    let invites: Vec<Shown> = accounts::list_invites(app).await?.into_iter().map(Shown::from).collect();
    out.say(&json!({ "invites": invites }), || text(&invites));
    Ok(())
}

async fn revoke(app: &App, id: InviteId, out: Out) -> anyhow::Result<()> {
    let invite = Shown::from(accounts::revoke_invite(app, &By::operator(), id).await?);
    let answer: Value = json!({ "invite": invite });
    out.say(&answer, || format!("Invitation {} is good for nothing now.", invite.id));
    Ok(())
}

/// An invitation on a terminal or in JSON.
#[derive(Serialize)]
struct Shown {
    id: InviteId,
    note: String,
    state: &'static str,
    uses: i64,
    uses_max: i64,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
}

impl Shown {
    fn until(&self) -> String {
        self.expires_at
            .map_or_else(|| "until it is revoked".to_owned(), |at| format!("until {}", at.format("%F %R UTC")))
    }
}

impl From<InviteView> for Shown {
    fn from(invite: InviteView) -> Self {
        Self {
            id: invite.id,
            note: shown(&invite.note),
            state: invite.state.as_str(),
            uses: invite.uses,
            uses_max: invite.uses_max,
            created_at: invite.created_at,
            expires_at: invite.expires_at,
        }
    }
}

fn text(invites: &[Shown]) -> String {
    if invites.is_empty() {
        return "Nobody is invited; make an invitation with `nproxy invites create`.".to_owned();
    }
    let rows: Vec<[String; 5]> = invites
        .iter()
        .map(|invite| {
            [
                invite.id.to_string(),
                invite.state.replace('_', " "),
                format!("{} of {}", invite.uses, invite.uses_max),
                invite.expires_at.map_or_else(|| "-".to_owned(), |at| at.format("%F").to_string()),
                invite.note.clone(),
            ]
        })
        .collect();
    table(["ID", "STATE", "USED", "UNTIL", "NOTE"], &rows)
}

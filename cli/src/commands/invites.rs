//! `nproxy invites ..`

use nproxy_app::accounts::{self, CreateInviteError, InviteView, NewInvite};
use nproxy_domain::{InviteId, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::{Invites, Sure};
use crate::ask;
use crate::desk::{Call, Desk};
use crate::failure::Usage;
use crate::out::shown;
use crate::table::{Cell, spare, table, text as column, whole};

pub async fn run(command: Invites, call: Call<'_>) -> anyhow::Result<()> {
    let desk = call.desk().await?;
    match command {
        Invites::Create { uses, days, note } => create(&desk, NewInvite { uses_max: uses, days, note }).await,
        Invites::List => list(&desk).await,
        Invites::Revoke { id, sure } => revoke(&desk, id, sure).await,
    }
}

async fn create(desk: &Desk, new: NewInvite) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let created = accounts::create_invite(app, by, new).await.map_err(|error| match error {
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

async fn list(desk: &Desk) -> anyhow::Result<()> {
    let Desk { app, out, .. } = desk;
    let invites: Vec<Shown> = accounts::list_invites(app).await?.into_iter().map(Shown::from).collect();
    out.say(&json!({ "invites": invites }), || text(&invites));
    Ok(())
}

async fn revoke(desk: &Desk, id: InviteId, sure: Sure) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    // One that isn't there is refused anyway.
    if let Some(invite) = accounts::find_invite(app, id).await? {
        let Shown { note, uses, uses_max, .. } = Shown::from(invite);
        let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
        ask::sure(&format!("This takes the invitation {id}{note} back for good; {uses} of {uses_max} are used"), sure)?;
    }
    let invite = Shown::from(accounts::revoke_invite(app, by, id).await?);
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
    let rows = invites.iter().map(|invite| {
        [
            invite.id.to_string().into(),
            Cell::state(invite.state, invite.state.replace('_', " ")),
            format!("{} of {}", invite.uses, invite.uses_max).into(),
            invite.expires_at.map_or_else(|| "-".to_owned(), |at| at.format("%F").to_string()).into(),
            Cell::from(&invite.note),
        ]
    });
    table([whole("ID"), column("STATE"), column("USED"), spare("UNTIL"), column("NOTE")], rows.collect())
}

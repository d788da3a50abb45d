//! What an admin turns on and off while nproxy runs. Read anew by every transaction that obeys it, so a switch holds
//! at once in every process. No row: everything is on, and who may sign up is as the configuration says.

use nproxy_domain::Timestamp;
use nproxy_domain::audit::Actor;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _};

use crate::entities::switches::{ActiveModel, Column, Entity};
use crate::entities::text;
use crate::{StoreError, Tx};

/// For statements that obey the switch themselves.
pub(crate) const GENERATION_PAUSED_SQL: &str =
    "EXISTS (SELECT 1 FROM switches WHERE name = 'generation' AND value = 'paused')";

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUp {
    Open,
    Invite,
    Closed,
}

/// How all switches stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Switches {
    /// Nothing new is taken and nothing new is started; what was begun goes on.
    pub generation_paused: bool,
    /// Customers change nothing.
    pub read_only: bool,
    /// `None`: as the configuration says.
    pub sign_up: Option<SignUp>,
}

impl Switches {
    /// How the switch of this name stands; `None`: nobody turned it.
    pub fn position(self, switch: Switch) -> Option<Switch> {
        match switch {
            Switch::GenerationPaused(_) => Some(Switch::GenerationPaused(self.generation_paused)),
            Switch::ReadOnly(_) => Some(Switch::ReadOnly(self.read_only)),
            Switch::SignUp(_) => self.sign_up.map(Switch::SignUp),
        }
    }
}

/// One switch with the position it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    GenerationPaused(bool),
    ReadOnly(bool),
    SignUp(SignUp),
}

impl Switch {
    /// Every switch in every position.
    pub const ALL: [Self; 7] = [
        Self::GenerationPaused(false),
        Self::GenerationPaused(true),
        Self::ReadOnly(false),
        Self::ReadOnly(true),
        Self::SignUp(SignUp::Open),
        Self::SignUp(SignUp::Invite),
        Self::SignUp(SignUp::Closed),
    ];

    /// The name in rows, commands and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::GenerationPaused(_) => "generation",
            Self::ReadOnly(_) => "read_only",
            Self::SignUp(_) => "sign_up",
        }
    }

    pub fn value(self) -> &'static str {
        match self {
            Self::GenerationPaused(false) => "running",
            Self::GenerationPaused(true) => "paused",
            Self::ReadOnly(false) => "off",
            Self::ReadOnly(true) => "on",
            Self::SignUp(SignUp::Open) => "open",
            Self::SignUp(SignUp::Invite) => "invite",
            Self::SignUp(SignUp::Closed) => "closed",
        }
    }

    pub fn parse(name: &str, value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name && s.value() == value)
    }
}

pub async fn read(db: &impl ConnectionTrait) -> Result<Switches, StoreError> {
    let mut switches = Switches::default();
    for row in Entity::find().all(db).await? {
        match Switch::parse(&row.name, &row.value) {
            Some(Switch::GenerationPaused(paused)) => switches.generation_paused = paused,
            Some(Switch::ReadOnly(on)) => switches.read_only = on,
            Some(Switch::SignUp(who)) => switches.sign_up = Some(who),
            None => return Err(StoreError::Unreadable(format!("switch {} = {:?}", row.name, row.value))),
        }
    }
    Ok(switches)
}

pub async fn set(
    tx: &Tx,
    switch: Switch,
    actor: Actor,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = ActiveModel {
        name: Set(switch.name().to_owned()),
        value: Set(switch.value().to_owned()),
        reason: Set(reason.map(str::to_owned)),
        actor: Set(text::actor(actor)),
        changed_at: Set(now),
    };
    let columns = [Column::Value, Column::Reason, Column::Actor, Column::ChangedAt];
    let on_conflict = OnConflict::column(Column::Name).update_columns(columns).to_owned();
    Entity::insert(row).on_conflict(on_conflict).exec_without_returning(tx).await?;
    Ok(())
}

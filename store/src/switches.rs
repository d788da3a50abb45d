//! What an admin turns on and off while nproxy runs. Read anew by every transaction that obeys it, so a switch holds
//! at once in every process. No row: everything is on, and who may sign up is as the configuration says.

use std::collections::BTreeSet;

use nproxy_domain::audit::Actor;
use nproxy_domain::{ProcessorId, ProviderId, Timestamp};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use crate::entities::switches::{ActiveModel, Column, Entity, Model};
use crate::entities::text;
use crate::{StoreError, Tx};

pub use crate::entities::switches::Model as SwitchRow;

/// For statements that obey the switch themselves.
pub(crate) const GENERATION_PAUSED_SQL: &str =
    "EXISTS (SELECT 1 FROM switches WHERE name = 'generation' AND value = 'paused')";

const OFF: &str = "off";

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUp {
    Open,
    Invite,
    Closed,
}

/// What customers read while something is switched off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    pub text: Option<String>,
    /// When it is expected to be over.
    pub until: Option<Timestamp>,
}

/// How all switches stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Switches {
    /// Nothing new is taken and nothing new is started; what was begun goes on.
    pub generation_paused: bool,
    /// Customers change nothing.
    pub read_only: bool,
    /// `None`: as the configuration says.
    pub sign_up: Option<SignUp>,
    pub paused_notice: Notice,
    pub read_only_notice: Notice,
    /// The names of those of one processor, provider or model that are off.
    off: BTreeSet<String>,
}

impl Switches {
    /// How the switch of this name stands; `None`: nobody turned it.
    pub fn position(&self, switch: &Switch) -> Option<Switch> {
        match switch {
            Switch::GenerationPaused(_) => Some(Switch::GenerationPaused(self.generation_paused)),
            Switch::ReadOnly(_) => Some(Switch::ReadOnly(self.read_only)),
            Switch::SignUp(_) => self.sign_up.map(Switch::SignUp),
            Switch::Invoices(id, _) => Some(Switch::Invoices(id.clone(), self.takes_invoices(id))),
            Switch::Provider(id, _) => Some(Switch::Provider(id.clone(), self.asks(id))),
            Switch::Model(id, _) => Some(Switch::Model(id.clone(), self.offers(id))),
        }
    }

    /// Whether new invoices are made with this processor.
    pub fn takes_invoices(&self, processor: &ProcessorId) -> bool {
        !self.off.contains(&format!("{INVOICES}{processor}"))
    }

    /// Whether new attempts are begun with this provider.
    pub fn asks(&self, provider: &ProviderId) -> bool {
        !self.off.contains(&provider_name(provider))
    }

    /// The names of those of one processor, provider or model that are off.
    pub fn off(&self) -> impl Iterator<Item = &str> {
        self.off.iter().map(String::as_str)
    }

    /// Whether this model may be asked for.
    pub fn offers(&self, model: &str) -> bool {
        !self.off.contains(&format!("{MODEL}{model}"))
    }
}

const INVOICES: &str = "invoices:";
const PROVIDER: &str = "provider:";
const MODEL: &str = "model:";

fn provider_name(provider: &ProviderId) -> String {
    format!("{PROVIDER}{provider}")
}

/// One switch with the position it gets. Of one processor, provider or model: `true` is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Switch {
    GenerationPaused(bool),
    ReadOnly(bool),
    SignUp(SignUp),
    /// Whether new invoices are made with a processor.
    Invoices(ProcessorId, bool),
    /// Whether new attempts are begun with a provider.
    Provider(ProviderId, bool),
    /// Whether a model may be asked for.
    Model(String, bool),
}

impl Switch {
    /// The name in rows, commands and answers.
    pub fn name(&self) -> String {
        match self {
            Self::GenerationPaused(_) => "generation".to_owned(),
            Self::ReadOnly(_) => "read_only".to_owned(),
            Self::SignUp(_) => "sign_up".to_owned(),
            Self::Invoices(id, _) => format!("{INVOICES}{id}"),
            Self::Provider(id, _) => provider_name(id),
            Self::Model(id, _) => format!("{MODEL}{id}"),
        }
    }

    pub fn value(&self) -> &'static str {
        match self {
            Self::GenerationPaused(false) => "running",
            Self::GenerationPaused(true) => "paused",
            Self::SignUp(SignUp::Open) => "open",
            Self::SignUp(SignUp::Invite) => "invite",
            Self::SignUp(SignUp::Closed) => "closed",
            Self::ReadOnly(true) | Self::Invoices(_, true) | Self::Provider(_, true) | Self::Model(_, true) => "on",
            Self::ReadOnly(false) | Self::Invoices(_, false) | Self::Provider(_, false) | Self::Model(_, false) => OFF,
        }
    }

    /// Whether customers may be told something by it.
    pub fn has_notice(&self) -> bool {
        matches!(self, Self::GenerationPaused(true) | Self::ReadOnly(true))
    }

    pub fn parse(name: &str, value: &str) -> Option<Self> {
        let of = |prefix: &str| name.strip_prefix(prefix).filter(|id| !id.is_empty());
        let is_on = match value {
            "on" => Some(true),
            OFF => Some(false),
            _ => None,
        };
        match (name, value) {
            ("generation", "running") => Some(Self::GenerationPaused(false)),
            ("generation", "paused") => Some(Self::GenerationPaused(true)),
            ("read_only", _) => is_on.map(Self::ReadOnly),
            ("sign_up", "open") => Some(Self::SignUp(SignUp::Open)),
            ("sign_up", "invite") => Some(Self::SignUp(SignUp::Invite)),
            ("sign_up", "closed") => Some(Self::SignUp(SignUp::Closed)),
            _ => {
                let invoices = of(INVOICES).map(|id| Self::Invoices(id.into(), is_on.unwrap_or_default()));
                let provider = of(PROVIDER).map(|id| Self::Provider(id.into(), is_on.unwrap_or_default()));
                let model = of(MODEL).map(|id| Self::Model(id.to_owned(), is_on.unwrap_or_default()));
                invoices.or(provider).or(model).filter(|_| is_on.is_some())
            }
        }
    }
}

pub async fn read(db: &impl ConnectionTrait) -> Result<Switches, StoreError> {
    let mut switches = Switches::default();
    for row in rows(db).await? {
        let notice = Notice { text: row.notice, until: row.until };
        match Switch::parse(&row.name, &row.value) {
            Some(Switch::GenerationPaused(paused)) => {
                (switches.generation_paused, switches.paused_notice) = (paused, notice);
            }
            Some(Switch::ReadOnly(on)) => (switches.read_only, switches.read_only_notice) = (on, notice),
            Some(Switch::SignUp(who)) => switches.sign_up = Some(who),
            Some(Switch::Invoices(_, is_on) | Switch::Provider(_, is_on) | Switch::Model(_, is_on)) => {
                if !is_on {
                    switches.off.insert(row.name);
                }
            }
            None => return Err(StoreError::Unreadable(format!("switch {} = {:?}", row.name, row.value))),
        }
    }
    Ok(switches)
}

/// Those that were turned.
pub async fn rows(db: &impl ConnectionTrait) -> Result<Vec<Model>, StoreError> {
    Ok(Entity::find().all(db).await?)
}

/// Whether nothing new is begun with a provider: a look at one row.
pub(crate) async fn is_provider_off(tx: &Tx, provider: &ProviderId) -> Result<bool, StoreError> {
    let off = Entity::find_by_id(provider_name(provider)).filter(Column::Value.eq(OFF));
    Ok(off.one(tx).await?.is_some())
}

/// Turns one, and says with it what customers read meanwhile.
pub async fn set(
    tx: &Tx,
    switch: &Switch,
    notice: &Notice,
    actor: Actor,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = ActiveModel {
        name: Set(switch.name()),
        value: Set(switch.value().to_owned()),
        reason: Set(reason.map(str::to_owned)),
        actor: Set(text::actor(actor)),
        changed_at: Set(now),
        notice: Set(notice.text.clone()),
        until: Set(notice.until),
    };
    let columns = [Column::Value, Column::Reason, Column::Actor, Column::ChangedAt, Column::Notice, Column::Until];
    let on_conflict = OnConflict::column(Column::Name).update_columns(columns).to_owned();
    Entity::insert(row).on_conflict(on_conflict).exec_without_returning(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_is_read_as_it_is_written() {
        let mut all =
            vec![Switch::SignUp(SignUp::Open), Switch::SignUp(SignUp::Invite), Switch::SignUp(SignUp::Closed)];
        for on in [true, false] {
            all.extend([
                Switch::GenerationPaused(on),
                Switch::ReadOnly(on),
                Switch::Invoices("now".into(), on),
                Switch::Provider("fal".into(), on),
                Switch::Model("a:b".to_owned(), on),
            ]);
        }
        for switch in all {
            assert_eq!(Switch::parse(&switch.name(), switch.value()), Some(switch.clone()), "{switch:?}");
        }
        for (name, value) in [("generation", "on"), ("provider:", "on"), ("model:a", "paused"), ("colour", "on")] {
            assert_eq!(Switch::parse(name, value), None, "{name} {value}");
        }
    }
}

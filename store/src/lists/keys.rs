//! Upstream keys.

use nproxy_domain::search::Query;
use nproxy_domain::{ProviderId, ProxyId, Timestamp};

use super::{COUNT_MAX, Key, List, Place, Sort, made};
use crate::entities::provider_keys::Model;
use crate::sql::{Text, like};

/// Which keys are wanted; nothing said is nothing asked.
#[derive(Clone, Debug)]
pub struct KeyListFilter {
    /// A part of the label, in small letters, or the whole fingerprint.
    pub part: Option<Query>,
    pub provider: Option<ProviderId>,
    /// Any of these names of `KeyState`, as it is in effect: a cooldown that has ended is probation.
    pub states: Vec<String>,
    pub account: Option<String>,
    pub proxy: Option<ProxyId>,
    pub now: Timestamp,
}

impl List for KeyListFilter {
    type Row = Model;

    const SORTS: &'static [Sort] = &[
        Sort::made("created_at"),
        Sort::made("-created_at"),
        Sort::by("label", "k.label"),
        Sort::by("-label", "k.label"),
    ];
    const COLUMNS: &'static str = "k.*";
    const FROM: &'static str = "provider_keys k";
    const ID: &'static str = "k.id";

    fn narrow(&self, text: &mut Text) {
        if let Some(part) = &self.part {
            text.then(" AND (lower(k.label) LIKE ", like(part)).push(" ESCAPE '!'");
            text.then(" OR k.fingerprint = ", part.as_str()).push(")");
        }
        text.equals("k.provider", self.provider.as_ref().map(|provider| provider.0.as_str()));
        text.equals("k.account", self.account.as_deref()).equals("k.proxy_id", self.proxy.map(|proxy| proxy.0));
        if let Some((first, others)) = self.states.split_first() {
            text.push(" AND (");
            self.in_effect(text, first);
            for state in others {
                text.push(" OR ");
                self.in_effect(text, state);
            }
            text.push(")");
        }
    }

    fn count_max(&self) -> u64 {
        COUNT_MAX
    }

    fn place(row: &Model, sort: Sort) -> Place {
        match sort.column {
            Some(_) => Place { key: Key::Text(row.label.clone()), id: row.id },
            None => made(row.id),
        }
    }
}

impl KeyListFilter {
    fn in_effect(&self, text: &mut Text, state: &str) {
        match state {
            "cooldown" => text.then("(k.state = 'cooldown' AND k.until > ", self.now).push(")"),
            "probation" => {
                text.then("(k.state = 'probation' OR k.state = 'cooldown' AND k.until <= ", self.now).push(")")
            }
            _ => text.then("k.state = ", state),
        };
    }
}

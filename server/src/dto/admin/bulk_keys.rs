use std::fmt::Display;

use nproxy_app::keys::{Becomes, BulkAct, Chosen};
use nproxy_app::lists::{self, KeyListFilter};
use nproxy_domain::keys::KeyState;
use nproxy_domain::{KeyId, ProviderId, ProxyId, Timestamp};
use serde::Deserialize;
use utoipa::ToSchema;

use super::named;
use crate::extract::Body;
use crate::problem::{Code, Problem};

/// One act on many keys: by ids, or all of a filter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkKeys {
    #[schema(value_type = Option<Vec<Uuid>>, nullable = false, max_items = 10_000)]
    pub ids: Option<Vec<KeyId>>,
    #[schema(nullable = false)]
    pub filter: Option<KeyFilter>,
    #[schema(inline)]
    pub act: KeysAct,
    /// With `assign_proxy` alone; absent or `null`: directly.
    #[schema(value_type = Option<Uuid>)]
    pub proxy_id: Option<ProxyId>,
    /// With `set_limits` alone.
    #[schema(nullable = false, minimum = 1, maximum = 1000)]
    pub max_in_flight: Option<u32>,
    /// With `set_limits` alone; `null`: no limit.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 60_000)]
    pub rpm: Becomes<u32>,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
    /// Tells what would become of each, and changes nothing.
    pub dry_run: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeysAct {
    Activate,
    Disable,
    AssignProxy,
    SetLimits,
}

/// Which keys, as in their list; what is absent is not asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyFilter {
    /// A part of the label, 3 letters or more, or a whole fingerprint.
    #[schema(nullable = false)]
    pub q: Option<String>,
    #[schema(nullable = false)]
    pub provider: Option<String>,
    /// Any of these, with commas between.
    #[schema(nullable = false)]
    pub state: Option<String>,
    #[schema(nullable = false)]
    pub account: Option<String>,
    #[schema(value_type = Option<Uuid>, nullable = false)]
    pub proxy: Option<ProxyId>,
}

impl Body for BulkKeys {
    /// Ten thousand ids.
    const BYTES_MAX: usize = 512 * 1024;
}

impl BulkKeys {
    /// Refuses what the act lacks and what it has no use for.
    pub fn act(&self) -> Result<BulkAct, Problem> {
        let refused = |pointer, why: &str| Err(Problem::field(Code::InvalidBody, pointer, &why));
        match (self.act, self.proxy_id, self.max_in_flight, self.rpm) {
            (KeysAct::SetLimits, None, max_in_flight, rpm) => Ok(BulkAct::SetLimits { max_in_flight, rpm }),
            (KeysAct::AssignProxy, proxy, None, Becomes::AsBefore) => Ok(BulkAct::AssignProxy(proxy)),
            (KeysAct::Activate, None, None, Becomes::AsBefore) => Ok(BulkAct::Activate),
            (KeysAct::Disable, None, None, Becomes::AsBefore) => Ok(BulkAct::Disable),
            (KeysAct::SetLimits | KeysAct::Activate | KeysAct::Disable, Some(_), ..) => {
                refused("/proxy_id", "only a proxy is assigned with one")
            }
            (_, _, Some(_), _) => refused("/max_in_flight", "only limits are set with one"),
            (_, _, None, Becomes::Now(_)) => refused("/rpm", "only limits are set with one"),
        }
    }

    /// Refuses neither and both.
    pub fn chosen(self, now: Timestamp) -> Result<Chosen, Problem> {
        match (self.ids, self.filter) {
            (Some(ids), None) => Ok(Chosen::Ids(ids)),
            (None, Some(filter)) => filter.read(now).map(Chosen::Filter),
            _ => Err(Problem::field(Code::InvalidBody, "/ids", &"either ids or a filter say which keys")),
        }
    }
}

impl KeyFilter {
    fn read(self, now: Timestamp) -> Result<KeyListFilter, Problem> {
        let Self { q, provider, state, account, proxy } = self;
        let refused = |pointer, why: &dyn Display| Problem::field(Code::InvalidBody, pointer, &why);
        let said = |text: Option<String>| text.filter(|text| !text.is_empty());
        let states = state.as_deref().unwrap_or_default().split(',').map(str::trim).filter(|state| !state.is_empty());
        let states: Vec<String> = states.map(str::to_owned).collect();
        if states.iter().any(|state| !KeyState::NAMES.contains(&state.as_str())) {
            return Err(refused("/filter/state", &"states of keys with commas between"));
        }
        Ok(KeyListFilter {
            part: lists::part(q.as_deref()).map_err(|error| refused("/filter/q", &error))?,
            provider: said(provider).map(ProviderId),
            states,
            account: said(account),
            proxy,
            now,
        })
    }
}

//! How often is asked, and from where on it is too little.

use std::collections::BTreeMap;
use std::time::Duration;

use nproxy_domain::ProviderId;
use nproxy_domain::provider::MicroUsd;

/// Every one is configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceSettings {
    /// `None`: upstreams are not asked; what admins enter is counted down all the same.
    pub poll: Option<Duration>,
    /// Accounts asked at once.
    pub parallel_max: usize,
    /// An account with less is out of funds.
    pub floors: BTreeMap<ProviderId, MicroUsd>,
}

impl BalanceSettings {
    /// How often there is something to do; estimates are looked after even where no upstream is asked.
    pub fn every(&self) -> Duration {
        self.poll.unwrap_or(Duration::from_mins(15))
    }
}

impl Default for BalanceSettings {
    fn default() -> Self {
        Self { poll: Some(Duration::from_mins(15)), parallel_max: 8, floors: BTreeMap::new() }
    }
}

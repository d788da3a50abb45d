//! What else keeps a key from being used, whatever its own state.

use nproxy_domain::Timestamp;

use super::{Facts, after_colon};
use crate::keys::words::{ago, coming};
use crate::spending::SpendStop;

impl Facts<'_> {
    pub(super) fn around(&self) -> Vec<String> {
        let mut said = Vec::new();
        if !self.configured {
            said.push(format!("The configuration has no [providers.{}], so it is never picked.", self.key.provider));
        }
        said.extend(self.spend_stop.map(SpendStop::said));
        said.extend(self.not_for.iter().map(|not| {
            let since = ago(not.at, self.now);
            format!("Not used for the model {}: the upstream gives it no quota for that (seen {since}).", not.model)
        }));
        said.extend(self.of_the_proxy());
        said
    }

    fn of_the_proxy(&self) -> Option<String> {
        let proxy = self.proxy.filter(|proxy| proxy.dead)?;
        let label = &proxy.label;
        let why = after_colon(proxy.detail.as_deref());
        let Some(until) = proxy.until.filter(|until| *until > self.now) else {
            return Some(format!("Its proxy {label} was dead{why}; the next request finds out whether it still is."));
        };
        let then = if self.key.proxy_only {
            "the key never goes around it, so it waits"
        } else {
            "the key goes around it meanwhile"
        };
        Some(format!("Its proxy {label} is dead until {}{why}; {then}.", coming(until, self.now)))
    }

    /// It may not go around its proxy, which is dead until then.
    pub(super) fn cut_off_until(&self) -> Option<Timestamp> {
        self.proxy.filter(|proxy| proxy.dead && self.key.proxy_only)?.until
    }
}

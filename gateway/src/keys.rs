//! What is asked of an upstream about a key, apart from pictures.

use nproxy_domain::keys::ThroughProxy;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{ApiKey, Balance, ImageProvider, Next};
use nproxy_domain::{Env, ProviderId};
use tokio::time::Instant;

use crate::chain::{Chain, Party};
use crate::metrics::Phase;
use crate::run::Gateway;

impl Gateway {
    /// Proves a key by the cheapest call. `None`: this upstream has no such call, or is not configured.
    ///
    /// Goes through `proxy` first, as a picture would, and remembers what it found out of it.
    pub async fn check(
        &self,
        env: &Env,
        provider: &ProviderId,
        key: &ApiKey,
        proxy: Option<&ThroughProxy>,
    ) -> Result<Option<()>, PluginError> {
        let Some(provider) = self.providers.get(provider) else { return Ok(None) };
        self.talk(env, &**provider, key, proxy, || provider.check(key)).await
    }

    /// What is left on the key's account. `None`: this upstream can't say, or is not configured; unknown is never zero.
    pub async fn balance(
        &self,
        env: &Env,
        provider: &ProviderId,
        key: &ApiKey,
        proxy: Option<&ThroughProxy>,
    ) -> Result<Option<Balance>, PluginError> {
        let Some(provider) = self.providers.get(provider) else { return Ok(None) };
        self.talk(env, &**provider, key, proxy, || provider.balance(key)).await
    }

    /// Drives a chain to its end, by either way. `None`: there is no such chain.
    pub(crate) async fn talk<T: Send + 'static>(
        &self,
        env: &Env,
        provider: &dyn ImageProvider,
        key: &ApiKey,
        proxy: Option<&ThroughProxy>,
        first: impl Fn() -> Option<Next<T>> + Send + Sync,
    ) -> Result<Option<T>, PluginError> {
        let until = Instant::now() + self.limits.attempt_timeout;
        let mut way = self.way(env, proxy, Phase::Polling);
        loop {
            let Some(next) = first() else { return Ok(None) };
            let with = Party::provider(provider.about(), key);
            let mut chain = Chain { way: &mut way, limits: &self.limits, with, until };
            match chain.drive(next).await {
                Ok(value) => return Ok(Some(value)),
                Err(error) if way.goes_around(&error).await => {}
                Err(error) => return Err(error),
            }
        }
    }
}

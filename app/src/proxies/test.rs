//! Whether a proxy works, and where it comes out.

use futures::StreamExt as _;
use nproxy_domain::ProxyId;
use nproxy_domain::proxy::ProxyUrl;
use nproxy_domain::redact::plain;
use nproxy_store::entities::proxies::Model;
use nproxy_store::proxies::{self, Tested};
use nproxy_store::{StoreError, Topic, Tx};
use serde_json::json;

use super::ProxyView;
use crate::App;
use crate::audit::{By, Change};

/// Proxies tested at the same time.
const AT_ONCE: usize = 8;

#[derive(Debug, thiserror::Error)]
pub enum TestError {
    #[error("there is no such proxy")]
    NotFound,
    #[error("its address was changed while it was tested; test it again")]
    Changed,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Nothing comes out of the proxy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the proxy does not work: {detail}")]
pub struct Unreachable {
    /// Redacted.
    pub detail: String,
}

/// The proxy after its test, and what the test found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestedProxy {
    pub proxy: ProxyView,
    pub tested: Tested,
}

/// Asks the echo service for the address that it sees, through the proxy and never around it, and remembers the answer.
/// A proxy that works is well again at once; of one that doesn't, requests find out for themselves.
pub async fn test(app: &App, by: &By, id: ProxyId) -> Result<TestedProxy, TestError> {
    let row = proxies::get(app.store.read(), id).await?.ok_or(TestError::NotFound)?;
    let tested = match proxies::open(app.store.master_key(), &row) {
        Ok(url) => ask(app, &url).await,
        Err(error) => Tested::Failed { detail: format!("its address can't be opened: {error}; set it again") },
    };
    let (read, found) = (&row, &tested);
    let recorded = app.store.write(|tx| async move {
        if !proxies::record_test(&tx, &app.env, read, found).await? {
            return Err(TestError::Changed);
        }
        let after = match found {
            Tested::Works { exit_address, latency_ms } => {
                // A key that must not go around it may be to be had again.
                tx.notify(Topic::Work);
                json!({ "ok": true, "exit_address": exit_address, "latency_ms": latency_ms })
            }
            Tested::Failed { detail } => json!({ "ok": false, "detail": detail }),
        };
        by.did(&tx, &app.env, Change::of("proxies.test", format!("proxy:{id}")).after(after)).await?;
        proxies::get(&tx, id).await?.ok_or(TestError::Changed)
    });
    Ok(TestedProxy { proxy: ProxyView::one(app, recorded.await?).await?, tested })
}

/// Of a proxy that nobody keeps yet: its reason where it does not work.
pub(super) async fn try_out(app: &App, url: &ProxyUrl) -> Result<Tested, Unreachable> {
    match ask(app, url).await {
        Tested::Failed { detail } => Err(Unreachable { detail }),
        works @ Tested::Works { .. } => Ok(works),
    }
}

/// What its test found out, on the row that was kept for it.
pub(super) async fn remember(app: &App, tx: &Tx, kept: Model, tested: Option<&Tested>) -> Result<Model, StoreError> {
    let Some(tested) = tested else { return Ok(kept) };
    proxies::record_test(tx, &app.env, &kept, tested).await?;
    Ok(proxies::get(tx, ProxyId(kept.id)).await?.unwrap_or(kept))
}

/// Several, a few at once; the answers in the order of the ids. `tell` hears of each as it is there.
pub async fn test_all(app: &App, by: &By, ids: &[ProxyId], tell: impl Fn()) -> Vec<Result<TestedProxy, TestError>> {
    let tests = futures::stream::iter(ids).map(|&id| test(app, by, id)).buffered(AT_ONCE);
    tests.inspect(|_| tell()).collect().await
}

async fn ask(app: &App, url: &ProxyUrl) -> Tested {
    match app.gateway.test_proxy(url, &app.settings.proxies.echo_url).await {
        Ok(test) => Tested::Works {
            exit_address: test.exit_address.to_string(),
            latency_ms: u32::try_from(test.latency.as_millis()).unwrap_or(u32::MAX),
        },
        Err(error) => Tested::Failed { detail: plain(&error.to_string(), &url.secrets()) },
    }
}

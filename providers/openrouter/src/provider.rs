//! The plugin: settings made into requests, replies handed to their reader.

use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use http::header::AUTHORIZATION;
use nproxy_domain::ProviderId;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::provider::{
    ApiKey, Balance, BalanceScope, Cursor, Effect, Exchange, ImageJob, ImageProvider, Inputs, Limits, Next,
    ProviderInfo, Reply, Step, get, key_header, post_json,
};
use secrecy::SecretString;

use crate::config::Settings;
use crate::{reply, request};

const SCHEME: &str = "Bearer ";
/// Asking about a key or an account is free and quick.
const ASK_LIMITS: Limits = Limits { reply_bytes_max: 1024 * 1024, timeout: Duration::from_secs(20) };

#[derive(Debug)]
struct OpenRouter {
    info: ProviderInfo,
    complete: Uri,
    key: Uri,
    credits: Uri,
    request_bytes_max: usize,
    limits: Limits,
}

/// Reads the section and builds the provider.
pub(crate) fn build(section: Section) -> Result<Arc<dyn ImageProvider>, ConfigError> {
    let (settings, models) = Settings::read(&section)?;
    let origin = section.base_url("base_url", &settings.base_url)?;
    let base = settings.base_url.as_str().trim_end_matches('/');
    let uri =
        |path: &str| format!("{base}/{path}").parse::<Uri>().map_err(|e| section.error("base_url", e.to_string()));
    Ok(Arc::new(OpenRouter {
        complete: uri("chat/completions")?,
        key: uri("key")?,
        credits: uri("credits")?,
        request_bytes_max: settings.request_bytes_max,
        limits: Limits {
            reply_bytes_max: settings.reply_bytes_max,
            timeout: Duration::from_secs(settings.attempt_timeout_s),
        },
        info: ProviderInfo {
            id: ProviderId(section.id),
            hosts: vec![origin],
            download_hosts: Vec::new(),
            inputs: Inputs::Bytes,
            models,
        },
    }))
}

impl ImageProvider for OpenRouter {
    fn about(&self) -> &ProviderInfo {
        &self.info
    }

    fn begin(&self, job: &ImageJob, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        if self.info.model(&job.model).is_none() {
            return Err(job.not_configured(&self.info.id));
        }
        let header = key_header(SCHEME, &key.secret)?;
        let mut request = post_json(&self.complete, request::body(job), self.request_bytes_max)?;
        request.headers_mut().insert(AUTHORIZATION, header);
        let key = key.clone();
        Ok(Next::Send(Box::new(Exchange {
            request,
            effect: Effect::Buys,
            limits: self.limits,
            read: Box::new(move |reply| reply::picture(&reply, &key).map(|image| Next::Done(Step::Done(image)))),
        })))
    }

    /// Never called: `begin` ends with a picture or an error and hands out no cursor. The answer blames neither the
    /// key nor the customer.
    fn resume(&self, _: &ImageJob, _: &Cursor, _: &ApiKey) -> Result<Next<Step>, PluginError> {
        let detail = format!("{} answers at once, so there is no cursor to go on from", self.info.id);
        Err(PluginError::new(Class::NoImage, Spent::Unknown, &detail, &[]))
    }

    fn cancel(&self, _: &Cursor, _: &ApiKey) -> Option<Next<()>> {
        None
    }

    /// Proves the key; says nothing of the account's money.
    fn check(&self, key: &ApiKey) -> Option<Next<()>> {
        let asked = key.clone();
        ask(&self.key, &key.secret, move |reply| reply::key_limit(&reply, &asked).map(|_| Next::Done(())))
    }

    /// What is left of the key's own limit and, where there is a management key, of the account: the lower of the two.
    /// A key without a limit and without a management key has a balance that nobody knows.
    fn balance(&self, key: &ApiKey) -> Option<Next<Balance>> {
        let asked = key.clone();
        let credits = self.credits.clone();
        let own = |amount| Balance { amount, scope: BalanceScope::Key };
        ask(&self.key, &key.secret, move |reply| {
            let limit = reply::key_limit(&reply, &asked)?;
            let Some(billing) = asked.billing_secret.clone() else {
                return limit.map(|limit| Next::Done(own(limit))).ok_or_else(reply::unknown_balance);
            };
            let read = move |reply: Reply| {
                let left = reply::credits_left(&reply, &asked)?;
                let account = Balance { amount: left, scope: BalanceScope::Account };
                Ok(Next::Done(limit.filter(|limit| *limit < left).map_or(account, own)))
            };
            ask(&credits, &billing, read).ok_or_else(reply::unknown_balance)
        })
    }
}

/// A question that costs nothing. `None`: the secret can't stand in a header.
fn ask<T>(
    uri: &Uri,
    secret: &SecretString,
    read: impl FnOnce(Reply) -> Result<Next<T>, PluginError> + Send + 'static,
) -> Option<Next<T>> {
    Some(Next::send(get(uri, key_header(SCHEME, secret).ok()?), Effect::Free, ASK_LIMITS, read))
}

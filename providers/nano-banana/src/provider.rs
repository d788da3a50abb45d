//! The plugin: settings made into requests, replies handed to their reader.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri};
use nproxy_domain::ProviderId;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::provider::{
    ApiKey, Balance, Cursor, Effect, Exchange, ImageJob, ImageProvider, Inputs, Limits, Next, ProviderInfo, Step,
    key_header, post_json,
};

use crate::config::Settings;
use crate::{reply, request};

/// The only place for the key: in `?key=` it would end up in logs.
const KEY_HEADER: &str = "x-goog-api-key";
/// Asking for a model's description is free and quick.
const CHECK_LIMITS: Limits = Limits { reply_bytes_max: 1024 * 1024, timeout: Duration::from_secs(20) };

#[derive(Debug)]
struct NanoBanana {
    info: ProviderInfo,
    /// `..:generateContent` by model.
    generate: BTreeMap<String, Uri>,
    /// The default model's description.
    describe: Uri,
    request_bytes_max: usize,
    limits: Limits,
}

/// Reads the section and builds the provider.
pub(crate) fn build(section: Section) -> Result<Arc<dyn ImageProvider>, ConfigError> {
    let (settings, models) = Settings::read(&section)?;
    let origin = section.base_url("base_url", &settings.base_url)?;
    // `v1beta`: the same paths below `v1` refuse `responseModalities`.
    let base = format!("{}/v1beta/models", settings.base_url.as_str().trim_end_matches('/'));
    let uri =
        |rest: String| format!("{base}/{rest}").parse::<Uri>().map_err(|e| section.error("base_url", e.to_string()));
    let generate = models
        .iter()
        .map(|m| Ok((m.name.clone(), uri(format!("{}:generateContent", m.name))?)))
        .collect::<Result<_, ConfigError>>()?;
    Ok(Arc::new(NanoBanana {
        generate,
        describe: uri(settings.model)?,
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

impl ImageProvider for NanoBanana {
    fn about(&self) -> &ProviderInfo {
        &self.info
    }

    fn begin(&self, job: &ImageJob, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        let Some(uri) = self.generate.get(&job.model) else {
            return Err(job.not_configured(&self.info.id));
        };
        let header = key_header("", &key.secret)?;
        let mut request = post_json(uri, request::body(job), self.request_bytes_max)?;
        request.headers_mut().insert(KEY_HEADER, header);
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

    /// Proves that the key is known and the model exists; says nothing of money or quota. A key that can't stand in a
    /// header can't be asked about; `begin` says so.
    fn check(&self, key: &ApiKey) -> Option<Next<()>> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = self.describe.clone();
        request.headers_mut().insert(KEY_HEADER, key_header("", &key.secret).ok()?);
        let key = key.clone();
        Some(Next::Send(Box::new(Exchange {
            request,
            effect: Effect::Free,
            limits: CHECK_LIMITS,
            read: Box::new(move |reply| reply::description(&reply, &key).map(Next::Done)),
        })))
    }

    /// Google tells an API key nothing of its money; 402 and 429 do in time.
    fn balance(&self, _: &ApiKey) -> Option<Next<Balance>> {
        None
    }
}

//! The plugin: settings made into requests, replies handed to their reader.

use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use http::header::AUTHORIZATION;
use nproxy_domain::ProviderId;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::provider::{
    ApiKey, Balance, Cursor, Effect, ImageJob, ImageProvider, Inputs, Limits, Mode, Next, ProviderInfo, Step, get,
    key_header, post, post_json,
};

use crate::config::{Quality, Settings};
use crate::{reply, request};

const SCHEME: &str = "Bearer ";
/// The list of models is free and some hundred kilobytes long.
const CHECK_LIMITS: Limits = Limits { reply_bytes_max: 4 * 1024 * 1024, timeout: Duration::from_secs(20) };

#[derive(Debug)]
struct OpenAi {
    info: ProviderInfo,
    generations: Uri,
    edits: Uri,
    models: Uri,
    quality: Quality,
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
    Ok(Arc::new(OpenAi {
        generations: uri("images/generations")?,
        edits: uri("images/edits")?,
        models: uri("models")?,
        quality: settings.quality,
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

impl ImageProvider for OpenAi {
    fn about(&self) -> &ProviderInfo {
        &self.info
    }

    fn begin(&self, job: &ImageJob, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        if self.info.model(&job.model).is_none() {
            return Err(job.not_configured(&self.info.id));
        }
        let header = key_header(SCHEME, &key.secret)?;
        let mut request = match job.mode {
            Mode::TextToImage => {
                post_json(&self.generations, request::generation(job, self.quality), self.request_bytes_max)?
            }
            Mode::ImageToImage => {
                let (content_type, body) = request::edit(job, self.quality);
                post(&self.edits, content_type, body, self.request_bytes_max)?
            }
        };
        request.headers_mut().insert(AUTHORIZATION, header);
        let key = key.clone();
        Ok(Next::send(request, Effect::Buys, self.limits, move |reply| {
            reply::picture(&reply, &key).map(|image| Next::Done(Step::Done(image)))
        }))
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

    /// Proves the key; says nothing of the account's money, nor whether the key may use the model.
    fn check(&self, key: &ApiKey) -> Option<Next<()>> {
        let request = get(&self.models, key_header(SCHEME, &key.secret).ok()?);
        let key = key.clone();
        Some(Next::send(request, Effect::Free, CHECK_LIMITS, move |reply| reply::models(&reply, &key).map(Next::Done)))
    }

    /// No call is known that tells it.
    fn balance(&self, _: &ApiKey) -> Option<Next<Balance>> {
        None
    }
}

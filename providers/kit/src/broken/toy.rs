//! A small upstream with every kind of step, and an honest plugin for it. A broken plugin differs in one deed.
//!
//! Protocol: `POST /pictures {prompt, inputs}` answers `{"pictures": [{"data", "draft"?}]}`, `{"job": id}` or
//! `{"refused": why}`; `GET /pictures/{job}` answers the same or `{"url": ..}`; `GET /me` answers `{"me": ..}`; errors are
//! `{"error": {"code", "message"}}`.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode};
use nproxy_domain::ProviderId;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, ProviderPlugin, Section, from_text};
use nproxy_domain::provider::{
    ApiKey, Balance, Capabilities, Cursor, Effect, Exchange, Image, ImageJob, ImageProvider, ImageStrength, Inputs,
    Limits, MicroUsd, Next, ProviderInfo, Reply, Resolution, Shape, Step, Strength, UpstreamModel,
};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

pub(super) const REQUEST_BYTES_MAX: usize = 100_000;
const HOST: &str = "https://toy.example";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Settings {
    pub base_url: Url,
    #[serde(deserialize_with = "from_text")]
    pub timeout_s: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { base_url: Url::parse(HOST).expect("a constant"), timeout_s: 60 }
    }
}

/// The deeds of the honest plugin; a broken one has its own version of one of them.
pub(super) trait Ways: Send + Sync + 'static {
    fn settings(section: &Section) -> Result<Settings, ConfigError> {
        section.read()
    }

    fn capabilities() -> Capabilities {
        capabilities()
    }

    fn request(base: &str, path: &str, body: Option<Value>, secret: &str) -> Result<Request<Bytes>, PluginError> {
        request(base, path, body, secret)
    }

    fn prompt(job: &ImageJob) -> String {
        job.prompt.clone()
    }

    fn inputs(job: &ImageJob) -> Vec<String> {
        job.inputs.iter().map(|i| STANDARD.encode(&i.bytes)).collect()
    }

    fn begin_effect() -> Effect {
        Effect::Buys
    }

    fn check_effect() -> Effect {
        Effect::Free
    }

    fn request_bytes_max() -> usize {
        REQUEST_BYTES_MAX
    }

    fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
        read(reply, secrets)
    }

    fn known(reply: &Reply, secrets: &[&str]) -> Result<(), PluginError> {
        let body = json_of(reply);
        if reply.status == StatusCode::OK && body["me"].is_string() {
            Ok(())
        } else {
            Err(failed(reply, &body, secrets))
        }
    }
}

/// The plugin with these ways.
pub(super) const fn plugin<W: Ways>() -> ProviderPlugin {
    ProviderPlugin { kind: "toy", build: build::<W> }
}

struct Toy<W> {
    info: ProviderInfo,
    base: String,
    timeout: Duration,
    ways: PhantomData<W>,
}

impl<W> fmt::Debug for Toy<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Toy").field("base", &self.base).finish_non_exhaustive()
    }
}

fn build<W: Ways>(section: Section) -> Result<Arc<dyn ImageProvider>, ConfigError> {
    let settings = W::settings(&section)?;
    Ok(Arc::new(Toy::<W> {
        base: settings.base_url.as_str().trim_end_matches('/').to_owned(),
        timeout: Duration::from_secs(settings.timeout_s),
        info: ProviderInfo {
            id: ProviderId(section.id),
            hosts: vec![settings.base_url],
            download_hosts: vec![".files.example".to_owned()],
            inputs: Inputs::Bytes,
            models: vec![UpstreamModel { name: "toy-1".to_owned(), capabilities: W::capabilities() }],
        },
        ways: PhantomData,
    }))
}

pub(super) fn capabilities() -> Capabilities {
    let square = Resolution {
        id: "square".to_owned(),
        label: "Square".to_owned(),
        aspect: Some(Shape { wide: 1, high: 1 }),
        tier: None,
        width: 1024,
        height: 1024,
        price: Some(MicroUsd(10_000)),
    };
    Capabilities {
        resolutions: vec![square],
        batch_max: 4,
        inputs_max: 2,
        image_strength: ImageStrength::Native,
        prompt_chars_max: 1000,
    }
}

/// `path` begins with `/`; a cursor in it may be anything.
pub(super) fn request(
    base: &str,
    path: &str,
    body: Option<Value>,
    secret: &str,
) -> Result<Request<Bytes>, PluginError> {
    let error = |class| PluginError::new(class, Spent::No, "the request can't be written", &[]);
    let mut header = HeaderValue::from_str(secret).map_err(|_| error(Class::KeyInvalid))?;
    header.set_sensitive(true);
    let mut url = Url::parse(base).map_err(|_| error(Class::BadRequest))?;
    url.path_segments_mut().map_err(|()| error(Class::BadRequest))?.extend(path.split('/').skip(1));
    let method = if body.is_some() { "POST" } else { "GET" };
    let body = body.map(|b| Bytes::from(b.to_string())).unwrap_or_default();
    let request = Request::builder().method(method).uri(url.as_str()).header("x-toy-key", header).body(body);
    request.map_err(|_| error(Class::BadRequest))
}

pub(super) fn json_of(reply: &Reply) -> Value {
    match serde_json::from_slice(&reply.body) {
        Ok(Value::Array(mut items)) if !items.is_empty() => items.swap_remove(0),
        Ok(body) => body,
        Err(_) => Value::Null,
    }
}

pub(super) fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
    let body = json_of(reply);
    if !reply.status.is_success() {
        return Err(failed(reply, &body, secrets));
    }
    if let Some(refused) = body["refused"].as_str() {
        return Err(PluginError::new(Class::PolicyPrompt, Spent::Yes, "refused", &[]).said(refused, secrets));
    }
    if let Some(job) = body["job"].as_str().filter(|j| !j.is_empty() && !secrets.iter().any(|s| j.contains(s))) {
        return Ok(Step::Continue { cursor: Cursor(job.to_owned()), after: Duration::from_secs(2) });
    }
    if let Some(url) = body["url"].as_str().and_then(|u| Url::parse(u).ok()) {
        let ours = url.scheme() == "https" && url.host_str().is_some_and(|h| h.ends_with(".files.example"));
        if ours && !secrets.iter().any(|s| url.as_str().contains(s)) {
            return Ok(Step::Download { url });
        }
    }
    let last = body["pictures"].as_array().and_then(|all| all.iter().rfind(|p| p["draft"] != true));
    let bytes = last.and_then(|p| STANDARD.decode(p["data"].as_str()?).ok());
    match bytes.filter(|b| image::guess_format(b).is_ok()) {
        Some(bytes) => Ok(Step::Done(Image { bytes: Bytes::from(bytes), mime: "image/png".to_owned() })),
        None if body.is_object() => Err(PluginError::new(Class::NoImage, Spent::Yes, "no picture", &[])),
        None => Err(PluginError::new(Class::Overload, Spent::Unknown, "not an answer", &[])),
    }
}

/// The code first, the status only where there is no code.
pub(super) fn failed(reply: &Reply, body: &Value, secrets: &[&str]) -> PluginError {
    let class = match (body["error"]["code"].as_str(), reply.status.as_u16()) {
        (Some("bad_key"), _) | (None, 401) => Class::KeyInvalid,
        (Some("slow_down"), _) | (None, 429) => Class::RateLimited,
        _ => Class::Overload,
    };
    let message = body["error"]["message"].as_str().unwrap_or("no message");
    PluginError::new(class, Spent::No, message, secrets)
}

impl<W: Ways> Toy<W> {
    fn exchange<T: 'static>(
        &self,
        request: Request<Bytes>,
        effect: Effect,
        key: &ApiKey,
        read: fn(&Reply, &[&str]) -> Result<T, PluginError>,
    ) -> Next<T> {
        let key = key.clone();
        Next::Send(Box::new(Exchange {
            request,
            effect,
            limits: Limits { reply_bytes_max: 1024 * 1024, timeout: self.timeout },
            read: Box::new(move |reply| {
                let secrets = [Some(&key.secret), key.billing_secret.as_ref()];
                let secrets: Vec<&str> = secrets.into_iter().flatten().map(ExposeSecret::expose_secret).collect();
                read(&reply, &secrets).map(Next::Done)
            }),
        }))
    }
}

impl<W: Ways> ImageProvider for Toy<W> {
    fn about(&self) -> &ProviderInfo {
        &self.info
    }

    fn begin(&self, job: &ImageJob, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        let strength = job.image_strength.map(Strength::value);
        let body = json!({"prompt": W::prompt(job), "inputs": W::inputs(job), "strength": strength});
        let request = W::request(&self.base, "/pictures", Some(body), key.secret.expose_secret())?;
        if request.body().len() > W::request_bytes_max() {
            return Err(PluginError::new(Class::TooLarge, Spent::No, "the request is too large", &[]));
        }
        Ok(self.exchange(request, W::begin_effect(), key, W::read))
    }

    fn resume(&self, _: &ImageJob, cursor: &Cursor, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        let request = W::request(&self.base, &format!("/pictures/{}", cursor.0), None, key.secret.expose_secret())?;
        Ok(self.exchange(request, Effect::Free, key, W::read))
    }

    fn cancel(&self, _: &Cursor, _: &ApiKey) -> Option<Next<()>> {
        None
    }

    fn check(&self, key: &ApiKey) -> Option<Next<()>> {
        let request = W::request(&self.base, "/me", None, key.secret.expose_secret()).ok()?;
        Some(self.exchange(request, W::check_effect(), key, W::known))
    }

    fn balance(&self, _: &ApiKey) -> Option<Next<Balance>> {
        None
    }
}

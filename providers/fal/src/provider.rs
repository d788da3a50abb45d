//! The plugin: settings made into requests, replies handed to their reader.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderValue};
use http::{Method, Request, Uri};
use nproxy_domain::ProviderId;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::provider::{
    ApiKey, Balance, Cursor, Effect, ImageJob, ImageProvider, Inputs, Limits, Mode, Next, ProviderInfo, Reply, Step,
    key_header, post_json,
};
use url::Position;

use crate::config::Settings;
use crate::place::Place;
use crate::reply::{self, Homes, Status};
use crate::request;

/// Where finished pictures lie.
const DOWNLOAD_HOST: &str = ".fal.media";
/// Asking how far it came is quick.
const ASK_LIMITS: Limits = Limits { reply_bytes_max: 1024 * 1024, timeout: Duration::from_secs(20) };

/// Not `Bearer`.
const SCHEME: &str = "Key ";

#[derive(Debug)]
struct Fal {
    info: ProviderInfo,
    /// By model: text to image, and edit.
    submit: BTreeMap<String, (Uri, Uri)>,
    billing: Uri,
    homes: Homes,
    request_bytes_max: usize,
    submit_limits: Limits,
    result_limits: Limits,
    poll_interval: Duration,
}

/// Reads the section and builds the provider.
pub(crate) fn build(section: Section) -> Result<Arc<dyn ImageProvider>, ConfigError> {
    let (settings, models) = Settings::read(&section)?;
    let home = section.base_url("base_url", &settings.base_url)?;
    let hosts = vec![home.clone(), section.base_url("api_url", &settings.api_url)?];
    let base = settings.base_url.as_str().trim_end_matches('/');
    let uri =
        |path: String| format!("{base}/{path}").parse::<Uri>().map_err(|e| section.error("base_url", e.to_string()));
    let submit = models
        .iter()
        .map(|m| Ok((m.name.clone(), (uri(m.name.clone())?, uri(format!("{}/edit", m.name))?))))
        .collect::<Result<_, ConfigError>>()?;
    let billing = format!("{}/v1/account/billing?expand=credits", settings.api_url.as_str().trim_end_matches('/'));
    let timeout = Duration::from_secs(settings.call_timeout_s);
    Ok(Arc::new(Fal {
        submit,
        billing: billing.parse().map_err(|e: http::uri::InvalidUri| section.error("api_url", e.to_string()))?,
        homes: Homes { queue: home, downloads: DOWNLOAD_HOST },
        request_bytes_max: settings.request_bytes_max,
        submit_limits: Limits { timeout, ..ASK_LIMITS },
        result_limits: Limits { timeout, reply_bytes_max: settings.reply_bytes_max },
        poll_interval: Duration::from_millis(settings.poll_interval_ms),
        info: ProviderInfo {
            id: ProviderId(section.id),
            hosts,
            download_hosts: vec![DOWNLOAD_HOST.to_owned()],
            inputs: Inputs::Bytes,
            models,
        },
    }))
}

impl ImageProvider for Fal {
    fn about(&self) -> &ProviderInfo {
        &self.info
    }

    fn begin(&self, job: &ImageJob, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        let Some((generate, edit)) = self.submit.get(&job.model) else {
            return Err(job.not_configured(&self.info.id));
        };
        let header = key_header(SCHEME, &key.secret)?;
        let uri = match job.mode {
            Mode::TextToImage => generate,
            Mode::ImageToImage => edit,
        };
        let mut request = post_json(uri, request::body(job), self.request_bytes_max)?;
        request.headers_mut().insert(AUTHORIZATION, header);
        let (key, homes, after) = (key.clone(), self.homes.clone(), self.poll_interval);
        let read = move |reply: Reply| {
            let cursor = reply::submitted(&reply, &key, &homes)?;
            Ok(Next::Done(Step::Continue { cursor, after }))
        };
        Ok(Next::send(request, Effect::Buys, self.submit_limits, read))
    }

    fn resume(&self, _: &ImageJob, cursor: &Cursor, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        let header = key_header(SCHEME, &key.secret)?;
        let place = Place::read(cursor).ok_or_else(odd_cursor)?;
        let status = asking(Method::GET, self.at(&place.status)?, header.clone());
        let result = asking(Method::GET, self.at(&place.response)?, header);
        let (key, cursor, homes) = (key.clone(), cursor.clone(), self.homes.clone());
        let (limits, interval) = (self.result_limits, self.poll_interval);
        let again = move |wait: Option<Duration>| {
            Next::Done(Step::Continue { cursor: cursor.clone(), after: wait.unwrap_or(interval) })
        };
        let read = move |reply: Reply| match reply::status(&reply, &key)? {
            Status::Working { wait } => Ok(again(wait)),
            Status::Completed => Ok(Next::send(result, Effect::Free, limits, move |reply| {
                Ok(reply::result(&reply, &key, &homes)?.map_or_else(|| again(None), Next::Done))
            })),
        };
        Ok(Next::send(status, Effect::Free, ASK_LIMITS, read))
    }

    fn cancel(&self, cursor: &Cursor, key: &ApiKey) -> Option<Next<()>> {
        let uri = self.at(&Place::read(cursor)?.cancel).ok()?;
        let request = asking(Method::PUT, uri, key_header(SCHEME, &key.secret).ok()?);
        let key = key.clone();
        Some(Next::send(request, Effect::Free, ASK_LIMITS, move |reply| reply::cancelled(&reply, &key).map(Next::Done)))
    }

    /// There is no call that proves a key and costs nothing.
    fn check(&self, _: &ApiKey) -> Option<Next<()>> {
        None
    }

    /// An admin key alone may ask.
    fn balance(&self, key: &ApiKey) -> Option<Next<Balance>> {
        let request = asking(Method::GET, self.billing.clone(), key_header(SCHEME, key.billing_secret.as_ref()?).ok()?);
        let key = key.clone();
        Some(Next::send(request, Effect::Free, ASK_LIMITS, move |reply| reply::balance(&reply, &key).map(Next::Done)))
    }
}

impl Fal {
    /// A path of a cursor on the queue's own host.
    fn at(&self, path: &str) -> Result<Uri, PluginError> {
        format!("{}{path}", &self.homes.queue[..Position::BeforePath]).parse().map_err(|_| odd_cursor())
    }
}

fn asking(method: Method, uri: Uri, authorization: HeaderValue) -> Request<Bytes> {
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    request.headers_mut().insert(AUTHORIZATION, authorization);
    request
}

/// The job can't be found again, whatever became of it. Neither the key's fault nor the customer's.
fn odd_cursor() -> PluginError {
    PluginError::new(Class::NoImage, Spent::Unknown, "the cursor is not one of this plugin's", &[])
}

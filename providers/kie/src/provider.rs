//! The plugin: settings made into requests, replies handed to their reader.

use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use http::header::AUTHORIZATION;
use nproxy_domain::ProviderId;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::provider::{
    ApiKey, Balance, Cursor, Effect, ImageJob, ImageProvider, Inputs, Limits, MicroUsd, Next, ProviderInfo, Step, get,
    key_header, post_json,
};

use crate::config::Settings;
use crate::reply::{self, Hidden, Homes, Record};
use crate::request;

const SCHEME: &str = "Bearer ";
/// Put after the task in a cursor for each time that nothing was known of it.
const UNKNOWN: char = '.';
/// A task that was just taken may not be known yet. After some 25 seconds it is lost.
const UNKNOWN_MAX: usize = 10;
/// Asking how far a task came, or what is left, is quick.
const ASK_LIMITS: Limits = Limits { reply_bytes_max: 1024 * 1024, timeout: Duration::from_secs(20) };

#[derive(Debug)]
struct Kie {
    info: ProviderInfo,
    create: Uri,
    /// Without the task's id, which follows.
    record: String,
    credit: Uri,
    homes: Homes,
    request_bytes_max: usize,
    submit_limits: Limits,
    poll_interval: Duration,
    usd_per_credit: MicroUsd,
}

/// Reads the section and builds the provider.
pub(crate) fn build(section: Section) -> Result<Arc<dyn ImageProvider>, ConfigError> {
    let (settings, models) = Settings::read(&section)?;
    let home = section.base_url("base_url", &settings.base_url)?;
    let base = format!("{}/api/v1", settings.base_url.as_str().trim_end_matches('/'));
    let uri =
        |path: &str| format!("{base}/{path}").parse::<Uri>().map_err(|e| section.error("base_url", e.to_string()));
    Ok(Arc::new(Kie {
        create: uri("jobs/createTask")?,
        record: format!("{base}/jobs/recordInfo?taskId="),
        credit: uri("chat/credit")?,
        homes: Homes { own: home.clone(), downloads: settings.download_hosts.clone() },
        request_bytes_max: settings.request_bytes_max,
        submit_limits: Limits { timeout: Duration::from_secs(settings.call_timeout_s), ..ASK_LIMITS },
        poll_interval: Duration::from_millis(settings.poll_interval_ms),
        usd_per_credit: settings.usd_per_credit.0,
        info: ProviderInfo {
            id: ProviderId(section.id),
            hosts: vec![home],
            download_hosts: settings.download_hosts,
            inputs: Inputs::Links,
            models,
        },
    }))
}

impl ImageProvider for Kie {
    fn about(&self) -> &ProviderInfo {
        &self.info
    }

    fn begin(&self, job: &ImageJob, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        if self.info.model(&job.model).is_none() {
            return Err(job.not_configured(&self.info.id));
        }
        let header = key_header(SCHEME, &key.secret)?;
        let body = serde_json::to_vec(&request::body(job)?);
        let mut request = post_json(&self.create, body, self.request_bytes_max)?;
        request.headers_mut().insert(AUTHORIZATION, header);
        let (hidden, after) = (Hidden::of(job, key), self.poll_interval);
        Ok(Next::send(request, Effect::Buys, self.submit_limits, move |reply| {
            let cursor = reply::created(&reply, &hidden)?;
            Ok(Next::Done(Step::Continue { cursor, after }))
        }))
    }

    fn resume(&self, job: &ImageJob, cursor: &Cursor, key: &ApiKey) -> Result<Next<Step>, PluginError> {
        let task = cursor.0.trim_end_matches(UNKNOWN);
        let times_unknown = cursor.0.len() - task.len();
        let uri = Some(task).filter(|task| reply::is_task(task));
        let uri = uri.and_then(|task| format!("{}{task}", self.record).parse::<Uri>().ok()).ok_or_else(odd_cursor)?;
        let request = get(&uri, key_header(SCHEME, &key.secret)?);
        let (hidden, homes, cursor, interval) =
            (Hidden::of(job, key), self.homes.clone(), cursor.clone(), self.poll_interval);
        Ok(Next::send(request, Effect::Free, ASK_LIMITS, move |reply| {
            Ok(Next::Done(match reply::record(&reply, &hidden, &homes)? {
                Record::Working { wait } => Step::Continue { cursor, after: wait.unwrap_or(interval) },
                Record::Made { url } => Step::Download { url },
                Record::Unknown(error) if times_unknown >= UNKNOWN_MAX => return Err(error),
                Record::Unknown(_) => {
                    Step::Continue { cursor: Cursor(format!("{}{UNKNOWN}", cursor.0)), after: interval }
                }
            }))
        }))
    }

    /// A task can't be called off.
    fn cancel(&self, _: &Cursor, _: &ApiKey) -> Option<Next<()>> {
        None
    }

    /// Whoever is told what is left is known.
    fn check(&self, key: &ApiKey) -> Option<Next<()>> {
        let (request, asked) = (get(&self.credit, key_header(SCHEME, &key.secret).ok()?), key.clone());
        Some(Next::send(request, Effect::Free, ASK_LIMITS, move |reply| {
            reply::credit(&reply, &asked).map(|_| Next::Done(()))
        }))
    }

    fn balance(&self, key: &ApiKey) -> Option<Next<Balance>> {
        let (request, asked, price) =
            (get(&self.credit, key_header(SCHEME, &key.secret).ok()?), key.clone(), self.usd_per_credit);
        Some(Next::send(request, Effect::Free, ASK_LIMITS, move |reply| {
            reply::balance(&reply, &asked, price).map(Next::Done)
        }))
    }
}

/// The task can't be found again, whatever became of it. Neither the key's fault nor the customer's.
fn odd_cursor() -> PluginError {
    PluginError::new(Class::NoImage, Spent::Unknown, "the cursor is not one of this plugin's", &[])
}

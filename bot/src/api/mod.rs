//! Telegram's Bot API (<https://core.telegram.org/bots/api>): the calls that we make, with teloxide's types.
//!
//! The talk itself is ours: an error is told by its number and its few known words, an update of a kind that we don't know
//! is passed over and not lost in an error, and nothing ever prints the address of a call, which holds the token.

mod calls;
mod error;

use std::fmt;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use teloxide::requests::Payload;
use url::{Host, Url};

pub(crate) use calls::Me;
pub(crate) use error::ApiError;

/// One answer, but for the wait that `getUpdates` is asked for.
const ANSWER_MAX: Duration = Duration::from_secs(20);

/// One bot. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Telegram {
    /// Holds the token, and prints it.
    bot: teloxide::Bot,
    base: Url,
}

impl fmt::Debug for Telegram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Telegram(..)")
    }
}

#[derive(serde::Deserialize)]
struct Reply<'a> {
    ok: bool,
    #[serde(borrow, default)]
    result: Option<&'a RawValue>,
    #[serde(default)]
    error_code: Option<u16>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    parameters: Option<Parameters>,
}

#[derive(serde::Deserialize)]
struct Parameters {
    #[serde(default)]
    retry_after: Option<u64>,
}

impl Telegram {
    pub fn new(token: &SecretString, api_url: &Url) -> Result<Self, ApiError> {
        let settings = teloxide::net::default_reqwest_settings();
        // What is on this machine is not reached through a proxy of the environment.
        let settings = if is_here(api_url) { settings.no_proxy() } else { settings };
        let client = settings.build().map_err(|error| ApiError::Away(error.without_url().to_string()))?;
        Ok(Self { bot: teloxide::Bot::with_client(token.expose_secret(), client), base: api_url.clone() })
    }

    async fn call<P, T>(&self, payload: &P) -> Result<T, ApiError>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        self.call_for(payload, Duration::ZERO).await
    }

    /// `wait`: so long may the answer be held back.
    async fn call_for<P, T>(&self, payload: &P, wait: Duration) -> Result<T, ApiError>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        let body = serde_json::to_string(payload).map_err(|error| ApiError::unreadable(&error))?;
        let url = format!("{}/bot{}/{}", self.base.as_str().trim_end_matches('/'), self.bot.token(), P::NAME);
        let request = self.bot.client().post(url).header("content-type", "application/json").body(body);
        let away = |error: &dyn std::error::Error| ApiError::Away(innermost(error));
        let reply = request.timeout(ANSWER_MAX + wait).send().await.map_err(|error| away(&error.without_url()))?;
        let status = reply.status().as_u16();
        let text = reply.text().await.map_err(|error| away(&error.without_url()))?;
        let Ok(reply) = serde_json::from_str::<Reply<'_>>(&text) else {
            return Err(ApiError::Away(format!("status {status} without an answer of the Bot API")));
        };
        match reply.result {
            Some(result) if reply.ok => {
                serde_json::from_str(result.get()).map_err(|error| ApiError::unreadable(&error))
            }
            _ => {
                let retry_after = reply.parameters.and_then(|parameters| parameters.retry_after);
                let (code, description) = (reply.error_code.unwrap_or(status), reply.description.unwrap_or_default());
                Err(ApiError::of(code, &description, retry_after))
            }
        }
    }
}

/// The cause says more than what it caused, and neither holds the address.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut at = error;
    while let Some(source) = at.source() {
        at = source;
    }
    nproxy_domain::redact::plain(&at.to_string(), &[])
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

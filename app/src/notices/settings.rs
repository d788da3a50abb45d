//! What admins are told, as it is configured.

use std::fmt;

use chrono::{Duration, NaiveTime};
use nproxy_domain::mail::Severity;
use url::Url;

#[derive(Clone, Debug)]
pub struct NoticeSettings {
    /// Letters to admins tell of incidents that matter so much; `None`: of none.
    pub mail: Option<Severity>,
    /// When the figures of the day before are told, in UTC; `None`: never.
    pub digest_at: Option<NaiveTime>,
    /// By letter as well.
    pub digest_mail: bool,
    pub refused_webhooks: RefusedWebhooks,
    /// Fetched while all is well; `None`: there is none.
    pub heartbeat: Option<HeartbeatUrl>,
}

impl Default for NoticeSettings {
    fn default() -> Self {
        let (mail, digest_at, heartbeat) = (None, None, None);
        Self { mail, digest_at, digest_mail: false, refused_webhooks: RefusedWebhooks::default(), heartbeat }
    }
}

/// Webhooks of one processor that are not believed, so many within so long, are an incident; it ends when none came for as
/// long.
#[derive(Clone, Copy, Debug)]
pub struct RefusedWebhooks {
    pub count: u32,
    pub within: Duration,
}

impl Default for RefusedWebhooks {
    fn default() -> Self {
        Self { count: 10, within: Duration::minutes(10) }
    }
}

/// Whoever knows it can say that all is well.
#[derive(Clone, PartialEq, Eq)]
pub struct HeartbeatUrl(pub Url);

impl fmt::Debug for HeartbeatUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeartbeatUrl")
    }
}

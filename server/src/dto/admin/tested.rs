use std::time::Duration;

use nproxy_app::keys::{KeyTest, Tested as TestedKey};
use nproxy_app::proxies::Tested as TestedProxy;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::{Code, Problem};

/// What a test of a key or a proxy found out.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestReply {
    pub ok: bool,
    /// Of the whole call, with the way there.
    pub ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub error_class: Option<&'static str>,
    /// Redacted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// The address that the outside world saw; of a proxy that works.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub exit_address: Option<String>,
}

impl TestReply {
    /// Refused where the upstream has no free call.
    pub fn of_key(test: KeyTest) -> Result<Self, Problem> {
        let reply = Self { ok: true, ms: test.ms, error_class: None, detail: None, exit_address: None };
        match test.tested {
            TestedKey::Works => Ok(reply),
            TestedKey::Failed { class, detail } => {
                Ok(Self { ok: false, error_class: Some(class), detail: Some(detail), ..reply })
            }
            TestedKey::NoCheck => {
                Err(Problem::said(Code::Untestable, &"this upstream has no free call that proves a key"))
            }
        }
    }

    /// `took`: of the whole test, for one that failed.
    pub fn of_proxy(tested: TestedProxy, took: Duration) -> Self {
        match tested {
            TestedProxy::Works { exit_address, latency_ms } => Self {
                ok: true,
                ms: latency_ms.into(),
                error_class: None,
                detail: None,
                exit_address: Some(exit_address),
            },
            TestedProxy::Failed { detail } => Self {
                ok: false,
                ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
                error_class: Some("proxy_transport"),
                detail: Some(detail),
                exit_address: None,
            },
        }
    }
}

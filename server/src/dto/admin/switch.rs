use chrono::{DateTime, Utc};
use nproxy_app::switches::{SwitchView, Turn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dto::SMALL_BYTES_MAX;
use crate::extract::Body;

#[derive(Debug, Serialize, ToSchema)]
pub struct SwitchState {
    /// `generation`, `read_only`, `sign_up`, `invoices:<processor>`, `provider:<id>`, `model:<id>`.
    pub name: String,
    /// In plain English.
    pub label: String,
    pub value: String,
    /// Those that it may have; the first one is the usual.
    #[schema(value_type = Vec<String>)]
    pub values: Vec<&'static str>,
    /// What customers read while generation is paused or the product is read-only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// When it is expected to be over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub until: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
    /// `system`, `operator` or `user:<id>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub actor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub changed_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SwitchesReply {
    pub items: Vec<SwitchState>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSwitch {
    pub name: String,
    pub value: String,
    /// Only while generation is paused or the product is read-only.
    #[schema(nullable = false, max_length = 300)]
    pub text: Option<String>,
    #[schema(nullable = false)]
    pub until: Option<DateTime<Utc>>,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

impl Body for SetSwitch {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl From<SetSwitch> for Turn {
    fn from(body: SetSwitch) -> Self {
        let SetSwitch { name, value, text, until, reason } = body;
        Self { name, value, text, until, reason }
    }
}

impl From<Vec<SwitchView>> for SwitchesReply {
    fn from(views: Vec<SwitchView>) -> Self {
        let item = |view: SwitchView| {
            let SwitchView { name, label, value, values, text, until, reason, actor, changed_at } = view;
            SwitchState { name, label, value, values, text, until, reason, actor, changed_at }
        };
        Self { items: views.into_iter().map(item).collect() }
    }
}

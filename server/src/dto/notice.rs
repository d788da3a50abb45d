use chrono::{DateTime, Utc};
use nproxy_app::switches::{Notice, Switches};
use serde::Serialize;
use utoipa::ToSchema;

/// What is switched off now, for everybody.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicNotice {
    pub generation_paused: bool,
    pub read_only: bool,
    /// An admin's word to customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// When it is expected to be over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub until: Option<DateTime<Utc>>,
}

impl From<Switches> for PublicNotice {
    /// A product that is read-only makes no pictures either, so that is what is spoken of.
    fn from(switches: Switches) -> Self {
        let Switches { generation_paused, read_only, .. } = switches;
        let Notice { text, until } = match (read_only, generation_paused) {
            (true, _) => switches.read_only_notice,
            (false, true) => switches.paused_notice,
            (false, false) => Notice::default(),
        };
        Self { generation_paused, read_only, text, until }
    }
}

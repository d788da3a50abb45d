use std::fmt;

use nproxy_app::content::Opened;
use nproxy_domain::OpenedId;
use serde::Serialize;
use utoipa::ToSchema;

/// A customer's prompt and pictures. The addresses are good for ten minutes, for this admin alone.
#[derive(Serialize, ToSchema)]
pub struct OpenedContent {
    pub prompt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub image_url: Option<String>,
    pub input_urls: Vec<String>,
}

impl fmt::Debug for OpenedContent {
    /// No prompt in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenedContent(..)")
    }
}

impl From<Opened> for OpenedContent {
    fn from(opened: Opened) -> Self {
        let url = |id: OpenedId| format!("/api/v1/admin/opened/{id}");
        Self {
            prompt: opened.prompt,
            image_url: opened.image.map(url),
            input_urls: opened.inputs.into_iter().map(url).collect(),
        }
    }
}

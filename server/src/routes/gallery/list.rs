//! All pictures, page by page.

use chrono::{DateTime, Utc};
use nproxy_app::gallery::{self, GalleryError, Wanted};
use nproxy_domain::provider::Mode;
use salvo::writing::Json;
use serde::Deserialize;

use crate::dto::{GalleryItem, GalleryPage, PictureKind, modes};
use crate::extract::{CurrentUser, ValidQuery, in_our_time, out_of_range};
use crate::problem::Problem;
use crate::web::Web;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GalleryQuery {
    /// `next_cursor` of the page before, with the same filter.
    cursor: Option<String>,
    /// Pictures per page.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 100, default = 60)]
    limit: u32,
    /// Looked for in prompts, whatever its case; less than 2 characters look for nothing. Uploads have no prompt.
    #[param(max_length = 200)]
    q: Option<String>,
    #[param(schema_with = modes, required = false)]
    mode: Option<Mode>,
    /// Only those with a star.
    #[serde(default)]
    #[param(required = false, default = false)]
    starred: bool,
    /// Not before.
    #[serde(default, deserialize_with = "in_our_time")]
    from: Option<DateTime<Utc>>,
    /// Before.
    #[serde(default, deserialize_with = "in_our_time")]
    until: Option<DateTime<Utc>>,
    /// `input`: own uploads.
    #[serde(default)]
    #[param(inline, required = false)]
    kind: PictureKind,
}

fn default_limit() -> u32 {
    60
}

/// Pictures of all conversations, newest first
///
/// Codes: `not_signed_in`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/gallery", tag = "gallery", params(GalleryQuery),
    responses((status = 200, body = GalleryPage), Problem)
)]
pub async fn list_gallery(
    web: Web,
    user: CurrentUser,
    query: ValidQuery<GalleryQuery>,
) -> Result<Json<GalleryPage>, Problem> {
    let GalleryQuery { cursor, limit, q, mode, starred, from, until, kind } = query.0;
    let wanted =
        Wanted { kind: kind.into(), cursor: cursor.as_deref(), limit, query: q.as_deref(), mode, starred, from, until };
    let page = gallery::list(&web.app, user.0.id, wanted).await?;
    let items = page.items.into_iter().map(GalleryItem::from).collect();
    Ok(Json(GalleryPage { items, next_cursor: page.next_cursor }))
}

impl From<GalleryError> for Problem {
    fn from(error: GalleryError) -> Self {
        match error {
            GalleryError::BadCursor => out_of_range("cursor", &error),
            GalleryError::LimitOutOfRange => out_of_range("limit", &error),
            GalleryError::Query(error) => out_of_range("q", &error),
            GalleryError::Store(error) => Self::from(error),
        }
    }
}

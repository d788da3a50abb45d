//! All pictures, page by page.

use chrono::{DateTime, Datelike as _, Utc};
use nproxy_app::gallery::{self, GalleryError, Wanted};
use nproxy_domain::provider::Mode;
use salvo::writing::Json;
use serde::Deserialize;

use crate::dto::{GalleryItem, GalleryPage, PictureKind, modes};
use crate::extract::{CurrentUser, ValidQuery, out_of_range};
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
    from: Option<DateTime<Utc>>,
    /// Before.
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
    let wanted = Wanted {
        kind: kind.into(),
        cursor: cursor.as_deref(),
        limit,
        query: q.as_deref(),
        mode,
        starred,
        from: in_our_time("from", from)?,
        until: in_our_time("until", until)?,
    };
    let page = gallery::list(&web.app, user.0.id, wanted).await?;
    let items = page.items.into_iter().map(GalleryItem::from).collect();
    Ok(Json(GalleryPage { items, next_cursor: page.next_cursor }))
}

/// No database knows every year that can be written.
fn in_our_time(name: &str, time: Option<DateTime<Utc>>) -> Result<Option<DateTime<Utc>>, Problem> {
    match time {
        Some(time) if !(1970..=9999).contains(&time.year()) => Err(out_of_range(name, &"the year is out of range")),
        time => Ok(time),
    }
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

//! Giving a picture out.

use nproxy_app::assets::{self, FetchError, Fetched, Variant};
use nproxy_domain::AssetId;
use salvo::Response;
use salvo::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::dto::PictureBytes;
use crate::extract::{CurrentUser, PathId, ValidQuery, out_of_range};
use crate::problem::{Code, Problem};
use crate::web::Web;

#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum WhichVariant {
    #[default]
    Original,
    /// At most 512 pixels on its longer side.
    Thumb,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DownloadQuery {
    #[serde(default)]
    #[param(inline, required = false)]
    variant: WhichVariant,
    /// 1: to be saved under a readable name.
    #[serde(default)]
    #[param(minimum = 0, maximum = 1, default = 0)]
    download: u8,
}

/// The bytes of a picture
///
/// They never change. Codes: `not_signed_in`, `not_found`, `invalid_query`, `storage_unavailable`.
#[utoipa::path(
    get, path = "/api/v1/assets/{id}", tag = "assets", params(("id" = Uuid, Path), DownloadQuery),
    responses((status = 200, description = "The picture", content_type = "image/*", body = PictureBytes), Problem)
)]
pub async fn download_asset(
    web: Web,
    user: CurrentUser,
    id: PathId<AssetId>,
    query: ValidQuery<DownloadQuery>,
    res: &mut Response,
) -> Result<(), Problem> {
    let disposition = match query.0.download {
        0 => "inline",
        1 => "attachment",
        _ => return Err(out_of_range("download", &"it is 0 or 1")),
    };
    let variant = match query.0.variant {
        WhichVariant::Original => Variant::Original,
        WhichVariant::Thumb => Variant::Thumb,
    };
    let picture = assets::fetch(&web.app, user.0.id, id.0, variant).await?;
    show(res, picture, disposition)
}

/// The bytes with what keeps them from doing anything. `disposition`: `inline` or `attachment`.
pub fn show(res: &mut Response, picture: Fetched, disposition: &str) -> Result<(), Problem> {
    let disposition = format!("{disposition}; filename=\"{}\"", picture.file_name);
    let headers = res.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(picture.mime));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(Problem::internal)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    // Opened by itself it is a document of our origin: whatever a model put into it may do nothing there. The style
    // is that of the browser's own picture viewer.
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'"),
    );
    res.body(picture.bytes);
    Ok(())
}

impl From<FetchError> for Problem {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::NotFound => Self::plain(Code::NotFound),
            FetchError::Storage(error) => Self::from(error),
            FetchError::Store(error) => Self::from(error),
        }
    }
}

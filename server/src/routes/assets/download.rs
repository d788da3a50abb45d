//! Giving a picture out.

use futures::TryStreamExt as _;
use nproxy_app::assets::{self, FetchError, Fetched, Given, Variant, Wanted};
use nproxy_domain::AssetId;
use nproxy_domain::assets::{Reading, Span};
use salvo::http::StatusCode;
use salvo::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, HeaderValue, LOCATION, REFERRER_POLICY,
};
use salvo::{Request, Response};
use serde::Deserialize;
use url::Url;
use utoipa::ToSchema;

use super::span;
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
/// They never change. `Range` is answered for one run of bytes, `If-Range` by the `ETag`; a range that lies outside
/// is refused. Where the store of pictures gives them out itself, the full-size one is answered by a redirect to an
/// address that is good for a short while. Codes: `not_signed_in`, `not_found`, `invalid_query`, `range_not_satisfiable`, `storage_unavailable`.
#[utoipa::path(
    get, path = "/api/v1/assets/{id}", tag = "assets", params(("id" = Uuid, Path), DownloadQuery),
    responses(
        (status = 200, description = "The picture", content_type = "image/*", body = PictureBytes),
        (status = 206, description = "A run of its bytes", content_type = "image/*", body = PictureBytes),
        (status = 307, description = "It is to be had at `Location` for a short while"),
        Problem
    )
)]
pub async fn download_asset(
    web: Web,
    user: CurrentUser,
    id: PathId<AssetId>,
    query: ValidQuery<DownloadQuery>,
    req: &mut Request,
    res: &mut Response,
) -> Result<(), Problem> {
    let save = match query.0.download {
        0 => false,
        1 => true,
        _ => return Err(out_of_range("download", &"it is 0 or 1")),
    };
    let variant = match query.0.variant {
        WhichVariant::Original => Variant::Original,
        WhichVariant::Thumb => Variant::Thumb,
    };
    let span = span::asked(req.headers(), &assets::etag(id.0, variant));
    match assets::fetch(&web.app, user.0.id, id.0, Wanted { variant, span, save }).await {
        Ok(Given::Picture(picture)) => show(res, picture, span),
        Ok(Given::Link(link)) => send_to(res, &link),
        Err(error) => {
            if let FetchError::Outside { total_bytes } = error {
                let range = format!("bytes */{total_bytes}");
                res.headers_mut().insert(CONTENT_RANGE, HeaderValue::from_str(&range).map_err(Problem::internal)?);
            }
            Err(error.into())
        }
    }
}

/// The bytes with what keeps them from doing anything.
pub fn show(res: &mut Response, picture: Fetched, asked: Span) -> Result<(), Problem> {
    let Fetched { reading, mime, disposition, etag } = picture;
    let Reading { total_bytes, first, bytes, pieces } = reading;
    let headers = res.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(Problem::internal)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    headers.insert(ETAG, HeaderValue::from_str(&etag).map_err(Problem::internal)?);
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes));
    // Opened by itself it is a document of our origin: whatever a model put into it may do nothing there. The style
    // is that of the browser's own picture viewer.
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'"),
    );
    if asked != Span::Whole {
        let range = format!("bytes {first}-{}/{total_bytes}", (first + bytes).saturating_sub(1));
        headers.insert(CONTENT_RANGE, HeaderValue::from_str(&range).map_err(Problem::internal)?);
        res.status_code(StatusCode::PARTIAL_CONTENT);
    }
    // The status has gone out by then: a connection that breaks is all that the browser can be told.
    res.stream(pieces.inspect_err(|error| tracing::error!(%error, "a picture could not be read to its end")));
    Ok(())
}

/// The address is good for a while without a sign-in, so nothing keeps it but the one who asked; and where it leads need
/// not know where it stood.
fn send_to(res: &mut Response, link: &Url) -> Result<(), Problem> {
    let headers = res.headers_mut();
    headers.insert(LOCATION, HeaderValue::from_str(link.as_str()).map_err(Problem::internal)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    res.status_code(StatusCode::TEMPORARY_REDIRECT);
    Ok(())
}

impl From<FetchError> for Problem {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::NotFound => Self::plain(Code::NotFound),
            FetchError::Outside { .. } => Self::said(Code::RangeNotSatisfiable, &error),
            FetchError::Storage(error) => Self::from(error),
            FetchError::Store(error) => Self::from(error),
        }
    }
}

//! Pictures to take along.

use nproxy_app::zips::{self, MakeError};
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use crate::dto::{DownloadReply, NewZip};
use crate::extract::{CurrentUser, ValidJson, Writable};
use crate::problem::{Code, Problem};

/// Makes a link to a ZIP of own pictures
///
/// 1 to 500 of them; what is named twice is in it once. Codes: `not_signed_in`, `zip_empty`, `zip_too_large`, `not_found`,
/// `read_only`.
#[utoipa::path(
    post, path = "/api/v1/zips", tag = "gallery", request_body = NewZip,
    responses((status = 201, body = DownloadReply), Problem)
)]
pub async fn make_zip(
    user: CurrentUser,
    web: Writable,
    body: ValidJson<NewZip>,
    res: &mut Response,
) -> Result<Json<DownloadReply>, Problem> {
    let id = zips::make(&web.app, user.0.id, &body.0.asset_ids).await?;
    res.status_code(StatusCode::CREATED);
    Ok(Json(DownloadReply::to(id)))
}

impl From<MakeError> for Problem {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::Empty => Self::field(Code::ZipEmpty, "/asset_ids", &error),
            MakeError::TooLarge { .. } => Self::field(Code::ZipTooLarge, "/asset_ids", &error),
            MakeError::NotFound => Self::plain(Code::NotFound),
            MakeError::Store(error) => Self::from(error),
        }
    }
}

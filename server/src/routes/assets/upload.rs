//! Taking a picture in.

use std::io::ErrorKind;
use std::time::Duration;

use nproxy_app::assets::{self, PictureError, UploadError};
use nproxy_domain::assets::AssetStoreError;
use salvo::http::StatusCode;
use salvo::writing::Json;
use salvo::{Request, Response};
use tokio::time::timeout;

use crate::body::{drain, drain_oversized};
use crate::dto::{AssetReply, Upload};
use crate::extract::{CurrentUser, Writable};
use crate::form::{self, FormError};
use crate::problem::{Code, Problem};

/// What a form adds to its file: boundaries and headers.
const FORM_BYTES_MAX: usize = 16 * 1024;
/// The largest file by a slow line; nobody keeps a place for longer.
const ARRIVAL_MAX: Duration = Duration::from_mins(5);
/// A picture is worked on in about this time.
const BUSY_SECONDS: u32 = 2;

/// Stores a picture to be used as an input
///
/// PNG, JPEG and WebP, known by their bytes; it is turned upright, rid of its metadata and made smaller where it is
/// very large. Codes: `not_signed_in`, `unsupported_media_type`, `file_missing`, `unsupported_image`,
/// `image_too_large`, `image_unreadable`, `picture_blocked`, `too_many_uploads`, `uploads_full`, `bad_request`, `busy`,
/// `storage_unavailable`, `storage_full`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/assets", tag = "assets",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, description = "Stored", body = AssetReply), Problem)
)]
pub async fn upload_asset(
    user: CurrentUser,
    web: Writable,
    req: &mut Request,
    res: &mut Response,
) -> Result<Json<AssetReply>, Problem> {
    let file_bytes_max = web.app.settings.pictures.limits.bytes_max;
    let form_bytes_max = file_bytes_max + FORM_BYTES_MAX;
    let too_large = || Problem::from(PictureError::TooManyBytes { bytes_max: file_bytes_max });
    drain_oversized(req, form_bytes_max).await.map_err(|_| too_large())?;
    if web.app.is_full() {
        drain(req).await;
        return Err(Problem::storage_full());
    }
    let Some(_place) = web.uploads.take(user.0.id) else {
        drain(req).await;
        return Err(UploadError::Busy.into());
    };
    let arriving = timeout(ARRIVAL_MAX, form::file(req, "file", &web.settings.uploads_dir, form_bytes_max));
    let form = arriving.await.map_err(|_| Problem::new(Code::BadRequest, "The form took too long to arrive."))?;
    let file = form.map_err(|error| match error {
        FormError::NotAForm => Problem::new(Code::UnsupportedMediaType, "Send the picture as multipart/form-data."),
        FormError::TooLarge => too_large(),
        FormError::Unreadable(error) => Problem::new(Code::BadRequest, format!("The form can't be read: {error}.")),
        FormError::Disk(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
            AssetStoreError::Full(error.to_string()).into()
        }
        FormError::Disk(error) => AssetStoreError::Unavailable(error.to_string()).into(),
    })?;
    let file =
        file.ok_or_else(|| Problem::new(Code::FileMissing, "The form needs a field `file` with a picture in it."))?;
    let _turn = web.uploads_in_memory.acquire().await.map_err(Problem::internal)?;
    let bytes = file.read().await.map_err(Problem::internal)?;
    let asset = assets::upload(&web.app, user.0.id, bytes.into()).await?;
    res.status_code(StatusCode::CREATED);
    Ok(Json(AssetReply { asset: asset.into() }))
}

impl From<UploadError> for Problem {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Picture(error) => Self::from(error),
            UploadError::Blocked => Self::said(Code::PictureBlocked, &error),
            UploadError::Busy => Self::said(Code::Busy, &error).retry_after(BUSY_SECONDS),
            UploadError::TooMany { wait_s } => Self::said(Code::TooManyUploads, &error).retry_after(wait_s),
            UploadError::NoRoom => Self::said(Code::UploadsFull, &error),
            UploadError::Storage(error) => Self::from(error),
            UploadError::Store(error) => Self::from(error),
        }
    }
}

impl From<PictureError> for Problem {
    fn from(error: PictureError) -> Self {
        let code = match error {
            PictureError::Unsupported | PictureError::Heic => Code::UnsupportedImage,
            PictureError::TooManyBytes { .. } | PictureError::TooManyPixels { .. } => Code::ImageTooLarge,
            PictureError::Unreadable => Code::ImageUnreadable,
        };
        Self::said(code, &error)
    }
}

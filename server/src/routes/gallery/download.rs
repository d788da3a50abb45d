//! A ZIP goes out while it is written.

use nproxy_app::zips::{self, OpenError};
use nproxy_domain::DownloadId;
use salvo::Response;
use salvo::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};

use crate::dto::ZipBytes;
use crate::extract::{AdminUser, CurrentUser, PathId};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Some ZIP has come to its end by then.
const BUSY_SECONDS: u32 = 30;

/// The ZIP behind a link
///
/// Good for an hour, for whoever asked for it alone, and another's account only while its admin is let in. What is not there any
/// more stands in its `missing.txt`. Codes: `not_signed_in`, `not_found`, `busy`.
#[utoipa::path(
    get, path = "/api/v1/downloads/{id}", tag = "gallery", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The ZIP", content_type = "application/zip", body = ZipBytes), Problem)
)]
pub async fn download(
    web: Web,
    user: CurrentUser,
    admin: Option<AdminUser>,
    id: PathId<DownloadId>,
    res: &mut Response,
) -> Result<(), Problem> {
    let opened = zips::open(&web.app, user.0.id, admin.is_some(), id.0).await?;
    let disposition = format!("attachment; filename=\"{}\"", opened.file_name);
    let headers = res.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(Problem::internal)?);
    res.stream(opened.body);
    Ok(())
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotFound => Self::plain(Code::NotFound),
            OpenError::Busy(error) => Self::said(Code::Busy, &error).retry_after(BUSY_SECONDS),
            OpenError::Store(error) => Self::from(error),
        }
    }
}

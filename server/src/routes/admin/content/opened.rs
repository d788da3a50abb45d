//! The bytes of a picture that was opened.

use nproxy_app::content;
use nproxy_domain::OpenedId;
use nproxy_domain::assets::Span;
use salvo::Response;
use salvo::http::header::{CACHE_CONTROL, HeaderValue};

use crate::dto::PictureBytes;
use crate::extract::{AdminUser, PathId};
use crate::problem::Problem;
use crate::routes::assets::show;
use crate::web::Web;

/// A picture that this admin opened within the last ten minutes
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `storage_unavailable`.
#[utoipa::path(
    get, path = "/api/v1/admin/opened/{id}", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The picture", content_type = "image/*", body = PictureBytes), Problem)
)]
pub async fn show_opened(web: Web, admin: AdminUser, id: PathId<OpenedId>, res: &mut Response) -> Result<(), Problem> {
    let picture = content::show_opened(&web.app, admin.id()?, id.0).await?;
    show(res, picture, Span::Whole)?;
    // Not a moment longer than the address is good.
    res.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(())
}

//! Input pictures for upstreams that fetch them.
//!
//! **Invariant:** the address is the only key to it, so it is in no document, no log and no cache.

use nproxy_app::assets;
use nproxy_domain::AssetId;
use nproxy_domain::assets::Span;
use salvo::http::header::{CACHE_CONTROL, HeaderValue};
use salvo::{Request, Response};

use super::assets::show;
use crate::extract::PathId;
use crate::problem::Problem;
use crate::web::Web;

pub const PATH: &str = "/inputs/{id}/{token}";

/// The picture behind a link that an upstream was given.
pub async fn fetch_input(web: Web, id: PathId<AssetId>, req: &mut Request, res: &mut Response) -> Result<(), Problem> {
    let token: String = req.param("token").unwrap_or_default();
    let picture = assets::follow(&web.app, id.0, &token).await?;
    show(res, picture, Span::Whole)?;
    res.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(())
}

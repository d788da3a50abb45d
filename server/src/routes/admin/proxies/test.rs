//! Whether a proxy works, and where it comes out.

use std::time::Instant;

use nproxy_app::proxies::{self, TestError};
use nproxy_domain::ProxyId;
use salvo::writing::Json;

use crate::dto::admin::TestReply;
use crate::extract::{AdminUser, PathId};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Tests a proxy; one that works is well again at once
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `act_refused` (its address was changed meanwhile).
#[utoipa::path(
    post, path = "/api/v1/admin/proxies/{id}/test", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = TestReply), Problem)
)]
pub async fn test_proxy(web: Web, admin: AdminUser, id: PathId<ProxyId>) -> Result<Json<TestReply>, Problem> {
    let started = Instant::now();
    let test = proxies::test(&web.app, &admin.0, id.0).await?;
    Ok(Json(TestReply::of_proxy(test.tested, started.elapsed())))
}

impl From<TestError> for Problem {
    fn from(error: TestError) -> Self {
        match error {
            TestError::NotFound => Self::plain(Code::NotFound),
            TestError::Changed => Self::said(Code::ActRefused, &error),
            TestError::Store(error) => Self::from(error),
        }
    }
}

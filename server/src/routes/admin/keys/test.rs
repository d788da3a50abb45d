//! Whether an upstream knows a key.

use nproxy_app::keys::{self, FindError, Which};
use nproxy_domain::KeyId;
use salvo::writing::Json;

use crate::dto::admin::TestReply;
use crate::extract::{AdminUser, PathId};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Asks a key's upstream whether it knows the key: one free call that moves no key
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `untestable`.
#[utoipa::path(
    post, path = "/api/v1/admin/keys/{id}/test", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = TestReply), Problem)
)]
pub async fn test_key(web: Web, admin: AdminUser, id: PathId<KeyId>) -> Result<Json<TestReply>, Problem> {
    let mut told = None;
    keys::test(&web.app, &admin.0, &Which::One(id.0.to_string()), |test| told = Some(test)).await?;
    let test = told.ok_or_else(|| Problem::internal("a key was tested and nothing told"))?;
    TestReply::of_key(test).map(Json)
}

impl From<FindError> for Problem {
    fn from(error: FindError) -> Self {
        match error {
            FindError::Unknown { .. } | FindError::Ambiguous { .. } => Self::plain(Code::NotFound),
            FindError::Store(error) => Self::from(error),
        }
    }
}

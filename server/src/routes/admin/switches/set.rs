//! Turning a switch.

use nproxy_app::switches::{self, TurnError};
use salvo::writing::Json;

use super::all;
use crate::dto::admin::{SetSwitch, SwitchesReply};
use crate::extract::{AdminUser, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Turns a switch, at once in every process
///
/// Codes: `not_signed_in`, `admin_only`, `unknown_switch`, `reason_missing`, `invalid_body`.
#[utoipa::path(
    put, path = "/api/v1/admin/switches", tag = "admin", request_body = SetSwitch,
    responses((status = 200, body = SwitchesReply), Problem)
)]
pub async fn set_switch(
    web: Web,
    admin: AdminUser,
    body: ValidJson<SetSwitch>,
) -> Result<Json<SwitchesReply>, Problem> {
    switches::turn(&web.app, &admin.0, body.0.into()).await?;
    all(&web).await
}

impl From<TurnError> for Problem {
    fn from(error: TurnError) -> Self {
        match error {
            TurnError::UnknownSwitch => Self::field(Code::UnknownSwitch, "/name", &error),
            TurnError::UnknownValue => Self::field(Code::UnknownSwitch, "/value", &error),
            TurnError::NoNotice | TurnError::TextTooLong => Self::field(Code::InvalidBody, "/text", &error),
            TurnError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            TurnError::Store(error) => Self::from(error),
        }
    }
}

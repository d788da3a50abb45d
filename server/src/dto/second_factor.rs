use chrono::{DateTime, Utc};
use nproxy_app::accounts::{self, AccessState, Given};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SMALL_BYTES_MAX;
use crate::extract::Body;
use crate::problem::{Code, Problem};

/// How far an admin is let in.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminAccess {
    #[schema(inline)]
    pub state: AdminAccessState,
    /// Until then what is dangerous may be done; without it a fresh sign-in comes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub fresh_until: Option<DateTime<Utc>>,
    /// With `given`: so long at most, and less where the session is idle.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ends_at: Option<DateTime<Utc>>,
}

/// `off`: no second factor is asked for. `missing`: enrol first. `needed`: give a code. `given`: let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdminAccessState {
    Off,
    Missing,
    Needed,
    Given,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorReply {
    pub enrolled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub enrolled_at: Option<DateTime<Utc>>,
    pub recovery_codes_left: u64,
}

/// `Debug` is left out of everything that holds a password or a code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolSecondFactor {
    pub password: String,
}

/// Shown once.
#[derive(Serialize, ToSchema)]
pub struct EnrolmentReply {
    /// In base32, to be typed.
    pub secret: String,
    /// An `otpauth://` address for a QR code.
    pub uri: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpCode {
    pub code: String,
}

/// Shown once.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodesReply {
    pub recovery_codes: Vec<String>,
}

/// One of both.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactor {
    #[schema(nullable = false)]
    pub code: Option<String>,
    #[schema(nullable = false)]
    pub recovery_code: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmSignIn {
    pub password: String,
    /// Where a second factor is asked for.
    #[schema(nullable = false)]
    pub code: Option<String>,
}

impl Body for EnrolSecondFactor {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for TotpCode {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for SecondFactor {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for ConfirmSignIn {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl SecondFactor {
    pub fn read(self) -> Result<Given, Problem> {
        match (self.code, self.recovery_code) {
            (Some(code), None) => Ok(Given::Code(code.into())),
            (None, Some(code)) => Ok(Given::RecoveryCode(code.into())),
            _ => Err(Problem::field(Code::InvalidBody, "/code", &"either a code or a recovery code is given")),
        }
    }
}

impl From<accounts::AdminAccess> for AdminAccess {
    fn from(access: accounts::AdminAccess) -> Self {
        Self {
            state: match access.state {
                AccessState::Off => AdminAccessState::Off,
                AccessState::Missing => AdminAccessState::Missing,
                AccessState::Needed => AdminAccessState::Needed,
                AccessState::Given => AdminAccessState::Given,
            },
            fresh_until: access.fresh_until,
            ends_at: access.ends_at,
        }
    }
}

impl From<accounts::SecondFactor> for SecondFactorReply {
    fn from(factor: accounts::SecondFactor) -> Self {
        Self {
            enrolled: factor.enrolled_at.is_some(),
            enrolled_at: factor.enrolled_at,
            recovery_codes_left: factor.recovery_codes_left,
        }
    }
}

impl From<accounts::RecoveryCodes> for RecoveryCodesReply {
    fn from(codes: accounts::RecoveryCodes) -> Self {
        Self { recovery_codes: codes.expose().map(str::to_owned).collect() }
    }
}

//! How far an admin is let in.

use nproxy_domain::{Timestamp, UserId};
use nproxy_store::{StoreError, totp};

use super::Role;
use super::session::Proven;
use super::view::UserView;
use crate::App;

/// What stands between an admin and his rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessState {
    /// No second factor is asked for.
    Off,
    /// There is none yet.
    Missing,
    /// It has to be given in this session.
    Needed,
    Given,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdminAccess {
    pub state: AccessState,
    /// Until then what is dangerous may be done; `None`: not without a fresh sign-in.
    pub fresh_until: Option<Timestamp>,
    /// With `Given`: so long at most, and less where the session is idle.
    pub ends_at: Option<Timestamp>,
}

/// Of a session. `None`: it is no admin's.
pub async fn admin_access(app: &App, user: &UserView, proven: Proven) -> Result<Option<AdminAccess>, StoreError> {
    if user.role != Role::Admin {
        return Ok(None);
    }
    let (now, rules) = (app.env.now(), app.settings.accounts.admins);
    let ends_at = proven.second_factor_at.map(|at| at + rules.age_max).filter(|at| now < *at);
    let state = match ends_at {
        _ if !rules.second_factor => AccessState::Off,
        Some(_) => AccessState::Given,
        None if is_enrolled(app, user.id).await? => AccessState::Needed,
        None => AccessState::Missing,
    };
    let fresh_until = proven.password_at.map(|at| at + rules.fresh_for).filter(|at| now < *at);
    let access = AdminAccess { state, fresh_until: None, ends_at: None };
    Ok(Some(match state {
        AccessState::Off => AdminAccess { fresh_until, ..access },
        AccessState::Given => AdminAccess { fresh_until, ends_at, ..access },
        AccessState::Missing | AccessState::Needed => access,
    }))
}

async fn is_enrolled(app: &App, user: UserId) -> Result<bool, StoreError> {
    Ok(totp::get(app.store.read(), user).await?.is_some_and(|row| row.enrolled_at.is_some()))
}

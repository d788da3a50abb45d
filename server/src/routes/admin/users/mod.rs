//! Customers at the admins' desk.

mod bulk;
mod change_requests;
mod close;
mod email;
mod export;
mod extend;
mod grant_cycle;
mod reset_mail;
mod show;
mod sign_out;
mod suspend;

use nproxy_app::people::{self, PersonError};
use nproxy_domain::UserId;
use salvo::writing::Json;

use crate::docs::{Operations, ops};
use crate::dto::admin::UserFile;
use crate::problem::{Code, Problem};
use crate::web::Web;

pub fn operations() -> Operations {
    ops![
        show::get_user,
        suspend::suspend_user,
        suspend::unsuspend_user,
        sign_out::sign_user_out,
        reset_mail::send_reset_mail,
        email::change_user_email,
        extend::extend_cycle,
        close::close_user,
        export::export_user,
        bulk::change_users,
        grant_cycle::grant_cycle,
        change_requests::change_requests,
    ]
}

/// The customer as he is now.
pub async fn file(web: &Web, id: UserId) -> Result<Json<UserFile>, Problem> {
    Ok(Json(people::person_file(&web.app, id).await?.into()))
}

impl From<PersonError> for Problem {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::NotFound => Self::plain(Code::NotFound),
            PersonError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            PersonError::IsAdmin
            | PersonError::SuspendedAlready
            | PersonError::NotSuspended
            | PersonError::ClosingAlready => Self::said(Code::ActRefused, &error),
            PersonError::Store(error) => Self::from(error),
        }
    }
}

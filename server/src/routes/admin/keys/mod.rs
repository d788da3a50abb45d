//! Upstream keys at the admins' desk.

mod activate;
mod add;
mod bulk;
mod disable;
mod import;
mod rotate;
mod show;
mod test;
mod update;

use nproxy_app::audit::ReasonMissing;
use nproxy_app::keys::{self, Refusal, SetError};
use nproxy_domain::KeyId;

use crate::docs::{Operations, ops};
use crate::dto::admin::KeyFile;
use crate::problem::{Code, Problem};
use crate::web::Web;

pub fn operations() -> Operations {
    ops![
        add::add_key,
        import::import_keys,
        bulk::change_keys,
        show::get_key,
        update::update_key,
        activate::activate_key,
        disable::disable_key,
        rotate::rotate_key,
        test::test_key,
    ]
}

/// What every act on one key answers with.
async fn file(web: &Web, id: KeyId) -> Result<KeyFile, Problem> {
    let file = keys::file(&web.app, id).await?;
    file.map(KeyFile::from).ok_or_else(|| Problem::plain(Code::NotFound))
}

/// Of a body whose fields are called like the columns of an import.
fn refused(refusal: &Refusal) -> Problem {
    let pointer = refusal.column().map(|column| format!("/{column}")).unwrap_or_default();
    Problem::field(Code::InvalidBody, &pointer, refusal)
}

impl From<SetError> for Problem {
    fn from(error: SetError) -> Self {
        match error {
            SetError::NotFound => Self::plain(Code::NotFound),
            SetError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            SetError::Store(error) => Self::from(error),
        }
    }
}

impl From<ReasonMissing> for Problem {
    fn from(error: ReasonMissing) -> Self {
        Self::field(Code::ReasonMissing, "/reason", &error)
    }
}

//! Prompts and pictures of customers, at the admins' desk.

mod open;
mod opened;
mod remove_picture;
mod retry;

use nproxy_app::generations;
use nproxy_domain::GenerationId;
use salvo::writing::Json;

use crate::docs::{Operations, ops};
use crate::dto::admin::GenerationFile;
use crate::problem::Problem;
use crate::web::Web;

pub fn operations() -> Operations {
    ops![open::open_content, opened::show_opened, remove_picture::remove_picture, retry::retry_for_customer]
}

/// A generation as it is now, without its prompt.
async fn shown(web: &Web, id: GenerationId) -> Result<Json<GenerationFile>, Problem> {
    Ok(Json(generations::file(&web.app, id).await?.into()))
}

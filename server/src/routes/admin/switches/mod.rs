//! What admins turn on and off.

mod list;
mod set;

use nproxy_app::switches;
use salvo::writing::Json;

use crate::docs::{Operations, ops};
use crate::dto::admin::SwitchesReply;
use crate::problem::Problem;
use crate::web::Web;

pub fn operations() -> Operations {
    ops![list::list_switches, set::set_switch]
}

async fn all(web: &Web) -> Result<Json<SwitchesReply>, Problem> {
    Ok(Json(switches::list(&web.app).await?.into()))
}

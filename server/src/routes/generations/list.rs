//! Looking at several generations, and waiting until one of them changes.

use nproxy_app::generations::{self, Waited};
use nproxy_domain::GenerationId;
use salvo::writing::Json;
use salvo::{Request, Response};
use serde::Deserialize;

use crate::dto::{Generation, GenerationsReply};
use crate::extract::{CurrentUser, ValidQuery, out_of_range};
use crate::polling;
use crate::problem::Problem;
use crate::web::Web;

const IDS_MAX: usize = 100;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GenerationsQuery {
    /// 1 to 100 ids with commas between; what is unknown or foreign is left out of the answer.
    ids: String,
    /// Seconds to wait for a change from what `If-None-Match` names.
    #[serde(default)]
    #[param(minimum = 0, maximum = 25, default = 0)]
    wait: u64,
}

/// Several generations, by id
///
/// With `If-None-Match` and `wait` it answers when something changed, or 304 at the end. A customer may hold four
/// waits open; a newer one ends the oldest. Codes: `not_signed_in`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/generations", tag = "generations",
    params(GenerationsQuery, ("If-None-Match" = Option<String>, Header, description = "The ETag of the last answer")),
    responses(
        (status = 200, body = GenerationsReply, headers(("etag" = String))),
        (status = 304, description = "Nothing changed"),
        Problem
    )
)]
pub async fn list_generations(
    web: Web,
    user: CurrentUser,
    query: ValidQuery<GenerationsQuery>,
    req: &mut Request,
    res: &mut Response,
) -> Result<(), Problem> {
    let ids = ids(&query.0.ids)?;
    let (wait, known) = (polling::wait_of(query.0.wait)?, polling::known(req));
    let look = |wait| generations::wait(&web.app, user.0.id, &ids, known.as_ref(), wait);
    let (generations, etag) = match polling::while_serving(&web, wait, look).await? {
        Waited::Changed { generations, etag } => (Some(generations), etag),
        Waited::Unchanged { etag } => (None, etag),
    };
    let reply =
        generations.map(|seen| GenerationsReply { generations: seen.into_iter().map(Generation::from).collect() });
    polling::answer(res, reply.map(Json), &etag);
    Ok(())
}

fn ids(list: &str) -> Result<Vec<GenerationId>, Problem> {
    let ids: Option<Vec<GenerationId>> = list.split(',').take(IDS_MAX + 1).map(|id| id.trim().parse().ok()).collect();
    match ids {
        Some(ids) if ids.len() <= IDS_MAX => Ok(ids),
        Some(_) => Err(out_of_range("ids", &format!("at most {IDS_MAX} ids at once"))),
        None => Err(out_of_range("ids", &"ids are UUIDs with commas between")),
    }
}

//! A conversation, page by page from its end.

use nproxy_app::turns::{self, ListError, PAGE_TURNS_MAX};
use nproxy_domain::{ConversationId, TurnId};
use salvo::writing::Json;
use serde::Deserialize;

use crate::dto::{Turn, TurnPage};
use crate::extract::{CurrentUser, PathId, ValidQuery, out_of_range};
use crate::problem::{Code, Problem};
use crate::web::Web;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TurnsQuery {
    /// `next_before` of the newer page.
    #[param(value_type = Option<Uuid>)]
    before: Option<TurnId>,
    /// Turns per page.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 50, default = 20)]
    limit: u32,
}

fn default_limit() -> u32 {
    20
}

/// The newest turns, or those before a turn
///
/// Codes: `not_signed_in`, `not_found`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/conversations/{id}/turns", tag = "conversations",
    params(("id" = Uuid, Path), TurnsQuery), responses((status = 200, body = TurnPage), Problem)
)]
pub async fn list_turns(
    web: Web,
    user: CurrentUser,
    id: PathId<ConversationId>,
    query: ValidQuery<TurnsQuery>,
) -> Result<Json<TurnPage>, Problem> {
    let TurnsQuery { before, limit } = query.0;
    if !(1..=PAGE_TURNS_MAX).contains(&limit) {
        return Err(out_of_range("limit", &format!("a page has 1 to {PAGE_TURNS_MAX} turns")));
    }
    let page = turns::list(&web.app, user.0.id, id.0, before, limit).await?;
    let items = page.turns.into_iter().map(Turn::from).collect();
    Ok(Json(TurnPage { items, next_before: page.next_before.map(|turn| turn.to_string()) }))
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        match error {
            ListError::ConversationNotFound => Self::plain(Code::NotFound),
            ListError::Store(error) => Self::from(error),
        }
    }
}

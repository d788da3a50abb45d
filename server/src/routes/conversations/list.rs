//! The list of conversations.

use nproxy_app::conversations::{self, ListError, Wanted};
use salvo::writing::Json;
use serde::Deserialize;

use crate::dto::{Conversation, ConversationPage};
use crate::extract::{CurrentUser, ValidQuery, out_of_range};
use crate::problem::Problem;
use crate::web::Web;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Conversations per page.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 100, default = 30)]
    limit: u32,
    /// Looked for in titles and prompts, whatever its case; less than 2 characters look for nothing.
    #[param(max_length = 200)]
    q: Option<String>,
}

fn default_limit() -> u32 {
    30
}

/// Conversations, the newest activity first
///
/// The first page begins with the pinned ones, at most 20, beside its `limit`.
///
/// Codes: `not_signed_in`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/conversations", tag = "conversations", params(ListQuery),
    responses((status = 200, body = ConversationPage), Problem)
)]
pub async fn list_conversations(
    web: Web,
    user: CurrentUser,
    query: ValidQuery<ListQuery>,
) -> Result<Json<ConversationPage>, Problem> {
    let ListQuery { cursor, limit, q } = query.0;
    let wanted = Wanted { cursor: cursor.as_deref(), limit, query: q.as_deref() };
    let page = conversations::list(&web.app, user.0.id, wanted).await?;
    let items = page.items.into_iter().map(Conversation::from).collect();
    Ok(Json(ConversationPage { items, next_cursor: page.next_cursor }))
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        match error {
            ListError::BadCursor => out_of_range("cursor", &error),
            ListError::LimitOutOfRange => out_of_range("limit", &error),
            ListError::Query(error) => out_of_range("q", &error),
            ListError::Store(error) => Self::from(error),
        }
    }
}

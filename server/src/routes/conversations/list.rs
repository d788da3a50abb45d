//! The list of conversations.

use nproxy_app::conversations::{self, ListError};
use salvo::writing::Json;
use salvo::{Writer, handler};
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
}

fn default_limit() -> u32 {
    30
}

/// Conversations, the newest activity first
///
/// Codes: `not_signed_in`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/conversations", tag = "conversations", params(ListQuery),
    responses((status = 200, body = ConversationPage), Problem)
)]
#[handler]
pub async fn list_conversations(
    web: Web,
    user: CurrentUser,
    query: ValidQuery<ListQuery>,
) -> Result<Json<ConversationPage>, Problem> {
    let ListQuery { cursor, limit } = query.0;
    let page = conversations::list(&web.app, user.0.id, cursor.as_deref(), limit).await?;
    let items = page.items.into_iter().map(Conversation::from).collect();
    Ok(Json(ConversationPage { items, next_cursor: page.next_cursor }))
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        match error {
            ListError::BadCursor => out_of_range("cursor", &error),
            ListError::LimitOutOfRange => out_of_range("limit", &error),
            ListError::Store(error) => Self::from(error),
        }
    }
}

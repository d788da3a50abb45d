//! Everybody's pictures.

use chrono::{DateTime, TimeDelta, Utc};
use nproxy_app::lists::{self, ByPromptError, GenerationFilter, GenerationState, Turning};
use nproxy_domain::generation::ErrorCode;
use nproxy_domain::search::Query;
use nproxy_domain::{KeyId, ProviderId, ProxyId, TurnId, UserId};
use salvo::Response;
use salvo::writing::Json;

use super::csv;
use super::query::{list_query, said, said_text, several};
use crate::dto::admin::{AdminGeneration, AdminGenerationPage, ByPrompt};
use crate::extract::{AdminUser, FreshAdmin, ValidJson, ValidQuery, in_our_time};
use crate::problem::{Code, Problem};
use crate::web::Web;

list_query!(ListGenerationsOfAllQuery, GenerationsOfAllCsvQuery {
    /// Any of these, with commas between.
    #[param(example = "failed,cancelled")]
    state: [Option<String>],
    /// Any of these, with commas between.
    code: [Option<String>],
    #[param(value_type = Option<Uuid>)]
    user: [Option<UserId>],
    /// One of its attempts was on this key.
    #[param(value_type = Option<Uuid>)]
    key: [Option<KeyId>],
    /// One of its attempts went through this proxy.
    #[param(value_type = Option<Uuid>)]
    proxy: [Option<ProxyId>],
    /// One of its attempts was there.
    provider: [Option<String>],
    model: [Option<String>],
    #[param(value_type = Option<Uuid>)]
    turn: [Option<TurnId>],
    #[serde(default, deserialize_with = "in_our_time")]
    queued_from: [Option<DateTime<Utc>>],
    #[serde(default, deserialize_with = "in_our_time")]
    queued_to: [Option<DateTime<Utc>>],
    /// Begun longer ago and not ended.
    running_over_s: [Option<u32>],
});

/// Everybody's pictures, newest first
///
/// Sorts: `-queued_at` (the usual one), `queued_at`. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/generations", tag = "admin", params(ListGenerationsOfAllQuery),
    responses((status = 200, body = AdminGenerationPage), Problem)
)]
pub async fn list_generations_of_all(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<ListGenerationsOfAllQuery>,
) -> Result<Json<AdminGenerationPage>, Problem> {
    let (wanted, turning) = query.0.split();
    let page = lists::page(&web.app, &wanted.read(&web).await?, &turning).await?;
    Ok(Json(page.into()))
}

/// The same filter as a file
///
/// RFC 4180, times in UTC, the first line names the columns; streamed, at most 100,000 rows, put on record. A cell that
/// begins like a formula has an apostrophe before it. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/generations.csv", tag = "admin", params(GenerationsOfAllCsvQuery),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String), Problem)
)]
pub async fn list_generations_of_all_csv(
    web: Web,
    admin: AdminUser,
    query: ValidQuery<GenerationsOfAllCsvQuery>,
    res: &mut Response,
) -> Result<(), Problem> {
    let list = query.0.read(&web).await?;
    let export = lists::export(&web.app, &admin.0, list, said(&query.0)).await?;
    csv::send::<GenerationFilter, AdminGeneration>(export, res)
}

impl GenerationsOfAllCsvQuery {
    async fn read(&self, web: &Web) -> Result<GenerationFilter, Problem> {
        let states = several("state", self.state.as_deref(), state, "states of pictures")?;
        let codes = several("code", self.code.as_deref(), ErrorCode::parse, "codes of failures")?;
        let since = self.running_over_s.map(|seconds| web.app.env.now() - TimeDelta::seconds(seconds.into()));
        let filter = GenerationFilter {
            states,
            codes: codes.into_iter().map(|code| code.as_str().to_owned()).collect(),
            user: self.user,
            turn: self.turn,
            provider: said_text(self.provider.as_ref()).map(ProviderId),
            key: self.key,
            proxy: self.proxy,
            queued_from: self.queued_from,
            queued_to: self.queued_to,
            running_since: since,
            ..GenerationFilter::default()
        };
        match said_text(self.model.as_ref()) {
            Some(model) => Ok(lists::of_model(&web.app, filter, model).await?),
            None => Ok(filter),
        }
    }
}

fn state(name: &str) -> Option<GenerationState> {
    Some(match name {
        "queued" => GenerationState::Queued,
        "running" => GenerationState::Running,
        "waiting" => GenerationState::Waiting,
        "succeeded" => GenerationState::Succeeded,
        "failed" => GenerationState::Failed,
        "cancelled" => GenerationState::Cancelled,
        _ => return None,
    })
}

/// Pictures by what their prompts hold, newest first
///
/// All of the words. It reads prompts, so it has a reason, is put on record and needs a fresh sign-in. Codes:
/// `not_signed_in`, `admin_only`, `reason_missing`, `invalid_body`, `invalid_query`.
#[utoipa::path(
    post, path = "/api/v1/admin/generations/by-prompt", tag = "admin", request_body = ByPrompt,
    responses((status = 200, body = AdminGenerationPage), Problem)
)]
pub async fn find_generations_by_prompt(
    web: Web,
    admin: FreshAdmin,
    body: ValidJson<ByPrompt>,
) -> Result<Json<AdminGenerationPage>, Problem> {
    let ByPrompt { words, reason, cursor, limit } = body.0;
    let wrong = |why: &dyn std::fmt::Display| Problem::field(Code::InvalidBody, "/words", &why);
    let query = Query::parse(&words).map_err(|error| wrong(&error))?;
    let query = query.ok_or_else(|| wrong(&"at least two characters are looked for"))?;
    let turning = Turning { sort: None, cursor, limit };
    let page = lists::by_prompt(&web.app, &admin.by, query, &reason, &turning).await?;
    Ok(Json(page.into()))
}

impl From<ByPromptError> for Problem {
    fn from(error: ByPromptError) -> Self {
        match error {
            ByPromptError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            ByPromptError::List(error) => Self::from(error),
        }
    }
}

//! Everybody's pictures, without what was asked for.

use std::collections::HashMap;

use nproxy_domain::generation::ErrorCode;
use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_domain::redact::line;
use nproxy_domain::search::Query;
use nproxy_domain::{GenerationId, Timestamp, TurnId, UserId};
use nproxy_store::entities::text::GenerationState;
use nproxy_store::generations::GenerationRow;
use nproxy_store::lists::{GenerationFilter, OfModel, Words};
use nproxy_store::turns::TurnRow;
use nproxy_store::{DbBackend, StoreError, attempts, turns, users};
use serde_json::json;

use super::{ListError, Listed, Shown, Turning, page, users_of};
use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminGeneration {
    pub id: GenerationId,
    pub turn: TurnId,
    pub slot: i64,
    pub user: UserId,
    pub email: String,
    pub state: GenerationState,
    pub code: Option<ErrorCode>,
    pub model: String,
    pub mode: String,
    pub attempts: i64,
    /// Exact decimal US dollars, an estimate.
    pub cost_usd: Option<String>,
    pub queued_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    /// From the start to the end.
    pub took_ms: Option<i64>,
}

#[derive(Debug, thiserror::Error)]
pub enum ByPromptError {
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error(transparent)]
    List(#[from] ListError),
}

impl From<StoreError> for ByPromptError {
    fn from(error: StoreError) -> Self {
        Self::List(error.into())
    }
}

impl Shown for GenerationFilter {
    type Item = AdminGeneration;

    const NAME: &'static str = "generations";

    async fn items(app: &App, rows: Vec<GenerationRow>) -> Result<Vec<AdminGeneration>, StoreError> {
        all(app, rows).await
    }
}

/// Only those of a model.
pub async fn of_model(app: &App, filter: GenerationFilter, model: String) -> Result<GenerationFilter, StoreError> {
    Ok(GenerationFilter { model: Some(OfModel::look(app.store.read(), model).await?), ..filter })
}

/// Those whose prompts hold these words. Reading prompts has a reason, and is put on record before any is read.
pub async fn by_prompt(
    app: &App,
    by: &By,
    query: Query,
    reason: &str,
    turning: &Turning,
) -> Result<Listed<AdminGeneration>, ByPromptError> {
    let reason = &audit::reason(reason).ok_or(ByPromptError::ReasonMissing)?;
    let words = &query;
    let record = app.store.write(|tx| async move {
        let change = Change::of("generations.search_prompts", "list:generations".to_owned())
            .after(json!({ "words": words.as_str() }))
            .because(Some(reason.clone()));
        by.did(&tx, &app.env, change).await
    });
    record.await?;
    let words = Words { query, by_index: app.store.backend() == DbBackend::Postgres };
    Ok(page(app, &GenerationFilter { words: Some(words), ..GenerationFilter::default() }, turning).await?)
}

pub(crate) async fn all(app: &App, rows: Vec<GenerationRow>) -> Result<Vec<AdminGeneration>, StoreError> {
    let db = app.store.read();
    let ids: Vec<GenerationId> = rows.iter().map(|row| GenerationId(row.id)).collect();
    let turn_ids: Vec<TurnId> = rows.iter().map(|row| TurnId(row.turn_id)).collect();
    let user_ids = users_of(rows.iter().map(|row| row.user_id));
    let (asked, sums, emails) =
        tokio::try_join!(turns::by_ids(db, &turn_ids), attempts::sums(db, &ids), users::emails(db, &user_ids))?;
    let asked: HashMap<_, TurnRow> = asked.into_iter().map(|turn| (turn.id, turn)).collect();
    let view = |row: GenerationRow| {
        let turn = asked.get(&row.turn_id);
        let sum = sums.get(&GenerationId(row.id));
        AdminGeneration {
            id: GenerationId(row.id),
            turn: TurnId(row.turn_id),
            slot: row.slot,
            user: UserId(row.user_id),
            email: emails.get(&UserId(row.user_id)).map(|email| line(email)).unwrap_or_default(),
            state: row.state,
            code: row.error_code.as_deref().and_then(ErrorCode::parse),
            model: turn.map(|turn| turn.model.clone()).unwrap_or_default(),
            mode: turn.map(|turn| turn.mode.clone()).unwrap_or_default(),
            attempts: sum.map_or(0, |sum| sum.attempts),
            cost_usd: sum.and_then(|sum| sum.cost_micro_usd).map(|cost| Usd(MicroUsd(cost)).to_string()),
            queued_at: row.queued_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
            took_ms: row.started_at.zip(row.finished_at).map(|(from, to)| (to - from).num_milliseconds()),
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

//! What is wrong, once per trouble. What is new about it is left for the admins to be told ([`crate::notices`]).
//!
//! News are: it began, it matters more or less than before, it lasts and was not told of for half an hour, it is over.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;
use nproxy_domain::mail::Severity;
use nproxy_domain::{IncidentId, KeyId, PaymentId, ProcessorId, ProviderId, ProxyId, Timestamp};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{CaseStatement, Condition, Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

use crate::balances::Holder;
use crate::entities::incidents::{ActiveModel, Column, Entity, Model};
use crate::entities::text::IncidentState;
use crate::notices::TellNews;
use crate::{StoreError, Tx};

/// Trouble that is met again and again is told so often.
pub const REPEAT_EVERY: TimeDelta = TimeDelta::minutes(30);

/// A row to be, or the news of one that is open already.
#[derive(Clone, Debug)]
pub struct Report {
    /// Of the row if it is a new one.
    pub id: IncidentId,
    /// What is wrong with what: `provider_down:nano_banana`.
    pub key: String,
    pub severity: Severity,
    /// What it is about, as people call it; empty: the key says it.
    pub subject: String,
    pub title: String,
    pub detail: String,
    pub at: Timestamp,
}

/// Opens an incident, or updates the open one of the same key and counts one more time. The row as it is now.
pub async fn report(tx: &Tx, report: Report) -> Result<Model, StoreError> {
    let row = Model {
        id: report.id.0,
        key: report.key,
        severity: report.severity.as_str().to_owned(),
        state: IncidentState::Open,
        title: report.title,
        detail: report.detail,
        times: 1,
        opened_at: report.at,
        updated_at: report.at,
        recovered_at: None,
        subject: report.subject,
        version: 1,
        news_at: Some(report.at),
        spread: 0,
    };
    let more = || Expr::col((Entity, Column::Times)).add(1);
    let again = OnConflict::column(Column::Key)
        // Spelled out: SQLite finds the partial index only by the very words of its condition.
        .target_and_where(Expr::cust("state = 'open'"))
        .update_columns([Column::Severity, Column::Subject, Column::Title, Column::Detail, Column::UpdatedAt])
        .value(Column::Times, more())
        .value(Column::Version, if_news(report.at, more(), Column::Version))
        .value(Column::NewsAt, if_news(report.at, Expr::value(report.at), Column::NewsAt))
        .to_owned();
    let row = Entity::insert(ActiveModel::from(row)).on_conflict(again).exec_with_returning(tx).await?;
    // Only of news the version is the count.
    if row.version == row.times {
        tx.enqueue(TellNews {}).await?;
    }
    Ok(row)
}

fn if_news(at: Timestamp, then: Expr, otherwise: Column) -> CaseStatement {
    let is_news = Condition::any()
        .add(Expr::col((Entity, Column::Severity)).ne(Expr::cust("excluded.severity")))
        .add(Expr::col((Entity, Column::NewsAt)).lte(at - REPEAT_EVERY));
    Expr::case(is_news, then).finally(Expr::col((Entity, otherwise)))
}

/// It is still there, which is no news and counts nothing.
pub async fn still(tx: &Tx, key: &str, now: Timestamp) -> Result<(), StoreError> {
    let rows = Entity::update_many().col_expr(Column::UpdatedAt, Expr::value(now)).filter(Column::Key.eq(key));
    rows.filter(Expr::cust("state = 'open'")).exec(tx).await?;
    Ok(())
}

/// Ends the open incident of this key. `None`: there was none.
pub async fn recover(tx: &Tx, key: &str, now: Timestamp) -> Result<Option<Model>, StoreError> {
    let rows = Entity::update_many().set(recovered(now)).col_expr(Column::Version, last_version());
    let rows = rows.filter(Column::Key.eq(key)).filter(Expr::cust("state = 'open'"));
    let over = rows.exec_with_returning(tx).await?.pop();
    if over.is_some() {
        tx.enqueue(TellNews {}).await?;
    }
    Ok(over)
}

/// Of one statement.
const KEYS_MAX: usize = 1000;

/// Ends the open incidents of these keys.
pub async fn recover_all(tx: &Tx, keys: &[String], now: Timestamp) -> Result<(), StoreError> {
    let mut over = 0;
    for some in keys.chunks(KEYS_MAX) {
        // Spelled out, so that the planner sees that the index of the open ones fits.
        let rows = Entity::update_many().set(recovered(now)).col_expr(Column::Version, last_version());
        let rows = rows.filter(Column::Key.is_in(some)).filter(Expr::cust("state = 'open'"));
        over += rows.exec(tx).await?.rows_affected;
    }
    if over > 0 {
        tx.enqueue(TellNews {}).await?;
    }
    Ok(())
}

fn last_version() -> Expr {
    Expr::col(Column::Times).add(1)
}

fn recovered(now: Timestamp) -> ActiveModel {
    ActiveModel {
        news_at: Set(Some(now)),
        state: Set(IncidentState::Recovered),
        updated_at: Set(now),
        recovered_at: Set(Some(now)),
        ..Default::default()
    }
}

/// The keys of all that is wrong now.
pub async fn open_keys(db: &impl ConnectionTrait) -> Result<BTreeSet<String>, StoreError> {
    let open = Entity::find().select_only().column(Column::Key).filter(Expr::cust("state = 'open'"));
    let keys: Vec<String> = open.into_tuple().all(db).await?;
    Ok(keys.into_iter().collect())
}

/// Few at any time: one per trouble.
pub async fn all_open(db: &impl ConnectionTrait) -> Result<Vec<Model>, StoreError> {
    Ok(Entity::find().filter(Expr::cust("state = 'open'")).all(db).await?)
}

/// The open incidents among these keys.
pub async fn open_among(db: &impl ConnectionTrait, keys: &[String]) -> Result<Vec<Model>, StoreError> {
    // Spelled out, so that the planner sees that the index of the open ones fits.
    let open = Entity::find().filter(Column::Key.is_in(keys)).filter(Expr::cust("state = 'open'"));
    Ok(open.all(db).await?)
}

/// What these are called.
pub async fn titles(db: &impl ConnectionTrait, ids: &[IncidentId]) -> Result<HashMap<IncidentId, String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let titles = Entity::find().select_only().column(Column::Id).column(Column::Title);
    let titles = titles.filter(Column::Id.is_in(ids.iter().map(|id| id.0)));
    let titles: Vec<(Uuid, String)> = titles.into_tuple().all(db).await?;
    Ok(titles.into_iter().map(|(id, title)| (IncidentId(id), title)).collect())
}

/// The open incident of this key.
pub async fn open(db: &impl ConnectionTrait, key: &str) -> Result<Option<Model>, StoreError> {
    let open = Entity::find().filter(Column::Key.eq(key)).filter(Expr::cust("state = 'open'"));
    Ok(open.one(db).await?)
}

/// A key waits for an admin.
pub fn key_in_review(key: KeyId) -> String {
    format!("key:{key}")
}

/// A key can't use a model.
pub fn key_not_for_model(key: KeyId, model: &str) -> String {
    format!("key_model:{key}:{model}")
}

/// An account has no money left, or a key that belongs to none.
pub fn out_of_funds(provider: &ProviderId, holder: &Holder) -> String {
    match holder {
        Holder::Account(account) => format!("funds:{provider}:{account}"),
        Holder::Key(key) => format!("funds:{provider}:{key}"),
    }
}

/// A proxy is dead to those who go out through it.
pub fn proxy_fails(proxy: ProxyId) -> String {
    format!("proxy:{proxy}")
}

/// A payment waits for an admin.
pub fn payment_in_review(payment: PaymentId) -> String {
    format!("payment_review:{payment}")
}

/// A payment processor can't be asked.
pub fn processor_down(processor: &ProcessorId) -> String {
    format!("processor_down:{processor}")
}

/// A processor has money that no payment of ours is for.
pub fn payments_unknown(processor: &ProcessorId) -> String {
    format!("payments_unknown:{processor}")
}

/// Webhooks in a processor's name are not believed.
pub fn webhooks_refused(processor: &ProcessorId) -> String {
    format!("webhooks_refused:{processor}")
}

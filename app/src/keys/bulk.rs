//! One act on many keys.

use std::collections::{BTreeSet, HashMap};

use nproxy_domain::redact::plain;
use nproxy_domain::{KeyId, ProxyId};
use nproxy_store::entities::provider_keys::Model;
use nproxy_store::keys::{self, Becomes, ChangeKeyError, KeyAct, KeyChange};
use nproxy_store::lists::{self, KeyListFilter, List as _, Slice};
use nproxy_store::{StoreError, Tx, proxies};
use uuid::Uuid;

use super::change::set_held;
use super::import::{Refusal, limits_in_range};
use super::update::change_held;
use crate::App;
use crate::audit::{self, By, REASON_CHARS_MAX};
use crate::bulk::Outcome;

/// Keys of one act.
pub const KEYS_MAX: usize = 10_000;
/// So many keys are held at once, so that picks are not kept waiting.
const KEYS_PER_TRANSACTION: usize = 200;
const PAGE_KEYS: u64 = 1000;

/// Which keys are meant.
#[derive(Clone, Debug)]
pub enum Chosen {
    Ids(Vec<KeyId>),
    /// All that the list of this filter has.
    Filter(KeyListFilter),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkAct {
    Activate,
    Disable,
    /// `None`: directly. Whether a key may go around its proxy stays as it is.
    AssignProxy(Option<ProxyId>),
    SetLimits {
        max_in_flight: Option<u32>,
        /// Requests per minute; none: no limit of ours.
        rpm: Becomes<u32>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkRow {
    pub id: KeyId,
    /// Empty where there is no such key.
    pub label: String,
    pub outcome: Outcome,
}

#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error("at most {KEYS_MAX} keys can be changed at once")]
    TooMany,
    #[error("no limit is named")]
    NoLimit,
    #[error("there is no such proxy")]
    NoProxy,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Does one act to all of them, oldest first, and tells what became of each; `dry_run`: what would. Every key that changes
/// has its line on record.
///
/// An error leaves those of earlier transactions done; doing it again does the rest.
pub async fn bulk(
    app: &App,
    by: &By,
    chosen: &Chosen,
    act: BulkAct,
    reason: &str,
    dry_run: bool,
) -> Result<Vec<BulkRow>, BulkError> {
    let reason = &audit::reason(reason).ok_or(BulkError::ReasonMissing)?;
    check(app, act).await?;
    let ids = ids(app, chosen).await?;
    let mut all = Vec::with_capacity(ids.len());
    for some in ids.chunks(KEYS_PER_TRANSACTION) {
        let told = if dry_run {
            let db = app.store.read();
            let rows = keys::by_ids(db, some).await?;
            let barred = keys::not_for_any(db, some).await?.into_iter().map(|not| not.key_id).collect();
            judge(some, &rows, &barred, act)
        } else {
            app.store.write(|tx| async move { do_some(app, &tx, by, some, act, reason).await }).await?
        };
        all.extend(told);
    }
    Ok(all)
}

async fn do_some(
    app: &App,
    tx: &Tx,
    by: &By,
    some: &[KeyId],
    act: BulkAct,
    reason: &str,
) -> Result<Vec<BulkRow>, BulkError> {
    let rows = keys::hold(tx, some).await?;
    let barred = keys::not_for_any(tx, some).await?.into_iter().map(|not| not.key_id).collect();
    let told = judge(some, &rows, &barred, act);
    let to_do: BTreeSet<Uuid> = told.iter().filter(|row| row.outcome == Outcome::Done).map(|row| row.id.0).collect();
    let rows: Vec<Model> = rows.into_iter().filter(|row| to_do.contains(&row.id)).collect();
    if rows.is_empty() {
        return Ok(told);
    }
    match act.kind() {
        Kind::State(act) => set_held(app, tx, by, rows, act, Some(reason)).await?,
        Kind::Change(change) => {
            change_held(app, tx, by, &rows, &change, reason).await.map(drop).map_err(|error| match error {
                ChangeKeyError::NoProxy => BulkError::NoProxy,
                ChangeKeyError::OnlyWithoutProxy => BulkError::Refused(Refusal::ProxyOnlyWithoutProxy),
                ChangeKeyError::Store(error) => BulkError::Store(error),
            })?;
        }
    }
    Ok(told)
}

enum Kind {
    State(KeyAct),
    Change(KeyChange),
}

impl BulkAct {
    fn kind(self) -> Kind {
        match self {
            Self::Activate => Kind::State(KeyAct::Activate),
            Self::Disable => Kind::State(KeyAct::Disable),
            Self::AssignProxy(proxy) => Kind::Change(KeyChange { proxy: Becomes::Now(proxy), ..KeyChange::default() }),
            Self::SetLimits { max_in_flight, rpm } => {
                Kind::Change(KeyChange { max_in_flight, rpm, ..KeyChange::default() })
            }
        }
    }
}

/// What the act is to each of the asked for: the same whether it is done or only looked at.
fn judge(asked: &[KeyId], rows: &[Model], barred: &BTreeSet<Uuid>, act: BulkAct) -> Vec<BulkRow> {
    let kind = act.kind();
    let by_id: HashMap<Uuid, &Model> = rows.iter().map(|row| (row.id, row)).collect();
    let judged = asked.iter().map(|id| match by_id.get(&id.0) {
        None => {
            BulkRow { id: *id, label: String::new(), outcome: Outcome::Refused("There is no such key.".to_owned()) }
        }
        Some(row) => {
            let outcome = outcome(row, barred.contains(&row.id), &kind);
            BulkRow { id: *id, label: plain(&row.label, &[]), outcome }
        }
    });
    judged.collect()
}

fn outcome(row: &Model, is_barred: bool, kind: &Kind) -> Outcome {
    let changes = match kind {
        Kind::State(KeyAct::Activate) => row.state != "active" || row.strikes > 0 || is_barred,
        Kind::State(KeyAct::Disable) => row.state != "disabled",
        Kind::Change(change) => match change.of(row) {
            Ok(changed) => changed.is(),
            Err(_) => return Outcome::Refused("It may go out through its proxy only.".to_owned()),
        },
    };
    if changes { Outcome::Done } else { Outcome::Unchanged }
}

async fn check(app: &App, act: BulkAct) -> Result<(), BulkError> {
    match act {
        BulkAct::Activate | BulkAct::Disable | BulkAct::AssignProxy(None) => Ok(()),
        BulkAct::AssignProxy(Some(proxy)) => {
            proxies::get(app.store.read(), proxy).await?.map(drop).ok_or(BulkError::NoProxy)
        }
        BulkAct::SetLimits { max_in_flight: None, rpm: Becomes::AsBefore } => Err(BulkError::NoLimit),
        BulkAct::SetLimits { max_in_flight, rpm } => Ok(limits_in_range(max_in_flight, rpm.some().copied())?),
    }
}

/// Each once, oldest first, so that locks are taken in one order over all transactions.
async fn ids(app: &App, chosen: &Chosen) -> Result<Vec<KeyId>, BulkError> {
    let mut ids = match chosen {
        Chosen::Ids(ids) => ids.clone(),
        Chosen::Filter(filter) => of_filter(app, filter).await?,
    };
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > KEYS_MAX { Err(BulkError::TooMany) } else { Ok(ids) }
}

async fn of_filter(app: &App, filter: &KeyListFilter) -> Result<Vec<KeyId>, BulkError> {
    let oldest_first = KeyListFilter::SORTS[0];
    let mut all = Slice { sort: oldest_first, after: None, rows_max: PAGE_KEYS };
    let mut ids: Vec<KeyId> = Vec::new();
    loop {
        let page = lists::slice(app.store.read(), filter, &all).await?;
        let Some(last) = page.last() else { return Ok(ids) };
        all.after = Some(KeyListFilter::place(last, oldest_first));
        ids.extend(page.iter().map(|key| KeyId(key.id)));
        if ids.len() > KEYS_MAX {
            return Err(BulkError::TooMany);
        }
    }
}

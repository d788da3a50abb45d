//! One box that finds anything by what is known of it. Each kind is asked by its own index.

use nproxy_domain::redact::line;
use nproxy_domain::search::Query;
use nproxy_domain::{CycleId, GenerationId, KeyId, ProxyId, Timestamp, TurnId, UserId};
use nproxy_store::lists::{
    self, AuditFilter, KeyListFilter, List, PaymentFilter, ProxyFilter, Slice, UserFilter, UserPart,
};
use nproxy_store::{StoreError, cycles, generations, keys, proxies, turns, users};
use uuid::Uuid;

use crate::App;

/// Of each kind.
const HITS_MAX: u64 = 10;
/// A part that is shorter finds nearly everything.
const PART_CHARS_MIN: usize = 3;
const TEXT_CHARS_MAX: usize = 200;

/// Something that goes by what was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Hit {
    pub kind: HitKind,
    pub id: Uuid,
    pub label: String,
    pub detail: Option<String>,
    pub at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitKind {
    User,
    Cycle,
    Turn,
    Generation,
    Payment,
    Key,
    Proxy,
    Audit,
}

impl std::fmt::Debug for Hit {
    /// Its label may be an address.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hit").field("kind", &self.kind).field("id", &self.id).finish_non_exhaustive()
    }
}

/// An e-mail or a part of it, an id of anything (also with its kind before it, `key:<id>`), an invoice, a coin address, a
/// transaction, a request id, a key's label or fingerprint, a proxy. Kind by kind, at most ten of each.
pub async fn search(app: &App, text: &str) -> Result<Vec<Hit>, StoreError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > TEXT_CHARS_MAX {
        return Ok(Vec::new());
    }
    let bare = text.rsplit_once(':').map_or(text, |(_, id)| id);
    let (by_id, by_text) = tokio::try_join!(
        async {
            match bare.parse::<Uuid>() {
                Ok(id) => by_id(app, id).await,
                Err(_) => Ok(Vec::new()),
            }
        },
        by_text(app, text)
    )?;
    let mut hits = by_id;
    let news: Vec<Hit> = by_text.into_iter().filter(|hit| !hits.iter().any(|seen| seen.id == hit.id)).collect();
    hits.extend(news);
    Ok(hits)
}

async fn by_id(app: &App, id: Uuid) -> Result<Vec<Hit>, StoreError> {
    let db = app.store.read();
    let user = UserFilter { part: Some(UserPart::Id(id)), ..any_user(app) };
    let (users, cycle, turn, generation, key, proxy) = tokio::try_join!(
        first(app, &user),
        cycles::get(db, CycleId(id)),
        turns::get(db, TurnId(id)),
        generations::get(db, GenerationId(id)),
        keys::get(db, KeyId(id)),
        proxies::get(db, ProxyId(id)),
    )?;
    let owners: Vec<UserId> = [cycle.as_ref().map(|row| row.user_id), turn.as_ref().map(|row| row.user_id)]
        .into_iter()
        .chain([generation.as_ref().map(|row| row.user_id)])
        .flatten()
        .map(UserId)
        .collect();
    let emails = users::emails(db, &owners).await?;
    let email = |user: Uuid| emails.get(&UserId(user)).map(|email| line(email));
    let mut hits: Vec<Hit> = users.iter().map(of_user).collect();
    hits.extend(
        cycle.map(|row| Hit {
            detail: email(row.user_id),
            ..hit(HitKind::Cycle, row.id, &row.plan_label, row.starts_at)
        }),
    );
    hits.extend(
        turn.map(|row| Hit { detail: email(row.user_id), ..hit(HitKind::Turn, row.id, &row.model, row.created_at) }),
    );
    hits.extend(generation.map(|row| {
        let state = generations::stage(&row).map_or("", |stage| stage.name());
        Hit { detail: email(row.user_id), ..hit(HitKind::Generation, row.id, state, row.queued_at) }
    }));
    hits.extend(key.map(of_key));
    hits.extend(proxy.map(of_proxy));
    Ok(hits)
}

async fn by_text(app: &App, text: &str) -> Result<Vec<Hit>, StoreError> {
    let payments = PaymentFilter { text: Some(text.to_owned()), ..PaymentFilter::default() };
    let requests = AuditFilter { request_id: Some(text.to_owned()), ..AuditFilter::default() };
    let part = Query::parse(text).ok().flatten().filter(|part| part.as_str().chars().count() >= PART_CHARS_MIN);
    let (named, payments, acts) = tokio::try_join!(by_part(app, part), first(app, &payments), first(app, &requests))?;
    let mut hits = named;
    hits.extend(
        payments.into_iter().map(|row| Hit {
            detail: Some(row.state),
            ..hit(HitKind::Payment, row.id, &row.plan_label, row.created_at)
        }),
    );
    hits.extend(
        acts.into_iter()
            .map(|row| Hit { detail: Some(line(&row.subject)), ..hit(HitKind::Audit, row.id, &row.act, row.at) }),
    );
    Ok(hits)
}

async fn by_part(app: &App, part: Option<Query>) -> Result<Vec<Hit>, StoreError> {
    let Some(part) = part else { return Ok(Vec::new()) };
    let users = UserFilter { part: Some(UserPart::Email(part.clone())), ..any_user(app) };
    let keys = KeyListFilter {
        part: Some(part.clone()),
        provider: None,
        states: Vec::new(),
        account: None,
        proxy: None,
        now: app.env.now(),
    };
    let proxies = ProxyFilter { part: Some(part), ..ProxyFilter::default() };
    let (users, keys, proxies) = tokio::try_join!(first(app, &users), first(app, &keys), first(app, &proxies))?;
    let users = users.iter().map(of_user);
    Ok(users.chain(keys.into_iter().map(of_key)).chain(proxies.into_iter().map(of_proxy)).collect())
}

async fn first<L: List>(app: &App, list: &L) -> Result<Vec<L::Row>, StoreError> {
    lists::slice(app.store.read(), list, &Slice { sort: L::SORTS[0], after: None, rows_max: HITS_MAX }).await
}

fn any_user(app: &App) -> UserFilter {
    UserFilter { part: None, state: None, role: None, month: None, from: None, to: None, now: app.env.now() }
}

fn hit(kind: HitKind, id: Uuid, label: &str, at: Timestamp) -> Hit {
    Hit { kind, id, label: line(label), detail: None, at: Some(at) }
}

fn of_user(row: &<UserFilter as List>::Row) -> Hit {
    hit(HitKind::User, row.id, &row.email, row.created_at)
}

fn of_key(row: <KeyListFilter as List>::Row) -> Hit {
    Hit { detail: Some(row.provider), ..hit(HitKind::Key, row.id, &row.label, row.created_at) }
}

fn of_proxy(row: <ProxyFilter as List>::Row) -> Hit {
    Hit { detail: Some(row.place), ..hit(HitKind::Proxy, row.id, &row.label, row.created_at) }
}

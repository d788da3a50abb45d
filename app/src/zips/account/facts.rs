//! What is known of the owner, and what was bought.

use nproxy_domain::{PaymentId, UserId};
use nproxy_store::cycles::{self, CycleRow};
use nproxy_store::entities::users as user_rows;
use nproxy_store::payments::{self, PaymentRow};
use nproxy_store::{StoreError, users};
use serde_json::{Value, json};

use super::super::entry::Entry;
use crate::App;
use crate::accounts::{self, Language, SignedInBrowser};

/// More than anybody buys.
const PAYMENTS_MAX: u64 = 10_000;

pub(super) async fn entries(app: &App, user: UserId) -> Result<Vec<Entry>, StoreError> {
    let (db, now) = (app.store.read(), app.env.now());
    let Some(owner) = users::get(db, user).await? else { return Ok(Vec::new()) };
    let sessions = accounts::list_sessions(app, user).await?;
    let payments = payments::own_page(db, user, None, PAYMENTS_MAX).await?;
    let months = cycles::all_of(db, user).await?;
    let list = |values: Vec<Value>| Value::Array(values);
    Ok(vec![
        super::json("account.json".to_owned(), now, &account(&owner)),
        super::json("sessions.json".to_owned(), now, &list(sessions.iter().map(session).collect())),
        super::json("payments.json".to_owned(), now, &list(payments.iter().map(payment).collect())),
        super::json("subscriptions.json".to_owned(), now, &list(months.iter().map(month).collect())),
    ])
}

fn account(owner: &user_rows::Model) -> Value {
    let language = match owner.language {
        Language::En => "en",
        Language::Ru => "ru",
    };
    json!({
        "id": UserId(owner.id),
        "email": owner.email,
        "language": language,
        "created_at": owner.created_at,
        "terms_version": owner.terms_version,
    })
}

/// Without the hash of its token, which opens nothing but is nobody's to have.
fn session(seen: &SignedInBrowser) -> Value {
    json!({
        "created_at": seen.created_at,
        "last_seen_at": seen.last_seen_at,
        "user_agent": seen.user_agent,
        "address": seen.address,
    })
}

fn payment(row: &PaymentRow) -> Value {
    json!({
        "id": PaymentId(row.id),
        "plan": row.plan_label,
        "months": row.months,
        "price_minor_units": row.price_minor_units,
        "currency": row.currency,
        "processor": row.processor,
        "coin": row.coin_name,
        "network": row.network,
        "state": row.state,
        "asked": row.asked,
        "received": row.received,
        "address": row.address,
        "transactions": row.transactions,
        "reported_transaction": row.reported_tx,
        "created_at": row.created_at,
        "activated_at": row.activated_at,
    })
}

/// What the plan says and not what is left of it: exact numbers are the admins'.
fn month(row: &CycleRow) -> Value {
    json!({
        "plan": row.plan_label,
        "months": row.months,
        "request_limit": row.request_limit,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "payment": row.payment_id.map(PaymentId),
    })
}

//! What was judged is written: the row, the month, the question for an admin, the mail, the line on record. All of it
//! in one transaction, under the locks of [`hold`].

use futures::future::BoxFuture;
use nproxy_domain::audit::Actor;
use nproxy_domain::mail::Severity;
use nproxy_domain::payment::{
    self, AccountStanding, Act, ActRefused, PaymentEffect, PaymentFacts, PaymentState, ReviewReason, Times, next_read,
};
use nproxy_domain::processor::ExternalId;
use nproxy_domain::{PaymentEventId, PaymentId, ProcessorId, UserId};
use nproxy_store::entities::users::Model as UserRow;
use nproxy_store::payments::{self, EventKind, NewEvent, PaymentChange, PaymentRow, Set};
use nproxy_store::{StoreError, Topic, Tx, incidents as keys, users};
use serde_json::{Value, json};

use super::{measure, view};
use crate::crash::{self, CrashStep};
use crate::incidents::{self, Trouble};
use crate::{App, cycles, notes};

/// A payment and its customer, held until the transaction ends.
#[derive(Debug)]
pub(crate) struct Held {
    /// `None`: the account is deleted.
    pub user: Option<UserRow>,
    pub row: PaymentRow,
    pub facts: PaymentFacts,
}

/// `None`: there is no such payment.
pub(crate) async fn hold(tx: &Tx, id: PaymentId) -> Result<Option<Held>, StoreError> {
    let Some(row) = payments::get(tx, id).await? else { return Ok(None) };
    let user = users::lock(tx, UserId(row.user_id)).await?;
    let Some(row) = payments::lock(tx, id).await? else { return Ok(None) };
    let facts = payments::facts(&row, standing(user.as_ref()))?;
    Ok(Some(Held { user, row, facts }))
}

/// `None`: the account is deleted.
pub(crate) fn standing(user: Option<&UserRow>) -> AccountStanding {
    match user {
        None => AccountStanding::Deleted,
        Some(user) if user.suspended_at.is_some() => AccountStanding::Suspended,
        Some(_) => AccountStanding::Good,
    }
}

/// What is to become of a payment.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub state: PaymentState,
    pub effects: Vec<PaymentEffect>,
    /// What else is written. When it is asked about next follows from the state where this doesn't say it.
    pub change: PaymentChange,
    /// For the admin who looks at a review that this opens.
    pub question: Option<String>,
}

impl Verdict {
    /// Nothing but what is written besides.
    pub fn unmoved(held: &Held, change: PaymentChange) -> Self {
        Self { state: held.facts.state, effects: Vec::new(), change, question: None }
    }
}

/// A line of the payment's history.
#[derive(Debug)]
pub(crate) struct Line {
    pub kind: EventKind,
    pub actor: Actor,
    /// The invoice that it is about, where that is not the row's own.
    pub external: Option<ExternalId>,
    pub summary: String,
    pub body: Option<Value>,
}

impl Line {
    pub fn of_system(kind: EventKind, summary: String, body: Option<Value>) -> Self {
        Self { kind, actor: Actor::System, external: None, summary, body }
    }
}

/// Writes a verdict and does what it says. On the heap: it is at the bottom of everything that is awaited here.
pub(crate) fn apply<'a>(
    tx: &'a Tx,
    app: &'a App,
    held: &'a Held,
    verdict: Verdict,
    line: Option<Line>,
) -> BoxFuture<'a, Result<PaymentRow, StoreError>> {
    Box::pin(apply_now(tx, app, held, verdict, line))
}

async fn apply_now(
    tx: &Tx,
    app: &App,
    held: &Held,
    verdict: Verdict,
    line: Option<Line>,
) -> Result<PaymentRow, StoreError> {
    let Verdict { state, effects, change, question } = verdict;
    let change = columns(app, held, state, &effects, question.as_ref(), change);
    let row = payments::advance(tx, &held.row, change).await?;
    for effect in &effects {
        match effect {
            PaymentEffect::Activate => drop(cycles::open_paid(tx, app, &row).await?),
            PaymentEffect::EndCycle => cycles::end_paid(tx, app, &row).await?,
            PaymentEffect::OpenReview(reason) => {
                incidents::report(tx, &app.env, trouble(&row, *reason, question.as_deref())).await?;
            }
            PaymentEffect::CloseReview => {
                incidents::recover(tx, &app.env, &keys::payment_in_review(held.facts.id)).await?;
            }
            PaymentEffect::Tell(told) => {
                if let Some(user) = &held.user {
                    notes::tell_payment(tx, app, user, &row, *told).await?;
                }
            }
        }
    }
    if let Some(line) = line {
        let external = line.external.or_else(|| row.external_id.clone().map(ExternalId));
        let event = NewEvent {
            id: PaymentEventId::new(&app.env),
            payment: Some(held.facts.id),
            processor: ProcessorId(row.processor.clone()),
            external,
            kind: line.kind,
            event_key: None,
            actor: line.actor,
            before: Some(held.facts.state),
            after: Some(state),
            summary: line.summary,
            body: line.body,
            at: app.env.now(),
        };
        payments::record(tx, &event).await?;
    }
    tx.notify(Topic::User(UserId(row.user_id)));
    if effects.contains(&PaymentEffect::Activate) {
        crash::point(CrashStep::BeforeActivateCommit);
    }
    Ok(row)
}

/// To be called once a transaction with this verdict's row is committed.
pub(crate) fn applied(before: &PaymentFacts, after: &PaymentRow) {
    if !before.activated && after.activated_at.is_some() {
        crash::point(CrashStep::AfterActivate);
        measure::activated(&after.processor);
    }
}

/// Everything that the state and the effects say of the row.
fn columns(
    app: &App,
    held: &Held,
    state: PaymentState,
    effects: &[PaymentEffect],
    question: Option<&String>,
    mut change: PaymentChange,
) -> PaymentChange {
    let (row, now) = (&held.row, app.env.now());
    let moved = state != held.facts.state;
    if moved {
        change.state = Set(state.as_str().to_owned());
        change.changed_at = Set(now);
    }
    if state == PaymentState::Expired && row.expired_at.is_none() {
        change.expired_at = Set(Some(now));
    }
    for effect in effects {
        match effect {
            PaymentEffect::Activate => change.activated_at = Set(Some(now)),
            PaymentEffect::OpenReview(reason) => {
                change.review = Set(Some(reason.as_str().to_owned()));
                change.review_detail = Set(question.cloned());
                change.review_opened_at = Set(Some(now));
            }
            PaymentEffect::CloseReview => {
                change.review = Set(None);
                change.review_detail = Set(None);
                change.review_opened_at = Set(None);
            }
            PaymentEffect::EndCycle | PaymentEffect::Tell(_) => {}
        }
    }
    if change.next_read_at.is_not_set() {
        let failures = match &change.read_failures {
            Set(failures) => *failures,
            _ => row.read_failures,
        };
        let expires_at = match &change.expires_at {
            Set(expires_at) => *expires_at,
            _ => row.expires_at,
        };
        let times = Times {
            created_at: row.created_at,
            expires_at,
            changed_at: if moved { now } else { row.changed_at },
            now,
            failures: u32::try_from(failures).unwrap_or_default(),
        };
        // Where no invoice was made and none will be, there is nothing to ask about.
        let has_invoice = row.external_id.is_some() || matches!(&change.external_id, Set(Some(_)));
        let is_asked = has_invoice || state == PaymentState::Creating;
        let next = next_read(state, &times, &app.settings.payments.watch).filter(|_| is_asked);
        change.next_read_at = Set(next);
    }
    change
}

fn trouble(row: &PaymentRow, reason: ReviewReason, question: Option<&str>) -> Trouble {
    let id = PaymentId(row.id);
    let reason = reason.as_str();
    Trouble {
        key: keys::payment_in_review(id),
        severity: Severity::Warning,
        subject: format!("{reason}, {}", row.processor),
        title: format!("Payment {id} waits for an admin: {reason}"),
        detail: question.map_or_else(|| format!("at {}: {reason}", row.processor), str::to_owned),
    }
}

/// Why an admin's act was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettleError {
    #[error(transparent)]
    Refused(#[from] ActRefused),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An admin's act, but for the audit log and the requests of a grant, which are the caller's.
pub(crate) async fn settle(
    tx: &Tx,
    app: &App,
    held: &Held,
    act: &Act,
    by: Actor,
    reason: &str,
) -> Result<PaymentRow, SettleError> {
    let settled = payment::act(&held.facts, act, view::by_hand(app, &held.row))?;
    let note = serde_json::to_value(act).map_err(|error| StoreError::Internal(error.to_string()))?;
    let name = note.get("act").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut change = PaymentChange { kept: Set(settled.kept), ..Default::default() };
    if let Some(settlement) = settled.settlement {
        change.settlement = Set(Some(settlement.as_str().to_owned()));
        change.settled_at = Set(Some(app.env.now()));
        change.settled_note = Set(Some(note.clone()));
    }
    let verdict = Verdict { state: settled.state, effects: settled.effects, change, question: None };
    let line = Line {
        kind: EventKind::Act,
        actor: by,
        external: None,
        summary: format!("{name}: {}", nproxy_domain::redact::plain(reason, &[])),
        body: Some(json!({ "act": note, "reason": reason })),
    };
    Ok(apply(tx, app, held, verdict, Some(line)).await?)
}
